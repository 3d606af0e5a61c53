/** Proves that whatever the import does not take is named with its cell, and shorter lists of our own. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import { describe, expect, it } from 'vitest';
import { formOf, imported, said, survey } from './forms.ts';
import { head } from './rows.ts';
import type { Cells } from './writer.ts';

it('every finding in a row says what the row calls its question or choice, and where', () => {
  const { findings } = imported({
    survey: [
      [...head, 'relevant', 'default'],
      ['select_one colours', 'shade', 'Shade', '${nobody} = 1', 'violet'],
      ['image', 'picture', 'Picture'],
      ['text', 'x'.repeat(300), 'Long', '1 +'],
      ['begin group', 'nothing', 'Nothing'],
      ['end group'],
    ],
    choices: [
      ['list_name', 'name', 'label'],
      ['colours', 'red', ''],
    ],
  });
  const told = findings.map(({ sheet, row, column, header, name, code }) =>
    [sheet, row, column, header, name, code].join(' '),
  );
  expect(told).toEqual(
    expect.arrayContaining([
      'survey 2 D relevant shade exprReference',
      'survey 2 E default shade defaultLeftOut',
      'survey 3 A type picture typeLeftOut',
      `survey 4 D relevant ${'x'.repeat(199)}… exprSyntax`,
      'survey 5 A type nothing groupEmpty',
      'choices 2 C label red choiceLabelMissing',
    ]),
  );
});

it('a list without a choice is named where it stands', () => {
  const { findings } = imported({
    survey: [head, ['select_one colours', 'shade', 'Shade']],
    choices: [['list_name', 'name', 'label'], ['colours']],
  });
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'listEmpty', sheet: 'choices', row: 2, detail: 'colours' }),
  );
});

describe('what is wrong is named with its cell', () => {
  const more: Cells = [...head, 'relevant', 'calculation'];
  it.each([
    [[more, ['text', 'a', 'A', '${nobody} = 1']], 'error exprReference survey!D2 nobody'],
    [[more, ['text', 'a', 'A', '1 +']], 'error exprSyntax survey!D2 3'],
    [[more, ['text', 'a', 'A', "frobnicate('x')"]], 'error exprFunction survey!D2 frobnicate'],
    [[more, ['text', 'a', 'A', "pulldata('f', 'a', 'b', 'c') = 1"]], 'error exprWithheld survey!D2 pulldata'],
    [[more, ['text', 'a', 'A', 'selected(${a})']], 'error exprArguments survey!D2 selected'],
    [[more, ['text', 'a', 'A'], ['text', 'b', 'B', 'a = 1']], 'error exprBareName survey!D3 a'],
    [[more, ['text', 'a', 'A', "regex(., '(?=x)')"]], 'error exprPattern survey!D2 (?=x)'],
    [[more, ['text', 'a', 'A', "${a} = 'x'"]], 'error exprCycle survey!D2 a'],
    [
      [more, ['calculate', 'a', null, null, '${b} + 1'], ['calculate', 'b', null, null, '${a} + 1']],
      'error exprCycle survey!E2 a → b',
    ],
    [
      [more, ['begin group', 'g', 'G', "${a} = 'x'"], ['text', 'a', 'A'], ['end group']],
      'error exprCycle survey!D2 g → a',
    ],
    [[more, ['calculate', 'a']], 'error calculationMissing survey!E2 a'],
    [[head, ['text', 'a', 'A'], ['text', 'a', 'B']], 'error nameTwice survey!B3 a'],
    [[head, ['text', 'has space', 'A']], 'error nameWrong survey!B2 has space'],
    [[head, ['text', '__proto__', 'A']], 'error nameWrong survey!B2 __proto__'],
    [[head, ['text', null, 'A']], 'error nameMissing survey!B2 row_2'],
    [[head, ['note', null, 'A']], 'note nameMade survey!B2 row_2'],
    [[head, ['text', 'a']], 'note labelMissing survey!C2 a'],
    [[head, [null, 'a', 'A'], ['text', 'b', 'B']], 'error typeMissing survey!A2 a'],
    [[head, ['text', 'a', 'Dear ${nobody}']], 'error exprReference survey!C2 nobody'],
    [[head, ['select_one nothing', 'a', 'A']], 'error listUnknown survey!A2 nothing'],
    [
      [
        [...head, 'label'],
        ['text', 'a', 'A'],
      ],
      'error headerTwice survey!D1 label',
    ],
    [
      [
        [...head, 'colour'],
        ['text', 'a', 'A', 'red'],
      ],
      'note columnIgnored survey!D1 colour',
    ],
    [[head, ['text', 'a', 'A', null, 'beside']], 'note headerMissing survey!E2 beside'],
    [[head, ['text', 'a', '#REF!']], 'error cellBroken survey!C2 #REF!'],
    [
      [
        [...head, 'parameters'],
        ['range', 'a', 'A', 'start=1 end=x'],
      ],
      'error rangeWrong survey!D2 start=1 end=x',
    ],
    [
      [
        [...head, 'image'],
        ['text', 'a', 'A', 'a.png'],
      ],
      'leftOut mediaLeftOut survey!D2 a.png',
    ],
    [
      [
        [...head, 'disabled'],
        ['text', 'a', 'A', 'yes'],
        ['text', 'b', 'B'],
      ],
      'leftOut rowDisabled survey!D2 a',
    ],
    [[more, ['image', 'pic', 'P'], ['text', 'a', 'A', "${pic} != ''"]], 'note asksLeftOut survey!D3 pic'],
    [[more, ['text', 'a', 'A', 'now() > 1']], 'note nowIsToday survey!D2'],
    [[more, ['text', 'a', 'A', null, "concat('x', 'y')"]], 'note calculationFixed survey!E2 a'],
    [
      [
        ['type', 'label'],
        ['note', 'A'],
      ],
      'error columnMissing survey!1 name',
    ],
    [[head], 'error surveyEmpty survey!1'],
  ] as [Cells[], string][])('%j', (rows, finding) => {
    expect(said(survey(...rows))).toContain(finding);
  });

  it.each([
    [
      [
        ['l', 'a', 'A'],
        ['l', 'a', 'B'],
      ],
      'error choiceTwice choices!B3 l: a',
    ],
    [[['l', 'a b', 'A']], 'error choiceNameWrong choices!B2 a b'],
    [[['l', null, 'A']], 'error choiceNameMissing choices!B2 l'],
    [
      [
        ['l', 'a'],
        ['l', 'b', 'B'],
      ],
      'note choiceLabelMissing choices!C2 a',
    ],
    [
      [
        ['l', 'a', 'A'],
        [null, 'b', 'B'],
      ],
      'note listMissing choices!A3 b',
    ],
    [
      [
        ['l', 'a', 'A'],
        ['m', 'b', 'B'],
      ],
      'note listUnused choices!A3 m',
    ],
  ] as [Cells[], string][])('choices %j', (rows, finding) => {
    const choices = [['list_name', 'name', 'label'], ...rows];
    expect(said(imported({ survey: [head, ['select_one l', 'q', 'Q']], choices }))).toContain(finding);
  });

  it('a sheet that is not read, and settings without effect', () => {
    const converted = imported({
      survey: [head, ['text', 'a', 'A']],
      settings: [
        ['form_title', 'public_key'],
        ['Title', 'MII…'],
      ],
      entities: [['list_name'], ['trees']],
      empty: [],
    });
    expect(said(converted)).toEqual([
      'note settingIgnored settings!B2 public_key',
      'note sheetIgnored entities entities',
    ]);
    expect(said(imported({ questions: [head] }))).toEqual(['error surveyMissing questions']);
  });

  it('a form that cannot travel in the settings', () => {
    const long = Array.from({ length: 60 }, (_, row): Cells => ['note', `n${row}`, 'x'.repeat(1_200)]);
    expect(said(survey(head, ...long)).at(-1)).toMatch(/^error formTooLarge/);
    const many = Array.from({ length: 1_001 }, (_, row): Cells => ['text', `n${row}`, 'x']);
    expect(said(survey(head, ...many))).toContain('error tooManyQuestions survey!1 1001');
  });
});

describe('shorter lists of our own', () => {
  const choices = (...rows: readonly Cells[]) =>
    imported({ survey: [head, ['note', 'a', 'A']], choices: [['list_name', 'name', 'label'], ...rows] });

  it('say which codes of a vocabulary the phone offers', () => {
    expect(formOf(choices(['tumar_countries', 'KZ', null], ['tumar_countries', 'KG', null])).offered).toEqual(
      {
        countries: ['KZ', 'KG'],
      },
    );
  });

  it('name what the vocabulary does not have', () => {
    expect(said(choices(['tumar_countries', 'ZZ', 'Z']))).toContain(
      'error codeUnknown choices!A2 countries: ZZ',
    );
    expect(said(choices(['tumar_nothing', 'a', 'A']))).toContain(
      'error vocabularyUnknown choices!A2 nothing',
    );
  });
});
