/** Proves that every path of an answer leads to its question and page, and that an address says where, never what. */
import { describe, expect, it } from 'vitest';
import { pathText, seenIn } from '../../../src/domain/form/answers.ts';
import { fullSections } from '../../../src/domain/form/full.ts';
import type { Path, Question } from '../../../src/domain/form/question.ts';
import type { JsonObject } from '../../../src/domain/report.ts';
import { loadFullWords } from '../../../src/i18n/fullMessages.ts';
import { loadMonitorWords } from '../../../src/i18n/monitorMessages.ts';
import { type FullPage, fullPath, parseFullPage } from '../../../src/monitor/form/address.ts';
import { sayer } from '../../../src/monitor/form/filling.tsx';
import { guideNames, isGuide } from '../../../src/monitor/form/guideNames.ts';
import { entryAt, questionNamed, questionsAt, spotOf } from '../../../src/monitor/form/locate.ts';
import { placeOf } from '../../../src/monitor/form/places.ts';
import { saidIn } from '../../../src/monitor/form/said.ts';
import { sampleForm } from '../../domain/form/sampleForm.ts';

const TODAY = '2026-11-22';
const root: JsonObject = {
  acts: [{ type: 'lib.arrest' }, { type: 'tor.torture' }],
  persons: [{ id: 'p1', label: 'Aru', names: [{ full: 'Ару' }], status_now: 'serving' }],
  perpetrators: [{}],
  sources: [{}],
  evidence: [{}],
  consents: [{ id: 'c1', preset: 'custom' }],
  remedies: [{}],
  interventions: [{}],
  links: [{}],
  place: { country: 'KZ' },
};

describe('a path of an answer', () => {
  it('leads to the question that asks for it, wherever that stands in the full form', () => {
    let looked = 0;
    for (const section of fullSections())
      for (const { question, path } of seenIn(section.questions, root, [], TODAY)) {
        const spot = spotOf(fullSections(), path);
        expect([pathText(path), spot?.section.name, spot?.question]).toEqual([
          pathText(path),
          section.name,
          question,
        ]);
        looked += 1;
      }
    expect(looked).toBeGreaterThan(150);
  });

  it('of the inside of an answer leads to the question around it', () => {
    const name = (path: Path): string | undefined => spotOf(sampleForm, path)?.question.name;
    expect(name(['event', 'start', 'edtf'])).toBe('start');
    expect(name(['event', 'story'])).toBe('story');
    expect(name(['acts', 0, 'details', 'injuries'])).toBe('injuries');
    expect(name(['people', 3, 'names', 1])).toBe('names');
    expect(spotOf(sampleForm, ['nothing'])).toBeNull();
  });

  it('knows the entries it goes through, also inside groups', () => {
    const people = sampleForm[1];
    if (people === undefined) throw new Error('the sample form has four parts');
    expect(entryAt(people, ['people', 2, 'names', 0])?.map(({ path }) => path)).toEqual([
      ['people', 2],
      ['people', 2, 'names', 0],
    ]);
    expect(questionsAt(people, ['people', 2]).map(({ name }) => name)).toEqual(['label', 'age', 'names']);
    expect(entryAt(people, ['people'])).toBeNull();
  });

  it('finds a question inside groups by its names', () => {
    const when = sampleForm[2]?.questions ?? [];
    expect(questionNamed(when, ['event', 'start'])?.kind).toBe('partialDate');
    expect(questionNamed(when, ['start'])).toBeNull();
    expect(questionNamed(sampleForm[3]?.questions ?? [], ['contact'])?.kind).toBe('text');
  });
});

describe('the place of a path, in words', () => {
  it('names part, entry and question, and leads to the page that has it', async () => {
    const [t, f] = [await loadMonitorWords('en'), await loadFullWords('en')];
    const filling = { sections: fullSections(), root, files: new Map(), t, f, say: sayer(t, f) };
    expect(placeOf(filling, ['persons', 0, 'citizenship'])).toEqual({
      title: 'Citizenship',
      detail: 'People · Aru',
      page: { at: 'part', part: 'people', where: ['persons', 0], field: 'citizenship' },
    });
    // An entry that is not there yet: its list is where it can be made.
    expect(placeOf(filling, ['persons', 7, 'citizenship']).page).toEqual({
      at: 'part',
      part: 'people',
      where: [],
      field: 'persons',
    });
    expect(placeOf(filling, ['event', 'start']).page).toEqual({
      at: 'part',
      part: 'place',
      where: [],
      field: 'event.start',
    });
    expect(placeOf(filling, []).page).toEqual({ at: 'parts' });
  });

  it('says what a part holds, in the language of the screen, and nothing that is hidden', async () => {
    for (const [lang, arrest] of [
      ['en', 'What happened: Arbitrary arrest or detention'],
      ['ru', 'Что произошло: Произвольное задержание или арест'],
      ['ky', 'Эмне болду: Негизсиз кармоо же камакка алуу'],
      ['uz-Cyrl', 'Нима бўлди: Асоссиз ҳибсга олиш ёки ушлаб туриш'],
    ] as const) {
      const [t, f] = [await loadMonitorWords(lang), await loadFullWords(lang)];
      const acts = fullSections()[0];
      if (acts === undefined) throw new Error('the full form has parts');
      const said = saidIn(
        {
          root: { acts: [{ type: 'lib.arrest', details: { torture: { injuries: 'hidden' } } }] },
          files: new Map(),
          today: TODAY,
          t,
          f,
          say: sayer(t, f),
        },
        acts,
      );
      expect(said).toEqual([arrest]);
    }
  });
});

describe('the last look at the full form', () => {
  const sayPart = async (lang: 'en' | 'ru', name: string, answers: JsonObject) => {
    const [t, f] = [await loadMonitorWords(lang), await loadFullWords(lang)];
    const part = fullSections().find((one) => one.name === name);
    if (part === undefined) throw new Error(`no ${name}`);
    const files = new Map([['f1', 'door.jpg']]);
    return saidIn({ root: answers, files, today: TODAY, t, f, say: sayer(t, f) }, part);
  };

  it('says with each answer what was asked, and of which entry', async () => {
    const people = {
      persons: [
        { id: 'p1', label: 'Aru', sex: 'f', age: { min: 30, max: 40 } },
        { id: 'p2', age: { min: 7, max: 7 } },
      ],
      victim_group: { count_exact: 1, women: 1 },
    };
    expect(await sayPart('en', 'people', people)).toEqual([
      ...['People: Aru', 'Sex: Female', 'Age: 30–40'],
      ...['People: Person 2', 'Age: 7'],
      ...['Exact number: 1', 'Women: 1'],
    ]);
    const twice = [1, 2].map((n) => ({ id: `c${n}`, preset: 'internal', given_by: 'self' }));
    expect(await sayPart('en', 'consent', { consents: twice })).toEqual([
      ...['Consent: 1. Our organisation only', 'Given by: The person'],
      ...['Consent: 2. Our organisation only', 'Given by: The person'],
    ]);
    const said = await sayPart('ru', 'people', people);
    expect(said).toContain('Возраст: 30–40');
    expect(said.filter((line) => !/[?:] ./.test(line))).toEqual([]);
  });

  it('says a place on the map, what was ticked by its own words, and that there is more', async () => {
    const interview = { type: 'witness', interpreter: true };
    expect(await sayPart('en', 'sources', { sources: [interview] })).toEqual([
      'Sources: Direct witness',
      'Interpreter used',
    ]);
    const placed = await sayPart('en', 'place', {
      place: { country: 'KZ', precision: 'city', _point: { lat: 51.1, lon: 71.4 } },
    });
    expect(placed.join('\n')).toContain('51.1, 71.4');
    const many = await sayPart('en', 'sources', { sources: Array.from({ length: 20 }, () => interview) });
    expect([many.length, many.at(-1)]).toEqual([9, '…']);
  });

  it('calls each file by its name, where it has no title', async () => {
    const [t, f] = [await loadMonitorWords('en'), await loadFullWords('en')];
    const files = new Map([
      ['f1', 'door.jpg'],
      ['f2', 'street.jpg'],
    ]);
    const evidence = [
      { id: 'f1', type: 'photo' },
      { id: 'f2', type: 'photo', title: 'The street' },
    ];
    const consents = [
      { id: 'c1', preset: 'partners' },
      { id: 'c2', preset: 'internal' },
    ];
    const answers = { evidence: evidence.map((one) => ({ ...one, consent: 'c2' })), consents };
    const filling = { sections: fullSections(), root: answers, files, t, f, say: sayer(t, f) };
    const detail = (index: number) => placeOf(filling, ['evidence', index, 'consent']).detail;
    expect(detail(0)).toBe('Sources and evidence · Photograph, door.jpg');
    expect(detail(1)).toBe('Sources and evidence · The street');
    // A consent for files says for which.
    expect(placeOf(filling, ['consents', 1, 'given_by']).detail).toBe(
      'Consent and risk · 2. Our organisation only · door.jpg · street.jpg',
    );
    expect(placeOf(filling, ['consents', 0, 'given_by']).detail).toBe(
      'Consent and risk · 1. Partner NGOs, no publication',
    );
    expect(placeOf(filling, ['evidence', 0, 'consent']).page).toMatchObject({ where: ['evidence', 0] });
  });
});

describe('an address', () => {
  const pages: readonly FullPage[] = [
    { at: 'parts' },
    { at: 'finish' },
    { at: 'missing', output: 'wgad' },
    { at: 'guide', name: 'consent' },
    { at: 'part', part: 'acts', where: [], field: null },
    { at: 'part', part: 'acts', where: ['acts', 10], field: null },
    { at: 'part', part: 'people', where: ['persons', 0, 'names', 1], field: 'full' },
    { at: 'part', part: 'place', where: [], field: 'event.start' },
    { at: 'pick', part: 'place', where: [], field: 'place~country' },
    { at: 'pick', part: 'acts', where: ['acts', 0], field: 'type' },
  ];
  it.each(pages)('of $at leads back to its page', (page) => {
    const [, , handle, start, ...rest] = fullPath('0123456789', page).split('/');
    expect([handle, start]).toEqual(['0123456789', 'f']);
    expect(parseFullPage(...rest)).toEqual(page);
  });
});

describe('mini-guides', () => {
  const guidesOf = (questions: readonly Question[]): readonly string[] =>
    questions.flatMap((question) => [
      ...(question.guide === undefined ? [] : [question.guide]),
      ...(question.kind === 'group' || question.kind === 'repeat' ? guidesOf(question.questions) : []),
    ]);

  it('exist for every field that names one, with something to ask, to avoid, and when to stop', async () => {
    const named = new Set(fullSections().flatMap(({ questions }) => guidesOf(questions)));
    expect(named.size).toBeGreaterThan(10);
    expect([...named].filter((name) => !isGuide(name))).toEqual([]);
    for (const lang of ['en', 'ru'] as const) {
      const f = await loadFullWords(lang);
      for (const name of guideNames)
        for (const part of ['title', 'ask', 'avoid', 'stop'] as const)
          for (const line of f(`guide.${name}.${part}`).split('\n'))
            expect(line.trim().length).toBeGreaterThan(3);
    }
  });

  it('explain consent in seven points', async () => {
    for (const lang of ['en', 'ru'] as const)
      expect((await loadFullWords(lang))('guide.consent.ask').split('\n')).toHaveLength(7);
  });
});
