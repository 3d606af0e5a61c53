/** Owns telling which question of an organisation's form each of its answers belongs to. Must never drop an answer, and never trust one. */
import type { Json } from '../bounded.ts';
import type { JsonObject } from '../report.ts';
import { isList, member, sayIn } from './answers.ts';
import type { Definition, QuestionDef } from './definition.ts';
import { HOLE } from './definitionProblems.ts';
import { titleOf } from './definitionSections.ts';
import type { Path, Texts } from './question.ts';

export type Told =
  /** `question`: null where the form has none of that name, or what stands there is no answer to it. */
  | {
      readonly kind: 'answer';
      readonly path: Path;
      readonly label: string;
      readonly question: QuestionDef | null;
      readonly value: Json;
    }
  /** `entry`: its place in a repeat, from 1; null for a group. `title`: what tells one entry from the next. */
  | {
      readonly kind: 'group';
      readonly path: Path;
      readonly label: string;
      readonly entry: number | null;
      readonly title: string;
      readonly inside: readonly Told[];
    };

export type OwnWords = {
  readonly title: string;
  /** All answers: in the order of the form, then those that it does not ask. */
  readonly tell: (answers: JsonObject) => readonly Told[];
  /** The words of a choice; null where the question has no such choice. */
  readonly choice: (question: QuestionDef, code: string) => string | null;
  /** One answer in a report; null where the form has no question there. */
  readonly locate: (path: Path, answers: JsonObject) => Located | null;
};

export type Located = {
  /** What the way to it is called, from outside to inside. */
  readonly names: readonly string[];
  readonly question: QuestionDef;
  /** What a value that stands, or stood, there holds. */
  readonly tell: (value: Json) => readonly Told[];
};

/** What an answer is cut to where the words of a question name it. */
const MOST_NAMED = 80;
/** A question stands beside its answer, as often as there are entries. */
const MOST_WORDS = 600;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects from the form's answers down to where a question is answered, the innermost last. */
type Around = readonly JsonObject[];

/** The answer that words name: the nearest of that name, as whoever was asked saw it beside the question. */
function named(name: string, around: Around): string {
  const value = member(
    around.findLast((each) => Object.hasOwn(each, name)),
    name,
  );
  return value === undefined || typeof value === 'object' ? '…' : String(value).slice(0, MOST_NAMED);
}

/** The words of a form in a language, else in its own; a question without words is called by its name. */
export function ownWords(definition: Definition, language: string): OwnWords {
  const lists = new Map<string, ReadonlyMap<string, string>>();
  const say = (texts: Texts, around: Around): string =>
    sayIn(texts, language)
      .replace(HOLE, (_, name: string) => named(name, around))
      .trim()
      .slice(0, MOST_WORDS);
  const labelOf = ({ label, name }: QuestionDef, around: Around): string => say(label, around) || name;

  function listOf(name: string): ReadonlyMap<string, string> {
    const known = lists.get(name);
    if (known !== undefined) return known;
    const choices = Object.hasOwn(definition.lists, name) ? (definition.lists[name] ?? []) : [];
    const made = new Map(choices.map((each) => [each.name, sayIn(each.label, language).trim() || each.name]));
    lists.set(name, made);
    return made;
  }

  function told(question: QuestionDef, value: Json, path: Path, around: Around): readonly Told[] {
    const label = labelOf(question, around);
    if (question.kind === 'group' && isObject(value)) {
      const inside = tell(question.questions, value, path, around);
      // Without words it only holds together what stands on one page.
      if (say(question.label, around) === '' && inside.length > 0) return inside;
      return [{ kind: 'group', path, label, entry: null, title: '', inside }];
    }
    if (question.kind === 'repeat' && isList(value) && value.length > 0)
      return value.map((entry, index): Told => {
        const at = [...path, index];
        if (!isObject(entry)) return { kind: 'answer', path: at, label, question: null, value: entry };
        const inside = tell(question.questions, entry, at, around);
        return {
          kind: 'group',
          path: at,
          label,
          entry: index + 1,
          title: titleOf(entry, question.questions),
          inside,
        };
      });
    const holds = question.kind === 'group' || question.kind === 'repeat';
    return [{ kind: 'answer', path, label, question: holds ? null : question, value }];
  }

  function tell(
    questions: readonly QuestionDef[],
    here: JsonObject,
    path: Path,
    outer: Around,
  ): readonly Told[] {
    const around = [...outer, here];
    const names = new Set(questions.map(({ name }) => name));
    return [
      ...questions.flatMap((question) => {
        const value = member(here, question.name);
        return value === undefined ? [] : told(question, value, [...path, question.name], around);
      }),
      ...Object.entries(here)
        .filter(([name]) => !names.has(name))
        .map(
          ([name, value]): Told => ({
            kind: 'answer',
            path: [...path, name],
            label: name,
            question: null,
            value,
          }),
        ),
    ];
  }

  return {
    title: say(definition.title, []) || definition.id,
    tell: (answers) => tell(definition.questions, answers, [], []),
    choice: (question, code) =>
      question.kind === 'one' || question.kind === 'many' ? (listOf(question.list).get(code) ?? null) : null,
    locate(path, answers) {
      const names: string[] = [];
      const around: JsonObject[] = [answers];
      let questions = definition.questions;
      let found: QuestionDef | undefined;
      let value: Json | undefined = answers;
      for (const key of path) {
        value = member(value, key);
        if (typeof key === 'number') {
          // The place of an entry is told; that of one of several choices says nothing.
          if (found?.kind === 'repeat') names.push(`${names.pop() ?? ''} ${key + 1}`);
        } else {
          found = questions.find(({ name }) => name === key);
          if (found === undefined) return null;
          if (found.kind !== 'group' || say(found.label, around) !== '') names.push(labelOf(found, around));
          questions = 'questions' in found ? found.questions : [];
        }
        if (isObject(value)) around.push(value);
      }
      if (found === undefined) return null;
      const question = found;
      return {
        names,
        question,
        tell: (given) =>
          'questions' in question && isObject(given)
            ? tell(question.questions, given, [], around)
            : told(question, given, [], around),
      };
    },
  };
}
