/** Owns the figures of large uploads: one of 256 MiB beside named peers, and the memory of many at once. Must never be part of the tests. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '../src/wire/bytes.ts';
import { paths, TUS_BODY } from '../src/wire/endpointApi.ts';
import { realRng } from '../tests/fakes/endpoint.ts';
import {
  createUpload,
  creation,
  doorAt,
  foundOrganisation,
  joinMonitor,
  ticketOf,
} from '../tests/server/parties.ts';
import { type Running, startProcess } from '../tests/server/process.ts';
import { hammer, requestOf } from './hammer.ts';
import { createParcels } from './parcels.ts';
import { type Sink, startSink } from './sinks.ts';

const MIB = 1_048_576;
const LARGE = 256 * MIB;
const ROUNDS = 3;

const median = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;

async function open(running: Running) {
  const door = doorAt(running.url);
  const monitor = await joinMonitor(door, await foundOrganisation(door, running.code));
  return { door, monitor, port: Number(new URL(running.url).port) };
}

/** MB/s (10^6), the median of three rounds taken in turns. */
export async function largeUpload(): Promise<Readonly<Record<string, number>>> {
  const folder = mkdtempSync(join(tmpdir(), 'tumar-bench-'));
  const kinds: readonly Sink[] = ['discard', 'synced', 'tus'];
  const speeds: Record<string, number[]> = { ours: [], discard: [], synced: [], tus: [] };
  const running = await startProcess(join(folder, 'ours'));
  const peers = await Promise.all(
    kinds.map(async (kind) => {
      mkdirSync(join(folder, kind));
      return [kind, await startSink(kind, join(folder, kind), {})] as const;
    }),
  );
  try {
    const { monitor, port } = await open(running);
    const make = await createParcels(LARGE);
    for (let round = 0; round < ROUNDS; round += 1) {
      const sealed = make();
      const headers = creation(monitor, sealed, LARGE, sealed.file).headers as object;
      const mine = requestOf('POST', paths.parcels(monitor.org), headers, sealed.file);
      speeds['ours']?.push((LARGE / 1e6) * (await hammer(port, [mine], 1, 201)).perSecond);
      for (const [kind, peer] of peers) {
        const tus = { 'Tus-Resumable': '1.0.0', 'Upload-Length': LARGE, 'Content-Type': TUS_BODY };
        const request = requestOf(
          'POST',
          kind === 'tus' ? '/files' : '/',
          kind === 'tus' ? tus : {},
          sealed.file,
        );
        speeds[kind]?.push((LARGE / 1e6) * (await hammer(peer.port, [request], 1, 201)).perSecond);
      }
    }
    return Object.fromEntries(Object.entries(speeds).map(([name, list]) => [name, median(list)]));
  } finally {
    await running.stop();
    for (const [, peer] of peers) await peer.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const residentOf = (id: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) / 1024;

/** Growth of resident memory, MiB, at its highest, while so many uploads of 1 GiB are open and each brings `each` MiB. */
export async function memoryOfMany(uploads = 100, each = 16): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tumar-bench-'));
  const running = await startProcess(folder);
  const sockets: Socket[] = [];
  try {
    const { door, monitor, port } = await open(running);
    const id = running.process.pid ?? 0;
    // One to warm up: what the first upload loads is no growth of the hundredth.
    const warm = (await createParcels(MIB))();
    await hammer(
      port,
      [
        requestOf(
          'POST',
          paths.parcels(monitor.org),
          creation(monitor, warm, MIB, warm.file).headers as object,
          warm.file,
        ),
      ],
      1,
      201,
    );
    const before = residentOf(id);
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, residentOf(id));
    }, 20);
    const piece = Buffer.alloc(MIB, 7);
    await Promise.all(
      Array.from({ length: uploads }, async () => {
        const parcel = toHex(realRng(32));
        const file = { length: 1024 * MIB } as Uint8Array<ArrayBuffer>;
        const place = await createUpload(door, monitor, { file, parcel, secret: toHex(realRng(16)) });
        const socket = connect(port, '127.0.0.1');
        sockets.push(socket);
        socket.on('error', () => undefined);
        const head = [
          `PATCH ${place} HTTP/1.1`,
          'Host: localhost',
          'Tus-Resumable: 1.0.0',
          `Content-Type: ${TUS_BODY}`,
          'Upload-Offset: 0',
          `Content-Length: ${1024 * MIB}`,
          `Tumar-Ticket: v1.${ticketOf(monitor, parcel)}`,
        ];
        socket.write(`${head.join('\r\n')}\r\n\r\n`);
        for (let sent = 0; sent < each; sent += 1)
          await new Promise<void>((taken, fail) =>
            socket.write(piece, (error) => (error ? fail(error) : taken())),
          );
      }),
    );
    clearInterval(timer);
    return peak - before;
  } finally {
    for (const socket of sockets) socket.destroy();
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  console.log(await largeUpload());
  console.log(`${(await memoryOfMany()).toFixed(0)} MiB growth`);
}
