/** Proves the disk on a private file system whose connection a phone cuts, and that nothing is called durable before it was flushed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SealedFile, VaultBox } from '../../src/store/disk.ts';
import { createOpfsDisk, createOpfsReader } from '../../src/store/opfsDisk.ts';
import { diskContract } from '../contracts/diskClient.ts';
import { createFakeOpfs, type FakeOpfs } from '../fakes/opfs.ts';

const NAME = '00112233445566778899aabbccddeeff';
const bytes = (length: number, fill: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(fill);

describe('files in the private file system', () => {
  let opfs: FakeOpfs;
  let remove: () => void;
  beforeEach(() => {
    opfs = createFakeOpfs();
    remove = opfs.install();
  });
  afterEach(() => remove());

  for (const { name, run } of diskContract) {
    it(name, () => run({ open: createOpfsDisk, reader: createOpfsReader }));
  }

  it('S1 [VLT14] a lost connection is opened again, whatever was held open; what was written is there', async () => {
    const disk = await createOpfsDisk();
    const copy = await disk.fixed('a');
    await copy.write(0, bytes(100, 1));
    const writer = await disk.outgoing.create(NAME);
    await writer.write(0, bytes(10, 2) as SealedFile);
    opfs.lose();
    // Between write and flush, in the middle of a sealed file, and before each other call.
    await copy.flush();
    expect(opfs.unflushed()).toEqual([`files/out/${NAME}`]);
    await writer.write(10, bytes(10, 3) as SealedFile);
    await writer.flush();
    await writer.close();
    expect(await disk.outgoing.slice(NAME, 5, 15)).toEqual(Uint8Array.from([...bytes(5, 2), ...bytes(5, 3)]));
    for (const again of [
      () => copy.write(0, bytes(50, 4)),
      () => disk.journal?.put(NAME, bytes(40, 5) as VaultBox),
      () => disk.journal?.get(NAME),
      () => disk.outgoing.list(),
      () => disk.fixed('b'),
      () => disk.kept.remove(NAME),
      () => disk.removeFixed('b'),
      () => disk.empty([]),
    ]) {
      opfs.lose();
      await again();
    }
    opfs.lose();
    expect((await copy.read()).subarray(0, 51)).toEqual(Uint8Array.from([...bytes(50, 4), 1]));
    await disk.destroy();
  });

  it('[VLT15] a file that was closed for another tab stays closed', async () => {
    const disk = await createOpfsDisk();
    const copy = await disk.fixed('a');
    await copy.write(0, bytes(100, 1));
    await copy.flush();
    await disk.close();
    const opened = opfs.opened();
    await expect(copy.write(0, bytes(100, 2))).rejects.toMatchObject({ code: 'storageFailed' });
    expect(opfs.opened()).toBe(opened);
  });

  it('S1 [VLT16] a second copy that does not read back as it was written is a fault', async () => {
    const disk = await createOpfsDisk();
    opfs.spoil();
    await expect(disk.journal?.put(NAME, bytes(40, 5) as VaultBox)).rejects.toMatchObject({
      code: 'damaged',
    });
    await disk.journal?.put(NAME, bytes(40, 5) as VaultBox);
    expect(await disk.journal?.get(NAME)).toEqual(bytes(40, 5));
  });

  it('S1 [VLT4] [VLT16] nothing is told to be durable that no flush has reached', async () => {
    const disk = await createOpfsDisk();
    const copy = await disk.fixed('a');
    await copy.write(0, bytes(100, 1));
    expect(opfs.unflushed()).toEqual(['files/a']);
    await copy.flush();
    const writer = await disk.outgoing.create(NAME);
    await writer.write(0, bytes(10, 2) as SealedFile);
    expect(opfs.unflushed()).toEqual([`files/out/${NAME}`]);
    await writer.flush();
    await writer.close();
    await disk.journal?.put(NAME, bytes(40, 5) as VaultBox);
    expect(opfs.unflushed()).toEqual([]);
  });
});
