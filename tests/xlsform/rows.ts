import type { Json } from '../../src/domain/bounded.ts';
import { compile } from '../../src/domain/form/definitionSections.ts';
import type { Question, Scope } from '../../src/domain/form/question.ts';
import type { JsonObject } from '../../src/domain/report.ts';
import { formOf, type imported } from './forms.ts';
import type { Cells } from './writer.ts';

export const head: Cells = ['type', 'name', 'label'];

export const flat = (questions: readonly Question[]): readonly Question[] =>
  questions.flatMap((question) => [question, ...('questions' in question ? flat(question.questions) : [])]);

export const allOf = (converted: ReturnType<typeof imported>) =>
  flat(compile(formOf(converted)).flatMap(({ questions }) => questions));

export function scope(root: JsonObject, path: readonly (string | number)[] = []): Scope {
  let here: Json = root;
  for (const step of path) here = (here as never)[step];
  return { root, here: here as JsonObject, path, today: '2026-11-22' };
}
