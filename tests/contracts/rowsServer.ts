/** Owns what every database of the endpoint must do: SQLite in memory and in a file, PostgreSQL. Must never know which one it is. */
import { describe, expect, it } from 'vitest';
import { prepareRows, type Rows } from '../../src/server/rows.ts';

/** `make`: rows without tables, each time new ones. */
export function rowsContract(name: string, make: () => Promise<Rows>): void {
  describe(`rows: ${name}`, () => {
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
}
