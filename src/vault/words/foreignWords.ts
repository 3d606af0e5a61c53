/** Owns telling whether words open the vault that another tab holds, so that no junk closes what is open there. Must never open it. */
import type { Disk, FixedName } from '../../store/disk.ts';
import { StoreFault } from '../../store/fault.ts';
import type { Bytes } from '../../wire/bytes.ts';
import { openKeystore } from '../keys/keystore.ts';
import { saltOf } from '../keys/keystoreLayout.ts';
import type { VaultDeps } from '../room.ts';
import { slotOf } from './wordSlots.ts';
import { isAllowed, keyFromWords } from './words.ts';

/** A file as it lies there; null when there is none. */
type ReadFixed = (name: FixedName) => Promise<Bytes | null>;

function readOnly(read: ReadFixed): Pick<Disk, 'fixed'> {
  const refuse = (): Promise<void> => Promise.reject(new StoreFault('storageFailed', 'readOnly'));
  return {
    fixed: async (name) => ({
      read: async () => (await read(name)) ?? new Uint8Array(0),
      write: refuse,
      flush: refuse,
    }),
  };
}

/** false: they open no slot. True also where that cannot be told: whoever takes the vault over then learns why. [VLT15] */
export async function wordsOpen(
  deps: Pick<VaultDeps, 'sodium' | 'rng' | 'argon2' | 'policy'>,
  read: ReadFixed,
  words: string,
): Promise<boolean> {
  const keystore = await openKeystore({ ...deps, disk: readOnly(read) });
  if (!keystore.ok) return true;
  const { passes, memoryKiB } = keystore.value.header();
  if (!isAllowed({ passes, memoryKiB }, deps.policy)) return true;
  const salt = saltOf(keystore.value.image());
  const kek = await keyFromWords(deps, words, { passes, memoryKiB, salt });
  const slot = slotOf({ ...deps, keystore: keystore.value }, kek);
  kek.fill(0);
  return slot !== null;
}
