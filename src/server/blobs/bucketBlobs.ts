/** Owns sealed files in a shared bucket: parts while they arrive, one object when whole. Must never count a byte that is only here. */
import { dayOf } from '../../domain/ports.ts';
import { toHex } from '../../wire/bytes.ts';
import type { Base } from '../deps.ts';
import { Refusal } from '../replies.ts';
import { isStored, record, setReceived } from '../uploads/completion.ts';
import { createParcelHash } from '../uploads/parcelHash.ts';
import type { Blobs, Outcome, Place, UploadName, Writing } from './blobs.ts';
import type { Bucket } from './bucket.ts';
import { DiskError, parcelPath } from './disk.ts';
import { createSpool, type Spooled } from './spool.ts';

type Part = { readonly start: number; readonly size: number; readonly object: string };

/** Where the parts of an upload rest; a new name each time, so that no writer overwrites what another one counted. */
const partsPrefix = ({ org, upload }: UploadName): string => `partial/${org}-${upload}/`;

/**
 * Several processes share rows and bucket, and a phone may come to another one with each request. So what a request brought is in
 * the bucket before it is counted, and the row of the upload is counted up only from where this writer began: of two writers
 * the first one wins, and the other is told the offset that holds. [UP2]
 */
export function createBucketBlobs(store: Base, bucket: Bucket): Blobs {
  const { rows, clock, rng } = store;
  const spool = createSpool(store.disk, rng);

  const partsOf = ({ org, upload }: UploadName): Promise<Part[]> =>
    rows
      .selectFrom('parts')
      .select(['start', 'size', 'object'])
      .where('org', '=', org)
      .where('upload', '=', upload)
      .orderBy('start')
      .execute();

  const receivedOf = async ({ org, upload }: UploadName): Promise<number | undefined> =>
    (
      await rows
        .selectFrom('uploads')
        .select('received')
        .where('org', '=', org)
        .where('upload', '=', upload)
        .executeTakeFirst()
    )?.received;

  /** False when somebody else counted first, or the upload is gone. */
  const count = (place: Place, part: Part): Promise<boolean> =>
    rows.transaction().execute(async (tx) => {
      const { org, upload } = place;
      const moved = await tx
        .updateTable('uploads')
        .set({ received: part.start + part.size, day: dayOf(clock.now()) })
        .where('org', '=', org)
        .where('upload', '=', upload)
        .where('received', '=', part.start)
        .returning('received')
        .executeTakeFirst();
      if (moved === undefined) return false;
      await tx
        .insertInto('parts')
        .values({ org, upload, ...part })
        .execute();
      return true;
    });

  const dropParts = async ({ org, upload }: UploadName): Promise<void> => {
    const dropped = await rows
      .deleteFrom('parts')
      .where('org', '=', org)
      .where('upload', '=', upload)
      .returning('object')
      .execute();
    for (const { object } of dropped) await bucket.remove(object);
  };

  /** The object is there, with its size, before there is a row that says so; the hash was checked on both sides. */
  const putWhole = async (place: Place, spooled: Spooled): Promise<void> => {
    const { org, parcel, length } = place;
    const key = parcelPath(org, parcel);
    await bucket.put(key, length, spooled.sha256(), () => spooled.read());
    if ((await bucket.size(key)) !== length)
      throw new DiskError('busy', new Error('the object is not there'));
    await record(store, place);
  };

  const discard = async (name: UploadName): Promise<void> => {
    const { org, upload } = name;
    const dropped = await rows.transaction().execute(async (tx) => {
      await tx.deleteFrom('uploads').where('org', '=', org).where('upload', '=', upload).execute();
      return tx
        .deleteFrom('parts')
        .where('org', '=', org)
        .where('upload', '=', upload)
        .returning('object')
        .execute();
    });
    for (const { object } of dropped) await bucket.remove(object);
  };

  const writingTo = (place: Place, spooled: Spooled): Writing => {
    let counted = place.received;
    const hash = place.received === 0 ? createParcelHash() : undefined;
    return {
      async write(bytes) {
        await spooled.write(bytes);
        hash?.feed(bytes);
      },
      async settle() {
        if (spooled.size === 0) return;
        if (counted === 0 && spooled.size === place.length) {
          // All in one request: no need of parts.
          if (hash?.parcel() !== place.parcel) {
            await discard(place);
            throw new Refusal('parcelMismatch');
          }
          await putWhole(place, spooled);
          counted = place.length;
          return spooled.restart();
        }
        const object = `${partsPrefix(place)}${counted}-${toHex(rng(8))}`;
        const part = { start: counted, size: spooled.size, object };
        await bucket.put(object, part.size, spooled.sha256(), () => spooled.read());
        if (!(await count(place, part))) {
          await bucket.remove(object);
          const received = await receivedOf(place);
          if (received === undefined) throw new Refusal('uploadUnknown');
          throw new Refusal('offsetMismatch', { 'Upload-Offset': String(received) });
        }
        counted += part.size;
        spooled.restart();
        await merge(place);
      },
      undo: async () => spooled.restart(),
      close: () => spooled.close(),
    };
  };

  /**
   * Small slices make many small objects: those at the end are joined when there are enough of them, so that a whole upload
   * is read back in hundreds of pieces, not in tens of thousands.
   */
  const merge = async (place: Place): Promise<void> => {
    const tail = smallTail(await partsOf(place));
    const [first] = tail;
    if (first === undefined) return;
    const spooled = await spool.open();
    try {
      for (const part of tail)
        for await (const piece of bucket.read(part.object, 0, part.size)) await spooled.write(piece);
      const object = `${partsPrefix(place)}${first.start}-${toHex(rng(8))}`;
      await bucket.put(object, spooled.size, spooled.sha256(), () => spooled.read());
      const joined = await swap(place, tail, { start: first.start, size: spooled.size, object });
      if (!joined) return await bucket.remove(object);
      for (const part of tail) await bucket.remove(part.object);
    } finally {
      await spooled.close();
    }
  };

  /** False when somebody else joined them, or the upload ended: then all stays as it is. */
  const swap = async (place: Place, tail: readonly Part[], joined: Part): Promise<boolean> => {
    const { org, upload } = place;
    const objects = tail.map(({ object }) => object);
    const raced = new Error('other parts');
    return rows
      .transaction()
      .execute(async (tx) => {
        const gone = await tx
          .deleteFrom('parts')
          .where('org', '=', org)
          .where('upload', '=', upload)
          .where('object', 'in', objects)
          .returning('object')
          .execute();
        if (gone.length !== tail.length) throw raced;
        await tx
          .insertInto('parts')
          .values({ org, upload, ...joined })
          .execute();
        return true;
      })
      .catch((error: unknown) => {
        if (error === raced) return false;
        throw error;
      });
  };

  const assemble = async (place: Place, parts: readonly Part[]): Promise<Outcome> => {
    const spooled = await spool.open();
    try {
      const hash = createParcelHash();
      for (const part of parts) {
        for await (const piece of bucket.read(part.object, 0, part.size)) {
          hash.feed(piece);
          await spooled.write(piece);
        }
      }
      if (hash.parcel() !== place.parcel) {
        await discard(place);
        return 'parcelMismatch';
      }
      await putWhole(place, spooled);
    } finally {
      await spooled.close();
    }
    await dropParts(place);
    return 'stored';
  };

  /** Asks again for what is not covered by parts; nobody else may have moved the row meanwhile. */
  const fallBack = (place: Place, end: number): Promise<void> =>
    rows.transaction().execute(async (tx) => {
      const { org, upload } = place;
      const moved = await tx
        .updateTable('uploads')
        .set({ received: end })
        .where('org', '=', org)
        .where('upload', '=', upload)
        .where('received', '=', place.length)
        .returning('received')
        .executeTakeFirst();
      if (moved === undefined) return;
      await tx
        .deleteFrom('parts')
        .where('org', '=', org)
        .where('upload', '=', upload)
        .where('start', '>=', end)
        .execute();
    });

  const blobs: Blobs = {
    write: async (place) => writingTo(place, await spool.open()),
    async complete(place) {
      const { org, parcel, length } = place;
      if (await isStored({ rows, blobs }, org, parcel)) {
        await setReceived(rows, place, length);
        await dropParts(place);
        return 'stored';
      }
      const parts = covering(await partsOf(place));
      const end = parts.reduce((sum, { size }) => sum + size, 0);
      if (end >= length) return assemble(place, parts);
      await fallBack(place, end);
      return 'lost';
    },
    discard,
    reconcile: async () => undefined,
    size: (org, parcel) => bucket.size(parcelPath(org, parcel)),
    read: (org, parcel, start, end) => bucket.read(parcelPath(org, parcel), start, end),
  };
  return blobs;
}

const SMALL = 4_194_304;
const MOST_SMALL = 256;

/** The parts at the end that are worth joining: many, or together no longer small. */
function smallTail(parts: readonly Part[]): readonly Part[] {
  const from = parts.findLastIndex(({ size }) => size >= SMALL) + 1;
  const tail = parts.slice(from);
  const bytes = tail.reduce((sum, { size }) => sum + size, 0);
  return tail.length > 1 && (bytes >= SMALL || tail.length >= MOST_SMALL) ? tail : [];
}

/** The parts that lie without a hole from the beginning. */
function covering(parts: readonly Part[]): readonly Part[] {
  let end = 0;
  const found: Part[] = [];
  for (const part of parts) {
    if (part.start !== end) break;
    found.push(part);
    end += part.size;
  }
  return found;
}
