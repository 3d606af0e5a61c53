/** Owns answering with a day, a time, or both together with the offset of the place. Never converts between offsets. */
import { answerAt, objectOf } from '../../domain/form/answers.ts';
import { textAt } from '../../domain/report.ts';
import { find } from '../../domain/vocabulary.ts';
import { Beside } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './Full.module.css';
import { useFilling } from './filling.tsx';
import type { Asked } from './Questions.tsx';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function DayAnswer({ path, label, hint, error }: Asked<'day'>) {
  const { root, put } = useFilling();
  return (
    <TextField
      label={label}
      {...(hint === undefined ? {} : { hint })}
      error={error}
      type="date"
      value={textOf(answerAt(root, path))}
      onChange={(day) => put(path, day === '' ? undefined : day, 'tapped')}
    />
  );
}

export function TimeAnswer({ path, label, hint, error }: Asked<'time'>) {
  const { root, put } = useFilling();
  return (
    <TextField
      label={label}
      {...(hint === undefined ? {} : { hint })}
      error={error}
      type="time"
      value={textOf(answerAt(root, path)).slice(0, 5)}
      onChange={(time) => put(path, time === '' ? undefined : time, 'tapped')}
    />
  );
}

/** "2026-12-26T10:00:00+05:00" apart: day, "HH:MM", and the offset as it was written. */
export function instantParts(instant: string): {
  readonly day: string;
  readonly time: string;
  readonly offset: string;
} {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(instant);
  return { day: match?.[1] ?? '', time: match?.[2] ?? '', offset: match?.[3] ?? '' };
}

/** Both in one line; a day alone means its beginning. */
export function InstantAnswer({ path, label, hint, error }: Asked<'instant'>) {
  const { root, put, f } = useFilling();
  const { day, time, offset } = instantParts(textOf(answerAt(root, path)));
  const country = textAt(objectOf(root, ['place']), 'country') ?? '';
  const zone = offset !== '' ? offset : (find('countries', country)?.utcOffset ?? 'Z');
  const keep = (toDay: string, toTime: string): void =>
    put(path, toDay === '' ? undefined : `${toDay}T${toTime === '' ? '00:00' : toTime}:00${zone}`, 'tapped');
  return (
    <fieldset className={styles.pair}>
      <legend className={styles.name}>{label}</legend>
      {hint === undefined ? null : <p className={styles.soft}>{hint}</p>}
      <Beside>
        <TextField
          label={f('full.moment.day')}
          type="date"
          value={day}
          onChange={(next) => keep(next, time)}
          error={error}
        />
        <TextField
          label={f('full.moment.time')}
          type="time"
          value={time}
          disabled={day === ''}
          onChange={(next) => keep(day, next)}
        />
      </Beside>
    </fieldset>
  );
}
