/** Owns the proof that an organisation's own lists are read entry by entry, and never touch what is ours. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/domain/draft.ts';
import { isOwnCode, isOwnForm, OWN_LISTS } from '../../src/domain/ownCodes.ts';
import {
  agenciesOffered,
  listsFor,
  MAX_LISTS_BYTES,
  MOST_ADDED,
  NO_LISTS,
  namedIn,
  type OwnLists,
  parseOwnLists,
  regionsOffered,
} from '../../src/domain/ownLists.ts';
import { find, options, perpetratorsOf, regionsOf } from '../../src/domain/vocabulary.ts';
import { encodeOwnLists } from '../../src/wire/ownLists.ts';
import { least } from './shortDrafts.ts';

const valley = { code: 'TJ-X01', names: { en: 'Upper Valley', tg: 'Водии Боло' }, country: 'TJ' };
const patrol = { code: 'own.patrol01', names: { ru: 'Дозор' }, country: 'TJ', abbr: 'ДЗ' };
const everywhere = { code: 'own.league', names: { en: 'League' } };
const lists: OwnLists = {
  regions: { added: [valley], withdrawn: ['TJ-DU'] },
  perpetrators: { added: [patrol, everywhere], withdrawn: ['tj.gknb', 'company'] },
};
const codes = (all: readonly { readonly code: string }[]) => all.map(({ code }) => code);
const withRegions = (added: readonly unknown[]) => parseOwnLists({ regions: { added } }).regions.added;

/** Entries that are nearly right, so that reading gets as far as the names. */
const nearly = fc.record(
  {
    code: fc.oneof(
      fc.constantFrom('KZ-X01', 'KZ-10', 'KZ-99', 'own.a1', 'own.A', 'police', 'unknown', 'RU-MOW', ''),
      fc.string(),
    ),
    names: fc.oneof(
      fc.dictionary(fc.constantFrom('en', 'ru', 'kk', 'uz-Cyrl', 'x', '__proto__'), fc.string()),
      fc.jsonValue(),
    ),
    country: fc.oneof(fc.constantFrom('KZ', 'RU'), fc.jsonValue()),
    abbr: fc.oneof(fc.string({ maxLength: 60 }), fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const nearlyList = fc.record(
  {
    added: fc.oneof(fc.array(fc.oneof(nearly, fc.jsonValue())), fc.jsonValue()),
    withdrawn: fc.oneof(fc.array(fc.oneof(fc.constantFrom('unknown', 'other', 'KZ-10'), fc.jsonValue()))),
  },
  { requiredKeys: [] },
);
const anything = fc.oneof(fc.jsonValue(), fc.record({ regions: nearlyList, perpetrators: nearlyList }));

describe('[MAN9] lists of an organisation’s own', () => {
  it('any JSON is read without a fault, and what comes through is what it should be', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const read = parseOwnLists(value);
        for (const list of OWN_LISTS) {
          const { added, withdrawn } = read[list];
          expect(added.length).toBeLessThanOrEqual(MOST_ADDED);
          expect(new Set(codes(added)).size).toBe(added.length);
          for (const entry of added) {
            expect(isOwnCode({ ...entry, list })).toBe(true);
            expect(find(list, entry.code)).toBeUndefined();
            if (list === 'regions') expect(entry.country).toBe(entry.code.slice(0, 2));
          }
          expect(withdrawn).not.toContain('unknown');
          expect(withdrawn).not.toContain('other');
        }
        // Read again, and written and read: the same.
        expect(parseOwnLists(read)).toEqual(read);
        const json = encodeOwnLists(read);
        if (json.ok) expect(parseOwnLists(JSON.parse(JSON.stringify(json.value)))).toEqual(read);
      }),
    );
  });

  it('one entry that cannot be read is left out alone', () => {
    const wrong = [
      { code: 'TJ-X01', names: {} },
      { code: 'TJ-X01', names: { en: 'a\u202eb' } },
      { code: 'TJ-X01', names: { en: 'x'.repeat(161) } },
      { code: 'TJ-X01', names: { en: ' ' } },
      { code: 'TJ-X01', names: { english: 'Valley' } },
      { code: 'RU-MOW', names: { en: 'Elsewhere' } },
      { code: 'own.patrol01', names: { en: 'No region' } },
      'TJ-X01',
      null,
    ];
    expect(withRegions([...wrong, valley])).toEqual([valley]);
    expect(withRegions([{ ...valley, names: { en: 'x'.repeat(160) } }])).toHaveLength(1);
    expect(parseOwnLists(undefined)).toEqual(NO_LISTS);
    expect(parseOwnLists({ regions: { added: [valley], withdrawn: 7 } }).regions).toEqual({
      added: [valley],
      withdrawn: [],
    });
  });

  it('a code that is ours keeps our name, and goes under our own entry', () => {
    expect(withRegions([{ code: 'KZ-10', names: { en: 'Renamed' } }])).toEqual([]);
    const agencies = parseOwnLists({
      perpetrators: { added: [{ code: 'police', names: { en: 'Nobody' } }] },
    });
    expect(agencies.perpetrators.added).toEqual([]);
  });

  it('offers ours and theirs, in the country they are for, without those taken out', () => {
    expect(codes(regionsOffered(NO_LISTS, 'TJ'))).toEqual(codes(regionsOf('TJ')));
    expect(codes(agenciesOffered(NO_LISTS, 'TJ'))).toEqual(codes(perpetratorsOf('TJ')));
    expect(codes(regionsOffered(lists, 'TJ'))).toEqual([
      ...codes(regionsOf('TJ')).filter((code) => code !== 'TJ-DU'),
      'TJ-X01',
    ]);
    expect(codes(regionsOffered(lists, 'KZ'))).toEqual(codes(regionsOf('KZ')));
    const tajik = codes(agenciesOffered(lists, 'TJ'));
    expect(tajik).not.toContain('tj.gknb');
    expect(tajik).not.toContain('company');
    // Of the country, then those of all countries.
    expect(tajik.indexOf('own.patrol01')).toBeLessThan(tajik.indexOf('police'));
    expect(tajik.at(-1)).toBe('own.league');
    expect(codes(agenciesOffered(lists, 'KZ'))).not.toContain('own.patrol01');
    expect(agenciesOffered(lists, 'TJ').find(({ code }) => code === 'own.patrol01')).toMatchObject({
      own: true,
      abbr: 'ДЗ',
    });
  });

  it('[FORM5] “unknown” and “other” cannot be taken out, whatever the list says', () => {
    const read = parseOwnLists({ perpetrators: { withdrawn: ['unknown', 'other', 'police'] } });
    expect(read.perpetrators.withdrawn).toEqual(['police']);
    const offered = codes(agenciesOffered(read, 'UZ'));
    expect(offered).toContain('unknown');
    expect(offered).toContain('other');
    expect(offered).not.toContain('police');
  });

  it('300 entries fit, one more does not; nor more than 64 KiB together', () => {
    const many = (n: number) => Array.from({ length: n }, (_, at) => ({ ...everywhere, code: `own.a${at}` }));
    const of = (n: number) =>
      encodeOwnLists({ ...NO_LISTS, perpetrators: { added: many(n), withdrawn: [] } });
    const most = of(MOST_ADDED);
    expect(most.ok && parseOwnLists(most.value).perpetrators.added).toHaveLength(MOST_ADDED);
    expect(of(MOST_ADDED + 1)).toEqual({ ok: false, code: 'listsTooLarge' });
    const long = many(MOST_ADDED).map((one) => ({ ...one, names: { ru: 'ж'.repeat(120) } }));
    const large = { ...NO_LISTS, perpetrators: { added: long, withdrawn: [] } };
    expect(JSON.stringify(large).length).toBeLessThan(MAX_LISTS_BYTES);
    expect(encodeOwnLists(large)).toEqual({ ok: false, code: 'listsTooLarge' });
    // Who publishes must fit; who reads takes each entry by itself.
    expect(parseOwnLists(large).perpetrators.added).toHaveLength(MOST_ADDED);
  });
});

describe('[REP11] names of what a draft chose', () => {
  const draft: Draft = {
    ...least(),
    where: { country: 'TJ', region: 'TJ-X01', locality: '' },
    by: ['own.patrol01', 'police', 'own.gone'],
    ownCodes: [
      { list: 'perpetrators', code: 'own.gone', names: { en: 'Gone' } },
      { list: 'perpetrators', code: 'own.unused', names: { en: 'Unused' } },
      { list: 'perpetrators', code: 'own.patrol01', names: { en: 'Old name' } },
    ],
  };

  it('stay as they were when they were chosen, else come from the lists in force; ours have none', () => {
    expect(namedIn(draft, lists)).toEqual([
      { list: 'regions', code: 'TJ-X01', names: valley.names },
      { list: 'perpetrators', code: 'own.patrol01', names: { en: 'Old name' } },
      { list: 'perpetrators', code: 'own.gone', names: { en: 'Gone' } },
    ]);
    // And the screen that offers them says the same.
    const offered = agenciesOffered(listsFor(draft, lists), 'TJ', draft.by ?? []);
    expect(offered.find(({ code }) => code === 'own.patrol01')?.names).toEqual({ en: 'Old name' });
    expect(codes(offered)).toContain('own.gone');
    expect(namedIn(draft, NO_LISTS).map(({ names }) => names)).toEqual([{ en: 'Old name' }, { en: 'Gone' }]);
  });

  it('are seen where they were chosen also when the country is another one by then', () => {
    const uzbek = codes(agenciesOffered(lists, 'UZ', ['own.patrol01', 'tj.police']));
    expect(uzbek.slice(-2).sort()).toEqual(['own.patrol01', 'tj.police']);
    expect(codes(agenciesOffered(lists, 'UZ'))).not.toContain('own.patrol01');
  });

  it('one entry that is none leaves the others in', () => {
    const wide = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`m${at}`, at]));
    const deep = JSON.parse(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`);
    const odd = [wide, { ...valley, deep }, JSON.parse('{"constructor":1}'), 5, null, 'x', []];
    for (const one of odd)
      expect(parseOwnLists({ regions: { added: [one, valley] } }).regions.added).toEqual([valley]);
    for (const whole of ['x', [], null, 5, undefined]) expect(parseOwnLists(whole)).toEqual(NO_LISTS);
  });

  it('what an organisation took out is still named', () => {
    const out: OwnLists = { ...lists, regions: { ...lists.regions, withdrawn: ['TJ-X01'] } };
    expect(codes(namedIn(draft, out))).toContain('TJ-X01');
    expect(codes(regionsOffered(out, 'TJ'))).not.toContain('TJ-X01');
  });

  it('no code of ours has the form of an agency of theirs', () => {
    for (const { code } of options('perpetrators')) expect(isOwnForm('perpetrators', code)).toBe(false);
  });
});
