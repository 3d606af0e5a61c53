/** Owns the proof that docs/PROTOCOL.md and the tests speak of the same rules. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

const rules = [
  ...readFileSync(join(root, 'docs/PROTOCOL.md'), 'utf8').matchAll(/^- \*\*\[([A-Z]+\d+)\]\*\*/gm),
].map((match) => match[1] ?? '');
const titles = filesBelow(join(root, 'tests'))
  .filter((file) => /\.test\.tsx?$/.test(file) && !file.endsWith('protocol.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const cited = [
  ...new Set(
    [...titles.matchAll(/\[((?:SEAL|REP|FORM|SIG|MAN|INV|EP|UP|VLT|TOK)\d+)\]/g)].map(
      (match) => match[1] ?? '',
    ),
  ),
];

it('numbers each rule once', () => {
  expect(rules.length).toBeGreaterThan(35);
  expect(new Set(rules).size).toBe(rules.length);
});

it('has a test that cites each rule', () => {
  expect(rules.filter((rule) => !cited.includes(rule))).toEqual([]);
});

it('cites no rule that does not exist', () => {
  expect(cited.filter((rule) => !rules.includes(rule))).toEqual([]);
});

it('has a test that cites each promise this version makes', () => {
  const promises = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9', 'S10', 'S11', 'S12'];
  expect(promises.filter((promise) => !new RegExp(`\\b${promise}\\b`).test(titles))).toEqual([]);
});
