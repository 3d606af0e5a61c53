/** Owns what the vault remembers about itself: its workspace, other words that are set, the choice for a wipe. Must never hold words. */
import type { Bytes } from '../wire/bytes.ts';
import type { WordsSet } from './api.ts';
import { SLOT } from './keystoreLayout.ts';

/** [VLT17] */
export type Choices = {
  readonly workspace: 'field' | 'notes';
  readonly wipeKeeps: boolean;
  readonly duress: boolean;
  /** Coerced words in their own slot: set by the person, or in a session that coerced words of the other slot had opened. */
  readonly coerced: 'no' | 'own' | 'within';
  /** Coerced words in the other slot: only ever set in a session that coerced words had opened. */
  readonly coercedAgain: boolean;
};

export const NO_CHOICES: Choices = {
  workspace: 'field',
  wipeKeeps: false,
  duress: false,
  coerced: 'no',
  coercedAgain: false,
};

const VERSION = 1;
const COERCED: readonly Choices['coerced'][] = ['no', 'own', 'within'];

/** version · workspace · wipe keeps · duress · coerced · coerced again, one byte each. [VLT17] */
export const encodeChoices = (choices: Choices): Bytes =>
  Uint8Array.of(
    VERSION,
    choices.workspace === 'notes' ? 1 : 0,
    choices.wipeKeeps ? 1 : 0,
    choices.duress ? 1 : 0,
    COERCED.indexOf(choices.coerced),
    choices.coercedAgain ? 1 : 0,
  );

/** A vault of the first version has none. */
export function parseChoices(bytes: Bytes | undefined): Choices {
  if (bytes === undefined || bytes[0] !== VERSION) return NO_CHOICES;
  return {
    workspace: bytes[1] === 1 ? 'notes' : 'field',
    wipeKeeps: bytes[2] === 1,
    duress: bytes[3] === 1,
    coerced: COERCED[bytes[4] ?? 0] ?? 'no',
    coercedAgain: bytes[5] === 1,
  };
}

/** After a change of words only those open. */
export const withoutOtherWords = (choices: Choices): Choices => ({
  ...choices,
  duress: false,
  coerced: 'no',
  coercedAgain: false,
});

/** What a session may see of it: one that coerced words opened must look as if these were the person's own. */
export function wordsSeen(slot: number, { duress, coerced, coercedAgain }: Choices): WordsSet {
  if (slot === SLOT.coerced) return { duress, coerced: coercedAgain };
  if (slot === SLOT.coercedAgain) return { duress, coerced: coerced === 'within' };
  return { duress, coerced: coerced !== 'no' || coercedAgain };
}
