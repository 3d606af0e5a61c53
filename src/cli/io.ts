/** Owns how the sealing commands read and write files and streams, and what their exit codes mean. Must never see a key. */
import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** Where a command runs: its streams, and the folder that paths are relative to. */
export type CliIo = {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly cwd: string;
};

/** 0: done. 1: refused (not for this key, damaged, truncated, unsupported). 2: wrong use, or something cannot be read or written. */
export const EXIT = { done: 0, refused: 1, unusable: 2 } as const;

/** Wrong arguments, or a file that cannot be used: one line for the person, exit code 2. */
export class Unusable extends Error {}

/** Runs a command and turns what the person can mend into one line on stderr and exit code 2. */
export async function guarded(io: CliIo, command: () => Promise<number>): Promise<number> {
  // A reader that went away is told by the failed write; its event alone would end the process with a stack trace.
  const heard = (): void => undefined;
  io.stdout.on('error', heard);
  try {
    return await command();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    // Node's own codes for files (ENOENT …) and arguments (ERR_PARSE_ARGS_…); anything else is a bug and stays one.
    if (!(error instanceof Unusable) && !/^(E[A-Z0-9]+|ERR_PARSE_ARGS_\w+)$/.test(code ?? '')) throw error;
    await say(io.stderr, `tumar: ${(error as Error).message}\n`);
    return EXIT.unusable;
  } finally {
    io.stdout.off('error', heard);
  }
}

/** How long `--wait` lets a command go on trying, in milliseconds. */
export function patienceOf(wait: string | undefined, usual: number): number {
  if (!/^\d{1,5}$/.test(wait ?? '0')) throw new Unusable('--wait takes seconds');
  return Number(wait ?? usual) * 1000;
}

/** Writes and waits until the stream took it: a slow reader slows us down instead of filling memory. */
export function say(stream: Writable, data: string | Uint8Array): Promise<void> {
  return new Promise((done, fail) => {
    stream.write(data, (error) => (error ? fail(error) : done()));
  });
}

/** The bytes of a file in pieces of 1 MiB, or of standard input when there is no name (or `-`). A missing file fails here. */
export async function sourceOf(io: CliIo, name: string | undefined): Promise<AsyncIterable<Uint8Array>> {
  if (name === undefined || name === '-') return io.stdin as AsyncIterable<Uint8Array>;
  const path = resolve(io.cwd, name);
  if ((await stat(path)).isDirectory()) throw new Unusable(`${name} is a folder`);
  await access(path, constants.R_OK);
  return piecesOf(path);
}

/** Opened when the first piece is asked for, so that nobody has to close what was never read. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: 1024 * 1024 });
}

export type Output = {
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the file appear under its name, whole. */
  keep(): Promise<void>;
  /** Leaves nothing behind. */
  drop(): Promise<void>;
};

/** Standard output, or a file that appears under its name only when it is complete. */
export async function outputTo(io: CliIo, name: string | undefined): Promise<Output> {
  if (name === undefined || name === '-') {
    return {
      write: (bytes) => say(io.stdout, bytes),
      keep: async () => undefined,
      drop: async () => undefined,
    };
  }
  const path = resolve(io.cwd, name);
  const partial = `${path}.${randomUUID()}.partial`;
  const file = await open(partial, 'wx', 0o600);
  return {
    async write(bytes) {
      await file.writeFile(bytes);
    },
    async keep() {
      await file.sync();
      await file.close();
      await rename(partial, path);
    },
    async drop() {
      await file.close().catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}
