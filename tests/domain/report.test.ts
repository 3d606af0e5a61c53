/** Owns the proof that foreign JSON is bounded (M9), unknown members survive, and the inbox row reads anything. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounded, REPORT_LIMITS, utf8Length } from '../../src/domain/bounded.ts';
import {
  blockers,
  imagesAllowed,
  nobodyAsked,
  nobodyShown,
  type OutputKind,
  usesOf,
} from '../../src/domain/consent.ts';
import { detailLabel, fieldLabel, listOf, visibilityOf } from '../../src/domain/fieldNames.ts';
import {
  encodeFields,
  headline,
  parseFields,
  parseFieldsText,
  span,
  victimCount,
} from '../../src/domain/report.ts';
import { options } from '../../src/domain/vocabulary.ts';
import { fortyVictims } from './fortyVictims.ts';
import { changed, fieldsOf, sample, samples } from './samples.ts';

const nested = (depth: number): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = { value };
  return value;
};

describe('bounded fields', () => {
  it('every sample passes and comes back the same', () => {
    for (const one of samples) {
      const parsed = parseFieldsText(JSON.stringify(one.report));
      if (!parsed.ok) throw new Error(parsed.code);
      expect(JSON.parse(encodeFields(parsed.value))).toEqual(one.report);
    }
  });

  it.each([
    ['too deep', nested(40), 'tooDeep'],
    ['deeper than any stack', nested(100_000), 'tooDeep'],
    ['too large', { text: 'я'.repeat(1024 * 1024 + 1) }, 'tooLarge'],
    ['a list too long', { list: new Array(5001).fill(0) }, 'tooMany'],
    [
      'too many members',
      Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`k${index}`, 0])),
      'tooMany',
    ],
    ['a prototype key', JSON.parse('{"a":{"__proto__":{"b":1}}}'), 'forbiddenKey'],
    ['a constructor', { constructor: 1 }, 'forbiddenKey'],
    ['a list', [], 'notAnObject'],
    ['null', null, 'notAnObject'],
    ['not a number', { a: Number.NaN }, 'notJson'],
    ['a function', { a: () => 1 }, 'notJson'],
  ])('M9 refuses %s', (_title, value, code) => {
    expect(parseFields(value)).toMatchObject({ ok: false, code });
  });

  it('M9 refuses text that is too large before parsing it', () => {
    expect(parseFieldsText(' '.repeat(REPORT_LIMITS.bytes + 1))).toMatchObject({
      ok: false,
      code: 'tooLarge',
    });
    expect(parseFieldsText('{"a":')).toMatchObject({ ok: false, code: 'notJson' });
  });

  it('M9 a value of exactly the depth allowed passes', () => {
    expect(bounded(nested(REPORT_LIMITS.depth - 1)).ok).toBe(true);
    expect(bounded(nested(REPORT_LIMITS.depth)).ok).toBe(false);
  });

  it('counts bytes as an encoder does', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
    expect(utf8Length('\uD800x')).toBe(4);
  });
});

describe('headline', () => {
  it('shows what the inbox row needs', () => {
    expect(headline(fieldsOf(sample('S5').report))).toEqual({
      id: sample('S5').report['id'],
      shortCode: 'XW2VE',
      type: 'pea.picket',
      country: 'KG',
      region: 'KG-GB',
      date: { edtf: '2026-10-06', q: 'exact', time: '11:20' },
      earliest: '2026-10-06',
      latest: '2026-10-07',
      urgency: 'u1',
      deadline: null,
      victims: { min: 3, max: 3 },
      summary: (sample('S5').report['event'] as { summary: string }).summary,
      form: 'full',
    });
  });

  it.each(samples.map((one) => [one.key, one] as const))(
    'agrees with what is expected of %s',
    (_key, one) => {
      const fields = fieldsOf(one.report);
      const { earliest, latest, urgency } = headline(fields);
      expect(earliest).toBe(one.expected.earliest);
      expect(latest).toBe(one.expected.latest);
      if (one.expected.urgency !== undefined) expect(urgency).toBe(one.expected.urgency);
      const { unique_victims: exact, unique_victims_min: min, unique_victims_max: max } = one.expected;
      expect(victimCount(fields)).toEqual({ min: exact ?? min, max: exact ?? max });
    },
  );

  it('M9 reads anything without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const parsed = parseFields({
          acts: value,
          event: value,
          place: value,
          urgency: value,
          persons: value,
          victim_group: value,
        });
        if (parsed.ok) expect(headline(parsed.value).urgency).toMatch(/^u[0-3]$/);
      }),
    );
    expect(headline({})).toMatchObject({ type: null, victims: null, urgency: 'u0', summary: '' });
  });

  it('an event since a day, still going on, is open', () => {
    const fields = fieldsOf({ event: { start: { edtf: '2026-03-05/..', q: 'ongoing' } } });
    expect(span(fields)).toEqual({ earliest: '2026-03-05', latest: null });
    expect(victimCount(fortyVictims())).toEqual({ min: 40, max: 55 });
  });
});

describe('consent by role', () => {
  const kinds: readonly OutputKind[] = [
    'statistics',
    'partners',
    'un_background',
    'sp_letter_named',
    'public_anonymous',
    'public_named',
  ];

  it.each(samples.map((one) => [one.key, one] as const))('DOMAIN 2.8 as expected of %s', (_key, one) => {
    const fields = fieldsOf(one.report);
    for (const kind of kinds) {
      const expected = one.expected.permissions[kind];
      expect(blockers(fields, kind)).toEqual(expected?.allowed === true ? [] : expected?.blocked_by);
    }
    expect(imagesAllowed(fields)).toBe(one.expected.permissions['image']?.allowed);
  });

  it('default is deny: withdrawn, refused and missing consents allow nothing', () => {
    const base = sample('S5').report;
    expect(usesOf(fieldsOf({ uses: ['store'], withdrawn_at: '2026-11-01T00:00:00Z' })).size).toBe(0);
    expect(usesOf(fieldsOf({ uses: ['store'], preset: 'refused' })).size).toBe(0);
    expect(blockers(changed(base, ['persons', 0, 'consent'], undefined), 'statistics')).toEqual([
      { person: 'Айпери Тоогулова', missing: 'statistics' },
    ]);
  });

  it('[FORM6] by a consent that nobody gave a reader allows no more than keeping, whatever it lists', () => {
    const uses = ['store', 'partners', 'public_named'];
    expect([...usesOf(fieldsOf({ uses, preset: 'public_name', given_by: 'nobody' }))]).toEqual(['store']);
    expect([...usesOf(fieldsOf({ uses, preset: 'public_name', given_by: 'relative' }))]).toEqual(uses);
    expect(usesOf(fieldsOf({ uses: ['partners'], given_by: 'nobody' })).size).toBe(0);
    for (const unsaid of [undefined, null, '', 'unknown', 'Nobody', '__proto__', 5, ['self']]) {
      const consent = {
        id: 'a',
        uses,
        preset: 'public_name',
        ...(unsaid === undefined ? {} : { given_by: unsaid }),
      };
      expect([...usesOf(fieldsOf(consent))]).toEqual(['store']);
      expect(nobodyAsked(fieldsOf({ consents: [consent] }))).toBe(true);
      expect(blockers(fieldsOf({ consents: [consent] }), 'public_named')).toHaveLength(1);
    }
    for (const { code } of options('givenBy').filter((one) => one.code !== 'nobody'))
      expect([...usesOf(fieldsOf({ uses, preset: 'public_name', given_by: code }))]).toEqual(uses);
  });

  it('[FORM6] what was said for one file alone holds for it, whoever is on it', () => {
    const shown = (shows: string, own: object) =>
      imagesAllowed(
        fieldsOf({
          persons: [{ label: 'A', roles: ['victim'], consent: 'a' }],
          evidence: [
            { shows_people: 'none', consent: 'a' },
            { shows_people: shows, consent: 'f' },
          ],
          consents: [
            { id: 'a', preset: 'custom', uses: ['store', 'image', 'public_named'], ...by },
            { id: 'f', ...by, ...own },
          ],
        }),
      );
    for (const shows of ['none', 'consenting', 'identifiable']) {
      expect(shown(shows, { preset: 'refused', uses: [], given_by: 'relative' })).toBe(false);
      expect(shown(shows, { preset: 'refused', uses: ['image'] })).toBe(false);
      expect(shown(shows, { preset: 'partners', uses: ['store', 'partners'] })).toBe(false);
      expect(shown(shows, { preset: 'public_anon', uses: ['public_anonymous'], given_by: 'nobody' })).toBe(
        false,
      );
      expect(shown(shows, { preset: 'public_anon', uses: ['public_anonymous'] })).toBe(
        shows !== 'identifiable',
      );
      expect(shown(shows, { preset: 'custom', uses: ['image'] })).toBe(true);
      // Nobody was asked about this file, as for every file of the full form without an answer.
      expect(shown(shows, { preset: 'none', uses: ['store'], given_by: 'nobody' })).toBe(
        shows !== 'identifiable',
      );
    }
    const alone = (...consents: readonly object[]) =>
      imagesAllowed(fieldsOf({ evidence: [{ shows_people: 'none', consent: 'f' }], consents }));
    const refused = { id: 'f', preset: 'refused', uses: [], given_by: 'relative' };
    expect(alone({ id: 'a', preset: 'internal', uses: ['store'], ...by }, refused)).toBe(false);
    expect(alone(refused)).toBe(true);
    expect(alone({ id: 'a', preset: 'internal', uses: ['store'], ...by })).toBe(false);
  });

  const everything = [
    'statistics',
    'partners',
    'un_confidential',
    'un_government',
    'public_anonymous',
    'public_named',
  ];
  const by = { given_by: 'self' };
  const without = (...consents: readonly object[]) => fieldsOf({ persons: [], consents });

  it('DOMAIN 2.8 with no persons every consent must allow the use, and none at all denies it', () => {
    for (const kind of kinds) {
      expect(blockers(without(), kind)).toHaveLength(1);
      expect(blockers(fieldsOf({}), kind)).toHaveLength(1);
      expect(blockers(without({ id: 'a', preset: 'none', uses: ['store'] }), kind)).toHaveLength(1);
      expect(blockers(without({ ...by, id: 'a', uses: everything }), kind)).toEqual([]);
      expect(
        blockers(without({ ...by, id: 'a', uses: everything }, { ...by, id: 'b', uses: ['store'] }), kind),
      ).toMatchObject([{ person: '' }]);
      expect(
        blockers(without({ ...by, id: 'a', uses: everything, withdrawn_at: '2026-11-01T00:00:00Z' }), kind),
      ).toHaveLength(1);
    }
  });

  it('DOMAIN 2.8 a consent that belongs to nobody in the report limits it too', () => {
    const report = (uses: readonly string[]) =>
      fieldsOf({
        persons: [{ label: 'A', roles: ['victim'], consent: 'a' }],
        consents: [
          { ...by, id: 'a', uses: everything },
          { ...by, id: 'b', uses },
        ],
      });
    expect(blockers(report(everything), 'partners')).toEqual([]);
    expect(blockers(report(['store']), 'partners')).toEqual([{ person: '', missing: 'partners' }]);
  });

  it('says that nobody was asked', () => {
    expect(nobodyAsked(without())).toBe(true);
    expect(nobodyAsked(without({ id: 'a', preset: 'none', given_by: 'nobody' }))).toBe(true);
    expect(nobodyAsked(without({ id: 'a', preset: 'partners', given_by: 'self' }))).toBe(false);
    expect(nobodyAsked(without({ id: 'a', preset: 'refused', given_by: 'nobody' }))).toBe(false);
    for (const one of samples) expect(nobodyAsked(fieldsOf(one.report))).toBe(false);
  });

  it('V24 pictures pass only when nobody can be recognised, all agreed, or the consent covers images', () => {
    const picture = (shows: string | undefined, uses: readonly string[]) =>
      fieldsOf({
        evidence: [{ consent: 'a', ...(shows === undefined ? {} : { shows_people: shows }) }],
        consents: [{ ...by, id: 'a', uses }],
      });
    expect(imagesAllowed(picture('none', []))).toBe(true);
    expect(imagesAllowed(picture('consenting', []))).toBe(true);
    expect(imagesAllowed(picture('identifiable', ['image']))).toBe(true);
    for (const shows of ['identifiable', undefined, 'perhaps'])
      expect(imagesAllowed(picture(shows, ['store']))).toBe(false);
    // The desk says so instead of "allowed": nobody on them was asked for anything.
    expect(nobodyShown(picture('none', []))).toBe(true);
    for (const shows of ['consenting', 'identifiable', undefined])
      expect(nobodyShown(picture(shows, ['image']))).toBe(false);
  });
});

describe('names of fields', () => {
  it('labels paths of a report in both languages, an unknown one as itself', () => {
    expect(fieldLabel('acts[2].type', 'en')).toBe('Type of violation');
    expect(fieldLabel('acts[2].type', 'ru')).toBe('Вид нарушения');
    expect(fieldLabel('weather', 'ru')).toBe('weather');
    expect(listOf('persons[0].occupation')).toBe('occupations');
    expect(detailLabel('lib.pretrial', 'warrant', 'en')).toBe('Was a warrant or order shown?');
    expect(detailLabel('lib.pretrial', 'zz', 'en')).toBe('zz');
  });

  it('counts what it does not know as secret', () => {
    expect(visibilityOf('event.narrative')).toBe('S');
    expect(visibilityOf('weather')).toBe('S');
    expect(visibilityOf('place.country')).toBe('P');
  });
});
