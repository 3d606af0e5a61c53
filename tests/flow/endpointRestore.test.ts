/** Owns the proof that an older backup, put back as documented, is noticed and filled again. */
import { randomUUID } from 'node:crypto';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseStoreMark, paths, STORE_HEADER } from '../../src/wire/endpointApi.ts';
import { jsonOf, tumarIn } from '../cli/terminal.ts';
import { memberKey } from '../crypto/organisation.ts';
import { vectorFile } from '../crypto/setup.ts';
import { openProxy } from '../faults/proxy.ts';
import {
  creation,
  type Door,
  doorAt,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  openSession,
  receiptOf,
  sealedFile,
  uploadWhole,
} from '../server/parties.ts';
import { startProcess } from '../server/process.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-restore-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const tumar = tumarIn(root);

const epochAt = async (door: Door): Promise<string | undefined> =>
  parseStoreMark((await door.ask(paths.endpoint)).headers.get(STORE_HEADER))?.epoch;

it('S6 S9 [EP1] an older backup put back: a new epoch, once, and every parcel can be brought again', async () => {
  const data = join(root, 'data');
  let running = await startProcess(data);
  let door = doorAt(running.url);
  const organisation = await foundOrganisation(door, running.code);
  const monitor = await joinMonitor(door, organisation);
  const [kept, keptLarge] = [await sealedFile(), await sealedFile(131_072)];
  const small = (sealed: typeof kept) =>
    door.ask(paths.parcels(monitor.org), creation(monitor, sealed, sealed.file.length, sealed.file));
  expect((await small(kept)).status).toBe(201);
  await uploadWhole(door, monitor, keptLarge);
  const receipt = await receiptOf(door, monitor.org, keptLarge.parcel);
  await running.stop();
  cpSync(data, join(root, 'backup'), { recursive: true });

  running = await startProcess(data);
  door = doorAt(running.url);
  const lost = await sealedFile();
  expect((await small(lost)).status).toBe(201);
  const before = await epochAt(door);
  expect(await tumar('restore', '--data', 'data')).toMatchObject({ code: 2, err: /stop it first/ });
  await running.stop();

  // The disk is gone, and the copy came without one of its files.
  rmSync(data, { recursive: true });
  cpSync(join(root, 'backup'), data, { recursive: true });
  rmSync(join(data, 'parcels', monitor.org, keptLarge.parcel.slice(0, 2), keptLarge.parcel));
  const said = await tumar('restore', '--data', 'data', '--json');
  expect([said.code, jsonOf(said)]).toEqual([0, { marked: true, parcels: 2, missing: 1 }]);

  running = await startProcess(data);
  door = doorAt(running.url);
  const after = await epochAt(door);
  expect(after).not.toBe(before);
  expect((await small(lost)).status).toBe(201);
  await uploadWhole(door, monitor, keptLarge);
  expect(await receiptOf(door, monitor.org, keptLarge.parcel)).toEqual(receipt);
  const token = await openSession(door, organisation.org, memberKey, running.url);
  const inbox = await inboxOf(door, { ...organisation, token });
  expect(inbox.map(({ sequence, parcel }) => [sequence, parcel])).toEqual([
    [1, kept.parcel],
    [2, keptLarge.parcel],
    [3, lost.parcel],
  ]);
  await running.stop();
  running = await startProcess(data);
  expect(await epochAt(doorAt(running.url))).toBe(after);
  await running.stop();
});

it('S6 S9 [EP1] [UP7] a phone on the command line offers again what a store lost that came back from a backup, once', async () => {
  const data = join(root, 'phones');
  let port = 0;
  const proxy = await openProxy(() => port);
  const start = async () => {
    const started = await startProcess(data);
    port = Number(new URL(started.url).port);
    return started;
  };
  const done = async (...args: string[]) => {
    const said = await tumar(...args);
    if (said.code !== 0) throw new Error(`tumar ${args[0]}: ${said.code} ${said.err}`);
    return said.out;
  };
  let running = await start();
  await done('org', 'setup', '--url', proxy.url, '--code', running.code, '--name', 'Steppe', '--out', 'org');
  const invite = (await done('org', 'invite', '--member', 'org/member.json')).trim();
  await done('join', '--invite', invite, '--state', 'phone');
  await running.stop();
  cpSync(data, join(root, 'phones-backup'), { recursive: true });

  running = await start();
  const { samples } = vectorFile<{ samples: { report: Record<string, unknown> }[] }>('sample-reports');
  writeFileSync(join(root, 'report.json'), JSON.stringify({ ...samples[0]?.report, id: randomUUID() }));
  expect(await done('send', '--state', 'phone', 'report.json')).toContain('Stored');
  await running.stop();
  rmSync(data, { recursive: true });
  cpSync(join(root, 'phones-backup'), data, { recursive: true });
  await done('restore', '--data', 'phones');

  running = await start();
  // Nothing new to send: the question which store this is comes with the command.
  const sent = (): number => proxy.passed.up;
  const from = sent();
  expect(await done('send', '--state', 'phone')).toContain('Stored');
  expect(sent() - from).toBeGreaterThan(16_384);
  const again = sent();
  expect(await done('send', '--state', 'phone')).toContain('Stored');
  expect(sent() - again).toBeLessThan(2_000);
  await done('inbox', '--member', 'org/member.json', '--out', 'in', '--ack');
  expect(readdirSync(join(root, 'in')).filter((name) => !name.startsWith('.'))).toHaveLength(1);
  expect(await done('status', '--state', 'phone')).toContain('Received');
  await running.stop();
  await proxy.stop();
});

it('what is no data folder, or a damaged database, is refused and not marked', async () => {
  expect(await tumar('restore')).toMatchObject({ code: 2 });
  expect(await tumar('restore', '--data', 'nowhere')).toMatchObject({ code: 2, err: /no such folder/ });
  const data = join(root, 'other');
  const running = await startProcess(data);
  await running.stop();
  writeFileSync(
    join(data, 'tumar.db'),
    'no database at all, whatever its name says, and long enough to be read',
  );
  appendFileSync(join(data, 'tumar.db'), Buffer.alloc(8192, 7));
  expect(await tumar('restore', '--data', 'other')).toMatchObject({ code: 2, err: /another copy/ });
  rmSync(join(data, 'tumar.db'));
  expect(await tumar('restore', '--data', 'other')).toMatchObject({ code: 2, err: /--engines/ });
  expect(await tumar('restore', '--data', 'other', '--engines')).toMatchObject({ code: 0 });
});
