/** Owns the proof that a draft becomes a valid report, and says what is missing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockers, imagesAllowed, nobodyAsked } from '../../src/domain/consent.ts';
import {
  answer,
  chooseCountry,
  type DraftAttachment,
  defaultUse,
  defaultWho,
  parseDraft,
  putAttachment,
  type Use,
} from '../../src/domain/draft.ts';
import { finish } from '../../src/domain/finish.ts';
import { toFull } from '../../src/domain/form/fullDraft.ts';
import { onDay } from '../../src/domain/partialDate.ts';
import {
  headline,
  type JsonObject,
  listAt,
  objectAt,
  objectsAt,
  textAt,
  textsAt,
} from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { graphemes } from '../../src/domain/text.ts';
import { regionsOf } from '../../src/domain/vocabulary.ts';
import { NOW, schemaAccepts, TODAY } from './samples.ts';
import { anyDraft, empty, issuesOf, least, photo, reportOf } from './shortDrafts.ts';

describe('finish', () => {
  it('asks only for type, when, country, and words or voice (V01, V03, V08)', () => {
    expect(issuesOf(chooseCountry(empty(), '', NOW))).toEqual([
      '1 V01 acts[0].type',
      '2 V03 event.start',
      '3 V08 place.country',
      '6 F04 event.summary',
    ]);
    expect(issuesOf(least())).toEqual([]);
  });

  it('the least report is valid, says unknown where nothing was said, and is not consented to', () => {
    const report = reportOf(least());
    expect(schemaAccepts(report)).toBe(true);
    expect(check(report, TODAY).map((one) => one.rule)).toEqual(['F03']);
    expect(report).toMatchObject({
      form: 'short',
      status: 'ready',
      language: 'ru',
      urgency: { level: 'u1' },
      perpetrators: [{ type: 'unknown' }],
      sources: [{ type: 'unknown' }],
      victim_group: {},
      consents: [{ preset: 'none', uses: ['store'], given_by: 'nobody', date: { edtf: TODAY, q: 'exact' } }],
    });
  });

  it('every finished draft is accepted by the schema and has no error of ours', () => {
    let finished = 0;
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const done = finish(draft, { now: NOW });
        const answered =
          draft.what !== null &&
          draft.when !== null &&
          (draft.words.trim() !== '' || draft.attachments.some((one) => one.kind === 'voice'));
        if (!done.ok) {
          // Random letters may be one grapheme of many code points: the only other reason to stop.
          expect(!answered || done.issues.every((one) => one.rule === 'V32')).toBe(true);
          return;
        }
        finished += 1;
        expect(schemaAccepts(done.value)).toBe(true);
        expect(check(done.value, TODAY).filter((one) => one.severity === 'error')).toEqual([]);
      }),
      { numRuns: 600 },
    );
    expect(finished).toBeGreaterThan(200);
  });

  it('S6 finishing twice gives the same report', () => {
    const draft = answer(least(), { who: { ...defaultWho(), harmed: ['woman'] } }, NOW);
    expect(reportOf(draft)).toEqual(reportOf(draft));
  });

  it('V32 words longer than a summary are kept whole in the account', () => {
    const words = 'Людей держали в отделе до утра и не давали звонить. '.repeat(40).trim();
    const event = objectAt(reportOf(answer(least(), { words }, NOW)), 'event');
    expect(textAt(event, 'narrative')).toBe(words);
    const summary = textAt(event, 'summary') ?? '';
    expect(graphemes(summary)).toBeLessThanOrEqual(500);
    expect(summary.endsWith('…') && words.startsWith(summary.slice(0, -1))).toBe(true);
  });

  it('a voice recording is enough, a photo alone is not, and a file must have been read to its end', () => {
    const silent = answer(least(), { words: ' ' }, NOW);
    expect(issuesOf(putAttachment(silent, { ...photo, kind: 'voice' }, NOW))).toEqual([]);
    expect(issuesOf(putAttachment(silent, photo, NOW))).toEqual(['6 F04 event.summary']);
    expect(issuesOf(putAttachment(least(), { ...photo, sha256: null }, NOW))).toEqual([
      '6 F05 evidence[0].file',
    ]);
    const item = objectsAt(reportOf(putAttachment(least(), photo, NOW)), 'evidence')[0];
    expect(item).toMatchObject({ id: photo.id, type: 'photo', title: 'photo', file: { bytes: 12 } });
  });

  it('V24 a file nobody was asked about counts as showing people, and only a photo made here as captured', () => {
    const evidenceOf = (change: Partial<DraftAttachment>) => {
      const report = reportOf(putAttachment(least(), { ...photo, ...change }, NOW));
      expect(schemaAccepts(report)).toBe(true);
      expect(imagesAllowed(report)).toBe(change.showsPeople === 'none');
      return objectsAt(report, 'evidence')[0];
    };
    expect(evidenceOf({ showsPeople: 'notAsked', method: 'other' })).toMatchObject({
      shows_people: 'identifiable',
      method: 'other',
      custody: [{ action: 'received' }, { action: 'hashed' }],
    });
    expect(evidenceOf({ showsPeople: 'none' })).toMatchObject({
      shows_people: 'none',
      method: 'own_capture',
      custody: [{ action: 'captured' }, { action: 'hashed' }],
    });
  });

  it('DOMAIN 2.8 a note without persons, of which nobody was asked, may be used for nothing', () => {
    const report = reportOf(least());
    expect(objectsAt(report, 'persons')).toEqual([]);
    expect(nobodyAsked(report)).toBe(true);
    expect(blockers(report, 'statistics')).toEqual([{ person: '', missing: 'statistics' }]);
  });

  it('V20 leaves out what was not explained, warns, and stops nobody', () => {
    const given = { ...defaultUse(), preset: 'public_anon', givenBy: 'self' };
    const wished = answer(least(), { use: given }, NOW);
    const done = finish(wished, { now: NOW });
    if (!done.ok) throw new Error('stopped');
    expect(done.warnings.map((one) => [one.rule, one.screen])).toEqual([['V20', 7]]);
    const uses = textsAt(objectsAt(done.value, 'consents')[0], 'uses');
    expect(uses).toEqual(['contact', 'legal', 'partners', 'statistics', 'store']);
    const told = finish(answer(least(), { use: { ...given, explained: true } }, NOW), { now: NOW });
    if (!told.ok) throw new Error('stopped');
    expect(told.warnings).toEqual([]);
    expect(textsAt(objectsAt(told.value, 'consents')[0], 'uses')).toContain('public_anonymous');
  });

  it('V18 F08 a child is not named in public while no guardian was asked, nor is a name that is not there', () => {
    const of = (givenBy: string) => {
      const draft = answer(
        least(),
        {
          who: { ...defaultWho(), harmed: ['child'] },
          use: { ...defaultUse(), preset: 'public_name', explained: true, givenBy },
        },
        NOW,
      );
      const done = finish(draft, { now: NOW });
      if (!done.ok) throw new Error('stopped');
      const rules = done.warnings.map((one) => `${one.rule} ${one.screen} ${one.code}`);
      expect(check(done.value, TODAY).filter(({ severity }) => severity === 'error')).toEqual([]);
      return { rules, uses: textsAt(objectsAt(done.value, 'consents')[0], 'uses') };
    };
    const child = of('relative');
    expect(child.rules).toEqual(['V18 7 minorNamedWithoutGuardian']);
    expect(child.uses).toContain('public_anonymous');
    expect(child.uses).not.toContain('public_named');
    expect(child.uses).not.toContain('un_public');
    const guarded = of('guardian');
    expect(guarded.uses).toContain('public_named');
    expect(guarded.rules).toEqual(['F08 7 unnamedMayBeNamed']);
  });

  it('[FORM6] F06 who agreed and how is what was answered; by nobody only keeping is allowed, and it says so', () => {
    const of = (use: Partial<Use>) => {
      const draft = answer(least(), { use: { ...defaultUse(), preset: 'partners', ...use } }, NOW);
      const done = finish(draft, { now: NOW });
      if (!done.ok) throw new Error('stopped');
      expect(schemaAccepts(done.value)).toBe(true);
      const consent = objectsAt(done.value, 'consents')[0];
      const { given_by, method } = consent ?? {};
      const warned = done.warnings.map(({ rule, screen, path }) => `${rule} ${screen} ${path}`);
      return { given_by, method, uses: textsAt(consent, 'uses'), warned };
    };
    for (const givenBy of ['self', 'guardian', 'relative', 'lawyer', 'organisation'])
      for (const method of ['oral', 'written'])
        expect(of({ givenBy, method })).toMatchObject({ given_by: givenBy, method, warned: [] });
    expect(of({ givenBy: 'lawyer' })).not.toHaveProperty('method', expect.anything());
    expect(of({ givenBy: 'lawyer' }).uses).toContain('partners');
    for (const givenBy of [null, 'unknown', 'somebody of a later version'])
      expect(of({ givenBy })).toEqual({
        given_by: 'nobody',
        method: undefined,
        uses: ['store'],
        warned: ['F06 7 consents[0].given_by'],
      });
    // A draft of an earlier version never asked.
    const { givenBy: _by, method: _how, ...old } = { ...defaultUse(), preset: 'partners' };
    const read = parseDraft(JSON.stringify(answer(least(), { use: old }, NOW)));
    if (!read.ok) throw new Error(read.code);
    expect(objectsAt(reportOf(read.value), 'consents')[0]).toMatchObject({
      given_by: 'nobody',
      uses: ['store'],
    });
    expect(of({ preset: 'refused' })).toMatchObject({ uses: [], warned: [] });
    expect(of({ preset: 'none', givenBy: 'self', method: 'oral' })).toMatchObject({
      given_by: 'nobody',
      method: undefined,
      warned: [],
    });
  });

  it('[FORM6] a file has its own consent and provenance where they were said, else those of the report', () => {
    const draft = putAttachment(
      answer(least(), { use: { ...defaultUse(), preset: 'partners', givenBy: 'self' } }, NOW),
      { ...photo, method: 'given_by_source', obtainedFrom: 'relative' },
      NOW,
    );
    const plain = reportOf(draft);
    expect(objectsAt(plain, 'consents')).toHaveLength(1);
    const item = (of: JsonObject) => objectsAt(of, 'evidence')[0];
    expect(item(plain)).toMatchObject({
      method: 'given_by_source',
      obtained_from: 'relative',
      consent: objectsAt(plain, 'consents')[0]?.['id'],
    });
    const said = { preset: 'public_name', explained: true, givenBy: 'lawyer', method: 'message' };
    const done = finish(putAttachment(draft, { ...photo, use: said }, NOW), { now: NOW });
    if (!done.ok) throw new Error('stopped');
    expect(schemaAccepts(done.value)).toBe(true);
    const [ofReport, ofFile] = objectsAt(done.value, 'consents');
    expect(ofReport).toMatchObject({ preset: 'partners', given_by: 'self' });
    expect(ofFile).toMatchObject({ preset: 'public_name', given_by: 'lawyer', method: 'message' });
    expect(item(done.value)?.['consent']).toBe(ofFile?.['id']);
    expect(ofFile?.['id']).not.toBe(ofReport?.['id']);
    const silent = finish(putAttachment(draft, { ...photo, use: { ...said, givenBy: null } }, NOW), {
      now: NOW,
    });
    expect(silent.ok && silent.warnings.map(({ rule, screen }) => `${rule} ${screen}`)).toEqual(['F06 6']);
  });

  it('V24 a picture or a film nobody looked at for faces is worth a line before Finish; nothing else is', () => {
    const warned = (kind: typeof photo.kind, showsPeople: typeof photo.showsPeople) => {
      const done = finish(putAttachment(least(), { ...photo, kind, showsPeople }, NOW), { now: NOW });
      return done.ok && done.warnings.filter(({ rule }) => rule === 'V24');
    };
    for (const kind of ['photo', 'video'] as const)
      expect(warned(kind, 'notAsked')).toEqual([
        expect.objectContaining({ screen: 6, path: 'evidence[0].shows_people', file: photo.id }),
      ]);
    for (const said of ['none', 'consenting', 'identifiable'] as const)
      expect(warned('photo', said)).toEqual([]);
    for (const kind of ['voice', 'file'] as const) expect(warned(kind, 'notAsked')).toEqual([]);
  });

  it('[FORM6] a covered or smaller copy has the consent of its original, unless it has one of its own', () => {
    const refused = { preset: 'refused', explained: false, givenBy: 'relative' };
    const covered = {
      ...photo,
      id: '1bfa0a3c-54d3-4f6a-8d2b-6c9a1f0e7d44',
      copyOf: { how: 'redacted', sha256: 'ab'.repeat(32), id: photo.id },
    } as const;
    const both = [{ ...photo, use: refused }, covered].reduce(
      (draft, one) => putAttachment(draft, one, NOW),
      least(),
    );
    const heldIn = (of: JsonObject) => objectsAt(of, 'evidence').map((one) => one['consent']);
    const [original, copy] = heldIn(reportOf(both));
    expect(copy).toBe(original);
    const [inFull, copyInFull] = heldIn(toFull(both, () => crypto.randomUUID()));
    expect(copyInFull).toBe(inFull);
    const said = { ...covered, use: { ...refused, preset: 'public_name' } };
    const apart = heldIn(reportOf(putAttachment(both, said, NOW)));
    expect(apart[0]).not.toBe(apart[1]);
  });

  it('the monitor raises the urgency and cannot lower it', () => {
    const level = (what: string, urgency: string | null) =>
      headline(reportOf(answer(least(), { what, use: { ...defaultUse(), urgency } }, NOW))).urgency;
    expect(level('tor.beating', 'u0')).toBe('u3');
    expect(level('int.summons', null)).toBe('u0');
    expect(level('int.summons', 'u2')).toBe('u2');
    expect(level('mov.offload', null)).toBe('u1');
  });

  it('a girl is a minor and a woman; a child in a group raises the flag, not a guess at sex', () => {
    const girl = reportOf(
      answer(least(), { who: { ...defaultWho(), harmed: ['woman', 'child'], pseudonym: 'Гүл' } }, NOW),
    );
    expect(objectsAt(girl, 'persons')[0]).toMatchObject({
      kind: 'individual',
      sex: 'f',
      age_group: 'minor',
      label: 'Гүл',
      anonymity: 'pseudonym',
    });
    const family = reportOf(
      answer(
        least(),
        { who: { ...defaultWho(), count: { kind: 'exact', count: 5 }, harmed: ['man', 'child'] } },
        NOW,
      ),
    );
    expect(objectsAt(family, 'persons')[0]).toMatchObject({
      kind: 'community',
      label: 'Группа 1',
      anonymity: 'anonymous',
    });
    expect(objectAt(family, 'victim_group')).toEqual({ count_exact: 5 });
    expect(textsAt(objectAt(family, 'risk'), 'flags')).toEqual(['minor']);
    expect(listAt(objectsAt(family, 'acts')[0], 'victims')).toHaveLength(1);
  });

  it('V05 V09 V13 names the screen of what is wrong', () => {
    const wrong = answer(
      least(),
      {
        when: { start: onDay('2027-01-01'), time: null, ongoing: false },
        where: { country: 'TM', region: regionsOf('UZ')[0]?.code ?? '', locality: '' },
        who: { ...defaultWho(), count: { kind: 'range', min: 9, max: 3 } },
      },
      NOW,
    );
    expect(issuesOf(wrong)).toEqual(['2 V05 event.start', '3 V09 place.region', '4 V13 victim_group']);
  });

  it('the consent is dated by the clock of the country', () => {
    const late = finish(least(), { now: Date.UTC(2026, 10, 22, 20, 30) });
    if (!late.ok) throw new Error('stopped');
    expect(objectsAt(late.value, 'consents')[0]).toMatchObject({ date: { edtf: '2026-11-23', q: 'exact' } });
  });
});
