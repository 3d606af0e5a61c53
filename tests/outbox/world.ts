/** Owns a small world for the postman's tests: one phone, a line, endpoints, and time that obeys. */
import { createHash } from 'node:crypto';
import { err, ok } from '../../src/domain/result.ts';
import { createDrain, type Drain, type DrainDeps } from '../../src/outbox/drain.ts';
import { ORDERS, type OutboxEvent, type Parcel } from '../../src/outbox/ports.ts';
import { createTransport } from '../../src/outbox/transport.ts';
import { parseReceipt } from '../../src/wire/receipt.ts';
import { VirtualClock } from '../fakes/clock.ts';
import { createDice } from '../fakes/clockDice.ts';
import { MemoryLocks } from '../fakes/locks.ts';
import { type Faults, GOOD_LINE, SimNet } from '../fakes/network.ts';
import { MemoryEndpoint, parcelOf } from '../fakes/networkEndpoint.ts';
import { MemoryQueue } from '../fakes/queue.ts';

export const ORG = 'ab'.repeat(16);
export const HOME = 'https://one.example';
export const MIRROR = 'https://two.example';
const KIB = 1024;

type Options = {
  readonly seed?: number;
  readonly faults?: Partial<Faults>;
  /** A second endpoint: with a store of its own, or as another door of the first one's. */
  readonly mirrors?: boolean | 'oneStore';
};

export function createWorld(options: Options = {}) {
  const clock = new VirtualClock();
  const dice = createDice(options.seed ?? 1);
  const home = new MemoryEndpoint(ORG);
  const mirror = new MemoryEndpoint(ORG);
  mirror.epoch = '00000000000000e2';
  const handlers = new Map([
    [HOME, home.handle],
    [MIRROR, options.mirrors === 'oneStore' ? home.handle : mirror.handle],
  ]);
  const net = new SimNet(clock, dice, handlers, { ...GOOD_LINE, ...options.faults });
  const queue = new MemoryQueue();
  const locks = new MemoryLocks();
  const events: OutboxEvent[] = [];
  let made = 0;

  const deps: DrainDeps = {
    clock,
    rng: dice.rng,
    send: net.send,
    reader: queue,
    queue,
    locks,
    tell: (event) => events.push(event),
    digest: async (bytes) => createHash('sha256').update(bytes).digest(),
    verifyReceipt: async (parcel, _endpoint, signed) => {
      const receipt = parseReceipt(signed.receipt);
      const right =
        receipt.ok && receipt.value.parcel === parcel.parcel && receipt.value.size === parcel.size;
      return right && signed.signature === home.signature ? ok(true) : err('badSignature');
    },
  };

  return {
    clock,
    dice,
    home,
    mirror,
    handlers,
    net,
    queue,
    locks,
    events,
    deps,
    /** Puts random bytes into the queue. `size` in KiB. */
    add(size = 16, order: number = ORDERS.text, more: Partial<Parcel> = {}): Parcel {
      made += 1;
      const bytes = dice.rng(size * KIB);
      const parcel: Parcel = {
        handle: `h${String(made).padStart(3, '0')}`,
        org: ORG,
        parcel: parcelOf(bytes),
        secret: Buffer.from(dice.rng(16)).toString('hex'),
        size: bytes.length,
        ticket: 'cd'.repeat(32),
        order,
        endpoints: options.mirrors ? [HOME, MIRROR] : [HOME],
        stage: { name: 'queued' },
        ...more,
      };
      queue.add(parcel, bytes);
      return parcel;
    },
    deliver(parcel: Parcel, with_: Partial<DrainDeps> = {}) {
      return clock.until(createTransport({ ...deps, ...with_ }).deliver(parcel));
    },
    drain: (with_: Partial<DrainDeps> = {}): Drain => createDrain({ ...deps, ...with_ }),
    run: (drain: Drain) => clock.until(drain.run()),
    /** Rounds, with the waits between them, until nothing is left. */
    async finish(drain: Drain, mostRounds = 5_000): Promise<void> {
      for (let round = 0; round < mostRounds; round += 1) {
        const { nextAt } = await clock.until(drain.run());
        if (nextAt === null) return;
        await clock.until(clock.sleep(nextAt - clock.now()));
      }
      throw new Error('still not finished');
    },
    stateOf: (parcel: Parcel) =>
      queue.entry(parcel.handle).end?.name ?? queue.entry(parcel.handle).parcel.stage.name,
  };
}
export type World = ReturnType<typeof createWorld>;

/** Puts an answer of our choice in front of an endpoint, for the requests that `when` picks. */
export function lie(
  world: World,
  when: (request: Request, count: number) => boolean,
  answer: (request: Request) => Response | Promise<Response>,
  origin = HOME,
): { count: number } {
  const real = world.handlers.get(origin);
  const told = { count: 0 };
  let seen = 0;
  world.handlers.set(origin, async (request) => {
    seen += 1;
    if (!when(request, seen)) return (await real?.(request)) ?? Response.error();
    told.count += 1;
    return answer(request);
  });
  return told;
}

/** An answer that carries our marks. */
export const ours = (status: number, headers: Record<string, string> = {}, body: unknown = {}): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: {
      'Tus-Resumable': '1.0.0',
      'Tumar-Store': '00000000000000e1 7',
      'Content-Type': 'application/json',
      ...headers,
    },
  });
