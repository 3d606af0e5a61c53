/** Owns the proof that a broken database is named, repaired where possible, and never hangs. */
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { describe, expect, it } from 'vitest';
import { createDexieRows } from '../../src/store/dexieRows.ts';
import { errorNames, faultOf } from '../../src/store/fault.ts';
import { createOutboxRows } from '../../src/store/outboxRows.ts';
import { createPartsDisk } from '../../src/store/partsDisk.ts';
import type { RecordRow } from '../../src/store/rows.ts';
import { VirtualClock } from '../fakes/clock.ts';

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: { code?: string }) => String(error.code),
  );

describe('faults', () => {
  it('[VLT14] a full disk is found inside the error that hides it', () => {
    const quota = new DOMException('no room', 'QuotaExceededError');
    expect(faultOf(Object.assign(new Error('x'), { name: 'AbortError', inner: quota })).code).toBe(
      'diskFull',
    );
    expect(faultOf(new Error('x', { cause: quota })).code).toBe('diskFull');
    expect(faultOf(quota).code).toBe('diskFull');
    expect(faultOf(new TypeError('secret path')).code).toBe('storageFailed');
    expect(faultOf(new TypeError('secret path')).reason).toBe('TypeError');
    expect(errorNames('text')).toEqual([]);
  });

  it('[VLT14] a connection that the browser closed is opened again, once a call', async () => {
    const real = IDBFactory.prototype.open;
    const connections: IDBDatabase[] = [];
    let dead = false;
    IDBFactory.prototype.open = function (...args: Parameters<typeof real>) {
      if (dead) throw new DOMException('server lost', 'UnknownError');
      const request = real.apply(this, args);
      request.addEventListener('success', () => connections.push(request.result));
      return request;
    };
    try {
      const rows = createDexieRows({ clock: new VirtualClock(), name: 'lost' });
      await rows.commit([{ put: 'meta', name: 'marker', value: 'here' }]);
      // What a browser under pressure does: the connection is gone, our object still thinks it has one.
      for (const connection of connections) connection.close();
      expect(await rows.meta('marker')).toBe('here');
      expect(connections.length).toBeGreaterThan(1);
      for (const connection of connections) connection.close();
      dead = true;
      expect(await codeOf(rows.meta('marker'))).toBe('storageFailed');
      dead = false;
      expect(await rows.meta('marker')).toBe('here');
      await rows.close();
    } finally {
      IDBFactory.prototype.open = real;
    }
  });

  it('[VLT14] so is that of files kept as parts, in a private window', async () => {
    const real = IDBFactory.prototype.open;
    const connections: IDBDatabase[] = [];
    IDBFactory.prototype.open = function (...args: Parameters<typeof real>) {
      const request = real.apply(this, args);
      request.addEventListener('success', () => connections.push(request.result));
      return request;
    };
    try {
      const disk = await createPartsDisk('lostParts');
      const copy = await disk.fixed('a');
      await copy.write(0, Uint8Array.of(1, 2, 3));
      for (const connection of connections) connection.close();
      await copy.flush();
      for (const connection of connections) connection.close();
      expect(await disk.outgoing.list()).toEqual([]);
      expect(connections.length).toBe(3);
      await disk.close();
      expect(await (await (await createPartsDisk('lostParts')).fixed('a')).read()).toEqual(
        Uint8Array.of(1, 2, 3),
      );
    } finally {
      IDBFactory.prototype.open = real;
    }
  });

  it('S1 [VLT14] every change asks for strict durability: rows, files as parts, and what the postman moves', async () => {
    const real = IDBDatabase.prototype.transaction;
    const asked: string[] = [];
    IDBDatabase.prototype.transaction = function (...args: Parameters<typeof real>) {
      const [tables, mode, options] = args;
      if (mode === 'readwrite') asked.push(`${this.name} ${[tables].flat().join()} ${options?.durability}`);
      return real.apply(this, args);
    };
    try {
      const rows = createDexieRows({ clock: new VirtualClock(), name: 'durable' });
      const row = { handle: 'ab'.repeat(16), head: new Uint8Array(40), body: new Uint8Array(40) };
      await rows.commit([{ put: 'record', row: row as unknown as RecordRow }]);
      await rows.setMeta('marker', 'x');
      await rows.close();
      await createOutboxRows('durable').setMeta('marker', 'y');
      const disk = await createPartsDisk('durableParts');
      await (await disk.fixed('a')).flush();
      await disk.close();
    } finally {
      IDBDatabase.prototype.transaction = real;
    }
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((one) => !one.endsWith(' strict'))).toEqual([]);
    expect(new Set(asked.map((one) => one.split(' ')[0]))).toEqual(new Set(['durable', 'durableParts']));
  });

  it('[VLT14] a newer app elsewhere: this one closes, says so, and does not write any more', async () => {
    let told = 0;
    const rows = createDexieRows({ clock: new VirtualClock(), name: 'upgrade', upgraded: () => (told += 1) });
    await rows.commit([{ put: 'meta', name: 'marker', value: 'old' }]);
    const newer = new Dexie('upgrade');
    newer.version(2).stores({ meta: 'name', more: 'id' });
    await newer.open();
    expect(told).toBe(1);
    expect(await codeOf(rows.meta('marker'))).toBe('storageBlocked');
    newer.close();
    const late = createDexieRows({ clock: new VirtualClock(), name: 'upgrade' });
    expect(await codeOf(late.meta('marker'))).toBe('storageBlocked');
  });

  it('[VLT14] a tab that keeps an old version open does not make us wait for ever', async () => {
    const stubborn = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('blocked', 5);
      request.onupgradeneeded = () => request.result.createObjectStore('meta', { keyPath: 'name' });
      request.onsuccess = () => resolve(request.result);
    });
    stubborn.onversionchange = () => undefined;
    const clock = new VirtualClock();
    const rows = createDexieRows({ clock, name: 'blocked' });
    expect(await clock.until(codeOf(rows.meta('marker')))).toBe('storageBlocked');
    stubborn.close();
  });
});
