/** Owns starting and ending the servers that tests need. Must never touch a process it did not start. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const versions = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .sort((a, b) => Number(b) - Number(a))
        .map((name) => join(folder, name, 'bin'))
    : [];

/** Full path of a program, on the PATH or where systems put servers. */
export function findProgram(name: string): string {
  const folders = [
    ...versions('/usr/lib/postgresql'),
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/local/bin',
    '/usr/bin',
    '/usr/local/sbin',
    '/usr/sbin',
    '/opt/homebrew/bin',
  ];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${name} is not installed: run "npm run test:engines"`);
  return found;
}

/** A folder below the system's temporary one, removed by the function that comes with it. */
export function tempFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `tumar-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A port that was free a moment ago: these servers cannot choose one themselves and say which. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export type Program = {
  readonly process: ChildProcess;
  said(): string;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>;
};

export function startProgram(command: string, args: readonly string[], options: SpawnOptions = {}): Program {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let text = '';
  child.stdout?.on('data', (part: Buffer) => {
    text += part.toString();
  });
  child.stderr?.on('data', (part: Buffer) => {
    text += part.toString();
  });
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', (error) => {
      text += String(error);
      done();
    });
  });
  return {
    process: child,
    said: () => text,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}

/** Runs to its end; an error when that is a failure. */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  const program = startProgram(command, args, options);
  await new Promise<void>((done) => program.process.once('close', () => done()));
  if (program.process.exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${program.said()}`);
  return program.said();
}

/** Asks until it works, or the program has ended; an upper bound, not a guess. */
export async function until<T>(program: Program, work: () => Promise<T>): Promise<T> {
  const last = Date.now() + 150_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const dead = program.process.exitCode !== null || program.process.signalCode !== null;
      if (dead || Date.now() > last)
        throw new Error(`not up: ${program.said().slice(-2000)}`, { cause: error });
      await new Promise((next) => setTimeout(next, 50));
    }
  }
}

/** PostgreSQL and others refuse to run as root: then they run as somebody without rights. */
export function unprivileged(name: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find((fields) => fields[0] === name) ?? users.find((fields) => fields[0] === 'nobody');
  return { uid: Number(user?.[2]), gid: Number(user?.[3]) };
}
