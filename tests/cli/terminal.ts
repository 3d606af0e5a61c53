/** Owns calling the commands from a test, in this process, and what they printed. Must never change what they do. */
import { Readable, Writable } from 'node:stream';
import type { CliIo } from '../../src/cli/io.ts';
import { runTumar } from '../../src/cli/main.ts';

export type Said = { readonly code: number; readonly out: string; readonly err: string };

function catcher(): Writable & { text(): string } {
  const pieces: Buffer[] = [];
  const stream = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece);
      done();
    },
  });
  return Object.assign(stream, { text: () => Buffer.concat(pieces).toString('utf8') });
}

/** Runs a command in a folder. */
export async function callIn(cwd: string, run: (io: CliIo) => Promise<number>): Promise<Said> {
  const [stdout, stderr] = [catcher(), catcher()];
  const code = await run({ stdin: Readable.from([]), stdout, stderr, cwd });
  return { code, out: stdout.text(), err: stderr.text() };
}

export const tumarIn =
  (cwd: string) =>
  (...args: string[]): Promise<Said> =>
    callIn(cwd, (io) => runTumar(args, io));

/** What a command printed as JSON. */
export const jsonOf = (said: Said): Record<string, unknown> =>
  JSON.parse(said.out) as Record<string, unknown>;
