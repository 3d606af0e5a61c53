/** Owns what every disk of the client must do, on memory, IndexedDB parts and real OPFS. Runs in Node and in a browser page. */
import type { Disk, DiskReader, SealedFile, VaultBox } from '../../src/store/disk.ts';

export type DiskBench = {
  /** A disk on storage that stays: `again` opens the same storage anew after `close`. */
  open(): Promise<Disk>;
  reader(): DiskReader;
};
export type ContractCase<B> = { readonly name: string; run(bench: B): Promise<void> };

export function same(actual: unknown, expected: unknown, what: string): void {
  const text = (value: unknown): string =>
    value instanceof Uint8Array ? `bytes ${[...value].join(' ')}` : JSON.stringify(value);
  if (text(actual) !== text(expected)) {
    throw new Error(`${what}: expected ${text(expected).slice(0, 200)}, got ${text(actual).slice(0, 200)}`);
  }
}

const sealed = (data: Uint8Array): SealedFile => data as SealedFile;
const bytes = (...list: number[]) => Uint8Array.from(list);
const pattern = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, at) => (at * 7 + seed) % 251);
const NAME = '00112233445566778899aabbccddeeff';
const OTHER = 'ffeeddccbbaa99887766554433221100';

export const diskContract: readonly ContractCase<DiskBench>[] = [
  {
    name: 'a fixed file is empty when made, is overwritten in place, and is there after reopening',
    async run(bench) {
      let disk = await bench.open();
      let file = await disk.fixed('a');
      same((await file.read()).length, 0, 'new');
      await file.write(0, pattern(70_000, 1));
      await file.write(10, bytes(1, 2, 3));
      await file.flush();
      await disk.close();
      disk = await bench.open();
      file = await disk.fixed('a');
      const read = await file.read();
      same(read.length, 70_000, 'length');
      same(
        read.slice(9, 14),
        bytes(pattern(70_000, 1)[9] ?? 0, 1, 2, 3, pattern(70_000, 1)[13] ?? 0),
        'overwritten',
      );
      same((await (await disk.fixed('b')).read()).length, 0, 'another file');
      await disk.close();
    },
  },
  {
    name: 'ledger and kit can be read beside the writer; what does not exist is null',
    async run(bench) {
      const disk = await bench.open();
      const file = await disk.fixed('ledger');
      await file.write(0, pattern(1000, 3));
      await file.flush();
      same(await bench.reader().fixed('ledger'), pattern(1000, 3), 'ledger');
      same(await bench.reader().fixed('kit'), null, 'kit');
      await disk.close();
    },
  },
  {
    name: 'a sealed file grows, leaves room at its front, gets its head later, and is read in slices',
    async run(bench) {
      const disk = await bench.open();
      const payload = pattern(1_300_000, 5);
      let writer = await disk.outgoing.create(NAME);
      for (let at = 0; at < payload.length; at += 300_000) {
        await writer.write(6298 + at, sealed(payload.subarray(at, at + 300_000)));
      }
      await writer.flush();
      await writer.close();
      same(await disk.outgoing.size(NAME), 6298 + payload.length, 'size');
      writer = await disk.outgoing.reopen(NAME);
      await writer.write(0, sealed(pattern(6298, 9)));
      await writer.flush();
      await writer.close();
      const { outgoing } = bench.reader();
      same(await outgoing.size(NAME), 6298 + payload.length, 'size with head');
      same(await outgoing.slice(NAME, 0, 6298), pattern(6298, 9), 'head');
      same(
        await outgoing.slice(NAME, 6298 + 299_990, 6298 + 300_010),
        payload.slice(299_990, 300_010),
        'middle',
      );
      same(
        await outgoing.slice(NAME, 6298 + 1_299_999, 9_999_999),
        payload.slice(1_299_999),
        'cut at the end',
      );
      same((await outgoing.blob(NAME))?.size, 6298 + payload.length, 'blob');
      same(await outgoing.list(), [NAME], 'list');
      same(await disk.kept.list(), [], 'the other area');
      await disk.close();
    },
  },
  {
    name: 'an absent file is null, cannot be reopened, and can be removed',
    async run(bench) {
      const disk = await bench.open();
      same(await disk.outgoing.size(OTHER), null, 'size');
      same(await disk.outgoing.slice(OTHER, 0, 10), null, 'slice');
      same(await disk.outgoing.blob(OTHER), null, 'blob');
      await disk.outgoing.remove(OTHER);
      const code = await disk.outgoing.reopen(OTHER).then(
        () => 'opened',
        (error: { code?: string }) => error.code,
      );
      same(code, 'storageFailed', 'reopen');
      await disk.close();
    },
  },
  {
    name: 'the journal keeps small files whole, replaces them, and lists only its own; or there is none',
    async run(bench) {
      let disk = await bench.open();
      if (disk.journal === null) return disk.close();
      await disk.journal.put(NAME, pattern(9000, 3) as VaultBox);
      await disk.journal.put(OTHER, pattern(300, 4) as VaultBox);
      await disk.journal.put(NAME, pattern(4400, 5) as VaultBox);
      await disk.close();
      disk = await bench.open();
      same(await disk.journal?.get(NAME), pattern(4400, 5), 'replaced, and no longer than that');
      same((await disk.journal?.list())?.sort(), [NAME, OTHER], 'list');
      same(await disk.outgoing.list(), [], 'apart from sealed files');
      await disk.journal?.remove(OTHER);
      await disk.journal?.remove(OTHER);
      same(await disk.journal?.get(OTHER), null, 'removed');
      await disk.destroy();
    },
  },
  {
    name: 'emptying leaves fixed files and the outgoing ones that are named; a fixed file is removed by itself',
    async run(bench) {
      let disk = await bench.open();
      for (const [area, handle] of [
        [disk.outgoing, NAME],
        [disk.outgoing, OTHER],
        [disk.kept, NAME],
      ] as const) {
        const writer = await area.create(handle);
        await writer.write(0, sealed(bytes(1)));
        await writer.flush();
        await writer.close();
      }
      await disk.journal?.put(NAME, bytes(1) as VaultBox);
      for (const name of ['a', 'kit'] as const) {
        const file = await disk.fixed(name);
        await file.write(0, bytes(1, 2));
        await file.flush();
      }
      await disk.empty([OTHER]);
      same(await disk.outgoing.list(), [OTHER], 'named');
      same(await disk.kept.list(), [], 'kept');
      same((await disk.journal?.list()) ?? [], [], 'journal');
      await disk.removeFixed('kit');
      await disk.removeFixed('kit');
      same((await (await disk.fixed('kit')).read()).length, 0, 'made anew');
      await disk.close();
      disk = await bench.open();
      same((await (await disk.fixed('a')).read()).length, 2, 'the other fixed file');
      await disk.destroy();
    },
  },
  {
    name: 'removing removes one file; destroying removes everything',
    async run(bench) {
      let disk = await bench.open();
      for (const handle of [NAME, OTHER]) {
        const writer = await disk.kept.create(handle);
        await writer.write(0, sealed(bytes(1)));
        await writer.flush();
        await writer.close();
      }
      await disk.kept.remove(NAME);
      same(await disk.kept.list(), [OTHER], 'one left');
      await (await disk.fixed('a')).write(0, bytes(1));
      await disk.destroy();
      disk = await bench.open();
      same(await disk.kept.list(), [], 'nothing left');
      same((await (await disk.fixed('a')).read()).length, 0, 'no fixed file');
      await disk.close();
    },
  },
];
