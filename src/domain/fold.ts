/** Owns the key under which words are searched and names compared (DOMAIN §5.2); must never replace what was typed. */

// No Unicode normal form unifies these, and NFD would strip й and ў but not қ: hence a table.
const TABLE = new Map<string, string>(
  Object.entries({
    ә: 'а',
    ғ: 'г',
    қ: 'к',
    ң: 'н',
    ө: 'о',
    ұ: 'у',
    ү: 'у',
    һ: 'х',
    ҳ: 'х',
    і: 'и',
    ҷ: 'ч',
    ӣ: 'и',
    ӯ: 'у',
    ў: 'у',
    ё: 'е',
    ä: 'a',
    ç: 'c',
    ž: 'z',
    ň: 'n',
    ö: 'o',
    ş: 's',
    ü: 'u',
    ý: 'y',
    á: 'a',
    ǵ: 'g',
    ı: 'i',
    ń: 'n',
    ó: 'o',
    ú: 'u',
    ğ: 'g',
  }),
);

const DROPPED =
  /['`\u00B4\u02B9-\u02BC\u02BE\u02BF\u2018\u2019\u201B\u2032\uFF07\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/gu;

/**
 * The search key of a text: lower case, composed, apostrophes and invisible characters dropped, letters of the
 * region's alphabets brought to the one a Russian or English keyboard types.
 */
export function fold(text: string): string {
  // NFKC first: full-width and circled letters are the same letters. Lower case may decompose again (İ), so compose after.
  const lower = text.normalize('NFKC').toLowerCase().normalize('NFC').replace(DROPPED, '');
  let folded = '';
  for (const letter of lower) folded += TABLE.get(letter) ?? letter;
  // What is left of combining marks (i̇ of the Turkish İ) has no letter of its own in any of the alphabets.
  return folded.replace(/\u0307/gu, '');
}

/** The folded words of a text, punctuation dropped. */
export const foldedWords = (text: string): readonly string[] =>
  fold(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');

/** Whether every typed word begins some word of the texts, in any order. Nothing typed is found nowhere. */
export function isFoundIn(typed: string, texts: readonly string[]): boolean {
  const wanted = foldedWords(typed);
  const words = foldedWords(texts.join(' '));
  return wanted.length > 0 && wanted.every((want) => words.some((word) => word.startsWith(want)));
}

const collators = new Map<string, Intl.Collator>();
function collator(language: string): Intl.Collator {
  const known = collators.get(language);
  if (known !== undefined) return known;
  const made = new Intl.Collator(language);
  collators.set(language, made);
  return made;
}

/**
 * Puts two texts in the order of a language (BCP 47). Tajik and Karakalpak have no rules in CLDR: there the folded
 * letters are compared as Russian and as Uzbek, and what folds alike is kept apart by its own letters.
 */
export function inOrderOf(language: string): (a: string, b: string) => number {
  const [base = ''] = language.split('-');
  const borrowed = base === 'tg' ? 'ru' : base === 'kaa' ? 'uz' : null;
  const { compare } = collator(borrowed ?? language);
  return borrowed === null ? compare : (a, b) => compare(fold(a), fold(b)) || compare(a, b);
}
