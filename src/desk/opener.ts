/** Owns the dedicated worker in which reports are opened: ports, messages, its end. A rim: decides nothing. */

import { sha256 } from '../crypto/hash.ts';
import { createRng } from '../crypto/random.ts';
import { createSodium } from '../crypto/sodium.ts';
import type { Clock } from '../domain/ports.ts';
import { err, type Result } from '../domain/result.ts';
import { faultOf } from '../store/fault.ts';
import { createOpfsDisk, hasOpfs } from '../store/opfsDisk.ts';
import { createPartsDisk } from '../store/partsDisk.ts';
import { toHex, utf8 } from '../wire/bytes.ts';
import { createKeptCopies } from './keptCopies.ts';
import type { FromWorker, Opener, Save } from './openerMessages.ts';
import { parseToWorker } from './openerMessages.ts';
import { createOpening } from './opening.ts';
import type { Decode } from './report/preview.ts';

type Scope = {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent) => void) | null;
};
declare const self: Scope;

const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
};

const decode: Decode = async (picture, side) => {
  const bitmap = await createImageBitmap(picture);
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas here');
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { picture: await canvas.convertToBlob({ type: 'image/png' }), width, height };
};

const saves = new Map<number, (result: Result<true>) => void>();
let lastSave = 0;
function save(what: Save): Promise<Result<true>> {
  lastSave += 1;
  const id = lastSave;
  return new Promise((done) => {
    saves.set(id, done);
    self.postMessage({ save: id, what });
  });
}

async function create(): Promise<Opener> {
  const disk = (await hasOpfs()) ? await createOpfsDisk() : await createPartsDisk();
  const { copies, send, trust } = createKeptCopies({
    files: disk.kept,
    send: (request) => fetch(request, collecting === undefined ? {} : { signal: collecting.signal }),
    nameOf: async (parcel) => toHex(await sha256(utf8(`tumar/desk/copy/1\n${parcel}`))).slice(0, 32),
    tell: (parcel, done, all) => self.postMessage({ told: { event: 'fetched', parcel, done, all } }),
  });
  return createOpening({
    sodium: await createSodium(),
    rng: createRng(),
    clock,
    copies,
    trust,
    send,
    decode,
    save,
    tell: (told) => self.postMessage({ told }),
  });
}

let opener: Promise<Opener> | undefined;
let queue: Promise<unknown> = Promise.resolve();
let collecting: AbortController | undefined;

/** These change the member's state, so only one of them runs at a time. */
const ALONE: ReadonlySet<string> = new Set([
  'start',
  'collect',
  'invite',
  'confirm',
  'publishForm',
  'publishLists',
]);

/** A gigabyte on its way must not hold up an invite: fetching stops, and goes on from the same byte later. */
async function collect(call: number): Promise<void> {
  collecting = new AbortController();
  const result = await answer('collect', []);
  const stopped = collecting.signal.aborted;
  collecting = undefined;
  self.postMessage({ answer: call, result: stopped ? { ok: true, value: { fresh: 0 } } : result });
}

async function answer(method: keyof Opener, args: readonly unknown[]): Promise<Result<unknown>> {
  try {
    opener ??= create();
    const made = await opener;
    // Both ends are one build, so the arguments fit the method; what came from outside was parsed before.
    return await (made[method] as (...args: readonly unknown[]) => Promise<Result<unknown>>)(...args);
  } catch (error) {
    const fault = faultOf(error);
    return err(fault.code === 'storageFailed' ? 'broken' : fault.code);
  }
}

self.onmessage = ({ data }) => {
  const message = parseToWorker(data);
  if (message === undefined) return;
  if ('saved' in message) {
    saves.get(message.saved)?.(message.result);
    saves.delete(message.saved);
    return;
  }
  const { call, method, args } = message;
  const run = async (): Promise<void> => {
    if (method === 'collect') await collect(call);
    else self.postMessage({ answer: call, result: await answer(method, args) });
  };
  if (!ALONE.has(method)) {
    void run();
    return;
  }
  if (method !== 'collect') collecting?.abort();
  queue = queue.then(run);
};
