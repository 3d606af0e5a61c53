/** Owns which way a text runs. Never changes the text. */

/** Above so many characters "auto" makes the browser lay all of it out anew at each key press: seconds (seen in Chromium 156). */
const LONG = 4_000;
const STRONG =
  /\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}|(\p{L})/u;

/** What to write into `dir`: the browser decides for a short text, the first letter for a long one. */
export function directionOf(text: string): 'auto' | 'ltr' | 'rtl' {
  if (text.length < LONG) return 'auto';
  const first = STRONG.exec(text.slice(0, LONG));
  return first === null || first[1] !== undefined ? 'ltr' : 'rtl';
}
