/** Owns what is missing or wrong in the answers to a form; never decides whether that stops anybody. */
import type { Json } from '../bounded.ts';
import { isDay } from '../day.ts';
import { parsePartialDate } from '../partialDate.ts';
import type { JsonObject } from '../report.ts';
import { longerThan } from '../text.ts';
import { answerAt, isAnswered, isList, member, type Seen, seenIn } from './answers.ts';
import type { Path, Question, Scope, Section, Texts } from './question.ts';

export type FormFindingCode =
  | 'missing'
  | 'constraint'
  | 'tooLong'
  | 'outOfRange'
  | 'wrongKind'
  | 'notOffered'
  | 'tooFew'
  | 'tooMany';

/** `message` is the form's own sentence; without one the code says what is wrong. */
export type FormFinding = {
  readonly path: Path;
  readonly question: Question;
  readonly code: FormFindingCode;
  readonly message?: Texts;
};

const isTime = (value: string): boolean => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value);
const isInstant = (value: string): boolean => {
  const [day = '', rest = ''] = value.split('T');
  return isDay(day) && isTime(rest.replace(/(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/, ''));
};

function numberTrouble(
  value: Json,
  limits: { readonly min?: number; readonly max?: number },
  whole: boolean,
): FormFindingCode | null {
  if (typeof value !== 'number' || (whole && !Number.isInteger(value))) return 'wrongKind';
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limits;
  return value < min || value > max ? 'outOfRange' : null;
}

function rangeTrouble(value: Json, most: number): FormFindingCode | null {
  const [min, max] = [member(value, 'min'), member(value, 'max')];
  if (typeof min !== 'number' || typeof max !== 'number') return 'wrongKind';
  if (!Number.isInteger(min) || !Number.isInteger(max)) return 'wrongKind';
  return min < 0 || max > most || min > max ? 'outOfRange' : null;
}

function pointTrouble(value: Json): FormFindingCode | null {
  const [lat, lon] = [member(value, 'lat'), member(value, 'lon')];
  if (typeof lat !== 'number' || typeof lon !== 'number') return 'wrongKind';
  return Math.abs(lat) > 90 || Math.abs(lon) > 180 ? 'outOfRange' : null;
}

function choiceTrouble(
  question: Question & { readonly kind: 'choice' },
  value: Json,
  scope: Scope,
): FormFindingCode | null {
  const chosen = question.many ? value : [value];
  if (!isList(chosen) || !chosen.every((code) => typeof code === 'string')) return 'wrongKind';
  const offered = new Set(question.choices(scope).map(({ code }) => code));
  return chosen.every((code) => offered.has(code)) ? null : 'notOffered';
}

/** What is wrong with the answer by itself, before the form's own constraint is asked. */
function trouble(question: Question, value: Json, scope: Scope): FormFindingCode | null {
  switch (question.kind) {
    case 'text':
      if (typeof value !== 'string') return 'wrongKind';
      return longerThan(value.trim(), question.max) ? 'tooLong' : null;
    case 'whole':
      return numberTrouble(value, question, true);
    case 'decimal':
      return numberTrouble(value, question, false);
    case 'range':
      return rangeTrouble(value, question.max);
    case 'partialDate':
      return parsePartialDate(value).ok ? null : 'wrongKind';
    case 'day':
      return typeof value === 'string' && isDay(value) ? null : 'wrongKind';
    case 'time':
      return typeof value === 'string' && isTime(value) ? null : 'wrongKind';
    case 'instant':
      return typeof value === 'string' && isInstant(value) ? null : 'wrongKind';
    case 'flag':
      return typeof value === 'boolean' ? null : 'wrongKind';
    case 'choice':
      return choiceTrouble(question, value, scope);
    case 'point':
      return pointTrouble(value);
    case 'repeat': {
      if (!isList(value)) return 'wrongKind';
      if (question.max !== null && value.length > question.max) return 'tooMany';
      return value.length < question.min ? 'tooFew' : null;
    }
    case 'note':
    case 'calculated':
    case 'group':
      return null;
  }
}

function findingOf({ question, path, scope }: Seen): FormFinding | null {
  const value = answerAt(scope.root, path);
  if (!isAnswered(value) || value === undefined) {
    const needed = question.required?.(scope) === true || (question.kind === 'repeat' && question.min > 0);
    if (!needed || question.kind === 'note' || question.kind === 'calculated') return null;
    const message = question.requiredMessage;
    return { path, question, code: 'missing', ...(message === undefined ? {} : { message }) };
  }
  const code = trouble(question, value, scope);
  if (code !== null) return { path, question, code };
  if (question.constraint === undefined || question.constraint.holds(scope)) return null;
  return { path, question, code: 'constraint', message: question.constraint.message };
}

/** What is missing or wrong in the object at `path` itself; the entries of its lists are not looked into. */
export const findingsHere = (
  questions: readonly Question[],
  root: JsonObject,
  path: Path,
  today: string,
): readonly FormFinding[] =>
  [...seenIn(questions, root, path, today, false)].flatMap((seen) => findingOf(seen) ?? []);

/** Everything missing or wrong among the questions asked now, in their order. */
export function findingsOf(
  sections: readonly Section[],
  root: JsonObject,
  today: string,
): readonly FormFinding[] {
  const found: FormFinding[] = [];
  for (const section of sections)
    for (const seen of seenIn(section.questions, root, [], today)) {
      const finding = findingOf(seen);
      if (finding !== null) found.push(finding);
    }
  return found;
}
