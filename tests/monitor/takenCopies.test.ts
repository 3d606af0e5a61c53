/** Proves that the capture page keeps sealed copies of what is on it, no more of them than needed, and none of what was thrown away. [VLT21] */
import { describe, expect, it, vi } from 'vitest';
import { createCopies } from '../../src/monitor/capture/takenCopies.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { save, WORDS } from '../vault/device.ts';
import { joinedPhone } from './notes.ts';
import { opened, openPhone, type Phone } from './phone.ts';

const PHOTO = { name: 'photo-1.jpg', type: 'image/jpeg', own: false };
const picture = utf8('a picture');

/** Until what was said is begun. */
const turn = () => new Promise((done) => setImmediate(done));

/** Turns until it is so. */
async function until(so: () => Promise<boolean>): Promise<void> {
  while (!(await so())) await turn();
}

async function withCopies() {
  const phone = await joinedPhone();
  await phone.session.hide();
  const before = (await phone.device.disk.outgoing.list()).length;
  /** Copies that lie there, each with its spare file. */
  const lie = async (): Promise<number> => ((await phone.device.disk.outgoing.list()).length - before) / 2;
  return { phone, copies: createCopies(phone.session.ahead), lie };
}

/** How many captures a start after a sudden end finds. */
async function afterDeath(phone: Phone): Promise<number> {
  const again = await openPhone(save(phone.device));
  await again.session.rescueCaptures('en');
  await again.session.unlock(WORDS);
  return (await opened(again.session)).items.length;
}

describe('[VLT21] S1 the copies of a page', () => {
  it('are there for each picture and for the newest words, and a page that dies loses none', async () => {
    const { phone, copies, lie } = await withCopies();
    copies.picture(1, picture, PHOTO);
    copies.picture(2, picture, PHOTO);
    for (const words of ['T', 'Th', 'They']) copies.write(words);
    const { pictures, words } = await copies.rest();
    expect([[...pictures.keys()], words.length, await lie()]).toEqual([[1, 2], 1, 3]);
    expect(await afterDeath(phone)).toBe(3);
  });

  it('of words follow what is typed, one at a time, and go with the words', async () => {
    const { copies, lie } = await withCopies();
    copies.write('They came');
    copies.write('They came at dawn');
    const first = await copies.rest();
    copies.goOn();
    await turn();
    const second = await copies.rest();
    expect([first.words.length, second.words.length, await lie()]).toEqual([1, 1, 1]);
    expect(second.words).not.toEqual(first.words);
    copies.goOn();
    copies.write('  ');
    await turn();
    expect((await copies.rest()).words).toEqual([]);
    expect(await lie()).toBe(0);
  });

  it('go with what is sealed, once, also when Hide ended their worker', async () => {
    for (const hidden of [false, true]) {
      const { phone, copies, lie } = await withCopies();
      copies.picture(1, picture, PHOTO);
      copies.write('At dawn');
      const { pictures, words } = await copies.rest();
      if (hidden) {
        await phone.session.unlock(WORDS);
        await opened(phone.session);
        await phone.session.hide();
      }
      const file = { file: picture, ...PHOTO, copy: pictures.get(1) ?? '' };
      const sealed = await phone.session.capture({
        lang: 'en',
        words: 'At dawn',
        files: [file],
        copies: words,
      });
      expect(sealed.ok).toBe(true);
      // The report and the picture.
      expect(await lie()).toBe(1);
      expect(await afterDeath(phone)).toBe(1);
    }
  });

  it('beside a recording that Hide cut off: one capture for it, one for the rest', async () => {
    const { phone, copies } = await withCopies();
    copies.picture(1, picture, PHOTO);
    const begun = await phone.session.ahead.begin({ name: 'voice-1.webm', type: 'audio/webm', own: true });
    if (!begun.ok) throw new Error(begun.code);
    await begun.value.into.add(utf8('a voice'));
    await begun.value.into.end();
    const { pictures } = await copies.rest();
    await phone.session.unlock(WORDS);
    await opened(phone.session);
    await phone.session.hide();
    const files = [{ recorded: begun.value.id }, { file: picture, ...PHOTO, copy: pictures.get(1) ?? '' }];
    expect((await phone.session.capture({ lang: 'en', words: '', files })).ok).toBe(true);
    expect(await afterDeath(phone)).toBe(2);
  });

  it('S2 of what was removed or thrown away are gone', async () => {
    const { phone, copies, lie } = await withCopies();
    copies.picture(1, picture, PHOTO);
    copies.picture(2, picture, PHOTO);
    copies.write('Never mind');
    copies.remove(1);
    expect([...(await copies.rest()).pictures.keys()]).toEqual([2]);
    await copies.drop();
    expect(await lie()).toBe(0);
    expect(await afterDeath(phone)).toBe(0);
  });

  it('S2 of words that were deleted again go at once', async () => {
    const { copies, lie } = await withCopies();
    // The pause before the next copy never ends.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      copies.write('They came');
      await until(async () => vi.getTimerCount() === 1);
      expect(await lie()).toBe(1);
      copies.write('');
      await until(async () => (await lie()) === 0);
    } finally {
      vi.useRealTimers();
    }
  }, 20_000);

  it('of words that could not be kept are tried again, without another letter', async () => {
    const { phone, lie } = await withCopies();
    let refused = 0;
    const copies = createCopies({
      begin: async (about) => {
        refused += 1;
        return refused === 1 ? { ok: false, code: 'quota' } : phone.session.ahead.begin(about);
      },
      drop: phone.session.ahead.drop,
    });
    copies.write('They came');
    await until(async () => refused === 1);
    copies.hurry();
    await until(async () => (await lie()) === 1);
    expect(refused).toBe(2);
  });

  it('that find no room leave the page as it is', async () => {
    const { phone, copies, lie } = await withCopies();
    phone.device.disk.full = true;
    copies.picture(1, picture, PHOTO);
    copies.write('At dawn');
    const { pictures, words } = await copies.rest();
    expect([pictures.size, words.length]).toEqual([0, 0]);
    phone.device.disk.full = false;
    expect(await lie()).toBe(0);
    expect((await phone.session.capture({ lang: 'en', words: 'At dawn', files: [], copies: words })).ok).toBe(
      true,
    );
  });
});
