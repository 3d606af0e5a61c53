/** Owns the proof that a recording is sealed while it is made: a cut leaves what can be opened, and length costs no memory. */
import { describe, expect, it } from 'vitest';
import type { Disk } from '../../src/store/disk.ts';
import { previewAttachment } from '../../src/vault/drafts/attach.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { isBucket } from '../../src/wire/buckets.ts';
import { type Bytes, concat } from '../../src/wire/bytes.ts';
import { codeOf, must, seededRng, sha256Hex } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createDevice, joined, reopened, save } from './device.ts';

const DRAFT = '6f1d2c3a-4b5e-4f60-8a7b-9c0d1e2f3a4b';
const quiet = (): void => undefined;
const about = { name: 'voice.webm', type: 'audio/webm' };
const pieces = (count: number, size: number): Bytes[] =>
  Array.from({ length: count }, (_, n) => seededRng(`piece ${n} ${size}`)(size));

async function withDraft(): Promise<Engine & { device: ReturnType<typeof createDevice> }> {
  const { device, engine } = await joined();
  must(await engine.drafts.save(DRAFT, '{}'));
  return { ...engine, device };
}
const shown = async (engine: Engine) => must(await engine.drafts.load(DRAFT)).attachments;
const opened = async (engine: Engine, id = 'r1'): Promise<Bytes> =>
  must(await previewAttachment(engine.room, DRAFT, id, quiet));

describe('[VLT20] a recording', () => {
  it.each([
    [3, 10],
    [5, 30_000],
    [3, 65_536],
    [9, 300_001],
  ])('of %i pieces of %i bytes is one attachment with the hash of all of them', async (count, size) => {
    const engine = await withDraft();
    const all = pieces(count, size);
    must(await engine.recordings.begin(DRAFT, 'r1', about));
    expect(await shown(engine)).toEqual([]);
    let done = 0;
    for (const piece of all) {
      done += piece.length;
      expect(must(await engine.recordings.add('r1', piece))).toBe(done);
    }
    const view = must(await engine.recordings.end('r1'));
    expect(view).toMatchObject({ id: 'r1', ...about, size: done, sha256: await sha256Hex(concat(...all)) });
    expect(view.partial).toBeUndefined();
    expect(isBucket(view.sealedSize)).toBe(true);
    expect(await opened(engine)).toEqual(concat(...all));
    // The spare file is gone, and nothing else was left.
    expect((await engine.device.disk.outgoing.list()).length).toBe(2);
    expect(engine.device.disk.openWriters()).toBe(0);
  });

  it('S1 cut at any step loses at most the piece that was being written, and is marked partial', async () => {
    const engine = await withDraft();
    const before = save(engine.device);
    const all = pieces(6, 50_000);
    const whole = concat(...all);
    const dice = createDice(20);
    let cuts = 0;
    let partials = 0;
    for (let at = 1; ; at += 1) {
      const phone = createDevice(before);
      const app = await reopened(phone);
      phone.power.cutAt(at);
      let durable = 0;
      let ended = false;
      try {
        const begun = await app.recordings.begin(DRAFT, 'r1', about);
        for (const piece of begun.ok ? all : []) {
          const added = await app.recordings.add('r1', piece);
          if (!added.ok) break;
          durable = added.value;
        }
        ended = durable === whole.length && (await app.recordings.end('r1')).ok;
      } catch {
        // The power is out.
      }
      const finished = phone.power.count() < at;
      phone.power.restore();
      phone.disk.reboot(dice.next);
      const fresh = await reopened(phone);
      const settled = must(await fresh.recordings.settle(DRAFT));
      const [one, ...more] = await shown(fresh);
      expect(more).toEqual([]);
      if (ended) expect(one?.partial).toBeUndefined();
      const kept = one === undefined ? new Uint8Array(0) : await opened(fresh);
      expect(kept.length).toBeGreaterThanOrEqual(durable);
      expect(kept).toEqual(whole.slice(0, kept.length));
      if (one !== undefined && one.partial === undefined) expect(kept.length).toBe(whole.length);
      if (settled.some(({ partial }) => partial === true)) partials += 1;
      if (one !== undefined) expect(one.sha256).toBe(await sha256Hex(kept));
      // A second look finds nothing, and nothing lies about.
      expect(must(await fresh.recordings.settle(DRAFT))).toEqual([]);
      const again = await reopened(phone);
      expect((await phone.disk.outgoing.list()).length).toBe(one === undefined ? 1 : 2);
      expect((await shown(again)).length).toBe(one === undefined ? 0 : 1);
      if (finished) break;
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(30);
    expect(partials).toBeGreaterThan(10);
  }, 120_000);

  it('locked in the middle is there after the next unlock, and can be finished', async () => {
    const engine = await withDraft();
    const all = pieces(4, 40_000);
    must(await engine.recordings.begin(DRAFT, 'r1', about));
    for (const piece of all) must(await engine.recordings.add('r1', piece));
    await engine.lock();
    expect(engine.device.disk.openWriters()).toBe(0);
    expect(codeOf(await engine.recordings.add('r1', all[0] ?? new Uint8Array(1)))).toBe('notFound');
    const again = await reopened(engine.device);
    const request = {
      ...{ draft: DRAFT, code: 'ZKZ73', form: 'short', fields: {}, authored: true, urgent: false },
      attachments: [{ id: 'r1', name: 'voice.webm', description: '' }],
    };
    // Not before it was settled: a half file is no attachment.
    expect(codeOf(await finishDraft(again.room, request, quiet))).toBe('notFound');
    const [view] = must(await again.recordings.settle(DRAFT));
    expect(view).toMatchObject({ id: 'r1', partial: true, size: 160_000 });
    expect(await opened(again)).toEqual(concat(...all));
    must(await finishDraft(again.room, request, quiet));
  });

  it('that no piece came of leaves nothing', async () => {
    const engine = await withDraft();
    must(await engine.recordings.begin(DRAFT, 'r1', about));
    expect(codeOf(await engine.recordings.end('r1'))).toBe('notFound');
    expect(await shown(engine)).toEqual([]);
    expect((await engine.device.disk.outgoing.list()).length).toBe(1);
  });

  it('keeps what was durable when the disk is full', async () => {
    const engine = await withDraft();
    const all = pieces(3, 90_000);
    must(await engine.recordings.begin(DRAFT, 'r1', about));
    must(await engine.recordings.add('r1', all[0] ?? new Uint8Array(0)));
    engine.device.disk.full = true;
    expect(codeOf(await engine.recordings.add('r1', all[1] ?? new Uint8Array(0)))).toBe('diskFull');
    engine.device.disk.full = false;
    const view = must(await engine.recordings.end('r1'));
    expect(view.partial).toBe(true);
    expect((await opened(engine)).subarray(0, 90_000)).toEqual(all[0]);
  });

  it('of an hour needs no more memory than one of a minute', async () => {
    const { device } = await withDraft();
    const { outgoing } = device.disk;
    const lengths = new Map<string, number>();
    // What is written is counted and dropped: only the vault's own memory is looked at.
    const counting: Disk = {
      ...device.disk,
      outgoing: {
        ...outgoing,
        size: async (handle) => lengths.get(handle) ?? outgoing.size(handle),
        create: async (handle) => ({
          write: async (at, bytes) => {
            lengths.set(handle, Math.max(lengths.get(handle) ?? 0, at + bytes.length));
          },
          flush: async () => undefined,
          close: async () => undefined,
        }),
      },
    };
    const engine = await device.boot(undefined, counting);
    must(await engine.unlock('ember willow canyon saddle brisk'));
    must(await engine.recordings.begin(DRAFT, 'r1', { name: 'film.mp4', type: 'video/mp4' }));
    const second = seededRng('a second of film')(64_000);
    const held: number[] = [];
    for (let n = 0; n < 3_600; n += 1) {
      must(await engine.recordings.add('r1', second.slice()));
      if (n % 600 === 300) held.push(process.memoryUsage().rss);
    }
    const view = must(await engine.recordings.end('r1'));
    expect(view.size).toBe(230_400_000);
    const [first = 0, ...later] = held;
    expect(Math.max(...later) - first).toBeLessThan(96 * 1_048_576);
  }, 180_000);
});
