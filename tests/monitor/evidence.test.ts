/** Proves how evidence comes into a draft: told before it is sealed, copies that name their original, recordings that Hide cannot lose. */
import { describe, expect, it } from 'vitest';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import { sayLong } from '../../src/monitor/evidence/ChosenFiles.tsx';
import { lookAt, secondsBetween, secondsFor } from '../../src/monitor/evidence/chosen.ts';
import type { Recorder } from '../../src/monitor/media/record.ts';
import type { Bytes } from '../../src/wire/bytes.ts';
import { seededRng, sha256Hex } from '../crypto/setup.ts';
import { phoneFilm, phonePicture } from '../domain/evidenceFiles.ts';
import { inviteText, WORDS } from '../vault/device.ts';
import { opened, openPhone, type Phone, saved } from './phone.ts';

async function withDraft(): Promise<{ phone: Phone; handle: string }> {
  const phone = await openPhone();
  await phone.session.create(WORDS, inviteText);
  await phone.session.arrive();
  await opened(phone.session);
  const handle = (await phone.session.newDraft('en')) ?? '';
  phone.session.composing.answer({ words: 'Two men took her at dawn.' });
  await saved(phone.session);
  return { phone, handle };
}
const composing = async (phone: Phone) => {
  const { composing: now } = await opened(phone.session);
  if (now === null) throw new Error('a draft is open');
  return now;
};
const picture = phonePicture() as Bytes;
const pictureFile = (): File => new File([picture], 'IMG_1.jpg', { type: 'image/jpeg' });

/** Devices that give what they are told to. */
function recorder(): Recorder & { give: (piece: Bytes) => void; readonly stopped: () => boolean } {
  let onPiece = (_: Bytes): void => undefined;
  let onEnd = (): void => undefined;
  let over = false;
  return {
    type: 'audio/webm',
    stream: {} as MediaStream,
    start(piece, end) {
      onPiece = piece;
      onEnd = end;
    },
    stop() {
      if (over) return;
      over = true;
      onEnd();
    },
    give: (piece) => onPiece(piece),
    stopped: () => over,
  };
}
const pieces = [1, 2, 3].map((n) => seededRng(`second ${n}`)(16_000));

describe('a file that tells something', () => {
  it('waits for a decision, is added as it is, and nothing of it is kept before', async () => {
    const { phone } = await withDraft();
    const { composing: actions } = phone.session;
    await actions.attach([pictureFile()], 'chosen');
    const [file] = (await composing(phone)).chosen;
    expect(file).toMatchObject({ name: 'IMG_1.jpg', strippable: true, traits: { device: 'Ulug A5' } });
    expect((await composing(phone)).draft.attachments).toEqual([]);
    await actions.decide(file?.id ?? '', 'keep');
    const [one] = (await composing(phone)).draft.attachments;
    expect(one).toMatchObject({ sha256: await sha256Hex(picture), bytes: picture.length });
    expect(one?.copyOf).toBeUndefined();
    expect((await composing(phone)).chosen).toEqual([]);
  });

  it('is added without what it tells, and the copy names the hash of the untouched original', async () => {
    const { phone } = await withDraft();
    const { composing: actions } = phone.session;
    await actions.attach([pictureFile()], 'chosen');
    await actions.decide((await composing(phone)).chosen[0]?.id ?? '', 'strip');
    const [one] = (await composing(phone)).draft.attachments;
    expect(one?.copyOf).toEqual({ how: 'stripped', sha256: await sha256Hex(picture), id: null });
    expect(one?.bytes).toBeLessThan(picture.length);
    const bytes = await actions.bytesOf(one?.id ?? '');
    expect(Buffer.from(bytes ?? []).includes('Ulug')).toBe(false);
  });

  it('S6 goes into no other draft that was opened while it was being made ready', async () => {
    const { phone, handle } = await withDraft();
    const { composing: actions } = phone.session;
    await actions.attach([pictureFile()], 'chosen');
    const ready = actions.decide((await composing(phone)).chosen[0]?.id ?? '', 'strip');
    const other = (await phone.session.newDraft('en')) ?? '';
    await ready;
    expect(other).not.toBe(handle);
    expect((await composing(phone)).handle).toBe(other);
    expect((await composing(phone)).draft.attachments).toEqual([]);
    expect((await composing(phone)).work).toEqual([]);
  });

  it('is left out, or all are added at once', async () => {
    const { phone } = await withDraft();
    const { composing: actions } = phone.session;
    const film = new File([phoneFilm() as Bytes], 'VID_1.mp4', { type: 'video/mp4' });
    const plain = new File(['words'], 'a.txt', { type: 'text/plain' });
    await actions.attach([pictureFile(), film, plain, pictureFile()], 'chosen');
    expect((await composing(phone)).draft.attachments.map(({ name }) => name)).toEqual(['a.txt']);
    await actions.decide((await composing(phone)).chosen[0]?.id ?? '', 'drop');
    await actions.decideAll();
    const names = (await composing(phone)).draft.attachments.map(({ name }) => name);
    expect(names).toEqual(['a.txt', 'VID_1.mp4', 'IMG_1.jpg']);
  });

  it('S1 that nobody decided about is told when the draft is left, and is not told once it was', async () => {
    const { phone, handle } = await withDraft();
    const { session } = phone;
    await session.composing.attach([pictureFile()], 'chosen');
    await session.closeDraft();
    expect((await opened(session)).trouble).toBe('fileNotKept');
    session.dismissTrouble();
    await session.openDraft(handle);
    expect((await composing(phone)).draft.attachments).toEqual([]);
    for (const what of ['keep', 'drop'] as const) {
      await session.composing.attach([pictureFile()], 'chosen');
      const [file] = (await composing(phone)).chosen;
      await session.composing.decide(file?.id ?? '', what);
      await session.closeDraft();
      expect((await opened(session)).trouble).toBeNull();
      await session.openDraft(handle);
    }
    expect((await composing(phone)).draft.attachments).toHaveLength(1);
    // Hidden in the middle: told with the next opening.
    await session.composing.attach([pictureFile()], 'chosen');
    await session.hide();
    await session.unlock(WORDS);
    expect((await opened(session)).trouble).toBe('fileNotKept');
  });

  it('a covered copy names its original in the draft', async () => {
    const { phone } = await withDraft();
    const { composing: actions } = phone.session;
    await actions.attach([pictureFile()], 'chosen');
    await actions.decideAll();
    const [one] = (await composing(phone)).draft.attachments;
    await actions.attachCovered(one?.id ?? '', new Uint8Array(900).fill(1));
    const [, copy] = (await composing(phone)).draft.attachments;
    expect(copy).toMatchObject({
      name: 'IMG_1-covered.jpg',
      copyOf: { how: 'redacted', id: one?.id, sha256: one?.sha256 },
    });
  });
});

describe('how long it takes', () => {
  it('is reckoned from what the link carried last', () => {
    expect(secondsFor(1_000_000, null)).toBeNull();
    expect(secondsFor(1_000_000, 0)).toBeNull();
    expect(secondsFor(100_000_000, 10_000)).toBeCloseTo(11_500);
  });

  it('is between a good link and a weak one where none is known, and nothing for a small file', async () => {
    expect(secondsBetween(1_000_000)).toBeNull();
    const { good, weak } = secondsBetween(50_000_000) ?? { good: 0, weak: 0 };
    const t = await loadMonitorWords('en');
    expect([sayLong(t, good), sayLong(t, weak)]).toEqual(['15 minutes', '4 hours']);
  });

  it('is told for what is large on this link, and of nothing else', async () => {
    const given = (size: number) => ({
      ...{ id: '1', name: 'a.bin', type: 'application/zip', from: 'chosen' as const },
      content: new Uint8Array(size),
    });
    expect(await lookAt(given(2_000_000), 100_000)).toBeNull();
    expect(await lookAt(given(2_000_000), null)).toBeNull();
    expect((await lookAt(given(2_000_000), 1_000))?.seconds).toBeCloseTo(2_300);
    expect(await lookAt(given(21_000_000), null)).toMatchObject({ seconds: null, shrinkable: null });
    // A film that lies on the phone can send stills first; one that is only in memory, or small, cannot.
    const film = (bytes: number) => ({
      ...given(0),
      type: 'video/mp4',
      content: new File([new Uint8Array(bytes)], 'a.mp4', { type: 'video/mp4' }),
    });
    expect(await lookAt(film(2_000_000), 1_000)).toMatchObject({ shrinkable: 'film' });
    expect(await lookAt({ ...given(2_000_000), type: 'video/mp4' }, 1_000)).toMatchObject({
      shrinkable: null,
    });
    expect(await lookAt({ ...given(2_000_000), type: 'image/png' }, 1_000)).toMatchObject({
      shrinkable: 'picture',
    });
  });
});

describe('[VLT20] a recording into a draft', () => {
  it('is there when it is stopped, with its hash, and says that it was made here', async () => {
    const { phone } = await withDraft();
    const device = recorder();
    await phone.session.composing.tape('voice', device);
    expect((await composing(phone)).draft.attachments[0]?.sha256).toBeNull();
    for (const piece of pieces) device.give(piece.slice());
    await phone.session.composing.endTaping();
    expect(device.stopped()).toBe(true);
    const now = await composing(phone);
    expect(now.taping).toBeNull();
    const whole = Buffer.concat(pieces);
    expect(now.draft.attachments).toMatchObject([
      { kind: 'voice', method: 'own_capture', bytes: 48_000, sha256: await sha256Hex(new Uint8Array(whole)) },
    ]);
    expect(now.draft.attachments[0]?.partial).toBeUndefined();
  });

  it('S1 that Hide ended is there whole after the next opening', async () => {
    const { phone, handle } = await withDraft();
    const device = recorder();
    await phone.session.composing.tape('voice', device);
    for (const piece of pieces) device.give(piece.slice());
    await phone.session.hide();
    expect(device.stopped()).toBe(true);
    await phone.session.unlock(WORDS);
    await phone.session.openDraft(handle);
    const [one, ...more] = (await composing(phone)).draft.attachments;
    expect(more).toEqual([]);
    expect(one).toMatchObject({ method: 'own_capture', bytes: 48_000 });
    expect(one?.partial).toBeUndefined();
  });

  it('that is ended twice, as when its page goes and the draft with it, has come to its end for both', async () => {
    const { phone } = await withDraft();
    const device = recorder();
    await phone.session.composing.tape('voice', device);
    for (const piece of pieces) device.give(piece.slice());
    void phone.session.composing.endTaping();
    await phone.session.composing.endTaping();
    const now = await composing(phone);
    expect(now.taping).toBeNull();
    expect(now.draft.attachments).toMatchObject([{ bytes: 48_000, sha256: expect.any(String) }]);
  });

  it('whose page goes while it begins lets the devices go at once, and leaves nothing', async () => {
    const { phone } = await withDraft();
    const device = recorder();
    const begun = phone.session.composing.tape('voice', device);
    void phone.session.composing.endTaping();
    expect(device.stopped()).toBe(true);
    await begun;
    const now = await composing(phone);
    expect(now.taping).toBeNull();
    expect(now.draft.attachments).toEqual([]);
    expect(now.work).toEqual([]);
    // The next one is not taken for it.
    const next = recorder();
    await phone.session.composing.tape('voice', next);
    expect(next.stopped()).toBe(false);
    expect((await composing(phone)).taping).not.toBeNull();
  });

  it('comes to its end before the same draft is opened again, which then stays', async () => {
    const { phone, handle } = await withDraft();
    const device = recorder();
    await phone.session.composing.tape('voice', device);
    for (const piece of pieces) device.give(piece.slice());
    const closed = phone.session.closeDraft();
    const draft = await phone.session.openDraft(handle);
    await closed;
    expect(draft.ok && draft.value.attachments).toMatchObject([{ bytes: 48_000 }]);
    expect((await composing(phone)).draft.attachments[0]?.sha256).not.toBeNull();
  });

  it('of which nothing came leaves nothing but a word about it', async () => {
    const { phone } = await withDraft();
    const device = recorder();
    await phone.session.composing.tape('voice', device);
    await phone.session.composing.endTaping();
    const now = await composing(phone);
    expect(now.draft.attachments).toEqual([]);
    expect(now.work.map(({ trouble }) => trouble)).toEqual(['recordingFailed']);
  });
});
