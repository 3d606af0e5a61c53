/** Owns the proof that the rows keep their promises, in memory and in a file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { createRows, openSqlite, type Rows } from '../../src/server/rows.ts';
import { rowsContract } from './rowsServer.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-rows-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let files = 0;

const makers: readonly (readonly [string, () => Promise<Rows>])[] = [
  ['memory', async () => createRows(openSqlite(':memory:'))],
  ['file', async () => createRows(openSqlite(join(root, `${++files}.db`)))],
];

for (const [name, make] of makers) rowsContract(name, make);

it('S5 a commit in a file survives a power cut: WAL with full syncs', async () => {
  const rows = createRows(openSqlite(join(root, 'pragmas.db')));
  const read = async (name: string) => (await sql.raw(`PRAGMA ${name}`).execute(rows)).rows[0];
  expect(await read('journal_mode')).toEqual({ journal_mode: 'wal' });
  expect(await read('synchronous')).toEqual({ synchronous: 2 });
  await rows.destroy();
});
