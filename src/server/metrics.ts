/** Owns what a monitoring system may know (Prometheus text). Must never show a number that moves when a report arrives. [EP1] */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Bucket } from './blobs/bucket.ts';
import type { Rows } from './rows.ts';

/** Replies that say "not now", by status. */
export const WATCHED = [429, 500, 503, 507] as const;
export type Failures = Readonly<Record<(typeof WATCHED)[number], number>>;

export type Watched = {
  readonly version: string;
  sound(): boolean;
  failures(): Failures;
  /** Stored files that were found damaged. */
  damaged(): number;
  readonly rows: Rows;
  readonly bucket: Bucket | undefined;
  /** Free part of the data folder's disk, 0 to 1. */
  free(): Promise<number>;
};

const MEBIBYTE = 1_048_576;
const NANOSECONDS = 1e9;

/**
 * No counts of requests, parcels or bytes: a monitoring system writes them down with the second, and with few people that is
 * who sent when. What is free on the disk is told in whole percents.
 */
export function createMetrics(watched: Watched): { text(): Promise<string> } {
  const delay = monitorEventLoopDelay();
  delay.enable();
  return {
    async text() {
      const lines: string[] = [];
      const put = (
        name: string,
        help: string,
        type: string,
        values: readonly (readonly [string, number])[],
      ) =>
        lines.push(
          `# HELP ${name} ${help}`,
          `# TYPE ${name} ${type}`,
          ...values.map(([labels, value]) => `${name}${labels} ${value}`),
        );
      const failures = watched.failures();
      const bucket =
        watched.bucket === undefined
          ? []
          : [['{engine="bucket"}', await answers(watched.bucket.size('place'))] as const];
      put('tumar_info', 'Version that runs.', 'gauge', [[`{version="${watched.version}"}`, 1]]);
      put('tumar_sound', '0 when the disk can no longer be trusted.', 'gauge', [
        ['', Number(watched.sound())],
      ]);
      put('tumar_engine_up', '1 when the engine answers now.', 'gauge', [
        ['{engine="rows"}', await answers(watched.rows.selectFrom('meta').select('name').limit(1).execute())],
        ...bucket,
      ]);
      put('tumar_failures_total', 'Replies that told somebody to come back later, by status.', 'counter', [
        ...WATCHED.map((status) => [`{status="${status}"}`, failures[status]] as const),
      ]);
      put('tumar_damaged_total', 'Stored files found to have changed by themselves.', 'counter', [
        ['', watched.damaged()],
      ]);
      put('tumar_disk_free_ratio', 'Free part of the disk of the data folder, in whole percents.', 'gauge', [
        ['', Math.floor((await watched.free()) * 100) / 100],
      ]);
      put('tumar_memory_bytes', 'Memory of the process, in whole MiB.', 'gauge', [
        ['', Math.round(process.memoryUsage.rss() / MEBIBYTE) * MEBIBYTE],
      ]);
      put('tumar_delay_seconds', 'Longest wait of the event loop since the last look.', 'gauge', [
        ['', Number((delay.max / NANOSECONDS).toFixed(2))],
      ]);
      delay.reset();
      return `${lines.join('\n')}\n`;
    },
  };
}

const answers = (asked: Promise<unknown>): Promise<0 | 1> =>
  asked.then(
    () => 1,
    () => 0,
  );
