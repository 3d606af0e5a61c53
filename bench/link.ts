/** Owns a thin link that keeps dying, and a proxy that buffers requests, on real sockets. Must never favour a contestant. */
import { request as ask, createServer as createHttp, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createDice } from '../tests/fakes/clockDice.ts';

/** A modem sends in small pieces; what is in the air when the link dies is lost. */
const PIECE = 1_024;
/** What a router holds before it makes the sender wait. */
const QUEUE = 16 * 1_024;

export type Link = {
  readonly url: string;
  /** Bytes that went over the air, each way. */
  readonly air: { up: number; down: number };
  readonly resets: () => number;
  stop(): void;
};

/**
 * `speed`: bytes a second each way; `latency`: milliseconds one way; every connection is reset after 2 to 6 seconds (mean
 * `every` = 4 s), at moments that the seed decides.
 */
export async function openLink(
  to: number,
  seed: number,
  speed = 32_000,
  latency = 25,
  every = 4_000,
): Promise<Link> {
  const dice = createDice(seed);
  const air = { up: 0, down: 0 };
  const free = { up: 0, down: 0 };
  const sockets = new Set<Socket>();
  let resets = 0;

  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };

  const until = (time: number): Promise<void> =>
    new Promise((done) => setTimeout(done, Math.max(0, time - performance.now())));

  function carry(from: Socket, till: Socket, way: 'up' | 'down'): void {
    let waiting = 0;
    // Each piece after the one before it, whatever the timers of a busy machine do.
    let sending = Promise.resolve();
    let flying = Promise.resolve();
    from.on('data', (data: Buffer) => {
      for (let at = 0; at < data.length; at += PIECE) {
        const piece = data.subarray(at, at + PIECE);
        free[way] = Math.max(performance.now(), free[way]) + (piece.length / speed) * 1_000;
        const sent = free[way];
        waiting += piece.length;
        sending = sending.then(async () => {
          await until(sent);
          waiting -= piece.length;
          if (waiting <= QUEUE) from.resume();
          // A dead link sends nothing more.
          if (from.destroyed || till.destroyed) return;
          air[way] += piece.length;
          const landed = performance.now() + latency;
          flying = flying.then(async () => {
            await until(landed);
            if (!till.destroyed) till.write(piece);
          });
        });
      }
      if (waiting > QUEUE) from.pause();
    });
    from.on('end', () => {
      void sending.then(() => flying.then(() => till.end()));
    });
    from.on('close', () => void sending.then(() => flying.then(() => till.destroy())));
  }

  const server = createServer({ allowHalfOpen: true }, (phone) => {
    const endpoint = track(connect({ port: to, host: '127.0.0.1', allowHalfOpen: true }));
    carry(track(phone), endpoint, 'up');
    carry(endpoint, phone, 'down');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  let timer: NodeJS.Timeout;
  const next = (): void => {
    timer = setTimeout(
      () => {
        resets += 1;
        free.up = free.down = 0;
        for (const socket of sockets) socket.resetAndDestroy();
        next();
      },
      every * (0.5 + dice.next()),
    );
  };
  next();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    air,
    resets: () => resets,
    stop() {
      clearTimeout(timer);
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** As nginx with `proxy_request_buffering on`, its default: the endpoint hears of a request when all of it is there. */
export async function openBuffering(to: number): Promise<{ readonly port: number; stop(): void }> {
  const whole = async (message: IncomingMessage): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part as Buffer);
    return Buffer.concat(parts);
  };
  const server = createHttp(async (request, response) => {
    try {
      const body = await whole(request);
      const forward = ask({
        host: '127.0.0.1',
        port: to,
        path: request.url,
        method: request.method,
        headers: { ...request.headers, 'content-length': body.length },
      });
      forward.on('error', () => response.destroy());
      forward.on('response', (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
      });
      forward.end(body);
    } catch {
      // The phone is gone before its request was whole: nothing is passed on.
      response.destroy();
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
