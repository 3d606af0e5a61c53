/** Owns the deterministic simulation of hostile weather: the real postman, a faithful endpoint, seeded faults, virtual time. */
import { describe, expect, it } from 'vitest';
import { createDrain } from '../../src/outbox/drain.ts';
import { ORDERS, type Parcel } from '../../src/outbox/ports.ts';
import { live, weatherOf, withSeed } from '../fakes/networkWeather.ts';
import { play } from './simWorld.ts';
import { createWorld, type World } from './world.ts';

/** `TUMAR_SEEDS=5000`: how many of both; `TUMAR_SEED=7`: from which. */
const SEEDS = Number(process.env['TUMAR_SEEDS'] ?? (process.env['TUMAR_LONG'] === undefined ? 100 : 1_000));
const FIRST = Number(process.env['TUMAR_SEED'] ?? 1);
const TIME = SEEDS * 10_000;

function check(world: World, parcels: readonly Parcel[]): void {
  const held = new Map(world.home.inbox.map(({ parcel, bytes }) => [parcel, bytes]));
  expect(world.home.inbox.length).toBe(parcels.length);
  for (const parcel of parcels) {
    const entry = world.queue.entry(parcel.handle);
    expect(Buffer.compare(held.get(parcel.parcel) ?? Buffer.alloc(0), entry.bytes)).toBe(0);
    expect(entry.changes.filter(({ name }) => name === 'stored')).toHaveLength(1);
  }
  expect(world.net.repeated()).toEqual([]);
  expect(world.net.mostAtOnce).toBe(1);
}

describe('weather', () => {
  it(
    `S5 S6 S7 [UP1] [UP2] [UP5] each parcel arrives once, whole, proved, without repeating a byte: seeds ${FIRST} to ${FIRST + SEEDS - 1}`,
    async () => {
      let requests = 0;
      let killed = 0;
      for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
        await withSeed(seed, async () => {
          const world = createWorld({ seed, faults: weatherOf(seed) });
          const orders = Object.values(ORDERS);
          const count = 1 + world.dice.below(4);
          const parcels = Array.from({ length: count }, () =>
            world.add([16, 16, 32, 64][world.dice.below(4)], orders[world.dice.below(orders.length)]),
          );
          let drains = 0;
          await live(world.clock, world.dice, () => {
            drains += 1;
            return createDrain(world.deps);
          });
          check(world, parcels);
          requests += world.net.sights.length;
          killed += drains - 1;
        });
      }
      if (SEEDS < 50) return;
      // The weather was bad enough to prove something.
      expect(requests).toBeGreaterThan(SEEDS * 10);
      expect(killed).toBeGreaterThan(SEEDS / 4);
    },
    TIME,
  );

  it('S5 with a forged signature nothing is ever called stored, whatever the weather', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      await withSeed(seed, async () => {
        const world = createWorld({ seed, faults: weatherOf(seed) });
        const parcels = [world.add(), world.add(32)];
        const real = world.home.signature;
        const drain = world.drain({
          verifyReceipt: async (_parcel, _endpoint, { signature }) =>
            signature === `not ${real}` ? { ok: true, value: true } : { ok: false, code: 'badSignature' },
        });
        for (let round = 0; round < 60; round += 1) {
          const { nextAt } = await world.clock.until(drain.run());
          await world.clock.until(world.clock.sleep((nextAt ?? 0) - world.clock.now()));
        }
        for (const parcel of parcels) expect(world.stateOf(parcel)).not.toBe('stored');
        expect(world.queue.entries.size).toBe(2);
      });
    }
  });

  it('the same seed makes the same story', async () => {
    const storyOf = async () => {
      const world = createWorld({ seed: 4711, faults: weatherOf(4711) });
      world.add(64);
      await live(world.clock, world.dice, () => createDrain(world.deps));
      return [world.clock.now(), world.net.sights];
    };
    expect(await storyOf()).toEqual(await storyOf());
  });
});

describe('storms', () => {
  it(
    `S5 S6 S7 [UP1] [UP2] [UP3] [UP4] [EP1] phones, line, disks, machines and clocks fail: seeds ${FIRST} to ${FIRST + SEEDS - 1}`,
    async () => {
      const all = { requests: 0, deaths: 0, restores: 0, parcels: 0 };
      for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1)
        await withSeed(seed, async () => {
          const story = await play(seed);
          all.requests += story.requests;
          all.deaths += story.deaths;
          all.restores += story.restores;
          all.parcels += story.parcels;
        });
      if (SEEDS < 50) return;
      // It was bad enough to prove something.
      expect(all.requests).toBeGreaterThan(SEEDS * 10);
      expect(Math.min(all.deaths, all.restores)).toBeGreaterThan(SEEDS / 10);
    },
    TIME,
  );
});
