/** Proves that what the import of a form finds is said in both languages, with its place and the author's words. */
import { expect, it } from 'vitest';
import type { FormFinding } from '../../src/domain/form/definitionFinding.ts';
import { formFindings as en } from '../../src/i18n/en/formFindings.ts';
import { findingCell, findingPlace, findingText, loadFindingWords } from '../../src/i18n/formFindingText.ts';
import { holesOf } from '../../src/i18n/message.ts';
import { formFindings as ru } from '../../src/i18n/ru/formFindings.ts';

const finding: FormFinding = {
  severity: 'error',
  code: 'exprReference',
  sheet: 'survey',
  row: 12,
  column: 'F',
  header: 'relevant',
  name: 'cell',
  detail: 'nobody',
};

it('has the same sentences in both languages, with the same holes, none empty or the same', () => {
  const keys = Object.keys(en) as (keyof typeof en)[];
  expect(keys.length).toBeGreaterThan(60);
  expect(Object.keys(ru).sort()).toEqual([...keys].sort());
  const sentences = keys.filter((key) => key.startsWith('import.'));
  const wrong = sentences.filter(
    (key) =>
      holesOf(en[key]).join() !== holesOf(ru[key]).join() ||
      !/[А-Яа-я]/.test(ru[key]) ||
      /[А-Яа-я]/.test(en[key]) ||
      !/(?:[.]|\{detail\})$/.test(en[key]) ||
      !/(?:[.]|\{detail\})$/.test(ru[key]),
  );
  expect(wrong).toEqual([]);
});

it('says what and where', async () => {
  expect(findingText(await loadFindingWords('en'), finding, 'en')).toBe(
    'There is no question with this name: nobody',
  );
  expect(findingText(await loadFindingWords('ru'), finding, 'ru')).toBe('Нет вопроса с таким именем: nobody');
  const [en, ru] = [await loadFindingWords('en'), await loadFindingWords('ru')];
  expect(findingPlace(en, finding, 'en')).toBe('sheet survey, row 12, column F (relevant)');
  expect(findingPlace(ru, finding, 'ru')).toBe('лист survey, строка 12, столбец F (relevant)');
  expect(findingPlace(en, { ...finding, column: '', header: '' }, 'en')).toBe('sheet survey, row 12');
  expect(findingPlace(en, { ...finding, row: 0, column: '' }, 'en')).toBe('sheet survey');
  expect(findingPlace(en, { ...finding, sheet: '', row: 0, column: '' }, 'en')).toBe('');
  expect(findingCell(finding)).toBe('survey!F12');
  expect(findingCell({ ...finding, row: 0, column: '' })).toBe('survey');
  expect(findingCell({ ...finding, sheet: '', row: 0, column: '' })).toBe('');
});
