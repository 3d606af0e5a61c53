/** Owns the tree of answers to a form: reading, changing, what is asked now. Never changes a tree in place. */
import type { Json } from '../bounded.ts';
import type { JsonObject } from '../report.ts';
import type { Path, Question, Scope, Texts } from './question.ts';

const NOTHING: JsonObject = {};
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** A member of an object or an entry of a list; undefined when there is none. */
export function member(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof key === 'number') return isList(value) ? value[key] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The answer at a path; undefined when there is none. */
export function answerAt(root: JsonObject, path: Path): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path) value = member(value, key);
  return value;
}

/** The object at a path; empty when there is none. */
export function objectOf(root: JsonObject, path: Path): JsonObject {
  const value = answerAt(root, path);
  return isObject(value) ? value : NOTHING;
}

/** The entries of a repeat; what is no object counts as an empty entry, so that indexes stay. */
export function entriesOf(here: JsonObject, name: string): readonly JsonObject[] {
  const list = member(here, name);
  return isList(list) ? list.map((entry) => (isObject(entry) ? entry : NOTHING)) : [];
}

function changed(value: Json | undefined, path: Path, to: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  const next = changed(member(value, key), rest, to);
  if (typeof key === 'number') {
    const list = isList(value) ? [...value] : [];
    if (next === undefined) list.splice(key, 1);
    // An index beyond the end would leave holes, which JSON cannot hold.
    else if (key <= list.length) list[key] = next;
    return list;
  }
  const { [key]: _before, ...others } = isObject(value) ? value : NOTHING;
  if (next === undefined) return others;
  // A member that is there stays in its place, so that saving the same answer again writes the same bytes.
  return isObject(value) && Object.hasOwn(value, key)
    ? { ...value, [key]: next }
    : { ...others, [key]: next };
}

/** The tree with the answer at `path`; objects and lists on the way are made. undefined takes the answer, or the entry of a list, out. */
export function withAnswer(root: JsonObject, path: Path, answer: Json | undefined): JsonObject {
  const next = changed(root, path, answer);
  return isObject(next) ? next : root;
}

/** The tree with an entry put into the list at `path`, before the one that has the index now. */
export function withEntry(root: JsonObject, path: Path, index: number, entry: JsonObject): JsonObject {
  const list = answerAt(root, path);
  const entries = isList(list) ? [...list] : [];
  entries.splice(Math.max(0, Math.min(index, entries.length)), 0, entry);
  return withAnswer(root, path, entries);
}

/** Whether something was answered: false and 0 are answers, blank text and empty lists are not. */
export function isAnswered(value: Json | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  if (isList(value)) return value.some(isAnswered);
  return !isObject(value) || Object.values(value).some(isAnswered);
}

/** The scope of the questions that are answered in the object at `path`. */
export const scopeAt = (root: JsonObject, path: Path, today: string): Scope => ({
  root,
  here: objectOf(root, path),
  path,
  today,
});

/** The questions that are asked now, in order. */
export const askedIn = (questions: readonly Question[], scope: Scope): readonly Question[] =>
  questions.filter(({ relevant }) => relevant === undefined || relevant(scope));

/** Where the answers to the questions of a group stand. */
export const groupPath = (group: Question & { readonly kind: 'group' }, path: Path): Path =>
  group.nested ? [...path, group.name] : path;

/** The entries of a repeat that are there now: no more than the form's own count, if it has one. */
export function shownEntries(
  question: Question & { readonly kind: 'repeat' },
  scope: Scope,
): readonly JsonObject[] {
  const entries = entriesOf(scope.here, question.name);
  const count = question.count?.(scope) ?? null;
  return count === null ? entries : entries.slice(0, Math.max(0, count));
}

export type Seen = { readonly question: Question; readonly path: Path; readonly scope: Scope };

/** Every question asked now with the path of its answer: into groups, and into each entry of a repeat unless `entries` is false. */
export function* seenIn(
  questions: readonly Question[],
  root: JsonObject,
  path: Path,
  today: string,
  entries = true,
): Generator<Seen> {
  const scope = scopeAt(root, path, today);
  for (const question of askedIn(questions, scope)) {
    const at = [...path, question.name];
    if (question.kind === 'group') {
      yield* seenIn(question.questions, root, groupPath(question, path), today, entries);
      continue;
    }
    yield { question, path: at, scope };
    if (question.kind !== 'repeat' || !entries) continue;
    for (const index of shownEntries(question, scope).keys())
      yield* seenIn(question.questions, root, [...at, index], today);
  }
}

function inLanguage(texts: Texts, language: string): string | undefined {
  const [base] = language.split('-');
  const near = Object.keys(texts).find((one) => one.split('-')[0] === base);
  return texts[language] ?? (near === undefined ? undefined : texts[near]);
}

/** The words in the first of these languages that there is, else in any; empty when there are none. */
export function sayIn(texts: Texts | undefined, ...languages: readonly string[]): string {
  if (texts === undefined) return '';
  for (const language of [...languages, 'en']) {
    const words = inLanguage(texts, language);
    if (words !== undefined) return words;
  }
  return Object.values(texts)[0] ?? '';
}

/** "acts[0].details.court", as findings write it. */
export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );

/** The path of such a text; of "persons[].names[]" the first entry is meant. */
export function parsePathText(text: string): Path {
  return text
    .split('.')
    .flatMap((part) => {
      const [name = '', ...indexes] = part.split('[');
      return [name, ...indexes.map((index) => Number.parseInt(index, 10) || 0)];
    })
    .filter((key) => key !== '');
}
