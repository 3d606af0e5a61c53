/** Owns a disk in memory that can fail and lose its power. Must never keep what a real disk might have lost. */
import {
  type Disk,
  DiskError,
  type DiskFault,
  type DiskFile,
  folderOf,
} from '../../src/server/blobs/disk.ts';
import type { Dice } from './clockDice.ts';

/** `settled`: durable for certain. `writes`: since then, each may or may not survive. */
type Inode = { settled: Uint8Array<ArrayBuffer>; now: Uint8Array<ArrayBuffer>; writes: Change[] };
type Change =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly size: number };
/**
 * What one folder held, change after change; `durable`: the first that is certain. After a power cut it holds what it held at one of
 * them from there on, whatever other folders do: a file that moved may be in both, or, when its new folder was not synced, in none.
 */
type Folder = { readonly states: Map<string, Inode>[]; durable: number };

export type MemoryDisk = Disk & {
  /** Called before each operation; may throw a fault. */
  onOperation: (name: string, path: string) => void;
  /** Every operation of the old owner fails from now on; gives the disk as the next owner finds it. */
  cutPower(dice: Dice): MemoryDisk;
  /** The bytes of a file as its owner sees them. */
  bytesOf(path: string): Uint8Array | undefined;
  names(): readonly string[];
};

const SECTOR = 512;

export function createMemoryDisk(start: ReadonlyMap<string, Uint8Array> = new Map()): MemoryDisk {
  let names = new Map<string, Inode>();
  for (const [name, bytes] of start) {
    names.set(name, { settled: bytes.slice(), now: bytes.slice(), writes: [] });
  }
  const folders = new Map<string, Folder>();
  let dead = false;

  const inside = (all: ReadonlyMap<string, Inode>, folder: string): Map<string, Inode> =>
    new Map([...all].filter(([name]) => folderOf(name) === folder));
  const folderAt = (folder: string): Folder => {
    const known = folders.get(folder) ?? { states: [inside(names, folder)], durable: 0 };
    folders.set(folder, known);
    return known;
  };
  for (const name of names.keys()) folderAt(folderOf(name));

  const enter = (name: string, path: string): void => {
    if (dead) throw new DiskError('broken', new Error('no power'));
    disk.onOperation(name, path);
  };
  const rename = (paths: readonly string[], change: (names: Map<string, Inode>) => void): void => {
    const touched = new Set(paths.map(folderOf));
    for (const folder of touched) folderAt(folder);
    names = new Map(names);
    change(names);
    for (const folder of touched) folderAt(folder).states.push(inside(names, folder));
  };

  const fileOf = (inode: Inode, path: string): DiskFile => ({
    async write(bytes, offset) {
      enter('write', path);
      const change: Change = { kind: 'write', offset, bytes: bytes.slice() };
      inode.writes.push(change);
      inode.now = applied(inode.now, change);
    },
    async sync() {
      enter('sync', path);
      inode.settled = inode.now.slice();
      inode.writes = [];
    },
    async truncate(size) {
      enter('truncate', path);
      const change: Change = { kind: 'truncate', size };
      inode.writes.push(change);
      inode.now = applied(inode.now, change);
    },
    async stamp() {
      enter('stamp', path);
    },
    async close() {},
  });

  const disk: MemoryDisk = {
    onOperation: () => undefined,
    async open(path) {
      enter('open', path);
      const found = names.get(path);
      if (found !== undefined) return fileOf(found, path);
      const inode: Inode = { settled: new Uint8Array(0), now: new Uint8Array(0), writes: [] };
      rename([path], (map) => map.set(path, inode));
      return fileOf(inode, path);
    },
    async rename(from, to) {
      enter('rename', from);
      const inode = names.get(from);
      if (inode === undefined) throw new DiskError('broken', new Error('nothing to rename'));
      rename([from, to], (map) => {
        map.delete(from);
        map.set(to, inode);
      });
    },
    async syncFolder(folder) {
      enter('syncFolder', folder);
      const at = folderAt(folder);
      at.durable = at.states.length - 1;
    },
    async *read(path, from, end) {
      enter('read', path);
      const inode = names.get(path);
      if (inode === undefined || inode.now.length < end)
        throw new DiskError('broken', new Error('short file'));
      for (let at = from; at < end; at += 65_536) yield inode.now.slice(at, Math.min(end, at + 65_536));
    },
    async list(folder) {
      enter('list', folder);
      const below = [...names.keys()].filter((name) => name.startsWith(`${folder}/`));
      return [...new Set(below.map((name) => name.slice(folder.length + 1).split('/')[0] ?? ''))];
    },
    async unlink(path) {
      enter('unlink', path);
      if (names.has(path)) rename([path], (map) => map.delete(path));
    },
    async stat(path) {
      enter('stat', path);
      const inode = names.get(path);
      return inode === undefined ? undefined : { size: inode.now.length };
    },
    cutPower(dice) {
      dead = true;
      const left = new Map<string, Inode>();
      for (const { states, durable } of folders.values())
        for (const [name, inode] of states[durable + dice.below(states.length - durable)] ?? [])
          left.set(name, inode);
      return createMemoryDisk(new Map([...left].map(([name, inode]) => [name, survivor(inode, dice)])));
    },
    bytesOf: (path) => names.get(path)?.now,
    names: () => [...names.keys()],
  };
  return disk;
}

function applied(bytes: Uint8Array<ArrayBuffer>, change: Change): Uint8Array<ArrayBuffer> {
  if (change.kind === 'truncate') {
    const out = new Uint8Array(change.size);
    out.set(bytes.subarray(0, change.size));
    return out;
  }
  const out = new Uint8Array(Math.max(bytes.length, change.offset + change.bytes.length));
  out.set(bytes);
  out.set(change.bytes, change.offset);
  return out;
}

/** Of what was not synced some writes are there, some are not, and some are torn at a sector. */
function survivor(inode: Inode, dice: Dice): Uint8Array<ArrayBuffer> {
  let bytes = inode.settled;
  for (const change of inode.writes) {
    if (dice.chance(0.4)) continue;
    const torn = change.kind === 'write' && dice.chance(0.3);
    const bytesLeft = change.kind === 'write' ? change.bytes : new Uint8Array(0);
    const kept = torn ? Math.floor(dice.below(bytesLeft.length + 1) / SECTOR) * SECTOR : bytesLeft.length;
    bytes = applied(
      bytes,
      change.kind === 'write' ? { ...change, bytes: bytesLeft.subarray(0, kept) } : change,
    );
  }
  return bytes;
}

export const faulty = (fault: DiskFault): DiskError => new DiskError(fault, new Error('on purpose'));
