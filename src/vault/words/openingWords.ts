/** Owns which words open what: own, duress and coerced ones, and changing them. Must never tell a page which of them opened. */
import { err, ok, type Result } from '../../domain/result.ts';
import type { Bytes } from '../../wire/bytes.ts';
import type { VaultCode, WordsSet } from '../api.ts';
import { afterCoercedChange, type Choices, wordsSeen } from '../choices.ts';
import { withOpen } from '../drafts/drafts.ts';
import { SLOT, saltOf } from '../keys/keystoreLayout.ts';
import { type Open, type Room, ready } from '../room.ts';
import { type SlotChange, slotOf } from './wordSlots.ts';
import { isAllowed, keyFromWords } from './words.ts';

/** The key-wrapping key of these words here: one Argon2id, whatever they open. */
export async function keyFor(room: Room, words: string): Promise<Result<Bytes, VaultCode>> {
  const files = ready(room);
  if (!files.ok) return files;
  const { passes, memoryKiB } = files.value.keystore.header();
  if (!isAllowed({ passes, memoryKiB }, room.policy)) return err('damaged', 'parameters');
  const salt = saltOf(files.value.keystore.image());
  return ok(await keyFromWords(room, words, { passes, memoryKiB, salt }));
}

/** Runs `work` with the key of words that open no other slot than `mine`; overwrites the key afterwards. */
async function withFreeWords(
  room: Room,
  open: Open,
  words: string,
  mine: number,
  work: (kek: Bytes) => Promise<void>,
): Promise<Result<true, VaultCode>> {
  const kek = await keyFor(room, words);
  if (!kek.ok) return kek;
  const taken = slotOf({ ...room, keystore: open.keystore }, kek.value);
  if (taken === null || taken === mine) await work(kek.value);
  kek.value.fill(0);
  return taken === null || taken === mine ? ok(true) : err('wordsTaken');
}

/**
 * In a session of the person's own words: a fresh root key, and nothing else opens any more. In one that coerced words
 * opened it looks the same, but the root key stays, so the person's own words still open everything. [VLT2] [VLT17]
 */
export const changeWords = (room: Room, old: string, next: string): Promise<Result<true, VaultCode>> =>
  withOpen(room, async (open) => {
    const { keyring, keystore } = open;
    const kek = await keyFor(room, old);
    if (!kek.ok) return kek;
    const opens = slotOf({ ...room, keystore }, kek.value);
    kek.value.fill(0);
    if (opens !== keyring.slot) return err('wrongWords');
    return withFreeWords(room, open, next, keyring.slot, async (fresh) => {
      if (keyring.slot === SLOT.own) return keyring.rewrap(fresh);
      await keyring.setChoices(afterCoercedChange(keyring.slot, keyring.choices()), [
        { slot: keyring.slot, kek: fresh },
        { slot: SLOT.duress, kek: null },
        { slot: otherCoerced(keyring.slot), kek: null },
      ]);
    });
  });

/** Sets (or with null removes) what one slot opens; `others` are emptied with it. */
function setWords(
  room: Room,
  words: string | null,
  decide: (open: Open) => { slot: number; choices: Choices; others?: readonly SlotChange[] } | null,
): Promise<Result<true, VaultCode>> {
  return withOpen(room, async (open) => {
    const change = decide(open);
    if (change === null) return ok(true);
    const { slot, choices, others = [] } = change;
    if (words === null) {
      await open.keyring.setChoices(choices, [{ slot, kek: null }, ...others]);
      return ok(true);
    }
    return withFreeWords(room, open, words, slot, (kek) =>
      open.keyring.setChoices(choices, [{ slot, kek }, ...others]),
    );
  });
}

export const setDuressWords = (room: Room, words: string | null): Promise<Result<true, VaultCode>> =>
  setWords(room, words, ({ keyring }) => {
    const own = keyring.slot === SLOT.own;
    const duress = words !== null ? (own ? 'own' : 'within') : own ? 'no' : 'gone';
    return { slot: SLOT.duress, choices: { ...keyring.choices(), duress } };
  });

const otherCoerced = (slot: number): number => (slot === SLOT.coerced ? SLOT.coercedAgain : SLOT.coerced);

/** In a session that coerced words opened they go into the other of the two slots. [VLT17] */
export const setCoercedWords = (room: Room, words: string | null): Promise<Result<true, VaultCode>> =>
  setWords(room, words, ({ keyring }) => {
    const choices = keyring.choices();
    const set = words !== null;
    if (keyring.slot === SLOT.own) {
      return {
        slot: SLOT.coerced,
        choices: { ...choices, coerced: set ? 'own' : 'no', coercedAgain: false },
        others: [{ slot: SLOT.coercedAgain, kek: null }],
      };
    }
    // What this session does not see it cannot remove either.
    if (!set && !wordsSeen(keyring.slot, choices).coerced) return null;
    const slot = otherCoerced(keyring.slot);
    return {
      slot,
      choices:
        slot === SLOT.coerced
          ? { ...choices, coerced: set ? 'within' : 'gone' }
          : { ...choices, coercedAgain: set },
    };
  });

export const wordsSet = (room: Room): Promise<Result<WordsSet, VaultCode>> =>
  withOpen(room, async ({ keyring }) => ok(wordsSeen(keyring.slot, keyring.choices())));
