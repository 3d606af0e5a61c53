/** Owns the proof that the border between page and worker takes nothing on trust, and that a dead worker is only a code. */
import { describe, expect, it, vi } from 'vitest';
import { StoreFault } from '../../src/store/fault.ts';
import type { VaultEvent } from '../../src/vault/api.ts';
import { createVaultClient, type VaultPort } from '../../src/vault/client.ts';
import { parseAnswer, parseCall } from '../../src/vault/messages.ts';
import { serve } from '../../src/vault/serve.ts';
import { codeOf, must } from '../crypto/setup.ts';
import { createDevice, type Device, joined, WORDS } from './device.ts';

const signal = new AbortController().signal;
const progress = (): void => undefined;

/** The client wired to a real engine in this realm; messages are cloned on the way, as a worker's are. */
async function wired(device: Device = createDevice()) {
  const engine = await device.boot();
  const ports: VaultPort[] = [];
  const spawn = (): VaultPort => {
    const aborts = new Map<number, AbortController>();
    let ended = false;
    // A fresh worker is a fresh start on the same storage.
    const mine = ports.length === 0 ? Promise.resolve(engine) : device.boot();
    const port: VaultPort = {
      onmessage: null,
      onerror: null,
      terminate: () => {
        ended = true;
      },
      postMessage(message) {
        const say = (data: unknown): void => {
          if (!ended) port.onmessage?.({ data: structuredClone(data) } as MessageEvent);
        };
        const call = must(parseCall(structuredClone(message)));
        if ('abort' in call) return aborts.get(call.abort)?.abort();
        const abort = new AbortController();
        aborts.set(call.id, abort);
        const step = (done: number, total: number): void => say({ id: call.id, done, total });
        void mine
          .then((running) => serve({ engine: running, progress: step, signal: abort.signal }, call))
          .then((result) => say({ id: call.id, result }));
      },
    };
    ports.push(port);
    return port;
  };
  return { device, engine, ports, vault: createVaultClient({ spawn, reader: device.disk.reader }) };
}

describe('the border', () => {
  it('[VLT15] refuses calls that are none, methods that are none and arguments of the wrong kind', async () => {
    const { engine } = await joined();
    for (const value of [
      null,
      7,
      'x',
      {},
      { id: -1, method: 'status', args: [] },
      { id: 1, method: 'status' },
      { id: 1, method: 5, args: [] },
    ]) {
      expect(parseCall(value).ok).toBe(false);
    }
    const ask = async (method: string, ...args: unknown[]) =>
      codeOf(await serve({ engine, progress, signal }, { id: 1, method, args }));
    const bad: [string, ...unknown[]][] = [
      ['nothing'],
      ['constructor'],
      ['__proto__'],
      ['unlock'],
      ['unlock', 5],
      ['setDuressWords'],
      ['setCoercedWords', 5],
      ['setWipeKeeps', 'yes'],
      ['unlock', 'x'.repeat(2000)],
      ['putRecord', 'name', 'text'],
      ['putRecord', '', new Uint8Array(1)],
      ['putItems', 'c', [{ name: 'x' }]],
      ['pageItems', 'c', null, 0],
      ['pageItems', 'c', '../x', 10],
      ['keepWrite', 'zz', 0, new Uint8Array(1)],
      ['deleteSealed', '../a'],
      ['saveDraft', 'id'],
      ['attach', 'd', 'a', { size: 4 }, 'n', 't'],
      ['finish', { draft: 'd' }],
      ['settleReceipt', 'short', new Uint8Array(1), 's'],
      ['applyBoard', new Uint8Array(32), { epoch: 'x', after: 1 }],
      ['applyBoard', new Uint8Array(new SharedArrayBuffer(32)), { epoch: 'aabbccddeeff0011', after: 1 }],
    ];
    for (const [method, ...args] of bad) expect(await ask(method, ...args), method).toBe('badRequest');
    expect(await ask('status')).toBe('ok');
  });

  it('[VLT15] takes only answers and events that it knows', () => {
    for (const value of [
      null,
      {},
      { id: 1 },
      { id: 1, result: {} },
      { id: 1, result: { ok: false } },
      { told: { event: 'other' } },
    ]) {
      expect(parseAnswer(value)).toBeUndefined();
    }
    expect(parseAnswer({ told: { event: 'outbox' } })).toEqual({ told: { event: 'outbox' } });
  });

  it('[VLT15] everything but the receipts, the board’s cursor and wiping needs the words', async () => {
    const { device } = await joined();
    const engine = await device.boot();
    const ask = async (method: string, ...args: unknown[]) =>
      codeOf(await serve({ engine, progress, signal }, { id: 1, method, args }));
    for (const method of [
      'listDrafts',
      'traces',
      'joinData',
      'manifest',
      'hello',
      'listRecords',
      'tokensDue',
      'keepBegin',
    ]) {
      expect(await ask(method)).toBe('locked');
    }
    expect(await ask('loadDraft', 'd')).toBe('locked');
    expect(await ask('boardCursor')).toBe('ok');
    expect(await ask('wipe')).toBe('ok');
  });
});

describe('the client', () => {
  it('carries a draft, records, items and a kept file there and back', async () => {
    const { vault } = await wired();
    expect(must(await vault.status()).state).toBe('none');
    must(await vault.create(WORDS));
    expect(codeOf(await vault.create(WORDS))).toBe('vaultExists');
    must(await vault.saveDraft('d1', 'body'));
    expect(must(await vault.loadDraft('d1')).body).toBe('body');
    const bytes = new Uint8Array([1, 2, 3]);
    must(await vault.putRecord('member', bytes));
    expect(must(await vault.getRecord('member'))).toEqual(bytes);
    expect(must(await vault.listRecords())).toEqual(['member']);
    must(await vault.deleteRecord('member'));
    expect(codeOf(await vault.getRecord('member'))).toBe('notFound');
    must(await vault.putItems('inbox', [{ name: 'a', bytes }]));
    expect(must(await vault.pageItems('inbox', null, 10))).toEqual({
      items: [{ name: 'a', bytes }],
      next: null,
    });
    must(await vault.deleteItems('inbox', ['a']));
    expect(must(await vault.getItems('inbox', ['a']))).toEqual([null]);
    must(await vault.eraseCollection('inbox'));
    const parcel = new Blob([new Uint8Array(2_500_000).fill(7)]);
    const { handle, size } = must(await vault.writeSealed(parcel));
    expect(size).toBe(2_500_000);
    const kept = must(await vault.sealedFile(handle));
    expect(Buffer.from(await kept.arrayBuffer()).equals(Buffer.from(await parcel.arrayBuffer()))).toBe(true);
    must(await vault.deleteSealed(handle));
    expect(codeOf(await vault.sealedFile(handle))).toBe('notFound');
  });

  it('a kept file whose source breaks leaves nothing', async () => {
    const { vault, device } = await wired();
    must(await vault.create(WORDS));
    const broken = new ReadableStream<Uint8Array>({ start: (control) => control.error(new Error('line')) });
    expect(codeOf(await vault.writeSealed(broken))).toBe('fileUnreadable');
    expect(await device.disk.kept.list()).toEqual([]);
    expect(device.disk.openWriters()).toBe(0);
  });

  it('[VLT15] locks: the worker ends, and the next call that can do something starts another', async () => {
    const { vault, ports, device } = await wired();
    must(await vault.create(WORDS));
    await vault.lock();
    expect(codeOf(await vault.listDrafts())).toBe('locked');
    expect(codeOf(await vault.getRecord('r'))).toBe('locked');
    // What a screen still asks for when Hide came needs no worker to be told that.
    expect(ports.length).toBe(1);
    expect(device.events).toContainEqual({ event: 'locked' });
    must(await vault.unlock(WORDS));
    expect(ports.length).toBe(2);
  });

  it('S3 [VLT15] Hide does not wait for a worker that is busy or hangs: it is ended with its keys', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      let ended = 0;
      const deaf: VaultPort = {
        onmessage: null,
        onerror: null,
        postMessage: () => undefined,
        terminate: () => {
          ended += 1;
        },
      };
      const vault = createVaultClient({ spawn: () => deaf, reader: createDevice().disk.reader });
      const waiting = vault.status();
      const locked = vault.lock();
      await vi.advanceTimersByTimeAsync(1_499);
      expect(ended).toBe(0);
      await vi.advanceTimersByTimeAsync(1);
      await locked;
      expect(ended).toBe(1);
      expect(codeOf(await waiting)).toBe('locked');
    } finally {
      vi.useRealTimers();
    }
  });

  it('[VLT15] words are tried without opening anything, for a tab that does not hold the vault', async () => {
    const { device } = await joined();
    const { vault } = await wired(device);
    must(await vault.unlock(WORDS));
    must(await vault.setDuressWords('duress words here'));
    await vault.lock();
    expect(must(await vault.wordsOpen(WORDS))).toBe(true);
    expect(must(await vault.wordsOpen('duress words here'))).toBe(true);
    expect(must(await vault.wordsOpen('four junk words here'))).toBe(false);
    expect(must(await vault.status()).state).toBe('locked');
  });

  it('[VLT13] [VLT17] [VLT18] carries other words, the choice for a wipe, and both ways of erasing', async () => {
    const { device } = await joined();
    const { vault } = await wired(device);
    must(await vault.unlock(WORDS));
    must(await vault.setDuressWords('duress words'));
    must(await vault.setCoercedWords('coerced words'));
    expect(must(await vault.wordsSet())).toEqual({ duress: true, coerced: true, foreign: false });
    must(await vault.setDuressWords(null));
    expect(must(await vault.wordsSet())).toEqual({ duress: false, coerced: true, foreign: false });
    must(await vault.setWipeKeeps(true));
    expect(must(await vault.wipe())).toEqual({ kept: 1 });
    expect(must(await vault.status())).toMatchObject({ state: 'none', waiting: 1 });
    must(await vault.create('other words'));
    expect(must(await vault.startOver())).toEqual({ kept: 1 });
    expect(must(await vault.status())).toMatchObject({ state: 'none', waiting: 1 });
  });

  it('S2 [VLT13] [VLT15] a wipe asked while the worker is being locked is done by the next one', async () => {
    const { device } = await joined();
    const { vault, ports } = await wired(device);
    must(await vault.unlock(WORDS));
    const [first] = ports;
    if (first === undefined) throw new Error('no worker');
    // As the worker does it: nothing that comes after the order to lock is taken up any more.
    const { postMessage } = first;
    let letGo = (): void => undefined;
    first.postMessage = (message) => {
      first.postMessage = () => undefined;
      letGo = () => postMessage(message);
    };
    const locked = vault.lock();
    const asked = vault.status();
    const wiped = vault.wipe();
    // Hide again, in the middle of it, ends nothing that erases.
    const again = vault.lock();
    letGo();
    await locked;
    expect(must(await asked).state).toBe('locked');
    expect(must(await wiped)).toEqual({ kept: 0 });
    await again;
    expect(ports.length).toBe(2);
    expect(must(await vault.status()).state).toBe('none');
  });

  it('[VLT13] a wipe that a file being written holds up is ended by a fresh worker', async () => {
    const { device } = await joined();
    const { vault, ports } = await wired(device);
    const { empty } = device.disk;
    device.disk.empty = async () => {
      device.disk.empty = empty;
      throw new StoreFault('storageFailed', 'NoModificationAllowedError');
    };
    expect(must(await vault.wipe())).toEqual({ kept: 0 });
    expect(ports.length).toBe(2);
    expect([...device.disk.dump().values()].filter((bytes) => bytes.length > 0)).toEqual([]);
  });

  it('[VLT15] a worker that dies answers every waiting call with a code', async () => {
    const { vault, ports } = await wired();
    const waiting = vault.unlock(WORDS);
    ports[0]?.onerror?.({} as ErrorEvent);
    expect(codeOf(await waiting)).toBe('workerLost');
    expect((await vault.status()).ok).toBe(true);
  });

  it('tells every listener until it stops listening', async () => {
    const { vault, ports } = await wired();
    const heard: VaultEvent[] = [];
    const stop = vault.listen((event) => heard.push(event));
    must(await vault.status());
    ports[0]?.onmessage?.({ data: { told: { event: 'takenOver' } } } as MessageEvent);
    stop();
    ports[0]?.onmessage?.({ data: { told: { event: 'outbox' } } } as MessageEvent);
    expect(heard).toEqual([{ event: 'takenOver' }]);
  });
});
