/** Owns `tumar restore`: an older copy of a data folder is told that it is one. Must never change a row or a sealed file. */
import { existsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { type CliIo, EXIT, guarded, say, Unusable } from './io.ts';
import { report } from './outcome.ts';

const HELP = `tumar restore --data DIR [--engines] [--json]

After a backup was put back: looks whether the folder is a sound data folder that no process uses, counts sealed files that
it names and does not have, and marks it. At its next start the endpoint draws a new store epoch: phones notice, and offer
again what they still hold; a sealed file that is missing is taken again under its old receipt.

  --data DIR  the data folder, with the backup in it
  --engines   database and bucket are elsewhere and were restored: only mark this folder (of one process; start that first)
  --json      print the outcome as JSON

Exit code: 0 marked, 2 wrong arguments, or the folder cannot be used.
`;

type Found = { readonly parcels: number; readonly missing: number };

export function runRestore(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values } = parseArgs({
      args,
      options: {
        data: { type: 'string' },
        engines: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    if (values.data === undefined) throw new Unusable('restore needs --data DIR');
    const folder = resolve(io.cwd, values.data);
    const found = withLock(folder, () =>
      values.engines === true ? Promise.resolve({ parcels: 0, missing: 0 }) : look(folder),
    );
    const { parcels, missing } = await found;
    await mark(folder);
    await report(io, values.json ?? false, { marked: true, parcels, missing }, [
      ...(values.engines === true
        ? []
        : [`${parcels} sealed files are named here, ${missing} of them are missing.`]),
      'Marked. At its next start the endpoint draws a new epoch, and phones offer again what they hold.',
      'Tell the coordinators the day of the backup: what came after it and is on no phone any more is lost here.',
    ]);
    return EXIT.done;
  });
}

/** The endpoint's own lock: whoever has it is alone. */
async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  if (!existsSync(folder)) throw new Unusable('there is no such folder');
  const lock = new DatabaseSync(join(folder, 'lock'));
  try {
    try {
      lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    } catch {
      throw new Unusable('an endpoint uses this folder: stop it first');
    }
    return await work();
  } finally {
    lock.close();
  }
}

async function look(folder: string): Promise<Found> {
  const path = join(folder, 'tumar.db');
  if (!existsSync(path))
    throw new Unusable('there is no tumar.db in this folder; --engines if the database is elsewhere');
  const database = new DatabaseSync(path);
  try {
    const check = database.prepare('PRAGMA quick_check(1)').get() as { quick_check?: string };
    if (check.quick_check !== 'ok') throw new Unusable('the database is damaged: put back another copy');
    const small = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'small'").get() !== undefined;
    const named = database.prepare(
      `SELECT org, parcel, size, ${small ? '(SELECT 1 FROM small s WHERE s.org = p.org AND s.parcel = p.parcel)' : 'NULL'} AS here FROM parcels p`,
    );
    let parcels = 0;
    let missing = 0;
    for (const row of named.iterate()) {
      const { org, parcel, size, here } = row as {
        org: string;
        parcel: string;
        size: number;
        here: 1 | null;
      };
      parcels += 1;
      if (here !== null) continue;
      const file = await stat(join(folder, 'parcels', org, parcel.slice(0, 2), parcel)).catch(
        () => undefined,
      );
      if (file?.size !== size) missing += 1;
    }
    return { parcels, missing };
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable('the database cannot be read: put back another copy');
  } finally {
    database.close();
  }
}

/** Durable before it is said. */
async function mark(folder: string): Promise<void> {
  for (const [path, flags] of [
    [join(folder, 'restored'), 'w'],
    [folder, 'r'],
  ] as const) {
    const handle = await open(path, flags, 0o600);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
