/** Owns a PostgreSQL server for tests: made new, stopped hard, started again. Must never use a server that is already there. */
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import {
  findProgram,
  freePort,
  type Program,
  run,
  startProgram,
  tempFolder,
  unprivileged,
  until,
} from './programs.ts';

export type Postgres = {
  /** URL of an empty database, each time a new one. */
  database(): Promise<string>;
  /** SIGQUIT (immediate): as when the machine fails; open transactions are gone. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What the server wrote to its log. */
  said(): string;
};

export async function startPostgres(): Promise<Postgres> {
  const folder = tempFolder('postgres');
  const user = unprivileged('postgres');
  const data = join(folder.path, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined)
    for (const path of [folder.path, data]) chownSync(path, user.uid, user.gid);
  const options = { ...user, cwd: folder.path, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } };
  await run(findProgram('initdb'), ['-D', data, '-U', 'tumar', '-A', 'trust', '--no-sync'], options);
  const port = await freePort();
  const url = (name: string) => `postgres://tumar@127.0.0.1:${port}/${name}`;
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder.path];
  let server: Program | undefined;
  let databases = 0;

  const ask = async (text: string): Promise<void> => {
    const client = new pg.Client(url('postgres'));
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  let log = '';
  const start = async (): Promise<void> => {
    log += server?.said() ?? '';
    const started = startProgram(findProgram('postgres'), args, options);
    server = started;
    await until(started, () => ask('SELECT 1'));
  };
  await start();
  return {
    async database() {
      const name = `tumar${++databases}`;
      await ask(`CREATE DATABASE ${name}`);
      return url(name);
    },
    crash: async () => server?.end('SIGQUIT'),
    start,
    said: () => log + (server?.said() ?? ''),
    async stop() {
      await server?.end('SIGINT');
      folder.remove();
    },
  };
}
