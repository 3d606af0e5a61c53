/** Owns what every bucket must do: in memory, and behind a real S3 API. Must never know which one it is. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bucket } from '../../src/server/blobs/bucket.ts';
import { concat, utf8 } from '../../src/wire/bytes.ts';

/** `make`: an empty bucket. */
export function bucketContract(name: string, make: () => Promise<Bucket>): void {
  describe(`bucket: ${name}`, () => {
    let bucket: Bucket;
    beforeAll(async () => {
      bucket = await make();
    });
    const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    const put = (key: string, bytes: Uint8Array, digest = sha(bytes), size = bytes.length) =>
      bucket.put(key, size, digest, async function* () {
        for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
      });
    const whole = async (key: string, start: number, end: number) => {
      const parts: Uint8Array[] = [];
      for await (const part of bucket.read(key, start, end)) parts.push(part);
      return concat(...parts);
    };
    const keys = async (prefix: string) => {
      const found: string[] = [];
      for await (const { key } of bucket.list(prefix)) found.push(key);
      return found;
    };

    it('keeps whole objects, tells their size, gives ranges', async () => {
      const bytes = Uint8Array.from({ length: 300_001 }, (_, at) => (at * 7) % 251);
      await put('parcels/aa/one', bytes);
      expect(await bucket.size('parcels/aa/one')).toBe(300_001);
      expect(await whole('parcels/aa/one', 0, 300_001)).toEqual(bytes);
      expect(await whole('parcels/aa/one', 299_990, 300_001)).toEqual(bytes.slice(299_990));
      expect(await whole('parcels/aa/one', 5, 5)).toEqual(utf8(''));
    });

    it('replaces an object, and removes one that is there or not', async () => {
      await put('two', utf8('first'));
      await put('two', utf8('second one'));
      expect(await whole('two', 0, 10)).toEqual(utf8('second one'));
      await bucket.remove('two');
      await bucket.remove('two');
      expect(await bucket.size('two')).toBeUndefined();
    });

    it('S5 takes no bytes but those that were meant, and gives none that are not there', async () => {
      await expect(put('damaged', utf8('damaged'), sha(utf8('meant')))).rejects.toMatchObject({
        name: 'DiskError',
      });
      expect(await bucket.size('damaged')).toBeUndefined();
      await put('short', utf8('abc'));
      await expect(whole('short', 0, 4)).rejects.toMatchObject({ name: 'DiskError' });
      await expect(whole('nowhere', 0, 1)).rejects.toMatchObject({ name: 'DiskError', fault: 'busy' });
    });

    it('lists by prefix, in order, with the time of the last change', async () => {
      for (const key of ['list/b/2', 'list/a/1', 'list/b/1', 'other/1']) await put(key, utf8(key));
      await expect
        .poll(() => keys('list/'), { timeout: 20_000 })
        .toEqual(['list/a/1', 'list/b/1', 'list/b/2']);
      expect(await keys('list/b/')).toEqual(['list/b/1', 'list/b/2']);
      for await (const { changed } of bucket.list('list/'))
        expect(changed).toBeGreaterThan(Date.UTC(2020, 0));
    });
  });
}
