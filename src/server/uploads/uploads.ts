/** Owns uploads from creation to the last byte (tus 1.0.0). Must never acknowledge a byte that is not durable. */
import { createHash } from 'node:crypto';
import { dayOf } from '../../domain/ports.ts';
import { isBucket } from '../../wire/buckets.ts';
import { uploadInput } from '../../wire/inputs.ts';
import type { Place, Small, Writing } from '../blobs/blobs.ts';
import type { Store } from '../deps.ts';
import { Refusal } from '../replies.ts';
import { question, type Rows } from '../rows.ts';
import { hasRoom, isStored } from './completion.ts';
import { createParcelHash } from './parcelHash.ts';
import { type Arrival, arrivedAlready } from './receive.ts';
import { SMALL } from './small.ts';
import { createWriters } from './writers.ts';

export type Creation = {
  readonly org: string;
  readonly parcel: string;
  /** 16 bytes, hex. */
  readonly secret: string;
  readonly length: number;
  /** It has a place of the pool, and no ticket. [TOK7] */
  readonly pooled: boolean;
};
/** Where an upload stands; complete when both are equal. */
export type Standing = { readonly upload: string; readonly received: number; readonly length: number };
export type Body = {
  readonly arrival: Arrival;
  /** SHA-256 that the bytes of this request must have, hex. */
  readonly checksum: string | undefined;
  /** As the sender says. */
  readonly length: number | undefined;
};

export type Within = (work: () => Promise<Standing>) => Promise<Standing>;

export type Uploads = {
  /** [UP1] With a body: creation-with-upload. */
  create(creation: Creation, body: Body | undefined): Promise<Standing>;
  standing(org: string, upload: string): Promise<Standing>;
  /** `within` runs the reading of the body, or refuses it. */
  append(org: string, upload: string, offset: number, body: Body, within: Within): Promise<Standing>;
  /** Ends an upload. A parcel that is stored stays. */
  remove(org: string, upload: string): Promise<void>;
  /** Finishes what a crash left between two steps of a completion. */
  settle(org: string, upload: string): Promise<void>;
  /** Ends all requests that are still writing; what arrived of them is kept. */
  endAll(): Promise<void>;
};

/** Bytes after which a long request is made durable on the way, but not twice a second: what comes that fast comes again as fast. */
const CHECKPOINT = 8_388_608;
const REST = 1_000;

/** upload = the first 32 hex digits of H("tumar/upload/1" ‖ parcel ‖ secret). [UP1] */
export const uploadOf = (parcel: string, secret: string): string =>
  createHash('sha256').update(uploadInput(parcel, secret)).digest('hex').slice(0, 32);

export function createUploads(store: Store): Uploads {
  const { rows, blobs, clock, config } = store;
  const writers = createWriters();

  /** Runs with the upload to itself; a request that came before is ended first. [UP2] */
  const alone = async <T>(
    org: string,
    upload: string,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const turn = await writers.enter(`${org}-${upload}`);
    try {
      return await work(turn.signal);
    } finally {
      turn.leave();
    }
  };

  const look: (org: string, upload: string) => Promise<Place | undefined> = question(
    rows,
    rows
      .selectFrom('uploads')
      .select(['org', 'upload', 'parcel', 'length', 'received'])
      .where('org', '=', '')
      .where('upload', '=', ''),
  );

  const find = async (org: string, upload: string): Promise<Place> => {
    const row = await look(org, upload);
    if (row === undefined) throw new Refusal('uploadUnknown');
    return row;
  };

  /** The truth that HEAD, PATCH and POST answer with: full means stored, with its row, or it is made so now. */
  const settled = async (org: string, upload: string): Promise<Place> => {
    const row = await find(org, upload);
    if (row.received < row.length || (await isStored(store, org, row.parcel))) return row;
    const outcome = await blobs.complete(row);
    if (outcome === 'parcelMismatch') throw new Refusal('parcelMismatch');
    return outcome === 'lost' ? find(org, upload) : row;
  };

  const write = async (row: Place, body: Body, signal: AbortSignal): Promise<Place> => {
    const room = row.length - row.received;
    if ((body.length ?? 0) > room) throw new Refusal('tooLarge');
    const { arrival } = body;
    arrival.endWith(signal);
    try {
      const writing = await blobs.write(row);
      try {
        return await take(row, writing, arrival, body.checksum);
      } finally {
        await writing.close();
      }
    } finally {
      arrival.drop();
    }
  };

  const take = async (
    row: Place,
    writing: Writing,
    arrival: Arrival,
    checksum: string | undefined,
  ): Promise<Place> => {
    const digest = createHash('sha256');
    let settled = row.received;
    let written = row.received;
    let rested = clock.now() + REST;
    try {
      for (let part = await arrival.next(); part !== undefined; part = await arrival.next()) {
        if (part.length > row.length - written) throw new Refusal('tooLarge');
        await writing.write(part);
        if (checksum !== undefined) digest.update(part);
        written += part.length;
        // Bytes under a checksum wait for it.
        const bytes = written - settled;
        if (
          checksum === undefined &&
          bytes >= CHECKPOINT &&
          (clock.now() >= rested || bytes >= 8 * CHECKPOINT)
        ) {
          await writing.settle();
          settled = written;
          rested = clock.now() + REST;
        }
      }
      // A cut request has no whole to check: its bytes are kept all the same, and the parcel's hash decides at the end. [UP2]
      if (arrival.ending === 'whole' && checksum !== undefined && digest.digest('hex') !== checksum) {
        throw new Refusal('checksumMismatch');
      }
      await writing.settle();
    } catch (error) {
      await writing.undo(error);
      throw error;
    }
    if (arrival.ending === 'replaced') throw new Refusal('uploadTaken');
    // Nothing is wrong with what came: the phone goes on from there.
    if (arrival.ending === 'silent') throw new Refusal('busy');
    if (arrival.ending !== 'whole') throw new Refusal('malformed');
    return { ...row, received: written };
  };

  const standingOf = ({ upload, received, length }: Place): Standing => ({ upload, received, length });

  const appendTo = async (row: Place, body: Body, signal: AbortSignal): Promise<Standing> => {
    const written = await write(row, body, signal);
    return standingOf(written.received === written.length ? await settled(row.org, row.upload) : written);
  };

  /** Bytes of a stored parcel, which a creation must name. */
  const sizeOf = async ({ org, parcel, length }: Creation): Promise<number> => {
    const stored = await rows
      .selectFrom('parcels')
      .select('size')
      .where('org', '=', org)
      .where('parcel', '=', parcel)
      .executeTakeFirst();
    if (stored !== undefined && stored.size !== length) throw new Refusal('malformed');
    return stored?.size ?? 0;
  };

  /** Uploads of the pool are bounded by the pool, and leave the others theirs. [TOK7] */
  const isCrowded = async (tx: Rows, org: string): Promise<boolean> => {
    const open = await tx
      .selectFrom('uploads')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('org', '=', org)
      .whereRef('received', '<', 'length')
      .executeTakeFirstOrThrow();
    if (Number(open.count) < config.openUploads) return false;
    const pooled = await tx
      .selectFrom('poolPlaces')
      .innerJoin('uploads', (on) =>
        on.onRef('uploads.org', '=', 'poolPlaces.org').onRef('uploads.upload', '=', 'poolPlaces.upload'),
      )
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('poolPlaces.org', '=', org)
      .whereRef('received', '<', 'length')
      .executeTakeFirstOrThrow();
    return Number(open.count) - Number(pooled.count) >= config.openUploads;
  };

  const insert = async (creation: Creation, upload: string, there: boolean): Promise<void> => {
    const { org, parcel, length, pooled } = creation;
    const stored = await sizeOf(creation);
    const received = there ? length : 0;
    await rows.transaction().execute(async (tx) => {
      // Changes nothing and locks the organisation's row: many at the same moment are counted one after the other.
      await tx
        .updateTable('orgs')
        .set((row) => ({ head: row.ref('head') }))
        .where('org', '=', org)
        .execute();
      if (!pooled && (await isCrowded(tx, org))) throw new Refusal('tooMany');
      if (stored === 0 && !(await hasRoom({ rows: tx, config }, org, length, pooled)))
        throw new Refusal('storageFull');
      await tx
        .insertInto('uploads')
        .values({ org, upload, parcel, length, received, day: dayOf(clock.now()) })
        .onConflict((on) => on.doNothing())
        .execute();
    });
  };

  /**
   * A small file that comes whole needs neither a place for its beginning nor a second look: it is stored in one step. What is
   * cut, or there already, goes the usual way with the bytes that came.
   */
  const storeWhole = async (
    small: Small,
    { org, parcel, length, pooled }: Creation,
    upload: string,
    body: Body,
    signal: AbortSignal,
  ): Promise<'stored' | Body> => {
    if ((body.length ?? 0) > length) throw new Refusal('tooLarge');
    body.arrival.endWith(signal);
    const bytes = await wholeOf(body.arrival, length);
    const again = { ...body, arrival: arrivedAlready(bytes, body.arrival.ending) };
    if (body.arrival.ending !== 'whole' || bytes.length < length) return again;
    const sum = body.checksum === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');
    if (sum !== body.checksum) throw new Refusal('checksumMismatch');
    const hash = createParcelHash();
    hash.feed(bytes);
    if (hash.parcel() !== parcel) throw new Refusal('parcelMismatch');
    if (!(await hasRoom(store, org, length, pooled))) throw new Refusal('storageFull');
    return (await small.store({ org, upload, parcel, bytes })) ? 'stored' : again;
  };

  return {
    async create(creation, body) {
      const { org, parcel, secret, length } = creation;
      if (length > config.parcelLimit) throw new Refusal('tooLarge');
      if (!isBucket(length)) throw new Refusal('sizeNotBucket');
      const upload = uploadOf(parcel, secret);
      return alone(org, upload, async (signal) => {
        let rest = body;
        if ((await look(org, upload)) === undefined) {
          if (body !== undefined && blobs.small !== undefined && length <= SMALL) {
            const came = await storeWhole(blobs.small, creation, upload, body, signal);
            if (came === 'stored') return { upload, received: length, length };
            rest = came;
          }
          const there = await isStored(store, org, parcel);
          // Whoever knows its name can deliver it as often as they like: that leaves no row.
          if (there && creation.pooled) return { upload, received: await sizeOf(creation), length };
          await insert(creation, upload, there);
        }
        const row = await settled(org, upload);
        if (row.length !== length) throw new Refusal('malformed');
        if (rest === undefined || row.received > 0) return standingOf(row);
        return appendTo(row, rest, signal);
      });
    },
    standing: (org, upload) => alone(org, upload, async () => standingOf(await settled(org, upload))),
    append: (org, upload, offset, body, within) =>
      alone(org, upload, async (signal) => {
        const row = await settled(org, upload);
        if (offset !== row.received) {
          throw new Refusal('offsetMismatch', { 'Upload-Offset': String(row.received) });
        }
        if (row.received === row.length) return standingOf(row);
        return within(() => appendTo(row, body, signal));
      }),
    remove: (org, upload) =>
      alone(org, upload, async () => {
        await find(org, upload);
        await blobs.discard({ org, upload });
      }),
    settle: (org, upload) =>
      alone(org, upload, async () => {
        await blobs.reconcile(await find(org, upload));
        await settled(org, upload).catch(mismatchIsGone);
      }),
    endAll: () => writers.endAll(),
  };
}

/** All bytes of a body that must not be longer than `length`. */
async function wholeOf(arrival: Arrival, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let size = 0;
  for (let part = await arrival.next(); part !== undefined; part = await arrival.next()) {
    if (part.length > length - size) {
      arrival.drop();
      throw new Refusal('tooLarge');
    }
    bytes.set(part, size);
    size += part.length;
  }
  return bytes.subarray(0, size);
}

function mismatchIsGone(error: unknown): undefined {
  if (error instanceof Refusal && error.code === 'parcelMismatch') return undefined;
  throw error;
}

/** For work on an upload that another process may have dropped first. */
export function goneAlready(error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== 'uploadUnknown') throw error;
}
