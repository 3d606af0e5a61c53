/** Owns how long an endpoint takes from its start to its first receipt when it holds many reports. Must never be part of the tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { paths } from '../src/wire/endpointApi.ts';
import {
  creation,
  doorAt,
  foundOrganisation,
  joinMonitor,
  receiptOf,
  sealedFile,
} from '../tests/server/parties.ts';
import { startProcess } from '../tests/server/process.ts';

/** A report here has 1 KiB of bytes: what a start reads does not hang on them. */
const BYTES = 1024;

function fill(path: string, org: string, reports: number): void {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA synchronous = OFF; BEGIN');
  const upload = database.prepare('INSERT INTO uploads VALUES (?, ?, ?, 1024, 1024, ?)');
  const parcel = database.prepare('INSERT INTO parcels VALUES (?, ?, ?, 1024, ?, ?, ?)');
  const small = database.prepare(`INSERT INTO small VALUES (?, ?, zeroblob(${BYTES}))`);
  const receipt = 'r'.repeat(420);
  const signature = 's'.repeat(240);
  for (let n = 1; n <= reports; n += 1) {
    // In no order, as hashes are.
    const name = ((n * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0');
    const id = `${name}${n.toString(16).padStart(56, '0')}`;
    upload.run(org, id.slice(0, 32), id, '2026-11-01');
    parcel.run(org, id, n, '2026-11-01', receipt, signature);
    small.run(org, id);
  }
  database.prepare('UPDATE orgs SET head = ?').run(reports);
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

/** Seconds from starting the process to the first receipt, after a SIGKILL; the middle of three. */
export async function restart(reports: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tumar-bench-'));
  try {
    let running = await startProcess(folder);
    const organisation = await foundOrganisation(doorAt(running.url), running.code);
    const monitor = await joinMonitor(doorAt(running.url), organisation);
    await running.stop();
    fill(join(folder, 'tumar.db'), organisation.org, reports);
    const times: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const sealed = await sealedFile();
      const from = performance.now();
      running = await startProcess(folder);
      const door = doorAt(running.url);
      const init = creation(monitor, sealed, sealed.file.length, sealed.file);
      const reply = await door.ask(paths.parcels(monitor.org), init);
      if (reply.status !== 201) throw new Error(`answered ${reply.status}`);
      await receiptOf(door, monitor.org, sealed.parcel);
      // The first start makes indexes that an older database lacks.
      if (round > 0) times.push((performance.now() - from) / 1000);
      await running.kill();
    }
    return times.sort((a, b) => a - b)[1] ?? Number.NaN;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const reports = Number(process.argv[2] ?? 1_000_000);
  console.log(`${(await restart(0)).toFixed(2)} s with nothing stored`);
  console.log(`${(await restart(reports)).toFixed(2)} s with ${reports} reports`);
}
