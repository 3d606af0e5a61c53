import type { Bytes } from '../../src/wire/bytes.ts';
import { must } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createDevice, WORDS } from './device.ts';

export const dice = createDice(5);

export const never = new AbortController().signal;

export const quiet = (): void => undefined;

export async function started() {
  const device = createDevice();
  const engine = await device.boot();
  must(await engine.create(WORDS));
  return { device, engine };
}

export const fileOf = (bytes: Bytes, size = bytes.length) => ({
  size,
  stream: () => new Blob([bytes]).stream(),
});
