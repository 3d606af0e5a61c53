/** Owns running the client's storage contracts on a real browser's storage. */
import { createDexieRows } from '../../../src/store/dexieRows.ts';
import { createOpfsDisk, createOpfsReader, hasOpfs } from '../../../src/store/opfsDisk.ts';
import { createPartsDisk, createPartsReader } from '../../../src/store/partsDisk.ts';
import { diskContract } from '../../contracts/diskClient.ts';
import { rowsContract } from '../../contracts/rowsClient.ts';

const clock = {
  now: () => Date.now(),
  sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
};
const lines: string[] = [];

async function note(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    lines.push(`ok ${name}`);
  } catch (error) {
    lines.push(`failed ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

lines.push(`opfs ${await hasOpfs()}`);
for (const [number, { name, run }] of diskContract.entries()) {
  await note(`OPFS: ${name}`, async () => {
    await run({ open: createOpfsDisk, reader: createOpfsReader });
    await (await createOpfsDisk()).destroy();
  });
  const database = `contract${number}`;
  await note(`parts: ${name}`, () =>
    run({ open: () => createPartsDisk(database), reader: () => createPartsReader(database) }),
  );
}
for (const [number, { name, run }] of rowsContract.entries()) {
  await note(`Dexie: ${name}`, () =>
    run({ open: async () => createDexieRows({ clock, name: `contract-rows${number}` }) }),
  );
}
postMessage(lines);
