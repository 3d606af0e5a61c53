/** Owns the proof that a draft keeps every answer (S1), and opens again in later versions (S10). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answer,
  chooseCountry,
  defaultUse,
  defaultWho,
  draftProgress,
  dropAttachment,
  encodeDraft,
  isUntouched,
  parseDraft,
  putAttachment,
  SCREENS,
} from '../../src/domain/draft.ts';
import { NOW } from './samples.ts';
import { anyDraft, empty, least, photo } from './shortDrafts.ts';

describe('draft', () => {
  it('knows which of the seven screens are answered', () => {
    const draft = empty();
    expect(isUntouched(draft)).toBe(true);
    expect(SCREENS.filter((screen) => draftProgress(draft)[screen])).toEqual([3]);
    const full = putAttachment(
      answer(least(), { who: defaultWho(), by: ['unknown'], use: defaultUse(), words: '' }, NOW),
      photo,
      NOW,
    );
    expect(SCREENS.filter((screen) => draftProgress(full)[screen])).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(isUntouched(full)).toBe(false);
  });

  it('V09 forgets the region when the country changes, and keeps "unknown"', () => {
    const there = answer(empty(), { where: { country: 'TM', region: 'TM-S', locality: 'x' } }, NOW);
    expect(chooseCountry(there, 'UZ', NOW).where).toEqual({ country: 'UZ', region: null, locality: 'x' });
    expect(chooseCountry(there, 'TM', NOW).where.region).toBe('TM-S');
    const unsure = answer(empty(), { where: { country: 'TM', region: 'unknown', locality: '' } }, NOW);
    expect(chooseCountry(unsure, 'UZ', NOW).where.region).toBe('unknown');
  });

  it('replaces and drops attachments by id', () => {
    const one = putAttachment(putAttachment(empty(), photo, NOW), { ...photo, title: 'door' }, NOW);
    expect(one.attachments.map((attachment) => attachment.title)).toEqual(['door']);
    expect(dropAttachment(one, photo.id, NOW).attachments).toEqual([]);
  });
});

describe('draft as text', () => {
  it('S1 every draft comes back as it was', () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        expect(parseDraft(encodeDraft(draft))).toEqual({ ok: true, value: draft });
      }),
    );
  });

  it('S10 what a newer version added is carried through an edit', () => {
    const newer = { ...least(), mood: { calm: true }, use: { ...defaultUse(), until: '2027' } };
    const parsed = parseDraft(JSON.stringify(newer));
    if (!parsed.ok) throw new Error(parsed.code);
    const edited = answer(parsed.value, { words: 'ещё' }, NOW);
    expect(JSON.parse(encodeDraft(edited))).toMatchObject({
      mood: { calm: true },
      use: { until: '2027' },
      words: 'ещё',
    });
  });

  it('S10 a draft of a later format is recognised, not broken', () => {
    expect(parseDraft({ ...least(), v: 2 })).toMatchObject({ ok: false, code: 'newer' });
  });

  it.each([
    ['not JSON', '{', 'notJson'],
    ['a list', [], 'notADraft'],
    ['no version', {}, 'notADraft'],
    ['wrong id', { ...least(), id: 'x' }, 'notADraft'],
    [
      'wrong date',
      { ...least(), when: { start: { edtf: '2026-13', q: 'exact' }, time: null, ongoing: false } },
      'notADraft',
    ],
    [
      'wrong count',
      { ...least(), who: { ...defaultWho(), count: { kind: 'exact', count: -1 } } },
      'notADraft',
    ],
    ['wrong attachment', { ...least(), attachments: [{ ...photo, bytes: 'many' }] }, 'notADraft'],
    ['a prototype key', '{"v":1,"__proto__":{"words":"x"}}', 'tooLarge'],
  ])('M9 refuses %s', (_title, stored, code) => {
    expect(parseDraft(stored)).toMatchObject({ ok: false, code });
  });
});
