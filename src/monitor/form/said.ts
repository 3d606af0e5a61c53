/** Owns putting the answers of a part into words for the last look. Never leaves out that something more was said. */
import type { Json } from '../../domain/bounded.ts';
import { answerAt, isAnswered, objectOf, pathText, type Seen, seenIn } from '../../domain/form/answers.ts';
import type { Path, Question, Scope, Section } from '../../domain/form/question.ts';
import { parsePartialDate } from '../../domain/partialDate.ts';
import { sayDate } from '../short/answers.ts';
import { chosenCodes } from './ChoiceAnswer.tsx';
import type { Filling } from './filling.tsx';
import type { RepeatQuestion } from './locate.ts';
import { entryName } from './RepeatAnswer.tsx';

/** Enough to see that it is there; all of it is one press away. Cut here and not by the page, which would hide that it was cut. */
const LONGEST = 80;
const MOST = 8;

type Words = Pick<Filling, 'root' | 'today' | 'files' | 't' | 'f' | 'say'>;

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** A question with its answer: "1" or "yes" alone would say nothing. */
export const sentence = (question: string, answer: string): string =>
  question === '' ? answer : `${question}${/[?!:.…]$/.test(question) ? '' : ':'} ${answer}`;

function sayAnswer({ t, f, say }: Words, question: Question, value: Json, scope: Scope): string {
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
    case 'range': {
      const [min, max] = ['min', 'max'].map((end) => answerAt({ value }, ['value', end]));
      return min === max ? String(min ?? '') : [min, max].map((end) => end ?? '…').join('–');
    }
    case 'point':
      return ['lat', 'lon'].map((side) => String(answerAt({ value }, ['value', side]) ?? '…')).join(', ');
    default:
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }
}

/** The question as it is read beside its answer; what was ticked is its own answer. `called`: what the entry around it is called by already. */
function saidTo(words: Words, { question, scope }: Seen, value: Json, called: string): string {
  const label = question.fill?.(words.say(question.label), scope) ?? words.say(question.label);
  if (question.kind === 'flag') return value === true ? label : '';
  const answer = sayAnswer(words, question, value, scope).trim();
  const known = answer === called || answer === called.replace(/^\d+\. /, '');
  return answer === '' || known ? '' : sentence(label, shortened(answer));
}

/** The path of the entry that an answer stands in; [] for the part itself. */
const entryOf = (path: Path): Path => path.slice(0, path.findLastIndex((key) => typeof key === 'number') + 1);

/** An entry that is called by its list's name and a number needs no more. */
const underList = (list: string, name: string): string =>
  name.startsWith(list) ? name : sentence(list, name);

/** What was said in a part, a question and its answer on each line, shortened; the first few of many. */
export function saidIn(words: Words, section: Section): readonly string[] {
  const said: string[] = [];
  const repeats = new Map<string, RepeatQuestion>();
  let around = '';
  let called = '';
  for (const seen of seenIn(section.questions, words.root, [], words.today)) {
    const { question, path } = seen;
    const value = answerAt(words.root, path);
    if (question.kind === 'repeat') repeats.set(pathText(path), question);
    if (question.kind === 'repeat' || question.kind === 'calculated') continue;
    if (value === undefined || !isAnswered(value)) continue;
    const entry = entryOf(path);
    const repeat = repeats.get(pathText(entry.slice(0, -1)));
    if (pathText(entry) !== around) {
      called =
        repeat === undefined
          ? ''
          : entryName(words, repeat, objectOf(words.root, entry), Number(entry.at(-1)));
      if (repeat !== undefined) said.push(underList(words.say(repeat.label), called));
    }
    around = pathText(entry);
    const line = saidTo(words, seen, value, called);
    if (line !== '') said.push(line);
    if (said.length > MOST) return [...said.slice(0, MOST), '…'];
  }
  return said;
}
