/** Owns setting what a page of the organisation's own form starts with, once, when somebody first looks at it. Never over an answer. */
import { useEffect } from 'react';
import { answerAt, objectOf, withAnswer } from '../../domain/form/answers.ts';
import type { Section } from '../../domain/form/question.ts';
import { begun } from '../../domain/form/settled.ts';
import { type JsonObject, textsAt } from '../../domain/report.ts';
import type { How } from './filling.tsx';

/** The form's own note of the pages that were begun; it does not travel. */
const BEGUN = '_begun';

export type BegunDeps = {
  readonly own: readonly Section[];
  /** The page on the screen. */
  readonly section: Section | undefined;
  readonly root: JsonObject;
  readonly today: string;
  readonly change: (how: How, next: (now: JsonObject) => JsonObject) => void;
};

/** The answers with a page's beginnings; the same answers when it has none. [FORM3] */
export function beginPage(section: Section, key: string, root: JsonObject, today: string): JsonObject {
  const started = begun(section.questions, root, [], today);
  if (started === root) return root;
  return withAnswer(started, ['extra', BEGUN], [...textsAt(objectOf(root, ['extra']), BEGUN), key]);
}

export function useBegun({ own, section, root, today, change }: BegunDeps): void {
  const page = section !== undefined && own.includes(section) ? section : null;
  const key = page?.name ?? '';
  const known = page === null || textsAt(objectOf(root, ['extra']), BEGUN).includes(key);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    if (page === null || known) return;
    if (beginPage(page, key, root, today) !== root)
      change('tapped', (now) =>
        textsAt(answerAt(now, ['extra']), BEGUN).includes(key) ? now : beginPage(page, key, now, today),
      );
  }, [key, known]);
}
