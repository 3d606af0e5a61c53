/** Owns a browser's private file system in memory, as far as the disk asks of it; its connection can be lost, as a phone does it to a page that sleeps. */

type Entry = { bytes: Uint8Array<ArrayBuffer>; unflushed: number; held: boolean };
type Tree = Map<string, Tree | Entry>;

const error = (name: string): DOMException => new DOMException(name, name);

export type FakeOpfs = {
  /** Puts it in the place of the browser's; call what comes back to take it away. */
  install(): () => void;
  /** Every handle of files and folders that anybody holds is dead from now on; what was written stays. */
  lose(): void;
  /** Names of files with bytes that no flush has reached. */
  unflushed(): string[];
  /** The next write keeps other bytes than it was given, and says nothing. */
  spoil(): void;
  /** How often a file was opened for writing. */
  opened(): number;
};

export function createFakeOpfs(): FakeOpfs {
  const root: Tree = new Map();
  let connection = 0;
  let opened = 0;
  let spoils = false;

  const entries = (tree: Tree, path = ''): [string, Entry][] =>
    [...tree].flatMap(([name, one]) =>
      one instanceof Map ? entries(one, `${path}${name}/`) : [[`${path}${name}`, one] as [string, Entry]],
    );

  function accessHandle(entry: Entry) {
    const mine = connection;
    let closed = false;
    const alive = (): void => {
      if (closed || mine !== connection) throw error('InvalidStateError');
    };
    const grow = (size: number): void => {
      if (size <= entry.bytes.length) return;
      const larger = new Uint8Array(size);
      larger.set(entry.bytes);
      entry.bytes = larger;
    };
    return {
      getSize() {
        alive();
        return entry.bytes.length;
      },
      read(into: Uint8Array, { at }: { at: number }) {
        alive();
        const piece = entry.bytes.subarray(at, at + into.length);
        into.set(piece);
        return piece.length;
      },
      write(bytes: Uint8Array, { at }: { at: number }) {
        alive();
        grow(at + bytes.length);
        entry.bytes.set(bytes, at);
        if (spoils) entry.bytes[at] = (entry.bytes[at] ?? 0) ^ 1;
        spoils = false;
        entry.unflushed += 1;
        return bytes.length;
      },
      truncate(size: number) {
        alive();
        entry.bytes = entry.bytes.slice(0, size);
        grow(size);
        entry.unflushed += 1;
      },
      flush() {
        alive();
        entry.unflushed = 0;
      },
      close() {
        if (!closed && mine === connection) entry.held = false;
        closed = true;
      },
    };
  }

  function fileHandle(entry: Entry) {
    const mine = connection;
    return {
      async createSyncAccessHandle() {
        if (mine !== connection) throw error('UnknownError');
        if (entry.held) throw error('NoModificationAllowedError');
        entry.held = true;
        opened += 1;
        return accessHandle(entry);
      },
      async getFile() {
        if (mine !== connection) throw error('UnknownError');
        return new Blob([entry.bytes.slice()]);
      },
    };
  }

  function folderHandle(tree: Tree) {
    const mine = connection;
    const find = async (name: string): Promise<Tree | Entry | undefined> => {
      if (mine !== connection) throw error('UnknownError');
      return tree.get(name);
    };
    return {
      async getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<unknown> {
        let found = await find(name);
        if (found === undefined && options?.create === true) {
          found = new Map();
          tree.set(name, found);
        }
        if (!(found instanceof Map)) throw error('NotFoundError');
        return folderHandle(found);
      },
      async getFileHandle(name: string, options?: { create?: boolean }) {
        let found = await find(name);
        if (found === undefined && options?.create === true) {
          found = { bytes: new Uint8Array(0), unflushed: 0, held: false };
          tree.set(name, found);
        }
        if (found === undefined || found instanceof Map) throw error('NotFoundError');
        return fileHandle(found);
      },
      async removeEntry(name: string) {
        const found = await find(name);
        if (found === undefined) throw error('NotFoundError');
        const inside = found instanceof Map ? entries(found).map(([, entry]) => entry) : [found];
        if (inside.some(({ held }) => held)) throw error('NoModificationAllowedError');
        tree.delete(name);
      },
      async *keys() {
        await find('');
        yield* [...tree.keys()];
      },
    };
  }

  return {
    install() {
      const before = Object.getOwnPropertyDescriptor(navigator, 'storage');
      const value = { getDirectory: async () => folderHandle(root) };
      Object.defineProperty(navigator, 'storage', { value, configurable: true });
      return () => {
        if (before === undefined) Reflect.deleteProperty(navigator, 'storage');
        else Object.defineProperty(navigator, 'storage', before);
      };
    },
    lose() {
      connection += 1;
      for (const [, entry] of entries(root)) entry.held = false;
    },
    unflushed: () =>
      entries(root)
        .filter(([, { unflushed }]) => unflushed > 0)
        .map(([name]) => name),
    spoil() {
      spoils = true;
    },
    opened: () => opened,
  };
}
