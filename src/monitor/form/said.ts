/** Owns putting the answers of a part into words for the last look. Never leaves out that something more was said. */
import type { Json } from '../../domain/bounded.ts';
import { answerAt, isAnswered, seenIn } from '../../domain/form/answers.ts';
import type { Question, Scope, Section } from '../../domain/form/question.ts';
import { parsePartialDate } from '../../domain/partialDate.ts';
import { sayDate } from '../short/answers.ts';
import { chosenCodes } from './ChoiceAnswer.tsx';
import type { Filling } from './filling.tsx';

/** Enough to see that it is there; all of it is one press away. */
const LONGEST = 120;
const MOST = 12;

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function sayAnswer(
  { t, f, say }: Pick<Filling, 't' | 'f' | 'say'>,
  question: Question,
  value: Json,
  scope: Scope,
): string {
  switch (question.kind) {
    case 'choice': {
      const offered = new Map(question.choices(scope).map((one) => [one.code, say(one.label)]));
      return chosenCodes(value)
        .map((code) => offered.get(code) ?? f('full.gone'))
        .join(', ');
    }
    case 'partialDate': {
      const date = parsePartialDate(value);
      return date.ok ? [sayDate(t, date.value), date.value.text ?? ''].filter(Boolean).join(', ') : '';
    }
    case 'flag':
      return value === true ? say(question.label) : '';
    default:
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }
}

/** What was said in a part, shortened; the first few answers of many. */
export function saidIn(
  filling: Pick<Filling, 'root' | 'today' | 't' | 'f' | 'say'>,
  section: Section,
): readonly string[] {
  const said: string[] = [];
  for (const { question, path, scope } of seenIn(section.questions, filling.root, [], filling.today)) {
    const value = answerAt(filling.root, path);
    if (question.kind === 'repeat' || question.kind === 'calculated' || value === undefined) continue;
    const words = isAnswered(value) ? sayAnswer(filling, question, value, scope).trim() : '';
    if (words !== '') said.push(shortened(words));
    if (said.length === MOST) return [...said, '…'];
  }
  return said;
}
