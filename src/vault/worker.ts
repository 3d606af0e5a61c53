/** Owns the dedicated worker that alone holds keys. A rim: decides nothing. */
import { createRng } from '../crypto/random.ts';
import { createSodium, type Sodium } from '../crypto/sodium.ts';
import type { Clock } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { createDexieRows } from '../store/dexieRows.ts';
import { faultOf } from '../store/fault.ts';
import { createOpfsDisk, hasOpfs, readFixed } from '../store/opfsDisk.ts';
import { createPartsDisk } from '../store/partsDisk.ts';
import type { VaultCode, VaultEvent, VaultStatus } from './api.ts';
import { createReading, type ReadPort } from './drafts/reading.ts';
import { READER, runReader } from './drafts/readWorker.ts';
import { createEngine, type Engine } from './engine.ts';
import { wipeHeap } from './keys/keyRoom.ts';
import { type Call, parseCall } from './messages.ts';
import { caught, forgetKeys } from './room.ts';
import { serve } from './serve.ts';
import { createTabLock } from './tabLock.ts';
import { wordsOpen } from './words/foreignWords.ts';
import { createStretching, type StretchPort } from './words/stretching.ts';
import { WORDS_POLICY } from './words/words.ts';

declare const self: DedicatedWorkerGlobalScope;

/** After these nothing in the worker is wanted any more. */
const ENDING: readonly string[] = ['lock', 'wipe', 'startOver'];
/** All that can be said of a vault that another tab holds. */
const ELSEWHERE: VaultStatus = {
  state: 'otherTab',
  erasure: 'inPlace',
  incidents: [],
  joined: null,
  waiting: 0,
  wipeKeeps: false,
  canCapture: false,
  workspace: null,
};
const PATIENCE = { held: 1_000, closing: 10_000 } as const;

const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

const { argon2, getReady } = createStretching(
  () =>
    new Worker(new URL('./words/stretchWorker.ts', import.meta.url), {
      type: 'module',
      name: 'stretch',
    }) as unknown as StretchPort,
  clock.sleep,
);

const readBeside = createReading(
  () => new Worker(self.location.href, { type: 'module', name: READER }) as unknown as ReadPort,
);

type Running = { readonly engine: Engine; readonly sodium: Sodium; shut(): Promise<void> };

function runVault(): void {
  const tell = (event: VaultEvent): void => self.postMessage({ told: event });
  const aborts = new Map<number, AbortController>();
  let running: Running | null = null;
  let starting: Promise<Result<true, VaultCode>> | null = null;
  /** Counts how often the tab was lost: a start that was under way then must not go on. */
  let losses = 0;

  const tab = createTabLock(
    navigator.locks,
    () => {
      const lost = running;
      losses += 1;
      running = null;
      starting = Promise.resolve(err('otherTab'));
      void (async () => {
        if (lost !== null) forgetKeys(lost.engine.room);
        await lost?.shut();
        tab.release();
        tell({ event: 'takenOver' });
      })();
    },
    (what) => AbortSignal.timeout(PATIENCE[what]),
  );

  async function start(steal: boolean): Promise<Result<true, VaultCode>> {
    if (typeof WebAssembly === 'undefined') return err('noVaultHere');
    const before = losses;
    try {
      const sodium = await createSodium();
      if (!(await tab.take(steal))) return err('otherTab');
      const disk = (await hasOpfs()) ? await createOpfsDisk() : await createPartsDisk();
      const rows = createDexieRows({ clock, upgraded: () => tell({ event: 'upgraded' }) });
      const shut = async (): Promise<void> => {
        await disk.close();
        await rows.close();
      };
      const engine = createEngine({
        sodium,
        rng: createRng(),
        clock,
        disk,
        rows,
        argon2,
        policy: WORDS_POLICY,
        tell,
        readBeside,
      });
      running = { engine, sodium, shut };
      const started = await engine.start();
      if (started.ok && losses === before) return ok(true);
      running = null;
      await shut();
      tab.release();
      return started.ok ? err('otherTab') : started;
    } catch (error) {
      const fault = faultOf(error);
      tab.release();
      // A tab that died a moment ago may still have the files.
      if (fault.reason === 'NoModificationAllowedError') return err('otherTab');
      return err(fault.code === 'storageFailed' ? 'noVaultHere' : fault.code, fault.reason);
    }
  }

  async function answer(call: Call, signal: AbortSignal): Promise<Result<unknown, VaultCode>> {
    if (call.method === 'takeOver' && running === null) starting = start(true);
    starting ??= start(false);
    const started = await starting;
    const now: Running | null = running;
    if (!started.ok || now === null) {
      if (!started.ok && started.code === 'otherTab') {
        if (call.method === 'status') return ok(ELSEWHERE);
        const [words] = call.args;
        if (call.method === 'wordsOpen' && typeof words === 'string') return elsewhere(words);
      }
      // A start that failed for a passing reason is tried again with the next call.
      if (!started.ok && started.code !== 'otherTab') starting = null;
      return started.ok ? err('otherTab') : started;
    }
    if (call.method === 'getReady') {
      getReady(WORDS_POLICY.memoryKiB);
      return ok(true);
    }
    let last = 0;
    const progress = (done: number, total: number): void => {
      if (done < total && done - last < total / 100) return;
      last = done;
      self.postMessage({ id: call.id, done, total });
    };
    const asked = call.method === 'takeOver' ? { ...call, method: 'status' } : call;
    const result = await serve({ engine: now.engine, progress, signal }, asked);
    if (ENDING.includes(call.method)) await end(now);
    return result;
  }

  /** Whoever types junk here must not close what is open in the other tab. */
  async function elsewhere(words: string): Promise<Result<boolean, VaultCode>> {
    // Elsewhere only taking it over can tell.
    if (!(await hasOpfs())) return ok(true);
    const sodium = await createSodium();
    const deps = { sodium, rng: createRng(), argon2, policy: WORDS_POLICY };
    // What trying leaves on the heap goes with this worker, which the page ends now.
    return caught(async () => ok(await wordsOpen(deps, readFixed, words)));
  }

  /** Keys were wiped; what libsodium left on its heap goes too. The page ends the worker after this. */
  async function end(now: Running): Promise<void> {
    running = null;
    starting = Promise.resolve(err('workerLost'));
    await now.shut();
    tab.release();
    wipeHeap(now.sodium);
  }

  self.onmessage = async ({ data }) => {
    const call = parseCall(data);
    if (!call.ok) return;
    if ('abort' in call.value) return aborts.get(call.value.abort)?.abort();
    const { id } = call.value;
    const abort = new AbortController();
    aborts.set(id, abort);
    let result: Result<unknown, VaultCode>;
    try {
      result = await answer(call.value, abort.signal);
    } catch {
      // A bug: its message may hold anything, so only the code leaves.
      result = err('badRequest', 'exception');
    }
    aborts.delete(id);
    self.postMessage({ id, result });
  };
}

if (self.name === READER) runReader(self);
else runVault();
