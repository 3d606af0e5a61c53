/** Owns what can hide in text: graphemes, normal form, bidi controls, invisible characters; must never change the text kept. */

// One segmenter per locale is enough: grapheme rules do not depend on the language. Absent on a few old browsers.
const segmenter =
  typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('und', { granularity: 'grapheme' }) : null;

/** Length in code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Length as a person counts letters; falls back to code points where Intl.Segmenter is missing (V32). */
export function graphemes(text: string): number {
  if (segmenter === null) return codePoints(text);
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

/** Whether the text is longer than `limit` graphemes; does not segment a text that is short in code units anyway. */
export const longerThan = (text: string, limit: number): boolean =>
  text.length > limit && graphemes(text) > limit;

/** Normal form C: what is compared and searched, never what is stored in place of the original. */
export const nfc = (text: string): string => text.normalize('NFC');
export const isNfc = (text: string): boolean => nfc(text) === text;

export type InertKind = 'bidi' | 'invisible' | 'control';
/** `text` of a marker is the character itself; `code` is its code point as "U+202E", safe to show. */
export type Segment =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: InertKind; readonly text: string; readonly code: string };

/** Code points that are not shown as themselves. Tab, line feed and carriage return are ordinary in a text field. */
const HIDDEN: readonly (readonly [from: number, to: number, kind: InertKind])[] = [
  [0x0000, 0x0008, 'control'],
  [0x000b, 0x000c, 'control'],
  [0x000e, 0x001f, 'control'],
  [0x007f, 0x009f, 'control'],
  [0x00ad, 0x00ad, 'invisible'],
  [0x034f, 0x034f, 'invisible'],
  [0x061c, 0x061c, 'bidi'],
  [0x115f, 0x1160, 'invisible'],
  [0x17b4, 0x17b5, 'invisible'],
  [0x180b, 0x180f, 'invisible'],
  [0x200b, 0x200d, 'invisible'],
  [0x200e, 0x200f, 'bidi'],
  [0x2028, 0x2029, 'control'],
  [0x202a, 0x202e, 'bidi'],
  [0x2060, 0x2065, 'invisible'],
  [0x2066, 0x2069, 'bidi'],
  [0x206a, 0x206f, 'invisible'],
  [0x3164, 0x3164, 'invisible'],
  [0xfe00, 0xfe0f, 'invisible'],
  [0xfeff, 0xfeff, 'invisible'],
  [0xffa0, 0xffa0, 'invisible'],
  [0xfff9, 0xfffb, 'invisible'],
  [0xfffc, 0xfffc, 'control'],
  [0xe0000, 0xe0fff, 'invisible'],
];

const EMOJI_BEFORE = /(\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\uFE0F\u20E3])$/u;
const EMOJI_AFTER = /^(\p{Extended_Pictographic}|[\u2640\u2642\u2695])/u;

/** ZWJ between two pictures and the variation selector or tags of a picture are part of an emoji, hence visible. */
function isPartOfEmoji(character: string, before: string, after: string): boolean {
  if (character === '\u200D') return EMOJI_BEFORE.test(before) && EMOJI_AFTER.test(after);
  if (character === '\uFE0F' || character === '\uFE0E')
    return /[\p{Emoji}\p{Extended_Pictographic}]$/u.test(before);
  if (/^[\u{E0020}-\u{E007F}]$/u.test(character)) return /\u{1F3F4}[\u{E0020}-\u{E007E}]*$/u.test(before);
  return false;
}

function hiddenKind(point: number): InertKind | null {
  if (point >= 0x20 && point < 0x7f) return null;
  return HIDDEN.find(([from, to]) => point >= from && point <= to)?.[2] ?? null;
}

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * Untrusted text cut into plain pieces and markers, so that the UI can draw bidi controls, zero-width and control
 * characters as what they are (V31). Joining `text` of all segments gives the input back.
 */
export function showInert(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  let plainFrom = 0;
  let index = 0;
  for (const character of text) {
    const after = index + character.length;
    const kind = hiddenKind(character.codePointAt(0) ?? 0);
    // A window is enough to recognise an emoji and keeps a long hostile text linear.
    const before = kind === 'invisible' ? text.slice(Math.max(0, index - 32), index) : '';
    if (
      kind !== null &&
      !(kind === 'invisible' && isPartOfEmoji(character, before, text.slice(after, after + 2)))
    ) {
      if (index > plainFrom) segments.push({ kind: 'plain', text: text.slice(plainFrom, index) });
      segments.push({ kind, text: character, code: codeOf(character) });
      plainFrom = after;
    }
    index = after;
  }
  if (index > plainFrom) segments.push({ kind: 'plain', text: text.slice(plainFrom) });
  return segments;
}

/** Whether the text holds anything that showInert would mark. */
export const hasHidden = (text: string): boolean =>
  showInert(text).some((segment) => segment.kind !== 'plain');

/** Whether one word mixes Latin and Cyrillic letters: often an accident of the keyboard, sometimes a disguise. */
export function mixesScripts(text: string): boolean {
  return text
    .split(/[^\p{L}\p{M}]+/u)
    .some((word) => /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word));
}
