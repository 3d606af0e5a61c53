/** Owns the proof that files are sealed once, as they are read, with nothing readable beside them. */
import { describe, expect, it } from 'vitest';
import { attach, previewAttachment, removeAttachment } from '../../src/vault/drafts/attach.ts';
import { ENTRIES, entryPlace, readPlace } from '../../src/vault/keys/keystoreLayout.ts';
import { bucketFor, isBucket } from '../../src/wire/buckets.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { codeOf, must, seededRng, sha256Hex } from '../crypto/setup.ts';
import { createDevice, joined, reopened, save, WORDS } from './device.ts';
import { dice, fileOf, never, quiet, started } from './draftPhone.ts';

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
