/** Owns the proof that what was saved outlives its database, and that what was erased is erased in both places. */
import { describe, expect, it } from 'vitest';
import { StoreFault } from '../../src/store/fault.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { startOver } from '../../src/vault/wiping.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { codeOf, must } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createDevice, type Device, joined, reopened, save, WORDS } from './device.ts';

const dice = createDice(41);
const quiet = (): void => undefined;
const DRAFT = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';
const journalOf = (device: Device): string[] =>
  [...device.disk.dump().keys()].filter((name) => name.startsWith('log/')).map((name) => name.slice(4));
const rowsOf = (device: Device): string[] => device.rows.dump().records.map(({ handle }) => handle);
const settled = (device: Device): void => expect(journalOf(device).sort()).toEqual(rowsOf(device).sort());

async function written(): Promise<{ device: Device; engine: Engine }> {
  const { device, engine } = await joined();
  must(await engine.drafts.save('d1', 'first'));
  must(await engine.drafts.save('d1', 'first, changed'));
  must(await engine.drafts.save('d2', 'second'));
  must(await engine.room.opened!.records.put('named', 'settings', utf8('{}')));
  must(await engine.room.opened!.collections.put('notes', [{ name: 'n', bytes: utf8('item') }]));
  return { device, engine };
}

async function whole(engine: Engine): Promise<void> {
  expect(must(await engine.drafts.load('d1')).body).toBe('first, changed');
  expect(must(await engine.drafts.load('d2')).body).toBe('second');
  expect(must(await engine.room.opened!.records.get('named', 'settings'))).toEqual(utf8('{}'));
  expect(must(await engine.status()).joined).toBe('enrolled');
}

describe('the journal', () => {
  it('[VLT16] holds one file for each row, the same boxes under the same names, and nothing more', async () => {
    const { device } = await written();
    settled(device);
    for (const { handle, head, body } of device.rows.dump().records) {
      const file = Buffer.from(device.disk.dump().get(`log/${handle}`) ?? []);
      expect(file.equals(Buffer.concat([head, body]))).toBe(true);
    }
  });

  it('S1 [VLT16] a database that came back empty is filled again, and said to be', async () => {
    const { device } = await written();
    device.rows.lose();
    const engine = await reopened(device);
    expect(must(await engine.status()).incidents).toEqual(['databaseRebuilt']);
    await whole(engine);
    settled(device);
    const again = await reopened(device);
    expect(must(await again.status()).incidents).toEqual([]);
    await whole(again);
  });

  it('S1 [VLT16] rows that are lost, cut short or damaged are put back one by one', async () => {
    const { device } = await written();
    const saved = save(device);
    const { records } = saved.rows;
    const flipped = (box: Uint8Array): never => {
      const bytes = box.slice();
      bytes[60] = (bytes[60] ?? 0) ^ 1;
      return bytes as never;
    };
    for (const [index, row] of records.entries()) {
      const others = records.filter((one) => one !== row);
      for (const worse of [
        [],
        [{ ...row, head: flipped(row.head) }],
        [{ ...row, body: flipped(row.body) }],
        [{ ...row, body: row.body.slice(0, 99) as typeof row.body }],
      ]) {
        const phone = createDevice({ ...saved, rows: { ...saved.rows, records: [...others, ...worse] } });
        const engine = await reopened(phone);
        expect([index, must(await engine.status()).incidents]).toEqual([index, ['journalRepaired']]);
        await whole(engine);
        expect(phone.rows.dump().records.length).toBe(records.length);
      }
    }
  });

  it('[VLT16] a row damaged while the vault is open is read from the journal', async () => {
    const { device, engine } = await written();
    for (const { handle } of device.rows.dump().records)
      await device.rows.commit([{ drop: 'record', handle }]);
    await whole(engine);
  });

  it('[VLT16] a copy that is missing, torn or strange is written again at unlock; a file without a key goes', async () => {
    const { device } = await written();
    const [first = '', second = '', third = ''] = journalOf(device);
    device.disk.corrupt(`log/${first}`, () => null);
    device.disk.corrupt(`log/${second}`, (bytes) => bytes.slice(0, 300));
    device.disk.corrupt(`log/${third}`, (bytes) => {
      bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
      return bytes;
    });
    device.disk.corrupt(`log/${'ab'.repeat(16)}`, () => new Uint8Array(4400));
    expect(must(await (await reopened(device)).status()).incidents).toEqual([]);
    settled(device);
    device.rows.lose();
    await whole(await reopened(device));
  });

  it('S2 [VLT16] what is saved over, discarded, finished or wiped is gone from it too', async () => {
    const { device, engine } = await written();
    const old = journalOf(device);
    must(await engine.drafts.save('d1', 'first, changed again'));
    must(await engine.drafts.discard('d2'));
    await engine.lock();
    settled(device);
    const next = await reopened(device);
    must(await next.drafts.save(DRAFT, 'to be finished'));
    const request = {
      draft: DRAFT,
      code: 'ZKZ73',
      form: 'short/1',
      fields: { summary: 'a fictional case' },
      attachments: [],
      authored: true,
      urgent: false,
    };
    const handle = next.room.opened!.records.handleOf('draft', DRAFT) ?? '';
    expect(journalOf(device)).toContain(handle);
    must(await finishDraft(next.room, request, quiet));
    expect(journalOf(device)).not.toContain(handle);
    settled(device);
    expect(journalOf(device).filter((name) => old.includes(name)).length).toBeLessThan(old.length);
    must(await startOver(next.room));
    expect(journalOf(device)).toEqual([]);
  });

  it('S1 [VLT16] cut at any step of a save, the version before or this one is there, also when the database is lost then', async () => {
    const { device } = await written();
    const saved = save(device);
    let cuts = 0;
    for (let at = 1; ; at += 1) {
      const phone = createDevice(saved);
      const engine = await reopened(phone);
      phone.power.cutAt(at);
      const said = await engine.drafts.save('d1', 'newest').then(
        (result) => result.ok,
        () => false,
      );
      // The version before is erased after Saved was said: cut there too.
      await engine.drafts.list().catch(() => undefined);
      const finished = phone.power.count() < at;
      phone.power.restore();
      if (finished) {
        phone.rows.lose();
        expect(must(await (await reopened(phone)).drafts.load('d1')).body).toBe('newest');
        break;
      }
      cuts += 1;
      phone.disk.reboot(dice.next);
      for (const lost of [false, true]) {
        const copy = createDevice(save(phone));
        if (lost) copy.rows.lose();
        const next = await reopened(copy);
        const { body } = must(await next.drafts.load('d1'));
        expect(said ? ['newest'] : ['first, changed', 'newest']).toContain(body);
        const { incidents } = must(await next.status());
        if (!lost) expect(incidents.filter((one) => one !== 'keystoreRepaired')).toEqual([]);
        expect(journalOf(copy).sort()).toEqual(rowsOf(copy).sort());
      }
    }
    expect(cuts).toBeGreaterThan(15);
  });

  it('[VLT16] a journal that cannot be written is no save; one that cannot be read keeps nobody out', async () => {
    const { device } = await written();
    const { journal } = device.disk;
    if (journal === null) throw new Error('there');
    device.disk.journal = {
      ...journal,
      put: async () => {
        throw new StoreFault('diskFull', 'QuotaExceededError');
      },
    };
    const next = await reopened(device);
    expect(codeOf(await next.drafts.save('d1', 'not kept'))).toBe('diskFull');
    expect(must(await next.drafts.load('d2')).body).toBe('second');
    device.disk.journal = {
      ...journal,
      get: async () => {
        throw new StoreFault('storageFailed', 'NotReadableError');
      },
    };
    await reopened(device);
  });

  it('[VLT16] where there is no OPFS there is none, and a lost database is told as lost drafts', async () => {
    const device = createDevice();
    device.disk.journal = null;
    const { engine } = await joined(device);
    must(await engine.drafts.save('d1', 'first'));
    expect(journalOf(device)).toEqual([]);
    device.rows.lose();
    const fresh = await device.boot();
    expect(must(await fresh.status()).incidents).toEqual(['databaseRecreated']);
    must(await fresh.unlock(WORDS));
    expect(must(await fresh.drafts.list())).toEqual([]);
  });
});

describe('a database that does not open', () => {
  it('S1 [VLT16] is made anew at unlock and filled; what waits was never forgotten', async () => {
    const { device } = await written();
    device.rows.broken = true;
    const locked = await device.boot();
    expect(must(await locked.status())).toMatchObject({ state: 'locked', waiting: 1 });
    const engine = await reopened(device);
    expect(must(await engine.status())).toMatchObject({ incidents: ['databaseRebuilt'], waiting: 1 });
    await whole(engine);
    expect(must(await (await reopened(device)).status()).incidents).toEqual([]);
  });

  it('[VLT16] is not deleted while something in it has no second copy', async () => {
    const { device } = await written();
    for (const name of journalOf(device).slice(0, 2)) device.disk.corrupt(`log/${name}`, () => null);
    device.rows.broken = true;
    const engine = await device.boot();
    expect(await engine.unlock(WORDS)).toMatchObject({ ok: false, code: 'storageFailed' });
    device.rows.broken = false;
    await whole(await reopened(device));
  });

  it('[VLT14] [VLT16] of a newer version, or held by another tab, is left alone', async () => {
    const { device } = await written();
    const { meta } = device.rows;
    device.rows.meta = async () => {
      throw new StoreFault('storageBlocked', 'newer');
    };
    const before = device.rows.dump();
    await expect(device.boot()).rejects.toThrow('storageBlocked');
    expect(device.rows.dump()).toEqual(before);
    device.rows.meta = meta;
    await whole(await reopened(device));
  });

  it('[VLT16] [VLT18] does not keep anybody from beginning anew, and what waits stays', async () => {
    const { device } = await written();
    device.rows.broken = true;
    const engine = await device.boot();
    expect(must(await startOver(engine.room))).toEqual({ kept: 1 });
    expect(must(await (await device.boot()).status())).toMatchObject({ state: 'none', waiting: 1 });
  });
});
