/** Owns the page on which one or several are chosen out of many: groups, and a search that folds the region's letters. */
import { Check } from 'lucide-react';
import { useState } from 'react';
import { foldedWords, inOrderOf, isFoundIn } from '../../domain/fold.ts';
import { answerAt, scopeAt } from '../../domain/form/answers.ts';
import type { Choice, Path, Question } from '../../domain/form/question.ts';
import { Button } from '../../ui/Button.tsx';
import { Card, Disclosure, Row, Rows } from '../../ui/Card.tsx';
import { CheckList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { chosenCodes, withGone } from './ChoiceAnswer.tsx';
import { FullFrame } from './FullFrame.tsx';
import { type Filling, useFilling } from './filling.tsx';

/** Groups are folded when the whole list would be longer than this. */
const MOST_OPEN = 24;

/** The choices of which every typed word begins some word of the label, in any language, or of the group's. */
export function findChoices(
  choices: readonly Choice[],
  typed: string,
  say: Filling['say'],
): readonly Choice[] {
  if (foldedWords(typed).length === 0) return choices;
  return choices.filter(({ label, group = {} }) =>
    isFoundIn(
      typed,
      [label, group].flatMap((text) => [...Object.values(text), say(text)]),
    ),
  );
}

/** By the alphabet of a language, "I don't know" last; as they are where the list has an order of its own. */
export function orderedChoices(
  choices: readonly Choice[],
  byAlphabet: boolean,
  say: Filling['say'],
  language: string,
): readonly Choice[] {
  if (!byAlphabet) return choices;
  const compare = inOrderOf(language);
  return [...choices].sort(
    (a, b) =>
      Number(a.code === 'unknown') - Number(b.code === 'unknown') || compare(say(a.label), say(b.label)),
  );
}

/** The choices by group, in the order in which the groups come first. */
export function groupsOf(
  choices: readonly Choice[],
  say: Filling['say'],
): readonly { readonly title: string; readonly choices: readonly Choice[] }[] {
  const groups = new Map<string, Choice[]>();
  for (const one of choices) {
    const title = one.group === undefined ? '' : say(one.group);
    const known = groups.get(title);
    if (known === undefined) groups.set(title, [one]);
    else known.push(one);
  }
  return [...groups].map(([title, inside]) => ({ title, choices: inside }));
}

export type PickPageProps = {
  readonly question: Question & { readonly kind: 'choice' };
  readonly where: Path;
  readonly path: Path;
  readonly onDone: () => void;
};

export function PickPage({ question, where, path, onDone }: PickPageProps) {
  const { root, today, say, put, f, t } = useFilling();
  const [typed, setTyped] = useState('');
  const chosen = chosenCodes(answerAt(root, path));
  const choices = question.choices(scopeAt(root, where, today));
  const offered = orderedChoices(choices, question.byAlphabet === true, say, t.speaks);
  const found = findChoices(offered, typed, say);
  const gone = withGone(
    offered.map((one) => ({ value: one.code, label: '' })),
    chosen,
    f('full.gone'),
  ).slice(offered.length);
  const groups = groupsOf(found, say);
  const folded = typed.trim() === '' && groups.length > 1 && offered.length > MOST_OPEN;
  const keep = (codes: readonly string[]): void =>
    put(path, codes.length === 0 ? undefined : [...codes], 'tapped');

  const rows = (choices: readonly Choice[], title: string) =>
    question.many ? (
      <CheckList
        legend={title === '' ? say(question.label) : title}
        legendHidden={title === '' || folded}
        choices={choices.map((one) => ({ value: one.code, label: say(one.label) }))}
        values={chosen}
        onChange={(codes) => {
          const here = new Set(choices.map(({ code }) => code));
          const next = new Set([...chosen.filter((code) => !here.has(code)), ...codes]);
          // In the order of the list, whichever was pressed first.
          keep([
            ...offered.map(({ code }) => code).filter((code) => next.has(code)),
            ...gone.map(({ value }) => value).filter((code) => next.has(code)),
          ]);
        }}
      />
    ) : (
      <Card flush {...(title === '' || folded ? {} : { title })}>
        <Rows label={title === '' ? say(question.label) : title}>
          {choices.map((one) => (
            <Row
              key={one.code}
              title={say(one.label)}
              selected={chosen.includes(one.code)}
              onOpen={() => {
                put(path, one.code, 'tapped');
                onDone();
              }}
            />
          ))}
        </Rows>
      </Card>
    );

  return (
    <FullFrame
      title={say(question.label)}
      onBack={onDone}
      actions={
        <>
          {chosen.length === 0 || question.many ? null : (
            <Button
              onClick={() => {
                put(path, undefined, 'tapped');
                onDone();
              }}
            >
              {f('full.clear')}
            </Button>
          )}
          {question.many ? (
            <Button kind="primary" icon={<Check size={20} />} onClick={onDone}>
              {t('action.done')}
            </Button>
          ) : null}
        </>
      }
    >
      <Stack gap={4}>
        <TextField
          label={f('full.find')}
          type="search"
          capitals="none"
          enterKeyHint="search"
          value={typed}
          onChange={setTyped}
        />
        <div aria-live="polite">{found.length === 0 ? <p>{f('full.findNothing')}</p> : null}</div>
        {gone.length === 0 ? null : (
          <CheckList
            legend={f('full.gone')}
            legendHidden
            choices={gone}
            values={gone.map(({ value }) => value)}
            onChange={(codes) => {
              const left = gone.map(({ value }) => value).filter((code) => !codes.includes(code));
              const rest = chosen.filter((code) => !left.includes(code));
              if (question.many) keep(rest);
              else put(path, rest[0], 'tapped');
            }}
          />
        )}
        {groups.map(({ title, choices }) =>
          folded ? (
            <Disclosure key={title} summary={title} open={choices.some(({ code }) => chosen.includes(code))}>
              {rows(choices, title)}
            </Disclosure>
          ) : (
            <div key={title}>{rows(choices, title)}</div>
          ),
        )}
      </Stack>
    </FullFrame>
  );
}
