/** Owns the proof that the author chain names its author, moves only forwards, and shows forks and gaps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addVoids,
  type ChainState,
  createChain,
  createChainState,
  gapsOf,
  MAX_AHEAD,
  nextKey,
  tagFor,
  verifyAuth,
} from '../../src/crypto/chain.ts';
import { type Bytes, toHex, utf8 } from '../../src/wire/bytes.ts';
import { seededRng } from './setup.ts';

const chain = createChain(seededRng('chain'));
const keys: Bytes[] = [chain.key];
for (let n = 0; n < 12; n += 1) keys.push(await nextKey(keys[n]!));
const start = createChainState(chain.id, toHex(chain.key));
const authOf = async (n: number, line: Bytes) => ({
  chain: chain.id,
  n,
  tag: await tagFor(keys[n]!, n, line),
});
const lineOf = (n: number, text = 'report') => utf8(`{"${text}":${n}}`);
const read = async (state: ChainState, n: number, text?: string) =>
  verifyAuth(state, await authOf(n, lineOf(n, text)), lineOf(n, text));

describe('author chain', () => {
  it('[REP3] a later key says nothing about earlier tags: neither it nor what follows from it makes them', async () => {
    const old = await tagFor(keys[3]!, 3, lineOf(3));
    let key = keys[4]!;
    for (let step = 0; step < 64; step += 1) {
      expect(await tagFor(key, 3, lineOf(3))).not.toBe(old);
      key = await nextKey(key);
    }
    expect(new Set(keys.map(toHex)).size).toBe(keys.length);
  });

  it('[REP3] the reader keeps no key that could write as an earlier number', async () => {
    const { state } = await read(start, 5);
    const kept = JSON.stringify(state);
    for (const key of keys.slice(0, 6)) expect(kept).not.toContain(toHex(key));
    expect(state.key).toBe(toHex(keys[6]!));
  });

  it('[REP8] a forced tag is told from a plain one by the reader alone, also when it comes late or again', async () => {
    const forced = async (n: number) => ({
      chain: chain.id,
      n,
      tag: await tagFor(keys[n]!, n, lineOf(n), true),
    });
    let state = (await read(start, 4)).state;
    for (const n of [2, 5, 0]) {
      const auth = await forced(n);
      expect(auth.tag.length).toBe((await authOf(n, lineOf(n))).tag.length);
      const first = await verifyAuth(state, auth, lineOf(n));
      expect([first.verdict, first.forced]).toEqual(['author', true]);
      state = JSON.parse(JSON.stringify(first.state)) as ChainState;
      const again = await verifyAuth(state, auth, lineOf(n));
      expect([again.verdict, again.forced]).toEqual(['replayed', true]);
      const fork = await verifyAuth(
        state,
        { ...auth, tag: await tagFor(keys[n]!, n, lineOf(n, 'other'), true) },
        lineOf(n, 'other'),
      );
      expect([fork.verdict, fork.forced]).toEqual(['fork', true]);
    }
    const plain = await read(state, 1);
    expect([plain.verdict, plain.forced]).toEqual(['author', false]);
    // The next key of the chain is the same, whichever tag was made: the order of reports is not disturbed.
    expect(state.key).toBe(toHex(keys[6]!));
    const wrong = { chain: chain.id, n: 3, tag: await tagFor(keys[2]!, 3, lineOf(3), true) };
    expect((await verifyAuth(state, wrong, lineOf(3))).verdict).toBe('badTag');
  });

  it('[REP4] in any order each report is by its author once, and the gaps are what did not come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 1 }), async (order) => {
        let state = start;
        for (const n of order) {
          const step = await read(state, n);
          expect(step.verdict).toBe('author');
          state = JSON.parse(JSON.stringify(step.state)) as ChainState;
          expect((await read(state, n)).verdict).toBe('replayed');
        }
        const last = Math.max(...order);
        const missing = Array.from({ length: last }, (_, n) => n).filter((n) => !order.includes(n));
        expect(gapsOf(state)).toEqual(missing);
        expect(
          gapsOf(
            addVoids(
              state,
              missing.map((n) => ({ n })),
              last,
            ),
          ),
        ).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('[REP4] the same number with other bytes is a fork when its tag is genuine, else no word of the author', async () => {
    const { state } = await read(start, 2);
    expect((await read(state, 2, 'other')).verdict).toBe('fork');
    const auth = await authOf(2, lineOf(2));
    expect((await verifyAuth(state, auth, lineOf(2, 'other'))).verdict).toBe('badTag');
    const shifted = { ...auth, n: 1 };
    expect((await verifyAuth(state, shifted, lineOf(2))).verdict).toBe('badTag');
    expect((await verifyAuth(state, { ...auth, chain: '00'.repeat(16) }, lineOf(2))).verdict).toBe(
      'otherChain',
    );
  });

  it('[REP4] a forged number moves nothing, and beyond 4,096 nothing is derived', async () => {
    const forged = { chain: chain.id, n: 40, tag: '00'.repeat(32) };
    expect(await verifyAuth(start, forged, lineOf(40))).toEqual({
      verdict: 'badTag',
      forced: false,
      state: start,
    });
    const far = { ...forged, n: MAX_AHEAD };
    expect(await verifyAuth(start, far, lineOf(1))).toEqual({
      verdict: 'tooFar',
      forced: false,
      state: start,
    });
  });
});
