/** Owns which of the four word slots a key-wrapping key opens. Must never end early: the time must not tell which words these are. */
import { type Bytes, utf8 } from '../../wire/bytes.ts';
import { type Chance, takeOut } from '../keys/box.ts';
import type { Keystore } from '../keys/keystore.ts';
import { readPlace, WORD_SLOTS, wordSlot } from '../keys/keystoreLayout.ts';

type Deps = Chance & { readonly keystore: Keystore };

/** What a slot opens from now on. */
export type SlotChange = { readonly slot: number; readonly kek: Bytes | null };

export const slotAad = (index: number): Bytes => utf8(`tumar/slot/1/${index}`);

type OpenSlot = { readonly slot: number; readonly key: Bytes };

/** Tries all four, whichever opens, so that the time does not tell which words these are. [VLT17] */
export function openSlot({ sodium, keystore }: Deps, kek: Bytes): OpenSlot | null {
  let found: OpenSlot | null = null;
  for (let slot = 0; slot < WORD_SLOTS; slot += 1) {
    const key = takeOut(sodium, kek, readPlace(keystore.image(), wordSlot(slot)), slotAad(slot));
    if (key !== undefined) found ??= { slot, key };
  }
  return found;
}

/** The slot that a key-wrapping key opens, or null. */
export function slotOf(deps: Deps, kek: Bytes): number | null {
  const found = openSlot(deps, kek);
  found?.key.fill(0);
  return found?.slot ?? null;
}
