/** Owns answering with a date as rough as it is known, in boxes and in the person's own words. Never guesses a more exact one. */
import { useContext, useRef, useState } from 'react';
import { answerAt, pathText } from '../../domain/form/answers.ts';
import { bounds, type DateQualifier, type PartialDate, parsePartialDate } from '../../domain/partialDate.ts';
import { options } from '../../domain/vocabulary.ts';
import { formatDay, localesOf } from '../../i18n/numbers.ts';
import { KeptText } from '../../ui/KeptText.tsx';
import { Beside } from '../../ui/Screen.tsx';
import { SelectField, TextField } from '../../ui/TextField.tsx';
import { LetterBar } from '../short/LetterBar.tsx';
import { type DateParts, dateOf, type Point, partsOf, pointOf } from './dateParts.ts';
import styles from './Full.module.css';
import { useFilling } from './filling.tsx';
import { Letters } from './letters.ts';
import type { Asked } from './Questions.tsx';

const isQualifier = (code: string): code is DateQualifier =>
  options('dateQualifiers').some((one) => one.code === code);
const SEASONS = ['spring', 'summer', 'autumn', 'winter'] as const;
const dayOf = ({ year, month, day }: Point): string =>
  year === '' || month === '' || day === ''
    ? ''
    : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

function useMonths(seasons: boolean) {
  const { t, f } = useFilling();
  const name = new Intl.DateTimeFormat(localesOf(t.speaks), { month: 'long', timeZone: 'UTC' });
  const months = Array.from({ length: 12 }, (_, index) => ({
    value: String(index + 1).padStart(2, '0'),
    label: name.format(Date.UTC(2026, index, 1)),
  }));
  if (!seasons) return months;
  return [
    ...months,
    ...SEASONS.map((one, index) => ({ value: `2${index + 1}`, label: f(`full.date.${one}`) })),
  ];
}

/** Year, month, day in boxes of their own: each may stay empty. */
function PointBoxes(props: {
  readonly legend?: string;
  readonly point: Point;
  readonly onChange: (point: Point) => void;
  readonly month?: boolean;
  readonly day?: boolean;
  readonly seasons?: boolean;
}) {
  const { t, f } = useFilling();
  const { point, onChange, month = true, day = true, seasons = false } = props;
  const months = useMonths(seasons);
  return (
    <fieldset className={styles.pair}>
      {props.legend === undefined ? null : <legend className={styles.soft}>{props.legend}</legend>}
      <div className={styles.boxes}>
        {day ? (
          <TextField
            label={f('full.date.day')}
            inputMode="numeric"
            value={point.day}
            onChange={(text) => onChange({ ...point, day: text.replace(/\D/g, '').slice(0, 2) })}
          />
        ) : null}
        {month ? (
          <SelectField
            label={f('full.date.month')}
            placeholder={t('field.choose')}
            value={point.month}
            options={months}
            onChange={(next) => onChange({ ...point, month: next })}
          />
        ) : null}
        <TextField
          label={f('full.date.year')}
          inputMode="numeric"
          value={point.year}
          onChange={(text) => onChange({ ...point, year: text.replace(/\D/g, '').slice(0, 4) })}
        />
      </div>
    </fieldset>
  );
}

function Boxes({ parts, keep }: { readonly parts: DateParts; readonly keep: (parts: DateParts) => void }) {
  const { t, f, today } = useFilling();
  const first = (point: Point): void => keep({ ...parts, first: point });
  switch (parts.q) {
    case 'unknown':
      return null;
    case 'exact':
    case 'ongoing':
      return (
        <Beside>
          <TextField
            label={f('full.date.day')}
            type="date"
            value={dayOf(parts.first)}
            onChange={(day) => first(pointOf(day))}
          />
          {parts.q === 'exact' ? (
            <TextField
              label={f('full.date.time')}
              note={t('field.optional')}
              type="time"
              value={parts.time}
              onChange={(time) => keep({ ...parts, time })}
            />
          ) : null}
        </Beside>
      );
    case 'between':
      return (
        <>
          <PointBoxes legend={f('full.date.first')} point={parts.first} onChange={first} />
          <PointBoxes
            legend={f('full.date.last')}
            point={parts.last}
            onChange={(last) => keep({ ...parts, last })}
          />
        </>
      );
    case 'season':
      return (
        <Beside>
          <SelectField
            label={f('full.date.season')}
            placeholder={t('field.choose')}
            value={/^2[1-4]$/.test(parts.first.month) ? parts.first.month : ''}
            options={SEASONS.map((one, index) => ({ value: `2${index + 1}`, label: f(`full.date.${one}`) }))}
            onChange={(month) =>
              first({ year: parts.first.year === '' ? today.slice(0, 4) : parts.first.year, month, day: '' })
            }
          />
          <TextField
            label={f('full.date.year')}
            inputMode="numeric"
            value={parts.first.year}
            onChange={(text) => first({ ...parts.first, year: text.replace(/\D/g, '').slice(0, 4) })}
          />
        </Beside>
      );
    default:
      return (
        <PointBoxes
          point={parts.first}
          onChange={first}
          month={parts.q !== 'unknown_month'}
          day={parts.q !== 'unknown_month' && parts.q !== 'unknown_day'}
          seasons={parts.q === 'about'}
        />
      );
  }
}

/** First and last possible day, as they will be sorted and counted. */
function sayBounds(date: PartialDate): string {
  const { earliest, latest } = bounds(date);
  const [from, to] = [
    earliest === null ? '…' : formatDay(earliest),
    latest === null ? '…' : formatDay(latest),
  ];
  return from === to ? from : `${from} – ${to}`;
}

export function DateAnswer({ question, path, label, hint, error }: Asked<'partialDate'>) {
  const { root, put, t, f } = useFilling();
  const letters = useContext(Letters);
  const words = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  const parsed = parsePartialDate(answerAt(root, path));
  const kept = parsed.ok ? parsed.value : null;
  // What is half filled in stays in its boxes; the answer is what can be understood of it.
  const [typed, setTyped] = useState<DateParts>(() => partsOf(kept));
  const [asked, setAsked] = useState(kept !== null);
  const keep = (parts: DateParts, how: 'typed' | 'tapped' = 'typed'): void => {
    setTyped(parts);
    put(path, dateOf(parts) ?? undefined, how);
  };
  const key = `${pathText(path)}.text`;
  const setWords = (text: string): void => keep({ ...typed, text });
  return (
    <fieldset className={styles.date}>
      <legend className={styles.name}>{label}</legend>
      {hint === undefined ? null : <p className={styles.soft}>{hint}</p>}
      <SelectField
        label={f('full.date.how')}
        error={error}
        placeholder={t('field.choose')}
        value={asked ? typed.q : ''}
        options={options('dateQualifiers')
          .filter(({ code }) => code !== 'ongoing' || question.once !== true || typed.q === code)
          .map(({ code }) => ({ value: code, label: t.label('dateQualifiers', code) }))}
        onChange={(q) => {
          setAsked(q !== '');
          if (isQualifier(q)) keep({ ...typed, q }, 'tapped');
          else put(path, undefined, 'tapped');
        }}
      />
      {asked ? (
        <>
          <Boxes parts={typed} keep={keep} />
          <KeptText
            ref={words}
            label={f('full.date.words')}
            note={t('field.optional')}
            hint={f('full.date.wordsHint')}
            lines="one"
            value={typed.text}
            onChange={setWords}
            onFocus={() => letters.set(key)}
          />
          {letters.at === key ? <LetterBar field={words} value={typed.text} onChange={setWords} /> : null}
          {kept === null || kept.q === 'unknown' || kept.q === 'exact' ? null : (
            <p className={styles.soft}>{f('full.date.kept', { date: sayBounds(kept) })}</p>
          )}
        </>
      ) : null}
    </fieldset>
  );
}
