/** Owns a real endpoint process for tests: started, killed, started again. Must never touch a process it did not start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export type Running = {
  readonly url: string;
  readonly deskUrl: string;
  readonly code: string;
  /** Empty without `TUMAR_METRICS_PORT`. */
  readonly metricsUrl: string;
  readonly process: ChildProcess;
  /** Everything it printed. */
  said(): string;
  /** SIGKILL, and wait. */
  kill(): Promise<void>;
  /** SIGTERM, and wait; gives the exit code. */
  stop(): Promise<number | null>;
};

/** Starts `src/server/main.ts` on free ports and waits for its last line; `under`: a program that runs it, and its arguments. */
export async function startProcess(
  data: string,
  env: Record<string, string> = {},
  under: readonly string[] = [],
): Promise<Running> {
  const [command = process.execPath, ...args] = [...under, process.execPath];
  const child = spawn(command, [...args, '--no-warnings', resolve(root, 'src/server/main.ts')], {
    cwd: root,
    env: { ...process.env, PORT: '0', DESK_PORT: '0', TUMAR_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  await new Promise<void>((ready, fail) => {
    const take = (part: Buffer) => {
      text += part.toString();
      if (text.includes('Ready.')) ready();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', (code) => fail(new Error(`endpoint ended with ${code}: ${text}`)));
  });
  const match = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  return {
    url: match(/endpoint\s+(http:\S+)/),
    deskUrl: match(/desk\s+(http:\S+)/),
    code: match(/code\s+(\S+)/),
    metricsUrl: match(/Metrics\s+(http:\S+)/),
    process: child,
    said: () => text,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      return exited;
    },
  };
}
