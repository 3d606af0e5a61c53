/** Owns screen 2, "When?": five answers, and a date as rough as one knows it. Never guesses a more exact one. */
import { useState } from 'react';
import type { When } from '../../domain/draft.ts';
import { draftIssues } from '../../domain/finishIssues.ts';
import {
  aboutDay,
  inMonth,
  inYear,
  onDay,
  type PartialDate,
  thisWeek,
  today,
  unknownDate,
  yesterday,
} from '../../domain/partialDate.ts';
import { localesOf } from '../../i18n/numbers.ts';
import { CheckRow, ChoiceList } from '../../ui/ChoiceList.tsx';
import { Stack } from '../../ui/Screen.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { SelectField, TextField } from '../../ui/TextField.tsx';
import { useApplication, useSession } from '../application.ts';
import type { Composing } from '../life.ts';
import { useT } from '../translation.tsx';
import styles from './Form.module.css';
import { FormFrame } from './FormFrame.tsx';

type Said = 'today' | 'yesterday' | 'week' | 'other' | 'unknown';
type Precision = 'day' | 'month' | 'year';
/** What the domain calls them; a clock time that a longer form may have kept is shown as it is. */
export const PARTS = ['night', 'morning', 'day', 'evening'] as const;
/** A part of the day belongs to one day, however roughly known. */
const isOneDay = (edtf: string): boolean => /^\d{4}-\d{2}-\d{2}~?$/.test(edtf);

/** Which of the five answers a kept date is, seen from today: yesterday's "today" has become a plain day. */
export function saidOf(when: When | null, day: string): Said | undefined {
  if (when === null) return undefined;
  const { edtf, q } = when.start;
  if (q === 'unknown') return 'unknown';
  if (edtf === today(day).edtf) return 'today';
  if (edtf === yesterday(day).edtf) return 'yesterday';
  return edtf === thisWeek(day).edtf ? 'week' : 'other';
}

const precisionOf = (date: PartialDate | undefined): Precision =>
  date?.q === 'unknown_month' ? 'year' : date?.q === 'unknown_day' ? 'month' : 'day';

export function FormWhen({ composing }: { readonly composing: Composing }) {
  const t = useT();
  const session = useSession();
  const day = useApplication().device.localDay();
  const { when } = composing.draft;
  const [asked, setAsked] = useState(saidOf(when, day) === 'other');
  const said = asked ? 'other' : saidOf(when, day);
  const [precision, setPrecision] = useState<Precision>(precisionOf(when?.start));
  const start = said === 'other' ? when?.start : undefined;
  const plain = start?.edtf.replace('~', '') ?? '';
  const about = start?.q === 'about';
  const [year, setYear] = useState(plain.slice(0, 4));
  const [month, setMonth] = useState(plain.slice(5, 7));

  const keep = (date: PartialDate): void =>
    session.composing.answer({
      when: {
        time: isOneDay(date.edtf) ? (when?.time ?? null) : null,
        ongoing: when?.ongoing ?? false,
        start: date,
      },
    });
  const choose = (next: Said): void => {
    setAsked(next === 'other');
    if (next === 'today') keep(today(day));
    if (next === 'yesterday') keep(yesterday(day));
    if (next === 'week') keep(thisWeek(day));
    if (next === 'unknown') keep(unknownDate());
  };
  const keepMonth = (years: string, months: string): void => {
    setYear(years);
    setMonth(months);
    if (years !== '' && months !== '') keep(inMonth(`${years}-${months}`));
  };

  const ahead = draftIssues(composing.draft, day).some(({ code }) => code === 'inFuture');
  const error = ahead ? { text: t('finish.ahead') } : undefined;

  const thisYear = Number(day.slice(0, 4));
  const years = Array.from({ length: thisYear - 1990 }, (_, index) => String(thisYear - index));
  const monthName = new Intl.DateTimeFormat(localesOf(t.speaks), { month: 'long', timeZone: 'UTC' });
  const months = Array.from({ length: 12 }, (_, index) => ({
    value: String(index + 1).padStart(2, '0'),
    label: monthName.format(Date.UTC(2026, index, 1)),
  }));
  const yearField = (
    <SelectField
      label={t('form.when.yearField')}
      placeholder={t('field.choose')}
      value={year}
      options={years.map((one) => ({ value: one, label: one }))}
      onChange={(next) => {
        setYear(next);
        if (precision === 'month') keepMonth(next, month);
        else if (next !== '') keep(inYear(next));
      }}
    />
  );

  return (
    <FormFrame composing={composing} screen={2} title={t('form.when.title')} lead={t('form.when.roughly')}>
      <Stack gap={4}>
        <ChoiceList<Said>
          legend={t('form.when.title')}
          legendHidden
          value={said}
          onChange={choose}
          choices={[
            { value: 'today', label: t('form.when.today') },
            { value: 'yesterday', label: t('form.when.yesterday') },
            { value: 'week', label: t('form.when.week') },
            { value: 'other', label: t('form.when.other') },
            { value: 'unknown', label: t('form.when.unknown') },
          ]}
        />
        {said === 'other' ? (
          <div className={styles.inset}>
            <Tabs<Precision>
              label={t('form.when.other')}
              value={precision}
              onChange={setPrecision}
              tabs={[
                { value: 'day', label: t('form.when.day') },
                { value: 'month', label: t('form.when.monthField') },
                { value: 'year', label: t('form.when.yearField') },
              ]}
            />
            {precision === 'day' ? (
              <>
                <TextField
                  label={t('form.when.day')}
                  type="date"
                  value={/^\d{4}-\d{2}-\d{2}$/.test(plain) ? plain : ''}
                  max={day}
                  error={error}
                  onChange={(next) => {
                    if (next !== '') keep(about ? aboutDay(next) : onDay(next));
                  }}
                />
                <CheckRow
                  label={t('form.when.about')}
                  checked={about}
                  disabled={!/^\d{4}-\d{2}-\d{2}$/.test(plain)}
                  onChange={(on) => keep(on ? aboutDay(plain) : onDay(plain))}
                />
              </>
            ) : (
              <>
                {precision === 'month' ? (
                  <SelectField
                    label={t('form.when.monthField')}
                    placeholder={t('field.choose')}
                    value={month}
                    error={error}
                    options={months}
                    onChange={(next) => keepMonth(year, next)}
                  />
                ) : null}
                {yearField}
              </>
            )}
          </div>
        ) : null}
        {when === null || !isOneDay(when.start.edtf) ? null : (
          <SelectField
            label={t('form.when.part')}
            note={t('field.optional')}
            placeholder={t('field.choose')}
            value={when.time ?? ''}
            options={[
              ...PARTS.map((part) => ({ value: part, label: t(`form.when.part.${part}`) })),
              ...(when.time === null || PARTS.some((part) => part === when.time)
                ? []
                : [{ value: when.time, label: when.time }]),
            ]}
            onChange={(part) =>
              session.composing.answer({ when: { ...when, time: part === '' ? null : part } })
            }
          />
        )}
        {when === null || said === 'unknown' ? null : (
          <CheckRow
            label={t('form.when.ongoing')}
            checked={when.ongoing}
            onChange={(ongoing) => session.composing.answer({ when: { ...when, ongoing } })}
          />
        )}
      </Stack>
    </FormFrame>
  );
}
