/** Owns the simulation of a large deployment: a hundred thousand monitors, a million reports a day, virtual time. Must never pretend to be a measurement. */
import { backoff } from '../../src/outbox/backoff.ts';
import { createDice } from '../../tests/fakes/clockDice.ts';

/** Every number here is an assumption; change them on the command line: `name=value`. */
const assumed = {
  monitors: 100_000,
  /** Reports a day of all monitors. */
  reports: 1_000_000,
  /** The busiest hour has so many times the mean. */
  peak: 3,
  /** Part of the monitors whose network is shut down between these hours. */
  silent: 0.3,
  from: 10,
  to: 16,
  /** Small reports a second that one endpoint makes durable: take yours from `npm run bench`. */
  capacity: 400,
  /** Requests that may wait at the endpoint; whoever comes then is told to come back in `retryAfter` seconds. */
  waiting: 2_000,
  retryAfter: 15,
  /** Requests that a refusal costs, in reports: it is answered before the body is read. */
  refusal: 0.1,
  seed: 1,
};
type Assumed = typeof assumed;

const DAY = 86_400;
const GIB = 1024 ** 3;

export type Day = {
  readonly stored: number;
  readonly refused: number;
  /** Arrivals in the busiest second. */
  readonly busiest: number;
  /** Seconds from the first try to the receipt: median, 99th percentile, worst. */
  readonly delay: readonly [number, number, number];
  /** Seconds after the network came back until the queue of that moment was gone. */
  readonly recovered: number;
};

/** One day, second by second. */
export function simulate(given: Assumed): Day {
  const dice = createDice(given.seed);
  /** Reports by the second in which they try next: when they first tried, how often they failed. */
  const due: { readonly first: number; readonly failures: number }[][] = Array.from(
    { length: DAY * 2 },
    () => [],
  );
  const put = (at: number, one: { first: number; failures: number }): void => {
    due[Math.min(due.length - 1, Math.floor(at))]?.push(one);
  };
  for (let n = 0; n < given.reports; n += 1) {
    // A day has one hump, at 14:00; drawn by rejection.
    let second = 0;
    do second = dice.below(DAY);
    while (
      dice.next() * given.peak >
      1 + (given.peak - 1) * Math.cos(((second / DAY) * 24 - 14) * (Math.PI / 12))
    );
    const hour = second / 3600;
    const cut = dice.chance(given.silent) && hour >= given.from && hour < given.to;
    // Phones notice the network within a minute of each other.
    const at = cut ? given.to * 3600 + dice.below(60) : second;
    put(at, { first: at, failures: 0 });
  }
  const delays = new Uint32Array(given.reports);
  let stored = 0;
  let refused = 0;
  let busiest = 0;
  let recovered = 0;
  const queue: { readonly first: number }[] = [];
  let head = 0;
  for (let now = 0; now < due.length && stored < given.reports; now += 1) {
    const arriving = due[now] ?? [];
    busiest = Math.max(busiest, arriving.length);
    let room = given.capacity;
    for (const one of arriving) {
      if (queue.length - head < given.waiting) queue.push(one);
      else {
        refused += 1;
        room -= given.refusal;
        const wait = Math.max(given.retryAfter * 1000, backoff(one.failures, dice.rng)) / 1000;
        put(now + 1 + wait, { first: one.first, failures: one.failures + 1 });
      }
    }
    for (; room >= 1 && head < queue.length; room -= 1) {
      const one = queue[head];
      head += 1;
      if (one !== undefined) delays[stored] = now - one.first;
      stored += 1;
      if (one !== undefined && one.first < given.to * 3600 + 60 && one.first >= given.to * 3600)
        recovered = now - given.to * 3600;
    }
    due[now] = [];
  }
  const sorted = delays.subarray(0, stored).sort();
  const at = (part: number): number => sorted[Math.min(stored - 1, Math.floor(stored * part))] ?? 0;
  return { stored, refused, busiest, delay: [at(0.5), at(0.99), at(1)], recovered };
}

/** What a day and a year leave at the endpoint, from the sizes of rows as they are. */
export function growth(given: Assumed): readonly (readonly [string, string, string])[] {
  const { reports, monitors } = given;
  const row = (what: string, aDay: number, how: string) =>
    [
      what,
      `${(aDay / GIB).toFixed(2)} GiB a day, ${((aDay * 365) / GIB).toFixed(0)} GiB a year`,
      how,
    ] as const;
  return [
    row(
      'small sealed files (16 KiB) in the database',
      reports * 16_384 * 1.05,
      'with reports; no limit but the disk',
    ),
    row('rows of parcels and receipts', reports * 1_050, 'with reports; stay'),
    row('rows of uploads', reports * 330, 'with reports; 180 days'),
    row('used tokens', reports * 330, 'with reports; 400 days after their key'),
    row('board (read, complete)', reports * 2 * 190, 'with reports; every phone reads what is new of it'),
    [
      'board, sent to phones',
      `${((reports * 2 * 32 * monitors) / GIB / 1024).toFixed(1)} TiB a day if all were one organisation`,
      'with reports × monitors of ONE organisation: what must be split first',
    ],
    [
      'tickets without a token',
      `${monitors.toLocaleString('en')} HMACs each, about ${((monitors * 2.5) / 1e6).toFixed(2)} s`,
      'with the devices of one organisation; tokens cost the same however many there are',
    ],
    ['tokens asked for', `${((monitors * 32) / 30).toFixed(0)} batches a day`, 'with devices'],
  ];
}

if (import.meta.main) {
  const given: Assumed = { ...assumed };
  for (const word of process.argv.slice(2)) {
    const [key = '', value] = word.split('=');
    if (!Object.hasOwn(given, key)) throw new Error(`no assumption is called ${key}`);
    given[key as keyof Assumed] = Number(value);
  }
  console.log('Assumed', JSON.stringify(given));
  const day = simulate(given);
  console.log(
    `stored ${day.stored} · told to come back ${day.refused} times · busiest second ${day.busiest} tries · until stored ${day.delay.join(' / ')} s (median, 99 %, worst) · ${day.recovered} s until the crowd after the shutdown was served`,
  );
  for (const line of growth(given)) console.log(`| ${line.join(' | ')} |`);
}
