/** Owns the proof that every rule of DOMAIN §2.15 about one report finds what it must, and nothing in good reports. */
import { describe, expect, it } from 'vitest';
import type { ReportFields } from '../../src/domain/report.ts';
import { check, isClean } from '../../src/domain/rules/check.ts';
import { fortyVictims } from './fortyVictims.ts';
import { changed, fieldsOf, invalidCases, sample, samples, schemaAccepts, TODAY } from './samples.ts';

const found = (fields: ReportFields, today = TODAY): string[] =>
  check(fields, today).map((one) => `${one.rule} ${one.severity} ${one.path}`);
const errors = (fields: ReportFields): string[] => found(fields).filter((line) => line.includes(' error '));

/** A sample changed at several places. */
function altered(
  key: string,
  ...changes: readonly (readonly [(string | number)[], unknown])[]
): ReportFields {
  return changes.reduce<ReportFields>(
    (fields, [path, value]) => changed(fields, path, value),
    fieldsOf(sample(key).report),
  );
}
const S1 = ['S1', 'S3', 'S4', 'S5', 'T1', 'T2'];

describe('samples', () => {
  it('covers all six', () => {
    expect(samples.map((one) => one.key.slice(0, 2))).toEqual(S1);
  });

  it.each(samples.map((one) => [one.key, one.report] as const))('finds no error in %s', (_key, report) => {
    expect(schemaAccepts(report)).toBe(true);
    expect(errors(fieldsOf(report))).toEqual([]);
  });

  it('finds no error in forty victims with every kind of date, and points at the act without victims', () => {
    const fields = fortyVictims();
    expect(schemaAccepts(fields)).toBe(true);
    expect(found(fields)).toEqual(['F03 warn acts[10].victims']);
  });

  it('V24 V22 V31 warns where the samples were made to be doubtful', () => {
    expect(found(fieldsOf(sample('S4').report))).toEqual(['V24 warn evidence[1].consent']);
    expect(found(fieldsOf(sample('S5').report))).toEqual(['V24 warn evidence[0].consent']);
    expect(new Set(found(fieldsOf(sample('T2').report)))).toEqual(
      new Set(['V22 warn event.narrative', 'V31 warn event.narrative', 'V31 warn title']),
    );
  });
});

describe('invalid cases', () => {
  it.each(invalidCases.map((one) => [one.rule, one] as const))('%s', (rule, one) => {
    const base = sample(one.base);
    const fields = changed(base.report, one.path, one.value);
    const lines = errors(fields);
    expect(schemaAccepts(fields)).toBe(one.caught_by !== 'schema');
    if (one.caught_by === 'pass') expect(lines).toEqual([]);
    else expect(lines.some((line) => line.startsWith(`${rule.slice(0, 3)} `))).toBe(true);
  });
});

type Case = readonly [title: string, expected: string, fields: () => ReportFields];
const other = '00000000-0000-4000-8000-000000000001';

const cases: readonly Case[] = [
  ['V01 acts missing', 'V01 error acts', () => altered('S3', [['acts'], undefined])],
  ['V02 no primary act', 'V02 error acts', () => altered('S3', [['acts', 0, 'primary'], false])],
  ['V03 no start', 'V03 error event.start', () => altered('S3', [['event', 'start'], undefined])],
  [
    'V03 empty start',
    'V03 error event.start',
    () => altered('S3', [['event', 'start'], { edtf: '', q: 'exact' }]),
  ],
  [
    'V04 a date deep in the details of an act',
    'V04 error acts[1].details.held_since.edtf',
    () => altered('S1', [['acts', 1, 'details', 'held_since', 'edtf'], '2026-02-29']),
  ],
  [
    'V04 interval the wrong way round',
    'V04 error acts[2].start.edtf',
    () => altered('S4', [['acts', 2, 'start', 'edtf'], '[2026-06-29..2026-06-27]']),
  ],
  [
    'V04 qualifier says something else',
    'V04 warn event.start',
    () => altered('S3', [['event', 'start'], { edtf: '2026-11', q: 'exact' }]),
  ],
  [
    'V05 start in two days',
    'V05 error event.start',
    () => altered('S3', [['event', 'start', 'edtf'], '2026-11-24']),
  ],
  [
    'V05 act in the future',
    'V05 error acts[0].start',
    () => altered('S1', [['acts', 0, 'start', 'edtf'], '2027-01-01']),
  ],
  [
    'V06 end before start',
    'V06 error event.end',
    () => altered('S5', [['event', 'end', 'edtf'], '2026-10-05']),
  ],
  ['V06 in an act', 'V06 error acts[2].end', () => altered('S1', [['acts', 2, 'end', 'edtf'], '2026-10-01'])],
  [
    'V07 before 1991',
    'V07 warn event.start',
    () => altered('S3', [['event', 'start', 'edtf'], '1990-12-31']),
  ],
  ['V08 no country', 'V08 error place.country', () => altered('S3', [['place', 'country'], undefined])],
  [
    'V09 region of another country',
    'V09 error place.region',
    () => altered('S3', [['place', 'region'], 'KZ-10']),
  ],
  ['V09 old letter code', 'V09 error place.region', () => altered('S1', [['place', 'region'], 'KZ-AKT'])],
  ['V10 no precision', 'V10 error place', () => altered('S1', [['place', 'precision'], undefined])],
  ['V10 only a longitude', 'V10 error place', () => altered('S1', [['place', 'lat'], undefined])],
  ['V10 longitude out of range', 'V10 error place.lon', () => altered('S1', [['place', 'lon'], 200])],
  ['V11 outside the country', 'V11 warn place', () => altered('S1', [['place', 'lat'], 20.5])],
  ['V12 too many decimals', 'V12 error place.lat', () => altered('S1', [['place', 'lat'], 50.31])],
  [
    'V12 a region keeps no coordinates',
    'V12 error place.lon',
    () => altered('S1', [['place', 'precision'], 'region']),
  ],
  ['V13 min above max', 'V13 error victim_group', () => altered('T1', [['victim_group', 'min'], 300])],
  ['V13 negative', 'V13 error victim_group.women', () => altered('S5', [['victim_group', 'women'], -1])],
  [
    'V13 more than a million',
    'V13 error victim_group.max',
    () => altered('T1', [['victim_group', 'max'], 1_000_001]),
  ],
  [
    'V14 more recorded than stated',
    'V14 warn victim_group',
    () => altered('S5', [['victim_group', 'count_exact'], 1]),
  ],
  [
    'V15 named without a name',
    'V15 error persons[0].names',
    () => altered('S1', [['persons', 0, 'names'], []]),
  ],
  [
    'V16 family name in another script',
    'V16 error persons[0].label',
    () => altered('S4', [['persons', 0, 'label'], 'блогер ОКТЕПАЛИЕВ']),
  ],
  [
    'V16 pseudonym begins with the name',
    'V16 error persons[0].label',
    () => altered('S4', [['persons', 0, 'label'], 'zafarjonbek']),
  ],
  [
    'V17 min above max',
    'V17 error persons[0].age',
    () => altered('S4', [['persons', 0, 'age'], { min: 30, max: 20 }]),
  ],
  [
    'V17 age against birth',
    'V17 error persons[0].age',
    () => altered('S1', [['persons', 0, 'age'], { min: 45, max: 46 }]),
  ],
  [
    'V17 born before 1900',
    'V17 error persons[0].birth',
    () => altered('S1', [['persons', 0, 'birth', 'edtf'], '1850']),
  ],
  [
    'V18 minor named',
    'V18 error persons[0].consent',
    () => altered('S5', [['persons', 0, 'age_group'], '14-17']),
  ],
  [
    'V20 UN use without explanation',
    'V20 error consents[1].informed',
    () => altered('S1', [['consents', 1, 'informed'], ['uses']]),
  ],
  [
    'V21 full name',
    'V21 error consents[0].name_form',
    () => altered('S1', [['consents', 0, 'name_form'], 'full']),
  ],
  [
    'V22 e-mail',
    'V22 warn event.summary',
    () => altered('S3', [['event', 'summary'], 'write to demo@example.invalid']),
  ],
  [
    'V22 personal number',
    'V22 warn event.summary',
    () => altered('S3', [['event', 'summary'], 'ИИН 880101300123']),
  ],
  [
    'V22 protected name in another case',
    'V22 warn event.context',
    () =>
      altered(
        'S1',
        [
          ['consents', 0, 'uses'],
          ['store', 'partners'],
        ],
        [['event', 'context'], 'АРМАН сказал'],
      ),
  ],
  [
    'V23 changed file',
    'V23 error evidence[0].file.sha256',
    () => altered('S5', [['evidence', 0, 'file', 'sha256'], 'f'.repeat(64)]),
  ],
  ['V25 long account', 'V25 warn acts[0]', () => altered('T1', [['acts', 0, 'type'], 'tor.sexual'])],
  ['V26 emergency without reason', 'V26 warn urgency', () => altered('S3', [['urgency', 'level'], 'u3'])],
  [
    'V27 one verifier',
    'V27 error verification.by',
    () => altered('S5', [['verification', 'by'], ['coord-1']]),
  ],
  [
    'V27 the same verifier twice',
    'V27 error verification.by',
    () =>
      altered('S5', [
        ['verification', 'by'],
        ['coord-1', 'coord-1'],
      ]),
  ],
  ['V27 nobody', 'V27 error verification.by', () => altered('S5', [['verification', 'by'], undefined])],
  [
    'V29 link to itself',
    'V29 error links[0]',
    () => altered('S1', [['links'], [{ report: sample('S1').report['id'], type: 'follows' }]]),
  ],
  [
    'V29 part and whole',
    'V29 error links[1]',
    () =>
      altered('S1', [
        ['links'],
        [
          { report: other, type: 'part_of' },
          { report: other, type: 'encompasses' },
        ],
      ]),
  ],
  [
    'V31 zero-width',
    'V31 warn place.locality',
    () => altered('S3', [['place', 'locality'], 'Ash\u200Bgabat']),
  ],
  ['V31 not composed', 'V31 warn place.locality', () => altered('S3', [['place', 'locality'], 'и\u0306'])],
  [
    'V32 summary over 500 graphemes',
    'V32 error event.summary',
    () => altered('S3', [['event', 'summary'], 'я'.repeat(501)]),
  ],
  [
    'V32 a bomb of combining marks',
    'V32 error event.summary',
    () => altered('S3', [['event', 'summary'], `a${'\u0301'.repeat(1500)}`]),
  ],
  [
    'F01 end together with ongoing',
    'F01 error event.end',
    () => altered('S5', [['event', 'ongoing'], false]),
  ],
  [
    'F01 status without its day',
    'F01 error persons[0].status_at',
    () => altered('S1', [['persons', 0, 'status_at'], undefined]),
  ],
  [
    'F01 unknown code',
    'F01 error perpetrators[0].type',
    () => altered('S3', [['perpetrators', 0, 'type'], 'zz.police']),
  ],
  [
    'F02 victim who is not there',
    'F02 error acts[0].victims[0]',
    () => altered('S3', [['acts', 0, 'victims'], [other]]),
  ],
  [
    'F02 consent that is not there',
    'F02 error persons[0].consent',
    () => altered('S3', [['persons', 0, 'consent'], other]),
  ],
  [
    'F02 act that is not there',
    'F02 error perpetrators[0].acts[0]',
    () => altered('S4', [['perpetrators', 0, 'acts'], [9]]),
  ],
  [
    'F04 neither words nor voice',
    'F04 error event.summary',
    () => altered('S3', [['event', 'summary'], '   ']),
  ],
];

describe('rules', () => {
  it.each(cases)('%s', (_title, expected, make) => {
    expect(found(make())).toContain(expected);
  });

  it('V05 lets tomorrow pass, and a risk of return or a law that lies ahead', () => {
    const future = (type: string): ReportFields =>
      altered('S3', [['event', 'start', 'edtf'], '2027-05-01'], [['acts', 0, 'type'], type]);
    expect(errors(altered('S3', [['event', 'start', 'edtf'], '2026-11-23']))).toEqual([]);
    expect(errors(future('tnr.risk'))).toEqual([]);
    expect(errors(future('law.agent'))).toEqual([]);
    expect(errors(future('int.threat'))).toEqual(['V05 error event.start']);
  });

  it('V16 does not take a short name inside a longer word for the name', () => {
    const fields = altered(
      'S4',
      [['persons', 0, 'names'], [{ script: 'Cyrl', full: 'Али' }]],
      [['persons', 0, 'label'], 'Журналистка из Алинска'],
    );
    expect(errors(fields)).toEqual([]);
  });

  it('V17 accepts somebody born on 29 February', () => {
    const fields = altered(
      'S1',
      [['persons', 0, 'birth'], { edtf: '2000-02-29', q: 'exact' }],
      [['persons', 0, 'age'], { min: 26, max: 26 }],
    );
    expect(errors(fields)).toEqual([]);
  });

  it('V18 accepts a minor named with a guardian’s consent', () => {
    const fields = altered(
      'S5',
      [['persons', 0, 'age_group'], '14-17'],
      [['persons', 0, 'age'], undefined],
      [['consents', 0, 'given_by'], 'guardian'],
    );
    expect(errors(fields)).toEqual([]);
  });

  it('V31 lets the joiner inside an emoji pass', () => {
    expect(
      found(altered('S3', [['event', 'summary'], 'semья 👨‍👩‍👧‍👦 👩🏽‍⚖️ 🇰🇿 ❤️'])).filter((line) =>
        line.startsWith('V31'),
      ),
    ).toEqual([]);
  });

  it('law.* needs no victim', () => {
    const fields = altered('S3', [['acts', 0, 'type'], 'law.ngo'], [['acts', 0, 'victims'], []]);
    expect(found(fields)).toEqual([]);
  });

  it('M9 stays quick on hostile text: a long word is searched once', () => {
    const fields = altered('T1', [['event', 'narrative'], 'a'.repeat(390_000)]);
    expect(isClean(check(fields, TODAY))).toBe(false);
  });
});
