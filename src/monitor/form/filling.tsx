/** Owns what every widget of the full form gets: the answers, how to change them, words, and where to go. Never an answer of its own. */
import { createContext, useContext } from 'react';
import type { Json } from '../../domain/bounded.ts';
import { sayIn } from '../../domain/form/answers.ts';
import type { FormFinding } from '../../domain/form/findings.ts';
import type { Path, Question, Section, Texts } from '../../domain/form/question.ts';
import type { JsonObject } from '../../domain/report.ts';
import type { FullTranslator } from '../../i18n/fullMessages.ts';
import type { MonitorTranslator } from '../../i18n/monitorMessages.ts';
import type { FullPage } from './address.ts';

export type How = 'typed' | 'tapped';

export type Filling = {
  readonly handle: string;
  readonly sections: readonly Section[];
  /** Those of them that the organisation asks beside our own. */
  readonly own: readonly Section[];
  /** The organisation's own form alone, beside the short one. */
  readonly beside: boolean;
  readonly root: JsonObject;
  /** What the files of the report are called, by their ids. */
  readonly files: ReadonlyMap<string, string>;
  /** "YYYY-MM-DD" where the person is. */
  readonly today: string;
  readonly t: MonitorTranslator;
  readonly f: FullTranslator;
  readonly say: (texts: Texts | undefined) => string;
  /** undefined takes the answer back. */
  readonly put: (path: Path, answer: Json | undefined, how: How) => void;
  /** Adds an entry to a repeat and goes to it. */
  readonly add: (question: Question & { readonly kind: 'repeat' }, where: Path) => void;
  /** Takes an entry out; it can be undone until something else is done. */
  readonly remove: (list: Path, index: number) => void;
  /** A random id. */
  readonly newId: () => string;
  readonly go: (page: FullPage) => void;
  /** The part that is on the screen. */
  readonly part: string;
  /** What to say at a field, by the text of its path. Only what was looked for is here. */
  readonly wrong: ReadonlyMap<string, FormFinding>;
};

export const Filling = createContext<Filling | null>(null);

export function useFilling(): Filling {
  const filling = useContext(Filling);
  if (filling === null) throw new Error('no form around this question');
  return filling;
}

/** Words of a form in the language of the screen, else our own draft of them, else in the reviewed one. */
export const sayer =
  (t: MonitorTranslator, { drafted }: Pick<FullTranslator, 'drafted'>) =>
  (texts: Texts | undefined): string =>
    (texts === undefined ? undefined : drafted(texts)) ?? sayIn(texts, t.speaks, t.lang);

/** The sentence for what is wrong at a field. */
export function sayFinding(f: FullTranslator, say: Filling['say'], finding: FormFinding): string {
  const own = say(finding.message);
  return own === '' ? f(`full.wrong.${finding.code}`) : own;
}
