/** Owns the proof that the rows keep their promises, in memory and in a file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { createRows, openSqlite, prepareRows, type Rows } from '../../src/server/rows.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-rows-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let files = 0;

const makers: readonly (readonly [string, () => Promise<Rows>])[] = [
  ['memory', async () => createRows(openSqlite(':memory:'))],
  ['file', async () => createRows(openSqlite(join(root, `${++files}.db`)))],
];

describe.each(makers)('rows: %s', (_name, make) => {
  const ready = async (): Promise<Rows> => {
    const rows = await make();
    await prepareRows(rows);
    await prepareRows(rows);
    return rows;
  };

  it('inserts once and says whether it did', async () => {
    const rows = await ready();
    const insert = () =>
      rows
        .insertInto('credentials')
        .values({ org: 'o', credential: 'c' })
        .onConflict((on) => on.doNothing())
        .returning('credential')
        .execute();
    expect(await Promise.all([insert(), insert(), insert()])).toEqual([[{ credential: 'c' }], [], []]);
    await rows.destroy();
  });

  it('keeps transactions apart and takes a failed one back whole', async () => {
    const rows = await ready();
    await rows.insertInto('orgs').values({ org: 'o', version: 1, head: 0, boardHead: 0 }).execute();
    const next = (fails: boolean) =>
      rows.transaction().execute(async (tx) => {
        const { head } = await tx
          .updateTable('orgs')
          .set((was) => ({ head: was('head', '+', 1) }))
          .where('org', '=', 'o')
          .returning('head')
          .executeTakeFirstOrThrow();
        await tx
          .insertInto('meta')
          .values({ name: `n${head}-${fails}`, value: 'x' })
          .execute();
        if (fails) throw new Error('on purpose');
        return head;
      });
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => next(i % 3 === 0)));
    const heads = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(heads.sort((a, b) => a - b)).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
    const { count } = await rows
      .selectFrom('meta')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(13);
    await rows.destroy();
  });
});

it('S5 a commit in a file survives a power cut: WAL with full syncs', async () => {
  const rows = createRows(openSqlite(join(root, 'pragmas.db')));
  const read = async (name: string) => (await sql.raw(`PRAGMA ${name}`).execute(rows)).rows[0];
  expect(await read('journal_mode')).toEqual({ journal_mode: 'wal' });
  expect(await read('synchronous')).toEqual({ synchronous: 2 });
  await rows.destroy();
});
