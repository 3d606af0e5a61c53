/** Proves what expressions of forms come to: XPath's operators, ODK's functions, answers in groups and repeats. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Definition, QuestionDef } from '../../../src/domain/form/definition.ts';
import { planOf } from '../../../src/domain/form/definitionPlan.ts';
import { parseExpression } from '../../../src/domain/form/expression.ts';
import { functions, withheld } from '../../../src/domain/form/expressionFunctions.ts';
import { evaluate } from '../../../src/domain/form/expressionRun.ts';
import { toJson, toText } from '../../../src/domain/form/expressionValue.ts';
import type { JsonObject } from '../../../src/domain/report.ts';

const text = (name: string, more: Partial<QuestionDef> = {}): QuestionDef =>
  ({ kind: 'text', lines: 'one', name, label: {}, ...more }) as QuestionDef;

const definition: Definition = {
  v: 1,
  id: 'f',
  version: '1',
  title: {},
  absent: ['photo'],
  lists: {
    towns: [
      { name: 'osh', label: { en: 'Osh' }, columns: { land: 'kg' } },
      { name: 'uralsk', label: { en: 'Uralsk' }, columns: { land: 'kz' } },
    ],
  },
  questions: [
    text('a'),
    text('b'),
    { kind: 'whole', name: 'n', label: {} },
    { kind: 'many', name: 'many', label: {}, list: 'towns' },
    { kind: 'one', name: 'town', label: {}, list: 'towns' },
    { kind: 'day', name: 'day', label: {} },
    { kind: 'partialDate', name: 'about', label: {} },
    { kind: 'flag', name: 'seen', label: {} },
    { kind: 'point', name: 'point', label: {} },
    text('hidden', { relevant: "${a} = 'show'" }),
    {
      kind: 'group',
      name: 'g',
      label: {},
      questions: [text('inner'), text('deep', { relevant: "../inner = 'x'" })],
    },
    {
      kind: 'repeat',
      name: 'people',
      label: {},
      questions: [
        text('who'),
        { kind: 'whole', name: 'age', label: {} },
        {
          kind: 'repeat',
          name: 'visits',
          label: {},
          questions: [{ kind: 'whole', name: 'hours', label: {} }],
        },
        { kind: 'group', name: 'more', label: {}, questions: [text('note')] },
      ],
    },
    text('last'),
  ],
};
const plan = planOf(definition);

const answers: JsonObject = {
  a: 'yes',
  n: 5,
  many: ['osh', 'uralsk'],
  town: 'osh',
  day: '2026-03-02',
  about: { edtf: '2026-03', q: 'unknown_day' },
  seen: true,
  point: { lat: 42.5, lon: 74 },
  hidden: 'secret',
  g: { inner: 'x', deep: 'd' },
  people: [
    { who: 'Aida', age: 30, visits: [{ hours: 2 }, { hours: 3 }], more: { note: 'first' } },
    { who: 'Bek', age: 12, visits: [{ hours: 4 }] },
    { who: 'Chinara' },
  ],
};

function at(name: string, path: readonly (string | number)[], expression: string, root = answers) {
  const place = plan.byName.get(name)?.[0];
  if (place === undefined) throw new Error(name);
  let here: unknown = root;
  for (const step of path) here = (here as Record<string | number, unknown>)[step];
  return evaluate(plan, place, expression, { root, here: here as JsonObject, path, today: '2026-11-22' });
}
const json = (expression: string, root = answers) => toJson(at('last', [], expression, root) ?? '');

describe('operators', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 mod 3', 1],
    ['-7 mod 3', -1],
    ['7 div 2', 3.5],
    ['- - 3', 3],
    ['2 > 1 and 1 > 2', false],
    ['2 > 1 or 1 > 2', true],
    ["'a' = 'a'", true],
    ["'1.0' = 1", true],
    ["'a' != 'b'", true],
    ['1 <= 1 and 1 >= 1', true],
    ['3 - 2 - 1', 0],
    ['1 = 1 = true()', true],
    ["“quoted by a word processor” = 'quoted by a word processor'", true],
    ['1 div 0', undefined],
    ['0 div 0', undefined],
    ["'x' + 1", undefined],
    ['.5 + 1.', 1.5],
  ])('%s → %s', (expression, value) => {
    expect(json(expression)).toEqual(value);
  });
});

describe('answers', () => {
  it.each([
    ['${a}', 'yes'],
    ['${ a }', 'yes'],
    ["${b} = ''", true],
    ['${n} + 1', 6],
    ['/data/n * 2', 10],
    ['/anything/g/inner', 'x'],
    ['../a', 'yes'],
    ['${g}/inner', 'x'],
    ['${inner}', 'x'],
    ["${seen} = 'OK'", true],
    ['${point}', { lat: 42.5, lon: 74 }],
    ['string(${point})', '42.5 74 0 0'],
    ['string(${about})', '2026-03'],
    ["${photo} = ''", true],
    ["${photo} != ''", false],
  ])('%s → %s', (expression, value) => {
    expect(json(expression)).toEqual(value);
  });

  it('what a condition hides counts as not answered, alone and inside groups', () => {
    expect(json('${hidden}')).toBeUndefined();
    expect(json("${hidden} = ''")).toBe(true);
    expect(json('${hidden}', { ...answers, a: 'show' })).toBe('secret');
    expect(json('${deep}')).toBe('d');
    expect(json('${deep}', { ...answers, g: { inner: '', deep: 'd' } })).toBeUndefined();
  });

  it('a dot is the answer of the question itself', () => {
    expect(at('a', [], ". = 'yes' and string-length(.) = 3")).toBe(true);
    expect(at('age', ['people', 1], '. < 18')).toBe(true);
    expect(at('age', ['people', 0], '. < 18')).toBe(false);
  });
});

describe('repeats', () => {
  it('inside an entry a name means the answer of that entry', () => {
    expect(toText(at('age', ['people', 0], '${who}') ?? '')).toBe('Aida');
    expect(toText(at('age', ['people', 1], '${who}') ?? '')).toBe('Bek');
    expect(toText(at('note', ['people', 0, 'more'], '../../who') ?? '')).toBe('Aida');
    expect(toText(at('age', ['people', 1], '/data/people/who') ?? '')).toBe('Bek');
    expect(at('age', ['people', 1], 'sum(${hours})')).toBe(4);
    expect(at('hours', ['people', 0, 'visits', 1], '. + ${age}')).toBe(33);
  });

  it('the path may end at the question or at what it is answered in', () => {
    expect(toText(at('age', ['people', 1, 'age'], '${who}') ?? '')).toBe('Bek');
  });

  it.each([
    ['count(${people})', 3],
    ['sum(${age})', 42],
    ['max(${age})', 30],
    ['min(${age}, 3)', 3],
    ['sum(${hours})', 9],
    ['count(${visits})', 3],
    ["join(', ', ${who})", 'Aida, Bek, Chinara'],
    ['concat(${who})', 'AidaBekChinara'],
    ['count(${people}[age > 18])', 1],
    ['count(/data/people[age > 18])', 1],
    ['string(/data/people[2]/who)', 'Bek'],
    ['string(/data/people[position() = 2]/who)', 'Bek'],
    ['string(/data/people[last()]/who)', 'Chinara'],
    ['count-non-empty(${age})', 2],
    ['indexed-repeat(${who}, ${people}, 2)', 'Bek'],
    ['indexed-repeat(${hours}, ${people}, 1, ${visits}, 2)', 3],
    ["${who} = 'Bek'", true],
    ["${who} = 'Nobody'", false],
  ])('from outside: %s → %s', (expression, value) => {
    expect(json(expression)).toEqual(value);
  });

  it('position(..) is the number of the entry', () => {
    expect(at('age', ['people', 1], 'position(..)')).toBe(2);
    expect(at('note', ['people', 2, 'more'], 'position(..)')).toBe(3);
    expect(at('age', ['people', 1], 'position(${people})')).toBe(2);
    expect(at('age', ['people', 1], 'count(${people})')).toBe(3);
  });
});

describe('functions', () => {
  it.each([
    ["selected(${many}, 'osh')", true],
    ["selected(${many}, 'os')", false],
    ['selected-at(${many}, 1)', 'uralsk'],
    ['count-selected(${many})', 2],
    ["if(${n} > 3, 'many', 'few')", 'many'],
    ["coalesce(${b}, ${a}, 'z')", 'yes'],
    ["jr:choice-name(${town}, '${town}')", 'Osh'],
    ["instance('towns')/root/item[name = ${town}]/label", 'Osh'],
    ["count(instance('towns')/root/item[land = 'kz'])", 1],
    ['string-length(${a})', 3],
    ["string-length('аbв')", 3],
    ["concat('a', 1, true())", 'a1true'],
    ["contains('abc', 'b')", true],
    ["starts-with('abc', 'a') and ends-with('abc', 'c')", true],
    ["substr('hello', 1, 3)", 'el'],
    ["substr('hello', -2)", 'lo'],
    ["substring('hello', 2, 3)", 'ell'],
    ["substring-before('a-b', '-')", 'a'],
    ["substring-after('a-b', '-')", 'b'],
    ["translate('bar', 'abc', 'AB')", 'BAr'],
    ["normalize-space('  a   b ')", 'a b'],
    ["regex('AB12', '[A-Z]{2}\\d+')", true],
    ["regex('xAB12', '[A-Z]{2}\\d+')", false],
    ["number('12') + 1", 13],
    ['int(3.9) + int(-3.9)', 0],
    ['round(2.5)', 3],
    ['round(1.005, 2)', 1.01],
    ['round(-2.5)', -3],
    ['round(1234, -2)', 1200],
    ['pow(2, 10)', 1024],
    ['not(false())', true],
    ["boolean-from-string('1')", true],
    ['once(7)', 7],
    ['checklist(1, 2, true(), false(), true())', true],
    ['checklist(-1, 1, true(), true())', false],
    ['abs(-2) + sqrt(9) + floor(1.9) + ceiling(1.1)', 8],
  ])('%s → %s', (expression, value) => {
    expect(json(expression)).toEqual(value);
  });

  it.each([
    ['today()', '2026-11-22'],
    ['string(now())', '2026-11-22T00:00:00'],
    ['today() - ${day}', 265],
    ["${day} < '2026-03-03'", true],
    ["${day} > date('2026-03-02')", false],
    ['date(${day} + 1)', '2026-03-03'],
    ["decimal-date-time('1970-01-02')", 1],
    ["decimal-time('12:00')", 0.5],
    ["format-date('2026-03-02', '%d.%m.%Y %e %n %b %a %y')", '02.03.2026 2 3 Mar Mon 26'],
    ["format-date-time('2026-03-02T07:05', '%H:%M %h')", '07:05 7'],
    ["format-date('nothing', '%Y')", undefined],
    ['${about} > ${day}', false],
    ["date('2026-02-30')", undefined],
    ["int((today() - date('1996-11-23')) div 365.25)", 29],
  ])('of days: %s → %s', (expression, value) => {
    expect(json(expression)).toEqual(value);
  });

  it('none of those that need dice, the device or files is known', () => {
    expect(withheld.filter((name) => Object.hasOwn(functions, name))).toEqual([]);
  });
});

describe('reading', () => {
  it.each([
    ['', 'exprSyntax'],
    ['1 +', 'exprSyntax'],
    ['(1', 'exprSyntax'],
    ["'open", 'exprSyntax'],
    ['${a', 'exprSyntax'],
    ['a b', 'exprSyntax'],
    ['if(1, 2', 'exprSyntax'],
    ['1 ; 2', 'exprSyntax'],
    ['//a', 'exprPath'],
    ['a//b', 'exprPath'],
    ['@a', 'exprPath'],
    ['child::a', 'exprPath'],
    [`${'('.repeat(60)}1${')'.repeat(60)}`, 'exprTooDeep'],
    [`1${' + 1'.repeat(500)}`, 'exprTooDeep'],
    ['1'.repeat(9_000), 'exprTooLong'],
  ])('%s is refused as %s', (expression, code) => {
    expect(parseExpression(expression)).toMatchObject({ ok: false, code });
  });

  it('says at which character', () => {
    expect(parseExpression('1 + ) + 2')).toEqual({ ok: false, code: 'exprSyntax', detail: '5' });
  });

  it.each(['a-b', 'a - b', 'div div div', '* * 2', './*', 'and', '. * 2', '${a}-1', '.>5', "a[b='c'][2]/d"])(
    '%s is an expression',
    (expression) => {
      expect(parseExpression(expression).ok).toBe(true);
    },
  );
});

describe('whatever comes', () => {
  const word = fc.constantFrom(
    ...Object.keys(functions),
    ...['(', ')', ',', '[', ']', '.', '..', '/', '*', '+', '-', '=', '<', '|', 'and', 'or', 'div', 'mod'],
    ...[
      '${a}',
      '${people}',
      '${who}',
      '${age}',
      '${hidden}',
      '${deep}',
      '1',
      "'x'",
      '""',
      'name',
      'current()',
      'root',
    ],
  );

  it('never throws and always ends', () => {
    const trees = fc.object({
      key: fc.constantFrom('a', 'n', 'g', 'inner', 'people', 'who', 'visits', 'hours', 'many'),
      maxDepth: 4,
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 25 }), trees, (words, tree) => {
        const expression = words.join(' ');
        const value = at('age', ['people', 1], expression, { ...(tree as JsonObject), people: [{}, {}] });
        if (value !== undefined) toJson(value);
      }),
      { numRuns: 1_500 },
    );
  });

  it('ends when the steps are used up, without a value', () => {
    const people = Array.from({ length: 200 }, (_, age) => ({ who: 'x', age, visits: [] }));
    const heavy = 'count(${people}[count(/data/people[age > 3][who = /data/people/who]) > 1])';
    expect(at('last', [], heavy, { people })).toBeUndefined();
    expect(at('last', [], 'count(${people}[age > 3])', { people })).toBe(196);
  });

  it('all conditions of a form have one budget for the same answers, and what was worked out stays so', () => {
    const questions = Array.from({ length: 400 }, (_, index) =>
      text(`q${index}`, { relevant: "regex(${a},'(a?){900}')" }),
    );
    const plan = planOf({ ...definition, questions: [text('a'), ...questions] });
    const look = (root: JsonObject) =>
      questions.map(({ name, relevant = '' }) => {
        const place = plan.byName.get(name)?.[0];
        if (place === undefined) throw new Error(name);
        return evaluate(plan, place, relevant, { root, here: root, path: [], today: '2026-11-22' });
      });
    const long = { a: 'a'.repeat(10_000) };
    const first = look(long);
    expect(first[0]).toBe(false);
    expect(first.filter((value) => value === undefined).length).toBeGreaterThan(350);
    expect(look(long)).toEqual(first);
    expect(look({ a: 'aaa' })).toEqual(questions.map(() => true));
  });

  it('each letter that is read or made costs', () => {
    const long = { a: 'a'.repeat(10_000) };
    const many = (count: number) => Array.from({ length: count }, () => '${a}').join(',');
    expect(at('last', [], `string-length(concat(${many(8)}))`, { ...long })).toBe(80_000);
    expect(
      at('last', [], `string-length(translate(concat(${many(15)}),concat(${many(15)}),''))`, { ...long }),
    ).toBe(0);
    const twice = (depth: number): string =>
      depth === 0 ? 'concat(${a},${a})' : `concat(${twice(depth - 1)},${twice(depth - 1)})`;
    expect(at('last', [], `string-length(${twice(9)})`, { ...long })).toBeUndefined();
    expect(
      at('last', [], `contains(concat(${many(5)}),concat(${many(4)},'b'))`, { ...long }),
    ).toBeUndefined();
    expect(at('last', [], "contains(${a},'ab')", { ...long })).toBe(false);
    expect(at('last', [], '${a} + 1', { a: `${'1'.repeat(60_000)}x` })).toBeNaN();
  });

  it('a chain of conditions that is deeper than the stack is worked out or given up, not thrown', () => {
    const questions = Array.from({ length: 900 }, (_, index) =>
      text(`q${index}`, index === 0 ? {} : { relevant: `\${q${index - 1}} != ''` }),
    );
    const chain = planOf({ ...definition, questions });
    const root = Object.fromEntries(questions.map(({ name }) => [name, 'x']));
    const place = chain.byName.get('q899')?.[0];
    if (place === undefined) throw new Error('q899');
    const value = evaluate(chain, place, '${q898}', { root, here: root, path: [], today: '2026-11-22' });
    expect([undefined, 'x']).toContain(value === undefined ? undefined : toText(value));
  });
});
