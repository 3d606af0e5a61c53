/** Owns screen 5, "Who did it?": large buttons for this country. Never a name of an official. */
import { useState } from 'react';
import { isFoundIn } from '../../domain/fold.ts';
import { agenciesOffered, type Offered } from '../../domain/ownLists.ts';
import { quickPerpetrators } from '../../domain/vocabulary.ts';
import { Disclosure } from '../../ui/Card.tsx';
import { CheckList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useSession } from '../application.ts';
import type { Composing } from '../life.ts';
import { useT } from '../translation.tsx';
import { offeredName } from './answers.ts';
import { FormFrame } from './FormFrame.tsx';

const UNKNOWN = 'unknown';

/** "I don't know" and an answer exclude each other: whichever was pressed last stays. */
export function withoutContradiction(before: readonly string[], after: readonly string[]): readonly string[] {
  if (!after.includes(UNKNOWN) || after.length === 1) return after;
  return before.includes(UNKNOWN) ? after.filter((code) => code !== UNKNOWN) : [UNKNOWN];
}

/** More than these are searched rather than looked through. */
const MOST_ROWS = 12;

/** Those that have the typed words in one of their names, in any language. */
export const findAgencies = (
  offered: readonly Offered[],
  typed: string,
  say: (one: Offered) => string,
): readonly Offered[] =>
  offered.filter((one) => isFoundIn(typed, [...Object.values(one.names), one.abbr ?? '', say(one)]));

export function FormBy({ composing }: { readonly composing: Composing }) {
  const t = useT();
  const session = useSession();
  const [typed, setTyped] = useState('');
  const { country } = composing.draft.where;
  const by = composing.draft.by ?? [];
  // What is pressed now stays where it was pressed; on coming back it stands where it is seen.
  const [before] = useState(by);
  const offered = agenciesOffered(composing.lists, country, by);
  // Six large buttons of ours; what the organisation took out leaves its place empty.
  const common = [...new Set([...quickPerpetrators(country).map(({ code }) => code), ...before])];
  const quick = common
    .filter((code) => code !== UNKNOWN)
    .flatMap((code) => offered.find((one) => one.code === code) ?? []);
  const more = offered.filter((one) => one.code !== UNKNOWN && !quick.includes(one));
  const say = (one: Offered): string => offeredName(t, 'perpetrators', one);
  const found = typed.trim() === '' ? more : findAgencies(more, typed, say);
  const choice = (one: Offered) => ({
    value: one.code,
    label: say(one),
    ...(one.abbr === undefined ? {} : { hint: one.abbr }),
  });
  const list = (choices: readonly { value: string; label: string; hint?: string }[]) => (
    <CheckList
      legend={t('form.by.title')}
      legendHidden
      choices={choices}
      values={by.filter((code) => choices.some((one) => one.value === code))}
      onChange={(codes) => {
        const others = by.filter((code) => !choices.some((one) => one.value === code));
        session.composing.answer({ by: withoutContradiction(by, [...others, ...codes]) });
      }}
    />
  );
  return (
    <FormFrame composing={composing} screen={5} title={t('form.by.title')} lead={t('form.by.hint')}>
      <Stack gap={4}>
        {list([{ value: UNKNOWN, label: t('form.by.unknown') }, ...quick.map(choice)])}
        <Disclosure summary={t('form.by.more')}>
          <Stack gap={4}>
            {more.length > MOST_ROWS ? (
              <TextField
                label={t('form.by.search')}
                value={typed}
                onChange={setTyped}
                type="search"
                capitals="none"
                enterKeyHint="search"
              />
            ) : null}
            <div aria-live="polite">{found.length === 0 ? <p>{t('form.by.nothing')}</p> : null}</div>
            {found.length === 0 ? null : list(found.map(choice))}
          </Stack>
        </Disclosure>
      </Stack>
    </FormFrame>
  );
}
