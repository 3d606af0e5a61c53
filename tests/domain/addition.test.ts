/** Owns the proof that what is sent later says what it is about, also about an addition, and can be written as a draft. */
import { describe, expect, it } from 'vitest';
import { type Draft, emptyDraft, encodeDraft, parseDraft } from '../../src/domain/draft.ts';
import { fullSections } from '../../src/domain/form/full.ts';
import { LATER, laterSections } from '../../src/domain/form/fullLater.ts';
import { additionFields, checkAddition, finishAddition } from '../../src/domain/later/addition.ts';
import {
  type AdditionKind,
  additionKind,
  isAddition,
  reportOfAddition,
} from '../../src/domain/later/additionNames.ts';
import { history, type Sent } from '../../src/domain/later/history.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields, textAt } from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { addition, by, CONSENT, MONITOR, made, S1, S5 } from './additions.ts';
import { changed, fieldsOf, NOW, TODAY } from './samples.ts';

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
