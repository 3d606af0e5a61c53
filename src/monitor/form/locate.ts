/** Owns finding the question that a path of an answer belongs to; never reads what was answered. */
import type { Path, Question, Repeat, Section } from '../../domain/form/question.ts';

export type RepeatQuestion = Question & Repeat;

/** `where` is the object that the question is answered in. */
export type Spot = {
  readonly section: Section;
  readonly where: Path;
  readonly question: Question;
  /** The repeats on the way, outermost first, each with the path of its entry. */
  readonly entries: readonly { readonly repeat: RepeatQuestion; readonly path: Path }[];
};

type Found = Omit<Spot, 'section'>;

/** The deepest question on the way of `rest`, of all that stand in the object at `where`. */
function findIn(
  questions: readonly Question[],
  rest: Path,
  where: Path,
  entries: Spot['entries'],
): Found | null {
  let best: Found | null = null;
  const deeper = (found: Found | null): void => {
    if (found !== null && (best === null || depth(found) > depth(best))) best = found;
  };
  for (const question of questions) {
    const [name, index] = rest;
    if (question.kind === 'group' && !question.nested)
      deeper(findIn(question.questions, rest, where, entries));
    if (question.name !== name) continue;
    if (question.kind === 'group') {
      // A group that asks nothing by that name is still the nearest place.
      deeper(
        findIn(question.questions, rest.slice(1), [...where, name], entries) ?? { where, question, entries },
      );
    } else if (question.kind === 'repeat' && typeof index === 'number') {
      const path = [...where, name, index];
      const inside = findIn(question.questions, rest.slice(2), path, [
        ...entries,
        { repeat: question, path },
      ]);
      deeper(inside ?? { where, question, entries });
    } else deeper({ where, question, entries });
  }
  return best;
}

const depth = (found: Found): number => found.where.length;

/** The question that answers `path`, or the nearest one before it: "event.start.edtf" is answered by "event.start". */
export function spotOf(sections: readonly Section[], path: Path): Spot | null {
  let best: Spot | null = null;
  for (const section of sections) {
    const found = findIn(section.questions, path, [], []);
    if (found !== null && (best === null || depth(found) > depth(best) || isLeafInstead(found, best)))
      best = { section, ...found };
  }
  return best;
}

/** Two parts may have a group of the same name: the one that has the question itself is meant. */
const isLeafInstead = (found: Found, best: Found): boolean =>
  depth(found) === depth(best) && best.question.kind === 'group' && found.question.kind !== 'group';

/** The repeat whose entry stands at `path`, with the entries around it; null when there is none. */
export function entryAt(section: Section, path: Path): Spot['entries'] | null {
  let questions = section.questions;
  const entries: { repeat: RepeatQuestion; path: Path }[] = [];
  for (let at = 0; at < path.length; ) {
    const repeat = repeatOn(questions, path.slice(at));
    if (repeat === null) return null;
    at += repeat.length;
    entries.push({ repeat: repeat.repeat, path: path.slice(0, at) });
    questions = repeat.repeat.questions;
  }
  return entries;
}

/** The first repeat on a path, and how many steps lead into its entry. */
function repeatOn(
  questions: readonly Question[],
  path: Path,
): { readonly repeat: RepeatQuestion; readonly length: number } | null {
  const [name, index] = path;
  for (const question of questions) {
    if (question.kind === 'group') {
      const inside = question.nested ? (question.name === name ? path.slice(1) : null) : path;
      const found = inside === null ? null : repeatOn(question.questions, inside);
      if (found !== null) return { ...found, length: found.length + (question.nested ? 1 : 0) };
    }
    if (question.kind === 'repeat' && question.name === name && typeof index === 'number')
      return { repeat: question, length: 2 };
  }
  return null;
}

/** The questions that stand in the object at `path` of a part; empty when no entry is there. */
export function questionsAt(section: Section, path: Path): readonly Question[] {
  if (path.length === 0) return section.questions;
  return entryAt(section, path)?.at(-1)?.repeat.questions ?? [];
}

/** One question by name, in groups that have no object of their own as well, among the questions of an object. */
export function questionNamed(questions: readonly Question[], path: Path): Question | null {
  const [name, ...rest] = path;
  for (const question of questions) {
    if (question.name === name && rest.length === 0 && question.kind !== 'group') return question;
    if (question.kind !== 'group') continue;
    const inside = question.nested ? (question.name === name ? rest : null) : path;
    const found = inside === null || inside.length === 0 ? null : questionNamed(question.questions, inside);
    if (found !== null) return found;
  }
  return null;
}
