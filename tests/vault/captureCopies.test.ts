/** Proves that what is only on the capture page is sealed beside it: a page that dies loses none of it, and one that lives sends it once. */
import { describe, expect, it } from 'vitest';
import { captureWith } from '../../src/vault/capture/captureRecordings.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { codeOf, must } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { door, lockedPhone, never, openedFrom, photo, quiet, words } from './capturing.ts';
import { createDevice, type Device, reopened, save } from './device.ts';

const about = { name: door.name, type: door.type, own: true };
const text = { name: 'words.txt', type: 'text/plain', own: true };

async function keep(engine: Engine, id: string, bytes: Uint8Array, what = about): Promise<void> {
  must(await engine.captures.begin(id, what));
  must(await engine.captures.add(id, bytes));
  must(await engine.captures.end(id));
}
const send = (engine: Engine, request: { readonly photo?: string; readonly words?: readonly string[] }) =>
  captureWith(
    engine,
    {
      lang: 'ru',
      words: request.words === undefined ? '' : words,
      files: request.photo === undefined ? [] : [{ ...door, copy: request.photo }],
      copies: request.words ?? [],
    },
    quiet,
    never,
  );
const rescue = (engine: Engine) => engine.captures.rescue('ru', quiet, never);
/** Sealed files beside those of the hello. */
const filesOf = async (device: Device): Promise<number> => (await device.disk.outgoing.list()).length - 1;
const said = (report: { readonly fields: object }): string => JSON.stringify(report.fields);

describe('[VLT21] a sealed copy of what a page holds', () => {
  it('S1 of a page that died goes as a capture of its own, without words', async () => {
    const { device, engine } = await lockedPhone();
    await keep(engine, 'p1', photo);
    await keep(engine, 'w1', utf8(words), text);
    const after = createDevice(save(device));
    expect(must(await rescue(await after.boot()))).toHaveLength(2);
    const files = (await openedFrom(after)).flatMap((one) => one.files);
    expect(files).toHaveLength(2);
    expect(files).toContainEqual(Buffer.from(photo));
    expect(files).toContainEqual(Buffer.from(utf8(words)));
  });

  it('is what is sent, so that nothing is sealed twice, and leaves nothing behind', async () => {
    const { device, engine } = await lockedPhone();
    await keep(engine, 'p1', photo);
    await keep(engine, 'w1', utf8(words), text);
    must(await send(engine, { photo: 'p1', words: ['w1'] }));
    const [opened, ...more] = await openedFrom(device);
    expect(more).toEqual([]);
    expect(opened?.files).toEqual([Buffer.from(photo)]);
    expect(said(opened?.report ?? { fields: {} })).toContain(words);
    expect(await filesOf(device)).toBe(2);
    expect(must(await rescue(engine))).toEqual([]);
  });

  it('that was never ended, or that a worker before this one made, is sealed anew in its place', async () => {
    const { device, engine } = await lockedPhone();
    await keep(engine, 'p1', photo);
    must(await engine.captures.begin('w1', text));
    must(await engine.captures.add('w1', utf8(words)));
    await engine.lock();
    const next = await device.boot();
    must(await next.captures.begin('p2', about));
    must(await next.captures.add('p2', photo.slice(0, 9_000)));
    const files = [
      { ...door, copy: 'p1' },
      { ...door, copy: 'p2' },
      { ...door, copy: 'never begun' },
    ];
    must(await captureWith(next, { lang: 'ru', words, files, copies: ['w1'] }, quiet, never));
    const [opened, ...more] = await openedFrom(device);
    expect(more).toEqual([]);
    expect(opened?.files).toEqual([photo, photo, photo].map((one) => Buffer.from(one)));
    expect(await filesOf(device)).toBe(4);
    expect(must(await rescue(next))).toEqual([]);
  });

  it('that was thrown away is not sent, also when another worker made it', async () => {
    const { device, engine } = await lockedPhone();
    await keep(engine, 'p1', photo);
    await keep(engine, 'w1', utf8(words), text);
    must(await engine.captures.drop('w1'));
    await engine.lock();
    const next = await device.boot();
    expect(codeOf(await next.captures.drop('p1'))).toBe('notFound');
    expect(must(await rescue(next))).toEqual([]);
    expect(await filesOf(device)).toBe(0);
  });

  it('S6 thrown away after it is on its way stays on its way', async () => {
    const { device, engine } = await lockedPhone();
    await keep(engine, 'p1', photo);
    must(await send(engine, { photo: 'p1' }));
    await engine.captures.drop('p1');
    expect((await openedFrom(device)).map(({ files }) => files.length)).toEqual([1]);
  });

  it('S6 is sealed once, whole, when the answer was lost at any cut and the page asks again', async () => {
    const { device } = await lockedPhone();
    const before = save(device);
    const dice = createDice(7);
    const as = { id: 'a random name of the page', code: 'ABCDE' };
    const request = { lang: 'ru', words, files: [{ ...door, copy: 'p1' }], copies: ['w1'], as };
    let cuts = 0;
    for (let lost = true, at = 1; lost; at += 1) {
      const phone = createDevice(before);
      const engine = await phone.boot();
      await keep(engine, 'p1', photo);
      await keep(engine, 'w1', utf8(words), text);
      phone.power.cutAt(at);
      lost = await captureWith(engine, request, quiet, never).then(
        () => false,
        () => true,
      );
      phone.power.restore();
      if (!lost) break;
      cuts += 1;
      phone.disk.reboot(dice.next);
      const again = await captureWith(await phone.boot(), request, quiet, never);
      expect([at, again]).toEqual([at, { ok: true, value: { code: 'ABCDE' } }]);
      const got = (await openedFrom(phone)).map(({ report, files }) => [
        report.attachments.length,
        files.length,
      ]);
      expect([at, got]).toEqual([at, [[1, 1]]]);
    }
    expect(cuts).toBeGreaterThan(20);
  });

  it('never takes the name of a file that is on its way', async () => {
    const { engine } = await lockedPhone();
    await keep(engine, 'p1', photo);
    must(await send(engine, { photo: 'p1' }));
    expect(codeOf(await engine.captures.begin('p1', about))).toBe('badRequest');
  });

  it('S1 at any cut: what was durable before it is sealed is there once, never twice', async () => {
    const { device } = await lockedPhone();
    const before = save(device);
    const dice = createDice(44);
    let [cuts, rescued, whole] = [0, 0, 0];
    for (let at = 1; ; at += 1) {
      const phone = createDevice(before);
      const app = await phone.boot();
      phone.power.cutAt(at);
      const durable = { photo: false, words: false };
      try {
        await keep(app, 'p1', photo);
        durable.photo = true;
        await keep(app, 'w1', utf8(words), text);
        durable.words = true;
        await send(app, { photo: 'p1', words: ['w1'] });
      } catch {
        // The power is out.
      }
      const finished = phone.power.count() < at;
      phone.power.restore();
      phone.disk.reboot(dice.next);
      const fresh = await phone.boot();
      const codes = must(await rescue(fresh));
      const opened = await openedFrom(phone);
      const photos = opened.flatMap(({ files }) => files).filter((one) => one.equals(Buffer.from(photo)));
      const texts = opened
        .flatMap(({ files, report }) => [...files.map(String), said(report)])
        .filter((one) => one.includes(words));
      expect(photos.length, `photo, cut at ${at}`).toBeLessThanOrEqual(1);
      expect(texts.length, `words, cut at ${at}`).toBeLessThanOrEqual(1);
      if (durable.photo) expect(photos).toHaveLength(1);
      if (durable.words) expect(texts).toHaveLength(1);
      rescued += codes.length;
      if (codes.length === 0 && opened.length === 1) whole += 1;
      expect(must(await rescue(fresh))).toEqual([]);
      await reopened(phone);
      expect(await openedFrom(phone)).toHaveLength(opened.length);
      if (finished) break;
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(30);
    expect(rescued).toBeGreaterThan(10);
    expect(whole).toBeGreaterThan(0);
  }, 180_000);
});
