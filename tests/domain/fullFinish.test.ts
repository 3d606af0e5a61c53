/** Owns the proof of what the full form asks under which condition, and what finishing it makes and tells. */
import { describe, expect, it } from 'vitest';
import { answer, type Draft, defaultUse, putAttachment, setFull } from '../../src/domain/draft.ts';
import { blockFieldList } from '../../src/domain/fieldNames.ts';
import { finish } from '../../src/domain/finish.ts';
import { answerAt, seenIn } from '../../src/domain/form/answers.ts';
import { fullSections } from '../../src/domain/form/full.ts';
import { finishFull } from '../../src/domain/form/fullFinish.ts';
import { blocksOf } from '../../src/domain/form/fullWhen.ts';
import { objectAt, objectsAt, type ReportFields, textsAt } from '../../src/domain/report.ts';
import { options } from '../../src/domain/vocabulary.ts';
import { base, finished, inFull, newId, photo, told, withFull } from './fullDrafts.ts';
import { NOW, TODAY } from './samples.ts';

describe('conditions', () => {
  it('nothing typed is lost when a block is hidden, and only the sealed report is without it', () => {
    const typed = withFull(inFull(base()), ['acts', 0, 'details', 'arrest', 'warrant'], 'no');
    const other = withFull(typed, ['acts', 0, 'type'], 'prv.search');
    const both = withFull(other, ['acts', 0, 'details', 'search', 'seized'], 'A laptop');
    expect(objectAt(objectsAt(finished(both), 'acts')[0], 'details')).toEqual({ seized: 'A laptop' });
    const back = withFull(both, ['acts', 0, 'type'], 'lib.arrest');
    expect(objectAt(objectsAt(finished(back), 'acts')[0], 'details')).toEqual({ warrant: 'no' });
    expect(answerAt(back.full ?? {}, ['acts', 0, 'details', 'search', 'seized'])).toBe('A laptop');
  });

  const blocks = (draft: Draft): readonly string[] =>
    blocksOf(objectsAt(draft.full, 'acts')[0] ?? {}, draft.full ?? {});

  it('a missing or dead person, an organisation and another country bring their blocks (DOMAIN 2.4)', () => {
    const draft = inFull(base());
    expect(blocks(draft)).toEqual(['arrest']);
    expect(blocks(withFull(draft, ['persons', 0, 'status_now'], 'missing'))).toEqual([
      'arrest',
      'disappearance',
    ]);
    expect(blocks(withFull(draft, ['persons', 0, 'status_now'], 'dead'))).toEqual(['arrest', 'death']);
    expect(blocks(withFull(draft, ['persons', 0, 'kind'], 'organisation'))).toEqual(['arrest', 'ngo']);
    expect(blocks(withFull(draft, ['place', 'country'], 'TR'))).toEqual(['arrest', 'tnr']);
    expect(blocks(withFull(draft, ['acts', 0, 'type'], 'law.ngo'))).toEqual(['law']);
  });

  it('every one of the 24 blocks with its fields is asked for some type', () => {
    const asked = new Set<string>();
    for (const type of options('violations')) {
      const draft = withFull(inFull(base()), ['acts', 0, 'type'], type.code);
      for (const { question, path } of seenIn(
        fullSections()[0]?.questions ?? [],
        draft.full ?? {},
        [],
        TODAY,
      ))
        if (path[2] === 'details' && !question.name.startsWith('_'))
          asked.add(`${String(path[3])}.${question.name}`);
    }
    const inside = (name: string) => !/\.(amount|currency|years|months|fine|other|text)$/.test(name);
    for (const field of blockFieldList) {
      const name = `${field.block}.${field.name}`;
      const parts = [...asked].some((one) => one === name);
      const gathered = ['{years,months,fine,other}', 'number + currency', 'text + date'].includes(field.type);
      expect([name, parts || gathered]).toEqual([name, true]);
    }
    expect([...asked].filter(inside).length).toBeGreaterThan(130);
    expect(new Set([...asked].map((one) => one.split('.')[0])).size).toBe(24);
  });

  it('custody data is asked for whoever is held, the names of nobody who is anonymous', () => {
    const names = (draft: Draft): readonly string[] =>
      [...seenIn(fullSections()[1]?.questions ?? [], draft.full ?? {}, [], TODAY)].map(({ path }) =>
        path.join('.'),
      );
    const draft = inFull(base());
    expect(names(draft)).not.toContain('persons.0.detention.since');
    expect(names(withFull(draft, ['persons', 0, 'status_now'], 'serving'))).toContain(
      'persons.0.detention.since',
    );
    expect(names(draft)).toContain('persons.0.names');
    expect(names(withFull(draft, ['persons', 0, 'anonymity'], 'anonymous'))).not.toContain('persons.0.names');
    expect(names(withFull(draft, ['persons', 0, 'kind'], 'organisation'))).not.toContain('persons.0.sex');
  });
});

describe('finishing', () => {
  it('V18 V20 V21 allows less than was wished, and says so; it never stops anybody', () => {
    const draft = inFull(base());
    expect(told(draft)).toContain('V18 warn persons.0.consent');
    const uses = (of: Draft) => textsAt(objectsAt(finished(of), 'consents')[0], 'uses');
    expect(uses(draft)).not.toContain('public_named');
    const guarded = withFull(draft, ['consents', 0, 'given_by'], 'guardian');
    expect(uses(guarded)).toContain('public_named');
    const silent = withFull(guarded, ['consents', 0, 'informed'], ['uses']);
    expect(told(silent)).toContain('V20 warn consents.0.informed');
    expect(uses(silent).some((use) => use.startsWith('public_') || use.startsWith('un_'))).toBe(false);
    const named = withFull(silent, ['consents', 0, 'name_form'], 'full');
    expect(told(named)).toContain('V21 warn consents.0.name_form');
    expect(finishFull(named, { now: NOW }).ok).toBe(true);
  });

  it('[FORM6] V18 where a child is among those harmed, a file’s own consent names nobody in public either', () => {
    const file = photo({
      use: { preset: 'public_name', explained: true, givenBy: 'relative', method: null },
    });
    const internal = { ...defaultUse(), preset: 'internal', givenBy: 'guardian' };
    const draft = putAttachment(answer(base(), { use: internal }, NOW), file, NOW);
    const short = finish(draft, { now: NOW });
    if (!short.ok) throw new Error('not finished');
    const uses = (fields: ReportFields) => textsAt(objectsAt(fields, 'consents')[1], 'uses');
    const full = inFull(draft);
    expect(uses(finished(full))).toEqual(uses(short.value));
    expect(uses(finished(full))).not.toContain('public_named');
    expect(told(full)).toContain('V18 warn evidence.0.consent');
    expect(uses(finished(withFull(full, ['consents', 1, 'given_by'], 'guardian')))).toContain('public_named');
    const grown = ['persons', 0, 'age_group'];
    const flags = withFull(withFull(full, grown, 'adult'), ['risk', 'flags'], ['minor']);
    expect(uses(finished(flags))).not.toContain('public_named');
    expect(uses(finished(withFull(flags, ['risk', 'flags'], [])))).toContain('public_named');
  });

  it('[FORM6] F07 a consent that nobody has is told at its place, and stops nobody', () => {
    const lonely = withFull(inFull(base()), ['persons', 0, 'consent'], null);
    expect(told(lonely)).toContain('F07 warn consents.0');
    expect(finishFull(lonely, { now: NOW }).ok).toBe(true);
    expect(told(inFull(base())).filter((line) => line.startsWith('F07'))).toEqual([]);
    const notes = (draft: Draft): readonly string[] =>
      [...seenIn(fullSections()[6]?.questions ?? [], draft.full ?? {}, [], TODAY)].map(({ path }) =>
        path.join('.'),
      );
    expect(notes(lonely)).toContain('consents.0._nobody');
    expect(notes(inFull(base()))).not.toContain('consents.0._nobody');
  });

  it('F08 a name that is withheld and may be public is told, and stops nobody', () => {
    const open = withFull(inFull(base()), ['consents', 0, 'given_by'], 'guardian');
    expect(told(open)).toContain('F08 warn persons.0.anonymity');
    expect(finishFull(open, { now: NOW }).ok).toBe(true);
    const named = withFull(
      withFull(open, ['persons', 0, 'anonymity'], 'named'),
      ['persons', 0, 'names'],
      [{ full: 'Nodira' }],
    );
    expect(told(named).filter((line) => line.startsWith('F08'))).toEqual([]);
  });

  it('V02 exactly one act is the main one, whatever was marked', () => {
    const two = withFull(inFull(base()), ['acts', 1], { type: 'tor.beating', primary: true });
    expect(objectsAt(finished(two), 'acts').map((act) => act['primary'])).toEqual([false, true]);
    const both = withFull(two, ['acts', 0, 'primary'], true);
    expect(told(both)).toContain('V02 warn acts.1.primary');
    expect(objectsAt(finished(both), 'acts').map((act) => act['primary'])).toEqual([true, false]);
  });

  it('V10 V12 coordinates are cut to the precision, and left out without one', () => {
    const point = withFull(inFull(base()), ['place', '_point'], { lat: 41.311158, lon: 69.279737 });
    expect(told(point)).toContain('V10 warn place.precision');
    expect(objectAt(finished(point), 'place')).toEqual({ country: 'UZ' });
    const cut = (precision: string) =>
      objectAt(finished(withFull(point, ['place', 'precision'], precision)), 'place');
    expect(cut('district')).toMatchObject({ lat: 41.3, lon: 69.2 });
    expect(cut('locality')).toMatchObject({ lat: 41.31, lon: 69.27 });
    expect(cut('region')).toEqual({ country: 'UZ' });
    const far = withFull(point, ['place', '_point'], { lat: 140, lon: 69 });
    expect(told(withFull(far, ['place', 'precision'], 'district'))).toContain('V10 error place._point');
  });

  it.each([
    ['0-13', 3, 3],
    ['14-17', 15, 17],
    ['60+', 60, 69],
    ['minor', 10, 16],
    ['adult', 20, 40],
    ['unknown', 10, 20],
  ])('an age gives the age group %s', (group, min, max) => {
    const draft = withFull(inFull(base()), ['persons', 0, 'age'], { min, max });
    expect(objectsAt(finished(draft), 'persons')[0]?.['age_group']).toBe(group);
  });

  it('a deadline gets the offset of the place, and a person without consent the one that allows nothing', () => {
    let draft = withFull(inFull(base()), ['urgency', 'deadline'], '2026-12-01T10:00');
    draft = withFull(draft, ['persons', 1], { id: newId(), label: 'Witness', roles: ['witness'] });
    const fields = finished(draft);
    expect(objectAt(fields, 'urgency')['deadline']).toBe('2026-12-01T10:00:00+05:00');
    const consents = objectsAt(fields, 'consents');
    expect(consents[1]).toMatchObject({
      id: objectsAt(fields, 'persons')[1]?.['consent'],
      preset: 'none',
      uses: ['store'],
    });
    expect(consents[1]?.['review_on']).toBe('2027-11-22');
  });

  it('torture in custody is an emergency, also as the second act; a chosen level is never lowered', () => {
    const level = (draft: Draft) => objectAt(finished(draft), 'urgency')['level'];
    expect(level(inFull(base()))).toBe('u2');
    const two = withFull(inFull(base()), ['acts', 1], { type: 'tor.exam' });
    expect(level(two)).toBe('u2');
    expect(level(withFull(two, ['risk', 'flags'], ['in_custody']))).toBe('u3');
    const low = withFull(inFull(base()), ['acts', 0, 'type'], 'lif.disappear');
    expect(level(withFull(low, ['urgency', 'level'], 'u0'))).toBe('u3');
  });

  it('V01 V03 V08 stop it, each at its own answer', () => {
    const draft = setFull(inFull(base()), {}, NOW);
    const issues = finishFull(draft, { now: NOW });
    if (issues.ok) throw new Error('finished');
    expect(issues.issues.map(({ rule, at }) => `${rule} ${at.join('.')}`)).toEqual(
      expect.arrayContaining(['V01 acts', 'V03 event.start', 'V08 place.country']),
    );
    const wrong = withFull(inFull(base()), ['acts', 0, 'details', 'arrest', 'held_since'], {
      edtf: '2026-02-30',
      q: 'exact',
    });
    expect(told(wrong)).toContain('V04 error acts.0.details.arrest.held_since.edtf');
  });

  it('what the form does not know is carried along: an organisation’s own answers, questions of a coordinator', () => {
    const extra = { form: 'water', version: '3', answers: { wells: 2 } };
    const draft = withFull(inFull(base()), ['extra'], extra);
    expect(finished(draft)['extra']).toEqual(extra);
    // Nothing was answered in it: a form that was only chosen does not travel.
    expect(finished(withFull(inFull(base()), ['extra'], { form: 'water' }))).not.toHaveProperty('extra');
    const nameless = finished(withFull(inFull(base()), ['extra'], { _begun: ['w'], answers: { wells: 2 } }));
    expect(nameless['extra']).toEqual({ form: 'unknown', version: 'unknown', answers: { wells: 2 } });
  });
});
