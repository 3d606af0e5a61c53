/** Owns cutting a journey of one small parcel at chosen bytes, against a real endpoint process. Must never skip a journey's check. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drainOf, finish, type Lane, openPost, type Post } from './post.ts';
import type { Cuttable, Fault } from './proxy.ts';

const LANES = 12;
/** Milliseconds for one sweep over every byte on a busy machine. */
const LONGEST = 2_400_000;

/** One journey of a parcel of 16 KiB with this fault in it. False when the journey was over before the fault. */
async function journey(post: Post, lane: Lane<Cuttable>, fault: Fault): Promise<boolean> {
  const parcel = await lane.add();
  lane.proxy.arm(fault);
  await finish(drainOf(lane));
  const { end } = lane.queue.entry(parcel.handle);
  if (end?.name !== 'stored') throw new Error(`${JSON.stringify(fault)}: ended as ${end?.name}`);
  post.settle(lane);
  return lane.proxy.fired();
}

/** All these faults, the lanes side by side; gives how many happened. */
async function sweep(
  post: Post,
  lanes: readonly Lane<Cuttable>[],
  faults: readonly Fault[],
): Promise<number> {
  let next = 0;
  let happened = 0;
  await Promise.all(
    lanes.map(async (lane) => {
      for (let fault = faults[next++]; fault !== undefined; fault = faults[next++]) {
        try {
          if (await journey(post, lane, fault)) happened += 1;
        } catch (cause) {
          throw new Error(`fault ${JSON.stringify(fault)}`, { cause });
        }
      }
    }),
  );
  return happened;
}

const range = (length: number, step: number): number[] =>
  Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);

/** `step`: 1 for every byte; FIN and RST take turns. `wired`: without a proxy, which is cheaper. To be called once in a test file. */
export function cutEvery(step: number, wired = false): void {
  let post: Post;
  let lanes: Lane<Cuttable>[];
  beforeAll(async () => {
    post = await openPost();
    const open = async () => (wired ? post.wired() : post.lane());
    lanes = await Promise.all(Array.from({ length: LANES }, open));
  });
  afterAll(() => post.stop());

  it.each(['up', 'down'] as const)(
    `S5 S6 S7 [UP2] [UP3] [UP4] C4 C5 a cut at each ${step}. byte of ${wired ? 'a socket' : 'a proxied line'}: %s`,
    async (way) => {
      const { proxy } = lanes[0]!;
      const before = proxy.passed[way];
      await journey(post, lanes[0]!, {});
      const length = proxy.passed[way] - before;
      const faults = range(length, step).map((at): Fault => {
        const cut = (at / step) % 2 === 0 ? 'FIN' : 'RST';
        return way === 'up' ? { upTo: at, cut } : { downTo: at, cut };
      });
      const happened = await sweep(post, lanes, faults);
      expect([length > 1_000, happened]).toEqual([true, faults.length]);
      await post.check(lanes);
    },
    LONGEST,
  );
}
