/** Owns the intake behind a real HTTP server, and raw sockets that break off. Must never hide what came over the wire. */
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Line } from '../../src/server/uploads/feed.ts';

export type Served = { readonly url: string; readonly port: number; stop(): Promise<void> };

export async function serve(
  answer: (request: Request, line: Line) => Response | Promise<Response>,
): Promise<Served> {
  const server = createAdaptorServer({ fetch: answer, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** The head of a PATCH as it stands on the wire. */
export function patchHead(port: number, place: string, offset: number, length: number): Buffer {
  const lines = [
    `PATCH ${place} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Tus-Resumable: 1.0.0',
    'Content-Type: application/offset+octet-stream',
    `Upload-Offset: ${offset}`,
    `Content-Length: ${length}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

export type Cut = 'FIN' | 'RST';

/** Sends `bytes` and breaks off. Resolves when the connection is gone on this side. */
export async function sendAndCut(port: number, bytes: Uint8Array, cut: Cut): Promise<void> {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  const gone = new Promise<void>((done) => socket.once('close', () => done()));
  await new Promise<void>((done) => socket.once('connect', () => done()));
  socket.resume();
  if (bytes.length > 0) await new Promise<void>((done) => socket.write(bytes, () => done()));
  if (cut === 'FIN') socket.end();
  else socket.resetAndDestroy();
  await gone;
}
