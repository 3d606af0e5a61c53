/** Owns the proof of what a phone still knows of a report that it finished, and that nothing there opens it again. */
import { describe, expect, it } from 'vitest';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import { dropTrace, replyKey, traces } from '../../src/vault/ledger/traces.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { codeOf, must } from '../crypto/setup.ts';
import { VirtualClock } from '../fakes/clock.ts';
import { createDevice, reopened, save } from './device.ts';
import { BODY, DRAFT, drafted, quiet, request, sendable } from './finishing.ts';
import { findKind } from './sealedKinds.ts';

describe('a finished report', () => {
  it('S6 [VLT12] a lost database is noticed and finished reports are queued again from ledger and files', async () => {
    const { device, engine } = await drafted();
    must(await finishDraft(engine.room, request, quiet));
    const before = await sendable(device);
    device.rows.lose();
    await device.boot();
    expect(await sendable(device)).toEqual(before);
    expect(must(await (await reopened(device)).status()).incidents).toEqual(['databaseRebuilt']);
    expect(must(await (await reopened(device)).status()).incidents).toEqual([]);
  });

  it('[REP4] a report deleted before it was stored is listed as void in the next one', async () => {
    const { device, engine } = await drafted();
    must(await finishDraft(engine.room, request, quiet));
    must(await dropTrace(engine.room, DRAFT));
    expect(await sendable(device)).toEqual([]);
    const second = '11111111-2222-4333-8444-555555555555';
    must(await engine.drafts.save(second, BODY));
    must(await finishDraft(engine.room, { ...request, draft: second, attachments: [] }, quiet));
    const [report] = await sendable(device);
    expect(report?.n).toBe(1);
    expect(report?.line.void).toEqual([{ n: 0 }]);
    const third = '11111111-2222-4333-8444-666666666666';
    must(await engine.drafts.save(third, BODY));
    must(await finishDraft(engine.room, { ...request, draft: third, attachments: [] }, quiet));
    expect((await sendable(device)).find(({ n }) => n === 2)?.line.void).toEqual([]);
  });

  it('[REP3] an anonymous report has no author and does not move the chain', async () => {
    const { device, engine } = await drafted();
    must(await finishDraft(engine.room, { ...request, authored: false }, quiet));
    expect((await sendable(device)).map(({ n }) => n)).toEqual([null]);
    expect(engine.room.opened?.keyring.chain()?.n).toBe(0);
  });

  it('S2 [VLT10] an unlock alone overwrites the key of questions, also of a report from a clock that ran ahead', async () => {
    for (const ahead of [0, 60]) {
      const { device, engine } = await drafted();
      const now = device.clock.now();
      await device.clock.until(device.clock.sleep(ahead * 86_400_000));
      must(await finishDraft(engine.room, request, quiet));
      await engine.lock();
      // Set right again: the phone's clock is behind the day of the report.
      const holds = async (days: number): Promise<boolean> => {
        const phone = createDevice(save(device), new VirtualClock(now + days * 86_400_000));
        await reopened(phone);
        device.disk.corrupt('ledger', () => phone.disk.dump().get('ledger') ?? null);
        const kept = await reopened(createDevice(save(phone), phone.clock));
        return (await replyKey(kept.room, DRAFT)).ok;
      };
      expect([await holds(0), await holds(29), await holds(30)]).toEqual([true, true, false]);
      expect(await holds(0)).toBe(false);
    }
  });

  it('S2 the key of questions opens for 30 days and is then overwritten', async () => {
    const { device, engine } = await drafted();
    must(await finishDraft(engine.room, request, quiet));
    const key = must(await replyKey(engine.room, DRAFT));
    const [report] = await sendable(device);
    expect(toHex(key)).toBe(report?.line.reply);
    const entry = await findKind(device, engine.room.ledger?.entries() ?? [], 'report');
    const locked = Buffer.from(entry.locked);
    const holds = (): boolean => Buffer.from(device.disk.dump().get('ledger') ?? []).includes(locked);
    expect(holds()).toBe(true);
    await device.clock.until(device.clock.sleep(30 * 86_400_000));
    expect(codeOf(await replyKey(engine.room, DRAFT))).toBe('notFound');
    expect(must(await traces(engine.room)).find(({ id }) => id === DRAFT)?.answerable).toBe(false);
    expect(holds()).toBe(false);
    // Also when the power goes now, and with it everything that no flush had reached.
    device.disk.reboot(() => 0);
    expect(holds()).toBe(false);
    expect(codeOf(await replyKey((await reopened(device)).room, DRAFT))).toBe('notFound');
  });
});
