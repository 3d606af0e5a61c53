/** Owns sending prepared requests as fast as they are answered, over a number of connections. Must never cost much itself. */
import { connect, type Socket } from 'node:net';

export type Blows = {
  readonly perSecond: number;
  /** Milliseconds, median and 99th percentile. */
  readonly middle: number;
  readonly slow: number;
};

const HEAD_END = Buffer.from('\r\n\r\n');

/** Bytes of the answer at the start of `data`, or undefined while it is not all there. */
function answerIn(data: Buffer): { readonly length: number; readonly status: number } | undefined {
  const end = data.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = data.subarray(0, end).toString('latin1');
  const status = Number(head.slice(9, 12));
  const body = end + HEAD_END.length;
  const sized = /^content-length: *(\d+)/im.exec(head);
  if (sized !== null) {
    const length = body + Number(sized[1]);
    return data.length < length ? undefined : { length, status };
  }
  if (!/^transfer-encoding: *chunked/im.test(head)) return { length: body, status };
  const last = data.indexOf('0\r\n\r\n', body);
  return last < 0 ? undefined : { length: last + 5, status };
}

/** Sends each request once, each connection one after the other; every answer must have this status. */
export async function hammer(
  port: number,
  requests: readonly Buffer[],
  connections: number,
  due: number,
): Promise<Blows> {
  const times: number[] = [];
  let next = 0;
  const one = (socket: Socket): Promise<void> =>
    new Promise((done, fail) => {
      let held: Buffer = Buffer.alloc(0);
      let from = 0;
      const send = (): void => {
        const request = requests[next];
        next += 1;
        if (request === undefined) {
          socket.end();
          done();
          return;
        }
        from = performance.now();
        socket.write(request);
      };
      socket.setNoDelay(true);
      socket.on('error', fail);
      socket.on('close', () => fail(new Error('the connection ended')));
      socket.on('data', (data: Buffer) => {
        held = held.length === 0 ? data : Buffer.concat([held, data]);
        const answer = answerIn(held);
        if (answer === undefined) return;
        if (answer.status !== due) return fail(new Error(`answered ${held.toString('latin1')}`));
        times.push(performance.now() - from);
        held = held.subarray(answer.length);
        send();
      });
      socket.once('connect', send);
    });
  const from = performance.now();
  await Promise.all(Array.from({ length: connections }, () => one(connect(port, '127.0.0.1'))));
  const seconds = (performance.now() - from) / 1000;
  times.sort((a, b) => a - b);
  const at = (part: number): number => times[Math.floor(times.length * part)] ?? Number.NaN;
  return { perSecond: requests.length / seconds, middle: at(0.5), slow: at(0.99) };
}

/** One request with its body as the bytes of a line. */
export function requestOf(method: string, path: string, headers: object, body: Uint8Array): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
