/** Owns the proof that what is sent later makes versions, changes nobody's original and calls back what is not allowed any more. */
import { describe, expect, it } from 'vitest';
import { type Addition, additionFields, checkAddition, finishAddition } from '../../src/domain/addition.ts';
import {
  type AdditionKind,
  additionKind,
  isAddition,
  reportOfAddition,
} from '../../src/domain/additionNames.ts';
import { check } from '../../src/domain/check.ts';
import { usesOfPerson } from '../../src/domain/consent.ts';
import { type Draft, emptyDraft, encodeDraft, parseDraft } from '../../src/domain/draft.ts';
import { fullSections } from '../../src/domain/form/full.ts';
import { LATER, laterSections } from '../../src/domain/form/fullLater.ts';
import { history, isWithdrawn, type Sent } from '../../src/domain/history.ts';
import {
  type JsonObject,
  listAt,
  objectAt,
  objectsAt,
  type ReportFields,
  textAt,
} from '../../src/domain/report.ts';
import { changed, fieldsOf, NOW, sample, TODAY } from './samples.ts';

const S5 = fieldsOf(sample('S5').report);
const S1 = fieldsOf(sample('S1').report);
const MONITOR = 'chain-1';
const CONSENT = '00000000-0000-4000-8000-00000000000c';

let number = 0;
function addition(about: ReportFields, given: Partial<Addition>): Addition {
  number += 1;
  return {
    id: `00000000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`,
    code: 'ABCDE',
    about: { report: textAt(about, 'id') ?? '', code: textAt(about, 'local_ref') ?? '' },
    kind: 'correct',
    language: 'ru',
    reason: '',
    answers: {},
    whose: [],
    attachments: [],
    now: NOW + number * 60_000,
    ...given,
  };
}
function made(about: ReportFields, given: Partial<Addition>): ReportFields {
  const result = additionFields(addition(about, given));
  if (!result.ok) throw new Error(result.code);
  expect(check(result.value, TODAY).filter(({ severity }) => severity === 'error')).toEqual([]);
  return fieldsOf(result.value);
}
const by = (
  fields: ReportFields,
  author: string | null = MONITOR,
  forced = false,
  n: number | null = null,
): Sent => ({ fields, author, n, forced });
const last = (about: ReportFields, ...later: readonly ReportFields[]) => {
  const versions = history(
    by(about),
    later.map((fields) => by(fields)),
  );
  const version = versions.at(-1);
  if (version === undefined) throw new Error('no version');
  expect(versions).toHaveLength(later.length + 1);
  expect(versions[0]?.fields).toEqual(about);
  return version;
};

describe('an addition', () => {
  it('[REP10] carries only what is new or other, under the paths of a report', () => {
    const fields = made(S1, {
      reason: 'The hearing was moved',
      answers: {
        event: { summary: 'Moved', _part: 'evening' },
        urgency: { level: 'u3', deadline: '2026-12-20T09:00' },
        place: { country: 'KZ', _point: { lat: 50.2839, lon: 57.1669 }, precision: 'district' },
        official_response: 'denied',
      },
    });
    expect(isAddition(fields)).toBe(true);
    expect(additionKind(fields)).toBe('correct');
    expect(reportOfAddition(fields)).toBe(textAt(S1, 'id'));
    expect(objectsAt(fields, 'changes')).toEqual([
      { path: 'event.summary', value: 'Moved' },
      { path: 'event.time', value: 'evening' },
      { path: 'place.country', value: 'KZ' },
      { path: 'place.precision', value: 'district' },
      { path: 'place.lat', value: 50.2 },
      { path: 'place.lon', value: 57.1 },
      { path: 'urgency.level', value: 'u3' },
      { path: 'urgency.deadline', value: '2026-12-20T09:00:00+05:00' },
      { path: 'official_response', value: 'denied' },
    ]);
    expect(Object.keys(fields)).not.toContain('acts');
    expect(Object.keys(fields)).not.toContain('add');
  });

  it('[REP10] says when there is nothing in it; a withdrawal needs no more', () => {
    expect(additionFields(addition(S1, {}))).toEqual({ ok: false, code: 'empty' });
    expect(additionFields(addition(S1, { kind: 'consent' }))).toEqual({ ok: false, code: 'empty' });
    expect(made(S1, { kind: 'withdraw', reason: 'Too dangerous now' })).toMatchObject({
      kind: 'withdraw',
      reason: 'Too dangerous now',
    });
  });

  it('[REP10] its shape is checked like that of a report', () => {
    const fields = made(S1, { kind: 'add', answers: { remedies: [{ body: 'Ombudsman' }] } });
    const codes = (of: JsonObject) => check(of, TODAY).map(({ rule, path }) => `${rule} ${path}`);
    expect(codes(changed(fields, ['kind'], 'erase'))).toEqual(['F01 kind']);
    expect(codes(changed(fields, ['about'], undefined))).toEqual(['F01 about']);
    expect(codes(changed(fields, ['add', 'persons'], [{ id: 1 }]))).toContain('F01 add.persons[0].id');
    expect(codes(changed(fields, ['reason'], 'a\u202Eb'))).toEqual(['V31 reason']);
  });
});

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

describe('[REP10] an addition about an addition', () => {
  const said = (sent: readonly Sent[]) =>
    history(by(S1), sent).map(({ fields }) => textAt(objectAt(fields, 'event'), 'summary'));

  it('counts as one about the first report, in whatever order it came, and a withdrawal ends all of it', () => {
    const first = made(S1, { answers: { event: { summary: 'First' } } });
    const second = made(first, { answers: { event: { summary: 'Second' } } });
    const third = made(second, { answers: { event: { summary: 'Third' } } });
    const chain = [by(first, MONITOR, false, 7), by(second, MONITOR, false, 8), by(third, MONITOR, false, 9)];
    for (const sent of [chain, chain.toReversed()])
      expect(said(sent).slice(1)).toEqual(['First', 'Second', 'Third']);
    // Without the link between nobody can tell what it belongs to.
    expect(said([chain[0], chain[2]].flatMap((one) => one ?? [])).slice(1)).toEqual(['First']);
    const end = history(by(S1), [...chain, by(made(third, { kind: 'withdraw' }), MONITOR, false, 10)]).at(-1);
    expect(end?.fields['status']).toBe('withdrawn');
    expect(end?.recall.uses.length).toBeGreaterThan(0);
  });

  it('in a circle is about nothing, and an id that somebody else took leads nobody astray', () => {
    const first = made(S1, { answers: { event: { summary: 'First' } } });
    const second = made(first, { answers: { event: { summary: 'Second' } } });
    const round = fieldsOf({ ...first, about: { report: textAt(second, 'id') ?? '', code: 'ABCDE' } });
    expect(said([by(round), by(second)])).toEqual([textAt(objectAt(S1, 'event'), 'summary')]);
    // A stranger's addition to another report, under the id of the author's own one.
    const decoy = fieldsOf({
      ...made(S5, { answers: { event: { summary: 'X' } } }),
      id: textAt(first, 'id') ?? '',
    });
    for (const sent of [
      [by(decoy, 'chain-2'), by(first), by(second)],
      [by(first), by(decoy, 'chain-2'), by(second)],
    ])
      expect(said(sent).at(-1)).toBe('Second');
  });
});

describe('a draft about an earlier report', () => {
  const about = { report: textAt(S5, 'id') ?? '', code: textAt(S5, 'local_ref') ?? '' };
  const draftAbout = (
    kind: AdditionKind,
    full: JsonObject,
    attachments: Draft['attachments'] = [],
  ): Draft => ({
    ...emptyDraft({
      id: '7e127b35-baaa-4b43-bacf-a1b61d3183ab',
      localRef: 'ABCDE',
      lang: 'ru',
      country: 'KG',
      now: NOW,
    }),
    about: { ...about, kind },
    full,
    attachments,
  });
  const FILE: Draft['attachments'][number] = {
    id: '00000000-0000-4000-8000-0000000000f1',
    kind: 'photo',
    name: 'door.jpg',
    mime: 'image/jpeg',
    bytes: 9,
    sha256: 'a'.repeat(64),
    title: '',
    description: '',
    method: 'own_capture',
    showsPeople: 'none',
    captured: null,
  };
  const later = { [LATER]: { reason: ' Ошибка ', whose: 'Студент №1\n\n Айпери ' } };
  const finished = (draft: Draft): ReportFields => {
    const done = draft.about === null ? null : finishAddition(draft, draft.about, { now: NOW });
    if (done === null || !done.ok) throw new Error('not finished');
    return done.value;
  };

  it('[REP10] S10 is remembered by the draft; drafts of before are about nothing', () => {
    const draft = draftAbout('correct', later);
    expect(parseDraft(encodeDraft(draft))).toEqual({ ok: true, value: draft });
    const { about: _about, ...older } = draftAbout('add', {});
    const read = parseDraft(older);
    expect(read.ok && read.value.about).toBeNull();
    const wrong = { ...draft, about: { report: about.report, code: 'ABCDE', kind: 'erase' } };
    expect(parseDraft(wrong)).toEqual({ ok: false, code: 'notADraft', detail: 'about' });
  });

  it('[REP10] says why, and nothing of the form’s own travels', () => {
    const fields = finished(draftAbout('correct', { ...later, event: { summary: 'Полдень' } }));
    expect(fields).toMatchObject({
      form: 'addition',
      about,
      kind: 'correct',
      reason: 'Ошибка',
      changes: [{ path: 'event.summary', value: 'Полдень' }],
    });
    expect(JSON.stringify(fields)).not.toContain(LATER);
    expect(fields).not.toHaveProperty('whose');
  });

  it('[REP10] [FORM1] what was typed before the kind of addition could not use it stays in the draft alone', () => {
    const full: JsonObject = {
      ...later,
      event: { summary: 'Полдень' },
      consents: [
        { id: CONSENT, preset: 'partners' },
        { id: about.report, preset: 'none' },
      ],
    };
    const consent = finished(draftAbout('consent', full, [FILE]));
    expect(consent['whose']).toEqual(['Студент №1', 'Айпери']);
    expect(Object.keys(objectAt(consent, 'add'))).toEqual(['consents']);
    expect(objectsAt(objectAt(consent, 'add'), 'consents').map((one) => one['id'])).toEqual([CONSENT]);
    const taken = finished(draftAbout('withdraw', full, [FILE]));
    expect(taken).not.toHaveProperty('add');
    expect(taken).not.toHaveProperty('changes');
  });

  it('[REP10] a file is evidence of the addition; one that was not read to its end stops it', () => {
    const draft = draftAbout('add', {}, [FILE]);
    const [item] = objectsAt(objectAt(finished(draft), 'add'), 'evidence');
    expect(item).toMatchObject({ id: FILE.id, file: { name: 'door.jpg', sha256: FILE.sha256 } });
    const unread = draftAbout('add', {}, [{ ...FILE, sha256: null }]);
    const checked = checkAddition(unread, { ...about, kind: 'add' }, TODAY);
    expect(checked.findings.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'attachmentNotReady error',
    ]);
    expect(finishAddition(unread, { ...about, kind: 'add' }, { now: NOW })).toEqual({
      ok: false,
      code: 'incomplete',
    });
  });

  it('[REP10] [FORM6] F06 says that nothing was said, and where something is wrong', () => {
    const empty = draftAbout('correct', later);
    expect(checkAddition(empty, { ...about, kind: 'correct' }, TODAY)).toEqual({ empty: true, findings: [] });
    expect(finishAddition(empty, { ...about, kind: 'correct' }, { now: NOW }).ok).toBe(false);
    const places = (kind: AdditionKind, full: JsonObject): readonly string[] =>
      checkAddition(draftAbout(kind, full), { ...about, kind }, TODAY).findings.map(({ at }) => at.join('.'));
    const hidden = { [LATER]: { reason: 'a\u202Eb', whose: 'x'.repeat(61) } };
    const consents = [{ id: CONSENT, preset: 'partners', given_by: 'self', conditions: 'c\u202Ed' }];
    expect(places('consent', { ...hidden, consents })).toEqual([
      'consents.0.conditions',
      `${LATER}.reason`,
      `${LATER}.whose`,
    ]);
    // Who agreed was not said: it goes, and allows only keeping. [FORM6]
    const unsaid = { consents: [{ id: CONSENT, preset: 'partners' }] };
    const checked = checkAddition(draftAbout('consent', unsaid), { ...about, kind: 'consent' }, TODAY);
    expect(checked.findings).toEqual([
      {
        rule: 'F06',
        severity: 'warn',
        path: 'add.consents[0].given_by',
        code: 'consentByNobody',
        at: ['consents', 0, 'given_by'],
      },
    ]);
    expect(
      finishAddition(draftAbout('consent', unsaid), { ...about, kind: 'consent' }, { now: NOW }).ok,
    ).toBe(true);
    expect(places('add', { ...unsaid, remedies: [{ body: 'Ombudsman' }] })).toEqual(['consents.0.given_by']);
    const wells = { remedies: [{}, { body: 'e\u202Ef' }], event: { summary: 'g\u202Eh' } };
    expect(places('add', wells)).toEqual(['remedies.1.body', 'event.summary']);
  });

  it('[REP10] a withdrawal asks for a reason alone, another consent for one consent', () => {
    const names = (kind: AdditionKind) => laterSections(kind, fullSections()).map(({ name }) => name);
    expect(names('withdraw')).toEqual(['later']);
    expect(names('consent')).toEqual(['later', 'consent']);
    expect(names('add')).toEqual(['later', ...fullSections().map(({ name }) => name)]);
    const [, consent] = laterSections('consent', fullSections());
    expect(consent?.questions).toMatchObject([{ name: 'consents', kind: 'repeat', max: 1 }]);
  });
});
