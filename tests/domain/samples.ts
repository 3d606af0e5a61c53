/** Owns reading the sample reports and the schema for this folder's tests; must never change them. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parseFields, type ReportFields } from '../../src/domain/report.ts';

const vectors = resolve(import.meta.dirname, '../vectors');
const read = (name: string): unknown => JSON.parse(readFileSync(resolve(vectors, name), 'utf8'));

export type Expected = {
  readonly unique_victims?: number;
  readonly unique_victims_min?: number;
  readonly unique_victims_max?: number;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly urgency?: string;
  readonly permissions: Record<
    string,
    { readonly allowed: boolean; readonly blocked_by?: readonly { person: string; missing: string }[] }
  >;
};
export type Sample = {
  readonly key: string;
  readonly report: Record<string, unknown>;
  readonly expected: Expected;
};
export type InvalidCase = {
  readonly base: string;
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly rule: string;
  readonly caught_by: 'schema' | 'code' | 'pass';
};

export const samples = (read('sample-reports.json') as { samples: Sample[] }).samples;
export const invalidCases = (read('invalid-cases.json') as { cases: InvalidCase[] }).cases;

/** The day on which the samples are looked at. */
export const TODAY = '2026-11-22';
export const NOW = Date.UTC(2026, 10, 22, 9, 30);

/** Passes a value through the border, as every reader does. */
export function fieldsOf(value: unknown): ReportFields {
  const parsed = parseFields(value);
  if (!parsed.ok) throw new Error(`not fields: ${parsed.code}`);
  return parsed.value;
}

export function sample(key: string): Sample {
  const found = samples.find((one) => one.key.startsWith(key));
  if (found === undefined) throw new Error(`no sample ${key}`);
  return found;
}

/** A deep copy with one member set, or removed when the value is undefined. */
export function changed(report: unknown, path: readonly (string | number)[], value: unknown): ReportFields {
  const copy = structuredClone(report) as Record<string | number, unknown>;
  let owner = copy;
  for (const key of path.slice(0, -1)) {
    owner[key] ??= {};
    owner = owner[key] as Record<string | number, unknown>;
  }
  const last = path.at(-1) ?? '';
  if (value === undefined && Array.isArray(owner)) owner.splice(Number(last), 1);
  else if (value === undefined) delete owner[last];
  else owner[last] = value;
  return fieldsOf(copy);
}

const ajv = new Ajv2020({ allErrors: false, strict: false });
addFormats.default(ajv);
/** The JSON Schema's own opinion: the independent judge. */
export const schema = read('report.schema.json') as object;
export const schemaAccepts = ajv.compile(schema);
