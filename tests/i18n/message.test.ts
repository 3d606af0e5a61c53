/** Proves plural forms, holes, numbers and days. */
import { describe, expect, it } from 'vitest';
import { createTranslator, format } from '../../src/i18n/message.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import {
  formatDay,
  formatMoment,
  formatNumber,
  localesOf,
  percentOf,
  sizeParts,
} from '../../src/i18n/numbers.ts';
import {
  isLang,
  pluralCategories,
  pluralCategory,
  type SpokenLang,
  spokenLanguages,
} from '../../src/i18n/plural.ts';

const known: readonly SpokenLang[] = ['en', 'ru', 'kk', 'ky', 'tk', 'uz'];

describe('plural forms', () => {
  it.each(known)('of %s agree with CLDR for whole and broken numbers', (lang) => {
    const rules = new Intl.PluralRules(lang);
    for (let n = 0; n <= 1200; n += 1) expect([n, pluralCategory(lang, n)]).toEqual([n, rules.select(n)]);
    for (const n of [0.5, 1.5, 2.5, 21.5, 1_000_001]) expect(pluralCategory(lang, n)).toBe(rules.select(n));
  });

  it('of Tajik are its own, not those of the device', () => {
    expect([0, 1, 2, 3, 5, 21].map((n) => pluralCategory('tg', n))).toEqual(Array(6).fill('other'));
  });

  it('never name a form that the language is not said to have', () => {
    for (const [lang, forms] of Object.entries(pluralCategories)) {
      for (let n = 0; n < 200; n += 1) expect(forms).toContain(pluralCategory(lang as SpokenLang, n / 2));
    }
  });
});

describe('messages', () => {
  it('fill their holes, numbers in the way of the language', () => {
    expect(format('{a} and {b}', { a: 'x', b: 1234.56 }, 'en')).toBe('x and 1,234.6');
    expect(format('{a}', { a: 1234.5 }, 'ru')).toMatch(/^1\s234,5$/);
  });

  it('fill a value as it is, even when it looks like a hole or a pattern', () => {
    expect(format('{a} {b}', { a: '{b}', b: '$&' }, 'en')).toBe('{b} $&');
  });

  it('leave a gap visible', () => {
    expect(format('{a}', {}, 'en')).toBe('{a}');
  });

  it('choose the form by {n} and fall back to the last one', () => {
    const message = { one: '{n} day', other: '{n} days' };
    expect([1, 2, 5].map((n) => format(message, { n }, 'en'))).toEqual(['1 day', '2 days', '5 days']);
    expect(format(message, { n: 5 }, 'ru')).toBe('5 days');
  });

  it('say the states of a report as promised, in both languages (S5)', async () => {
    const values = { n: 2, m: 3, percent: 45 };
    const en = await loadMonitorWords('en');
    const ru = await loadMonitorWords('ru');
    expect(en('state.sending', values)).toBe('Sending 2 of 3 (45 %)');
    expect(ru('state.sending', values)).toBe('Отправка: 2 из 3 (45 %)');
    expect(
      ['state.saved', 'state.waiting', 'state.sent', 'state.stored', 'state.received'].map((key) =>
        en(key as 'state.saved'),
      ),
    ).toEqual([
      'Saved on this phone',
      'Waiting for connection',
      'Sent, not yet checked',
      'Stored, waiting for a coordinator',
      'Received by a coordinator',
    ]);
    // Which of the two means that people have it must be plain to somebody who sees one of them alone.
    expect([ru('state.stored'), ru('state.received')]).toEqual([
      'На сервере, ждёт координатора',
      'Получено координатором',
    ]);
    expect([1, 3, 5, 21].map((n) => ru('home.waiting', { n }))).toEqual([
      '1 запись ждёт соединения',
      '3 записи ждут соединения',
      '5 записей ждут соединения',
      '21 запись ждёт соединения',
    ]);
  });

  it('carry their language', () => {
    expect(createTranslator('ru', {}).lang).toBe('ru');
    expect([isLang('ru'), isLang('kk'), isLang(1)]).toEqual([true, false, false]);
  });
});

describe('numbers', () => {
  it('sizes go up in steps of 1,024 with one decimal below ten', () => {
    expect([0, 1023, 1024, 1536, 10_240, 5_300_000, 1024 ** 3, 3 * 1024 ** 4].map(sizeParts)).toEqual([
      { amount: 0, unit: 'b' },
      { amount: 1023, unit: 'b' },
      { amount: 1, unit: 'kb' },
      { amount: 1.5, unit: 'kb' },
      { amount: 10, unit: 'kb' },
      { amount: 5.1, unit: 'mb' },
      { amount: 1, unit: 'gb' },
      { amount: 3072, unit: 'gb' },
    ]);
  });

  it('100 per cent is said only when it is all', () => {
    expect([percentOf(0, 10), percentOf(999, 1000), percentOf(10, 10), percentOf(0, 0)]).toEqual([
      0, 99, 100, 0,
    ]);
  });

  it('days are written with numbers, and what is no day comes back as it was', () => {
    expect(['2026-03-05', '2026-03', '2026', '2026-03-05~'].map(formatDay)).toEqual([
      '05.03.2026',
      '03.2026',
      '2026',
      '2026-03-05~',
    ]);
  });

  it('moments are written as they stand, with the zone that they have', () => {
    const told = [
      '2026-10-03T14:22:09',
      '2026-10-03T23:59:59Z',
      '2026-10-03T14:22+05:00',
      '2026-10-03',
      'yesterday',
    ];
    expect(told.map(formatMoment)).toEqual([
      '03.10.2026, 14:22',
      '03.10.2026, 23:59 UTC',
      '03.10.2026, 14:22 UTC+05:00',
      '03.10.2026',
      'yesterday',
    ]);
  });

  it.each(spokenLanguages.filter((lang) => lang !== 'en'))(
    '%s writes 1 234,5 and has twelve months',
    (lang) => {
      expect(formatNumber(lang, 1234.5)).toMatch(/^1[\u00A0\u202F]234,5$/);
      const month = new Intl.DateTimeFormat(localesOf(lang), { month: 'long', timeZone: 'UTC' });
      const names = Array.from({ length: 12 }, (_, index) => month.format(Date.UTC(2026, index, 5)));
      expect(new Set(names).size).toBe(12);
      for (const name of names) expect(name).toMatch(/^\p{L}+$/u);
    },
  );

  it('a number keeps at most one decimal', () => {
    expect(formatNumber('en', 1.25)).toBe('1.3');
  });
});
