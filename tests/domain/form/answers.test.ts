/** Proves that a tree of answers is read and changed without losing anything, and says what is asked now. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerAt,
  entriesOf,
  isAnswered,
  parsePathText,
  pathText,
  sayIn,
  seenIn,
  withAnswer,
  withEntry,
} from '../../../src/domain/form/answers.ts';
import { findingsOf } from '../../../src/domain/form/findings.ts';
import type { Path, Section } from '../../../src/domain/form/question.ts';
import { begun, grown, pruned, recalculated } from '../../../src/domain/form/settled.ts';
import type { JsonObject } from '../../../src/domain/report.ts';
import { ask, sampleForm } from './sampleForm.ts';

const TODAY = '2026-11-22';

describe('answers', () => {
  it('are put where they belong, and nothing else changes', () => {
    const root: JsonObject = { acts: [{ type: 'arrest' }], other: { kept: true } };
    const next = withAnswer(root, ['acts', 0, 'details', 'warrant'], 'no');
    expect(next).toEqual({
      acts: [{ type: 'arrest', details: { warrant: 'no' } }],
      other: { kept: true },
    });
    expect(next['other']).toBe(root['other']);
    expect(root).toEqual({ acts: [{ type: 'arrest' }], other: { kept: true } });
  });

  it('make the lists they need, but never a hole', () => {
    expect(withAnswer({}, ['acts', 0, 'type'], 'arrest')).toEqual({ acts: [{ type: 'arrest' }] });
    expect(withAnswer({}, ['acts', 3, 'type'], 'arrest')).toEqual({ acts: [] });
  });

  it('go away without their neighbours', () => {
    const root: JsonObject = { acts: [{ type: 'a' }, { type: 'b', x: 1 }], n: 1 };
    expect(withAnswer(root, ['acts', 1, 'type'], undefined)).toEqual({
      acts: [{ type: 'a' }, { x: 1 }],
      n: 1,
    });
    expect(withAnswer(root, ['acts', 0], undefined)).toEqual({ acts: [{ type: 'b', x: 1 }], n: 1 });
  });

  it('come back where they were when an entry is put in again', () => {
    const root: JsonObject = { acts: [{ type: 'a' }, { type: 'b' }, { type: 'c' }] };
    const gone = withAnswer(root, ['acts', 1], undefined);
    expect(withEntry(gone, ['acts'], 1, { type: 'b' })).toEqual(root);
  });

  it('never reach a prototype', () => {
    const next = withAnswer({}, ['__proto__', 'polluted'], 'yes');
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(next)).toBe(Object.prototype);
  });

  it('survive being set and read at any path', () => {
    const key = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(0, 1));
    const path = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.array(key, { maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(path, fc.integer())), (steps) => {
        let root: JsonObject = {};
        for (const [[first, rest], value] of steps) {
          const at: Path = [first, ...rest];
          const next = withAnswer(root, at, value);
          // An index that would leave a hole is the only thing that is not taken.
          if (answerAt(next, at) !== undefined) expect(answerAt(next, at)).toBe(value);
          expect(JSON.parse(JSON.stringify(next))).toEqual(next);
          root = next;
        }
      }),
    );
  });

  it('count as answers when something was said', () => {
    for (const said of [false, 0, 'x', [0], { a: 'x' }]) expect(isAnswered(said)).toBe(true);
    for (const silent of [undefined, null, '  ', [], {}, [{}], { a: [''] }])
      expect(isAnswered(silent)).toBe(false);
  });

  it('read entries that are no objects as empty ones, so that indexes stay', () => {
    expect(entriesOf({ list: [1, { a: 1 }] }, 'list')).toEqual([{}, { a: 1 }]);
  });
});

describe('what is asked', () => {
  const asked = (root: JsonObject): readonly string[] =>
    sampleForm.flatMap((section) =>
      [...seenIn(section.questions, root, [], TODAY)].map(({ path }) => pathText(path)),
    );

  it('follows the conditions, into every entry', () => {
    const root: JsonObject = { acts: [{ type: 'arrest' }, { type: 'torture' }], people: [{ names: [{}] }] };
    expect(asked(root)).toEqual([
      'acts',
      'acts[0].type',
      'acts[0].victims',
      'acts[0].details.warrant',
      'acts[1].type',
      'acts[1].victims',
      'acts[1].details.injuries',
      'people',
      'people[0].label',
      'people[0].age',
      'people[0].names',
      'people[0].names[0].full',
      'event.start',
      'event.ongoing',
      'time',
      'received',
      'deadline',
      'count',
      'share',
      'spot',
      'said',
      'twice',
      'four',
      'event.summary',
      'event.story',
    ]);
    expect(asked({ time: '10:00' })).toContain('contact');
  });
});

describe('findings', () => {
  const codes = (root: JsonObject): readonly string[] =>
    findingsOf(sampleForm, root, TODAY).map(({ path, code }) => `${pathText(path)} ${code}`);
  const complete: JsonObject = { acts: [{ type: 'arrest' }], event: { start: { edtf: '', q: 'unknown' } } };

  it('say what is missing', () => {
    expect(codes({})).toEqual(['acts missing', 'event.start missing']);
    expect(codes(complete)).toEqual([]);
    expect(codes({ ...complete, people: [{ names: [{}] }] })).toEqual(['people[0].names[0].full missing']);
  });

  it('say what is wrong, each kind in its way', () => {
    const wrong: readonly (readonly [JsonObject, string])[] = [
      [{ time: '25:00' }, 'time wrongKind'],
      [{ received: '2026-02-30' }, 'received wrongKind'],
      [{ deadline: 'soon' }, 'deadline wrongKind'],
      [{ count: 101 }, 'count outOfRange'],
      [{ count: 1.5 }, 'count wrongKind'],
      [{ share: 2 }, 'share constraint'],
      [{ spot: { lat: 91, lon: 0 } }, 'spot outOfRange'],
      [{ spot: { lat: 1 } }, 'spot wrongKind'],
      [{ people: [{ age: { min: 9, max: 3 } }] }, 'people[0].age outOfRange'],
      [{ people: [{ label: 'x'.repeat(21) }] }, 'people[0].label tooLong'],
      [{ people: [{ names: [{ full: 'a' }, { full: 'b' }, { full: 'c' }] }] }, 'people[0].names tooMany'],
    ];
    for (const [answers, told] of wrong) expect(codes({ ...complete, ...answers })).toEqual([told]);
    expect(codes({ ...complete, deadline: '2026-12-26T10:00:00+05:00', share: 0.5, count: 100 })).toEqual([]);
    expect(codes({ ...complete, event: { start: 'yesterday' } })).toEqual(['event.start wrongKind']);
  });

  it('say when a chosen one is not offered any more', () => {
    const chosen = [{ type: 'arrest', victims: ['p1'] }];
    expect(codes({ ...complete, acts: chosen })).toEqual(['acts[0].victims notOffered']);
    expect(codes({ ...complete, acts: chosen, people: [{ id: 'p1' }] })).toEqual([]);
  });

  it('of a constraint carry its own words', () => {
    const [finding] = findingsOf(sampleForm, { ...complete, share: 2 }, TODAY);
    expect(sayIn(finding?.message, 'ru')).toBe('Меньше единицы');
  });
});

describe('what a form does by itself', () => {
  it('is computed until it rests, and leaves a tree alone that has not changed', () => {
    const once = recalculated(sampleForm, { count: 3 }, TODAY);
    expect(once).toEqual({ count: 3, twice: 6, four: 12 });
    expect(recalculated(sampleForm, once, TODAY)).toBe(once);
  });

  it('makes as many entries as its count says, and keeps what is beyond it to itself', () => {
    const counted: readonly Section[] = [
      {
        name: 'family',
        label: {},
        questions: [
          ask('size', { kind: 'whole' }),
          ask('members', {
            kind: 'repeat',
            min: 0,
            max: null,
            count: ({ here }) => (typeof here['size'] === 'number' ? here['size'] : null),
            entryTitle: () => '',
            fresh: (_, newId) => ({ id: newId() }),
            questions: [ask('name', { kind: 'text', lines: 'one', max: 9 }, { initial: () => 'nobody' })],
          }),
        ],
      },
    ];
    const questions = counted[0]?.questions ?? [];
    const two = grown(questions, { size: 2 }, TODAY, () => 'new');
    expect(two).toEqual({ size: 2, members: [{ id: 'new' }, { id: 'new' }] });
    const named = begun(questions, withAnswer(two, ['members', 0, 'name'], 'kept'), [], TODAY);
    expect(named['members']).toEqual([
      { id: 'new', name: 'kept' },
      { id: 'new', name: 'nobody' },
    ]);
    const one = withAnswer(named, ['size'], 1);
    expect(grown(questions, one, TODAY, () => 'new')).toBe(one);
    expect(pruned(counted, one, TODAY)['members']).toEqual([{ id: 'new', name: 'kept' }]);
    expect(grown(questions, { size: 1e9 }, TODAY, () => 'new')['members']).toHaveLength(200);
  });

  it('leaves out of the report what is hidden, and brings it back with its text', () => {
    const root: JsonObject = {
      acts: [{ id: 'a', type: 'torture', details: { warrant: 'shown', injuries: 'arm', newer: 1 } }],
      event: { start: { edtf: '2026', q: 'unknown_month' }, summary: 'said', unknown: 'kept' },
      contact: 'by post',
    };
    expect(pruned(sampleForm, root, TODAY)).toEqual({
      acts: [{ id: 'a', type: 'torture', details: { injuries: 'arm', newer: 1 } }],
      event: root['event'],
    });
    const back = withAnswer(withAnswer(root, ['acts', 0, 'type'], 'arrest'), ['time'], '10:00');
    expect(pruned(sampleForm, back, TODAY)).toEqual({
      acts: [{ id: 'a', type: 'arrest', details: { warrant: 'shown', newer: 1 } }],
      event: root['event'],
      contact: 'by post',
      time: '10:00',
    });
  });
});

describe('words and paths', () => {
  it('are said in the language, else in the nearest there is', () => {
    expect(sayIn({ en: 'a', uz: 'b' }, 'uz-Latn')).toBe('b');
    expect(sayIn({ en: 'a', 'uz-Latn': 'b' }, 'uz')).toBe('b');
    expect(sayIn({ en: 'a', ru: 'b' }, 'kk')).toBe('a');
    expect(sayIn({ en: 'a', ru: 'b' }, 'kk', 'ru')).toBe('b');
    expect(sayIn({ tg: 'c' }, 'kk')).toBe('c');
    expect(sayIn(undefined, 'en')).toBe('');
  });

  it('are written as findings write them, and read back', () => {
    const path: Path = ['acts', 0, 'details', 'court'];
    expect(pathText(path)).toBe('acts[0].details.court');
    expect(parsePathText('acts[0].details.court')).toEqual(path);
    expect(parsePathText('persons[].names[]')).toEqual(['persons', 0, 'names', 0]);
  });
});
