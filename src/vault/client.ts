/** Owns the page's side of the vault: calls out, answers back, one worker that can end and be started again. Must never hold a key. */
import { err, ok, type Result } from '../domain/result.ts';
import type { DiskReader, Handle } from '../store/disk.ts';
import { createDiskReader } from '../store/diskReader.ts';
import { faultOf } from '../store/fault.ts';
import type { Bytes } from '../wire/bytes.ts';
import type { Answer, Progress, Vault, VaultCode, VaultEvent, VaultStatus } from './api.ts';
import { parseAnswer } from './messages.ts';

/** What the client needs of a Worker. */
export type VaultPort = {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
};

export type ClientDeps = {
  /** Starts the worker file with the name 'vault'. */
  readonly spawn: () => VaultPort;
  /** Reads kept files beside the worker. */
  readonly reader: DiskReader;
};

type Waiting = {
  readonly done: (result: Result<unknown, VaultCode>) => void;
  readonly progress: Progress | undefined;
};

/** What screens still ask for when Hide came: a worker that must be started first is locked, and nobody starts one for that. [VLT15] */
const NEEDS_WORDS: readonly string[] = ['getRecord', 'listDrafts', 'traces', 'manifest', 'tokensDue'];
/** What needs no words: asked while the worker is being ended, it goes to the next one instead of down with it. [VLT15] */
const NEEDS_NO_WORDS: readonly string[] = [
  'status',
  'create',
  'unlock',
  'wipe',
  'startOver',
  'takeOver',
  'wordsOpen',
  'capture',
  'captureBegin',
  'captureDrop',
  'captureRescue',
];
const PIECE = 1_048_576;
const LOCK_WITHIN = 1_500;

/** The worker file as both apps' builds find it. */
export const spawnVault = (): VaultPort =>
  new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'vault',
  }) as unknown as VaultPort;

/** The vault of this page, with its worker. */
export const createVault = (): Vault => createVaultClient({ spawn: spawnVault, reader: createDiskReader() });

/** A vault that lives in a worker. Nothing starts before the first call. */
export function createVaultClient(deps: ClientDeps): Vault {
  const listeners = new Set<(event: VaultEvent) => void>();
  const waiting = new Map<number, Waiting>();
  let port: VaultPort | null = null;
  /** The locking under way, if any. */
  let locking: Promise<void> | null = null;
  let erasing = false;
  let last = 0;

  function end(code: VaultCode): void {
    port?.terminate();
    port = null;
    const lost = [...waiting.values()];
    waiting.clear();
    for (const { done } of lost) done(err(code));
  }

  function start(): VaultPort {
    const made = deps.spawn();
    made.onmessage = ({ data }) => {
      const answer = parseAnswer(data);
      if (answer === undefined) return;
      if ('told' in answer) {
        for (const listener of [...listeners]) listener(answer.told);
        return;
      }
      const call = waiting.get(answer.id);
      if ('result' in answer) {
        waiting.delete(answer.id);
        call?.done(answer.result);
      } else call?.progress?.(answer.done, answer.total);
    };
    made.onerror = () => {
      if (port === made) end('workerLost');
    };
    return made;
  }

  function ask<T>(
    method: string,
    args: readonly unknown[] = [],
    options: { readonly progress?: Progress | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Answer<T> {
    if (locking !== null && NEEDS_NO_WORDS.includes(method))
      return locking.then(() => ask(method, args, options));
    if (port === null && NEEDS_WORDS.includes(method)) return Promise.resolve(err('locked'));
    port ??= start();
    const to = port;
    last += 1;
    const id = last;
    const { signal, progress } = options;
    if (signal?.aborted) return Promise.resolve(err('aborted'));
    return new Promise((resolve) => {
      // The worker is ours and its answers were parsed as results; what they hold is typed by the method.
      waiting.set(id, { done: (result) => resolve(result as Result<T, VaultCode>), progress });
      signal?.addEventListener('abort', () => to.postMessage({ abort: id }), { once: true });
      to.postMessage({ id, method, args });
    });
  }

  async function* piecesOf(source: ReadableStream<Uint8Array> | Blob): AsyncGenerator<Bytes> {
    const reader = (source instanceof Blob ? source.stream() : source).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (let at = 0; at < value.length; at += PIECE) yield value.slice(at, at + PIECE) as Bytes;
    }
  }

  async function writeSealed(
    source: ReadableStream<Uint8Array> | Blob,
  ): Answer<{ handle: Handle; size: number }> {
    const begun = await ask<Handle>('keepBegin');
    if (!begun.ok) return begun;
    const handle = begun.value;
    let size = 0;
    let failed: Result<never, VaultCode> | undefined;
    try {
      for await (const piece of piecesOf(source)) {
        const wrote = await ask<true>('keepWrite', [handle, size, piece]);
        if (!wrote.ok) {
          failed = wrote;
          break;
        }
        size += piece.length;
      }
    } catch {
      failed = err('fileUnreadable');
    }
    const ended = failed === undefined ? await ask<true>('keepEnd', [handle]) : failed;
    if (ended.ok) return ok({ handle, size });
    await ask('deleteSealed', [handle]);
    return ended;
  }

  async function lock(): Promise<void> {
    // Hiding must not wait for a long piece of work; ending the worker anywhere is safe. [VLT8]
    await Promise.race([ask('lock'), new Promise((resolve) => setTimeout(resolve, LOCK_WITHIN))]);
    locking = null;
    end('locked');
  }

  /** The worker ends with the keys it held. [VLT13] */
  async function erase(method: 'wipe' | 'startOver'): Answer<{ kept: number }> {
    erasing = true;
    const erased = await ask<{ kept: number }>(method);
    erasing = false;
    end('noVault');
    if (erased.ok) return erased;
    // A file that was just being written may have held it up: a fresh worker ends it at its start.
    const after = await ask<VaultStatus>('status');
    return after.ok && after.value.state === 'none' ? ok({ kept: after.value.waiting }) : erased;
  }

  return {
    status: () => ask('status'),
    getReady: () => ask('getReady'),
    create: (words) => ask('create', [words]),
    unlock: (words) => ask('unlock', [words]),
    async lock() {
      // What erases ends the worker with its keys by itself.
      if (port !== null && !erasing) locking ??= lock();
      await locking;
    },
    changeWords: (old, next) => ask('changeWords', [old, next]),
    setDuressWords: (words) => ask('setDuressWords', [words]),
    setCoercedWords: (words) => ask('setCoercedWords', [words]),
    wordsSet: () => ask('wordsSet'),
    wipe: () => erase('wipe'),
    startOver: () => erase('startOver'),
    setWipeKeeps: (keep) => ask('setWipeKeeps', [keep]),
    async wordsOpen(words) {
      const opens = await ask<boolean>('wordsOpen', [words]);
      // It held nothing but copies of what was tried.
      end('otherTab');
      return opens;
    },
    takeOver: () => ask('takeOver'),
    listen(on) {
      listeners.add(on);
      return () => listeners.delete(on);
    },

    putRecord: (name, bytes) => ask('putRecord', [name, bytes]),
    getRecord: (name) => ask('getRecord', [name]),
    listRecords: () => ask('listRecords'),
    deleteRecord: (name) => ask('deleteRecord', [name]),
    putItems: (collection, items) => ask('putItems', [collection, items]),
    getItems: (collection, names) => ask('getItems', [collection, names]),
    pageItems: (collection, after, limit) => ask('pageItems', [collection, after, limit]),
    deleteItems: (collection, names) => ask('deleteItems', [collection, names]),
    eraseCollection: (collection) => ask('eraseCollection', [collection]),
    writeSealed,
    async sealedFile(handle) {
      try {
        const blob = await deps.reader.kept.blob(handle);
        return blob === null ? err('notFound') : ok(blob);
      } catch (error) {
        const fault = faultOf(error);
        return err(fault.code, fault.reason);
      }
    },
    deleteSealed: (handle) => ask('deleteSealed', [handle]),

    putInvite: (text) => ask('putInvite', [text]),
    joinData: () => ask('joinData'),
    markEnrolled: () => ask('markEnrolled'),
    offerManifest: (box) => ask('offerManifest', [box]),
    manifest: () => ask('manifest'),
    tokensDue: () => ask('tokensDue'),
    delayTokens: (until) => ask('delayTokens', [until]),
    orderTokens: ({ key, epoch }) => ask('orderTokens', [{ key, epoch }]),
    keepTokens: (reply) => ask('keepTokens', [reply]),
    skipTokens: () => ask('skipTokens'),
    ticketFor: (parcel) => ask('ticketFor', [parcel]),
    credentialTicket: (parcel) => ask('credentialTicket', [parcel]),
    otherTicket: (parcel) => ask('otherTicket', [parcel]),
    hello: () => ask('hello'),
    saveDraft: (id, body) => ask('saveDraft', [id, body]),
    loadDraft: (id) => ask('loadDraft', [id]),
    listDrafts: () => ask('listDrafts'),
    discardDraft: (id) => ask('discardDraft', [id]),
    restoreDraft: (id) => ask('restoreDraft', [id]),
    attach: (draft, attachment, file, { name, type }, options = {}) =>
      ask('attach', [draft, attachment, file, name, type], options),
    recordBegin: (draft, attachment, { name, type }) => ask('recordBegin', [draft, attachment, name, type]),
    recordAdd: (attachment, piece) => ask('recordAdd', [attachment, piece]),
    recordEnd: (attachment) => ask('recordEnd', [attachment]),
    recordSettle: (draft) => ask('recordSettle', [draft]),
    hashOf: (file) => ask('hashOf', [file]),
    setAside: (draft, attachment, aside) => ask('setAside', [draft, attachment, aside]),
    removeAttachment: (draft, attachment) => ask('removeAttachment', [draft, attachment]),
    previewAttachment: (draft, attachment, progress) =>
      ask('previewAttachment', [draft, attachment], { progress }),
    capture: (request, progress, signal) => ask('capture', [request], { progress, signal }),
    captureBegin: (id, { name, type, own }) => ask('captureBegin', [id, name, type, own]),
    captureAdd: (id, piece) => ask('captureAdd', [id, piece]),
    captureEnd: (id) => ask('captureEnd', [id]),
    captureDrop: (id) => ask('captureDrop', [id]),
    captureRescue: (lang) => ask('captureRescue', [lang]),
    finish: (request, progress) => ask('finish', [request], { progress }),
    traces: () => ask('traces'),
    dropTrace: (id) => ask('dropTrace', [id]),
    replyKey: (id) => ask('replyKey', [id]),
    settleReceipt: (handle, { receipt, signature }) => ask('settleReceipt', [handle, receipt, signature]),
    offerAgain: (id) => ask('offerAgain', [id]),
    boardCursor: () => ask('boardCursor'),
    applyBoard: (records, cursor) => ask('applyBoard', [records, cursor]),
  };
}
