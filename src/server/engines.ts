/** Owns which engines hold rows and sealed files, and that they belong together. Must never begin on somebody else's store. */
import { join } from 'node:path';
import type { Clock, Rng } from '../domain/ports.ts';
import { toHex } from '../wire/bytes.ts';
import type { Bucket } from './blobs/bucket.ts';
import { type Disk, readSmall, writeSmall } from './blobs/disk.ts';
import { createS3Bucket } from './blobs/s3Bucket.ts';
import { keep } from './meta.ts';
import { openPostgres } from './postgres.ts';
import { createRows, openSqlite, prepareRows, type Rows } from './rows.ts';
import type { Settings } from './settings.ts';

export type Engines = {
  readonly rows: Rows;
  readonly bucket: Bucket | undefined;
  /** Other processes may use the same rows. */
  readonly shared: boolean;
};

const PLACE = 'place';

/** SQLite and the data folder, unless the settings name a database and a bucket. Nothing is asked yet. */
export function openEngines({ databaseUrl, s3 }: Settings, data: string, clock: Clock): Engines {
  return {
    rows:
      databaseUrl === undefined ? createRows(openSqlite(join(data, 'tumar.db'))) : openPostgres(databaseUrl),
    bucket: s3 === undefined ? undefined : createS3Bucket(s3, clock),
    shared: databaseUrl !== undefined,
  };
}

/**
 * False when these rows belong to other files: then every parcel would look lost. Rows and files carry the same random
 * mark, `place`, from the first start on. With a database but no bucket this also keeps a second process with a folder of its
 * own away.
 */
export async function belongTogether(
  { rows, bucket }: Omit<Engines, 'shared'>,
  disk: Disk,
  rng: Rng,
): Promise<boolean> {
  await prepareRows(rows);
  const drawn = toHex(rng(16));
  if (bucket === undefined) {
    const mine = (await readSmall(disk, PLACE)) ?? drawn;
    if (mine === drawn) await writeSmall(disk, PLACE, mine);
    return (await keep(rows, PLACE, mine)) === mine;
  }
  const due = await keep(rows, PLACE, drawn);
  const size = await bucket.size(PLACE);
  if (size === undefined) {
    const any = await rows.selectFrom('parcels').select('parcel').limit(1).executeTakeFirst();
    if (any !== undefined) return false;
    await writeMark(bucket, due);
    return true;
  }
  let text = '';
  for await (const piece of bucket.read(PLACE, 0, size)) text += new TextDecoder().decode(piece);
  return text.trim() === due;
}

async function writeMark(bucket: Bucket, mark: string): Promise<void> {
  const bytes = new TextEncoder().encode(mark);
  const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  await bucket.put(PLACE, bytes.length, digest, async function* () {
    yield bytes;
  });
}
