/** Owns what the vault remembers about itself: its workspace, other words that are set, the choice for a wipe. Must never hold words. */
import type { Bytes } from '../wire/bytes.ts';
import type { WordsSet } from './api.ts';
import { SLOT } from './keys/keystoreLayout.ts';

/** Set, or removed, in a session that coerced words had opened. */
type Within = 'within' | 'gone';

/** [VLT17] */
export type Choices = {
  readonly workspace: 'field' | 'notes';
  readonly wipeKeeps: boolean;
  readonly duress: 'no' | 'own' | Within;
  /** Coerced words in their own slot. `changed`: they were the person's, until a session that they opened replaced them. */
  readonly coerced: 'no' | 'own' | Within | 'changed';
  /** Coerced words in the other slot: only ever set in a session that coerced words had opened. */
  readonly coercedAgain: boolean;
};

export const NO_CHOICES: Choices = {
  workspace: 'field',
  wipeKeeps: false,
  duress: 'no',
  coerced: 'no',
  coercedAgain: false,
};

const VERSION = 1;
const COERCED: readonly Choices['coerced'][] = ['no', 'own', 'within', 'gone', 'changed'];
const DURESS: readonly Choices['duress'][] = ['no', 'own', 'within', 'gone'];

/** version · workspace · wipe keeps · duress · coerced · coerced again, one byte each. [VLT17] */
export const encodeChoices = (choices: Choices): Bytes =>
  Uint8Array.of(
    VERSION,
    choices.workspace === 'notes' ? 1 : 0,
    choices.wipeKeeps ? 1 : 0,
    DURESS.indexOf(choices.duress),
    COERCED.indexOf(choices.coerced),
    choices.coercedAgain ? 1 : 0,
  );

/** A vault of the first version has none. */
export function parseChoices(bytes: Bytes | undefined): Choices {
  if (bytes === undefined || bytes[0] !== VERSION) return NO_CHOICES;
  return {
    workspace: bytes[1] === 1 ? 'notes' : 'field',
    wipeKeeps: bytes[2] === 1,
    duress: DURESS[bytes[3] ?? 0] ?? 'no',
    coerced: COERCED[bytes[4] ?? 0] ?? 'no',
    coercedAgain: bytes[5] === 1,
  };
}

/** After a change of the person's own words only those open. */
export const withoutOtherWords = (choices: Choices): Choices => ({
  ...choices,
  duress: 'no',
  coerced: 'no',
  coercedAgain: false,
});

const gone = (state: Choices['duress'] | Choices['coerced']): 'no' | 'gone' =>
  state === 'no' ? 'no' : 'gone';

/** After a change of words in a session that the coerced words of `slot` opened: the person must see what it left. */
export const afterCoercedChange = (slot: number, choices: Choices): Choices => ({
  ...choices,
  duress: gone(choices.duress),
  coerced: slot === SLOT.coerced ? 'changed' : gone(choices.coerced),
  coercedAgain: slot === SLOT.coercedAgain,
});

/** What a session may see of it: one that coerced words opened must look as if these were the person's own. */
export function wordsSeen(slot: number, { duress, coerced, coercedAgain }: Choices): WordsSet {
  const seen = { duress: duress === 'own' || duress === 'within', foreign: false };
  if (slot === SLOT.coerced) return { ...seen, coerced: coercedAgain };
  if (slot === SLOT.coercedAgain) return { ...seen, coerced: coerced === 'within' };
  const foreign = [duress, coerced].some((one) => one !== 'no' && one !== 'own') || coercedAgain;
  return { ...seen, coerced: !['no', 'gone'].includes(coerced) || coercedAgain, foreign };
}
