/** Owns the proof that a large file never holds a report up, and that nothing is lost or fetched twice for it. */
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/wire/bytes.ts';
import { must } from '../crypto/setup.ts';
import { attach, createDesk, createPhone, readAll, seal, upload } from './desk.ts';

const LARGE = 5_300_000;

/** A line that notes which sealed files were asked for, and lets a test act just before one is given. */
function watching() {
  const asked: string[] = [];
  const watch = { before: async (_parcel: string): Promise<void> => undefined };
  const tamper =
    (send: (request: Request) => Promise<Response>) =>
    async (request: Request): Promise<Response> => {
      const parcel = /\/parcels\/([0-9a-f]{64})$/.exec(request.url)?.[1];
      if (parcel !== undefined) {
        asked.push(parcel);
        await watch.before(parcel);
      }
      return send(request);
    };
  return { asked, watch, tamper };
}

describe('large files', () => {
  it('[EP7] S6 wait behind every report, also behind one that comes while another large file is on its way', async () => {
    const { asked, watch, tamper } = watching();
    const desk = await createDesk(tamper);
    const phone = await createPhone(desk);
    const [first, second] = [await attach(desk, new Uint8Array(LARGE)), await attach(desk, utf8('small'))];
    const third = await attach(desk, new Uint8Array(LARGE).fill(7));
    const [early, late] = [await seal(desk, { attachments: [first.attachment] }), await seal(desk, {})];
    for (const { parcel, file } of [first, third]) await upload(desk, phone.monitor, parcel, file);
    await upload(desk, phone.monitor, early.parcel, early.sealed);
    await upload(desk, phone.monitor, second.parcel, second.file);
    let came = false;
    const rested: number[] = [];
    watch.before = async (parcel) => {
      if (parcel !== first.parcel || came) return;
      came = true;
      await upload(desk, phone.monitor, late.parcel, late.sealed);
    };
    const done = await desk.inbox.collect(async () => {
      rested.push((await desk.rows.all()).length);
    });
    expect(must(done).fresh).toBe(5);
    expect(asked).toEqual([early, second, first, late, third].map(({ parcel }) => parcel));
    expect(rested).toEqual([2, 4]);
    expect((await desk.rows.cursor())?.after).toBe(5);
    expect((await readAll(desk)).map(({ verification }) => verification.complete)).toEqual([true, true]);
    expect(must(await desk.inbox.collect()).fresh).toBe(0);
    expect(asked).toHaveLength(5);
  });

  it('[EP7] S6 a line that breaks at one leaves the reports, and a cursor that has not passed it', async () => {
    const { asked, watch, tamper } = watching();
    const desk = await createDesk(tamper);
    const phone = await createPhone(desk);
    const before = await seal(desk, {});
    const large = await attach(desk, new Uint8Array(LARGE));
    const report = await seal(desk, { attachments: [large.attachment] });
    await upload(desk, phone.monitor, before.parcel, before.sealed);
    await upload(desk, phone.monitor, large.parcel, large.file);
    await upload(desk, phone.monitor, report.parcel, report.sealed);
    watch.before = async (parcel) => {
      if (parcel === large.parcel) throw new TypeError('cut');
    };
    for (const _ of [1, 2]) {
      expect(await desk.inbox.collect()).toMatchObject({ ok: false, code: 'offline' });
      expect(await desk.inbox.items()).toHaveLength(2);
      expect((await desk.rows.cursor())?.after).toBe(1);
    }
    watch.before = async () => undefined;
    const [, whole] = await readAll(desk);
    expect(whole?.verification.complete).toBe(true);
    expect((await desk.rows.cursor())?.after).toBe(3);
    expect(asked).toEqual([before, report, large, large, large].map(({ parcel }) => parcel));
  });
});
