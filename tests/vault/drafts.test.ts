/** Owns the proof that Saved is saved, that old versions are gone, and that nothing typed lies readable anywhere. */
import { describe, expect, it } from 'vitest';
import type { ItemPage } from '../../src/vault/api.ts';
import { attach, previewAttachment, removeAttachment } from '../../src/vault/attach.ts';
import { aadFor, takeOut } from '../../src/vault/box.ts';
import { UNDO_WINDOW } from '../../src/vault/drafts.ts';
import { ENTRIES, entryPlace, readPlace } from '../../src/vault/keystoreLayout.ts';
import { bucketFor, isBucket } from '../../src/wire/buckets.ts';
import { type Bytes, utf8 } from '../../src/wire/bytes.ts';
import { codeOf, must, seededRng, sha256Hex, sodium } from '../crypto/setup.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createDevice, joined, reopened, save, WORDS } from './device.ts';

const dice = createDice(5);
const never = new AbortController().signal;
const quiet = (): void => undefined;

async function started() {
  const device = createDevice();
  const engine = await device.boot();
  must(await engine.create(WORDS));
  return { device, engine };
}

const fileOf = (bytes: Bytes, size = bytes.length) => ({ size, stream: () => new Blob([bytes]).stream() });

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

describe('attachments', () => {
  const photo = seededRng('photo')(200_000);
  const about = { draft: 'd1', attachment: 'p1', name: 'photo.jpg', type: 'image/jpeg' };

  it('[SEAL8] is sealed once into a bucket with room for the header at its front, and can be seen again', async () => {
    const { device, engine } = await joined();
    must(await engine.drafts.save('d1', 'text'));
    const seen: number[] = [];
    const view = must(
      await attach(engine.room, { ...about, file: fileOf(photo) }, (done) => seen.push(done), never),
    );
    expect(view).toMatchObject({ id: 'p1', size: 200_000, sha256: sha256Hex(photo), type: 'image/jpeg' });
    expect(isBucket(view.sealedSize)).toBe(true);
    expect(view.sealedSize).toBe(bucketFor(view.sealedSize));
    expect(seen.at(-1)).toBe(200_000);
    const again = await reopened(device);
    expect(must(await previewAttachment(again.room, 'd1', 'p1', quiet))).toEqual(photo);
    expect(must(await again.drafts.load('d1')).attachments).toEqual([view]);
    expect(device.disk.openWriters()).toBe(0);
  });

  it('[SEAL8] an empty file is a file', async () => {
    const { engine } = await joined();
    must(await engine.drafts.save('d1', 'text'));
    const view = must(await attach(engine.room, { ...about, file: fileOf(new Uint8Array(0)) }, quiet, never));
    expect(view.size).toBe(0);
    expect(must(await previewAttachment(engine.room, 'd1', 'p1', quiet)).length).toBe(0);
  });

  it('[VLT6] saving the text again keeps the attachments; removing one erases key and bytes', async () => {
    const { device, engine } = await joined();
    must(await engine.drafts.save('d1', 'text'));
    must(await attach(engine.room, { ...about, file: fileOf(photo) }, quiet, never));
    must(await engine.drafts.save('d1', 'more text'));
    expect(must(await engine.drafts.load('d1')).attachments.length).toBe(1);
    const before = (await device.disk.outgoing.list()).length;
    must(await removeAttachment(engine.room, 'd1', 'p1'));
    expect((await device.disk.outgoing.list()).length).toBe(before - 1);
    expect(codeOf(await previewAttachment(engine.room, 'd1', 'p1', quiet))).toBe('notFound');
  });

  it('[VLT6] S1 a file taken out stays out over a kill, until it is put back or the next unlock erases it', async () => {
    const { device, engine } = await joined();
    must(await engine.drafts.save('d1', 'text'));
    must(await attach(engine.room, { ...about, file: fileOf(photo) }, quiet, never));
    const files = (await device.disk.outgoing.list()).length;
    const listed = async () => must(await engine.drafts.load('d1')).attachments.length;
    must(await engine.drafts.setAside('d1', 'p1', true));
    expect(await listed()).toBe(0);
    must(await engine.drafts.setAside('d1', 'p1', false));
    expect(await listed()).toBe(1);
    must(await engine.drafts.setAside('d1', 'p1', true));
    must(await engine.drafts.save('d1', 'more text'));
    expect(codeOf(await engine.drafts.setAside('d1', 'p2', true))).toBe('notFound');
    // Killed here: nothing was locked.
    const phone = createDevice(save(device));
    const again = await reopened(phone);
    expect(must(await again.drafts.load('d1'))).toMatchObject({ body: 'more text', attachments: [] });
    expect((await phone.disk.outgoing.list()).length).toBe(files - 1);
    expect(codeOf(await previewAttachment(again.room, 'd1', 'p1', quiet))).toBe('notFound');
    // Locked in good order it goes at once.
    await engine.lock();
    expect((await device.disk.outgoing.list()).length).toBe(files - 1);
  });

  it('a file that vanishes, changes its length, is too large, or is given up leaves nothing behind', async () => {
    const { device, engine } = await joined();
    must(await engine.drafts.save('d1', 'text'));
    const before = (await device.disk.outgoing.list()).length;
    const vanishing = {
      size: 10,
      stream: () => new ReadableStream<Uint8Array>({ start: (c) => c.error(new Error('gone')) }),
    };
    const gone = AbortSignal.abort();
    const huge = { size: 2 ** 31, stream: () => new ReadableStream<Uint8Array>() };
    const codes = [
      await attach(engine.room, { ...about, file: vanishing }, quiet, never),
      await attach(engine.room, { ...about, file: fileOf(photo, 199_999) }, quiet, never),
      await attach(engine.room, { ...about, file: fileOf(photo, 200_001) }, quiet, never),
      await attach(engine.room, { ...about, file: huge }, quiet, never),
      await attach(engine.room, { ...about, file: fileOf(photo) }, quiet, gone),
      await attach(engine.room, { ...about, draft: 'none', file: fileOf(photo) }, quiet, never),
    ];
    expect(codes.map(codeOf)).toEqual([
      'fileUnreadable',
      'fileChanged',
      'fileChanged',
      'tooLarge',
      'aborted',
      'notFound',
    ]);
    expect((await device.disk.outgoing.list()).length).toBe(before);
    expect(device.disk.openWriters()).toBe(0);
  });

  it('[VLT12] what a power cut left half-sealed is collected at the next unlock, and the draft is whole', async () => {
    const { device, engine } = await joined();
    must(await engine.drafts.save('d1', 'text'));
    const saved = save(device);
    const files = (await device.disk.outgoing.list()).length;
    for (let at = 1; ; at += 1) {
      const phone = createDevice(saved, device.clock);
      const app = await reopened(phone);
      phone.power.cutAt(at);
      const done = await attach(app.room, { ...about, file: fileOf(photo) }, quiet, never).then(
        (result) => result.ok,
        () => false,
      );
      phone.power.restore();
      phone.disk.reboot(dice.next);
      const fresh = await reopened(phone);
      const { attachments, body } = must(await fresh.drafts.load('d1'));
      expect(body).toBe('text');
      expect((await phone.disk.outgoing.list()).length).toBe(files + attachments.length);
      for (const { id } of attachments)
        expect(must(await previewAttachment(fresh.room, 'd1', id, quiet))).toEqual(photo);
      if (done) break;
    }
  });
});

describe('nothing readable', () => {
  it('S3 [VLT5] no word, name or type that was saved lies in any file or row, in any usual coding', async () => {
    const { device, engine } = await joined();
    const words = [
      'Гүлнар Айтматова',
      'detained at the bazaar',
      'garden-photo',
      'image/x-special',
      'zebra-draft-id',
      'inbox-member',
      'parcel-name-77',
    ];
    const [person = '', act = '', file = '', type = '', id = '', record = '', item = ''] = words;
    must(await engine.drafts.save(id, JSON.stringify({ person, act })));
    const photo = utf8(`${act} `.repeat(100));
    const request = { draft: id, attachment: 'p1', name: file, type, file: fileOf(photo) };
    must(await attach(engine.room, request, quiet, never));
    const open = engine.room.opened;
    if (open === null) throw new Error('unlocked');
    must(await open.records.put('named', record, utf8(act)));
    must(await open.collections.put(record, [{ name: item, bytes: utf8(person) }]));
    const everything = Buffer.concat([
      ...device.disk.dump().values(),
      ...[...device.disk.dump().keys()].map((path) => Buffer.from(path)),
      ...device.rows.dump().records.flatMap(({ handle, head, body }) => [Buffer.from(handle), head, body]),
      ...device.rows.dump().items.flatMap(({ group, handle, box }) => [Buffer.from(group + handle), box]),
      Buffer.from(JSON.stringify([device.rows.dump().meta, device.rows.dump().outbox])),
    ]);
    for (const word of [...words, WORDS, ...WORDS.split(' ')]) {
      const text = Buffer.from(word);
      for (const form of [
        text,
        Buffer.from(word, 'utf16le'),
        Buffer.from(text.toString('base64').slice(0, -4)),
        Buffer.from(text.toString('hex')),
      ]) {
        expect(everything.includes(form), word).toBe(false);
      }
    }
    // The search itself finds what is there.
    expect(everything.includes(Buffer.from('queued'))).toBe(true);
  });

  it('S2 [VLT6] every key that ever was in an erased entry is overwritten in both copies', async () => {
    const { device, engine } = await started();
    must(await engine.drafts.save('d1', 'x'));
    const handle = engine.room.opened?.keyring.handles()[0] ?? '';
    const index = engine.room.opened?.keyring.indexOf(handle) ?? ENTRIES;
    const before = readPlace(device.disk.dump().get('a') ?? new Uint8Array(0), entryPlace(index));
    must(await engine.drafts.discard('d1'));
    await engine.lock();
    for (const name of ['a', 'b']) {
      const image = device.disk.dump().get(name) ?? new Uint8Array(0);
      expect(Buffer.from(image).includes(Buffer.from(before))).toBe(false);
    }
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
