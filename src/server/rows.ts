/** Owns the tables. Must never hold an address, a user agent, a time finer than a day, or who sent a parcel. [EP1] */

import { DatabaseSync } from 'node:sqlite';
import {
  type ColumnType,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
  sql,
} from 'kysely';

/** Bytes rest as text (hex or base64), so that every table reads the same in SQLite and in PostgreSQL. */
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
  'CREATE TABLE IF NOT EXISTS uploads (org text NOT NULL, upload text NOT NULL, parcel text NOT NULL, length bigint NOT NULL, received bigint NOT NULL, day text NOT NULL, PRIMARY KEY (org, upload))',
  'CREATE TABLE IF NOT EXISTS parcels (org text NOT NULL, parcel text NOT NULL, sequence bigint NOT NULL, size bigint NOT NULL, day text NOT NULL, receipt text NOT NULL, signature text NOT NULL, PRIMARY KEY (org, parcel), UNIQUE (org, sequence))',
  'CREATE TABLE IF NOT EXISTS board (org text NOT NULL, n bigint NOT NULL, record text NOT NULL, PRIMARY KEY (org, n), UNIQUE (org, record))',
];

/** Makes the tables that are missing. */
export async function prepareRows(rows: Rows): Promise<void> {
  for (const statement of SCHEMA) await sql.raw(statement).execute(rows);
}

/** Rows over one SQLite connection; Kysely queues transactions, so that they never mix. */
export function createRows(database: SqliteDatabase): Rows {
  return new Kysely({ dialect: new SqliteDialect({ database }) });
}

/** Opens a database file (`:memory:` for none) so that a commit survives a power cut. */
export function openSqlite(path: string): SqliteDatabase {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');
  return {
    close: () => database.close(),
    prepare: (text) => statementOf(database, text),
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
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}
