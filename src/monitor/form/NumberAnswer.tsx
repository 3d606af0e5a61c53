/** Owns answering with a number or two; takes thousands apart by a space and decimals by a comma as they are written here. */
import { useState } from 'react';
import { answerAt, objectOf } from '../../domain/form/answers.ts';
import { Beside } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './Full.module.css';
import { useFilling } from './filling.tsx';
import type { Asked } from './Questions.tsx';

/** Only what a number can have stays in the box; "1 234,5" is 1234.5. */
export function typedNumber(
  text: string,
  kind: 'whole' | 'decimal',
): { readonly shown: string; readonly value: number | undefined } {
  const shown = text.replace(kind === 'whole' ? /[^\d\s-]/g : /[^\d\s.,-]/g, '').slice(0, 20);
  const plain = shown.replace(/\s/g, '').replace(',', '.');
  const fits = kind === 'whole' ? /^-?\d+$/.test(plain) : /^-?\d+(\.\d+)?$/.test(plain);
  const value = fits ? Number(plain) : undefined;
  return { shown, value: value !== undefined && Number.isFinite(value) ? value : undefined };
}

type Box = {
  readonly label: string;
  readonly kind: 'whole' | 'decimal';
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly hint?: React.ReactNode;
  readonly error?: Asked<'whole'>['error'];
};

/** A box that keeps a half-typed number as it was typed. */
export function NumberBox({ label, kind, value, onChange, hint, error }: Box) {
  const [typed, setTyped] = useState('');
  const same = typedNumber(typed, kind).value === value;
  return (
    <TextField
      label={label}
      {...(hint === undefined ? {} : { hint })}
      error={error}
      inputMode={kind === 'whole' ? 'numeric' : 'decimal'}
      value={same ? typed : value === undefined ? '' : String(value)}
      onChange={(text) => {
        const { shown, value: now } = typedNumber(text, kind);
        setTyped(shown);
        if (now !== value) onChange(now);
      }}
    />
  );
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export function NumberAnswer({ question, path, label, hint, error }: Asked<'whole' | 'decimal'>) {
  const { root, put } = useFilling();
  return (
    <NumberBox
      label={label}
      hint={hint}
      error={error}
      kind={question.kind}
      value={numberOf(answerAt(root, path))}
      onChange={(value) => put(path, value, 'typed')}
    />
  );
}

/** Two boxes: one number filled in means both. */
export function RangeAnswer({ path, label, hint, error }: Asked<'range'>) {
  const { root, put, f } = useFilling();
  const kept = objectOf(root, path);
  const [min, max] = [numberOf(kept['min']), numberOf(kept['max'])];
  const [alone, setAlone] = useState<'min' | 'max' | null>(min === max ? 'min' : null);
  const keep = (from: number | undefined, to: number | undefined): void => {
    setAlone(to === undefined ? 'min' : from === undefined ? 'max' : null);
    const [least, most] = [from ?? to, to ?? from];
    put(path, least === undefined || most === undefined ? undefined : { min: least, max: most }, 'typed');
  };
  const shownMin = alone === 'max' ? undefined : min;
  const shownMax = alone === 'min' ? undefined : max;
  return (
    <fieldset className={styles.pair}>
      <legend className={styles.name}>{label}</legend>
      {hint === undefined ? null : <p className={styles.soft}>{hint}</p>}
      <Beside>
        <NumberBox
          label={f('full.least')}
          kind="whole"
          value={shownMin}
          onChange={(value) => keep(value, shownMax)}
        />
        <NumberBox
          label={f('full.most')}
          kind="whole"
          value={shownMax}
          onChange={(value) => keep(shownMin, value)}
          error={error}
        />
      </Beside>
    </fieldset>
  );
}
