/** Owns turning a hash into places in a list of 2,048 words. Must never hold a list: those belong to a language. */

const WORD_BITS = 11;
/** Words that a device shows for its hello. [REP6] */
export const HELLO_WORDS = 4;
/** Words that both sides compare for an invite. [INV2] */
export const SAFETY_WORDS = 10;
/** Words of a version of the app: 66 bits of the hash over its list of files. */
export const VERSION_WORDS = 6;

/** `count` numbers below 2,048, 11 bits each, from the first bits of `hash`. [INV2] [REP6] */
export function wordNumbers(hash: Uint8Array, count: number): readonly number[] {
  const bits = Array.from(hash, (byte) => byte.toString(2).padStart(8, '0')).join('');
  if (bits.length < count * WORD_BITS) throw new RangeError('hash too short for so many words');
  return Array.from({ length: count }, (_, i) =>
    Number.parseInt(bits.slice(i * WORD_BITS, (i + 1) * WORD_BITS), 2),
  );
}
