/** Owns the proof that larger uploads survive a line with every fault we know, seeded, and that strangers are named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORDERS } from '../../src/outbox/ports.ts';
import { createDice, type Dice } from '../fakes/clockDice.ts';
import { drainOf, finish, type Lane, openPost, type Post } from './post.ts';
import type { Fault } from './proxy.ts';
import { STRANGERS } from './strangers.ts';

const SEEDS = Number(process.env['TUMAR_SEEDS'] ?? (process.env['TUMAR_LONG'] === undefined ? 6 : 60));
const FIRST = Number(process.env['TUMAR_SEED'] ?? 1);
const SIZES = [16, 16, 64, 256, 1024];

let post: Post;
const lanes: Lane[] = [];
const openLane = async (): Promise<Lane> => {
  const lane = await post.lane();
  lanes.push(lane);
  return lane;
};
beforeAll(async () => {
  post = await openPost();
});
afterAll(() => post.stop());

describe('[UP5] N1 N2 N3 C7 somebody else answers', () => {
  it.each(STRANGERS)('%s', async (_name, answer, code) => {
    const lane = await openLane();
    const parcel = await lane.add();
    lane.proxy.arm({ answer });
    const drain = drainOf(lane);
    // An answer in our place ends the fault: whoever probes afterwards meets the endpoint.
    const { code: line } = await drain.run();
    const { changes } = lane.queue.entry(parcel.handle);
    const told = changes.find((change) => change.name === 'waiting')?.code ?? line;
    expect(told).toBe(code);
    drain.hurry();
    await finish(drain);
    expect(lane.queue.entry(parcel.handle).end?.name).toBe('stored');
  });

  it('of the receipt: the parcel stays sent, and is stored as soon as the line is ours again', async () => {
    for (const [name, answer] of STRANGERS) {
      const lane = await openLane();
      const parcel = await lane.add();
      const { proxy } = lane;
      const send: typeof lane.deps.send = async (request) => {
        if (request.url.endsWith('/receipt') && !proxy.fired()) proxy.arm({ answer });
        return lane.deps.send(request);
      };
      const spoiled = { ...lane, deps: { ...lane.deps, send } };
      await drainOf(spoiled).run();
      expect(lane.queue.entry(parcel.handle).parcel.stage.name, name).toBe('sent');
      expect(lane.queue.entry(parcel.handle).end, name).toBe(null);
      await finish(drainOf(spoiled));
    }
  });
});

/** A fault somewhere in the next `bytes` bytes. */
function faultOf(dice: Dice, bytes: number): Fault {
  const at = dice.chance(0.3) ? dice.below(900) : dice.below(bytes);
  const cut = dice.chance(0.5) ? 'RST' : 'FIN';
  const [, answer = ''] = STRANGERS[dice.below(STRANGERS.length)] ?? [];
  const faults: readonly Fault[] = [
    { upTo: at, cut },
    { upTo: at, cut },
    { downTo: dice.below(1_200), cut },
    { flipUp: at },
    { flipDown: dice.below(1_200) },
    { answer },
    { twice: true },
    { upTo: at, late: true, cut },
    { twice: true, upTo: at, cut },
  ];
  return faults[dice.below(faults.length)] ?? {};
}

describe('any fault at any byte', () => {
  it(
    `S5 S6 S7 [UP2] [UP3] [UP4] N1 N4 N5 N7 N8 each parcel once, whole, proved: seeds ${FIRST} to ${FIRST + SEEDS - 1}`,
    async () => {
      let happened = 0;
      for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
        const dice = createDice(seed);
        const lane = await openLane();
        const sizes = SIZES.slice(0, 2 + dice.below(4)).map((size) => size * 1024);
        for (const size of sizes) await lane.add(size, dice.below(ORDERS.video + 1));
        const total = sizes.reduce((sum, size) => sum + size, 0);
        lane.proxy.weather = dice.chance(0.3) ? { delay: dice.below(4), speed: 200 + dice.below(2_000) } : {};
        let drain = drainOf(lane);
        try {
          for (let round = 0; round < 12; round += 1) {
            lane.proxy.arm(faultOf(dice, total));
            const kill = new AbortController();
            // The app is closed and opened again: only the queue survives.
            if (dice.chance(0.3)) setTimeout(() => kill.abort(), dice.below(30));
            const { nextAt } = await drain.run(kill.signal);
            happened += Number(lane.proxy.fired());
            if (nextAt === null) break;
            if (dice.chance(0.1)) await post.restart();
            if (dice.chance(0.5)) drain = drainOf(lane);
            drain.hurry();
          }
          lane.proxy.arm({});
          lane.proxy.weather = {};
          await finish(drain);
          const { entries } = lane.queue;
          expect([...entries.values()].map(({ end }) => end?.name)).toEqual(sizes.map(() => 'stored'));
        } catch (cause) {
          throw new Error(`seed ${seed} (again: TUMAR_SEED=${seed} TUMAR_SEEDS=1)`, { cause });
        }
      }
      await post.check(lanes);
      expect(happened).toBeGreaterThan(SEEDS);
    },
    SEEDS * 30_000,
  );
});
