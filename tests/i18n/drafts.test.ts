/** Proves that a language on its way says nothing wrong: drafts where they are, reviewed words for the rest and for consent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { find, type ListName, lists } from '../../src/domain/vocabulary.ts';
import { CONSENT_KEYS, type DraftLabels } from '../../src/i18n/draftLabels.ts';
import { forMonitor as en } from '../../src/i18n/en/forMonitor.ts';
import * as kk from '../../src/i18n/kk/forMonitor.ts';
import * as ky from '../../src/i18n/ky/forMonitor.ts';
import { type Catalogue, createDraftTranslator, createTranslator } from '../../src/i18n/message.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import { readAs, type SpokenLang, spokenLanguages } from '../../src/i18n/plural.ts';
import * as tg from '../../src/i18n/tg/forMonitor.ts';
import * as tk from '../../src/i18n/tk/forMonitor.ts';
import * as uz from '../../src/i18n/uz/forMonitor.ts';
import { inCyrillic } from '../../src/i18n/uzbek.ts';
import { misfits, strangeWords } from './draftChecks.ts';

const drafts: readonly (readonly [SpokenLang, Catalogue, DraftLabels])[] = [
  ['kk', kk.forMonitor, kk.labels],
  ['ky', ky.forMonitor, ky.labels],
  ['tg', tg.forMonitor, tg.labels],
  ['tk', tk.forMonitor, tk.labels],
  ['uz', uz.forMonitor, uz.labels],
];
const english: Catalogue = en;
const LABELLED = [
  'groups',
  'countries',
  'hostCountries',
  'regions',
  'perpetrators',
  'occupations',
  'sourceTypes',
  'urgency',
  'riskFlags',
  'dateQualifiers',
] as const;
describe.each(drafts)('the draft of %s', (lang, words, labels) => {
  it('has the holes and the plural forms that its language needs, and no empty sentence', () => {
    expect(misfits(lang, words, english)).toEqual([]);
  });

  it('is written in its own letters', () => {
    const all = [...Object.entries(words), ...Object.values(labels).flatMap((list) => Object.entries(list))];
    expect(strangeWords(lang, all)).toEqual([]);
  });

  it('labels only codes that there are', () => {
    const unknown = Object.entries(labels).flatMap(([list, own]) =>
      Object.keys(own).filter((code) => find(list as ListName, code) === undefined),
    );
    expect(unknown).toEqual([]);
  });

  it('speaks everything but consent, and says which language it is', async () => {
    const t = await loadMonitorWords(lang);
    const russian = await loadMonitorWords('ru');
    expect([t.lang, t.speaks]).toEqual(['ru', lang]);
    expect(t('form.use.explained')).toBe(russian('form.use.explained'));
    expect(t('form.use.title')).toBe(russian('form.use.title'));
    for (const preset of lists.presets) expect(t.label('presets', preset.code)).toBe(preset.ru);
    const untranslated = Object.keys(english).filter((key) => !CONSENT_KEYS.test(key) && !(key in words));
    expect(untranslated).toEqual([]);
    const unlabelled = LABELLED.flatMap((list) =>
      lists[list].filter((one) => labels[list]?.[one.code] === undefined).map((one) => `${list}/${one.code}`),
    );
    expect(unlabelled).toEqual([]);
  });
});

describe('a draft translator', () => {
  const source = { a: 'A {x}', days: { one: '{n} day', other: '{n} days' }, rest: 'Rest' } as const;
  const reviewed = createTranslator<typeof source>('ru', {
    a: 'А {x}',
    days: { one: '{n} день', few: '{n} дня', many: '{n} дней', other: '{n} дня' },
    rest: 'Остальное',
  });

  it('takes the plural rule of the language that the sentence is in', () => {
    const t = createDraftTranslator<typeof source>('tg', { a: 'Ҷ {x}' }, reviewed);
    expect([t('a', { x: 'б' }), t('days', { n: 3 }), t('rest')]).toEqual(['Ҷ б', '3 дня', 'Остальное']);
    const own = createDraftTranslator<typeof source>('tg', { days: { other: '{n} рӯз' } }, reviewed);
    expect([1, 3].map((n) => own('days', { n }))).toEqual(['1 рӯз', '3 рӯз']);
  });

  it('writes the words in other letters, and what is filled in as it is', () => {
    const t = createDraftTranslator<typeof source>('uz-Cyrl', { a: 'Oʻz {x}' }, reviewed, inCyrillic);
    expect(t('a', { x: 'latin' })).toBe('Ўз latin');
  });
});

describe('Uzbek in Cyrillic letters', () => {
  it('agrees with words that are written both ways', () => {
    const pairs = [
      ["Oʻzbekiston, O'zbekiston, O‘zbekiston", 'Ўзбекистон, Ўзбекистон, Ўзбекистон'],
      [
        'Gʻarb, Toshkent SHAHRI, chegara, eslatma, yetti, hodisa, qayta',
        'Ғарб, Тошкент ШАҲРИ, чегара, эслатма, етти, ҳодиса, қайта',
      ],
      ["maʼlumot va san'at — “yoʻl”", 'маълумот ва санъат — “йўл”'],
      ["Chrome'da, Wi-Fi, PDF", 'Chrome’да, Wi-Fi, PDF'],
      ['Valyuta (KZT, USD), Shift bilan', 'Валюта (KZT, USD), Shift билан'],
      ['Yozuv, yurist, yana', 'Ёзув, юрист, яна'],
      ['Yoʻq, Yoʻl, YOʻQ, Choy, SHOʻBA', 'Йўқ, Йўл, ЙЎҚ, Чой, ШЎБА'],
      [
        'Politsiyaga, aksiya, korrupsiya, litsenziya, internetsiz, aytsa',
        'Полицияга, акция, коррупция, лицензия, интернетсиз, айтса',
      ],
      ['aeroport, poyezd, ertalab, maʼruza', 'аэропорт, поезд, эрталаб, маъруза'],
    ] as const;
    for (const [latin, cyrillic] of pairs) expect(inCyrillic(latin)).toBe(cyrillic);
  });

  it('leaves no Latin letter of the alphabet and touches nothing else', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-vx-zʻ ,.0-9-]{0,40}$/), (text) => {
        const without = text.replace(/w/g, '');
        expect(
          inCyrillic(without)
            .replace(/[^a-z]/g, '')
            .replace(
              /[cw]|tor|un|osce|qr|pdf|gps|sim|shift|kzt|usd|ios|android|google|iphone|chrome|chromium|firefox|safari|json|http|https/g,
              '',
            ),
        ).toBe('');
        expect(inCyrillic(without).match(/[0-9,.]/g)).toEqual(without.match(/[0-9,.]/g));
      }),
    );
  });
});

it('every language is read as one that is reviewed', () => {
  expect(spokenLanguages.map(readAs)).toEqual(['en', ...Array(7).fill('ru')]);
});

it.each([...spokenLanguages])(
  'S12 in %s, what a button is called begins with what stands on it',
  async (lang) => {
    const t = await loadMonitorWords(lang);
    expect(t('send.pauseOne', { name: 'x' })).toContain(t('send.pause'));
    expect(t('send.goOne', { name: 'x' })).toContain(t('send.go'));
  },
);
