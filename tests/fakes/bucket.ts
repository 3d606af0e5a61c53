/** Owns a bucket in memory that can fail. Must never take bytes whose hash or size is not what was said. */
import { createHash } from 'node:crypto';
import type { Bucket } from '../../src/server/blobs/bucket.ts';
import { DiskError } from '../../src/server/blobs/disk.ts';
import { concat } from '../../src/wire/bytes.ts';

export type MemoryBucket = Bucket & {
  /** Called before each operation; may throw a fault, or wait. */
  onOperation: (name: string, key: string) => void | Promise<void>;
  keys(): readonly string[];
  bytesOf(key: string): Uint8Array | undefined;
};

/** `now`: the bucket's own clock. */
export function createMemoryBucket(now: () => number = () => Date.UTC(2026, 10, 22)): MemoryBucket {
  const objects = new Map<string, { readonly bytes: Uint8Array<ArrayBuffer>; readonly changed: number }>();
  const bucket: MemoryBucket = {
    onOperation: () => undefined,
    async put(key, size, sha256, body) {
      await bucket.onOperation('put', key);
      const parts: Uint8Array[] = [];
      for await (const part of body()) parts.push(part);
      const bytes = concat(...parts);
      if (bytes.length !== size || createHash('sha256').update(bytes).digest('hex') !== sha256)
        throw new DiskError('busy', new Error('refused'));
      objects.set(key, { bytes, changed: now() });
    },
    async size(key) {
      await bucket.onOperation('size', key);
      return objects.get(key)?.bytes.length;
    },
    async *read(key, start, end) {
      await bucket.onOperation('read', key);
      const found = objects.get(key);
      if (found === undefined || found.bytes.length < end)
        throw new DiskError('busy', new Error('no such object'));
      for (let at = start; at < end; at += 65_536) yield found.bytes.slice(at, Math.min(end, at + 65_536));
    },
    async remove(key) {
      await bucket.onOperation('remove', key);
      objects.delete(key);
    },
    async *list(prefix) {
      await bucket.onOperation('list', prefix);
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
      for (const key of keys) yield { key, changed: objects.get(key)?.changed ?? 0 };
    },
    keys: () => [...objects.keys()].sort(),
    bytesOf: (key) => objects.get(key)?.bytes,
  };
  return bucket;
}
