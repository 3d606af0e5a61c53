import { must } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createDevice, WORDS } from './device.ts';

export const dice = createDice(8);

/** Every write that was not flushed is left half done. */
export const torn = (): number => 0.5;

export const BODY = 'the answer of a fictional person';

export async function withDraft() {
  const device = createDevice();
  const engine = await device.boot();
  must(await engine.create(WORDS));
  must(await engine.drafts.save('d1', BODY));
  return { device, engine };
}

export const flip = (at: number) => (bytes: Uint8Array<ArrayBuffer>) => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};
