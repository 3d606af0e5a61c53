/** Owns a disk in memory with the manners of a real one: what was not flushed may be lost, kept or torn by a power cut. */
import type {
  Disk,
  DiskReader,
  FixedName,
  Handle,
  JournalFiles,
  SealedFiles,
  VaultBox,
} from '../../src/store/disk.ts';
import { StoreFault } from '../../src/store/fault.ts';
import type { Bytes } from '../../src/wire/bytes.ts';
import type { Power } from './clientPower.ts';

type Write = { readonly at: number; readonly bytes: Uint8Array };
type FileState = { durable: Bytes | null; seen: Bytes | null; pending: Write[] };

export type FakeDisk = Omit<Disk, 'journal'> & {
  /** Can be taken away, as where there is no OPFS. */
  journal: JournalFiles | null;
  readonly reader: DiskReader;
  /** After a power cut: decides for each unflushed write whether it survived whole, torn, or not at all. */
  reboot(dice: () => number): void;
  /** All bytes that lie on the disk, by path. */
  dump(): Map<string, Bytes>;
  /** Damages a durable file. */
  corrupt(path: string, change: (bytes: Bytes) => Bytes | null): void;
  /** From now on every write fails as on a full disk, until set back. */
  full: boolean;
  /** Number of sealed-file and fixed writers that were never closed. */
  openWriters(): number;
};

function put(target: Bytes | null, { at, bytes }: Write): Bytes {
  const size = Math.max(target?.length ?? 0, at + bytes.length);
  const out = new Uint8Array(size);
  out.set(target ?? []);
  out.set(bytes, at);
  return out;
}

/** `from`: what `dump` of another one gave, as durable bytes. */
export function createFakeDisk(power: Power, from: ReadonlyMap<string, Bytes> = new Map()): FakeDisk {
  const files = new Map<string, FileState>(
    [...from].map(([path, bytes]) => [path, { durable: bytes, seen: bytes, pending: [] }]),
  );
  let writers = 0;

  const stateOf = (path: string): FileState => {
    const state = files.get(path) ?? { durable: null, seen: null, pending: [] };
    files.set(path, state);
    return state;
  };
  const write = (path: string, at: number, bytes: Uint8Array): void => {
    power.step();
    if (disk.full) throw new StoreFault('diskFull', 'QuotaExceededError');
    const state = stateOf(path);
    const change = { at, bytes: bytes.slice() };
    state.pending.push(change);
    state.seen = put(state.seen, change);
    power.step();
  };
  const flush = (path: string): void => {
    power.step();
    const state = stateOf(path);
    state.durable = state.seen?.slice() ?? null;
    state.pending = [];
    power.step();
  };
  const remove = (path: string): void => {
    power.step();
    files.delete(path);
    power.step();
  };

  const sealed = (folder: string): SealedFiles => {
    const path = (handle: Handle): string => `${folder}/${handle}`;
    const bytesOf = (handle: Handle): Bytes | null => files.get(path(handle))?.seen ?? null;
    const writer = async (handle: Handle) => {
      power.step();
      writers += 1;
      let open = true;
      return {
        write: async (at: number, bytes: Uint8Array) => write(path(handle), at, bytes),
        flush: async () => flush(path(handle)),
        close: async () => {
          if (open) writers -= 1;
          open = false;
        },
      };
    };
    return {
      size: async (handle) => bytesOf(handle)?.length ?? null,
      slice: async (handle, from, to) => bytesOf(handle)?.slice(from, to) ?? null,
      blob: async (handle) => {
        const bytes = bytesOf(handle);
        return bytes === null ? null : new Blob([bytes]);
      },
      list: async () =>
        [...files]
          .filter(([name, { seen }]) => seen !== null && name.startsWith(`${folder}/`))
          .map(([name]) => name.slice(folder.length + 1)),
      create: writer,
      reopen: async (handle) => {
        if (bytesOf(handle) === null) throw new StoreFault('storageFailed', 'NotFoundError');
        return writer(handle);
      },
      remove: async (handle) => remove(path(handle)),
    };
  };

  const journal: JournalFiles = {
    async put(handle, bytes) {
      stateOf(`log/${handle}`).seen = null;
      write(`log/${handle}`, 0, bytes);
      flush(`log/${handle}`);
    },
    get: async (handle) => (files.get(`log/${handle}`)?.seen?.slice() ?? null) as VaultBox | null,
    list: async () =>
      [...files.keys()].filter((name) => name.startsWith('log/')).map((name) => name.slice(4)),
    remove: async (handle) => remove(`log/${handle}`),
  };

  const outgoing = sealed('out');
  const kept = sealed('in');
  const disk: FakeDisk = {
    erasure: 'inPlace',
    full: false,
    outgoing,
    kept,
    journal,
    async empty(keep) {
      for (const path of [...files.keys()])
        if (path.includes('/') && !keep.some((handle) => path === `out/${handle}`)) remove(path);
    },
    removeFixed: async (name) => remove(name),
    fixed: async (name: FixedName) => ({
      read: async () => files.get(name)?.seen?.slice() ?? new Uint8Array(0),
      write: async (at, bytes) => write(name, at, bytes),
      flush: async () => flush(name),
    }),
    close: async () => undefined,
    async destroy() {
      for (const path of [...files.keys()]) remove(path);
    },
    reader: {
      fixed: async (name) => files.get(name)?.seen?.slice() ?? null,
      outgoing,
      kept,
    },
    openWriters: () => writers,
    reboot(dice) {
      for (const [path, state] of files) {
        let bytes = state.durable;
        for (const change of state.pending) {
          const fate = dice();
          if (fate < 1 / 3) continue;
          const torn =
            fate < 2 / 3 ? change.bytes.subarray(0, Math.floor(change.bytes.length * dice())) : change.bytes;
          bytes = put(bytes, { at: change.at, bytes: torn });
        }
        if (bytes === null) files.delete(path);
        else files.set(path, { durable: bytes, seen: bytes, pending: [] });
      }
      writers = 0;
    },
    dump: () => new Map([...files].map(([path, { seen }]) => [path, seen ?? new Uint8Array(0)])),
    corrupt(path, change) {
      const bytes = change(stateOf(path).seen?.slice() ?? new Uint8Array(0));
      if (bytes === null) files.delete(path);
      else files.set(path, { durable: bytes, seen: bytes, pending: [] });
    },
  };
  return disk;
}
