/** Owns the proof that every disk keeps the promises of the port. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Disk } from '../../src/server/blobs/disk.ts';
import { createFsDisk } from '../../src/server/blobs/fsDisk.ts';
import { concat, utf8 } from '../../src/wire/bytes.ts';
import { createMemoryDisk } from '../fakes/disk.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-blobs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

const makers: readonly (readonly [string, () => Disk])[] = [
  ['memory', () => createMemoryDisk()],
  ['file system', () => createFsDisk(join(root, String(++folders)))],
];

const whole = async (disk: Disk, path: string, start: number, end: number) => {
  const parts: Uint8Array[] = [];
  for await (const part of disk.read(path, start, end)) parts.push(part);
  return concat(...parts);
};

describe.each(makers)('disk: %s', (_name, make) => {
  it('writes at offsets, reads ranges and tells sizes', async () => {
    const disk = make();
    const file = await disk.open('partial/a');
    await file.write(utf8('hello '), 0);
    await file.write(utf8('world'), 6);
    await file.write(utf8('W'), 6);
    await file.stamp(Date.UTC(2026, 10, 22));
    await file.sync();
    await file.close();
    expect(await disk.stat('partial/a')).toEqual({ size: 11 });
    expect(await whole(disk, 'partial/a', 0, 11)).toEqual(utf8('hello World'));
    expect(await whole(disk, 'partial/a', 4, 8)).toEqual(utf8('o Wo'));
    expect(await whole(disk, 'partial/a', 5, 5)).toEqual(utf8(''));
  });

  it('opens what is there without emptying it, and truncates', async () => {
    const disk = make();
    const first = await disk.open('deep/er/file');
    await first.write(utf8('0123456789'), 0);
    await first.close();
    const second = await disk.open('deep/er/file');
    await second.truncate(4);
    await second.write(utf8('x'), 4);
    await second.close();
    expect(await whole(disk, 'deep/er/file', 0, 5)).toEqual(utf8('0123x'));
  });

  it('renames over what is there, makes folders, lists and unlinks', async () => {
    const disk = make();
    for (const [path, text] of [
      ['partial/one', 'one'],
      ['parcels/o/aa/old', 'old'],
    ] as const) {
      const file = await disk.open(path);
      await file.write(utf8(text), 0);
      await file.close();
    }
    await disk.rename('partial/one', 'parcels/o/aa/old');
    await disk.syncFolder('parcels/o/aa');
    await disk.syncFolder('partial');
    expect(await disk.stat('partial/one')).toBeUndefined();
    expect(await whole(disk, 'parcels/o/aa/old', 0, 3)).toEqual(utf8('one'));
    expect(await disk.list('parcels/o')).toEqual(['aa']);
    expect(await disk.list('parcels/o/aa')).toEqual(['old']);
    expect(await disk.list('nowhere')).toEqual([]);
    await disk.unlink('parcels/o/aa/old');
    await disk.unlink('parcels/o/aa/old');
    expect(await disk.list('parcels/o/aa')).toEqual([]);
  });

  it('fails with a fault when a file is missing or too short', async () => {
    const disk = make();
    await expect(whole(disk, 'partial/none', 0, 1)).rejects.toMatchObject({ name: 'DiskError' });
    const file = await disk.open('partial/short');
    await file.write(utf8('abc'), 0);
    await file.close();
    await expect(whole(disk, 'partial/short', 0, 4)).rejects.toMatchObject({ name: 'DiskError' });
  });
});

it('S4 [EP1] files are for their owner only, and their times say no more than the day', async () => {
  const disk = createFsDisk(join(root, 'modes'));
  const file = await disk.open('partial/a');
  await file.write(utf8('x'), 0);
  await file.stamp(Date.UTC(2026, 10, 22));
  await file.close();
  const found = statSync(join(root, 'modes/partial/a'));
  expect(found.mode & 0o777).toBe(0o600);
  expect(statSync(join(root, 'modes/partial')).mode & 0o777).toBe(0o700);
  expect(found.mtimeMs).toBe(Date.UTC(2026, 10, 22));
});
