/** Owns the proof that endpoint processes on the same engines are one endpoint, also when processes and engines die. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrolHash } from '../../src/crypto/ack.ts';
import { concat, toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { createDice } from '../fakes/clockDice.ts';
import { realRng } from '../fakes/endpoint.ts';
import { sealedAlike } from '../fakes/sealed.ts';
import {
  bearer,
  createUpload,
  type Door,
  doorAt,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Monitor,
  type Organisation,
  offsetAt,
  patch,
  postJson,
  receiptJson,
  receiptOf,
  type SealedFile,
  sealedFile,
  uploadWhole,
} from '../server/parties.ts';
import { type Running, startProcess } from '../server/process.ts';
import { patchHead, sendAndCut } from '../server/sockets.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { tempFolder } from './programs.ts';
import { sendParcel } from './sender.ts';
import { type Swift, startSwift } from './swift.ts';

const folder = tempFolder('processes');
let postgres: Postgres;
let swift: Swift;
let env: Record<string, string>;
const running: Running[] = [];
let organisation: Organisation;
let monitor: Monitor;

const start = async (i: number): Promise<void> => {
  running[i] = await startProcess(join(folder.path, String(i)), env);
};
const at = (i: number): Running => running[i] as Running;
const door = (i: number): Door => doorAt(at(i).url);

beforeAll(async () => {
  [postgres, swift] = await Promise.all([startPostgres(), startSwift()]);
  const s3 = await swift.bucket();
  env = {
    DATABASE_URL: await postgres.database(),
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET: s3.bucket,
    S3_ACCESS_KEY_ID: s3.keyId,
    S3_SECRET_ACCESS_KEY: s3.secret,
  };
  // Together: the first start makes tables, keys and mark, and both must get the same ones.
  await Promise.all([start(0), start(1)]);
  organisation = await foundOrganisation(door(0), at(0).code);
  monitor = await joinMonitor(door(1), organisation);
});
afterAll(async () => {
  for (const one of running) await one.stop();
  await Promise.all([postgres?.stop(), swift?.stop()]);
  folder.remove();
});

/** Every parcel once, in a row, byte for byte, as its receipt says. */
async function checkStored(files: readonly SealedFile[]): Promise<void> {
  const inbox = await inboxOf(door(1), organisation);
  expect(inbox.map(({ sequence }) => sequence)).toEqual(inbox.map((_, i) => i + 1));
  for (const { file, parcel } of files) {
    const found = inbox.filter((entry) => entry.parcel === parcel);
    expect(found).toHaveLength(1);
    const receipts = await Promise.all([0, 1].map((i) => receiptOf(door(i), monitor.org, parcel)));
    expect(receipts[0]).toEqual(receipts[1]);
    expect(receiptJson(receipts[0]!)).toMatchObject({ parcel, sequence: found[0]?.sequence });
    const got = await door(1).ask(paths.parcel(monitor.org, parcel), bearer(organisation.token));
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(file);
  }
}

describe('two processes, one endpoint', () => {
  it('[EP4] [EP2] have the same keys, sessions and organisations', async () => {
    const keys = await Promise.all(
      [0, 1].map(async (i) => (await (await door(i).ask(paths.endpoint)).json()) as unknown),
    );
    expect(keys[0]).toEqual(keys[1]);
    const inbox = await door(1).ask(paths.inbox(organisation.org, 0, 1), bearer(organisation.token));
    expect(inbox.status).toBe(200);
    const second = await foundOrganisation(door(1), at(1).code);
    expect(second.org).not.toBe(organisation.org);
    const used = await door(0).ask(paths.manifest(second.org));
    expect(used.status).toBe(200);
  });

  it('S7 [UP2] an upload goes on at the other process, slice by slice', async () => {
    const sealed = await sealedFile(524_288);
    let turn = 0;
    await sendParcel(monitor, sealed, { slice: 50_000, door: () => door(turn++ % 2) });
    await checkStored([sealed]);
  });

  it('S7 [UP2] a body cut at one process is kept, and known at the other', async () => {
    const sealed = await sealedFile(65_536);
    const place = await createUpload(door(0), monitor, sealed);
    const port = Number(new URL(at(0).url).port);
    const head = patchHead(port, place, 0, 65_536);
    await sendAndCut(port, concat(new Uint8Array(head), sealed.file.slice(0, 40_000)), 'FIN');
    await expect.poll(() => offsetAt(door(1), place), { timeout: 60_000 }).toBe(40_000);
    expect((await door(1).ask(place, patch(40_000, sealed.file.slice(40_000)))).status).toBe(204);
    await checkStored([sealed]);
  });

  it('S6 [UP3] [UP4] forty senders of ten parcels at both make ten rows without holes', async () => {
    const ten = await Promise.all(Array.from({ length: 10 }, () => sealedFile()));
    const forty = [...ten, ...ten, ...ten, ...ten].map((sealed, i) => ({
      sealed: { ...sealed, secret: i % 3 === 0 ? sealed.secret : toHex(realRng(16)) },
      slice: [16_384, 5_000, 9_000, 16_384][i % 4] ?? 16_384,
    }));
    await Promise.all(
      forty.map(({ sealed, slice }, i) => {
        let turn = i;
        return sendParcel(monitor, sealed, { slice, door: () => door(turn++ % 2) });
      }),
    );
    await checkStored(ten);
  });

  it('S6 [EP5] [EP8] an invite counts once and the board has no holes, whichever process is asked', async () => {
    const { org, token } = organisation;
    const secret = realRng(16);
    await door(0).ask(
      paths.invites(org),
      postJson({ enrol: await enrolHash(secret), expires: '2149-01-01' }, token),
    );
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const pair = { secret: toHex(secret), credential: toHex(realRng(32)) };
        return (await door(i % 2).ask(paths.enrol(org), postJson(pair))).status;
      }),
    );
    expect(statuses.sort()).toEqual([201, ...Array<number>(19).fill(409)]);

    const records = Array.from({ length: 12 }, (_, n) => new Uint8Array(32).fill(n + 1));
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        door(i % 2).ask(paths.board(org), {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/octet-stream' },
          body: concat(records[i]!, records[(i + 1) % 12]!, records[(i + 5) % 12]!),
        }),
      ),
    );
    const board = await door(1).ask(paths.board(org));
    const bytes = new Uint8Array(await board.arrayBuffer());
    expect([bytes.length, board.headers.get('Tumar-Board')]).toEqual([12 * 32, '12']);
    expect(new Set(Array.from({ length: 12 }, (_, i) => bytes[i * 32])).size).toBe(12);
  });
});

describe('what dies', () => {
  it.each([1, 2, 3])(
    'S5 S7 S1 one process is killed in the middle of an upload: it goes on at the other, and nothing is twice (seed %i)',
    async (seed) => {
      const dice = createDice(seed);
      const sealed = await sealedFile(1_048_576);
      let killed: Promise<void> | undefined;
      let requests = 0;
      const due = 2 + dice.below(10);
      const receipt = await sendParcel(monitor, sealed, {
        slice: 100_000,
        door: () => {
          requests += 1;
          // In the middle of a request: it is on its way when the signal comes.
          if (requests === due) killed = new Promise((next) => setImmediate(next)).then(() => at(0).kill());
          return door(killed === undefined ? 0 : 1);
        },
      });
      await killed;
      await start(0);
      expect(await receiptOf(door(0), monitor.org, sealed.parcel)).toEqual(receipt);
      await checkStored([sealed]);
    },
  );

  it('S5 S14 the database dies and comes back in the middle of an upload', async () => {
    const sealed = await sealedFile(1_048_576);
    let turn = 0;
    let back: Promise<void> | undefined;
    await sendParcel(monitor, sealed, {
      slice: 100_000,
      door: () => door(turn++ % 2),
      async after(offset) {
        if (offset < 400_000 || back !== undefined) return;
        await postgres.crash();
        const health = await door(0).ask(paths.manifest(monitor.org));
        expect(health.status).toBe(503);
        back = postgres.start();
      },
    });
    await back;
    await checkStored([sealed]);
    expect((await door(0).ask(paths.health)).status).toBe(200);
  });

  it('S5 S6 S7 S1 S14 two hundred reports at once, one process killed and the database restarted among them: each once', async () => {
    const reports = await Promise.all(
      Array.from({ length: 200 }, (_, i) => sealedAlike(realRng, i % 20 === 0 ? 262_144 : 16_384)),
    );
    let acknowledged = 0;
    const blows: Promise<void>[] = [];
    // One after the other: a process that finds no database ends, and whoever runs it starts it again.
    const restart = () => postgres.crash().then(postgres.start);
    const kill = async () => {
      await Promise.all(blows);
      await at(0).kill();
      await start(0);
    };
    /** After so many acknowledgements, while all the others are on their way. */
    const due = new Map<number, () => Promise<void>>([
      [40, restart],
      [80, kill],
    ]);
    await Promise.all(
      reports.map((sealed, i) => {
        let turn = i;
        return sendParcel(monitor, sealed, {
          slice: i % 20 === 0 ? 50_000 : 16_384,
          within: 540_000,
          door: () => door(turn++ % 2),
          after() {
            acknowledged += 1;
            const blow = due.get(acknowledged);
            if (blow !== undefined) blows.push(blow());
          },
        });
      }),
    );
    expect(blows).toHaveLength(2);
    await Promise.all(blows);
    await checkStored(reports);
  }, 600_000);

  it('S5 S15 the store of sealed files dies and comes back in the middle of an upload', async () => {
    const sealed = await sealedFile(1_048_576);
    let turn = 0;
    let back: Promise<void> | undefined;
    await sendParcel(monitor, sealed, {
      slice: 200_000,
      door: () => door(turn++ % 2),
      async after(offset) {
        if (offset < 400_000 || back !== undefined) return;
        await swift.crash();
        const small = await sealedFile();
        await expect(uploadWhole(door(0), monitor, small)).rejects.toThrow('503');
        expect((await door(1).ask(paths.receipt(monitor.org, small.parcel))).status).toBe(404);
        back = swift.start();
      },
    });
    await back;
    await checkStored([sealed]);
  });
});

describe('what does not belong together', () => {
  const main = resolve(import.meta.dirname, '../../src/server/main.ts');
  const begin = (data: string, more: Record<string, string>) =>
    spawnSync(process.execPath, ['--no-warnings', main], {
      env: { ...process.env, PORT: '0', DESK_PORT: '0', TUMAR_DATA: join(folder.path, data), ...more },
      encoding: 'utf8',
      timeout: 30_000,
    });

  it('S10 a process with another bucket, another folder, or a taken one does not begin', async () => {
    const other = await swift.bucket();
    const wrong = begin('wrong', { ...env, S3_BUCKET: other.bucket });
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('another data folder or bucket'),
    ]);
    expect(begin('0', env).status).toBe(3);

    const database = { DATABASE_URL: await postgres.database() };
    const first = await startProcess(join(folder.path, 'folder'), database);
    const second = begin('other-folder', database);
    expect([second.status, second.stderr]).toEqual([
      2,
      expect.stringContaining('another data folder or bucket'),
    ]);
    await first.stop();
  });

  it('says that an engine does not answer, and not what its password is', async () => {
    const none = begin('none', { DATABASE_URL: 'postgres://tumar:hidden@127.0.0.1:1/none' });
    expect([none.status, none.stderr]).toEqual([5, expect.stringContaining('does not answer')]);
    expect(none.stderr).not.toContain('hidden');
  });
});
