/** Owns the opened keystore: root key, per-record keys, chain, manifest mark. Must never outlive `lock`, nor leave the worker. */
import type { Chain } from '../../crypto/chain.ts';
import type { Sodium } from '../../crypto/sodium.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Handle } from '../../store/disk.ts';
import { StoreFault } from '../../store/fault.ts';
import { type Bytes, parseHex, toHex, u32, utf8 } from '../../wire/bytes.ts';
import { type Choices, encodeChoices, NO_CHOICES, parseChoices, withoutOtherWords } from '../choices.ts';
import { openSlot, type SlotChange, slotAad } from '../words/wordSlots.ts';
import { type Chance, KEY_BYTES, lockUp, takeOut, takeOutAll } from './box.ts';
import { derive, keyCopy } from './keyRoom.ts';
import type { Keystore } from './keystore.ts';
import {
  ENTRIES,
  entryPlace,
  readPlace,
  SLOT,
  STATE,
  STATE_PLAIN,
  STATE_SLOTS,
  stateSlot,
  WORD_SLOTS,
  wordSlot,
} from './keystoreLayout.ts';

/** The highest manifest that was ever in force here. [MAN4] */
export type ManifestMark = { readonly version: number; readonly hash: string };

export type Keyring = {
  readonly ledgerKey: Bytes;
  readonly kitKey: Bytes;
  handles(): readonly Handle[];
  keyOf(handle: Handle): Bytes | undefined;
  indexOf(handle: Handle): number | undefined;
  /** `vaultFull` when no entry is free. Durable in both copies when it resolves. */
  add(handle: Handle, key: Bytes): Promise<Result<true, 'vaultFull'>>;
  /** Overwrites the entries in both copies; unknown handles are passed over. [VLT6] */
  drop(handles: readonly Handle[]): Promise<void>;
  /** After entries were overwritten by somebody else (Finish): forget the keys in memory too. */
  forget(handles: readonly Handle[]): void;
  /** The author chain with the highest n, or null. Its key is a copy, which the caller overwrites. */
  chain(): Chain | null;
  /** Puts a chain key into its slot of an image that is being changed; gives the slot's number. */
  putChain(image: Bytes, chain: Chain): number;
  manifest(): ManifestMark | null;
  setManifest(mark: ManifestMark): Promise<void>;
  /** The word slot that opened it: never the one of duress words. */
  readonly slot: number;
  choices(): Choices;
  /** Also fills word slots in the same change: a key-wrapping key, or null for nothing that opens. [VLT17] */
  setChoices(next: Choices, slots?: readonly SlotChange[]): Promise<void>;
  /** A fresh root key under a new key-wrapping key; everything is wrapped anew, and no other words open. [VLT2] */
  rewrap(kek: Bytes): Promise<void>;
  /** Overwrites every key in memory. */
  wipe(): void;
};

type Deps = Chance & { readonly keystore: Keystore };
type Keys = { readonly root: Bytes; readonly entry: Bytes; readonly state: Bytes };

const stateAad = (index: number): Bytes => utf8(`tumar/state/1/${index}`);
const entryAad = (index: number): Bytes => utf8(`tumar/entry/1/${index}`);
export const chainSlot = (n: number): number => (n % 2 === 0 ? STATE.chainEven : STATE.chainOdd);

const keysOf = (sodium: Sodium, root: Bytes): Keys => ({
  root,
  entry: derive(sodium, root, 'tumar/vault/entries/1'),
  state: derive(sodium, root, 'tumar/vault/state/1'),
});

/** Fills the word slot and the vault's own keys of a new image. */
export function firstKeys(chance: Chance, image: Bytes, kek: Bytes, choices: Choices = NO_CHOICES): void {
  const keys = keysOf(chance.sodium, chance.rng(KEY_BYTES));
  image.set(lockUp(chance, kek, keys.root, slotAad(SLOT.own)), wordSlot(SLOT.own).at);
  const own = chance.rng(KEY_BYTES * 2);
  putState(chance, keys, image, STATE.own, own);
  own.fill(0);
  putState(chance, keys, image, STATE.choices, encodeChoices(choices));
  wipeKeys(keys);
}

function wipeKeys(keys: Keys): void {
  for (const key of [keys.root, keys.entry, keys.state]) key.fill(0);
}

function putState(chance: Chance, keys: Keys, image: Bytes, index: number, plain: Bytes): void {
  const padded = new Uint8Array(STATE_PLAIN);
  padded.set(plain);
  image.set(lockUp(chance, keys.state, padded, stateAad(index)), stateSlot(index).at);
  padded.fill(0);
}

/**
 * `wrongWords`: the key opens no slot that leads to the root key; whoever has duress words asks `slotOf` first.
 * `damaged`: it does, but the vault's own keys are gone.
 */
export async function openKeyring(
  deps: Deps,
  kek: Bytes,
): Promise<Result<Keyring, 'wrongWords' | 'damaged'>> {
  const { sodium, rng, keystore } = deps;
  const found = openSlot(deps, kek);
  if (found === null || found.slot === SLOT.duress) return err('wrongWords');
  const { slot } = found;
  let keys = keysOf(sodium, found.key);
  const readState = (image: Bytes, index: number): Bytes | undefined =>
    takeOut(sodium, keys.state, readPlace(image, stateSlot(index)), stateAad(index));
  const own = readState(keystore.image(), STATE.own);
  if (own === undefined) return err('damaged', 'own');
  const ledgerKey = keyCopy(own.subarray(0, KEY_BYTES));
  const kitKey = keyCopy(own.subarray(KEY_BYTES, KEY_BYTES * 2));
  own.fill(0);
  const entries = new Map<Handle, { index: number; key: Bytes }>();
  const used = new Set<number>();
  const image = keystore.image();
  const boxes = Array.from({ length: ENTRIES }, (_, index) => ({
    box: readPlace(image, entryPlace(index)),
    aad: entryAad(index),
  }));
  for (const [index, plain] of takeOutAll(sodium, keys.entry, boxes).entries()) {
    if (plain === undefined) continue;
    entries.set(toHex(plain.subarray(0, 16)), { index, key: keyCopy(plain.subarray(16)) });
    used.add(index);
    plain.fill(0);
  }

  const putEntry = (image: Bytes, index: number, handle: Handle, key: Bytes): void => {
    const name = parseHex(handle);
    if (!name.ok) throw new RangeError('handle');
    const plain = keyCopy(name.value, key);
    image.set(lockUp({ sodium, rng }, keys.entry, plain, entryAad(index)), entryPlace(index).at);
    plain.fill(0);
  };
  const forget = (handles: readonly Handle[]): void => {
    for (const handle of handles) {
      const entry = entries.get(handle);
      if (entry === undefined) continue;
      entry.key.fill(0);
      used.delete(entry.index);
      entries.delete(handle);
    }
  };
  const readChain = (slot: number): Chain | null => {
    const plain = readState(keystore.image(), slot);
    if (plain === undefined) return null;
    const chain = {
      id: toHex(plain.subarray(0, 16)),
      n: new DataView(plain.buffer, plain.byteOffset).getUint32(16),
      key: keyCopy(plain.subarray(20, 52)),
    };
    plain.fill(0);
    return chain;
  };

  const choices = (): Choices => parseChoices(readState(keystore.image(), STATE.choices));
  /** Duress words open a key that leads nowhere, so that all slots look and behave alike. */
  const putSlot = (image: Bytes, { slot: index, kek: wrapping }: SlotChange): void => {
    if (wrapping === null) keystore.erase(image, wordSlot(index));
    else {
      const key = index === SLOT.duress ? rng(KEY_BYTES) : keys.root;
      image.set(lockUp({ sodium, rng }, wrapping, key, slotAad(index)), wordSlot(index).at);
    }
  };

  return ok({
    slot,
    ledgerKey,
    kitKey,
    choices,
    async setChoices(next, slots = []) {
      await keystore.change((image) => {
        for (const one of slots) putSlot(image, one);
        putState({ sodium, rng }, keys, image, STATE.choices, encodeChoices(next));
      });
    },
    handles: () => [...entries.keys()],
    keyOf: (handle) => entries.get(handle)?.key,
    indexOf: (handle) => entries.get(handle)?.index,
    async add(handle, key) {
      let index = 0;
      while (used.has(index)) index += 1;
      if (index >= ENTRIES) return err('vaultFull');
      await keystore.change((image) => putEntry(image, index, handle, key));
      used.add(index);
      entries.set(handle, { index, key });
      return ok(true);
    },
    async drop(handles) {
      const places = handles.map((handle) => entries.get(handle)).filter((entry) => entry !== undefined);
      if (places.length === 0) return;
      await keystore.change((image) => {
        for (const { index } of places) keystore.erase(image, entryPlace(index));
      });
      forget(handles);
    },
    forget,
    chain() {
      const [even, odd] = [readChain(STATE.chainEven), readChain(STATE.chainOdd)];
      if (even === null || odd === null) return even ?? odd;
      const [now, before] = even.n > odd.n ? [even, odd] : [odd, even];
      before.key.fill(0);
      return now;
    },
    putChain(image, chain) {
      const id = parseHex(chain.id);
      if (!id.ok) throw new RangeError('chain');
      const slot = chainSlot(chain.n);
      const plain = keyCopy(id.value, u32(chain.n), chain.key);
      putState({ sodium, rng }, keys, image, slot, plain);
      plain.fill(0);
      return slot;
    },
    manifest() {
      const plain = readState(keystore.image(), STATE.manifest);
      if (plain === undefined) return null;
      const version = new DataView(plain.buffer, plain.byteOffset).getUint32(0);
      return { version, hash: toHex(plain.subarray(4, 36)) };
    },
    async setManifest({ version, hash }) {
      const bytes = parseHex(hash);
      if (!bytes.ok) throw new RangeError('manifest hash');
      await keystore.change((image) =>
        putState({ sodium, rng }, keys, image, STATE.manifest, keyCopy(u32(version), bytes.value)),
      );
    },
    async rewrap(next) {
      const fresh = keysOf(sodium, rng(KEY_BYTES));
      const { generation } = keystore.header();
      const adopt = (): void => {
        wipeKeys(keys);
        keys = fresh;
      };
      const change = keystore.change((image) => {
        const states = Array.from({ length: STATE_SLOTS }, (_, index) => readState(image, index));
        for (let index = 0; index < WORD_SLOTS; index += 1) keystore.erase(image, wordSlot(index));
        states[STATE.choices] = encodeChoices(withoutOtherWords(choices()));
        const old = keys;
        keys = fresh;
        try {
          putSlot(image, { slot: SLOT.own, kek: next });
          for (const [index, plain] of states.entries()) {
            if (plain === undefined) continue;
            putState({ sodium, rng }, fresh, image, index, plain);
            plain.fill(0);
          }
          for (const [handle, { index, key }] of entries) putEntry(image, index, handle, key);
        } finally {
          keys = old;
        }
      });
      try {
        await change;
      } catch (error) {
        // Before the first copy is durable nothing has happened.
        if (keystore.header().generation === generation) {
          wipeKeys(fresh);
          throw error;
        }
        // From then on it holds, whatever became of the second: whoever kept the old keys would save what nobody opens.
        adopt();
        // The old words must open neither copy. What fails once more is written at the next change or start; the new words
        // hold already, and saying otherwise would send the person back to words that open nothing. [VLT4]
        await keystore
          .change(() => undefined)
          .catch((again: unknown) => {
            if (!(again instanceof StoreFault)) throw again;
          });
        return;
      }
      adopt();
    },
    wipe() {
      forget([...entries.keys()]);
      wipeKeys(keys);
      ledgerKey.fill(0);
      kitKey.fill(0);
    },
  });
}
