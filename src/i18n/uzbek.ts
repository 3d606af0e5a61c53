/** Owns writing Uzbek in Cyrillic letters instead of Latin ones; never changes a word. */

// Words from Russian have kept their ц, which the Latin writes in two ways.
const PAIRS: readonly (readonly [string, string])[] = [
  ['tsiya', 'ция'],
  ['ksiya', 'кция'],
  ['psiya', 'пция'],
  ['litsenz', 'лиценз'],
  ['yoʻ', 'йў'],
  ['oʻ', 'ў'],
  ['gʻ', 'ғ'],
  ['sh', 'ш'],
  ['ch', 'ч'],
  ['yo', 'ё'],
  ['yu', 'ю'],
  ['ya', 'я'],
  ['ye', 'е'],
  ['ʼ', 'ъ'],
];
const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'abdefghijklmnopqrstuvxyz'].map((letter, at) => [
    letter,
    [...'абдефгҳижклмнопқрстувхйз'][at] ?? letter,
  ]),
);
/** Words of other languages keep their letters. */
const FOREIGN =
  /^(?:android|google|iphone|ios|chrome|chromium|firefox|safari|wi-fi|https?|json|tor|un|osce|qr|pdf|gps|sim|shift|kzt|usd)$/i;
/** Everything that is said to be Oʻ or Gʻ: people type any of these marks. */
const TURNED = /(?<=[oOgG])[ʻ‘`']/g;
const STOP = /[ʼ’']/g;

/** `alone`: at the start of a word or after a vowel, where е would be read "ye". */
function letterFor(rest: string, alone: boolean): readonly [length: number, letter: string] {
  const low = rest.toLowerCase();
  const pair = PAIRS.find(([latin]) => low.startsWith(latin));
  if (pair !== undefined) return [pair[0].length, pair[1]];
  const first = low.charAt(0);
  return [1, first === 'e' && alone ? 'э' : (LETTERS[first] ?? rest.charAt(0))];
}

/** Oʻ and Yo are one letter each; Yoʻ is two. */
const capitalised = (letters: string): string => letters.charAt(0).toUpperCase() + letters.slice(1);

function word(latin: string): string {
  const [head = '', ...ending] = latin.split('ʼ');
  if (FOREIGN.test(head)) return [head, ...ending.map(word)].join('’');
  const shouted = latin.length > 1 && latin === latin.toUpperCase();
  let out = '';
  let at = 0;
  while (at < latin.length) {
    const [length, letter] = letterFor(latin.slice(at), /(?:^|[aeiou]|oʻ)$/i.test(latin.slice(0, at)));
    const capital = latin.charAt(at) !== latin.charAt(at).toLowerCase();
    out += shouted ? letter.toUpperCase() : capital ? capitalised(letter) : letter;
    at += length;
  }
  return out;
}

/** The text with each Uzbek word in Cyrillic letters (alphabet of 1940, as still in use beside the Latin of 1995). */
export const inCyrillic = (text: string): string =>
  text
    .replace(TURNED, 'ʻ')
    .replace(STOP, (mark, at: number) =>
      /\p{L}/u.test(text.charAt(at - 1)) && /\p{L}/u.test(text.charAt(at + 1)) ? 'ʼ' : mark,
    )
    .replace(/[\p{Script=Latin}ʻʼ]+(?:-[\p{Script=Latin}ʻʼ]+)*/gu, (found) =>
      FOREIGN.test(found) ? found : found.split('-').map(word).join('-'),
    );

/** How the words of a language are written from those in its files: as they are, or in Cyrillic. */
export const lettersOf = (lang: string): ((text: string) => string) =>
  lang === 'uz-Cyrl' ? inCyrillic : (text) => text;
