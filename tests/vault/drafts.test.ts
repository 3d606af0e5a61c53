/** Owns the proof that Saved is saved, that old versions are gone, and that nothing typed lies readable anywhere. */
import { describe, expect, it } from 'vitest';
import type { ItemPage } from '../../src/vault/api.ts';
import { UNDO_WINDOW } from '../../src/vault/drafts/drafts.ts';
import { aadFor, takeOut } from '../../src/vault/keys/box.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { codeOf, must, sodium } from '../crypto/setup.ts';
import { createDevice, reopened, save, WORDS } from './device.ts';
import { dice, started } from './draftPhone.ts';

describe('saving', () => {
  it('S1 [VLT6] what was saved is there after a restart, in its last version only', async () => {
    const { device, engine } = await started();
    for (const body of ['one', 'two', 'three']) must(await engine.drafts.save('d1', body));
    // Saved is said before the version before is erased; whatever is asked next waits for that.
    must(await engine.drafts.list());
    expect(device.rows.dump().records.length).toBe(1);
    expect(engine.room.opened?.keyring.handles().length).toBe(1);
    const again = await reopened(device);
    expect(must(await again.drafts.list())).toMatchObject([{ id: 'd1', body: 'three', version: 3 }]);
  });

  it('S1 [VLT6] a power cut at any step of saving leaves the old version or the new one, and Saved means the new one', async () => {
    const { device, engine } = await started();
    must(await engine.drafts.save('d1', 'the version before'));
    const saved = save(device);
    let cuts = 0;
    for (let at = 1; ; at += 1) {
      const phone = createDevice(saved);
      const app = await reopened(phone);
      phone.power.cutAt(at);
      const said = await app.drafts.save('d1', 'the version after').then(
        (result) => result.ok,
        () => false,
      );
      // The version before is erased after Saved was said: cut there too.
      await app.drafts.list().catch(() => undefined);
      const finished = phone.power.count() < at;
      phone.power.restore();
      phone.disk.reboot(dice.next);
      const fresh = await reopened(phone);
      const { body } = must(await fresh.drafts.load('d1'));
      expect(said ? ['the version after'] : ['the version before', 'the version after']).toContain(body);
      expect(fresh.room.opened?.keyring.handles().length).toBe(1);
      expect(phone.rows.dump().records.length).toBe(1);
      if (finished) break;
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(15);
  });

  it('S2 [VLT6] the key of a version that was saved over is in neither copy: its old row can never be opened', async () => {
    const { device, engine } = await started();
    must(await engine.drafts.save('d1', 'a name that was then removed'));
    const [old] = device.rows.dump().records;
    if (old === undefined) throw new Error('saved');
    const key = engine.room.opened?.keyring.keyOf(old.handle)?.slice();
    expect(key && takeOut(sodium, key, old.body, aadFor(old.handle, 'body'))).toBeDefined();
    must(await engine.drafts.save('d1', 'without the name'));
    // An old database file would still hold the row: put it back and look for its key everywhere.
    await device.rows.commit([{ put: 'record', row: old }]);
    const again = await reopened(device);
    expect(again.room.opened?.keyring.keyOf(old.handle)).toBeUndefined();
    expect(must(await again.drafts.load('d1')).body).toBe('without the name');
    expect(device.rows.dump().records.map(({ handle }) => handle)).not.toContain(old.handle);
  });

  it('[VLT6] saves that come while one is being written are joined into the last', async () => {
    const { engine } = await started();
    const all = await Promise.all(['a', 'ab', 'abc', 'abcd'].map((body) => engine.drafts.save('d1', body)));
    expect(all.every((one) => one.ok)).toBe(true);
    const { body, version } = must(await engine.drafts.load('d1'));
    expect(body).toBe('abcd');
    expect(version).toBeLessThanOrEqual(2);
  });

  it('[VLT6] a full disk is said, and what was saved before stays', async () => {
    const { device, engine } = await started();
    must(await engine.drafts.save('d1', 'safe'));
    device.rows.trouble = 'full';
    expect(codeOf(await engine.drafts.save('d1', 'no room'))).toBe('diskFull');
    device.rows.trouble = 'none';
    device.disk.full = true;
    expect(codeOf(await engine.drafts.save('d1', 'no room'))).toBe('diskFull');
    device.disk.full = false;
    expect(must(await engine.drafts.load('d1')).body).toBe('safe');
    expect(must(await (await reopened(device)).drafts.load('d1')).body).toBe('safe');
  });

  it('S1 [VLT6] a newer version that does not open leaves the one before it in its place', async () => {
    const device = createDevice();
    const { journal } = device.disk;
    if (journal === null) throw new Error('this disk has one');
    let fills = false;
    device.disk.journal = {
      ...journal,
      async put(handle, bytes) {
        await journal.put(handle, bytes);
        device.disk.full = fills;
      },
    };
    const engine = await device.boot();
    must(await engine.create(WORDS));
    must(await engine.drafts.save('d1', 'first'));
    // The second is durable; the disk has no room to erase the first.
    fills = true;
    must(await engine.drafts.save('d1', 'second'));
    must(await engine.room.exclusive(async () => ({ ok: true, value: true })));
    device.disk.full = false;
    const [first, second] = device.rows.dump().records;
    if (first === undefined || second === undefined) throw new Error('both are there');
    const body = second.body.slice();
    body[99] = (body[99] ?? 0) ^ 1;
    const saved = save(device);
    for (const [rows, text] of [
      [[first, second], 'second'],
      [[first, { ...second, body: body as typeof second.body }], 'first'],
    ] as const) {
      const files = new Map([...saved.files].filter(([name]) => name !== `log/${second.handle}`));
      const phone = createDevice({ files, rows: { ...saved.rows, records: [...rows] } });
      expect(must(await (await reopened(phone)).drafts.load('d1')).body).toBe(text);
    }
  });

  it('[VLT6] a row that reads back changed is not called saved', async () => {
    const { device, engine } = await started();
    must(await engine.drafts.save('d1', 'safe'));
    const real = device.rows.record;
    const before = device.rows.dump().records.map(({ handle }) => handle);
    device.rows.record = async (handle) => {
      const row = await real(handle);
      if (row !== null && !before.includes(handle)) row.body[30] = (row.body[30] ?? 0) ^ 1;
      return row;
    };
    expect(codeOf(await engine.drafts.save('d1', 'torn'))).toBe('damaged');
    device.rows.record = real;
    expect(must(await engine.drafts.load('d1')).body).toBe('safe');
  });

  it('[VLT5] a box belongs to its place: a head put where a body belongs, or into another row, does not open', async () => {
    const { device, engine } = await started();
    must(await engine.drafts.save('d1', 'one'));
    must(await engine.drafts.save('d2', 'two'));
    const [first, second] = device.rows.dump().records;
    if (first === undefined || second === undefined) throw new Error('saved');
    await device.rows.commit([{ put: 'record', row: { ...first, body: second.body } }]);
    // Else the journal would put the right one back.
    device.disk.journal = null;
    const again = await reopened(device);
    const results = await Promise.all(['d1', 'd2'].map((id) => again.drafts.load(id)));
    expect(results.map(codeOf).sort()).toEqual(['damaged', 'ok']);
  });

  it('[VLT5] rows tell neither a short answer from a long one nor what they are', async () => {
    const { device, engine } = await started();
    must(await engine.drafts.save('d1', 'x'));
    must(await engine.drafts.save('d2', 'x'.repeat(2000)));
    const [first, second] = device.rows.dump().records;
    expect(first?.body.length).toBe(second?.body.length);
    expect(Object.keys(first ?? {}).sort()).toEqual(['body', 'handle', 'head']);
  });
});

describe('discarding', () => {
  it('[VLT6] can be undone within its window and is erased after it', async () => {
    const { device, engine } = await started();
    must(await engine.drafts.save('d1', 'keep'));
    const { until } = must(await engine.drafts.discard('d1'));
    expect(until).toBe(device.clock.now() + 30_000);
    must(await engine.drafts.restore('d1'));
    expect(must(await engine.drafts.load('d1')).discardedUntil).toBeNull();
    must(await engine.drafts.discard('d1'));
    await device.clock.until(device.clock.sleep(UNDO_WINDOW + 1));
    expect(must(await engine.drafts.list())).toEqual([]);
    expect(device.rows.dump().records).toEqual([]);
    expect(engine.room.opened?.keyring.handles()).toEqual([]);
  });

  it('[VLT6] is final, too, when the phone died before the vault could lock', async () => {
    const { device, engine } = await started();
    must(await engine.drafts.save('d1', 'gone'));
    must(await engine.drafts.save('d2', 'stays'));
    must(await engine.drafts.discard('d1'));
    const again = await reopened(device);
    expect(must(await again.drafts.list()).map(({ id }) => id)).toEqual(['d2']);
    expect(device.rows.dump().records.length).toBe(1);
  });

  it('[VLT6] is final when the vault locks', async () => {
    const { device, engine } = await started();
    must(await engine.drafts.save('d1', 'gone'));
    must(await engine.drafts.discard('d1'));
    await engine.lock();
    expect(codeOf(await engine.drafts.load('d1'))).toBe('locked');
    expect(device.rows.dump().records).toEqual([]);
    expect(must(await (await reopened(device)).drafts.list())).toEqual([]);
  });
});

describe('collections', () => {
  it('[VLT9] many items under one entry: put, get, page, replace, delete, erase', async () => {
    const { device, engine } = await started();
    const open = engine.room.opened;
    if (open === null) throw new Error('unlocked');
    const { collections, keyring } = open;
    const entries = keyring.handles().length;
    const items = Array.from({ length: 250 }, (_, n) => ({ name: `item ${n}`, bytes: utf8(`value ${n}`) }));
    must(await collections.put('inbox', items));
    expect(keyring.handles().length).toBe(entries + 1);
    must(await collections.put('inbox', [{ name: 'item 7', bytes: utf8('changed') }]));
    expect(must(await collections.get('inbox', ['item 7', 'no such']))).toEqual([utf8('changed'), null]);
    const names: string[] = [];
    let next: string | null = null;
    do {
      const page: ItemPage = must(await collections.page('inbox', next, 100));
      names.push(...page.items.map(({ name }) => name));
      next = page.next;
    } while (next !== null);
    expect(names.sort()).toEqual(items.map(({ name }) => name).sort());
    const again = await reopened(device);
    const reopenedCollections = again.room.opened?.collections;
    expect(
      must((await reopenedCollections?.get('inbox', ['item 8'])) ?? { ok: false, code: 'locked' }),
    ).toEqual([utf8('value 8')]);
    must(await reopenedCollections!.delete('inbox', ['item 8']));
    expect(must(await reopenedCollections!.get('inbox', ['item 8']))).toEqual([null]);
    await reopenedCollections!.erase('inbox');
    expect(device.rows.dump().items).toEqual([]);
    expect(again.room.opened?.keyring.handles().length).toBe(entries);
  });

  it('[VLT5] [VLT9] an item put in the place of another does not open there', async () => {
    const { device, engine } = await started();
    const open = engine.room.opened;
    if (open === null) throw new Error('unlocked');
    const items = ['a', 'b'].map((name) => ({ name, bytes: utf8(`value ${name}`) }));
    must(await open.collections.put('inbox', items));
    const [first, second] = device.rows.dump().items;
    if (first === undefined || second === undefined) throw new Error('put');
    await device.rows.commit([{ put: 'item', row: { ...first, box: second.box } }]);
    const codes = await Promise.all(
      ['a', 'b'].map(async (name) => codeOf(await open.collections.get('inbox', [name]))),
    );
    expect(codes.sort()).toEqual(['damaged', 'ok']);
  });
});
