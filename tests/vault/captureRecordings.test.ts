/** Owns the proof that what is recorded without words is sealed while it is made: a cut leaves what the coordinators can open. */
import { describe, expect, it } from 'vitest';
import { createCutOpener } from '../../src/inbox/cutRecording.ts';
import { captureWith } from '../../src/vault/capture/captureRecordings.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { type Bytes, concat } from '../../src/wire/bytes.ts';
import { CUT_TYPE, SPARE_BYTES } from '../../src/wire/cutRecording.ts';
import { codeOf, identityFor, must, seededRng, sha256Hex, sodium } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { captureTraces, identities, lockedPhone, never, openedFrom, quiet, words } from './capturing.ts';
import { createDevice, type Device, reopened, save } from './device.ts';

const about = { name: 'film.webm', type: 'video/webm', own: true };
const pieces = (count: number, size: number): Bytes[] =>
  Array.from({ length: count }, (_, n) => seededRng(`captured piece ${n} ${size}`)(size));

async function record(engine: Engine, id: string, all: readonly Bytes[]): Promise<void> {
  must(await engine.captures.begin(id, about));
  for (const piece of all) must(await engine.captures.add(id, piece));
}
const send = (engine: Engine, ids: readonly string[], text = words) =>
  captureWith(
    engine,
    { lang: 'ru', words: text, files: ids.map((recorded) => ({ recorded })) },
    quiet,
    never,
  );
const rescue = (engine: Engine) => engine.captures.rescue('ru', quiet, never);
/** Sealed files beside those of the hello. */
const filesOf = async (device: Device): Promise<number> => (await device.disk.outgoing.list()).length - 1;

describe('[VLT21] a recording without words', () => {
  it.each([
    [2, 10],
    [5, 30_000],
    [2, 65_536],
    [5, 300_001],
  ])('of %i pieces of %i bytes is one file of a capture, with its hash', async (count, size) => {
    const { device, engine } = await lockedPhone();
    const all = pieces(count, size);
    await record(engine, 'r1', all);
    expect(must(await engine.captures.end('r1'))).toBe(count * size);
    // Ended, it is in no list: only a capture sends it.
    expect(await openedFrom(device)).toEqual([]);
    const { code } = must(await send(engine, ['r1']));
    const [opened, ...more] = await openedFrom(device);
    expect(more).toEqual([]);
    expect(opened?.files).toEqual([Buffer.from(concat(...all))]);
    const [entry] = opened?.report.attachments ?? [];
    expect(entry).toMatchObject({
      name: 'film.webm',
      type: 'video/webm',
      sha256: await sha256Hex(concat(...all)),
    });
    expect(opened?.report.fields['evidence']).toMatchObject([{ type: 'video', method: 'own_capture' }]);
    // The spare file went with the commit, and there is nothing to rescue.
    expect(await filesOf(device)).toBe(2);
    expect(must(await rescue(engine))).toEqual([]);
    expect((await captureTraces(await reopened(device))).map((trace) => trace.code)).toEqual([code]);
  });

  it('may be several, beside files and words, and one that is dropped leaves nothing', async () => {
    const { device, engine } = await lockedPhone();
    await record(engine, 'a', pieces(2, 1_000));
    await record(engine, 'b', pieces(2, 70_000));
    await record(engine, 'c', pieces(1, 200));
    must(await engine.captures.drop('b'));
    expect(codeOf(await engine.captures.add('b', new Uint8Array(1)))).toBe('notFound');
    must(await engine.captures.end('c'));
    // One that still runs is not sent by mistake.
    expect(codeOf(await send(engine, ['a', 'c']))).toBe('notFound');
    must(await engine.captures.end('a'));
    must(await send(engine, ['c', 'a']));
    const [opened] = await openedFrom(device);
    expect(opened?.files.map((file) => file.length)).toEqual([200, 2_000]);
    expect(await filesOf(device)).toBe(3);
  });

  it('that nothing came of is none', async () => {
    const { device, engine } = await lockedPhone();
    must(await engine.captures.begin('r1', about));
    expect(codeOf(await engine.captures.end('r1'))).toBe('notFound');
    expect(await filesOf(device)).toBe(0);
  });

  it('[SEAL9] S1 cut at any step is sealed at the next start, without words, and opens as far as it was durable', async () => {
    const { device } = await lockedPhone();
    const before = save(device);
    const all = pieces(5, 50_000);
    const whole = Buffer.from(concat(...all));
    const dice = createDice(21);
    let cuts = 0;
    let partials = 0;
    for (let at = 1; ; at += 1) {
      const phone = createDevice(before);
      const app = await phone.boot();
      phone.power.cutAt(at);
      let durable = 0;
      let sent = false;
      try {
        const begun = await app.captures.begin('r1', about);
        for (const piece of begun.ok ? all : []) {
          const added = await app.captures.add('r1', piece);
          if (!added.ok) break;
          durable = added.value;
        }
        sent = durable === whole.length && (await app.captures.end('r1')).ok && (await send(app, ['r1'])).ok;
      } catch {
        // The power is out.
      }
      const finished = phone.power.count() < at;
      phone.power.restore();
      phone.disk.reboot(dice.next);
      const fresh = await phone.boot();
      const codes = must(await rescue(fresh));
      const opened = await openedFrom(phone);
      // Once, never twice: as it was sent, or as a cut left it.
      expect(opened.length).toBeLessThanOrEqual(1);
      const [one] = opened;
      if (sent) expect(codes).toEqual([]);
      const kept = one?.files[0] ?? Buffer.alloc(0);
      expect(kept.length).toBeGreaterThanOrEqual(durable);
      expect(kept.equals(whole.subarray(0, kept.length))).toBe(true);
      if (codes.length > 0) {
        partials += 1;
        expect(one?.report.attachments[0]?.type).toBe(CUT_TYPE);
        expect(one?.report.fields['evidence']).toMatchObject([{ partial: true }]);
      }
      // A second look finds nothing, and after the next unlock nothing lies about.
      expect(must(await rescue(fresh))).toEqual([]);
      await reopened(phone);
      expect(await filesOf(phone)).toBe(one === undefined ? 0 : 2);
      if (finished) break;
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(30);
    expect(partials).toBeGreaterThan(10);
  }, 180_000);

  it('a rescue that is cut off anywhere is done again, once', async () => {
    const { device, engine } = await lockedPhone();
    await record(engine, 'r1', pieces(3, 60_000));
    await engine.lock();
    const before = save(device);
    const dice = createDice(22);
    for (let at = 1; ; at += 1) {
      const phone = createDevice(before);
      const app = await phone.boot();
      phone.power.cutAt(at);
      await rescue(app).catch(() => undefined);
      const finished = phone.power.count() < at;
      phone.power.restore();
      phone.disk.reboot(dice.next);
      // An unlock in between must not take it for leftovers.
      await reopened(phone);
      const fresh = await phone.boot();
      must(await rescue(fresh));
      const opened = await openedFrom(phone);
      expect(opened.map(({ files }) => files[0]?.length)).toEqual([180_000]);
      if (finished) break;
    }
  }, 180_000);

  it('locked in the middle, or on a full disk, is kept as far as it was durable', async () => {
    const { device, engine } = await lockedPhone();
    const all = pieces(3, 90_000);
    must(await engine.captures.begin('r1', about));
    must(await engine.captures.add('r1', all[0] ?? new Uint8Array(0)));
    device.disk.full = true;
    expect(codeOf(await engine.captures.add('r1', all[1] ?? new Uint8Array(0)))).toBe('diskFull');
    expect(codeOf(await engine.captures.end('r1'))).toBe('diskFull');
    device.disk.full = false;
    must(await rescue(engine));
    const [opened] = await openedFrom(device);
    expect(opened?.files[0]?.subarray(0, 90_000).equals(all[0] ?? new Uint8Array(0))).toBe(true);
  });

  it('[SEAL9] what somebody else made up is refused, and never more than was recorded comes out', async () => {
    const out: Uint8Array[] = [];
    const write = (piece: Uint8Array): void => void out.push(piece);
    const of = async (bytes: Uint8Array): Promise<string | null> => {
      const opener = createCutOpener({ sodium, identities, write });
      for (let at = 0; at < bytes.length; at += 50_000) await opener.push(bytes.slice(at, at + 50_000));
      const done = await opener.finish();
      opener.abandon();
      return done.ok ? null : done.code;
    };
    const noise = seededRng('made up')(SPARE_BYTES + 70_000);
    expect(await of(new Uint8Array(0))).toBe('truncated');
    expect(await of(noise.slice(0, SPARE_BYTES))).toBe('truncated');
    expect(await of(noise)).toBe('unsupported');
    expect(out).toEqual([]);
    // Sealed to somebody else.
    const { device, engine } = await lockedPhone();
    await record(engine, 'r1', pieces(1, 100));
    await engine.lock();
    const lists = await device.disk.outgoing.list();
    const sizes = await Promise.all(
      lists.map(async (one) => (await device.disk.outgoing.slice(one, 0, 1e9)) ?? noise),
    );
    const spare = sizes.find((one) => one.length <= SPARE_BYTES && one[0] === 0) ?? noise;
    const sealed = sizes
      .filter((one) => one !== spare)
      .map((one) => concat(spare, new Uint8Array(SPARE_BYTES - spare.length), one));
    const strangers = [identityFor('somebody else')];
    for (const one of sealed) {
      const opener = createCutOpener({ sodium, identities: strangers, write });
      await opener.push(one);
      expect((await opener.finish()).ok).toBe(false);
      opener.abandon();
    }
    expect(out).toEqual([]);
  });
});
