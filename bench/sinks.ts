/** Owns the servers that ours is compared with, each a process of its own. Must never do more than it is named for. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, createWriteStream, fdatasync, openSync, write } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

/**
 * `group`: bytes into one log, one sync for all that wait. `each`: one log, one sync a request, one after the other.
 * `discard`: reads the body and forgets it. `synced`: each body into a file of its own, synced before the answer: what the disk
 * itself allows. `tus`: @tus/server with its file store, which never syncs.
 */
export type Sink = 'group' | 'each' | 'discard' | 'synced' | 'tus';

const writeAll = promisify(write);
const sync = promisify(fdatasync);

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

type Handler = (request: IncomingMessage, reply: ServerResponse) => void;

function groupLog(path: string): Handler {
  const log = openSync(path, 'a');
  let waiting: { readonly body: Buffer; readonly done: () => void }[] = [];
  let busy = false;
  const turn = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await writeAll(log, Buffer.concat(group.map(({ body }) => body)));
      await sync(log);
      for (const { done } of group) done();
    }
    busy = false;
  };
  process.on('exit', () => closeSync(log));
  return (request, reply) =>
    void bodyOf(request).then((body) => {
      waiting.push({ body, done: () => reply.writeHead(201, { 'Content-Length': 0 }).end() });
      void turn();
    });
}

function eachLog(path: string): Handler {
  const log = openSync(path, 'a');
  let before = Promise.resolve();
  process.on('exit', () => closeSync(log));
  return (request, reply) =>
    void bodyOf(request).then((body) => {
      before = before.then(async () => {
        await writeAll(log, body);
        await sync(log);
        reply.writeHead(201, { 'Content-Length': 0 }).end();
      });
    });
}

const discard: Handler = (request, reply) => {
  request.on('data', () => undefined);
  request.on('end', () => reply.writeHead(201, { 'Content-Length': 0 }).end());
};

function syncedFiles(folder: string): Handler {
  let names = 0;
  return (request, reply) => {
    const handle = openSync(`${folder}/${++names}`, 'w');
    void pipeline(request, createWriteStream('', { fd: handle, autoClose: false }))
      .then(() => sync(handle))
      .then(() => {
        closeSync(handle);
        reply.writeHead(201, { 'Content-Length': 0 }).end();
      });
  };
}

function handlerOf(sink: string, folder: string): Handler {
  if (sink === 'group') return groupLog(`${folder}/log`);
  if (sink === 'each') return eachLog(`${folder}/log`);
  if (sink === 'discard') return discard;
  if (sink === 'synced') return syncedFiles(folder);
  const server = new Server({ path: '/files', datastore: new FileStore({ directory: folder }) });
  return (request, reply) => void server.handle(request, reply);
}

export type RunningSink = { readonly port: number; readonly process: ChildProcess; stop(): Promise<void> };

/** Starts one of them with this environment; it puts its files into `folder`. */
export async function startSink(
  sink: Sink,
  folder: string,
  env: Record<string, string>,
): Promise<RunningSink> {
  const child = spawn(process.execPath, ['--no-warnings', import.meta.filename, sink, folder], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const port = await new Promise<number>((ready, fail) => {
    child.stdout.once('data', (line: Buffer) => ready(Number(line.toString())));
    child.once('exit', (code) => fail(new Error(`${sink} ended with ${code}`)));
  });
  return {
    port,
    process: child,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const [, , sink, folder] = process.argv;
if (import.meta.main && sink !== undefined && folder !== undefined) {
  const server = createServer({ requestTimeout: 0 }, handlerOf(sink, folder));
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
  process.on('SIGTERM', () => process.exit(0));
}
