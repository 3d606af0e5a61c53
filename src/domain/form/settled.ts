/** Owns what a form does to its answers by itself: what it computes, and what it leaves out of the finished report. Never of the draft. */
import type { Json } from '../bounded.ts';
import type { JsonObject } from '../report.ts';
import {
  answerAt,
  askedIn,
  entriesOf,
  isAnswered,
  objectOf,
  scopeAt,
  seenIn,
  shownEntries,
  withAnswer,
  withEntry,
} from './answers.ts';
import type { Path, Question, Scope, Section } from './question.ts';

/** Whether a form computes anything by itself. */
export const hasCalculated = (questions: readonly Question[]): boolean =>
  questions.some(
    (question) =>
      question.kind === 'calculated' ||
      ((question.kind === 'group' || question.kind === 'repeat') && hasCalculated(question.questions)),
  );

/** A calculation may use another one: so often at most, as a circle would never come to rest. */
const MOST_ROUNDS = 8;

/** The tree with every calculated answer as it follows from the others; the same tree when nothing changes. */
export function recalculated(sections: readonly Section[], root: JsonObject, today: string): JsonObject {
  let now = root;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let next = now;
    for (const section of sections) {
      if (!hasCalculated(section.questions)) continue;
      for (const { question, path, scope } of [...seenIn(section.questions, now, [], today)]) {
        if (question.kind !== 'calculated') continue;
        const value = question.value(scope);
        if (JSON.stringify(value) !== JSON.stringify(answerAt(now, path)))
          next = withAnswer(next, path, value);
      }
    }
    if (next === now) return now;
    now = next;
  }
  return now;
}

/** Whether a form says itself how many entries a list has. */
export const hasCounted = (questions: readonly Question[]): boolean =>
  questions.some(
    (question) =>
      (question.kind === 'repeat' && question.count !== undefined) ||
      ((question.kind === 'group' || question.kind === 'repeat') && hasCounted(question.questions)),
  );

/** No form needs more entries than this because of a number that somebody typed. */
const MOST_COUNTED = 200;

/** The tree with as many entries as the form's own counts say; entries beyond them stay, unseen. */
export function grown(
  questions: readonly Question[],
  root: JsonObject,
  today: string,
  newId: () => string,
): JsonObject {
  let now = root;
  for (const { question, path, scope } of [...seenIn(questions, root, [], today)]) {
    if (question.kind !== 'repeat' || question.count === undefined) continue;
    const wanted = Math.min(question.count(scope) ?? 0, MOST_COUNTED);
    const there = entriesOf(objectOf(now, path.slice(0, -1)), question.name).length;
    for (let index = there; index < wanted; index += 1)
      now = withEntry(now, path, index, question.fresh(scope, newId));
  }
  return now;
}

/** The tree with what the questions of the object at `path` start with, where nothing was answered. */
export function begun(
  questions: readonly Question[],
  root: JsonObject,
  path: Path,
  today: string,
): JsonObject {
  let now = root;
  for (const { question, path: at, scope } of [...seenIn(questions, root, path, today)]) {
    const value = question.initial?.({ ...scope, root: now, here: objectOf(now, at.slice(0, -1)) });
    if (value !== undefined && !isAnswered(answerAt(now, at))) now = withAnswer(now, at, value);
  }
  return now;
}

/** The questions whose answers stand in this very object, asked or hidden now; groups without an object of their own are opened. */
function here(questions: readonly Question[], scope: Scope): Here {
  const asked = new Set(askedIn(questions, scope));
  const found: { asked: Question[]; hidden: Question[] } = { asked: [], hidden: [] };
  for (const question of questions) {
    if (question.kind !== 'group' || question.nested) {
      found[asked.has(question) ? 'asked' : 'hidden'].push(question);
      continue;
    }
    const inside = here(question.questions, scope);
    found[asked.has(question) ? 'asked' : 'hidden'].push(...inside.asked);
    found.hidden.push(...inside.hidden);
  }
  return found;
}

type Here = { readonly asked: readonly Question[]; readonly hidden: readonly Question[] };

const insideOf = (questions: readonly Question[]): readonly Question[] =>
  questions.flatMap((one) => (one.kind === 'group' || one.kind === 'repeat' ? one.questions : []));

const opened = (questions: readonly Question[]): readonly Question[] =>
  questions.flatMap((one) => (one.kind === 'group' && !one.nested ? opened(one.questions) : [one]));

/** Two sections may ask into one object, and only one of them be asked. */
function prunedHere(asked: readonly Question[], hidden: readonly Question[], scope: Scope): JsonObject {
  const now = here(asked, scope);
  const never = [...now.hidden, ...opened(hidden)];
  const result: { [key: string]: Json } = {};
  for (const [name, value] of Object.entries(scope.here)) {
    const askedHere = now.asked.filter((one) => one.name === name);
    const hiddenHere = never.filter((one) => one.name === name);
    if (askedHere.length === 0 && hiddenHere.length > 0) continue;
    const at = [...scope.path, name];
    const deeper = (path: Path): JsonObject =>
      prunedHere(insideOf(askedHere), insideOf(hiddenHere), scopeAt(scope.root, path, scope.today));
    const repeat = askedHere.find((one) => one.kind === 'repeat');
    if (repeat !== undefined)
      result[name] = shownEntries(repeat, scope).map((_, index) => deeper([...at, index]));
    else result[name] = askedHere.some(({ kind }) => kind === 'group') ? deeper(at) : value;
  }
  return result;
}

/** The tree without the answers that a condition hides. Members that no question asks for stay. */
export const pruned = (sections: readonly Section[], root: JsonObject, today: string): JsonObject =>
  prunedHere(
    sections.flatMap((section) => section.questions),
    [],
    scopeAt(root, [], today),
  );

/** The same until nothing more goes: a condition may have looked at an answer that is itself hidden. Each round takes something out. */
export function askedOnly(sections: readonly Section[], root: JsonObject, today: string): JsonObject {
  const left = pruned(sections, root, today);
  return JSON.stringify(left) === JSON.stringify(root) ? left : askedOnly(sections, left, today);
}
