/** Proves that locking overwrites every place in memory where a key of the vault was ever put, whatever the engine does with freed memory. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attach } from '../../src/vault/drafts/attach.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { derive, tagWith } from '../../src/vault/keys/keyRoom.ts';
import { must, seededRng, sodium } from '../crypto/setup.ts';
import { type Key, keysWith } from '../e2e/vaultImage.ts';
import { createDevice, type Device, joined, WORDS } from './device.ts';

const DRAFT = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';
const SECOND = '9f14e45f-ceea-467f-a0e6-b5d1c3d2a902';
const photo = seededRng('evidence')(30_000);

/** Every buffer and byte array that anybody makes, held so that nothing can be tidied away before it is looked at. */
function watchRooms() {
  const buffers: ArrayBuffer[] = [];
  const arrays: Uint8Array[] = [];
  const before = { ArrayBuffer, Uint8Array };
  const watched = <T extends object>(type: new (...given: never[]) => T, into: T[]) =>
    new Proxy(type, {
      construct(target, given, as) {
        const one = Reflect.construct(target, given, as) as T;
        into.push(one);
        return one;
      },
    });
  const watching = {
    ArrayBuffer: watched(ArrayBuffer, buffers) as typeof ArrayBuffer,
    Uint8Array: watched(Uint8Array, arrays) as typeof Uint8Array,
  };
  const stop = (): void => void Object.assign(globalThis, before);
  const start = (): void => void Object.assign(globalThis, watching);
  return {
    start,
    stop,
    made: (): readonly Uint8Array[] => [...arrays, ...buffers.map((buffer) => new before.Uint8Array(buffer))],
  };
}

/** Which of the keys lie in any of these, in half or whole. */
const lyingIn = (rooms: readonly Uint8Array[], keys: readonly Key[]): string[] => {
  const views = rooms
    .filter(({ length }) => length >= 16)
    .map((room) => Buffer.from(room.buffer, room.byteOffset, room.byteLength));
  const holds = (part: Uint8Array): boolean => views.some((view) => view.includes(Buffer.from(part)));
  return keys
    .filter(({ key }) => holds(key.subarray(0, 16)) || holds(key.subarray(16, 32)))
    .map(({ name }) => name.replace(/ .*/, ''));
};

describe('[VLT15] S2 after locking', () => {
  let rooms: ReturnType<typeof watchRooms>;
  let device: Device;
  let engine: Engine;
  beforeEach(() => {
    rooms = watchRooms();
    rooms.start();
  });
  afterEach(() => rooms.stop());

  /** What the words open on disk now; the copies that this makes are none of the vault's. */
  async function keysNow(): Promise<readonly Key[]> {
    rooms.stop();
    const keys = await keysWith(WORDS, device.disk.dump());
    rooms.start();
    return keys;
  }

  async function used(): Promise<readonly Key[]> {
    ({ device, engine } = await joined(createDevice()));
    must(await engine.drafts.save(DRAFT, 'what was written'));
    const file = { size: photo.length, stream: () => new Blob([photo]).stream() };
    const request = { draft: DRAFT, attachment: 'p1', name: 'n', type: 'image/jpeg', file };
    must(await attach(engine.room, request, () => undefined, new AbortController().signal));
    must(await engine.drafts.save(DRAFT, 'what was written, and more'));
    must(await engine.drafts.save(SECOND, 'another'));
    await engine.lock();
    must(await engine.unlock(WORDS));
    const { opened } = engine.room;
    if (opened === null) throw new Error('open');
    must(await opened.collections.put('shelf', [{ name: 'one', bytes: photo.subarray(0, 99) }]));
    const shelf = must(await opened.records.get('collection', 'shelf')).subarray(16);
    const keys = await keysNow();
    rooms.stop();
    const ofShelf = ['items', 'names'].map((name) => ({
      name,
      key: derive(sodium, shelf, `tumar/vault/${name}/1`),
    }));
    const extracted = keys
      .filter(({ name }) => name === 'root')
      .map(({ key }) => ({ name: 'extracted', key: tagWith(sodium, new Uint8Array(0), key) }));
    rooms.start();
    const asked = { draft: DRAFT, code: 'ZKZ73', form: 'short/1', fields: {}, attachments: [] };
    must(await finishDraft(engine.room, { ...asked, authored: true, urgent: false }, () => undefined));
    return [...keys, ...ofShelf, ...extracted, ...(await keysNow())];
  }

  it('no buffer holds half a key that the vault had, of a record finished or not', async () => {
    const keys = await used();
    const named = new Set(keys.map(({ name }) => name.replace(/ .*/, '')));
    for (const name of ['stretched', 'kek', 'root', 'entries', 'state', 'ledger', 'kit', 'record', 'items'])
      expect([...named]).toContain(name);
    expect(new Set(lyingIn(rooms.made(), keys))).toContain('record');
    await engine.lock();
    // The stretching's own worker ends with its answer, which is the only copy; the chain's key is not promised.
    const promised = keys.filter(({ name }) => !/^(stretched|chain)/.test(name));
    expect(lyingIn(rooms.made(), promised)).toEqual([]);
  });
});
