/** Proves what is set beside the notes, on the real vault: words under force, what a wipe leaves, captures, beginning anew. */
import { describe, expect, it } from 'vitest';
import { countHeld } from '../../src/monitor/settings/OnPhone.tsx';
import { inviteText, WORDS } from '../vault/device.ts';
import { opened, openPhone, type Phone, saved } from './phone.ts';

const DURESS = 'lantern velvet orchid pebble';
const COERCED = 'harbor mitten walnut zipper';

async function joinedPhone(): Promise<Phone> {
  const phone = await openPhone();
  await phone.session.create(WORDS, inviteText);
  await phone.session.arrive();
  await opened(phone.session);
  return phone;
}

async function sealOne(phone: Phone): Promise<void> {
  await phone.session.newDraft('en');
  const { composing } = phone.session;
  composing.answer({ what: 'lib.arrest' });
  composing.answer({ when: { start: { edtf: '', q: 'unknown' }, time: null, ongoing: false } });
  composing.chooseCountry('TJ');
  composing.answer({ words: 'Two men in plain clothes took her at dawn.' });
  await saved(phone.session);
  expect(await phone.session.finish()).toBe(true);
}

const photo = () => new Blob([new Uint8Array(5_000).fill(9)], { type: 'image/jpeg' });

describe('words under force', () => {
  it('[VLT17] are set, told and removed, however they are typed', async () => {
    const { session } = await joinedPhone();
    expect(await session.wordsSet()).toEqual({
      ok: true,
      value: { duress: false, coerced: false, foreign: false },
    });
    expect(await session.setDuressWords(`  ${DURESS.toUpperCase()}! `)).toEqual({ ok: true, value: true });
    expect(await session.setCoercedWords(COERCED)).toEqual({ ok: true, value: true });
    expect(await session.wordsSet()).toEqual({
      ok: true,
      value: { duress: true, coerced: true, foreign: false },
    });
    expect(await session.setCoercedWords(null)).toEqual({ ok: true, value: true });
    expect(await session.wordsSet()).toEqual({
      ok: true,
      value: { duress: true, coerced: false, foreign: false },
    });
  });

  it('[VLT17] refuses words that open something else, with a code that has sentences', async () => {
    const { session } = await joinedPhone();
    await session.setDuressWords(DURESS);
    for (const taken of [WORDS, DURESS])
      expect(await session.setCoercedWords(taken)).toMatchObject({ ok: false, code: 'wordsTaken' });
  });

  it('[VLT17] end when the words change', async () => {
    const { session } = await joinedPhone();
    await session.setDuressWords(DURESS);
    await session.setCoercedWords(COERCED);
    expect(await session.changeWords(WORDS, 'other words than before here')).toMatchObject({ ok: true });
    expect(await session.wordsSet()).toEqual({
      ok: true,
      value: { duress: false, coerced: false, foreign: false },
    });
  });
});

describe('a wipe', () => {
  it('[VLT13] leaves what was chosen beforehand, and the choice shows at once', async () => {
    for (const keeps of [true, false]) {
      const phone = await joinedPhone();
      await sealOne(phone);
      expect(await phone.session.setWipeKeeps(keeps)).toMatchObject({ ok: true });
      const { status } = await opened(phone.session);
      expect(status.wipeKeeps).toBe(keeps);
      await phone.session.wipe();
      const after = await phone.session.standing();
      expect(after).toMatchObject({ ok: true, value: { state: 'none' } });
      expect(after.ok && after.value.waiting > 0).toBe(keeps);
    }
  });
});

describe('beginning anew', () => {
  it('[VLT18] gives the drafts up without words, and keeps what is sealed', async () => {
    const phone = await joinedPhone();
    await sealOne(phone);
    await phone.session.hide();
    const before = await phone.session.standing();
    await phone.session.startOver();
    expect(phone.session.life.get()).toMatchObject({ at: 'new', busy: false, trouble: null });
    const after = await phone.session.standing();
    expect(after.ok && before.ok && after.value.waiting === before.value.waiting).toBe(true);
    await phone.session.create(`${WORDS} anew`, inviteText);
    expect(phone.session.life.get()).toMatchObject({ at: 'joining', step: 'hello' });
  });
});

describe('capture now', () => {
  it('[VLT19] seals while unlocked, and shows in the list under its code', async () => {
    const phone = await joinedPhone();
    const woken = phone.woken();
    const sealed = await phone.session.capture({
      lang: 'en',
      words: '',
      files: [{ file: photo(), name: 'photo-1.jpg', type: 'image/jpeg' }],
    });
    expect(sealed).toMatchObject({ ok: true });
    const code = sealed.ok ? sealed.value.code : '';
    expect(code).toMatch(/^[A-HJKMNP-Z2-9]{5}$/);
    expect((await opened(phone.session)).items).toMatchObject([
      { kind: 'report', trace: { kind: 'capture', code, answerable: false } },
    ]);
    expect(phone.woken()).toBeGreaterThan(woken);
  });

  it('[VLT19] seals while locked without words, and the notes show it when they are opened', async () => {
    const phone = await joinedPhone();
    await phone.session.hide();
    expect(await phone.session.standing()).toMatchObject({ ok: true, value: { canCapture: true } });
    const sealed = await phone.session.capture({ lang: 'ru', words: 'В шесть утра.', files: [] });
    expect(sealed).toMatchObject({ ok: true });
    expect(phone.session.life.get().at).toBe('locked');
    await phone.session.unlock(WORDS);
    const { items } = await opened(phone.session);
    expect(items.map((item) => item.kind === 'report' && item.trace.code)).toEqual([
      sealed.ok && sealed.value.code,
    ]);
  });

  it('[VLT19] is begun once more when Hide ended the worker in the middle', async () => {
    const phone = await joinedPhone();
    const sealing = phone.session.capture({
      lang: 'en',
      words: 'On the bridge.',
      files: [{ file: photo(), name: 'photo-1.jpg', type: 'image/jpeg' }],
    });
    const [sealed] = await Promise.all([sealing, phone.session.hide()]);
    expect(sealed).toMatchObject({ ok: true });
    await phone.session.unlock(WORDS);
    expect((await opened(phone.session)).items.length).toBeGreaterThan(0);
  });

  it('S12 is counted apart from reports, in what is on this phone', async () => {
    const phone = await joinedPhone();
    await sealOne(phone);
    await phone.session.capture({ lang: 'en', words: 'On the bridge.', files: [] });
    await phone.session.newDraft('en');
    phone.session.composing.answer({ what: 'lib.arrest' });
    await saved(phone.session);
    expect(countHeld((await opened(phone.session)).items)).toEqual({
      drafts: 1,
      waiting: 1,
      stored: 0,
      received: 0,
      captures: 1,
      questions: 1,
    });
  });

  it('S12 a report is counted once in whatever state it is, and a capture until it was received', async () => {
    const phone = await joinedPhone();
    await sealOne(phone);
    const [item] = (await opened(phone.session)).items;
    if (item?.kind !== 'report') throw new Error('sealed');
    const counted = (kind: 'report' | 'capture', state: typeof item.trace.state) => {
      const { waiting, stored, received, captures } = countHeld([
        { ...item, trace: { ...item.trace, kind, state } },
      ]);
      return [waiting, stored, received, captures];
    };
    for (const state of ['queued', 'sending', 'sent', 'refused'] as const)
      expect([state, counted('report', state)]).toEqual([state, [1, 0, 0, 0]]);
    for (const state of ['stored', 'read'] as const)
      expect([state, counted('report', state)]).toEqual([state, [0, 1, 0, 0]]);
    expect(counted('report', 'received')).toEqual([0, 0, 1, 0]);
    expect([counted('capture', 'queued'), counted('capture', 'stored')]).toEqual([
      [0, 0, 0, 1],
      [0, 0, 0, 1],
    ]);
    expect(counted('capture', 'received')).toEqual([0, 0, 0, 0]);
  });

  it('says why not before anybody joined', async () => {
    const { session } = await openPhone();
    expect(await session.standing()).toMatchObject({ ok: true, value: { canCapture: false } });
    expect(await session.capture({ lang: 'en', words: 'x', files: [] })).toMatchObject({ ok: false });
  });
});
