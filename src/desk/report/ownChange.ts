/** Owns putting a later change of an answer to an organisation's own form into its words. Must never trust one. [REP10] */
import type { Json } from '../../domain/bounded.ts';
import { parsePathText } from '../../domain/form/answers.ts';
import type { Told } from '../../domain/form/ownAnswers.ts';
import { type JsonObject, objectAt, textAt } from '../../domain/report.ts';
import { formOf, isExtra, plain, toldLines } from './ownLines.ts';
import type { Line } from './reportLines.ts';
import type { Reading, Shown } from './reportValues.ts';

export type OwnChange = {
  readonly place: string;
  /** What stood, or stands, at the place. */
  readonly say: (value: Json | undefined) => readonly Shown[];
};

type Leaf = Line & { readonly kind: 'values' };
const leavesOf = (lines: readonly Line[]): readonly Leaf[] =>
  lines.flatMap((line) => (line.kind === 'group' ? leavesOf(line.lines) : [line]));

/** A question with its answer, for whole entries: what each of their answers is about is not said elsewhere. */
const sentence = ({ label, values }: Leaf): Shown => ({
  raw: values.map(({ raw }) => raw).join(', '),
  text: `${label}: ${values.map(({ text }) => text).join(', ')}`,
  kind: 'theirs',
});

/** Null: it is no such answer, or the words of its form are not known. */
export function ownChange(reading: Reading, path: string, forms: readonly JsonObject[]): OwnChange | null {
  const extra = objectAt(reading.fields, 'extra');
  if (path === 'extra.form' || path === 'extra.version')
    return {
      place: reading.t('own.form'),
      say: (value) =>
        value === undefined ? [] : leavesOf(plain(path, path, value)).flatMap(({ values }) => values),
    };
  const within = /^extra(?:\.answers(?:\.(.+))?)?$/.exec(path);
  if (within === null || !isExtra(extra)) return null;
  const form = formOf(reading, forms, textAt(extra, 'form') ?? '');
  if (!form.known) return null;
  const { words } = form;
  const lines = (told: readonly Told[]) =>
    leavesOf(told.flatMap((each) => toldLines(reading, words, '', each)));
  if (within[1] === undefined)
    return {
      place: words.title,
      say: (value) =>
        lines(
          words.tell(
            path === 'extra' ? objectAt(value, 'answers') : objectAt({ value: value ?? null }, 'value'),
          ),
        ).map(sentence),
    };
  const found = words.locate(parsePathText(within[1]), objectAt(extra, 'answers'));
  if (found === null) return null;
  const holdsOthers = 'questions' in found.question;
  return {
    place: [words.title, ...found.names].join(' › '),
    say(value) {
      if (value === undefined) return [];
      const all = lines(found.tell(value));
      return holdsOthers ? all.map(sentence) : all.flatMap(({ values }) => values);
    },
  };
}
