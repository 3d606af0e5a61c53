/** Owns the connections to PostgreSQL. Must never read from a replica, or take a commit for durable that is not. */
import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { DiskError, type DiskFault } from './blobs/disk.ts';
import type { Rows } from './rows.ts';

const CONNECTIONS = 20;
const CONNECT_MS = 10_000;
/** The server gives up first; when it cannot even say so, we do, and drop the connection. */
const STATEMENT_MS = 30_000;
const SILENCE_MS = 45_000;
const INT8 = 20;

/** Rows on a PostgreSQL database, which any number of processes may share. */
export function openPostgres(url: string): Rows {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: SILENCE_MS,
    keepAlive: true,
    application_name: 'tumar',
    // Our counts stay far below 2^53.
    types: { getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) },
    onConnect: prepare,
  });
  // A connection that ends is told to whoever uses it; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return new Kysely({
    dialect: new PostgresDialect({
      pool: {
        options: pool.options,
        connect: async () => guardedClient(await guarded(() => pool.connect())),
        end: () => pool.end(),
      },
    }),
  });
}

/**
 * A commit counts when it would survive a power cut, and only the primary may be asked what is stored already: a replica
 * answers from the past.
 */
async function prepare(client: pg.ClientBase): Promise<void> {
  await client.query(`SET statement_timeout = ${STATEMENT_MS}`);
  await client.query(
    `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') <> 'remote_apply'`,
  );
  const { rows } = await client.query(
    `SELECT pg_is_in_recovery() AS replica, current_setting('fsync') AS fsync`,
  );
  if (rows[0]?.replica !== false) throw new Error('this database server is a replica');
  if (rows[0]?.fsync !== 'on') throw new Error('this database server does not sync (fsync = off)');
}

type Client = pg.PoolClient;
const wrapped = new WeakMap<Client, PostgresPoolClient>();

/** Kysely knows a connection by its object: the same client always gets the same coat. */
function guardedClient(client: Client): PostgresPoolClient {
  const known = wrapped.get(client);
  if (known !== undefined) return known;
  let lost = false;
  const query = (text: string, values: readonly unknown[]): Promise<unknown> =>
    guarded(() => client.query(text, [...values])).catch((error: unknown) => {
      lost ||= stateOf(error instanceof DiskError ? error.cause : error) === undefined;
      throw error;
    });
  const coat: PostgresPoolClient = {
    query: query as PostgresPoolClient['query'],
    // Nobody knows what a connection that failed will answer next.
    release: (destroy) => client.release(destroy === true || lost),
  };
  wrapped.set(client, coat);
  return coat;
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = meaning(error);
    throw fault === undefined ? error : new DiskError(fault, error);
  }
}

/** SQLSTATE of an error that the server sent; undefined for one of the connection. */
function stateOf(error: unknown): string | undefined {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  return /^[0-9A-Z]{5}$/.test(code ?? '') ? code : undefined;
}

/**
 * What a failure means (PostgreSQL, Appendix A). Undefined is a mistake of ours. Whether a commit got through when the connection
 * broke is not known; everything here may be asked again, so the phone is told to come back.
 */
function meaning(error: unknown): DiskFault | undefined {
  const state = stateOf(error);
  if (state === undefined) return 'busy';
  if (state === '53100') return 'full';
  // Connection, transaction (serialisation, deadlock), resources, operator, system; read-only after a change of the primary.
  return /^(08|40|53|57|58)|^25006|^55P03/.test(state) ? 'busy' : undefined;
}
