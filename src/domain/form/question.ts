/** Owns what a form can ask, whoever wrote it: our full form and an organisation's own are lists of these. Never holds an answer. */
import type { Json } from '../bounded.ts';
import type { JsonObject } from '../report.ts';

/** The same words by language (BCP 47: "en", "ru", "uz-Latn", …). Which one is shown is the screen's choice. */
export type Texts = { readonly [language: string]: string };

/** Where an answer stands: member names and list indexes from the root of the answers. */
export type Path = readonly (string | number)[];

/** What a condition may look at. `here` is the object that the question is answered in; `today` is "YYYY-MM-DD". */
export type Scope = {
  readonly root: JsonObject;
  readonly here: JsonObject;
  readonly path: Path;
  readonly today: string;
};

/** Total: an answer of the wrong kind counts as no answer. */
export type Condition = (scope: Scope) => boolean;

/** One answer that can be chosen. `group` gathers long lists under a heading. */
export type Choice = { readonly code: string; readonly label: Texts; readonly group?: Texts };

export type Repeat = {
  readonly kind: 'repeat';
  readonly questions: readonly Question[];
  /** Whole numbers; 0 and null where there is no limit. */
  readonly min: number;
  readonly max: number | null;
  /** What one entry is called in its list; empty = its number only. */
  readonly entryTitle: (entry: JsonObject, index: number, language: string) => string;
  /** Members that a new entry starts with (its id, for example). */
  readonly fresh: (scope: Scope, newId: () => string) => JsonObject;
  /** As many entries as the form says, none added or removed by hand; null = not known yet. */
  readonly count?: (scope: Scope) => number | null;
};

/** How it is asked, and so what an answer is. Dates are EDTF [DOMAIN 2.5], days "YYYY-MM-DD", times "HH:MM". */
export type Asking =
  | { readonly kind: 'text'; readonly lines: 'one' | 'few' | 'long'; readonly max: number }
  | { readonly kind: 'whole' | 'decimal'; readonly min?: number; readonly max?: number }
  /** {min, max}, both whole; one number = both. */
  | { readonly kind: 'range'; readonly max: number }
  /** `once`: what cannot still be going on, a birth for example. */
  | { readonly kind: 'partialDate'; readonly once?: true }
  | { readonly kind: 'day' }
  | { readonly kind: 'time' }
  | { readonly kind: 'instant' }
  | { readonly kind: 'flag' }
  | {
      readonly kind: 'choice';
      readonly many: boolean;
      readonly choices: (scope: Scope) => readonly Choice[];
      /** By the alphabet of whoever reads, where the list has no order of its own (DOMAIN §5.2). */
      readonly byAlphabet?: true;
    }
  /** {lat, lon} in degrees, never taken without a tap. */
  | { readonly kind: 'point' }
  | { readonly kind: 'note' }
  /** Written by the form itself; undefined = no answer. */
  | { readonly kind: 'calculated'; readonly value: (scope: Scope) => Json | undefined }
  /** `nested`: the answers stand in an object of their own, named as the group; otherwise beside it. */
  | { readonly kind: 'group'; readonly nested: boolean; readonly questions: readonly Question[] }
  | Repeat;

export type Question = {
  /** The member of the object it is answered in. */
  readonly name: string;
  readonly label: Texts;
  readonly hint?: Texts;
  /** Absent = always asked. What is hidden keeps its answer. */
  readonly relevant?: Condition;
  readonly required?: Condition;
  /** Instead of our own words when `required` is not met; also an empty `message` below means our own. */
  readonly requiredMessage?: Texts;
  readonly constraint?: { readonly holds: Condition; readonly message: Texts };
  /** Shown, not to be changed by hand. */
  readonly readOnly?: Condition;
  /** What it starts with when the form or the entry around it is begun; undefined = nothing. */
  readonly initial?: (scope: Scope) => Json | undefined;
  /** More words for whoever asks, one tap away. */
  readonly guidance?: Texts;
  /** Puts answers into the words of this question where they name them; absent = they name none. */
  readonly fill?: (text: string, scope: Scope) => string;
  /** The name of a mini-guide. */
  readonly guide?: string;
} & Asking;

/** One page of a form. */
export type Section = {
  readonly name: string;
  readonly label: Texts;
  readonly questions: readonly Question[];
  /** The id of the organisation's form that it is a page of. */
  readonly form?: string;
};
