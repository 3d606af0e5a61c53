/** Owns the proof that small sealed files share a commit and nothing else: not its failure, not a number, not a loss. */

import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createRows, openSqlite, prepareRows } from '../../src/server/rows.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { memberKey } from '../crypto/organisation.ts';
import { createMemoryDisk } from '../fakes/disk.ts';
import { createTestEndpoint, realRng } from '../fakes/endpoint.ts';
import {
  bearer,
  codeIn,
  creation,
  type Door,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Monitor,
  openSession,
  receiptOf,
  type SealedFile,
  sealedFile,
  uploadWhole,
} from './parties.ts';
import { createMortalRows } from './powerCut.ts';

const post = (door: Door, monitor: Monitor, sealed: SealedFile): Promise<Response> =>
  door.ask(paths.parcels(monitor.org), creation(monitor, sealed, sealed.file.length, sealed.file));

async function world() {
  const rows = createMortalRows();
  const disk = createMemoryDisk();
  const endpoint = await createTestEndpoint({ disk, rows: rows.open() });
  const organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  return { rows, disk, endpoint, organisation, monitor: await joinMonitor(endpoint, organisation) };
}

const files = (count: number): Promise<SealedFile[]> =>
  Promise.all(Array.from({ length: count }, () => sealedFile()));

/** An error as SQLite gives it. */
const sqliteError = (errcode: number): Error => Object.assign(new Error('sqlite'), { errcode });

describe('[UP3] [UP4] small files that come whole', () => {
  it('S5 many at the same moment cost few commits, no file, and get numbers without holes', async () => {
    const { rows, disk, endpoint, organisation, monitor } = await world();
    const all = await files(24);
    let commits = 0;
    rows.onStatement((text) => {
      if (text.toLowerCase() === 'commit') commits += 1;
    });
    const replies = await Promise.all(all.map((sealed) => post(endpoint, monitor, sealed)));
    expect(replies.map(({ status, headers }) => [status, headers.get('Upload-Offset')])).toEqual(
      all.map(() => [201, '16384']),
    );
    expect(commits).toBeLessThan(6);
    expect(disk.names()).toEqual(['setup-code']);
    const inbox = await inboxOf(endpoint, organisation);
    expect(inbox.map(({ sequence }) => sequence)).toEqual(all.map((_, i) => i + 1));
    for (const { file, parcel } of all) {
      const got = await endpoint.ask(paths.parcel(monitor.org, parcel), bearer(organisation.token));
      expect(new Uint8Array(await got.arrayBuffer())).toEqual(file);
    }
    const part = await endpoint.ask(
      paths.parcel(monitor.org, all[0]?.parcel ?? ''),
      bearer(organisation.token, { Range: 'bytes=100-199' }),
    );
    expect([part.status, new Uint8Array(await part.arrayBuffer())]).toEqual([
      206,
      all[0]?.file.slice(100, 200),
    ]);
  });

  it('S6 the same file twice in one commit, and again later, is one parcel with one receipt', async () => {
    const { endpoint, organisation, monitor } = await world();
    const [one, two] = await files(2);
    if (one === undefined || two === undefined) throw new Error('no files');
    const twin = { ...one, secret: toHex(realRng(16)) };
    const replies = await Promise.all([one, two, twin].map((sealed) => post(endpoint, monitor, sealed)));
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(replies.map(({ headers }) => headers.get('Upload-Offset'))).toEqual(['16384', '16384', '16384']);
    const receipt = await receiptOf(endpoint, monitor.org, one.parcel);
    expect((await post(endpoint, monitor, one)).headers.get('Upload-Offset')).toBe('16384');
    expect(await receiptOf(endpoint, monitor.org, one.parcel)).toEqual(receipt);
    expect((await inboxOf(endpoint, organisation)).length).toBe(2);
  });

  it('I9 one that is not what it says, and one commit that fails, take nobody else with them', async () => {
    const { rows, endpoint, organisation, monitor } = await world();
    const all = await files(8);
    const liar = { ...(await sealedFile()), parcel: 'ab'.repeat(32) };
    let failures = 1;
    rows.onStatement((text) => {
      if (text.startsWith('insert into "small"') && failures-- > 0) throw new Error('once');
    });
    const replies = await Promise.all([liar, ...all].map((sealed) => post(endpoint, monitor, sealed)));
    expect(replies.map(({ status }) => status)).toEqual([422, ...all.map(() => 201)]);
    expect((await inboxOf(endpoint, organisation)).map(({ sequence }) => sequence)).toEqual(
      all.map((_, i) => i + 1),
    );
  });

  it('S5 [UP5] a full database answers 507 and goes on later; a failed one is never asked again', async () => {
    const { rows, endpoint, monitor } = await world();
    const [one, two] = await files(2);
    if (one === undefined || two === undefined) throw new Error('no files');
    rows.onStatement((text) => {
      if (text.startsWith('insert into "small"')) throw sqliteError(13);
    });
    const full = await Promise.all([one, two].map((sealed) => post(endpoint, monitor, sealed)));
    expect(await Promise.all(full.map(codeIn))).toEqual(['storageFull', 'storageFull']);
    rows.onStatement(() => undefined);
    expect((await post(endpoint, monitor, one)).status).toBe(201);
    let commits = 0;
    // SQLITE_IOERR_FSYNC
    rows.onStatement((text) => {
      if (text.toLowerCase() !== 'commit') return;
      commits += 1;
      throw sqliteError(1034);
    });
    const more = await files(3);
    const broken = await Promise.all(more.map((sealed) => post(endpoint, monitor, sealed)));
    expect(broken.map(({ status }) => status)).toEqual([503, 503, 503]);
    await endpoint.broken;
    expect([commits, (await post(endpoint, monitor, two)).status, commits]).toEqual([1, 503, 1]);
  });

  it('S5 S6 power lost at every statement: what was acknowledged is there, once, and the rest is taken again', async () => {
    let after = 0;
    for (let fired = true; fired; after += 1) {
      const { rows, disk, endpoint, organisation, monitor } = await world();
      const all = await files(4);
      let left = after;
      fired = false;
      rows.onStatement(() => {
        left -= 1;
        if (left >= 0 && !fired) return;
        fired = true;
        rows.kill();
        throw new Error('no power');
      });
      const replies = await Promise.all(all.map((sealed) => post(endpoint, monitor, sealed)));
      const known = all.filter((_, i) => replies[i]?.status === 201);
      rows.onStatement(() => undefined);
      const next = await createTestEndpoint({ disk, rows: rows.open() });
      const token = await openSession(next, organisation.org, memberKey);
      const kept = await inboxOf(next, { ...organisation, token });
      for (const { parcel } of known) expect(kept.some((entry) => entry.parcel === parcel)).toBe(true);
      for (const sealed of all) expect((await post(next, monitor, sealed)).status).toBe(201);
      const listed = await inboxOf(next, { ...organisation, token });
      expect(listed.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    }
    expect(after).toBeGreaterThan(15);
  });

  it('S5 what a failed transaction says is the failure, also when SQLite took it back itself', async () => {
    const database = openSqlite(':memory:');
    const rows = createRows(database);
    await prepareRows(rows);
    database.prepare('PRAGMA max_page_count = 60').all([]);
    const bytes = new Uint8Array(400_000);
    const write = rows.transaction().execute(async (tx) => {
      await tx.insertInto('small').values({ org: 'o', parcel: 'p', bytes }).execute();
    });
    await expect(write).rejects.toMatchObject({ errcode: 13 });
    const takenBack = rows.transaction().execute(async (tx) => {
      await sql`ROLLBACK`.execute(tx);
      throw sqliteError(1034);
    });
    await expect(takenBack).rejects.toMatchObject({ errcode: 1034 });
  });

  it('S16 S10 a database of before this table is read and added to', async () => {
    const { rows, disk, endpoint, organisation, monitor } = await world();
    const [one, two] = await files(2);
    if (one === undefined || two === undefined) throw new Error('no files');
    await uploadWhole(endpoint, monitor, one);
    const receipt = await receiptOf(endpoint, monitor.org, one.parcel);
    for (const gone of ['TABLE small', 'TABLE usage', 'INDEX "uploadsOpen"', 'INDEX "uploadsDay"'])
      await sql.raw(`DROP ${gone}`).execute(endpoint.rows);
    const next = await createTestEndpoint({ disk, rows: rows.open() });
    expect((await post(next, monitor, two)).status).toBe(201);
    expect(await receiptOf(next, monitor.org, one.parcel)).toEqual(receipt);
    const token = await openSession(next, organisation.org, memberKey);
    expect((await inboxOf(next, { ...organisation, token })).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it('what an upload asks of the database does not grow with what is stored', async () => {
    const { endpoint } = await world();
    const { rows: plan } = await sql<{ detail: string }>`
      EXPLAIN QUERY PLAN SELECT count(*) FROM uploads WHERE org = ${'o'} AND received < length`.execute(
      endpoint.rows,
    );
    expect(plan.map(({ detail }) => detail).join()).toContain('uploadsOpen');
    const { rows: begun } = await sql<{ detail: string }>`
      EXPLAIN QUERY PLAN SELECT org, upload FROM uploads WHERE received < length AND received > 0`.execute(
      endpoint.rows,
    );
    expect(begun.map(({ detail }) => detail).join()).toContain('uploadsOpen');
  });
});
