/** Proves that what nobody asked for yet waits for the first page, and never for long. */
import { describe, expect, it } from 'vitest';
import { firstLook } from '../../src/monitor/firstLook.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** A page whose moments are given by hand. */
function begun(words: Promise<unknown>, idle = true) {
  const told: string[] = [];
  let rest: () => void = () => undefined;
  let late: () => void = () => undefined;
  const page = {
    setTimeout: (done: () => void) => {
      rest = done;
      return 0;
    },
    ...(idle
      ? {
          requestIdleCallback: (done: () => void, { timeout }: { timeout: number }) => {
            told.push(`idle, or after ${timeout}`);
            rest = done;
            return 0;
          },
        }
      : {}),
  } as unknown as Parameters<typeof firstLook>[0];
  const clock = {
    sleep: () =>
      new Promise<void>((done) => {
        late = done;
      }),
  };
  void firstLook(page, clock, words).then(() => told.push('now'));
  return { told, rest: () => rest(), late: () => late() };
}

describe('the first look', () => {
  it('waits for the words, then for a page with nothing more urgent', async () => {
    let come: (words: string) => void = () => undefined;
    const words = new Promise<string>((done) => {
      come = done;
    });
    const { told, rest } = begun(words);
    await turn();
    expect(told).toEqual([]);
    come('words');
    await turn();
    expect(told).toEqual(['idle, or after 1000']);
    rest();
    await turn();
    expect(told).toEqual(['idle, or after 1000', 'now']);
  });

  it('goes on without words that cannot be had, or do not come', async () => {
    const none = begun(Promise.reject(new Error('no network')));
    await turn();
    expect(none.told).toHaveLength(1);
    const slow = begun(new Promise(() => undefined));
    slow.late();
    await turn();
    expect(slow.told).toHaveLength(1);
  });

  it('needs no browser that tells when it is idle', async () => {
    const { told, rest } = begun(Promise.resolve(), false);
    await turn();
    rest();
    await turn();
    expect(told).toEqual(['now']);
  });
});
