/** Owns the proof that the full form makes the report that was typed in, field for field, and keeps what a condition hides. */
import { describe, expect, it } from 'vitest';
import {
  answer,
  type DraftAttachment,
  defaultUse,
  encodeDraft,
  parseDraft,
  putAttachment,
  setFull,
} from '../../src/domain/draft.ts';
import { finish } from '../../src/domain/finish.ts';
import { withEvidence } from '../../src/domain/form/fullDraft.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields } from '../../src/domain/report.ts';
import {
  base,
  finished,
  inFull,
  lines,
  made,
  newId,
  photo,
  reports,
  stated,
  told,
  withFull,
} from './fullDrafts.ts';
import { NOW, schemaAccepts } from './samples.ts';

describe('the full form', () => {
  it.each(reports)('makes %s again, field for field', (_key, fields) => {
    const again = made(fields);
    expect(schemaAccepts(again)).toBe(true);
    expect(stated(again)).toMatchObject(stated(fields) as JsonObject);
    expect(lines(again)).toEqual(lines(fields));
    expect(objectsAt(again, 'acts').filter((act) => act['primary'] === true)).toHaveLength(1);
  });
});

describe('from short to full', () => {
  it('S10 one id: the full form starts with every answer of the short one', () => {
    const draft = base();
    const short = finish(draft, { now: NOW });
    if (!short.ok) throw new Error('not finished');
    const full = finished(inFull(draft));
    const { title, interventions, remedies, links, themes, ...rest } = full;
    expect({ title, interventions, remedies, links, themes }).toEqual({
      title: 'Arbitrary arrest or detention · UZ · 2026-11',
      interventions: [],
      remedies: [],
      links: [],
      themes: undefined,
    });
    // Ids of the person and the consent are fresh; everything else is the same report.
    const alike = (fields: ReportFields): unknown =>
      JSON.parse(
        JSON.stringify({ ...fields, form: '' }).replace(
          /(00000000-0000-4000-8000-\d{12}|7e127b35-baaa-4b43-bacf-a1b61d31[0-9a-f]{4})/g,
          'id',
        ),
      );
    expect(alike(rest)).toEqual(alike(short.value));
  });

  it('[FORM6] the consent of a file goes with it, and who did not say who agreed is asked again', () => {
    const file = photo({
      method: 'received_message',
      showsPeople: 'consenting',
      obtainedFrom: 'lawyer',
      use: { preset: 'internal', explained: false, givenBy: 'guardian', method: 'written' },
    });
    const draft = putAttachment(base(), file, NOW);
    const short = finish(draft, { now: NOW });
    if (!short.ok) throw new Error('not finished');
    const ofFile = (fields: ReportFields) => {
      const [item] = objectsAt(fields, 'evidence');
      const consent = objectsAt(fields, 'consents').find(({ id }) => id === item?.['consent']);
      const { id: _id, ...said } = consent ?? {};
      return { said, from: item?.['obtained_from'], method: item?.['method'] };
    };
    expect(ofFile(short.value)).toMatchObject({
      said: { preset: 'internal', given_by: 'guardian', method: 'written' },
      from: 'lawyer',
      method: 'received_message',
    });
    expect(ofFile(finished(inFull(draft)))).toEqual(ofFile(short.value));
    const unsaid = inFull(answer(base(), { use: { ...defaultUse(), preset: 'partners' } }, NOW));
    expect(objectsAt(unsaid.full, 'consents')[0]).not.toHaveProperty('given_by');
    expect(told(unsaid)).toContain('F06 warn consents.0.given_by');
    expect(objectsAt(finished(unsaid), 'consents')[0]).toMatchObject({ given_by: 'nobody', uses: ['store'] });
  });

  it('S10 a draft of an earlier version has no full form', () => {
    const { full: _full, ...old } = base();
    const read = parseDraft(JSON.stringify(old));
    expect(read.ok && read.value.full).toBe(null);
    const kept = parseDraft(encodeDraft(inFull(base())));
    expect(kept.ok && kept.value.full).toEqual(inFull(base()).full === null ? null : expect.any(Object));
    expect(parseDraft({ ...base(), full: [] })).toMatchObject({ ok: false, detail: 'full' });
  });

  it('files stay in the draft and are joined by their id; what was said about them stays', () => {
    const file: DraftAttachment = {
      id: newId(),
      kind: 'photo',
      name: 'a.jpg',
      mime: 'image/jpeg',
      bytes: 3,
      sha256: 'a'.repeat(64),
      title: '',
      description: '',
      method: 'own_capture',
      showsPeople: 'notAsked',
      captured: null,
    };
    let draft = inFull(base());
    draft = { ...draft, attachments: [file] };
    draft = setFull(draft, withEvidence(draft.full ?? {}, draft.attachments), NOW);
    expect(withEvidence(draft.full ?? {}, draft.attachments)).toBe(draft.full);
    draft = withFull(draft, ['evidence', 0, 'title'], 'The yard');
    const [item] = objectsAt(finished(draft), 'evidence');
    expect(item).toMatchObject({
      id: file.id,
      type: 'photo',
      title: 'The yard',
      shows_people: 'identifiable',
    });
    expect(objectAt(item, 'file')).toMatchObject({ sha256: 'a'.repeat(64), bytes: 3 });
    expect(JSON.stringify(item)).not.toContain('_attached');
    expect(told({ ...draft, attachments: [{ ...file, sha256: null }] })).toContain('F05 error evidence.0');
    expect(withEvidence(draft.full ?? {}, [])['evidence']).toEqual([]);
  });
});
