/** Owns the proof that a report is shown whole, in both languages: every value once, under a name, unknown ones too. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPast } from '../../src/desk/dates.ts';
import { glanceOf } from '../../src/desk/glance.ts';
import { findingPlace } from '../../src/desk/report/findingPlace.ts';
import { type Line, type Section, type SectionId, sectionsOf } from '../../src/desk/report/reportLines.ts';
import type { Json } from '../../src/domain/bounded.ts';
import { emptyDraft, setFull } from '../../src/domain/draft.ts';
import { previewFull } from '../../src/domain/form/fullFinish.ts';
import { additionFields } from '../../src/domain/later/addition.ts';
import { headline, objectAt, objectsAt, textAt } from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { label } from '../../src/domain/vocabulary.ts';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { anyAnswers } from '../domain/anyAnswers.ts';
import { fortyVictims } from '../domain/fortyVictims.ts';
import { changed, fieldsOf, NOW, samples } from '../domain/samples.ts';

const ID = '7e127b35-baaa-4b43-bacf-a1b61d3183ab';
const en = await loadDeskWords('en');
const ru = await loadDeskWords('ru');

/** Every leaf of a value as text, with its path. */
function leaves(value: Json, path = ''): readonly (readonly [path: string, text: string])[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => leaves(item, `${path}[${at}]`));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) =>
      leaves(inner, path === '' ? key : `${path}.${key}`),
    );
  return [[path, String(value)]];
}

const valuesOf = (lines: readonly Line[]): readonly string[] =>
  lines.flatMap((line) => (line.kind === 'group' ? valuesOf(line.lines) : line.values.map(({ raw }) => raw)));
type Leaf = Extract<Line, { readonly kind: 'values' }>;
const leafLines = (lines: readonly Line[]): readonly Leaf[] =>
  lines.flatMap((line) => (line.kind === 'group' ? leafLines(line.lines) : [line]));
const pathsOf = (lines: readonly Line[]): readonly string[] =>
  lines.flatMap((line) => (line.kind === 'group' ? pathsOf(line.lines) : [line.path]));
const all = (sections: readonly Section[]) => valuesOf(sections.flatMap(({ lines }) => lines));
const labelsOf = (lines: readonly Line[]): readonly string[] =>
  lines.flatMap((line) => (line.kind === 'group' ? [line.label, ...labelsOf(line.lines)] : [line.label]));
const section = (sections: readonly Section[], id: SectionId) =>
  sections.find((one) => one.id === id)?.lines ?? [];

/** How often each text stands in a list; a date's parts stand in one value. */
function missingFrom(shown: readonly string[], report: Json): readonly string[] {
  const left = new Map<string, number>();
  for (const raw of shown) left.set(raw, (left.get(raw) ?? 0) + 1);
  const dates = shown.join('\n');
  return leaves(report)
    .filter(([path, text]) => {
      if (/\.(edtf|q|text|time)$/.test(path) && path !== 'event.time') return !dates.includes(text);
      const count = left.get(text) ?? 0;
      left.set(text, count - 1);
      return count === 0;
    })
    .map(([path, text]) => `${path} = ${text.slice(0, 40)}`);
}

describe('a report on the screen', () => {
  const reports = [
    ...samples.map(({ key, report }) => [key, fieldsOf(report)] as const),
    ['forty victims', fortyVictims()] as const,
  ];
  for (const [key, fields] of reports)
    for (const t of [en, ru])
      it(`shows every value of ${key} in ${t.lang}`, () => {
        expect(leaves(fields).length).toBeGreaterThan(15);
        expect(missingFrom(all(sectionsOf(fields, {}, t)), fields)).toEqual([]);
      });

  it('names every field of the samples in both languages: nothing is left for "Other fields"', () => {
    for (const [key, fields] of reports)
      for (const t of [en, ru]) {
        const sections = sectionsOf(fields, {}, t);
        expect([key, pathsOf(section(sections, 'other'))]).toEqual([key, []]);
        for (const label of labelsOf(sections.flatMap(({ lines }) => lines)))
          expect(label, `${key} ${t.lang}`).not.toMatch(/[[\].]|_/);
      }
  });

  it('[REP1] S10 keeps and shows what a newer phone added, at any depth, under its own name', () => {
    const fields = changed(samples[0]?.report, ['weather'], { wind: 'north', seen: [1, true, null] });
    const deeper = changed(fields, ['persons', 0, 'shoe_size'], 44);
    const sections = sectionsOf(deeper, { later: { deep: ['x'] } }, en);
    const other = section(sections, 'other');
    expect([...pathsOf(other)].sort()).toEqual([
      'later.deep[0]',
      'persons[0].shoe_size',
      'weather.seen[0]',
      'weather.seen[1]',
      'weather.seen[2]',
      'weather.wind',
    ]);
    expect([...valuesOf(other)].sort()).toEqual(['1', '44', 'north', 'null', 'true', 'x']);
    expect(missingFrom(all(sections), deeper)).toEqual([]);
  });

  it('shows wrong shapes instead of failing: text where a list belongs, a list where an object belongs', () => {
    const broken = fieldsOf({
      acts: 'not a list',
      event: ['not', 'an', 'object'],
      persons: [null, 7, 'x', []],
      place: null,
      consents: { id: 'y' },
      urgency: [[['deep']]],
    });
    expect(missingFrom(all(sectionsOf(broken, {}, en)), broken)).toEqual([]);
    expect(glanceOf(broken, headline(broken), en)).toHaveLength(6);
  });

  it('says people and consents by name and codes by label, and keeps the code beside it', () => {
    const fields = fieldsOf(samples.find(({ key }) => key.startsWith('S1'))?.report);
    const lines = section(sectionsOf(fields, {}, ru), 'what');
    const first = lines[0];
    if (first?.kind !== 'group') throw new Error('acts are groups');
    const victim = first.lines.find(({ path }) => path === 'acts[0].victims');
    expect(victim?.kind === 'values' && victim.values[0]?.text).toBe('Arman Q.');
    const type = first.lines.find(({ path }) => path === 'acts[0].type');
    expect(type?.kind === 'values' && type.values[0]).toMatchObject({ kind: 'ours', note: 'tri.discord' });
  });

  it('leaves no code bare: methods, acts by their place, what was done with a file, days as everywhere else', () => {
    const fields = fieldsOf(samples.find(({ key }) => key.startsWith('S4'))?.report);
    const shownAt = (t: typeof en, path: string) =>
      leafLines(sectionsOf(fields, {}, t).flatMap(({ lines }) => lines))
        .filter((line) => line.path === path)
        .flatMap(({ values }) => values.map(({ text }) => text));
    expect(shownAt(en, 'acts[0].methods')).toEqual(['Placed in a psychiatric institution']);
    expect(shownAt(ru, 'acts[0].methods')).toEqual(['Помещение в психиатрическую больницу']);
    const unknown = changed(fields, ['acts', 0, 'methods'], ['999999999999']);
    expect(
      leafLines(sectionsOf(unknown, {}, en).flatMap(({ lines }) => lines)).find(
        ({ path }) => path === 'acts[0].methods',
      )?.values[0]?.text,
    ).toBe('code 999999999999 (HURIDOCS list 5)');
    const acts = objectsAt(fields, 'acts').map((act) => label('violations', textAt(act, 'type') ?? '', 'en'));
    expect(shownAt(en, 'perpetrators[1].acts')).toEqual([`Act 1: ${acts[0]}`, `Act 2: ${acts[1]}`]);
    expect(shownAt(ru, 'evidence[0].custody[0].action')).toEqual(['Получено']);
    expect(shownAt(ru, 'evidence[0].custody[0].actor')).toEqual(['Наблюдатель']);
    const dated = changed(fields, ['consents', 0, 'review_on'], '2027-11-01');
    const days = leafLines(sectionsOf(dated, {}, en).flatMap(({ lines }) => lines));
    expect(days.find(({ path }) => path === 'consents[0].review_on')?.values).toEqual([
      { raw: '2027-11-01', text: '01.11.2027', kind: 'ours' },
    ]);
    expect(shownAt(en, 'perpetrators[1].acts').join()).not.toContain('undefined');
    const beyond = changed(fields, ['perpetrators', 1, 'acts'], [99]);
    const far = leafLines(sectionsOf(beyond, {}, en).flatMap(({ lines }) => lines));
    expect(far.find(({ path }) => path === 'perpetrators[1].acts')?.values[0]?.text).toBe('99');
  });

  it('any report of the full form is shown whole and by name, in both languages', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const draft = emptyDraft({ id: ID, localRef: 'ZKZ73', lang: 'en', country: 'KZ', now: NOW });
        const told = {
          event: { ...objectAt(answers, 'event'), summary: 'x' },
          place: { ...objectAt(answers, 'place'), country: 'KZ' },
        };
        const { fields } = previewFull(setFull(draft, { ...answers, ...told }, NOW), '2026-11-22');
        for (const t of [en, ru]) {
          const sections = sectionsOf(fields, {}, t);
          expect(missingFrom(all(sections), fields)).toEqual([]);
          expect(pathsOf(section(sections, 'other'))).toEqual([]);
        }
      }),
      {
        numRuns: 60,
        examples: [
          [
            {
              acts: [
                {
                  type: 'tnr.relatives',
                  details: { tnr: { decision: { text: 'x', date: { edtf: '1992', q: 'exact' } } } },
                },
              ],
            },
          ],
        ],
      },
    );
  });

  it('[REP10] shows an addition where the report’s own fields stand, and what it changes by name', () => {
    const made = additionFields({
      id: ID,
      code: 'ABCDE',
      about: { report: ID.replace('7', '8'), code: 'ZKZ73' },
      kind: 'add',
      language: 'en',
      reason: 'Heard since',
      answers: {
        event: { summary: 'More' },
        acts: [{ type: 'lib.arrest', details: { arrest: { warrant: 'no' } } }],
        persons: [{ id: ID, label: 'New one', roles: ['victim'] }],
      },
      whose: [],
      attachments: [],
      now: NOW,
    });
    if (!made.ok) throw new Error(made.code);
    const sections = sectionsOf(made.value, {}, en);
    expect(missingFrom(all(sections), made.value)).toEqual([]);
    expect(pathsOf(section(sections, 'other'))).toEqual([]);
    const lines = leafLines(sections.flatMap((one) => one.lines));
    const at = (path: string) => lines.find((line) => line.path === path)?.values.map(({ text }) => text);
    expect(at('kind')).toEqual(['More was added']);
    expect(at('changes[0].path')).toEqual(['In a few words']);
    expect(at('add.acts[0].details.warrant')).toEqual(['No']);
    expect(at('add.acts[0].victims')).toEqual(['New one']);
    expect(lines.find(({ path }) => path === 'add.acts[0].details.warrant')?.label).toBe(
      'Was a warrant or order shown?',
    );
    expect(section(sections, 'who')[0]?.path).toBe('add.persons[0]');
  });

  it('names the place of a finding by entry and field, never as a path', () => {
    const fields = fieldsOf(samples.find(({ key }) => key.startsWith('S4'))?.report);
    expect(findingPlace('', fields, en)).toBe('the whole report');
    expect(findingPlace('acts[1]', fields, en)).toBe('Act 2');
    expect(findingPlace('acts[1].type', fields, ru)).toBe('Нарушение 2 › Вид нарушения');
    expect(findingPlace('persons[0].names[1].full', fields, en)).toBe('Person 1 › Full name');
    expect(findingPlace('evidence[2].title', fields, en)).toBe('Evidence 3 › Title');
    const medicated = changed(fields, ['acts', 1, 'type'], 'tor.psych');
    expect(findingPlace('acts[1].details.medication', medicated, en)).toBe('Act 2 › Medication');
    expect(findingPlace('weather[3].wind', fields, en)).toBe('weather 4 › wind');
    expect(findingPlace('urgency', fields, ru)).toBe('Срочность и риск');
    expect(findingPlace('place', fields, en)).toBe('Where');
    expect(findingPlace('event.start.edtf', fields, ru)).toBe('Когда');
    for (const [key, each] of reports)
      for (const { path } of check(each, '2026-12-01')) {
        expect(findingPlace(path, each, en), `${key} ${path}`).not.toMatch(/[[\]]/);
        // In Russian no name is in Latin letters, but for what is only a name.
        expect(findingPlace(path, each, ru), `${key} ${path}`).not.toMatch(/^[a-z_.]+$/);
      }
  });

  it('calls consents, people and acts by the number that others refer to them by', () => {
    const fields = fieldsOf(samples.find(({ key }) => key.startsWith('S4'))?.report);
    const labels = sectionsOf(fields, {}, ru).flatMap(({ lines }) =>
      lines.flatMap((line) => (line.kind === 'group' ? [[line.path, line.label]] : [])),
    );
    const told = new Map(labels.map(([path = '', label = '']) => [path, label]));
    expect(told.get('consents[0]')).toBe('Согласие 1');
    expect(told.get('persons[0]')).toBe('Человек 1');
    expect(told.get('acts[1]')).toBe('Нарушение 2');
  });

  it('a deadline is past from the next day on, and what is no date never is', () => {
    expect(isPast('2026-12-26T03:00:00+05:00', '2026-12-26')).toBe(true);
    expect(isPast('2026-12-26T10:00:00+05:00', '2026-12-26')).toBe(false);
    expect(isPast('2026-12-25', '2026-12-26')).toBe(true);
    expect(isPast('soon', '2026-12-26')).toBe(false);
  });

  it('says "not answered" for a culprit nobody asked about', () => {
    const fields = changed(fieldsOf(samples[0]?.report), ['perpetrators'], []);
    for (const [t, words] of [
      [en, 'not answered'],
      [ru, 'нет ответа'],
    ] as const)
      expect(glanceOf(fields, headline(fields), t).find(({ id }) => id === 'by')?.value).toBe(words);
  });

  it('says who did what to whom for each sample in both languages', () => {
    for (const [key, fields] of reports)
      for (const t of [en, ru]) {
        const cells = glanceOf(fields, headline(fields), t);
        expect(
          cells.every(({ value }) => value !== ''),
          key,
        ).toBe(true);
      }
    const forty = glanceOf(fortyVictims(), headline(fortyVictims()), en);
    expect(forty.find(({ id }) => id === 'whom')?.note).toContain('37');
  });
});
