/** Owns the tables. Must never hold an address, a user agent, a time finer than a day, or who sent a parcel. [EP1] */

import { DatabaseSync } from 'node:sqlite';
import {
  type ColumnType,
  type Compilable,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
  sql,
} from 'kysely';

/** Bytes but those of sealed files rest as text (hex or base64), so that every table reads the same in SQLite and in PostgreSQL. */
export type Tables = {
  meta: { name: string; value: string };
  /** `hash` of a set-up code; `org` once it is used. */
  setupCodes: { hash: string; org: string | null };
  orgs: { org: string; version: number; head: number; boardHead: number };
  /** `box`, `manifest`: base64; `signatures`: JSON. */
  manifests: {
    org: string;
    version: number;
    hash: string;
    manifest: string;
    signatures: string;
    box: string;
  };
  /** `usedBy`: a hash of secret and credential, so that the same pair is known again. */
  invites: { org: string; enrol: string; expires: string; usedBy: string | null };
  credentials: { org: string; credential: string };
  /** Which invite a credential came with, so that it can be taken back. Says nothing about parcels. [EP9] */
  devices: { org: string; enrol: string; credential: string };
  /** `received`: bytes that are durable and acknowledged. The row stays after completion, for a HEAD after a lost reply. */
  uploads: { org: string; upload: string; parcel: string; length: number; received: number; day: string };
  parcels: {
    org: string;
    parcel: string;
    sequence: number;
    size: number;
    day: string;
    receipt: string;
    signature: string;
  };
  board: { org: string; n: number; record: string };
  /** What a device was given: `holder` and `asked` are hashes, of its credential and of the whole request. [TOK3] */
  tokenBatches: { org: string; holder: string; epoch: number; batch: number; asked: string };
  /** Tokens that were used: hashes of the nonce alone, and of nonce and parcel, for `mark` of the issuer key. [TOK4] */
  tokensSpent: { org: string; nonce: string; usedFor: string; mark: string };
  /** Parcels that came without a ticket. [TOK7] */
  pool: { org: string; parcel: string; day: string; size: number };
  /** Uploads that have a place of a day's pool: each one counts, whatever parcel it is of. [TOK7] */
  poolPlaces: { org: string; upload: string; day: string; size: number };
  /** Nonces that opened a session, as hashes, for a day: other processes must know them too. [EP4] */
  noncesUsed: { nonce: string; day: string };
  /** Counts each change of an organisation's credentials. */
  enrolled: { org: string; version: number };
  /** Bytes of unfinished uploads that rest in a bucket, in order and without holes; `object`: where. */
  parts: { org: string; upload: string; start: number; size: number; object: string };
  /** Sealed files that came whole in one request; they become durable together with their rows. */
  small: { org: string; parcel: string; bytes: Uint8Array };
  /** Sum of the sizes of an organisation's parcels. */
  usage: { org: string; bytes: number };
};
type Fixed<T> = { [K in keyof T]: ColumnType<T[K], T[K], T[K]> };
export type Rows = Kysely<{ [T in keyof Tables]: Fixed<Tables[T]> }>;

const SCHEMA = [
  'CREATE TABLE IF NOT EXISTS meta (name text PRIMARY KEY, value text NOT NULL)',
  'CREATE TABLE IF NOT EXISTS "setupCodes" (hash text PRIMARY KEY, org text)',
  'CREATE TABLE IF NOT EXISTS orgs (org text PRIMARY KEY, version integer NOT NULL, head bigint NOT NULL, "boardHead" bigint NOT NULL)',
  'CREATE TABLE IF NOT EXISTS manifests (org text NOT NULL, version integer NOT NULL, hash text NOT NULL, manifest text NOT NULL, signatures text NOT NULL, box text NOT NULL, PRIMARY KEY (org, version))',
  'CREATE TABLE IF NOT EXISTS invites (org text NOT NULL, enrol text NOT NULL, expires text NOT NULL, "usedBy" text, PRIMARY KEY (org, enrol))',
  'CREATE TABLE IF NOT EXISTS credentials (org text NOT NULL, credential text NOT NULL, PRIMARY KEY (org, credential))',
  'CREATE TABLE IF NOT EXISTS devices (org text NOT NULL, enrol text NOT NULL, credential text NOT NULL, PRIMARY KEY (org, enrol, credential))',
  'CREATE TABLE IF NOT EXISTS uploads (org text NOT NULL, upload text NOT NULL, parcel text NOT NULL, length bigint NOT NULL, received bigint NOT NULL, day text NOT NULL, PRIMARY KEY (org, upload))',
  'CREATE TABLE IF NOT EXISTS parcels (org text NOT NULL, parcel text NOT NULL, sequence bigint NOT NULL, size bigint NOT NULL, day text NOT NULL, receipt text NOT NULL, signature text NOT NULL, PRIMARY KEY (org, parcel), UNIQUE (org, sequence))',
  'CREATE TABLE IF NOT EXISTS "tokenBatches" (org text NOT NULL, holder text NOT NULL, epoch integer NOT NULL, batch integer NOT NULL, asked text NOT NULL, PRIMARY KEY (org, holder, epoch, batch))',
  'CREATE TABLE IF NOT EXISTS "tokensSpent" (org text NOT NULL, nonce text NOT NULL, "usedFor" text NOT NULL, mark text NOT NULL, PRIMARY KEY (org, nonce))',
  'CREATE TABLE IF NOT EXISTS pool (org text NOT NULL, parcel text NOT NULL, day text NOT NULL, size bigint NOT NULL, PRIMARY KEY (org, parcel))',
  'CREATE INDEX IF NOT EXISTS "poolDay" ON pool (org, day)',
  'CREATE TABLE IF NOT EXISTS "poolPlaces" (org text NOT NULL, upload text NOT NULL, day text NOT NULL, size bigint NOT NULL, PRIMARY KEY (org, upload))',
  'CREATE INDEX IF NOT EXISTS "poolPlacesDay" ON "poolPlaces" (org, day)',
  'CREATE TABLE IF NOT EXISTS "noncesUsed" (nonce text PRIMARY KEY, day text NOT NULL)',
  'CREATE TABLE IF NOT EXISTS enrolled (org text PRIMARY KEY, version bigint NOT NULL)',
  'CREATE TABLE IF NOT EXISTS board (org text NOT NULL, n bigint NOT NULL, record text NOT NULL, PRIMARY KEY (org, n), UNIQUE (org, record))',
  'CREATE TABLE IF NOT EXISTS parts (org text NOT NULL, upload text NOT NULL, start bigint NOT NULL, size bigint NOT NULL, object text NOT NULL, PRIMARY KEY (org, upload, start))',
  'CREATE INDEX IF NOT EXISTS "partsObject" ON parts (object)',
  'CREATE INDEX IF NOT EXISTS "uploadsParcel" ON uploads (org, parcel)',
  'CREATE INDEX IF NOT EXISTS "uploadsOpen" ON uploads (org, upload) WHERE received < length',
  'CREATE INDEX IF NOT EXISTS "uploadsDay" ON uploads (day)',
  'CREATE TABLE IF NOT EXISTS small (org text NOT NULL, parcel text NOT NULL, bytes BYTES NOT NULL, PRIMARY KEY (org, parcel))',
  'CREATE TABLE IF NOT EXISTS usage (org text PRIMARY KEY, bytes bigint NOT NULL)',
  // Organisations of before; the row is made with the organisation since.
  'INSERT INTO usage (org, bytes) SELECT orgs.org, COALESCE((SELECT SUM(size) FROM parcels WHERE parcels.org = orgs.org), 0) FROM orgs WHERE NOT EXISTS (SELECT 1 FROM usage WHERE usage.org = orgs.org)',
];

/** Any number, as long as nobody else in the database takes it. */
const SCHEMA_LOCK = 7_482_713;

/**
 * Makes the tables that are missing; they are only ever added to. Processes that start together wait for each other, because
 * two that make the same table at the same time fail in PostgreSQL.
 */
export async function prepareRows(rows: Rows): Promise<void> {
  const alone = rows.getExecutor().adapter instanceof SqliteAdapter;
  await rows.transaction().execute(async (tx) => {
    if (!alone) await sql`select pg_advisory_xact_lock(${SCHEMA_LOCK})`.execute(tx);
    for (const statement of SCHEMA)
      await sql.raw(statement.replace('BYTES', alone ? 'blob' : 'bytea')).execute(tx);
  });
}

/** The log is copied into the database after 16 MiB: each time costs two syncs. */
const CHECKPOINT_PAGES = 4_096;
/** Preparing costs more than running. */
const STATEMENTS = 200;

/** Rows over one SQLite connection; Kysely queues transactions, so that they never mix. */
export function createRows(database: SqliteDatabase): Rows {
  return new Kysely({ dialect: new SqliteDialect({ database }) });
}

/**
 * A question that comes with every request, put into words once, which costs more than the answer: what it is asked with stands
 * where the values of the example stood. Gives the first row.
 */
export function question<Row>(
  rows: Rows,
  example: Compilable<Row>,
): (...values: readonly string[]) => Promise<Row | undefined> {
  const words = example.compile();
  return async (...parameters) => (await rows.executeQuery<Row>({ ...words, parameters })).rows[0];
}

/** Opens a database file (`:memory:` for none) so that a commit survives a power cut. */
export function openSqlite(path: string): SqliteDatabase {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');
  database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  const known = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = known.get(text) ?? statementOf(database, text);
      // Schema statements and those of rare shapes are not worth the memory.
      if (known.size < STATEMENTS) known.set(text, statement);
      return statement;
    },
  };
}

type Value = string | number | bigint | null | Uint8Array;

/** The shape that Kysely's own SQLite driver expects, over node:sqlite. */
function statementOf(database: DatabaseSync, text: string): SqliteStatement {
  const statement = database.prepare(text);
  const values = (parameters: readonly unknown[]): Value[] => parameters as Value[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) =>
      // After some failures SQLite has taken the transaction back itself; a second error would hide the first one.
      text === 'rollback' && !database.isTransaction
        ? { changes: 0, lastInsertRowid: 0 }
        : statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}
