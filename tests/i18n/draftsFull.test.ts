/** Proves that the full form, its guides and evidence are spoken in every language, and consent only in a reviewed one. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formTerms } from '../../src/cli/words/formTerms.ts';
import { entriesOf } from '../../src/cli/words/wordsEntries.ts';
import { fullSections } from '../../src/domain/form/full.ts';
import type { Question, Scope, Texts } from '../../src/domain/form/question.ts';
import { lists } from '../../src/domain/vocabulary.ts';
import { CONSENT_LISTS, draftFinder } from '../../src/i18n/draftLabels.ts';
import { evidence } from '../../src/i18n/en/evidence.ts';
import { forFull } from '../../src/i18n/en/forFull.ts';
import { loadEvidenceWords } from '../../src/i18n/evidenceMessages.ts';
import { loadFullWords } from '../../src/i18n/fullMessages.ts';
import * as kkEvidence from '../../src/i18n/kk/forEvidence.ts';
import * as kk from '../../src/i18n/kk/forFull.ts';
import * as kyEvidence from '../../src/i18n/ky/forEvidence.ts';
import * as ky from '../../src/i18n/ky/forFull.ts';
import type { Catalogue } from '../../src/i18n/message.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import type { SpokenLang } from '../../src/i18n/plural.ts';
import * as tgEvidence from '../../src/i18n/tg/forEvidence.ts';
import * as tg from '../../src/i18n/tg/forFull.ts';
import * as tkEvidence from '../../src/i18n/tk/forEvidence.ts';
import * as tk from '../../src/i18n/tk/forFull.ts';
import * as uzEvidence from '../../src/i18n/uz/forEvidence.ts';
import * as uz from '../../src/i18n/uz/forFull.ts';
import { sayer } from '../../src/monitor/form/filling.tsx';
import { misfits, strangeWords } from './draftChecks.ts';

const drafts: readonly (readonly [
  SpokenLang,
  { readonly forFull: Catalogue; readonly terms: Readonly<Record<string, string>> },
  Catalogue,
])[] = [
  ['kk', kk, kkEvidence.forEvidence],
  ['ky', ky, kyEvidence.forEvidence],
  ['tg', tg, tgEvidence.forEvidence],
  ['tk', tk, tkEvidence.forEvidence],
  ['uz', uz, uzEvidence.forEvidence],
];
const CONSENT_GUIDE = ['guide.consent.ask', 'guide.consent.avoid', 'guide.consent.stop'] as const;

/** Every label and hint of the questions of our form, also of those behind conditions. */
function* textsIn(questions: readonly Question[], at = ''): Generator<readonly [string, Texts]> {
  for (const question of questions) {
    const path = `${at}${question.name}`;
    for (const texts of [question.label, question.hint]) if (texts?.['en'] !== undefined) yield [path, texts];
    if (question.kind === 'group' || question.kind === 'repeat')
      yield* textsIn(question.questions, `${path}.`);
  }
}

/** Names that the rules of consent read, and that nobody answers about consent: where things are, and who somebody is. */
const NO_ANSWERS = ['consents', 'evidence', 'id', 'label', 'persons', 'roles'];
const RULES = readFileSync(new URL('../../src/domain/consent.ts', import.meta.url), 'utf8');
const found = (pattern: RegExp): readonly string[] =>
  [...new Set([...RULES.matchAll(pattern)].map(([, name = '']) => name))].sort();
const DECIDING = found(/(?:text|texts|list|object|objects|entries)At\(\w+, '(\w+)'\)/g).filter(
  (name) => !NO_ANSWERS.includes(name),
);
const nowhere: Scope = { root: {}, here: {}, path: [], today: '2000-01-01' };

/** Every question that decides about a use, with all that it says. */
function* deciding(questions: readonly Question[]): Generator<Texts> {
  for (const question of questions) {
    if (DECIDING.includes(question.name)) {
      const answers = question.kind === 'choice' ? question.choices(nowhere).map(({ label }) => label) : [];
      const said = [
        question.label,
        question.hint,
        question.guidance,
        question.constraint?.message,
        ...answers,
      ];
      for (const texts of said) if (texts?.['en'] !== undefined) yield texts;
    }
    if (question.kind === 'group' || question.kind === 'repeat') yield* deciding(question.questions);
  }
}

describe.each(drafts)('UX 7 what decides about a use, in %s', (lang) => {
  it('is said in Russian wherever the rules of consent read it', async () => {
    expect(DECIDING).toEqual(['consent', 'given_by', 'preset', 'shows_people', 'uses', 'withdrawn_at']);
    for (const list of found(/find\('(\w+)'/g)) expect(CONSENT_LISTS).toContain(list);
    const { drafted } = await loadFullWords(lang);
    // Only what they look through: whether a patient agreed is an answer about what was done.
    const looked = fullSections().flatMap(({ questions }) =>
      questions.filter(({ name }) => ['consents', 'evidence', 'persons'].includes(name)),
    );
    const texts = [...deciding(looked)];
    expect(texts.map(({ en }) => en)).toContain('Only with consent');
    expect(texts.filter((one) => drafted(one) !== undefined)).toEqual([]);
  });

  it('is said in Russian where it tells how to ask', async () => {
    const { drafted } = await loadFullWords(lang);
    const all = fullSections().flatMap(({ label, questions }) => [
      label,
      ...[...textsIn(questions)].map(([, texts]) => texts),
    ]);
    const asking = all.filter(({ en = '' }) => /consent|\bagree/i.test(en));
    expect(asking.map(({ en }) => en)).toEqual(
      expect.arrayContaining([
        'Family agrees to report',
        'Ask each person for consent to images, or make a copy with faces covered.',
      ]),
    );
    expect(asking.filter((one) => drafted(one) !== undefined)).toEqual([]);
  });

  it('is said in Russian in the short form', async () => {
    const [t, russian] = [await loadMonitorWords(lang), await loadMonitorWords('ru')];
    const keys = ['attach.people', 'attach.peopleHint'] as const;
    const shows = fullSections()
      .flatMap(({ questions }) => questions.flatMap((one) => (one.kind === 'repeat' ? one.questions : [])))
      .find(({ name }) => name === 'shows_people');
    const codes = shows?.kind === 'choice' ? shows.choices(nowhere).map(({ code }) => code) : [];
    expect(codes).toEqual(['none', 'consenting', 'identifiable']);
    for (const key of [...keys, ...(codes as Shows[]).map((code) => `attach.people.${code}` as const)])
      expect(t(key)).toBe(russian(key));
  });
});
type Shows = 'none' | 'consenting' | 'identifiable';

describe.each(drafts)('the full form and evidence in %s', (lang, { forFull: words, terms }, ofEvidence) => {
  it('have the holes, lines and plural forms that they need', () => {
    expect(misfits(lang, words, forFull)).toEqual([]);
    expect(misfits(lang, ofEvidence, evidence)).toEqual([]);
  });

  it('are written in the letters of the language', () => {
    const all = [...Object.entries(words), ...Object.entries(ofEvidence), ...Object.entries(terms)];
    expect(strangeWords(lang, all)).toEqual([]);
  });

  it('say everything but how consent is explained', async () => {
    const untold = [
      ...Object.keys(forFull).filter((key) => !(key in words)),
      ...Object.keys(evidence).filter((key) => !(key in ofEvidence)),
    ];
    const letter = Object.keys(forFull).filter((key) => key.startsWith('consent.letter.'));
    expect(untold.sort()).toEqual([...CONSENT_GUIDE, ...letter].sort());
    expect((await entriesOf(lang)).filter(({ draft }) => draft === undefined)).toEqual([]);
    const f = await loadFullWords(lang);
    const russian = await loadFullWords('ru');
    expect([f.lang, f.speaks]).toEqual(['ru', lang]);
    for (const key of CONSENT_GUIDE) expect(f(key)).toBe(russian(key));
    expect(f('full.title')).not.toBe(russian('full.title'));
    const e = await loadEvidenceWords(lang);
    expect([e.lang, e.speaks, e('evidence.stop')]).toEqual(['ru', lang, ofEvidence['evidence.stop']]);
  });

  it('have no word that the form does not know any more', () => {
    const known = new Set(formTerms([]).map(({ key }) => key));
    expect(Object.keys(terms).filter((key) => !known.has(key))).toEqual([]);
  });

  it('ask every question in the language, and every question about consent in Russian', async () => {
    const { drafted } = await loadFullWords(lang);
    const russian = fullSections()
      .flatMap(({ questions }) => [...textsIn(questions)])
      .filter(([, texts]) => drafted(texts) === undefined)
      .map(([path]) => path);
    // "Lawyer" and "Full name" are answers about consent, too; the rest tells how to ask for it, or decides like it.
    const others = [
      'acts.details.trial.lawyer',
      'persons.names.full',
      'persons._child',
      'persons.contact',
      'evidence.shows_people',
      'evidence._image',
    ];
    expect(russian.filter((path) => !/consent/.test(path))).toEqual(others);
    expect(russian).toContain('consents.uses');
    for (const list of CONSENT_LISTS)
      expect(lists[list].filter(({ en, ru }) => drafted({ en, ru }) !== undefined)).toEqual([]);
  });
});

describe('finding the draft of words', () => {
  const find = draftFinder(
    { groups: { lib: 'Ҳабс' }, presets: { none: 'Ҳеҷ' } },
    { Police: 'Полис', 'Person {n}': 'Шахси {n}', 'None | Нет': 'Нест' },
    (text) => text,
  );

  it('goes by both reviewed languages where one would fit two words', () => {
    expect(find({ en: 'None', ru: 'Нет' })).toBe('Нест');
    expect(find({ en: 'None', ru: 'Нет адвоката' })).toBeUndefined();
  });

  it('knows the labels of codes, but never those about consent', () => {
    const [group] = lists.groups;
    const [preset] = lists.presets;
    expect(find({ en: group?.en ?? '', ru: group?.ru ?? '' })).toBe('Ҳабс');
    expect(find({ en: preset?.en ?? '', ru: preset?.ru ?? '' })).toBeUndefined();
  });

  it('puts the number of an entry where the form puts it', () => {
    expect(find({ en: 'Person 12', ru: 'Человек 12' })).toBe('Шахси 12');
    expect(find({ en: '3. Police', ru: '3. Полиция' })).toBe('3. Полис');
    expect(find({ en: '3. Nobody', ru: '3. Никто' })).toBeUndefined();
  });

  it('leaves what somebody typed behind a label as it is', () => {
    expect(find({ en: 'Police · Police · 6', ru: 'Полиция · Police · 6' })).toBe('Полис · Police · 6');
    expect(find({ en: 'Nobody · 6', ru: 'Никто · 6' })).toBeUndefined();
    expect(find({ en: 'Police · 6', ru: 'Полиция · 7' })).toBeUndefined();
  });

  it('leaves an organisation its own translation, and words that have only one language', () => {
    expect(find({ en: 'Police', ru: 'Полиция', tg: 'Милиса' })).toBeUndefined();
    expect(find({ en: 'Police' })).toBeUndefined();
  });

  it('never changes what somebody typed', () => {
    expect(find({ en: 'Police', ru: 'Police' })).toBeUndefined();
    expect(find({ en: 'Person 2', ru: 'Person 2' })).toBeUndefined();
  });

  it('is written in Cyrillic where that is wanted', async () => {
    const say = sayer(await loadMonitorWords('uz-Cyrl'), await loadFullWords('uz-Cyrl'));
    expect(say({ en: 'Law', ru: 'Закон' })).toBe('Қонун');
    expect(say({ en: 'Law · Xdata', ru: 'Закон · Xdata' })).toBe('Қонун · Xdata');
    expect(say({ en: 'Person 2', ru: 'Человек 2' })).toBe('2-одам');
    expect((await loadFullWords('uz-Cyrl'))('full.uses.missing', { missing: 3, of: 24 })).toBe(
      '24 тадан 3 таси етишмайди',
    );
  });
});
