/** Owns the proof that versions make a history that changes nobody's original and calls back what is not allowed any more. */
import { describe, expect, it } from 'vitest';
import { usesOfPerson } from '../../src/domain/consent.ts';
import { history, isWithdrawn } from '../../src/domain/later/history.ts';
import {
  type JsonObject,
  listAt,
  objectAt,
  objectsAt,
  type ReportFields,
  textAt,
} from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { by, CONSENT, last, MONITOR, made, S1, S5 } from './additions.ts';
import { changed, fieldsOf, sample, TODAY } from './samples.ts';

describe('the history of a report', () => {
  it('[REP10] corrects single answers and shows what stood there', () => {
    const version = last(S1, made(S1, { answers: { event: { summary: 'Moved' } } }));
    expect(version.changes).toEqual([
      { path: 'event.summary', before: textAt(objectAt(S1, 'event'), 'summary'), after: 'Moved' },
    ]);
    expect(objectAt(version.fields, 'event')).toEqual({ ...objectAt(S1, 'event'), summary: 'Moved' });
    expect(version.recall).toEqual({ outputs: [], uses: [], more: 0, images: false });
  });

  it('[REP10] adds whole entries at the end; the main act stays the main act', () => {
    const person = '00000000-0000-4000-8000-0000000000aa';
    const version = last(
      S5,
      made(S5, {
        kind: 'add',
        answers: {
          acts: [{ type: 'int.threat', victims: [person], details: { threat: { how: 'phone' } } }],
          persons: [{ id: person, label: 'Third', roles: ['victim'] }],
          perpetrators: [{ type: 'kg.gknb', acts: ['0'] }],
          risk: { flags: ['surveillance'] },
        },
      }),
    );
    const acts = objectsAt(version.fields, 'acts');
    expect(acts.map((act) => act['primary'])).toEqual([true, false, false, false]);
    expect(objectAt(acts[3], 'details')).toEqual({ how: 'phone' });
    expect(objectsAt(version.fields, 'persons').map((one) => one['label'])).toEqual([
      'Айпери Тоогулова',
      'Студент №1',
      'Third',
    ]);
    expect(objectsAt(version.fields, 'perpetrators').at(-1)).toMatchObject({ type: 'kg.gknb', acts: [3] });
    // Nobody asked the new person: nothing may be published any more.
    expect(version.recall.outputs).toContain('public_anonymous');
    expect(check(version.fields, TODAY).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('[REP10] a withdrawal ends all uses and names everything to be called back', () => {
    const version = last(S5, made(S5, { kind: 'withdraw' }));
    expect(isWithdrawn(version.fields)).toBe(true);
    expect(version.fields['status']).toBe('withdrawn');
    expect(version.recall.outputs).toEqual(['statistics', 'partners', 'un_background', 'public_anonymous']);
    expect(version.recall.uses).toContainEqual({ person: 'Айпери Тоогулова', use: 'public_named' });
    expect(isWithdrawn(S5)).toBe(false);
    expect(objectAt(version.fields, 'event')).toEqual(objectAt(S5, 'event'));
  });

  const consent = (preset: string, whose: readonly string[]) =>
    made(S5, {
      kind: 'consent',
      whose,
      answers: { consents: [{ id: CONSENT, preset, informed: ['uses', 'risks'], given_by: 'self' }] },
    });

  it('[REP10] another consent holds for whom it names, however the label is typed', () => {
    const version = last(S5, consent('partners', ['айпери тоогулова']));
    expect(version.unmatched).toEqual([]);
    expect(objectsAt(version.fields, 'persons').map((one) => one['consent'] === CONSENT)).toEqual([
      true,
      false,
    ]);
    expect(version.recall.uses.every(({ person }) => person === 'Айпери Тоогулова')).toBe(true);
    expect(version.recall.outputs).toEqual(['un_background', 'public_anonymous']);
    expect(objectsAt(version.fields, 'evidence')[0]?.['consent']).toBe(CONSENT);
  });

  it('[REP10] a label that fits nobody: less holds for everybody, more for nobody', () => {
    const less = last(S5, consent('internal', ['Somebody']));
    expect(less.unmatched).toEqual(['Somebody']);
    expect(objectsAt(less.fields, 'persons').every((one) => one['consent'] === CONSENT)).toBe(true);
    expect(objectsAt(less.fields, 'consents')).toHaveLength(1);
    const S3 = fieldsOf(sample('S3').report);
    const wider = made(S3, {
      kind: 'consent',
      whose: ['Somebody'],
      answers: {
        consents: [{ id: CONSENT, preset: 'partners', informed: ['uses', 'risks'], given_by: 'self' }],
      },
    });
    const more = last(S3, wider);
    expect(more.unmatched).toEqual(['Somebody']);
    expect(more.changes).toEqual([]);
    const everybody = last(S3, changed(wider, ['whose'], undefined));
    expect(objectsAt(everybody.fields, 'persons')[0]?.['consent']).toBe(CONSENT);
  });

  it('[REP10] a label that fits nobody never gives anybody more: each keeps only what both allow', () => {
    const consentOf = (id: string, uses: readonly string[]): JsonObject => ({
      id,
      preset: 'custom',
      uses,
      given_by: 'self',
    });
    const people = ['Aigul', 'Botir', 'Dana'].map((label, at) => ({
      id: `p${at}`,
      label,
      roles: ['victim'],
      consent: `c${at}`,
    }));
    const consents = [['statistics', 'partners'], ['statistics'], ['partners', 'image']].map((uses, at) =>
      consentOf(`c${at}`, uses),
    );
    const report = fieldsOf({ ...S5, persons: people, consents, evidence: [] });
    const mixed = (uses: readonly string[], whose: readonly string[]) =>
      last(report, {
        id: 'a1',
        form: 'addition',
        kind: 'consent',
        about: { report: textAt(S5, 'id') ?? '' },
        whose,
        add: { consents: [consentOf('c9', uses)] },
      }).fields;
    const allowed = (fields: ReportFields) =>
      objectsAt(fields, 'persons').map((person) => [...usesOfPerson(fields, person)]);
    for (const whose of [['Somebody'], ['Aigul', 'Somebody']])
      expect(allowed(mixed(['statistics', 'public_named'], whose))).toEqual([
        ['statistics'],
        ['statistics'],
        [],
      ]);
    expect(allowed(mixed(['public_named'], ['Somebody']))).toEqual([[], [], []]);
    expect(allowed(mixed(['statistics', 'public_named'], ['Aigul']))[0]).toEqual([
      'statistics',
      'public_named',
    ]);
  });

  it('[REP10] a consent under an id that is taken gives nobody what somebody else allowed', () => {
    const [own] = objectsAt(S5, 'consents');
    const again = fieldsOf({
      ...consent('internal', ['айпери тоогулова']),
      add: { consents: [{ ...own, uses: [] }] },
    });
    const { fields } = last(S5, again);
    const [person] = objectsAt(fields, 'persons');
    expect(person?.['label']).toBe('Айпери Тоогулова');
    expect(usesOfPerson(fields, person ?? {}).size).toBe(0);
  });

  it('[REP10] a withdrawal ends all uses for good, whatever the phone’s clock said', () => {
    const wide = consent('partners', []);
    const early = changed(made(S5, { kind: 'withdraw' }), ['created_at'], '2020-01-01T00:00:00Z');
    const correction = fieldsOf({
      ...made(S5, { answers: { event: { summary: 'After' } } }),
      changes: [
        { path: 'status', value: 'ready' },
        { path: 'event.summary', value: 'After' },
        { path: 'consents[0].withdrawn_at', value: null },
      ],
    });
    const more = made(S5, {
      kind: 'add',
      answers: { consents: [{ id: CONSENT, preset: 'partners', informed: ['uses'] }] },
    });
    const after = last(S5, fieldsOf(early), wide, correction, more);
    expect(isWithdrawn(after.fields)).toBe(true);
    expect(after.fields['status']).toBe('withdrawn');
    expect(textAt(objectAt(after.fields, 'event'), 'summary')).toBe('After');
    expect(isWithdrawn(last(S5, wide, fieldsOf(early)).fields)).toBe(true);
    // By number the withdrawal was first, by arrival last: it ends all uses either way.
    const versions = history(by(S5), [by(wide, MONITOR, false, 6), by(fieldsOf(early), MONITOR, false, 5)]);
    expect(versions.map(({ kind }) => kind)).toEqual(['original', 'withdraw', 'consent']);
    expect(isWithdrawn(versions.at(-1)?.fields ?? {})).toBe(true);
  });

  it('[REP10] an addition changes no more than a form can, lists no more than a screen can, and says how much is left', () => {
    const many = fieldsOf({
      ...made(S5, { answers: { event: { summary: 'x' } } }),
      changes: Array.from({ length: 5_000 }, (_, at) => ({
        path: `persons[0].names[${at}]`,
        value: `n${at}`,
      })),
    });
    const version = last(S5, many);
    expect(version.refused).toBe(4_800);
    expect(listAt(objectsAt(version.fields, 'persons')[0], 'names')).toHaveLength(200);
    const entries = (count: number) =>
      fieldsOf({
        ...made(S5, { kind: 'add', answers: { remedies: [{ body: 'x' }] } }),
        add: { remedies: Array.from({ length: count }, (_, at) => ({ body: `b${at}` })) },
      });
    const full = last(S5, entries(4_000), entries(4_000));
    expect(listAt(full.fields, 'remedies')).toHaveLength(5_000);
    expect(full.changes).toHaveLength(200);
    expect(full.changes.length + full.more + full.refused).toBe(4_000);
  });

  it('[REP10] looks at a consent a fixed number of times, however many people and additions there are', () => {
    let looks = 0;
    const consents = Array.from({ length: 300 }, (_, at) => ({
      get id() {
        looks += 1;
        return `c${at}`;
      },
      preset: 'custom',
      uses: ['statistics'],
    }));
    const persons = Array.from({ length: 300 }, (_, at) => ({
      id: `p${at}`,
      label: `A${at}`,
      consent: `c${at}`,
    }));
    const report = { ...S5, persons, consents, evidence: [] } as ReportFields;
    const claims = Array.from({ length: 50 }, () =>
      by(made(S5, { answers: { event: { summary: 'x' } } }), 'chain-2'),
    );
    history(by(report), claims);
    expect(looks).toBe(0);
    const own = claims.map(({ fields }) => by(fields));
    history(by(report), own);
    expect(looks).toBeLessThan(300 * (own.length + 1) * 10);
  });

  it('[REP10] what somebody else wrote, or the author under force, is a claim and changes nothing', () => {
    const correction = made(S1, { answers: { event: { summary: 'False' } } });
    for (const sent of [by(correction, 'chain-2'), by(correction, null), by(correction, MONITOR, true)]) {
      const [, version] = history(by(S1), [sent]);
      expect(version).toMatchObject({ applied: false, changes: [] });
      expect(version?.fields).toEqual(S1);
    }
    const [, anonymous] = history(by(S1, null), [by(correction, null)]);
    expect(anonymous?.applied).toBe(true);
  });

  it('[REP10] goes by the author’s numbers, passes over what is about another report, and cannot rename one', () => {
    const first = made(S1, { answers: { event: { summary: 'First' } } });
    const second = made(S1, { answers: { event: { summary: 'Second' } } });
    const other = made(S5, { answers: { event: { summary: 'Other' } } });
    const versions = history(by(S1), [
      by(second, MONITOR, false, 8),
      by(other, MONITOR, false, 9),
      by(first, MONITOR, false, 7),
    ]);
    expect(versions.map(({ fields }) => textAt(objectAt(fields, 'event'), 'summary'))).toEqual([
      textAt(objectAt(S1, 'event'), 'summary'),
      'First',
      'Second',
    ]);
    const hostile = fieldsOf({
      ...first,
      changes: [
        { path: 'id', value: 'x' },
        { path: '__proto__.polluted', value: true },
        { path: 'event.constructor', value: 1 },
        { path: 'a.b.c.d.e.f.g.h.i', value: 1 },
        { path: '', value: 1 },
        { path: 'acts[999999]', value: 1 },
        'nothing',
      ],
    });
    const after = last(S1, hostile);
    expect(after.changes).toEqual([]);
    expect(listAt(after.fields, 'acts')).toHaveLength(3);
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
  });
});
