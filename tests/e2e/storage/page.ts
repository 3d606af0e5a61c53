/** Owns the page that hands the real vault to the end-to-end test. Must never be part of an app. */

import { createDexieRows } from '../../../src/store/dexieRows.ts';
import { createDiskReader } from '../../../src/store/diskReader.ts';
import { createPostbox } from '../../../src/store/postbox.ts';
import { createVault } from '../../../src/vault/client.ts';

const clock = {
  now: () => Date.now(),
  sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
};
const vault = createVault();
const events: string[] = [];
vault.listen(({ event }) => events.push(event));
const postbox = createPostbox({ rows: createDexieRows({ clock }), reader: createDiskReader() });

const bench = {
  vault,
  events,
  postbox,
  /** Runs the storage contracts in a worker; a line each. */
  contracts: (): Promise<string[]> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./contracts.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }) => resolve(data as string[]);
      worker.onerror = ({ message }) => reject(new Error(message));
    }),
};
export type Bench = typeof bench;
Object.assign(globalThis, { bench });
