/** Owns the port to a store of whole objects (S3), which several processes share. Must never know what an object means. */

/** Every method rejects with a DiskError, or not at all: `busy` when the store cannot be asked, `full` when it has no room. */
export type Bucket = {
  /** Durable once it resolves. `sha256` of the bytes, hex: the store refuses what arrives otherwise. `body` may be asked for again. */
  put(key: string, size: number, sha256: string, body: () => AsyncIterable<Uint8Array>): Promise<void>;
  /** Undefined only when the store answers, and has no such object. */
  size(key: string): Promise<number | undefined>;
  /** The bytes from `start` up to `end`, without `end`; fewer are an error. */
  read(key: string, start: number, end: number): AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** An object that is not there is fine. */
  remove(key: string): Promise<void>;
  /** All objects whose key begins with `prefix`, in order; `changed` in milliseconds since 1970. */
  list(prefix: string): AsyncIterable<{ readonly key: string; readonly changed: number }>;
};
