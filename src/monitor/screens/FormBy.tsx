/** Owns screen 5, "Who did it?": large buttons for this country. Never a name of an official. */
import { type Perpetrator, perpetratorsOf, quickPerpetrators } from '../../domain/vocabulary.ts';
import { Disclosure } from '../../ui/Card.tsx';
import { CheckList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { useSession } from '../application.ts';
import type { Composing } from '../life.ts';
import { useT } from '../translation.tsx';
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
  const quick = quickPerpetrators(country);
  const more = perpetratorsOf(country).filter(
    (one) => one.code !== UNKNOWN && !quick.some((known) => known.code === one.code),
  );
  const choice = (one: Perpetrator) => ({
    value: one.code,
    label: t.label('perpetrators', one.code),
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
