/** Proves that a missing or misplaced hole does not compile: each line below a mark would be an error of the compiler. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { createTranslator, type Drafted, fitting, type Translation } from '../../src/i18n/message.ts';

const source = {
  keep: 'Keep {name} until {day}',
  days: { one: '{n} day', other: '{n} days' },
  plain: 'Plain',
} as const;
type Source = typeof source;

it('a translation says every key with every hole', () => {
  const whole: Translation<Source> = {
    keep: 'До {day}: {name}',
    days: { one: '{n} день', few: '{n} дня', many: '{n} дней', other: '{n} дня' },
    plain: 'Просто',
  };
  // @ts-expect-error {day} is missing
  const lost: Drafted<Source> = { keep: 'Держать {name}' };
  // @ts-expect-error {Name} is not {name}
  const misspelt: Drafted<Source> = { keep: 'До {day}: {Name}' };
  // @ts-expect-error a plural must stay one
  const flat: Drafted<Source> = { days: '{n} дней' };
  // @ts-expect-error a key is missing
  const partial: Translation<Source> = { keep: whole.keep, days: whole.days };
  // @ts-expect-error there is no such key
  const unknown: Drafted<Source> = { other: 'Иное' };
  expect([lost, misspelt, flat, partial, unknown]).toHaveLength(5);
});

it('a draft has no hole that its source lacks', () => {
  const fits = fitting<Source>();
  expect(fits({ plain: 'Жай' })).toEqual({ plain: 'Жай' });
  // @ts-expect-error {name} would stay on the screen
  expect(fits({ plain: 'Жай {name}' })).toEqual({ plain: 'Жай {name}' });
});

it('a sentence is asked for with exactly the values it has', () => {
  const t = createTranslator<Source>('en', source);
  expect(t('keep', { name: 'a', day: 'b' })).toBe('Keep a until b');
  // @ts-expect-error no values
  expect(t('keep')).toBe('Keep {name} until {day}');
  // @ts-expect-error one is missing
  expect(t('keep', { name: 'a' })).toBe('Keep a until {day}');
  // @ts-expect-error a number chooses the form
  expect(t('days', { n: '1' })).toBe('1 days');
  // @ts-expect-error it has none
  expect(t('plain', { name: 'a' })).toBe('Plain');
});

it('no translation loses its words on the way to where its holes are looked for', () => {
  const home = resolve(import.meta.dirname, '../../src/i18n');
  const files = ['ru', 'kk', 'ky', 'tg', 'tk', 'uz'].flatMap((lang) =>
    readdirSync(resolve(home, lang)).map((name) => `${lang}/${name}`),
  );
  // Without `as const` the compiler sees any text, and a text may hold anything. Labels and terms have no holes.
  const loose = files.filter((file) => {
    const text = readFileSync(resolve(home, file), 'utf8');
    return !/ as const satisfies (?:Drafted|Translation)<|fitting<typeof source>\(\)|satisfies Draft(?:Labels|Terms);/.test(
      text,
    );
  });
  expect(files.length).toBeGreaterThan(90);
  expect(loose).toEqual([]);
});
