/** Owns the proof that a report names the codes of its organisation itself, and renames none of ours. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/domain/draft.ts';
import { previewFull } from '../../src/domain/form/fullFinish.ts';
import { history } from '../../src/domain/later/history.ts';
import {
  codeLabel,
  codesUsed,
  isNames,
  mergedOwnCodes,
  type OwnCode,
  ownCodesOf,
  parseOwnCode,
  withOwnCodes,
} from '../../src/domain/ownCodes.ts';
import { NO_LISTS, namedIn } from '../../src/domain/ownLists.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields, textAt } from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { find } from '../../src/domain/vocabulary.ts';
import { by, last, made, S1 } from './additions.ts';
import { changed, TODAY } from './samples.ts';
import { least, reportOf } from './shortDrafts.ts';

const valley: OwnCode = {
  list: 'regions',
  code: 'TJ-X01',
  names: { en: 'Upper Valley', ru: 'Верхняя долина' },
};
const patrol: OwnCode = { list: 'perpetrators', code: 'own.patrol01', names: { ru: 'Дозор', en: 'Patrol' } };
const unused: OwnCode = { list: 'perpetrators', code: 'own.unused', names: { en: 'Unused' } };
const known = [valley, patrol, unused];

const draft: Draft = {
  ...least(),
  where: { ...least().where, country: 'TJ', region: 'TJ-X01' },
  by: ['own.patrol01', 'police'],
  ownCodes: known,
};
const errorsOf = (fields: ReportFields) =>
  check(fields, TODAY)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path, code }) => `${rule} ${path} ${code}`);
/** Every own code that a report uses, without a name in it. */
const unnamed = (fields: ReportFields): readonly string[] => {
  const used = codesUsed(fields);
  const named = (list: OwnCode['list'], code: string) =>
    ownCodesOf(fields).some((one) => one.list === list && one.code === code);
  return [
    ...[...used.regions].filter(
      (code) => code !== 'unknown' && find('regions', code) === undefined && !named('regions', code),
    ),
    ...[...used.perpetrators].filter(
      (code) => find('perpetrators', code) === undefined && !named('perpetrators', code),
    ),
  ];
};

describe('[REP11] [MAN9] a report with codes of its organisation’s own', () => {
  it('names those that it uses and no others, in the short form and in the full one', () => {
    const short = reportOf(draft);
    expect(short['own_codes']).toEqual([valley, patrol]);
    expect(errorsOf(short)).toEqual([]);
    const full = previewFull({ ...draft, full: { place: { country: 'TJ', region: 'TJ-X01' } } }, TODAY);
    expect(full.fields['own_codes']).toEqual([valley]);
    expect(textAt(full.fields, 'title')).toContain('Верхняя долина');
  });

  it('a report with codes of ours alone has nothing of it', () => {
    expect(reportOf(least())).not.toHaveProperty('own_codes');
    expect(reportOf({ ...least(), ownCodes: known })).not.toHaveProperty('own_codes');
  });

  it('whatever of them is chosen, each stands in the report with its name', () => {
    const choice = fc.record({
      region: fc.constantFrom(null, 'unknown', 'TJ-DU', 'TJ-X01'),
      by: fc.uniqueArray(fc.constantFrom('police', 'unknown', 'own.patrol01', 'own.unused')),
    });
    fc.assert(
      fc.property(choice, ({ region, by: who }) => {
        const chosen: Draft = { ...draft, where: { ...draft.where, region }, by: who };
        expect(unnamed(reportOf({ ...chosen, ownCodes: namedIn(chosen, NO_LISTS) }))).toEqual([]);
      }),
    );
  });

  it('one that nobody named is an error, F01 or V09, and stays what it is called', () => {
    const { own_codes: _names, ...bare } = reportOf(draft);
    expect(errorsOf(bare)).toEqual([
      'F01 perpetrators[0].type unknownCode',
      'V09 place.region unknownRegion',
    ]);
    expect(unnamed(bare)).toEqual(['TJ-X01', 'own.patrol01']);
    expect(codeLabel(bare, 'perpetrators', 'own.patrol01', 'en')).toBe('own.patrol01');
  });

  it('a region of another country is one however it is named', () => {
    const elsewhere = changed(reportOf(draft), ['place', 'country'], 'UZ');
    expect(errorsOf(elsewhere)).toEqual(['V09 place.region regionOfOtherCountry']);
  });

  it('no entry renames one of ours', () => {
    const renamed = changed(
      reportOf(draft),
      ['own_codes'],
      [
        { list: 'perpetrators', code: 'police', names: { en: 'Friends' } },
        { list: 'regions', code: 'KZ-10', names: { en: 'Nowhere' } },
        { list: 'perpetrators', code: 'kz.knb', names: { ru: 'Никто' } },
      ],
    );
    expect(ownCodesOf(renamed)).toEqual([]);
    expect(codeLabel(renamed, 'perpetrators', 'police', 'en')).toBe('Police');
    expect(codeLabel(renamed, 'regions', 'KZ-10', 'en')).toBe('Abai Region');
    expect(codeLabel(renamed, 'perpetrators', 'kz.knb', 'ru')).toBe('Комитет национальной безопасности');
  });

  it('names that turn round, hide, or are none are refused', () => {
    for (const name of ['a\u202eb', 'a\u200bb', '\u2066x\u2069', '', ' ', 'x'.repeat(161)])
      expect(parseOwnCode({ ...patrol, names: { en: name } })).toBeUndefined();
    expect(isNames({ en: 'x'.repeat(160) })).toBe(true);
    for (const wrong of [null, [], {}, 'Patrol', { en: 7 }, { 'not a language': 'x' }])
      expect(isNames(wrong)).toBe(false);
    expect(errorsOf(changed(reportOf(draft), ['own_codes', 0, 'names'], { en: 'a\u202eb' }))).toContain(
      'F01 own_codes[0] wrongForm',
    );
  });

  it('whatever stands there, reading never fails and gives only what has its form', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())), (value) => {
        for (const one of ownCodesOf({ own_codes: value } as JsonObject))
          expect(parseOwnCode(one)).toEqual(one);
      }),
    );
  });

  it('A6 is read once, however many agencies a report has: a hostile one must not hold the desk up', () => {
    const reads = (agencies: number): number => {
      let count = 0;
      const fields = { ...S1, perpetrators: Array.from({ length: agencies }, () => ({ type: patrol.code })) };
      Object.defineProperty(fields, 'own_codes', {
        enumerable: true,
        get: () => {
          count += 1;
          return [patrol];
        },
      });
      check(fields, TODAY);
      return count;
    };
    expect(reads(500)).toBe(reads(5));
  });

  it('of two names for one code the first stands', () => {
    const again: OwnCode = { ...patrol, names: { en: 'Somebody else' } };
    const sameCode: OwnCode = { ...again, list: 'regions' };
    expect(mergedOwnCodes([patrol], [again, valley, sameCode])).toEqual([patrol, valley, sameCode]);
    // A hundred that nothing uses do not push out the one that is used.
    const many = Array.from({ length: 150 }, (_, at) => ({ ...unused, code: `own.a${at}` }));
    const using = (codes: readonly OwnCode[]) => ({
      perpetrators: codes.map(({ code }) => ({ type: code })),
    });
    const all = mergedOwnCodes(many, [patrol]);
    expect(withOwnCodes(using([patrol]), all)['own_codes']).toEqual([patrol]);
    expect(withOwnCodes(using(many), all)['own_codes']).toHaveLength(100);
    expect(withOwnCodes({}, known)).toEqual({});
  });
});

describe('[REP10] [REP11] additions with codes of their own', () => {
  it('a correction to an own region brings its name; the names of the report stand', () => {
    const about = changed(changed(S1, ['place', 'country'], 'TJ'), ['place', 'region'], 'TJ-DU');
    const version = last(
      about,
      made(about, { answers: { place: { country: 'TJ', region: 'TJ-X01' } }, ownCodes: [valley, patrol] }),
    );
    expect(textAt(objectAt(version.fields, 'place'), 'region')).toBe('TJ-X01');
    expect(objectsAt(version.fields, 'own_codes')).toEqual([valley]);
    expect(version.changes.map(({ path }) => path)).toContain('place.region');
    expect(unnamed(version.fields)).toEqual([]);
  });

  it('an agency that comes later comes with its name, and cannot call the report’s own one something else', () => {
    const about = reportOf(draft);
    const more: OwnCode = { list: 'perpetrators', code: 'own.second', names: { en: 'Second' } };
    const sent = made(about, {
      kind: 'add',
      answers: { perpetrators: [{ type: 'own.second' }, { type: 'own.patrol01' }] },
      ownCodes: [{ ...patrol, names: { en: 'Renamed' } }, more],
    });
    const version = history(by(about), [by(sent)]).at(-1);
    expect(ownCodesOf(version?.fields ?? {})).toEqual([valley, patrol, more]);
    expect(unnamed(version?.fields ?? {})).toEqual([]);
  });
});
