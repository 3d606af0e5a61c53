/** Owns a phone's line without anything in between: a socket of its own, ended at a chosen byte. Must never pass a byte beyond the cut. */
import { connect, type Socket } from 'node:net';
import type { Send } from '../../src/outbox/ports.ts';
import type { Cuttable, Fault } from './proxy.ts';

export type Wire = Cuttable & { readonly send: Send };

type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** What came of the body; `whole` once all of it did. */
  readonly body: Buffer;
  readonly whole: boolean;
};

const broken = (): TypeError => new TypeError('the line broke');

/** Chunks without extensions or trailers, as Node writes them. */
function unchunked(bytes: Buffer): Pick<Answer, 'body' | 'whole'> {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at);
    const size = line < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, line), 16);
    const from = line + 2;
    if (Number.isNaN(size) || bytes.length < from + size + 2)
      return { body: Buffer.concat(parts), whole: false };
    if (size === 0) return { body: Buffer.concat(parts), whole: true };
    parts.push(bytes.subarray(from, from + size));
    at = from + size + 2;
  }
}

/** Null while the head is not whole. */
function answerOf(bytes: Buffer, bodiless: boolean): Answer | null {
  const at = bytes.indexOf('\r\n\r\n');
  if (at < 0) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, at).split('\r\n');
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const status = Number(first.split(' ')[1]);
  const came = bytes.subarray(at + 4);
  if (bodiless || status === 204) return { status, headers, body: Buffer.alloc(0), whole: true };
  if (headers.get('Transfer-Encoding') === 'chunked') return { status, headers, ...unchunked(came) };
  const length = Number(headers.get('Content-Length') ?? Number.POSITIVE_INFINITY);
  return { status, headers, body: came.subarray(0, length), whole: came.length >= length };
}

function responseOf({ status, headers, body, whole }: Answer): Response {
  if (whole) return new Response(body.length > 0 ? new Uint8Array(body) : null, { status, headers });
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      if (body.length > 0) controller.enqueue(new Uint8Array(body));
      controller.error(broken());
    },
  });
  return new Response(stream, { status, headers });
}

/** Much cheaper than a proxy and `fetch`, so that every byte of a journey can have its cut. `target`: the endpoint's port. */
export function openWire(target: () => number): Wire {
  let fault: Fault = {};
  let fired = false;
  let counted = { up: 0, down: 0 };
  let socket: Socket | null = null;

  function dial(): Socket {
    if (socket !== null && !socket.destroyed && socket.writable) return socket;
    const dialled = connect(target(), '127.0.0.1');
    dialled.setNoDelay(true);
    dialled.on('error', () => undefined);
    socket = dialled;
    return dialled;
  }

  function cut(line: Socket): void {
    if (fault.cut === 'RST') line.resetAndDestroy();
    else line.destroySoon();
    socket = null;
    fired = true;
    fault = {};
  }

  async function question(request: Request): Promise<Buffer> {
    const { pathname, search, host } = new URL(request.url);
    const body = Buffer.from(await request.arrayBuffer());
    const lines = [`${request.method} ${pathname}${search} HTTP/1.1`, `Host: ${host}`];
    for (const [name, value] of request.headers) lines.push(`${name}: ${value}`);
    if (body.length > 0 || !['GET', 'HEAD'].includes(request.method))
      lines.push(`Content-Length: ${body.length}`);
    return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
  }

  const send: Send = async (request) => {
    const bytes = await question(request);
    if (request.signal.aborted) throw new DOMException('aborted', 'AbortError');
    const line = dial();
    const most = (fault.upTo ?? Number.POSITIVE_INFINITY) - counted.up;
    const rest = bytes.length < most ? bytes : bytes.subarray(0, most);
    counted.up += rest.length;
    wire.passed.up += rest.length;
    if (rest.length > 0) await new Promise<void>((done) => line.write(rest, () => done()));
    if (bytes.length >= most) {
      cut(line);
      throw broken();
    }
    return answer(line, request);
  };

  function answer(line: Socket, request: Request): Promise<Response> {
    return new Promise((give, fail) => {
      let got: Buffer = Buffer.alloc(0);
      const over = (): void => {
        line.off('data', take);
        line.off('close', settle);
        request.signal.removeEventListener('abort', hangUp);
      };
      const look = (): Answer | null => answerOf(got, request.method === 'HEAD');
      /** With its head an answer is an answer, also when its body breaks off. */
      const settle = (): void => {
        over();
        const answer = look();
        if (answer === null) fail(broken());
        else give(responseOf(answer));
      };
      function take(piece: Buffer): void {
        const most = (fault.downTo ?? Number.POSITIVE_INFINITY) - counted.down;
        const rest = piece.length < most ? piece : piece.subarray(0, most);
        counted.down += rest.length;
        wire.passed.down += rest.length;
        got = Buffer.concat([got, rest]);
        const ends = piece.length >= most;
        if (ends) cut(line);
        if (ends || look()?.whole) settle();
      }
      const hangUp = (): void => {
        over();
        line.destroy();
        fail(new DOMException('aborted', 'AbortError'));
      };
      line.on('data', take);
      line.once('close', settle);
      request.signal.addEventListener('abort', hangUp, { once: true });
      // The endpoint may have hung up while the question was written.
      if (line.destroyed) settle();
    });
  }

  const wire: Wire = {
    url: `http://127.0.0.1:${target()}`,
    send,
    passed: { up: 0, down: 0 },
    arm(next) {
      fault = next;
      fired = false;
      counted = { up: 0, down: 0 };
    },
    fired: () => fired,
    async stop() {
      socket?.destroy();
    },
  };
  return wire;
}
