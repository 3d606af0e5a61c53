/** Owns an endpoint without sockets: the real intake over memory. Must never replace a part of the intake. */
import { randomBytes } from 'node:crypto';
import { createSodium } from '../../src/crypto/sodium.ts';
import type { Clock, Rng } from '../../src/domain/ports.ts';
import type { Bucket } from '../../src/server/blobs/bucket.ts';
import type { Disk } from '../../src/server/blobs/disk.ts';
import type { Config } from '../../src/server/deps.ts';
import { createIntake, type Intake } from '../../src/server/intake.ts';
import { createRows, openSqlite, type Rows } from '../../src/server/rows.ts';
import { createMemoryDisk } from './disk.ts';

export const realRng: Rng = (n) => new Uint8Array(randomBytes(n));

/** Real sleeping, and a day that the test can move. */
export function createTestClock(
  start = Date.UTC(2026, 10, 22, 13, 45),
): Clock & { move(milliseconds: number): void } {
  let now = start;
  return {
    now: () => now,
    move(milliseconds) {
      now += milliseconds;
    },
    sleep: (milliseconds, signal) =>
      new Promise((done) => {
        if (signal?.aborted) return done();
        const timer = setTimeout(done, milliseconds);
        timer.unref();
        const wake = () => {
          clearTimeout(timer);
          done();
        };
        signal?.addEventListener('abort', wake, { once: true });
      }),
  };
}

export type TestEndpoint = Intake & {
  /** What requests are sent to. */
  readonly url: string;
  readonly rows: Rows;
  /** A request to a path below the URL, answered without a socket. */
  ask(path: string, init?: RequestInit): Promise<Response>;
};

export async function createTestEndpoint(
  options: {
    clock?: Clock;
    rng?: Rng;
    disk?: Disk;
    bucket?: Bucket;
    rows?: Rows;
    free?: () => Promise<number>;
    config?: Partial<Config>;
  } = {},
): Promise<TestEndpoint> {
  const url = options.config?.urls?.[0] ?? 'http://localhost:8787';
  const rows = options.rows ?? createRows(openSqlite(':memory:'));
  const intake = await createIntake({
    clock: options.clock ?? createTestClock(),
    rng: options.rng ?? realRng,
    rows,
    disk: options.disk ?? createMemoryDisk(),
    bucket: options.bucket,
    free: options.free,
    sodium: await createSodium(),
    config: { urls: [url], ...options.config },
  });
  return { ...intake, url, rows, ask: (path, init) => intake.fetch(new Request(`${url}${path}`, init)) };
}
