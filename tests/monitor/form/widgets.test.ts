/** Proves how typed numbers are read, how long lists are searched and grouped, and that nothing chosen disappears. */
import { describe, expect, it } from 'vitest';
import { sayIn } from '../../../src/domain/form/answers.ts';
import { fullSections } from '../../../src/domain/form/full.ts';
import { loadFullWords } from '../../../src/i18n/fullMessages.ts';
import { loadMonitorWords } from '../../../src/i18n/monitorMessages.ts';
import { chosenCodes, withGone } from '../../../src/monitor/form/ChoiceAnswer.tsx';
import { sayer } from '../../../src/monitor/form/filling.tsx';
import { questionNamed, questionsAt } from '../../../src/monitor/form/locate.ts';
import { instantParts } from '../../../src/monitor/form/MomentAnswer.tsx';
import { typedNumber } from '../../../src/monitor/form/NumberAnswer.tsx';
import { findChoices, groupsOf, orderedChoices } from '../../../src/monitor/form/PickPage.tsx';
import { entryName } from '../../../src/monitor/form/RepeatAnswer.tsx';

describe('a typed number', () => {
  it('is read as it is written here, and only when it is one', () => {
    expect(typedNumber('1\u00a0234,5', 'decimal')).toEqual({ shown: '1\u00a0234,5', value: 1234.5 });
    expect(typedNumber('-71.25', 'decimal').value).toBe(-71.25);
    expect(typedNumber('1 200', 'whole').value).toBe(1200);
    expect(typedNumber('about 12', 'whole')).toEqual({ shown: ' 12', value: 12 });
    for (const half of ['', '-', '1,', '1.2.3']) expect(typedNumber(half, 'decimal').value).toBeUndefined();
  });
});

describe('a moment', () => {
  it('is taken apart without being moved to another offset', () => {
    expect(instantParts('2026-12-26T10:00:00+05:00')).toEqual({
      day: '2026-12-26',
      time: '10:00',
      offset: '+05:00',
    });
    expect(instantParts('2026-12-26')).toEqual({ day: '2026-12-26', time: '', offset: '' });
    expect(instantParts('soon')).toEqual({ day: '', time: '', offset: '' });
  });
});

describe('a long list', () => {
  const acts = fullSections()[0];
  const type = acts === undefined ? null : questionNamed(questionsAt(acts, ['acts', 0]), ['type']);
  const choices =
    type?.kind === 'choice' ? type.choices({ root: {}, here: {}, path: [], today: '2026-11-22' }) : [];

  it('is searched by the beginnings of words, in every language, folded', async () => {
    const say = sayer(await loadMonitorWords('kk'), await loadFullWords('kk'));
    const codes = (typed: string) => findChoices(choices, typed, say).map(({ code }) => code);
    expect(choices.length).toBeGreaterThan(150);
    expect(codes('arbitr arr')).toContain('lib.arrest');
    expect(codes('задерж')).toContain('lib.arrest');
    expect(codes('ЗАДЕРЖАНИЕ произв')).toContain('lib.arrest');
    // "Азаматтығынан айыру", as a Russian keyboard types it.
    expect(codes('азаматтыгынан')).toEqual(['mov.citizenship']);
    expect(codes('zzz')).toEqual([]);
    expect(codes('  ')).toHaveLength(choices.length);
  });

  it('stands by the alphabet of whoever reads where it has no order of its own, "I don’t know" last', async () => {
    const part = fullSections().find(({ name }) => name === 'place');
    const question = part === undefined ? null : questionNamed(questionsAt(part, []), ['place', 'region']);
    if (question?.kind !== 'choice') throw new Error('the region is chosen');
    const scope = { root: {}, here: { country: 'KZ' }, path: [], today: '2026-11-22' };
    const kazakhstan = question.choices(scope);
    const inRussian = (texts: Parameters<ReturnType<typeof sayer>>[0]) => sayIn(texts, 'ru');
    const shown = (byAlphabet: boolean) =>
      orderedChoices(kazakhstan, byAlphabet, inRussian, 'ru').map(({ label }) => inRussian(label));
    expect(question.byAlphabet).toBe(true);
    expect(shown(true).slice(0, 8)).toEqual([
      'Абайская область',
      'Акмолинская область',
      'Актюбинская область',
      'Алматинская область',
      'Алматы',
      'Астана',
      'Атырауская область',
      'Восточно-Казахстанская область',
    ]);
    expect(shown(true).at(-1)).toBe(inRussian(kazakhstan.at(-1)?.label));
    expect(shown(false)).toEqual(kazakhstan.map(({ label }) => inRussian(label)));
  });

  it('names an entry as the report will, in each language, until it has a name', async () => {
    const repeat = fullSections()
      .flatMap(({ questions }) => questions)
      .find(({ name }) => name === 'persons');
    if (repeat?.kind !== 'repeat') throw new Error('people are entries');
    for (const [lang, named] of [
      ['en', 'Person 2'],
      ['ru', 'Человек 2'],
      ['kk', '2-адам'],
    ] as const) {
      const [t, f] = [await loadMonitorWords(lang), await loadFullWords(lang)];
      const filling = { t, f, say: sayer(t, f), files: new Map<string, string>() };
      expect(entryName(filling, repeat, {}, 1)).toBe(named);
      expect(entryName(filling, repeat, { label: 'Розa' }, 1)).toBe('Розa');
    }
  });

  it('is grouped in the order of its groups', async () => {
    const groups = groupsOf(choices, sayer(await loadMonitorWords('ru'), await loadFullWords('ru')));
    expect(groups.length).toBeGreaterThan(15);
    expect(groups[0]?.title).toBe('Задержание и лишение свободы');
    expect(groups.flatMap((group) => group.choices)).toHaveLength(choices.length);
  });

  it('keeps to be seen what was chosen and is not offered any more', () => {
    expect(chosenCodes('a')).toEqual(['a']);
    expect(chosenCodes(['a', 1, ''])).toEqual(['a']);
    expect(chosenCodes(undefined)).toEqual([]);
    expect(withGone([{ value: 'a', label: 'A' }], ['a', 'b'], 'gone')).toEqual([
      { value: 'a', label: 'A' },
      { value: 'b', label: 'gone' },
    ]);
  });
});
