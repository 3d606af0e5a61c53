/** Proves the session on the real vault: joining that can be cut, autosave that keeps its word, lock, discard. */
import { describe, expect, it } from 'vitest';
import { encodeInvite, parseInvite } from '../../src/wire/invite.ts';
import { inviteText, save, WORDS } from '../vault/device.ts';
import { completeDraft, fileOf, joinedPhone, texts } from './notes.ts';
import { opened, openPhone, saved, until } from './phone.ts';

describe('joining', () => {
  it('[EP5] [MAN4] [REP6] makes the vault, enrols once, and shows four words', async () => {
    const phone = await openPhone();
    expect(phone.session.life.get()).toMatchObject({ at: 'new' });
    await phone.session.create(WORDS, inviteText);
    const life = phone.session.life.get();
    expect(life).toMatchObject({ at: 'joining', step: 'hello', trouble: null });
    if (life.at === 'joining') expect(life.helloWords).toHaveLength(4);
    expect(phone.network.enrolled).toEqual(['http://localhost:8787']);
    await phone.session.arrive();
    expect((await opened(phone.session)).org).not.toBe('');
    expect(phone.woken()).toBeGreaterThan(0);
  });

  it('keeps the invite when the network is away, also over a restart, and goes on with the same phone', async () => {
    const phone = await openPhone();
    phone.network.up = false;
    await phone.session.create(WORDS, inviteText);
    expect(phone.session.life.get()).toMatchObject({
      at: 'joining',
      step: 'connect',
      trouble: 'noConnection',
    });
    const again = await openPhone(save(phone.device));
    await again.session.unlock(WORDS);
    expect(again.session.life.get()).toMatchObject({ at: 'joining', step: 'connect' });
    await again.session.connect();
    expect(again.session.life.get()).toMatchObject({ at: 'joining', step: 'hello' });
  });

  it.each(['inviteUsed', 'inviteExpired', 'inviteForeign'])(
    'says %s and takes another invite',
    async (code) => {
      const phone = await openPhone();
      phone.network.enrol = code;
      await phone.session.create(WORDS, inviteText);
      expect(phone.session.life.get()).toMatchObject({ at: 'joining', step: 'connect', trouble: code });
      phone.session.askForInvite();
      expect(phone.session.life.get()).toMatchObject({ at: 'joining', step: 'invite' });
      phone.network.enrol = null;
      await phone.session.offerInvite(inviteText);
      expect(phone.session.life.get()).toMatchObject({ at: 'joining', step: 'hello' });
    },
  );

  it('[EP5] goes to the mirror when the first endpoint is away, and tells a refusal rather than that', async () => {
    const known = parseInvite(inviteText);
    if (!known.ok) throw new Error('no invite');
    const endpoints = ['https://one.example', 'https://two.example'];
    const invite = encodeInvite({ ...known.value, endpoints });
    const phone = await openPhone();
    phone.network.away = ['https://one.example'];
    phone.network.enrol = 'inviteUsed';
    await phone.session.create(WORDS, invite);
    expect(phone.session.life.get()).toMatchObject({ step: 'connect', trouble: 'inviteUsed' });
    phone.network.enrol = null;
    await phone.session.connect();
    expect(phone.session.life.get()).toMatchObject({ step: 'hello' });
    // The manifest lists one more, which is to know this phone, too.
    expect(phone.network.enrolled).toEqual(['https://two.example', 'http://localhost:8787']);
    // Once more after a cut: no endpoint is asked again.
    await phone.session.connect();
    expect(phone.network.enrolled).toHaveLength(2);
  });

  it('S8 refuses a box that is not the organisation’s', async () => {
    const phone = await openPhone();
    phone.network.box = new Uint8Array(phone.network.box.length).fill(1);
    await phone.session.create(WORDS, inviteText);
    const life = phone.session.life.get();
    expect(life).toMatchObject({ at: 'joining', step: 'connect' });
    expect(life.at === 'joining' && life.trouble).not.toBeNull();
    expect(phone.network.enrolled).toEqual([]);
  });

  it('says that an invite is no invite', async () => {
    const phone = await openPhone();
    await phone.session.create(WORDS, 'join1nonsense');
    await phone.session.offerInvite('join1nonsense');
    expect(phone.session.life.get()).toMatchObject({
      at: 'joining',
      step: 'invite',
      trouble: 'inviteMalformed',
    });
  });
});

describe('opening', () => {
  it('S3 refuses wrong words, and takes the right ones however they are typed', async () => {
    const phone = await joinedPhone();
    await phone.session.hide();
    expect(phone.session.life.get()).toEqual({ at: 'locked', busy: false, trouble: null });
    await phone.session.unlock('ember willow canyon saddle wrong');
    expect(phone.session.life.get()).toMatchObject({ at: 'locked', trouble: 'wrongWords' });
    await phone.session.unlock(`  ${WORDS.toUpperCase().replaceAll(' ', '\n')} `);
    await opened(phone.session);
  });

  it('tells a damaged keystore apart from wrong words', async () => {
    const phone = await joinedPhone();
    await phone.session.hide();
    const stored = save(phone.device);
    const files = new Map(
      [...stored.files].map(([name, bytes]) => [
        name,
        /(^|\/)[ab]$/.test(name) ? bytes.slice().fill(9) : bytes,
      ]),
    );
    const again = await openPhone({ ...stored, files });
    expect(again.session.life.get().at).toBe('damaged');
  });
});

describe('autosave', () => {
  it('S1 says saved only after the vault has it, and finds every answer again after the app was killed', async () => {
    const phone = await joinedPhone();
    const handle = (await phone.session.newDraft('ru')) ?? '';
    expect((await opened(phone.session)).composing?.saving.at).toBe('fresh');
    phone.session.composing.answer({ what: 'lib.arrest' });
    expect((await opened(phone.session)).composing?.saving.at).toBe('saving');
    await saved(phone.session);
    phone.session.composing.chooseCountry('TJ');
    phone.session.composing.answer({ words: 'қалам' });
    await saved(phone.session);
    const again = await openPhone(save(phone.device));
    await again.session.unlock(WORDS);
    await opened(again.session);
    const draft = await again.session.openDraft(handle);
    expect(draft).toMatchObject({
      ok: true,
      value: { what: 'lib.arrest', words: 'қалам', language: 'ru', where: { country: 'TJ' } },
    });
  });

  it('S1 writes a first letter at once; of what is typed meanwhile the last wins, and only it is called saved', async () => {
    const phone = await joinedPhone();
    await phone.session.newDraft('en');
    const written: string[] = [];
    phone.session.life.subscribe(() => {
      const life = phone.session.life.get();
      if (life.at !== 'unlocked' || life.composing?.saving.at !== 'saved') return;
      written.push(life.composing.draft.words);
    });
    const before = phone.device.clock.now();
    for (const words of ['a', 'ab', 'abc', 'abcd']) phone.session.composing.answer({ words }, 'typed');
    await saved(phone.session);
    expect(phone.device.clock.now()).toBe(before);
    expect([...new Set(written)]).toEqual(['abcd']);
    const { items } = await opened(phone.session);
    expect(items).toHaveLength(1);
    const again = await openPhone(save(phone.device));
    await again.session.unlock(WORDS);
    await opened(again.session);
    expect(await again.session.openDraft(items[0]?.handle ?? '')).toMatchObject({ value: { words: 'abcd' } });
    // The first letter and the last: nobody waits for the letters between.
    const head = await again.device.boot();
    await head.unlock(WORDS);
    expect(await head.drafts.list()).toMatchObject({ value: [{ version: 2 }] });
  });

  it('S1 says that it is not saved when the storage fails, and saves when it works again', async () => {
    const phone = await joinedPhone();
    await phone.session.newDraft('en');
    phone.device.disk.full = true;
    phone.session.composing.answer({ words: texts });
    const failed = await until(phone.session, (life) =>
      life.at === 'unlocked' && life.composing?.saving.at === 'failed' ? life.composing : null,
    );
    expect(failed).toMatchObject({ draft: { words: texts }, saving: { code: 'diskFull' } });
    phone.device.disk.full = false;
    phone.session.composing.answer({});
    expect((await saved(phone.session)).draft.words).toBe(texts);
  });

  it('S1 keeps a note that cannot be written when the person leaves it, and no other takes its place', async () => {
    const phone = await joinedPhone();
    const handle = (await phone.session.newDraft('en')) ?? '';
    phone.device.disk.full = true;
    phone.session.composing.answer({ words: texts }, 'typed');
    expect(await phone.session.closeDraft()).toBe(false);
    expect(await opened(phone.session)).toMatchObject({ trouble: 'diskFull', composing: { handle } });
    expect(await phone.session.newDraft('en')).toBeNull();
    expect(await phone.session.openDraft(handle)).toMatchObject({ ok: true, value: { words: texts } });
    phone.device.disk.full = false;
    expect(await phone.session.closeDraft()).toBe(true);
    expect((await opened(phone.session)).composing).toBeNull();
    expect(await phone.session.openDraft(handle)).toMatchObject({ ok: true, value: { words: texts } });
  });

  it('[VLT14] S10 says that this page is the older one when a newer app took the database', async () => {
    const phone = await joinedPhone();
    phone.tell({ event: 'upgraded' });
    expect((await opened(phone.session)).trouble).toBe('oldTab');
  });

  it('S3 writes what was typed a moment ago before it locks', async () => {
    const phone = await joinedPhone();
    const handle = (await phone.session.newDraft('en')) ?? '';
    phone.session.composing.answer({ words: texts }, 'typed');
    const hiding = phone.session.hide();
    expect(phone.session.life.get()).toEqual({ at: 'locked', busy: false, trouble: null });
    await hiding;
    await phone.session.unlock(WORDS);
    await opened(phone.session);
    expect(await phone.session.openDraft(handle)).toMatchObject({ ok: true, value: { words: texts } });
  });

  it('asks for lasting storage once, after the first Saved', async () => {
    const phone = await joinedPhone();
    phone.around.persists = false;
    expect(phone.around.asked).toBe(0);
    await completeDraft(phone);
    await until(phone.session, (life) =>
      life.at === 'unlocked' && life.persistence === 'notKept' ? true : null,
    );
    phone.session.composing.answer({ words: 'more' });
    await saved(phone.session);
    expect(phone.around.asked).toBe(1);
  });
});

describe('the list', () => {
  it('S3 names drafts by a handle that tells neither id nor short code', async () => {
    const one = await joinedPhone();
    const handle = await completeDraft(one);
    const [item] = (await opened(one.session)).items;
    expect(item).toMatchObject({ kind: 'draft', handle, answered: 4 });
    if (item?.kind === 'draft') {
      expect(handle).toMatch(/^[0-9a-f]{10}$/);
      expect(item.id).not.toContain(handle);
      expect(handle).not.toContain(item.code);
    }
    // Without the pepper, which lies in the vault, the address proves nothing about the id.
    expect((await opened(one.session)).settings.pepper).toMatch(/^[0-9a-f]{32}$/);
  });

  it('discards a draft, brings it back, and forgets it when locked', async () => {
    const phone = await joinedPhone();
    const handle = await completeDraft(phone);
    await phone.session.closeDraft();
    const [item] = (await opened(phone.session)).items;
    if (item?.kind !== 'draft') throw new Error('no draft');
    expect(await phone.session.discardDraft(item.id)).toBe(true);
    expect(await phone.session.openDraft(handle)).toMatchObject({ ok: false, code: 'notFound' });
    expect(await phone.session.restoreDraft(item.id)).toBe(true);
    expect(await phone.session.openDraft(handle)).toMatchObject({ ok: true });
    await phone.session.discardDraft(item.id);
    await phone.session.hide();
    await phone.session.unlock(WORDS);
    expect((await opened(phone.session)).items).toEqual([]);
  });
});

describe('files', () => {
  it('[SEAL8] hang on the draft with their hash, can be described, removed and brought back', async () => {
    const phone = await joinedPhone();
    await completeDraft(phone);
    const { composing } = phone.session;
    await composing.attach([fileOf('door.jpg', 'image/jpeg', 70_000), fileOf('note', '', 3)], 'chosen');
    const { draft } = await saved(phone.session);
    expect(draft.attachments).toMatchObject([
      { name: 'door.jpg', kind: 'photo', bytes: 70_000, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { name: 'note', kind: 'file', mime: 'application/octet-stream', bytes: 3 },
    ]);
    const [first, second] = draft.attachments;
    if (first === undefined || second === undefined) throw new Error('no files');
    composing.describe(first.id, 'The door');
    composing.showsPeople(first.id, 'none');
    await composing.removeFile(second.id);
    expect((await saved(phone.session)).draft.attachments).toHaveLength(1);
    await composing.undoRemoval();
    expect((await saved(phone.session)).draft.attachments).toMatchObject([
      { description: 'The door', showsPeople: 'none' },
      { name: 'note', showsPeople: 'notAsked' },
    ]);
  });

  it('[VLT6] S1 a removal that is taken back stays taken back, however soon the page is left', async () => {
    const phone = await joinedPhone();
    const handle = await completeDraft(phone);
    const { composing } = phone.session;
    await composing.attach([fileOf('sister.jpg', 'image/jpeg', 5_000)], 'chosen');
    const [file] = (await saved(phone.session)).draft.attachments;
    await composing.removeFile(file?.id ?? '');
    const back = composing.undoRemoval();
    await Promise.all([back, composing.settleRemoval()]);
    await saved(phone.session);
    const again = await openPhone(save(phone.device));
    await again.session.unlock(WORDS);
    await again.session.openDraft(handle);
    expect((await opened(again.session)).composing?.draft.attachments).toMatchObject([
      { name: 'sister.jpg' },
    ]);
  });

  it('[VLT6] S1 what was taken out does not come back when the app is killed, and is not sent', async () => {
    const phone = await joinedPhone();
    const handle = await completeDraft(phone);
    const { composing } = phone.session;
    await composing.attach([fileOf('sister.jpg', 'image/jpeg', 5_000)], 'chosen');
    const [file] = (await saved(phone.session)).draft.attachments;
    await composing.removeFile(file?.id ?? '');
    await saved(phone.session);
    const again = await openPhone(save(phone.device));
    await again.session.unlock(WORDS);
    await again.session.openDraft(handle);
    expect((await opened(again.session)).composing?.draft.attachments).toEqual([]);
    expect(await again.session.finish()).toBe(true);
    const report = (await opened(again.session)).items.find((item) => item.kind === 'report');
    expect(report).toMatchObject({ trace: { parcels: [{ what: 'report' }] } });
  });

  it('S12 one that Hide cut off while it was sealed is told at the next opening, and only once', async () => {
    const phone = await joinedPhone();
    const handle = await completeDraft(phone);
    const sealing = phone.session.composing.attach([fileOf('long.mp4', 'video/mp4', 8_000_000)], 'chosen');
    await until(phone.session, (life) =>
      life.at === 'unlocked' && (life.composing?.work[0]?.done ?? 0) > 0 ? true : null,
    );
    await phone.session.hide();
    await phone.session.unlock(WORDS);
    expect((await opened(phone.session)).trouble).toBe('fileNotKept');
    await phone.session.openDraft(handle);
    expect((await opened(phone.session)).composing?.draft.attachments).toEqual([]);
    await sealing;
    await phone.session.hide();
    await phone.session.unlock(WORDS);
    expect((await opened(phone.session)).trouble).toBeNull();
  });

  it('are refused before reading when they are too large for the phone or the organisation', async () => {
    const phone = await joinedPhone();
    await completeDraft(phone);
    phone.around.free = 1_000;
    await phone.session.composing.attach([fileOf('film.mp4', 'video/mp4', 5_000)], 'chosen');
    const troubles = async () => (await opened(phone.session)).composing?.work.map((file) => file.trouble);
    expect(await troubles()).toEqual(['quota']);
    phone.around.free = null;
    const huge = { name: 'huge', type: '', size: 1e15 } as File;
    await phone.session.composing.attach([huge], 'chosen');
    expect(await troubles()).toEqual(['quota', 'fileTooLarge']);
    for (const file of (await opened(phone.session)).composing?.work ?? [])
      phone.session.composing.dismissWork(file.id);
    expect(await troubles()).toEqual([]);
  });
});
