/** Owns a TCP line between phone and endpoint that misbehaves on purpose. Must never understand what passes, or do what nobody asked for. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What happens to the bytes that pass from now on; counted from the moment it was armed, over all connections. */
export type Fault = {
  /** The connection ends after so many bytes from the phone, or to it. */
  readonly upTo?: number;
  readonly downTo?: number;
  /** Orderly end or reset; FIN when nothing is said. */
  readonly cut?: 'FIN' | 'RST';
  /** A bit of this byte is turned over. */
  readonly flipUp?: number;
  readonly flipDown?: number;
  /** Says this instead of the endpoint, which hears nothing; then the connection ends. */
  readonly answer?: string;
  /** The endpoint gets everything from the phone a second time, on a connection of its own. */
  readonly twice?: boolean;
  /** With `upTo`: those bytes are held back until another connection was answered, so the endpoint gets them late. */
  readonly late?: boolean;
};

export type Weather = {
  /** Milliseconds before each piece is passed on. */
  readonly delay?: number;
  /** Bytes a millisecond, each way. */
  readonly speed?: number;
};

export type Line = {
  readonly url: string;
  readonly port: number;
  /** What passes from now on meets this fault, until it has happened. */
  arm(fault: Fault): void;
  /** True when the fault that was armed last has happened. */
  fired(): boolean;
  /** Bytes that passed since the start. */
  readonly passed: { up: number; down: number };
  weather: Weather;
  /** Asked at each piece: true ends every connection, as a link that dies does. */
  dies: (bytes: number) => boolean;
  /** Ends every connection. */
  hangUp(): void;
  stop(): Promise<void>;
};

/** What a cut needs of a line. */
export type Cuttable = Pick<Line, 'url' | 'arm' | 'fired' | 'passed' | 'stop'>;

/** `target`: the port of the endpoint, asked for each connection; 0 while it is down. */
export async function openProxy(target: () => number): Promise<Line> {
  let fault: Fault = {};
  let fired = false;
  let counted = { up: 0, down: 0 };
  const open = new Set<Socket>();
  const held: Buffer[][] = [];

  const end = (socket: Socket, cut: 'FIN' | 'RST'): void => {
    if (cut === 'RST') socket.resetAndDestroy();
    else socket.destroySoon();
  };
  const happened = (): void => {
    fired = true;
    fault = {};
  };
  const track = (socket: Socket): Socket => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    return socket;
  };

  /** A connection of our own to the endpoint that only speaks. */
  function tell(pieces: readonly Buffer[]): void {
    const port = target();
    if (port === 0) return;
    const socket = track(connect(port, '127.0.0.1'));
    socket.resume();
    for (const piece of pieces) socket.write(piece);
    socket.end();
  }

  const server = createServer({ allowHalfOpen: false }, (given) => {
    const phone = track(given);
    const port = target();
    if (port === 0) {
      phone.resetAndDestroy();
      return;
    }
    const endpoint = track(connect(port, '127.0.0.1'));
    let copy: Socket | null = null;
    const kept: Buffer[] = [];

    const over = (): void => {
      const { cut = 'FIN' } = fault;
      happened();
      end(phone, cut);
      end(endpoint, cut);
    };

    const pass = (piece: Buffer, to: Socket, way: 'up' | 'down'): void => {
      if (to.destroyed) return;
      proxy.passed[way] += piece.length;
      to.write(piece);
      if (proxy.dies(piece.length)) proxy.hangUp();
    };

    function up(piece: Buffer): void {
      if (fault.answer !== undefined) {
        phone.end(fault.answer);
        endpoint.destroy();
        happened();
        return;
      }
      if (fault.twice && copy === null) {
        copy = track(connect(port, '127.0.0.1'));
        copy.resume();
        fired = true;
      }
      copy?.write(Buffer.from(piece));
      const from = counted.up;
      counted.up += piece.length;
      flip(piece, fault.flipUp, from);
      const most = fault.upTo ?? Number.POSITIVE_INFINITY;
      const rest = counted.up < most ? piece : piece.subarray(0, most - from);
      if (fault.late) kept.push(rest);
      else pass(rest, endpoint, 'up');
      if (counted.up < most) return;
      if (fault.late) held.push(kept.splice(0));
      over();
    }

    function down(piece: Buffer): void {
      const from = counted.down;
      counted.down += piece.length;
      flip(piece, fault.flipDown, from);
      for (const pieces of held.splice(0)) tell(pieces);
      const most = fault.downTo ?? Number.POSITIVE_INFINITY;
      pass(counted.down < most ? piece : piece.subarray(0, most - from), phone, 'down');
      if (counted.down >= most) over();
    }

    function flip(piece: Buffer, at: number | undefined, from: number): void {
      if (at === undefined || at < from || at >= from + piece.length) return;
      piece[at - from] = (piece[at - from] ?? 0) ^ 1;
      fired = true;
    }

    carry(phone, up);
    carry(endpoint, down);
    phone.on('close', () => {
      copy?.destroySoon();
      endpoint.destroySoon();
    });
    endpoint.on('close', () => phone.destroySoon());
  });

  /** Pieces in order, each as late as the weather says. */
  function carry(from: Socket, give: (piece: Buffer) => void): void {
    let last = Promise.resolve();
    let waiting = 0;
    from.on('data', (piece: Buffer) => {
      const { delay = 0, speed = 0 } = proxy.weather;
      const time = delay + (speed > 0 ? piece.length / speed : 0);
      if (time === 0 && waiting === 0) {
        give(piece);
        return;
      }
      waiting += 1;
      from.pause();
      last = last.then(async () => {
        await new Promise<void>((done) => setTimeout(done, time));
        waiting -= 1;
        give(piece);
        from.resume();
      });
    });
  }

  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const proxy: Line = {
    url: `http://127.0.0.1:${port}`,
    port,
    passed: { up: 0, down: 0 },
    weather: {},
    dies: () => false,
    arm(next) {
      fault = next;
      fired = false;
      counted = { up: 0, down: 0 };
    },
    fired: () => fired,
    hangUp() {
      for (const socket of open) socket.resetAndDestroy();
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of open) socket.destroy();
      }),
  };
  return proxy;
}
