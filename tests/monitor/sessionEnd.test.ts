/** Proves the session's ends on the real vault: Finish, changed words, a wipe. */
import { describe, expect, it } from 'vitest';
import { WORDS } from '../vault/device.ts';
import { completeDraft, fileOf, joinedPhone, texts } from './notes.ts';
import { opened, saved } from './phone.ts';

describe('Finish', () => {
  it('V08 no country is answered in advance; the one of a finished report is offered next time', async () => {
    const phone = await joinedPhone();
    const { composing } = phone.session;
    const country = async () => (await opened(phone.session)).composing?.draft.where.country;
    await phone.session.newDraft('en');
    expect(await country()).toBe('');
    composing.answer({ what: 'lib.arrest', words: texts });
    composing.answer({ when: { start: { edtf: '', q: 'unknown' }, time: null, ongoing: false } });
    await saved(phone.session);
    expect(await phone.session.finish()).toBe(false);
    expect((await opened(phone.session)).finishing?.trouble).toBe('incomplete');
    composing.chooseCountry('UZ');
    await saved(phone.session);
    await phone.session.newDraft('en');
    // A choice in a draft is not yet where the person reports from.
    expect(await country()).toBe('');
    const first = (await opened(phone.session)).items.find((one) => one.kind === 'draft');
    await phone.session.openDraft(first?.handle ?? '');
    expect(await phone.session.finish()).toBe(true);
    await phone.session.newDraft('en');
    expect(await country()).toBe('UZ');
  });

  it('S2 seals what is on the screen, and afterwards nothing here opens it', async () => {
    const phone = await joinedPhone();
    const handle = await completeDraft(phone);
    await phone.session.composing.attach([fileOf('door.jpg', 'image/jpeg', 70_000)], 'chosen');
    await saved(phone.session);
    expect(await phone.session.finish()).toBe(true);
    const life = await opened(phone.session);
    expect(life.composing).toBeNull();
    expect(life.items).toMatchObject([
      { kind: 'report', handle, trace: { state: 'queued', parcels: [{}, {}] } },
    ]);
    expect(await phone.session.openDraft(handle)).toMatchObject({ ok: false, code: 'notFound' });
  });

  it('leads from the pages of the note to its state, and nobody back who went on meanwhile', async () => {
    const phone = await joinedPhone();
    const handle = await completeDraft(phone);
    phone.place.go(`/n/${handle}/s`);
    expect(await phone.session.finish()).toBe(true);
    expect(phone.place.get()).toBe(`/n/${handle}`);
    const other = await completeDraft(phone);
    phone.place.go(`/n/${other}/s`);
    const sealing = phone.session.finish();
    phone.place.go('/');
    expect(await sealing).toBe(true);
    expect(phone.place.get()).toBe('/');
  });

  it('S1 offers again what the endpoint refused, when the person says so, and nothing else', async () => {
    const phone = await joinedPhone();
    await completeDraft(phone);
    await phone.session.finish();
    const report = async () => {
      await phone.session.refresh();
      const item = (await opened(phone.session)).items[0];
      if (item?.kind !== 'report') throw new Error('no report');
      return item.trace;
    };
    const { id, parcels } = await report();
    const handle = parcels[0]?.handle ?? '';
    await phone.device.rows.update(handle, (row) => ({ ...row, state: 'refused', code: 'http418' }));
    expect(await report()).toMatchObject({ state: 'refused', parcels: [{ code: 'http418' }] });
    expect(await phone.session.offerAgain(id)).toBe(true);
    expect(await report()).toMatchObject({ state: 'queued', parcels: [{ code: null }] });
    await phone.device.rows.update(handle, (row) => ({ ...row, state: 'stored' }));
    await report();
    expect(await phone.session.offerAgain(id)).toBe(true);
    expect(await report()).toMatchObject({ state: 'stored' });
  });

  it('is refused while an answer is missing, and nothing is lost', async () => {
    const phone = await joinedPhone();
    await phone.session.newDraft('en');
    phone.session.composing.answer({ words: texts });
    await saved(phone.session);
    expect(await phone.session.finish()).toBe(false);
    const life = await opened(phone.session);
    expect(life.finishing?.trouble).toBe('incomplete');
    expect(life.composing?.draft.words).toBe(texts);
  });

  it('remembers the country for the next note', async () => {
    const phone = await joinedPhone();
    await completeDraft(phone);
    phone.session.composing.chooseCountry('UZ');
    await saved(phone.session);
    await phone.session.finish();
    await phone.session.newDraft('en');
    expect((await opened(phone.session)).composing?.draft.where.country).toBe('UZ');
  });
});

describe('the words', () => {
  it('[VLT2] can be changed: the old ones open nothing afterwards', async () => {
    const phone = await joinedPhone();
    expect(await phone.session.changeWords('not these', 'new words for the phone')).toMatchObject({
      code: 'wrongWords',
    });
    expect(await phone.session.changeWords(WORDS, 'new words for the phone')).toMatchObject({ ok: true });
    await phone.session.hide();
    await phone.session.unlock(WORDS);
    expect(phone.session.life.get()).toMatchObject({ trouble: 'wrongWords' });
    await phone.session.unlock('new words for the phone');
    await opened(phone.session);
  });

  it('are not needed to wipe everything', async () => {
    const phone = await joinedPhone();
    await completeDraft(phone);
    await phone.session.hide();
    await phone.session.wipe();
    expect(phone.around.forgotten).toBe(1);
    expect(phone.session.life.get()).toMatchObject({ at: 'new' });
  });

  it.each([0, 1, 2, 4, 8, 16, 32])(
    'S2 [VLT13] wipe everything also when asked %i turns after Hide, while what was typed is still written',
    async (turns) => {
      const phone = await joinedPhone();
      await completeDraft(phone);
      phone.session.composing.answer({ words: texts }, 'typed');
      const hiding = phone.session.hide();
      for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done));
      await phone.session.wipe();
      await hiding;
      expect(phone.session.life.get()).toMatchObject({ at: 'new' });
      expect([...phone.device.disk.dump().values()].filter((bytes) => bytes.length > 0)).toEqual([]);
    },
  );
});
