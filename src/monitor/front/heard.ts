/** Owns telling what a text in a front's search line may be: the door phrase, an invite, words; never tries it. */
import { parseInvite } from '../../wire/invite.ts';
import { normaliseWords } from '../../wire/words/words.ts';

export type Heard = 'door' | 'invite' | 'words' | 'nothing';

/** Every passphrase has four words or more: five or six drawn ones, or own ones that are strong enough. [VLT2] */
const FEWEST_WORDS = 4;
const FEWEST_LETTERS = 12;
/** An invite that lost its end in a messenger is still meant as one. [INV1] */
const INVITE = /^join1[a-z0-9]{95,}$/i;

/** Words that the search line would try. */
export function isLongEnough(words: string): boolean {
  const parts = normaliseWords(words)
    .split(' ')
    .filter((word) => /\p{L}/u.test(word));
  return parts.length >= FEWEST_WORDS && parts.join('').length >= FEWEST_LETTERS;
}

/** `doors`: the phrases that lead to the entry page. */
export function hear(text: string, entered: boolean, doors: readonly string[]): Heard {
  const packed = text.replace(/\s/g, '');
  if (INVITE.test(packed) && (entered || parseInvite(packed).ok)) return 'invite';
  if (!entered) return 'nothing';
  const said = normaliseWords(text);
  if (said !== '' && doors.some((door) => normaliseWords(door) === said)) return 'door';
  return isLongEnough(text) ? 'words' : 'nothing';
}
