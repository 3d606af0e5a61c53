/** Owns a line that misbehaves on purpose, seeded, in virtual time. Must never change what an endpoint stored. */
import type { Send } from '../../src/outbox/ports.ts';
import type { VirtualClock } from './clock.ts';
import type { Dice } from './clockDice.ts';
import { type Letter as Heading, type Sight, Witness } from './witness.ts';

export type Faults = {
  /** Probabilities, each per request. */
  readonly drop: number;
  readonly lostAnswer: number;
  readonly cutBody: number;
  readonly cutAnswer: number;
  readonly html: number;
  readonly fault500: number;
  readonly tooMany: number;
  readonly blackHole: number;
  readonly twice: number;
  readonly lateCopy: number;
  /** Somebody on the way waits for whole requests, so that of a cut one the endpoint gets nothing. */
  readonly buffers: boolean;
  /** Upload bytes after which every connection dies; 0 = never. */
  readonly diesAfter: number;
  /** Milliseconds of latency at most, and bytes a millisecond. */
  readonly latency: number;
  readonly speed: number;
};

export const GOOD_LINE: Faults = {
  drop: 0,
  lostAnswer: 0,
  cutBody: 0,
  cutAnswer: 0,
  html: 0,
  fault500: 0,
  tooMany: 0,
  blackHole: 0,
  twice: 0,
  lateCopy: 0,
  buffers: false,
  diesAfter: 0,
  latency: 50,
  speed: 100,
};

type Handler = (request: Request) => Promise<Response>;
type Letter = Heading & { readonly body: Uint8Array<ArrayBuffer> | null };

const broken = () => new TypeError('the line broke');

export class SimNet {
  readonly witness = new Witness();
  /** Requests under way at the same time, at most. */
  mostAtOnce = 0;
  faults: Faults;
  private readonly clock: VirtualClock;
  private readonly dice: Dice;
  private readonly handlers: ReadonlyMap<string, Handler>;
  private readonly copies: Letter[] = [];
  private atOnce = 0;

  /** `handlers`: endpoint origin → what answers there. */
  constructor(
    clock: VirtualClock,
    dice: Dice,
    handlers: ReadonlyMap<string, Handler>,
    faults: Faults = GOOD_LINE,
  ) {
    this.clock = clock;
    this.dice = dice;
    this.handlers = handlers;
    this.faults = faults;
  }

  readonly send: Send = async (request) => {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      return await this.carry(request);
    } finally {
      this.atOnce -= 1;
    }
  };

  /** Requests that carried bytes the phone knew to be acknowledged; S7 says: none. */
  repeated(): Sight[] {
    return this.witness.repeated();
  }

  get sights(): Sight[] {
    return this.witness.sights;
  }

  private async carry(request: Request): Promise<Response> {
    const { signal } = request;
    const { dice, faults } = this;
    const body =
      request.body === null ? null : new Uint8Array(await this.clock.during(request.arrayBuffer()));
    const letter = { url: request.url, method: request.method, headers: request.headers, body };
    this.witness.see(letter, body?.length ?? 0);
    const wait = (milliseconds: number) => this.pass(milliseconds, signal);
    await wait(1 + dice.below(faults.latency));
    if (dice.chance(faults.lateCopy) && this.copies.length > 0) await this.replay();
    if (dice.chance(faults.drop)) throw broken();
    if (dice.chance(faults.blackHole)) await wait(24 * 3_600_000);
    if (dice.chance(faults.html))
      return new Response('<html>Welcome</html>', { headers: { 'Content-Type': 'text/html' } });
    if (dice.chance(faults.fault500)) return this.dressed(500, {});
    if (dice.chance(faults.tooMany)) return this.dressed(429, { 'Retry-After': String(1 + dice.below(90)) });
    const size = body?.length ?? 0;
    const dies = faults.diesAfter > 0 && size > faults.diesAfter ? faults.diesAfter : size;
    const upTo = size > 0 && dice.chance(faults.cutBody) ? dice.below(dies + 1) : dies;
    await wait(Math.ceil(upTo / faults.speed));
    if (upTo < size) {
      if (!faults.buffers) await this.hand(letter, upTo);
      throw broken();
    }
    const reply = await this.hand(letter, size);
    this.copies.push(letter);
    if (dice.chance(faults.twice)) await this.hand(letter, size);
    if (dice.chance(faults.lostAnswer)) throw broken();
    await wait(1 + dice.below(faults.latency));
    this.witness.learn(letter, reply);
    if (dice.chance(faults.cutAnswer)) return this.cut(reply);
    return reply;
  }

  private dressed(status: number, headers: Record<string, string>): Response {
    const ours = {
      'Tus-Resumable': '1.0.0',
      'Tumar-Store': '00000000000000e1 0',
      'Content-Type': 'application/json',
    };
    return new Response('{}', { status, headers: { ...ours, ...headers } });
  }

  private async pass(milliseconds: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(milliseconds, signal);
    if (signal.aborted) throw new DOMException('aborted', 'AbortError');
  }

  /** Gives the endpoint the first `upTo` bytes; a shorter body than promised ends with an error, as a socket does. */
  private hand(letter: Letter, upTo: number): Promise<Response> {
    const { url, method, headers, body } = letter;
    const handler = this.handlers.get(new URL(url).origin);
    if (handler === undefined) return Promise.reject(broken());
    const pieces =
      body === null ? [] : [body.slice(0, Math.floor(upTo / 2)), body.slice(Math.floor(upTo / 2), upTo)];
    const whole = body === null || upTo === body.length;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces.shift();
        if (piece !== undefined)
          return piece.length > 0 ? controller.enqueue(piece) : this.pull?.(controller);
        return whole ? controller.close() : controller.error(new Error('the phone is gone'));
      },
    });
    const init = { method, headers, body: body === null ? null : stream, duplex: 'half' };
    return this.clock.during(handler(new Request(url, init as RequestInit)));
  }

  /** A captured request comes again, later and out of order. */
  private async replay(): Promise<void> {
    const letter = this.copies[this.dice.below(this.copies.length)];
    if (letter !== undefined) await this.hand(letter, letter.body?.length ?? 0);
  }

  private async cut(reply: Response): Promise<Response> {
    const bytes = new Uint8Array(await this.clock.during(reply.arrayBuffer()));
    if (bytes.length === 0) return reply;
    const half = bytes.slice(0, this.dice.below(bytes.length));
    const { status, headers } = reply;
    const abrupt = this.dice.chance(0.5);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        if (half.length > 0) controller.enqueue(half);
        if (abrupt) controller.error(broken());
        else controller.close();
      },
    });
    return new Response(stream, { status, headers });
  }
}
