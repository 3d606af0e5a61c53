/** Owns seeded weather and the life of a phone in it. Must never know what is being sent. */
import type { Drain } from '../../src/outbox/drain.ts';
import type { VirtualClock } from './clock.ts';
import { createDice, type Dice } from './clockDice.ts';
import type { Faults } from './network.ts';

const MOST_DAYS = 60;

/** Weather of this seed: most kinds of fault are there, in most strengths. */
export function weatherOf(seed: number): Partial<Faults> {
  const dice = createDice(seed * 7919);
  const some = (most: number) => (dice.chance(0.6) ? dice.next() * most : 0);
  return {
    drop: some(0.4),
    lostAnswer: some(0.3),
    cutBody: some(0.5),
    cutAnswer: some(0.3),
    html: some(0.2),
    fault500: some(0.2),
    tooMany: some(0.15),
    blackHole: some(0.1),
    twice: some(0.2),
    lateCopy: some(0.3),
    diesAfter: dice.chance(0.4) ? 500 + dice.below(20_000) : 0,
    latency: 1 + dice.below(2_500),
    speed: 2 + dice.below(300),
  };
}

/** The app is closed in the middle of things, and opened again: only the queue survives. */
export async function live(clock: VirtualClock, dice: Dice, drainOf: () => Drain): Promise<void> {
  const end = clock.now() + MOST_DAYS * 86_400_000;
  let drain = drainOf();
  while (clock.now() < end) {
    const kill = new AbortController();
    const awake = new AbortController();
    if (dice.chance(0.3)) void clock.sleep(dice.below(60_000), awake.signal).then(() => kill.abort());
    const { nextAt } = await clock.until(drain.run(kill.signal));
    awake.abort();
    if (nextAt === null) return;
    if (kill.signal.aborted) drain = drainOf();
    await clock.until(clock.sleep(nextAt - clock.now()));
  }
}

/** Runs one seed, and names it when it fails. */
export async function withSeed(seed: number, run: (seed: number) => Promise<void>): Promise<void> {
  try {
    await run(seed);
  } catch (cause) {
    throw new Error(`seed ${seed}: ${String(cause)}`, { cause });
  }
}
