/** Owns slowing a whole browser down: every thread of it gets only a share of the time. Must never touch a process of another profile. */
import { fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

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
  /** Milliseconds of each turn in which everything stands still, from now on; at first three quarters of it. */
  readonly hold: (milliseconds: number) => void;
};

/** How much slower a computing worker is to be. */
const SLOWER = 4;
const TRIES = 6;

/** Milliseconds that a worker of this page needs for a fixed piece of computing. The page must allow a worker of its own making. */
const compute = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const code = `let x = 1;
      const work = (n) => { for (let i = 0; i < n; i += 1) x = (Math.imul(x, 1664525) + i) | 0; };
      work(2e7);
      onmessage = () => { const from = performance.now(); work(6e7); postMessage(performance.now() - from); };`;
    const url = URL.createObjectURL(new Blob([code]));
    const worker = new Worker(url);
    const took = await new Promise<number>((done) => {
      worker.onmessage = ({ data }) => done(Number(data));
      worker.postMessage(0);
    });
    worker.terminate();
    URL.revokeObjectURL(url);
    return took;
  });

/**
 * Sets the brake so that a computing worker is four times as slow. A browser has a hundred threads or more, and each must
 * run for a moment to be stopped and to go on: held for three quarters of a turn, a worker was six times as slow. Answers
 * with the last ratio that was measured; begins and ends at full speed.
 */
export async function calibrate(brake: Brake, page: Page): Promise<number> {
  let runs = TURN / SLOWER;
  let ratio = 0;
  for (let n = 0; n < TRIES; n += 1) {
    brake.hold(TURN - runs);
    const full = await compute(page);
    await brake.on();
    const slow = await compute(page);
    await brake.off();
    ratio = slow / full;
    if (Math.abs(ratio - SLOWER) < SLOWER / 20) break;
    // Half of the way: what is measured on a shared machine is only near the truth.
    runs = Math.min(TURN * 0.8, Math.max(TURN / 10, (runs * (1 + ratio / SLOWER)) / 2));
  }
  return ratio;
}

/**
 * The browser's own throttle slows only the page's main thread; keys and Argon2id are in workers. So the browser's
 * processes are stopped for most of each turn: a processor of a quarter of the speed, for all of it. Linux only.
 */
export function createBrake(profile: string): Brake {
  const child = fork(import.meta.filename, [profile], { execArgv: ['--no-warnings'] });
  let held = (TURN * (SLOWER - 1)) / SLOWER;
  /** Milliseconds to hold in each turn; 0 = not at all. */
  const tell = (milliseconds: number): Promise<void> =>
    new Promise((done) => {
      child.once('message', () => done());
      child.send(milliseconds);
    });
  return {
    on: () => tell(held),
    off: () => tell(0),
    end: () => child.disconnect(),
    hold(milliseconds) {
      held = milliseconds;
    },
  };
}

if (import.meta.main && process.argv[2] !== undefined) {
  const profile = process.argv[2];
  let timer: NodeJS.Timeout | undefined;
  let ids: number[] = [];
  const pause = new Int32Array(new SharedArrayBuffer(4));
  process.on('message', (held) => {
    clearInterval(timer);
    ids = processesOf(profile);
    signal(ids, 'SIGCONT');
    if (typeof held === 'number' && held > 0) {
      let turns = 0;
      timer = setInterval(() => {
        // New processes come, a worker's does not: looking costs more than a turn.
        turns += 1;
        if (turns % 25 === 0) ids = processesOf(profile);
        signal(ids, 'SIGSTOP');
        Atomics.wait(pause, 0, 0, held);
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
