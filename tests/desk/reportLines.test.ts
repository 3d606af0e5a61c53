/** Owns the proof that a report is shown whole, in both languages: every value once, under a name, unknown ones too. */
import { describe, expect, it } from 'vitest';
import { glanceOf } from '../../src/desk/glance.ts';
import { type Line, type Section, type SectionId, sectionsOf } from '../../src/desk/reportLines.ts';
import type { Json } from '../../src/domain/bounded.ts';
import { headline } from '../../src/domain/report.ts';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { fortyVictims } from '../domain/fortyVictims.ts';
import { changed, fieldsOf, samples } from '../domain/samples.ts';

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
