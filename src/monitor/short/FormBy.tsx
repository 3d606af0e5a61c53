/** Owns screen 5, "Who did it?": large buttons for this country. Never a name of an official. */
import { agenciesOffered, type Offered } from '../../domain/ownLists.ts';
import { quickPerpetrators } from '../../domain/vocabulary.ts';
import { Disclosure } from '../../ui/Card.tsx';
import { CheckList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
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

export function FormBy({ composing }: { readonly composing: Composing }) {
  const t = useT();
  const session = useSession();
  const { country } = composing.draft.where;
  const by = composing.draft.by ?? [];
  const offered = agenciesOffered(composing.lists, country, by);
  // Six large buttons of ours; what the organisation took out leaves its place empty.
  const quick = quickPerpetrators(country).flatMap(
    ({ code }) => offered.find((one) => one.code === code) ?? [],
  );
  const more = offered.filter((one) => one.code !== UNKNOWN && !quick.includes(one));
  const choice = (one: Offered) => ({
    value: one.code,
    label: offeredName(t, 'perpetrators', one),
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
        <Disclosure summary={t('form.by.more')}>{list(more.map(choice))}</Disclosure>
      </Stack>
    </FormFrame>
  );
}
