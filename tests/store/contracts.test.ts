/** Owns running the client's storage contracts on what Node can offer: memory, and Dexie over fake-indexeddb. */
import 'fake-indexeddb/auto';
import { describe, it } from 'vitest';
import { createDexieRows } from '../../src/store/dexieRows.ts';
import { createPartsDisk, createPartsReader } from '../../src/store/partsDisk.ts';
import { diskContract } from '../contracts/diskClient.ts';
import { rowsContract } from '../contracts/rowsClient.ts';
import { createFakeDisk } from '../fakes/clientDisk.ts';
import { createPower } from '../fakes/clientPower.ts';
import { createFakeRows } from '../fakes/clientRows.ts';
import { VirtualClock } from '../fakes/clock.ts';

describe('disk in memory', () => {
  for (const { name, run } of diskContract) {
    it(name, async () => {
      const disk = createFakeDisk(createPower());
      await run({ open: async () => disk, reader: () => disk.reader });
    });
  }
});

describe('disk of IndexedDB parts', () => {
  for (const [number, { name, run }] of diskContract.entries()) {
    it(name, async () => {
      const database = `parts${number}`;
      await run({ open: () => createPartsDisk(database), reader: () => createPartsReader(database) });
    });
  }
});

describe('rows in memory', () => {
  for (const { name, run } of rowsContract) {
    it(name, async () => {
      const rows = createFakeRows(createPower());
      await run({ open: async () => rows });
    });
  }
});

describe('rows in Dexie', () => {
  for (const [number, { name, run }] of rowsContract.entries()) {
    it(name, async () => {
      await run({ open: async () => createDexieRows({ clock: new VirtualClock(), name: `rows${number}` }) });
    });
  }
});
