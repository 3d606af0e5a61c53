/** Proves `tumar form`: what it prints, and how it ends. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { workbook } from '../xlsform/writer.ts';
import { jsonOf, tumarIn } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'form-'));
afterAll(() => rmSync(folder, { recursive: true }));
const vectors = join(import.meta.dirname, '../vectors/xlsforms');
const tumar = tumarIn(folder);

it('prints the form, and what is asked otherwise', async () => {
  const said = await tumar('form', join(vectors, 'or_other.xlsx'));
  expect(said.code).toBe(0);
  expect(said.out).toContain('note survey!D3 (choice_filter) fav_pastel exprWord: ');
  expect(said.out).toContain('form or_other version (none)');
  expect(said.out).toContain('from colors or other');
});

it('says in the language that was asked for why there is no form', async () => {
  const said = await tumar('form', join(vectors, 'tutorial.xls'), '--lang', 'ru');
  expect(said.code).toBe(1);
  expect(said.out).toMatch(/^error workbookOld: Это файл Excel старого образца/);
});

it('gives JSON to programs', async () => {
  const good = jsonOf(await tumar('form', join(vectors, 'group.xlsx'), '--json'));
  expect(good).toMatchObject({ form: { v: 1, id: 'group' }, findings: [] });
  const bad = await tumar('form', join(vectors, 'widgets.xls'), '--json');
  expect(bad.code).toBe(1);
  expect(jsonOf(bad)).toMatchObject({ form: null, findings: [{ severity: 'error', code: 'workbookOld' }] });
});

it('shows hidden characters of an author as what they are', async () => {
  const rows = [
    ['type', 'name', 'label'],
    ['poem\u202e', 'a', 'A'],
  ];
  writeFileSync(join(folder, 'hidden.xlsx'), workbook({ survey: rows }));
  const said = await tumar('form', 'hidden.xlsx');
  expect(said.out).toContain('poem<U+202E>');
});

it.each([
  [[], 'one file is needed'],
  [['a.xlsx', 'b.xlsx'], 'one file is needed'],
  [['missing.xlsx'], 'no such file'],
  [['a.xlsx', '--lang', 'xx'], '--lang is en or ru'],
  [['a.xlsx', '--poem'], 'poem'],
])('%j is wrong use', async (args, sentence) => {
  const said = await tumar('form', ...args);
  expect(said.code).toBe(2);
  expect(said.err).toContain(sentence);
});
