/** Owns the proof that a capture is all or nothing at every step that can be cut off or refused. */
import { describe, expect, it } from 'vitest';
import { textAt } from '../../src/domain/report.ts';
import { parseLedger } from '../../src/store/ledgerFile.ts';
import { concat } from '../../src/wire/bytes.ts';
import { codeOf, must } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import {
  captureNow,
  captureTraces,
  dueOf,
  lockedPhone,
  openedFrom,
  photo,
  postboxOf,
  quiet,
} from './capturing.ts';
import { createDevice, reopened, save, WORDS } from './device.ts';

const dice = createDice(33);

describe('a cut', () => {
  it('[VLT19] a disk that is full from whichever write on; afterwards nothing of it is left', async () => {
    const { device: first } = await lockedPhone();
    const saved = save(first);
    const before = (await first.disk.outgoing.list()).length;
    let refused = 0;
    for (let at = 0; ; at += 7) {
      const phone = createDevice(saved, first.clock);
      const app = await phone.boot();
      const { step } = phone.power;
      let left = at;
      phone.power.step = () => {
        left -= 1;
        if (left < 0) phone.disk.full = true;
        step();
      };
      const said = codeOf(await captureNow(app));
      phone.power.step = step;
      phone.disk.full = false;
      if (said !== 'ok') {
        refused += 1;
        expect(said).toBe('diskFull');
      }
      const fresh = await reopened(phone);
      const there = (await openedFrom(phone)).length;
      expect((await captureTraces(fresh)).length, `full from ${at}`).toBe(there);
      expect((await phone.disk.outgoing.list()).length).toBe(before + there * 2);
      if (said === 'ok') expect(there).toBe(1);
      if (left >= 0) break;
    }
    expect(refused).toBeGreaterThan(3);
  });

  it('S6 [VLT19] at any step leaves the whole capture or nothing of it, and what was called captured is there', async () => {
    const { device: first } = await lockedPhone();
    const saved = save(first);
    const resting = (await first.disk.outgoing.list()).length;
    let undone = 0;
    let completed = 0;
    for (let at = 1; ; at += 1) {
      const phone = createDevice(saved, first.clock);
      const app = await phone.boot();
      phone.power.cutAt(at);
      const said = await captureNow(app).then(
        (result) => (result.ok ? result.value.code : null),
        () => null,
      );
      const finished = phone.power.count() < at;
      phone.power.restore();
      phone.disk.reboot(dice.next);
      expect(await dueOf(phone)).toEqual([]);
      // The start-up itself is cut off once, somewhere.
      phone.power.cutAt(1 + dice.below(12));
      await phone.boot().catch(() => undefined);
      phone.power.restore();
      phone.disk.reboot(dice.next);

      const fresh = await reopened(phone);
      const there = await openedFrom(phone);
      const list = await captureTraces(fresh);
      expect([there.length, list.length], `cut at ${at}`).toEqual(there.length > 0 ? [1, 1] : [0, 0]);
      const due = await dueOf(phone);
      expect(due.length).toBe(there.length * 2);
      expect((await phone.disk.outgoing.list()).length).toBe(resting + due.length);
      if (said !== null) expect(list).toMatchObject([{ code: said }]);
      if (there.length === 0) {
        undone += 1;
        must(await captureNow(fresh));
        expect((await dueOf(phone)).length).toBe(2);
      } else {
        completed += 1;
        expect(there[0]?.files).toEqual([Buffer.from(photo)]);
        expect(textAt(there[0]?.report.fields as never, 'local_ref')).toBe(list[0]?.code);
        expect(list[0]?.doubtful).toBe(false);
      }
      if (finished) break;
    }
    expect(undone).toBeGreaterThan(20);
    expect(completed).toBeGreaterThan(5);
  });

  it('[VLT8] [VLT19] says which way it was settled, not that a draft was', async () => {
    const { device: first } = await lockedPhone();
    const saved = save(first);
    const cut = async (before: boolean) => {
      const phone = createDevice(saved, first.clock);
      const app = await phone.boot();
      const commit = phone.rows.commit;
      phone.rows.commit = async (changes) => {
        const last = changes.some((change) => 'put' in change && change.put === 'outbox');
        if (last && before) phone.power.cutAt(1);
        await commit(changes);
        if (last && !before) phone.power.cutAt(1);
      };
      await captureNow(app).catch(quiet);
      phone.rows.commit = commit;
      phone.power.restore();
      phone.disk.reboot(() => 0);
      return must(await (await phone.boot()).status()).incidents;
    };
    expect(await cut(true)).toEqual(['captureUndone']);
    expect(await cut(false)).toEqual(['captureCompleted']);
  });

  it('[VLT19] at any step of the unlock leaves every capture with its ticket and its trace in the end', async () => {
    const { device: first, engine } = await lockedPhone();
    const { code } = must(await captureNow(engine));
    const saved = save(first);
    for (let at = 1; ; at += 1) {
      const phone = createDevice(saved, first.clock);
      const app = await phone.boot();
      phone.power.cutAt(at);
      const opened = await app.unlock(WORDS).then(
        (result) => result.ok,
        () => false,
      );
      const finished = opened && phone.power.count() < at;
      phone.power.restore();
      phone.disk.reboot(dice.next);
      const fresh = await reopened(phone);
      expect(await captureTraces(fresh), `cut at ${at}`).toMatchObject([{ code, doubtful: false }]);
      expect((await dueOf(phone)).length).toBe(2);
      const entries = await parseLedger(phone.disk.dump().get('ledger') ?? concat());
      expect(entries.length).toBe(3);
      if (finished) break;
    }
  });

  it('S6 [VLT12] a lost database: captures are queued again from ledger and files, and their codes are known', async () => {
    const { device, engine } = await lockedPhone();
    const { code } = must(await captureNow(engine));
    device.rows.lose();
    expect(await captureTraces(await reopened(device))).toMatchObject([{ code, state: 'queued' }]);
    expect((await postboxOf(device).held()) + (await dueOf(device)).length).toBe(2);
  });
});
