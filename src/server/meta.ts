/** Owns what the store says about itself: epoch, receipt key and set-up codes. Must never write a code where it can be read from a backup. */
import { createHash } from 'node:crypto';
import { createSigningKey } from '../crypto/minisign.ts';
import type { Sodium } from '../crypto/sodium.ts';
import type { Rng } from '../domain/ports.ts';
import { toHex } from '../wire/bytes.ts';
import { type Disk, readSmall, writeSmall } from './blobs/disk.ts';
import type { Deps } from './deps.ts';
import type { Rows } from './rows.ts';

const DAY_MS = 86_400_000;
const EPOCH_BYTES = 8;
const SESSION_KEY_BYTES = 32;
/** Crockford's base32: no I, L, O or U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LETTERS = 20;
const GROUP = 5;
const CODE_FILE = 'setup-code';
const RESTORED_FILE = 'restored';

/** Reads epoch and receipt key, and draws them when the store is new. Two processes get the same ones. [EP1] */
export async function readMeta(
  rows: Rows,
  sodium: Sodium,
  rng: Rng,
  shared: boolean,
): Promise<{
  epoch: string;
  receiptKey: { publicKey: string; secret: string };
  sessionKey: Uint8Array;
}> {
  const drawn = createSigningKey(sodium, rng);
  const epoch = await keep(rows, 'epoch', toHex(rng(EPOCH_BYTES)));
  const key = JSON.parse(await keep(rows, 'receiptKey', JSON.stringify(drawn))) as typeof drawn;
  // Alone, a process keeps it to itself, and a restart ends all sessions.
  const sessionKey = shared
    ? Buffer.from(await keep(rows, 'sessionKey', toHex(rng(SESSION_KEY_BYTES))), 'hex')
    : rng(SESSION_KEY_BYTES);
  return { epoch, receiptKey: key, sessionKey };
}

/**
 * After a backup was put back, whoever did it leaves a file `restored` in the data folder: then a new epoch is drawn, once,
 * and phones offer again what they still hold. True when it was so. [EP1]
 */
export async function renewEpochWhenRestored(rows: Rows, disk: Disk, rng: Rng): Promise<boolean> {
  if ((await disk.stat(RESTORED_FILE)) === undefined) return false;
  const value = toHex(rng(EPOCH_BYTES));
  await rows.updateTable('meta').set({ value }).where('name', '=', 'epoch').execute();
  await disk.unlink(RESTORED_FILE);
  await disk.syncFolder('');
  return true;
}

/** The value that the first one wrote. */
export async function keep(rows: Rows, name: string, value: string): Promise<string> {
  await rows
    .insertInto('meta')
    .values({ name, value })
    .onConflict((on) => on.doNothing())
    .execute();
  const row = await rows
    .selectFrom('meta')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.value;
}

/** 100 bits as `XXXXX-XXXXX-XXXXX-XXXXX`. */
export function drawCode(rng: Rng): string {
  const letters = Array.from(rng(CODE_LETTERS), (byte) => LETTERS[byte & 31]).join('');
  return (letters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}

/** Hash of a code as a person may type it: any case, spaces or dashes, and look-alikes. */
export function hashCode(typed: string): string {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return createHash('sha256').update(`tumar/setup/1${letters}`).digest('hex');
}

/**
 * The code that is good for one organisation: the one in the file while it is unused, else a new one. The database
 * has only its hash; the file is for whoever runs the endpoint. Alone, older codes end; beside other processes, theirs stay. [EP2]
 */
export async function offerCode(
  { rows, disk, rng, clock }: Pick<Deps, 'rows' | 'disk' | 'rng' | 'clock'>,
  shared: boolean,
): Promise<string> {
  const written = await readSmall(disk, CODE_FILE);
  if (written !== undefined) {
    const row = await rows
      .selectFrom('setupCodes')
      .select('org')
      .where('hash', '=', hashCode(written))
      .executeTakeFirst();
    if (row?.org === null) return written;
  }
  const code = drawCode(rng);
  await rows.transaction().execute(async (tx) => {
    if (!shared) await tx.deleteFrom('setupCodes').where('org', 'is', null).execute();
    await tx
      .insertInto('setupCodes')
      .values({ hash: hashCode(code), org: null })
      .execute();
  });
  // A new code is due when somebody founded an organisation: no file says when.
  await writeSmall(disk, CODE_FILE, `${code}\n`, Math.floor(clock.now() / DAY_MS) * DAY_MS);
  return code;
}
