/** Owns the proof that the compact shape check agrees with the JSON Schema, on thousands of mutated reports. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFields } from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import type { Finding } from '../../src/domain/rules/finding.ts';
import { lists } from '../../src/domain/vocabulary.ts';
import { fortyVictims } from './fortyVictims.ts';
import { changed, fieldsOf, samples, schema, schemaAccepts, TODAY } from './samples.ts';

type Path = readonly (string | number)[];

function paths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, member]) =>
    paths(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? below : [path, ...below];
}

// T1 is left out: segmenting 140,000 letters a thousand times proves nothing more.
const bases = [...samples.filter((one) => one.key !== 'T1_huge').map((one) => one.report), fortyVictims()];
const places = bases.map((report) => paths(report));

const codes = Object.values(lists).flatMap((list) => list.map((option) => option.code));
const strange = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 3, 4.5, 1e9, '', [], {}, undefined, 'verified', 'full'),
  fc.constantFrom(...codes),
  fc.constantFrom(
    '2026-02-30',
    '2026-03~',
    'KZ',
    'x'.repeat(700),
    '😀'.repeat(200),
    'a'.repeat(61),
    '2026-03-05',
  ),
  fc.constantFrom<unknown>(
    { edtf: '2026-13', q: 'exact' },
    { edtf: '2026-01-01', q: 'exact', more: 1 },
    { min: 2 },
  ),
  fc.string(),
  fc.integer({ min: -5, max: 200 }),
);
const mutation = fc
  .nat({ max: bases.length - 1 })
  .chain((base) => fc.tuple(fc.constant(base), fc.nat({ max: (places[base]?.length ?? 1) - 1 }), strange));

const mutated = ([base, place, value]: [number, number, unknown]) =>
  changed(bases[base], places[base]?.[place] ?? ['id'], value);

/** Whether the schema says anything about a place: the field lists of §2.13 and §2.14 name more than it does. */
function schemaNames(path: string): boolean {
  // The schema takes any text for a deadline, we only take an instant.
  if (path === 'urgency.deadline') return false;
  let here: unknown = schema;
  for (const part of path.match(/[a-z_]+|\[\d+\]/g) ?? []) {
    const node = here as { readonly properties?: Record<string, unknown>; readonly items?: unknown };
    here = part.startsWith('[') ? node.items : node.properties?.[part];
    if (here === undefined) return false;
  }
  return true;
}

/** A region that is not said is only worth a warning, and no fault for the schema. */
const isWrong = ({ rule, severity, path }: Finding): boolean =>
  rule === 'F01' && severity === 'error' && schemaNames(path);

describe('shape', () => {
  it('M9 whatever the schema refuses has an error, in two thousand mutations', () => {
    let refused = 0;
    fc.assert(
      fc.property(mutation, (how) => {
        const fields = mutated(how);
        if (schemaAccepts(fields)) return;
        refused += 1;
        expect(check(fields, TODAY).some((one) => one.severity === 'error')).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  it('M9 no member that is left out is an error for us and none for the schema, each of them tried', () => {
    for (const [base, report] of bases.entries())
      for (const place of places[base] ?? []) {
        const fields = changed(report, place, undefined);
        const found = check(fields, TODAY);
        expect(schemaAccepts(fields) && found.some(isWrong), `${base} ${place.join('.')}`).toBe(false);
        expect(schemaAccepts(fields) || found.some(({ severity }) => severity === 'error')).toBe(true);
      }
  });

  it('M9 whatever has a wrong shape (F01) is refused by the schema, in two thousand mutations', () => {
    let wrong = 0;
    fc.assert(
      fc.property(mutation, (how) => {
        const fields = mutated(how);
        if (!check(fields, TODAY).some(isWrong)) return;
        wrong += 1;
        expect(schemaAccepts(fields)).toBe(false);
      }),
      { numRuns: 2000 },
    );
    expect(wrong).toBeGreaterThan(300);
  });

  it('S10 members that this version does not know are no finding', () => {
    const before = check(fieldsOf(bases[0]), TODAY);
    const fields = changed(changed(bases[0], ['weather'], 'dust'), ['acts', 0, 'mood'], { calm: true });
    expect(check(fields, TODAY)).toEqual(before);
  });

  it('M9 never throws, whatever JSON object comes', () => {
    const base = fieldsOf(bases[0]);
    const hostile = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc
        .tuple(fc.constantFrom(...Object.keys(base)), fc.jsonValue())
        .map(([key, value]) => ({ ...base, [key]: value })),
    );
    fc.assert(
      fc.property(hostile, (value) => {
        const fields = parseFields(value);
        if (fields.ok) expect(check(fields.value, TODAY)).toBeInstanceOf(Array);
        else expect(fields.code).toBe('forbiddenKey');
      }),
      { numRuns: 600 },
    );
  });
});
