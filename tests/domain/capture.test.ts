/** Owns the proof of what a capture says and is checked for, and that a report may name captures. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureFields, capturesOf, isCapture, parseCaptureCode } from '../../src/domain/capture.ts';
import {
  answer,
  type Draft,
  draftProgress,
  emptyDraft,
  encodeDraft,
  isUntouched,
  parseDraft,
} from '../../src/domain/draft.ts';
import { finish } from '../../src/domain/finish.ts';
import { localRef } from '../../src/domain/localRef.ts';
import { unknownDate } from '../../src/domain/partialDate.ts';
import { headline, objectsAt, textAt } from '../../src/domain/report.ts';
import { check, isClean } from '../../src/domain/rules/check.ts';
import { codeOf, must, seededRng } from '../crypto/setup.ts';
import { changed, fieldsOf, NOW, schemaAccepts, TODAY } from './samples.ts';

const ID = '7e127b35-baaa-4b43-bacf-a1b61d3183ab';
const file = { name: 'a.jpg', type: 'image/jpeg', bytes: 12, sha256: 'ab'.repeat(32), own: true };
const made = captureFields({ id: ID, code: 'ZKZ73', lang: 'ru', words: 'Стучат.', files: [file], now: NOW });

describe('a capture', () => {
  it('[REP9] says language, time, words and files, and that nobody was asked', () => {
    expect(made).toMatchObject({
      form: 'capture',
      local_ref: 'ZKZ73',
      language: 'ru',
      event: { summary: 'Стучат.' },
    });
    expect(made['created_at']).toBe('2026-11-22T09:30:00Z');
    const [evidence] = objectsAt(made, 'evidence');
    expect(evidence).toMatchObject({ type: 'photo', method: 'own_capture', shows_people: 'identifiable' });
    const [consent] = objectsAt(made, 'consents');
    expect(consent).toMatchObject({ preset: 'none', uses: ['store'], given_by: 'nobody' });
    expect(evidence?.['consent']).toBe(consent?.['id']);
    for (const member of ['acts', 'place', 'persons', 'perpetrators', 'urgency'])
      expect(made[member]).toBeUndefined();
  });

  it('[REP9] claims nothing about a file that the app did not make itself', () => {
    const fields = captureFields({
      id: ID,
      code: 'ZKZ73',
      lang: 'en',
      words: '',
      now: NOW,
      files: [
        { ...file, own: false },
        { ...file, type: '' },
        { ...file, type: 'audio/webm' },
        { ...file, type: 'video/mp4' },
      ],
    });
    expect(fields['event']).toEqual({});
    expect(objectsAt(fields, 'evidence').map((one) => [textAt(one, 'type'), textAt(one, 'method')])).toEqual([
      ['photo', 'other'],
      ['other', 'own_capture'],
      ['audio', 'own_capture'],
      ['video', 'own_capture'],
    ]);
    const ids = [ID, ...objectsAt(fields, 'evidence').map((one) => textAt(one, 'id'))];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('[REP9] long words are whole in the account', () => {
    const words = 'ё'.repeat(20_000);
    const { event } = captureFields({ id: ID, code: 'ZKZ73', lang: 'ru', words, files: [], now: NOW });
    expect(event).toMatchObject({ narrative: words });
  });

  it('[REP9] is checked for its shape and texts only: no rule about what or where finds anything', () => {
    expect(check(made, TODAY)).toEqual([]);
    expect(isCapture(made)).toBe(true);
    const broken = check(changed(made, ['local_ref'], 'zkz73'), TODAY);
    expect(broken.map(({ rule, path }) => [rule, path])).toEqual([['F01', 'local_ref']]);
    expect(isClean(check(changed(made, ['created_at'], undefined), TODAY))).toBe(false);
    const phone = check(changed(made, ['event', 'summary'], 'звоните +996 555 000 000'), TODAY);
    expect(phone.map(({ code }) => code)).toEqual(['contactInText']);
    expect(check(changed(made, ['form'], 'short'), TODAY).length).toBeGreaterThan(3);
  });

  it('[REP9] whatever it holds, its headline can be drawn', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 800 }), fc.nat(20), (words, count) => {
        const files = Array.from({ length: count }, () => file);
        const fields = captureFields({ id: ID, code: 'ZKZ73', lang: 'tg', words, files, now: NOW });
        expect(headline(fieldsOf(JSON.parse(JSON.stringify(fields))))).toMatchObject({
          form: 'capture',
          shortCode: 'ZKZ73',
          urgency: 'u0',
          type: null,
        });
        expect(check(fields, TODAY).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a report that names captures', () => {
  const empty = emptyDraft({ id: ID, localRef: 'ABC23', lang: 'ru', country: 'TM', now: NOW });
  const least = answer(
    empty,
    { what: 'mov.offload', when: { start: unknownDate(), time: null, ongoing: false } },
    NOW,
  );
  const naming = (codes: readonly string[]): Draft => answer(least, { captures: codes }, NOW);

  it('[REP9] carries their codes, each once; without words they are the account', () => {
    expect(finish(least, { now: NOW })).toMatchObject({ ok: false });
    const done = finish(naming(['ZKZ73', 'ZKZ74', 'ZKZ73']), { now: NOW });
    if (!done.ok) throw new Error('finished');
    expect(done.value['captures']).toEqual(['ZKZ73', 'ZKZ74']);
    expect(capturesOf(done.value)).toEqual(['ZKZ73', 'ZKZ74']);
    expect(schemaAccepts(done.value)).toBe(true);
    expect(check(done.value, TODAY).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(isUntouched(answer(empty, { captures: ['ZKZ73'] }, NOW))).toBe(false);
    expect(draftProgress(naming(['ZKZ73']))[6]).toBe(true);
    const many = Array.from({ length: 21 }, () => localRef(seededRng('codes')));
    expect(finish(naming(many), { now: NOW })).toMatchObject({ ok: false, issues: [{ path: 'captures' }] });
  });

  it('[REP9] what is no short code is pointed at, and passed over', () => {
    const done = finish(answer(least, { words: 'Не пустили.' }, NOW), { now: NOW });
    if (!done.ok) throw new Error('finished');
    expect(done.value['captures']).toBeUndefined();
    const odd = changed(done.value, ['captures'], ['ZKZ73', 'nonsense', 7]);
    expect(capturesOf(odd)).toEqual(['ZKZ73']);
    expect(check(odd, TODAY).map(({ path }) => path)).toContain('captures[1]');
  });

  it('S10 a draft of the first version names none; codes survive saving; anything else is refused', () => {
    const { captures: _, ...old } = least;
    expect(must(parseDraft(JSON.stringify(old)))).toEqual(least);
    expect(must(parseDraft(encodeDraft(naming(['ZKZ73'])))).captures).toEqual(['ZKZ73']);
    expect(codeOf(parseDraft({ ...least, captures: [7] }))).toBe('notADraft');
  });

  it('a code as a person types it', () => {
    expect(parseCaptureCode(' zkz73\n')).toBe('ZKZ73');
    for (const bad of ['', 'ZKZ7', 'ZKZ733', 'ZKZ01', 'ЖЖЖЖЖ']) expect(parseCaptureCode(bad)).toBeNull();
    for (let i = 0; i < 50; i += 1) expect(parseCaptureCode(localRef(seededRng(`${i}`)))).toMatch(/^.{5}$/);
  });
});
