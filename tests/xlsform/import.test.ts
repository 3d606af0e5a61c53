/** Proves what the import reads, and how forgiving it is. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import { describe, expect, it } from 'vitest';
import { beginAnswers, compile } from '../../src/domain/form/definitionSections.ts';
import type { Question } from '../../src/domain/form/question.ts';
import { convertForm } from '../../src/xlsform/convert.ts';
import { formOf, imported, questionsOf, said, survey } from './forms.ts';
import { allOf, head, scope } from './rows.ts';
import { type Cells, partsOf, zipped } from './writer.ts';

describe('what is asked', () => {
  it.each([
    ['text', { kind: 'text' }],
    ['String', { kind: 'text' }],
    ['integer', { kind: 'whole' }],
    ['int', { kind: 'whole' }],
    ['decimal', { kind: 'decimal' }],
    ['range', { kind: 'whole', min: 1, max: 10 }],
    ['date', { kind: 'day' }],
    ['time', { kind: 'time' }],
    ['dateTime', { kind: 'instant' }],
    ['datetime', { kind: 'instant' }],
    ['geopoint', { kind: 'point' }],
    ['location', { kind: 'point' }],
    ['note', { kind: 'note' }],
    ['acknowledge', { kind: 'flag' }],
    ['trigger', { kind: 'flag' }],
    ['phone number', { kind: 'text' }],
    ['select_one list', { kind: 'one', list: 'list' }],
    ['select one list', { kind: 'one', list: 'list' }],
    ['Select_One  list', { kind: 'one', list: 'list' }],
    ['select one from list', { kind: 'one', list: 'list' }],
    ['select1 list', { kind: 'one', list: 'list' }],
    ['select_multiple list', { kind: 'many', list: 'list' }],
    ['select multiple list', { kind: 'many', list: 'list' }],
    ['select all that apply from list', { kind: 'many', list: 'list' }],
    ['select_one list or_other', { kind: 'one', list: 'list or other' }],
    ['select_multiple list or specify other', { kind: 'many', list: 'list or other' }],
  ])('%s', (type, expected) => {
    const converted = imported({
      survey: [head, [type, 'q', 'Question']],
      choices: [
        ['list_name', 'name', 'label'],
        ['list', 'a', 'A'],
      ],
    });
    expect(questionsOf(formOf(converted).questions).get('q')).toMatchObject(expected);
  });

  it.each([
    ['image', 'leftOut typeLeftOut survey!A2 image'],
    ['audio', 'leftOut typeLeftOut survey!A2 audio'],
    ['geoshape', 'leftOut typeLeftOut survey!A2 geoshape'],
    ['rank list', 'leftOut typeLeftOut survey!A2 rank list'],
    ['deviceid', 'leftOut deviceLeftOut survey!A2 deviceid'],
    ['start', 'leftOut deviceLeftOut survey!A2 start'],
    ['username', 'leftOut deviceLeftOut survey!A2 username'],
    ['select_one_from_file a.csv', 'leftOut fileLeftOut survey!A2 select_one_from_file a.csv'],
    ['select_one ${people}', 'leftOut typeLeftOut survey!A2 select_one ${people}'],
    ['csv-external', 'leftOut typeLeftOut survey!A2 csv-external'],
    ['poem', 'error typeUnknown survey!A2 poem'],
    ['select_one', 'error typeUnknown survey!A2 select_one'],
  ])('not %s, which is named', (type, finding) => {
    expect(said(survey(head, [type, 'q', 'Q'], ['text', 't', 'T']))).toContain(finding);
  });

  it('headings may be written in many ways', () => {
    const converted = survey(
      [
        'Type',
        ' NAME ',
        'Label::English (en)',
        'label::Русский (ru)',
        'bind::relevant',
        'Required Message',
        'Hint:ru',
        'read only',
      ],
      ['text', 'a', 'Who', 'Кто', null, 'Please', 'Имя', 'yes'],
      ['text', 'b', 'When', 'Когда', "${a} = 'x'", null, null, null],
    );
    const questions = questionsOf(formOf(converted).questions);
    expect(questions.get('a')).toMatchObject({
      label: { en: 'Who', ru: 'Кто' },
      hint: { ru: 'Имя' },
      requiredMessage: { und: 'Please' },
      readOnly: true,
    });
    expect(questions.get('b')).toMatchObject({ relevant: "${a} = 'x'" });
    expect(said(converted)).toEqual([]);
  });

  it('blank rows and columns, sheets in capitals, numbers and booleans in cells are no obstacle', () => {
    const converted = imported({
      Survey: [
        [],
        head.map((each) => String(each).toUpperCase()),
        [],
        ['integer', 'n', 12],
        [],
        ['text', 't', true],
      ],
      SETTINGS: [
        ['Form_ID', 'version'],
        ['my form', 2024010112],
      ],
    });
    const form = formOf(converted);
    expect([form.id, form.version]).toEqual(['my form', '2024010112']);
    expect(form.questions.map(({ label }) => label)).toEqual([{ und: '12' }, { und: 'TRUE' }]);
  });

  it.each(['yes', 'Yes', 'TRUE', 'true()', 'true', '1'])('required may say %s', (yes) => {
    const converted = survey([...head, 'required'], ['text', 'a', 'A', yes], ['text', 'b', 'B', 'no']);
    const [a, b] = allOf(converted);
    expect(a?.required?.(scope({}))).toBe(true);
    expect(b?.required).toBeUndefined();
  });

  it('required may depend on an answer', () => {
    const [, b] = allOf(
      survey([...head, 'required'], ['text', 'a', 'A', null], ['text', 'b', 'B', "${a} = 'x'"]),
    );
    expect([b?.required?.(scope({ a: 'x' })), b?.required?.(scope({}))]).toEqual([true, false]);
  });

  it('words without a language stand under the default one of the settings', () => {
    const form = formOf(
      imported({
        survey: [
          ['type', 'name', 'label', 'label::English (en)'],
          ['text', 'a', 'Кто', 'Who'],
        ],
        settings: [['default_language'], ['Русский (ru)']],
      }),
    );
    expect(form.questions[0]?.label).toEqual({ ru: 'Кто', en: 'Who' });
  });

  it('a language without a code is kept under one of its own, and named', () => {
    const converted = survey(['type', 'name', 'label::Klingon'], ['text', 'a', 'nuqneH']);
    expect(formOf(converted).questions[0]?.label).toEqual({ 'x-klingon': 'nuqneH' });
    expect(said(converted)).toEqual(['note languageUnknown survey!C1 Klingon']);
  });

  it('markup in words becomes plain text', () => {
    const converted = survey(head, [
      'note',
      'a',
      '# **Bold** <span style="color:red">red</span> & *thin* a_b_c [x](https://example.org)',
    ]);
    expect(formOf(converted).questions[0]?.label).toEqual({
      und: 'Bold red & thin a_b_c x (https://example.org)',
    });
    expect(said(converted)).toEqual(['note stylingRemoved survey!C2']);
  });

  it('looks that mean something are obeyed, others named', () => {
    const converted = survey(
      [...head, 'appearance'],
      ['date', 'a', 'A', 'month-year'],
      ['text', 'b', 'B', 'multiline w1'],
    );
    const questions = questionsOf(formOf(converted).questions);
    expect(questions.get('a')).toMatchObject({ kind: 'partialDate' });
    expect(questions.get('b')).toMatchObject({ kind: 'text', lines: 'few' });
    expect(said(converted)).toEqual(['note appearanceIgnored survey!D3 w1']);
  });

  it.each([
    ['integer', '5', { value: 5 }],
    ['decimal', '1.5', { value: 1.5 }],
    ['date', '2026-03-02', { value: '2026-03-02' }],
    ['date', 'today()', { expression: 'today()' }],
    ['text', 'hello (there)', { value: 'hello (there)' }],
    ['text', '${other}', { expression: '${other}' }],
    ['geopoint', '42.5 74.1 0 0', { value: { lat: 42.5, lon: 74.1 } }],
  ])('%s starts with %s', (type, given, start) => {
    const converted = survey([...head, 'default'], ['text', 'other', 'O', null], [type, 'q', 'Q', given]);
    expect(questionsOf(formOf(converted).questions).get('q')).toMatchObject({ start });
  });

  it('a default that fits no answer is named and not used', () => {
    const converted = survey([...head, 'default'], ['integer', 'q', 'Q', 'many']);
    expect(said(converted)).toEqual(['leftOut defaultLeftOut survey!D2 many']);
    expect(formOf(converted).questions[0]).not.toHaveProperty('start');
  });

  it('a number in a cell that is shown as a date is that day, or that time', () => {
    const sheets = {
      survey: [
        ['type', 'name', 'label', 'default'],
        ['date', 'a', 'A', 45_353],
        ['dateTime', 'b', 'B', 45_353.5],
        ['time', 'c', 'C', 0.75],
        ['integer', 'd', 'D', 45_353],
      ] as Cells[],
    };
    const parts = partsOf(sheets);
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm&quot;d&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`;
    const [path] = Object.keys(parts).filter((name) => name.endsWith('workbook.xml.rels'));
    const file = (from1904: boolean) =>
      zipped({
        ...parts,
        'xl/styles.xml': styles,
        'xl/workbook.xml': (parts['xl/workbook.xml'] ?? '').replace(
          '<sheets>',
          `<workbookPr date1904="${Number(from1904)}"/><sheets>`,
        ),
        [path ?? '']: (parts[path ?? ''] ?? '').replace(
          '</Relationships>',
          '<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="/xl/styles.xml"/></Relationships>',
        ),
        'xl/worksheets/sheet1.xml': (parts['xl/worksheets/sheet1.xml'] ?? '')
          .replace('<c r="D2"', '<c r="D2" s="1"')
          .replace('<c r="D3"', '<c r="D3" s="2"')
          .replace('<c r="D4"', '<c r="D4" s="3"'),
      });
    const starts = (bytes: Uint8Array) =>
      formOf(convertForm(bytes, 'f')).questions.map((question) => question.start);
    expect(starts(file(false))).toEqual([
      { value: '2024-03-02' },
      { value: '2024-03-02T12:00' },
      { value: '18:00' },
      { value: 45_353 },
    ]);
    expect(starts(file(true))[0]).toEqual({ value: '2028-03-03' });
    // Without a style it is a number, which is no day.
    expect(said(imported(sheets))).toContain('leftOut defaultLeftOut survey!D2 45353');
  });
});

describe('groups and repeats', () => {
  const converted = survey(
    [...head, 'relevant', 'repeat_count', 'constraint', 'constraint_message', 'default'],
    ['integer', 'how_many', 'How many?', null, null, '. <= 3', 'At most three', null],
    ['begin repeat', 'person', 'Person', null, '${how_many}', null, null, null],
    ['text', 'who', 'Who?', null, null, null, null, 'nobody'],
    ['begin_group', 'more', 'More', "${who} != ''", null, null, null, null],
    ['integer', 'age', 'Age of ${who}', null, null, null, null, null],
    ['end_group', null, null],
    ['end repeat', null, null],
    ['begin group', 'about', 'About', null, null, null, null, null],
    ['text', 'place', 'Place', null, null, null, null, 'here'],
    ['End Group', null, null],
  );
  const questions = allOf(converted);
  const named = (name: string) => questions.find((question) => question.name === name) as Question;

  it('make pages of what stands at the top', () => {
    expect(
      compile(formOf(converted)).map(({ name, questions: own }) => [name, own.map((each) => each.name)]),
    ).toEqual([
      ['form', ['how_many', 'person']],
      ['about', ['about']],
    ]);
  });

  it('a repeat has as many entries as an answer says', () => {
    const person = named('person');
    if (person.kind !== 'repeat') throw new Error('repeat');
    expect(person.count?.(scope({ how_many: 2 }))).toBe(2);
    expect(person.count?.(scope({}))).toBeNull();
    expect(person.count?.(scope({ how_many: 1e9 }))).toBe(200);
    expect(person.fresh(scope({}), () => 'id')).toEqual({ who: 'nobody' });
    expect(person.entryTitle({ who: 'Aida' }, 0, 'en')).toBe('Aida');
  });

  it('conditions and words inside look at their own entry', () => {
    const root = { person: [{ who: 'Aida' }, { who: '' }] };
    const more = named('more');
    expect(more.relevant?.(scope(root, ['person', 0]))).toBe(true);
    expect(more.relevant?.(scope(root, ['person', 1]))).toBe(false);
    const age = named('age');
    const inside = { ...scope(root, ['person', 0]), here: {}, path: ['person', 0, 'more'] };
    expect(age.fill?.('Age of ${who}', inside)).toBe('Age of Aida');
  });

  it('a constraint looks at answers only, and has its author’s words', () => {
    const { constraint } = named('how_many');
    expect(constraint?.message).toEqual({ und: 'At most three' });
    expect(
      [{}, { how_many: 3 }, { how_many: 4 }].map((answers) => constraint?.holds(scope(answers))),
    ).toEqual([true, true, false]);
  });

  it('the form begins with its defaults, in groups too', () => {
    expect(beginAnswers(compile(formOf(converted)), '2026-11-22')).toEqual({ about: { place: 'here' } });
  });

  it.each([
    [
      [
        ['begin group', 'g', 'G'],
        ['text', 'a', 'A'],
      ],
      'error endMissing survey!A2 g',
    ],
    [[['text', 'a', 'A'], ['end group']], 'error endWithoutBegin survey!A3 end group'],
    [[['begin group', 'g', 'G'], ['text', 'a', 'A'], ['end repeat']], 'error endOfOther survey!A4 g'],
    [[['begin group', 'g', 'G'], ['end group'], ['text', 'a', 'A']], 'note groupEmpty survey!A2 g'],
  ] as [Cells[], string][])('%j: %s', (rows, finding) => {
    expect(said(survey(head, ...rows))).toEqual([finding]);
  });
});
