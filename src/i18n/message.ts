/** Owns what a message is and how its holes are filled; never holds a sentence. */
import { formatNumber } from './numbers.ts';
import { type Lang, pluralCategory, type SpokenLang } from './plural.ts';

/** Forms of one sentence by the number in its hole `{n}`. */
export type Plural = {
  readonly one?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
};
/** A sentence with `{holes}`, or its plural forms. Plain data, so that PO and XLIFF can carry it. */
export type Message = string | Plural;
export type Catalogue = Readonly<Record<string, Message>>;

type HolesIn<S> = S extends `${string}{${infer Hole}}${infer Rest}` ? Hole | HolesIn<Rest> : never;
type HolesOf<M> = M extends string
  ? HolesIn<M>
  : M extends { readonly other: infer O }
    ? HolesIn<O> | 'n'
    : never;

type Both<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;
/** A sentence with each of the holes `H` somewhere in it. */
type Saying<H extends string> = [H] extends [never]
  ? string
  : Both<H extends unknown ? `${string}{${H}}${string}` : never>;
/** "one" may spell its number out ("one day"); the other forms may not. */
type SayingPlural<H extends string> = {
  readonly one?: Saying<Exclude<H, 'n'>>;
  readonly few?: Saying<H>;
  readonly many?: Saying<H>;
  readonly other: Saying<Exclude<H, 'n'>>;
};
type Said<M> = M extends string ? Saying<HolesIn<M>> : SayingPlural<HolesOf<M> & string>;

/** What a translation of catalogue `C` must be: the same keys, plural where `C` is, the same holes. */
export type Translation<C extends Catalogue> = { readonly [K in keyof C]: Said<C[K]> };
/** A translation on its way: what it has must fit, what it lacks is shown in a reviewed language. */
export type Drafted<C extends Catalogue> = Partial<Translation<C>>;

/** Holes of a translation that its source does not have: what would stay on the screen as `{name}`. */
type StrayHoles<C extends Catalogue, T> = {
  [K in keyof T & keyof C]: Exclude<HolesOf<T[K]>, HolesOf<C[K]>>;
}[keyof T & keyof C];
/**
 * Gives a translation back as it is; compiles only when it has no hole that the source lacks:
 * `fitting<typeof english>()({ ... })`.
 */
export const fitting =
  <C extends Catalogue>() =>
  <const T extends Drafted<C>>(words: T & ([StrayHoles<C, T>] extends [never] ? unknown : never)): T =>
    words;

type ValuesOf<M> = {
  readonly [H in HolesOf<M>]: H extends 'n' ? (M extends string ? string | number : number) : string | number;
};
type Arguments<M> = [HolesOf<M>] extends [never] ? [] : [values: ValuesOf<M>];

/** Gives the sentence of a key in one language; the compiler asks for exactly the holes it has. */
export type Translator<C extends Catalogue> = {
  <K extends keyof C & string>(key: K, ...values: Arguments<C[K]>): string;
  /** The reviewed language that is read: word lists, vocabularies and consent are in it. */
  readonly lang: Lang;
  /** The language of the sentences; another one than `lang` while its translation is not reviewed. */
  readonly speaks: SpokenLang;
};

export type Values = Readonly<Record<string, string | number>>;

const hole = /\{([a-zA-Z]+)\}/g;

/** The names of the holes in a message, sorted; for checking that translations agree. */
export function holesOf(message: Message): readonly string[] {
  const texts = typeof message === 'string' ? [message] : Object.values(message);
  const names = texts.flatMap((text) => [...text.matchAll(hole)].map((match) => match[1] ?? ''));
  return [...new Set(names)].sort();
}

/**
 * Fills the holes of a message. Numbers are written in the language's way; a hole without a value stays as it
 * stands, so that a gap shows instead of an exception.
 */
export function format(message: Message, values: Values, lang: SpokenLang): string {
  const count = values['n'];
  const text =
    typeof message === 'string'
      ? message
      : (message[pluralCategory(lang, typeof count === 'number' ? count : 0)] ?? message.other);
  return text.replace(hole, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(lang, value) : value;
  });
}

/** A translator for one language. `messages` holds the sentences; `C` is the English catalogue, the source of keys. */
export function createTranslator<C extends Catalogue>(lang: Lang, messages: Translation<C>): Translator<C> {
  const find: Catalogue = messages;
  const translate = (key: string, values: Values = {}): string => {
    const message = find[key];
    return message === undefined ? key : format(message, values, lang);
  };
  return Object.assign(translate, { lang, speaks: lang }) as Translator<C>;
}

/**
 * A translator for a language that nobody has reviewed yet: its drafts where it has them, the reviewed language for the
 * rest. `letters` writes a draft in another alphabet of the same language.
 */
export function createDraftTranslator<C extends Catalogue>(
  speaks: SpokenLang,
  drafts: Drafted<C>,
  reviewed: Translator<C>,
  letters: (text: string) => string = (text) => text,
): Translator<C> {
  const find: Readonly<Record<string, Message | undefined>> = drafts;
  const rest: (key: string, values?: Values) => string = reviewed as never;
  const translate = (key: string, values: Values = {}): string => {
    const message = Object.hasOwn(find, key) ? find[key] : undefined;
    return message === undefined ? rest(key, values) : format(inLetters(message, letters), values, speaks);
  };
  return Object.assign(translate, { lang: reviewed.lang, speaks }) as Translator<C>;
}

/** The message in other letters; the holes stay as they are. */
function inLetters(message: Message, letters: (text: string) => string): Message {
  const outside = (text: string) =>
    text
      .split(/(\{[a-zA-Z]+\})/)
      .map((part, at) => (at % 2 === 1 ? part : letters(part)))
      .join('');
  if (typeof message === 'string') return outside(message);
  return Object.fromEntries(Object.entries(message).map(([form, text]) => [form, outside(text)])) as Plural;
}
