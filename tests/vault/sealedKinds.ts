/** Owns telling what a sealed file on a test phone is, as a coordinator can; the phone's own lists do not say. Must never stand in for our code. */
import { openReport } from '../../src/crypto/openReport.ts';
import { identityFor, sodium } from '../crypto/setup.ts';
import type { Device } from './device.ts';

const identities = [identityFor('epoch1')];

export async function kindOf(device: Device, handle: string): Promise<'hello' | 'report' | 'attachment'> {
  const { outgoing } = device.disk;
  const file = await outgoing.slice(handle, 0, (await outgoing.size(handle)) ?? 0);
  const opened = file === null ? null : await openReport({ sodium, identities, file });
  return opened?.ok ? opened.value.payload.kind : 'attachment';
}

/** The first of `list` that is a `kind`. */
export async function findKind<T extends { readonly handle: string }>(
  device: Device,
  list: readonly T[],
  kind: 'hello' | 'report' | 'attachment',
): Promise<T> {
  for (const one of list) if ((await kindOf(device, one.handle)) === kind) return one;
  throw new Error(`no ${kind}`);
}
