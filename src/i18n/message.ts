/** Owns what a message is and how its holes are filled; never holds a sentence. */
import { formatNumber } from './numbers.ts';
import { type Lang, pluralCategory } from './plural.ts';

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

/** What a translation of catalogue `C` must be: the same keys, plural where `C` is. */
export type Translation<C extends Catalogue> = {
  readonly [K in keyof C]: C[K] extends string ? string : Plural;
};

type HolesIn<S> = S extends `${string}{${infer Hole}}${infer Rest}` ? Hole | HolesIn<Rest> : never;
type HolesOf<M> = M extends string
  ? HolesIn<M>
  : M extends { readonly other: infer O }
    ? HolesIn<O> | 'n'
    : never;
type ValuesOf<M> = {
  readonly [H in HolesOf<M>]: H extends 'n' ? (M extends string ? string | number : number) : string | number;
};
type Arguments<M> = [HolesOf<M>] extends [never] ? [] : [values: ValuesOf<M>];

/** Gives the sentence of a key in one language; the compiler asks for exactly the holes it has. */
export type Translator<C extends Catalogue> = {
  <K extends keyof C & string>(key: K, ...values: Arguments<C[K]>): string;
  readonly lang: Lang;
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
export function format(message: Message, values: Values, lang: Lang): string {
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
  return Object.assign(translate, { lang }) as Translator<C>;
}
