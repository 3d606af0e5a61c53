/** Owns reading a file once, hashed as it is read: here, or in a worker of its own beside the one that seals. Must never keep true bytes. */
import { createSHA256 } from 'hash-wasm';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Progress, VaultCode } from '../api.ts';
import type { FromReader, ToReader } from './readWorker.ts';

/** A file as the page hands it over; a Blob is one. */
export type Readable = { readonly size: number; stream(): ReadableStream<Uint8Array> };

/** The file could not be read as it was chosen. */
export class ReadFault extends Error {
  readonly code: 'fileUnreadable' | 'fileChanged' | 'aborted';
  constructor(code: 'fileUnreadable' | 'fileChanged' | 'aborted') {
    super(code);
    this.code = code;
  }
}

/** Pieces, and when the last one was taken the SHA-256 of all, in hex. `end`: nobody takes more. */
export type Hashed = { readonly pieces: AsyncIterable<Uint8Array>; sha256(): string; end?(): void };

type Piece = { readonly done: boolean; readonly value?: Uint8Array | undefined };
/** A ReadableStreamDefaultReader is one. */
type Reader = { read(): Promise<Piece>; cancel(): Promise<unknown> };

/** Starts reading in a worker of its own; null where that cannot be had in time, is not worth it, or was given up. */
export type ReadBeside = (
  file: Readable,
  signal: AbortSignal,
) => Promise<{ readonly reader: Reader; readonly sha256: () => string } | null>;

async function* piecesOf(file: Readable, reader: Reader, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let size = 0;
  // What never comes can be given up, too.
  const given = new Promise<never>((_, fail) => {
    const up = (): void => fail(new ReadFault('aborted'));
    if (signal.aborted) up();
    else signal.addEventListener('abort', up, { once: true });
  });
  given.catch(() => undefined);
  try {
    for (;;) {
      // A camera's file may vanish after it was chosen (FAULTS C16).
      const { done, value } = await Promise.race([given, reader.read()]).catch((error: unknown) => {
        throw error instanceof ReadFault ? error : new ReadFault('fileUnreadable');
      });
      if (done || value === undefined) break;
      size += value.length;
      if (size > file.size) throw new ReadFault('fileChanged');
      yield value;
    }
    if (size !== file.size) throw new ReadFault('fileChanged');
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Hashes what passes through, in this thread. */
export async function hashing(source: AsyncIterable<Uint8Array>): Promise<Hashed> {
  const hasher = await createSHA256();
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      hasher.update(piece);
      yield piece;
    }
  }
  return { pieces: pieces(), sha256: () => hasher.digest('hex') };
}

function streamOf(file: Readable): Reader {
  try {
    return file.stream().getReader();
  } catch {
    throw new ReadFault('fileUnreadable');
  }
}

/** The file's bytes, each once. Taking them throws `ReadFault`. */
export async function read(
  { readBeside }: { readonly readBeside?: ReadBeside },
  file: Readable,
  signal: AbortSignal,
): Promise<Hashed> {
  const beside = (await readBeside?.(file, signal)) ?? null;
  if (beside === null) return hashing(piecesOf(file, streamOf(file), signal));
  const { reader, sha256 } = beside;
  return { pieces: piecesOf(file, reader, signal), sha256, end: () => void reader.cancel() };
}

/** SHA-256 of a file in hex, as it is read; nothing of it is kept. */
export async function hashOf(
  file: Readable,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<string, VaultCode>> {
  let done = 0;
  try {
    const hashed = await hashing(piecesOf(file, streamOf(file), signal));
    for await (const { length } of hashed.pieces) {
      done += length;
      progress(done, file.size);
    }
    return ok(hashed.sha256());
  } catch (error) {
    if (error instanceof ReadFault) return err(error.code);
    throw error;
  }
}

/** What this needs of a Worker. */
export type ReadPort = {
  postMessage(message: ToReader): void;
  onmessage: ((event: MessageEvent<FromReader>) => void) | null;
  onerror: ((event: Pick<Event, 'preventDefault'>) => void) | null;
  terminate(): void;
};

/** A smaller file is read sooner than a worker is started. */
const WORTH_A_WORKER = 16_777_216;
/** Milliseconds for it to start; then the file is read here. */
const PATIENCE = 10_000;

/**
 * SHA-256 costs as much as sealing, and what is left of a core is another one. The worker has the file and its bytes for
 * a moment, no key, and ends with the file, whatever becomes of it.
 */
export const createReading =
  (spawn: () => ReadPort, patience = PATIENCE): ReadBeside =>
  (file, signal) =>
    new Promise((started) => {
      if (!(file instanceof Blob) || file.size < WORTH_A_WORKER) return started(null);
      let port: ReadPort;
      try {
        port = spawn();
      } catch {
        return started(null);
      }
      const come: Piece[] = [];
      let sum: string | null = null;
      let broken = false;
      let wake = (): void => undefined;
      const end = async (): Promise<void> => {
        clearTimeout(late);
        port.terminate();
      };
      function fail(): void {
        broken = true;
        void end();
        started(null);
        wake();
      }
      const late = setTimeout(fail, patience);
      signal.addEventListener('abort', fail, { once: true });
      const reader: Reader = {
        async read() {
          while (come.length === 0 && !broken) await new Promise<void>((done) => (wake = done));
          const next = come.shift();
          if (next === undefined) throw new Error('reading broke off');
          if (!next.done) port.postMessage('taken');
          return next;
        },
        cancel: end,
      };
      const sha256 = (): string => {
        if (sum === null) throw new Error('asked before the end');
        return sum;
      };
      port.onerror = (event) => {
        // Else it would end the vault's own worker too.
        event.preventDefault();
        fail();
      };
      port.onmessage = ({ data }) => {
        if (data === 'ready') {
          clearTimeout(late);
          return started({ reader, sha256 });
        }
        if (data === 'broken') return fail();
        if ('sha256' in data) sum = data.sha256;
        come.push('sha256' in data ? { done: true } : { done: false, value: data.piece });
        wake();
      };
      port.postMessage(file);
    });
