/** Owns `npm run fuzz`: targets in a thread of their own, watched for crashes, hangs and growing memory. Must never hide a finding. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** npm run fuzz [seconds] [first number]; ten minutes when nothing is said. */
const [secondsGiven, seedGiven] = process.argv.slice(2).map(Number);
const HANG_MS = 30_000;
const WARM_ROUNDS = 150;
const MOST_GROWTH = 64 * 1024 * 1024;
const BATCH = 20;

type Told =
  | { readonly event: 'begins'; readonly target: string; readonly seed: number }
  | { readonly event: 'round'; readonly runs: number; readonly heap: number }
  | { readonly event: 'broken'; readonly target: string; readonly seed: number; readonly error: string };

async function work(firstSeed: number): Promise<void> {
  const { targets } = await import('./targets.ts');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let seed = firstSeed; ; seed += BATCH) {
    for (const target of targets) {
      for (let at = seed; at < seed + BATCH; at += 1) {
        parentPort?.postMessage({ event: 'begins', target: target.name, seed: at } satisfies Told);
        try {
          await target.run(at);
        } catch (error) {
          const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
          parentPort?.postMessage({
            event: 'broken',
            target: target.name,
            seed: at,
            error: said,
          } satisfies Told);
        }
      }
    }
    collect();
    const runs = BATCH * targets.length;
    parentPort?.postMessage({ event: 'round', runs, heap: process.memoryUsage().heapUsed } satisfies Told);
  }
}

function watch(seconds: number, firstSeed: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { firstSeed },
  });
  const endsAt = Date.now() + seconds * 1_000;
  let runs = 0;
  let rounds = 0;
  let heapAtFirst = 0;
  let heap = 0;
  let now = { target: '', seed: 0, since: Date.now() };
  const broken: string[] = [];

  const end = (): void => {
    clearInterval(guard);
    void worker.terminate();
    const grown = heapAtFirst === 0 ? 0 : heap - heapAtFirst;
    if (grown > MOST_GROWTH) broken.push(`memory grew by ${Math.round(grown / 1_048_576)} MiB`);
    process.stdout.write(
      `${runs} inputs in ${rounds} rounds, heap ${Math.round(heap / 1_048_576)} MiB (${Math.round(grown / 1_048_576)} more than after the first rounds)\n`,
    );
    for (const line of broken) process.stdout.write(`BROKEN ${line}\n`);
    if (broken.length > 0) writeFileSync(join(folder, 'broken.txt'), broken.join('\n'));
    process.stdout.write(broken.length === 0 ? 'nothing found\n' : `kept in ${folder}\n`);
    process.exitCode = broken.length === 0 ? 0 : 1;
  };
  const guard = setInterval(() => {
    if (Date.now() - now.since > HANG_MS) {
      broken.push(`hangs: ${now.target}, number ${now.seed}`);
      end();
    } else if (Date.now() >= endsAt) end();
  }, 500);
  worker.on('message', (told: Told) => {
    if (told.event === 'begins') now = { target: told.target, seed: told.seed, since: Date.now() };
    else if (told.event === 'broken') broken.push(`${told.target}, number ${told.seed}: ${told.error}`);
    else {
      rounds += 1;
      runs += told.runs;
      heap = told.heap;
      if (runs >= WARM_ROUNDS * BATCH && heapAtFirst === 0) heapAtFirst = heap;
    }
  });
  worker.on('error', (error) => {
    broken.push(`crashed: ${now.target}, number ${now.seed}: ${error.stack ?? error.message}`);
    end();
  });
}

if (isMainThread) {
  const seconds = secondsGiven === undefined || Number.isNaN(secondsGiven) ? 600 : secondsGiven;
  const firstSeed =
    seedGiven === undefined || Number.isNaN(seedGiven) ? Date.now() % 1_000_000_007 : seedGiven;
  process.stdout.write(`fuzzing for ${seconds} s from number ${firstSeed}\n`);
  watch(seconds, firstSeed);
} else await work((workerData as { readonly firstSeed: number }).firstSeed);
