/** Owns slowing a whole browser down: every thread of it gets only a share of the time. Must never touch a process of another profile. */
import { fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A turn, in milliseconds: short beside what is measured, long beside the cost of a signal. */
const TURN = 20;

function processesOf(profile: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`--user-data-dir=${profile}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function signal(ids: readonly number[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const id of ids)
    try {
      process.kill(id, name);
    } catch {
      // It ended meanwhile.
    }
}

export type Brake = {
  readonly on: () => Promise<void>;
  readonly off: () => Promise<void>;
  readonly end: () => void;
};

/**
 * The browser's own throttle slows only the page's main thread; keys and Argon2id are in workers. So the browser's
 * processes are stopped for three quarters of each turn: a processor of a quarter of the speed, for all of it. Linux only.
 */
export function createBrake(profile: string): Brake {
  const child = fork(import.meta.filename, [profile], { execArgv: ['--no-warnings'] });
  const tell = (what: string): Promise<void> =>
    new Promise((done) => {
      child.once('message', () => done());
      child.send(what);
    });
  return { on: () => tell('on'), off: () => tell('off'), end: () => child.disconnect() };
}

if (import.meta.main && process.argv[2] !== undefined) {
  const profile = process.argv[2];
  let timer: NodeJS.Timeout | undefined;
  let ids: number[] = [];
  const pause = new Int32Array(new SharedArrayBuffer(4));
  process.on('message', (what) => {
    clearInterval(timer);
    ids = processesOf(profile);
    signal(ids, 'SIGCONT');
    if (what === 'on') {
      let turns = 0;
      timer = setInterval(() => {
        // New processes come, a worker's does not: looking costs more than a turn.
        turns += 1;
        if (turns % 25 === 0) ids = processesOf(profile);
        signal(ids, 'SIGSTOP');
        Atomics.wait(pause, 0, 0, (TURN * 3) / 4);
        signal(ids, 'SIGCONT');
      }, TURN);
    }
    process.send?.('done');
  });
  process.on('disconnect', () => {
    signal(ids, 'SIGCONT');
    process.exit();
  });
}
