/** Owns the proof of when rounds happen, and that nothing spins or sleeps on. */
import { describe, expect, it } from 'vitest';
import { createDrain, DRAIN_LOCK, type Drain, type DrainSummary } from '../../src/outbox/drain.ts';
import { drainForSync, type Signs, startWake } from '../../src/outbox/wake.ts';
import { createWorld } from './world.ts';

function createSigns(): Signs & { fire(): void } {
  const callbacks = new Set<() => void>();
  return {
    watch(onSign, signal) {
      callbacks.add(onSign);
      signal.addEventListener('abort', () => callbacks.delete(onSign));
    },
    fire: () => {
      for (const callback of callbacks) callback();
    },
  };
}

const settleFor = (world: ReturnType<typeof createWorld>, milliseconds: number) =>
  world.clock.until(world.clock.sleep(milliseconds));

describe('the wake', () => {
  it('[UP6] sends at the start, after a nudge, and rests without a timer when nothing is left', async () => {
    const world = createWorld();
    const first = world.add();
    const signs = createSigns();
    const rounds: DrainSummary[] = [];
    const drain = world.drain();
    const wake = startWake({ ...world.deps, drain, signs, onRound: (round) => rounds.push(round) });
    await settleFor(world, 60_000);
    expect(world.stateOf(first)).toBe('stored');
    expect(rounds).toHaveLength(1);
    await settleFor(world, 90 * 86_400_000);
    expect(rounds).toHaveLength(1);
    const second = world.add();
    wake.nudge();
    await settleFor(world, 60_000);
    expect([world.stateOf(second), rounds.length]).toEqual(['stored', 2]);
    await wake.stop();
  });

  it('tries again by itself when the line comes back, at most five minutes later', async () => {
    const world = createWorld({ faults: { drop: 1 } });
    const parcel = world.add();
    const wake = startWake({ ...world.deps, drain: world.drain(), signs: createSigns() });
    await settleFor(world, 3 * 86_400_000);
    expect(world.net.sights.length).toBeLessThan(4_000);
    expect(world.locks.taken.has(DRAIN_LOCK)).toBe(false);
    world.net.faults = { ...world.net.faults, drop: 0 };
    await settleFor(world, 5 * 60_000 + 1_000);
    expect(world.stateOf(parcel)).toBe('stored');
    await wake.stop();
  });

  it('S7 uses ten seconds of Wi-Fi at once when the phone says that it is online', async () => {
    const world = createWorld({ faults: { drop: 1 } });
    const parcel = world.add();
    const signs = createSigns();
    const wake = startWake({ ...world.deps, drain: world.drain(), signs });
    await settleFor(world, 3_600_000);
    world.net.faults = { ...world.net.faults, drop: 0 };
    signs.fire();
    await settleFor(world, 1_000);
    expect(world.stateOf(parcel)).toBe('stored');
    await wake.stop();
  });

  it('registers for later while something is left, and only then', async () => {
    const world = createWorld({ faults: { drop: 1 } });
    let registered = 0;
    const later = {
      register: async () => {
        registered += 1;
        throw new Error('denied');
      },
    };
    const wake = startWake({ ...world.deps, drain: world.drain(), signs: createSigns(), later });
    await settleFor(world, 1_000);
    expect(registered).toBe(0);
    world.add();
    wake.nudge();
    await settleFor(world, 10_000);
    expect(registered).toBeGreaterThan(0);
    await wake.stop();
  });

  it('S6 takes over within a second when the tab that sends dies', async () => {
    const world = createWorld();
    const parcel = world.add();
    world.locks.taken.add(DRAIN_LOCK);
    const wake = startWake({ ...world.deps, drain: world.drain(), signs: createSigns() });
    await settleFor(world, 5_000);
    expect(world.net.sights).toEqual([]);
    world.locks.release(DRAIN_LOCK);
    await settleFor(world, 1_000);
    expect(world.stateOf(parcel)).toBe('stored');
    await wake.stop();
  });

  it('S7 pauses at a slice, stays silent whatever happens, and goes on where it was', async () => {
    const world = createWorld({ faults: { speed: 20 } });
    const parcel = world.add(512);
    const signs = createSigns();
    const wake = startWake({ ...world.deps, drain: world.drain(), signs });
    await settleFor(world, 8_000);
    wake.pause();
    await settleFor(world, 1_000);
    const held = [...world.home.uploads.values()][0]?.received ?? 0;
    expect(held).toBeGreaterThan(0);
    const before = world.net.sights.length;
    signs.fire();
    wake.nudge();
    await settleFor(world, 86_400_000);
    expect([world.net.sights.length, wake.isPaused(), world.locks.taken.size]).toEqual([before, true, 0]);
    wake.resume();
    await settleFor(world, 120_000);
    expect([world.stateOf(parcel), world.net.repeated()]).toEqual(['stored', []]);
    await wake.stop();
  });

  it('S7 paused when the app was closed, it stays so when it opens', async () => {
    const world = createWorld();
    const parcel = world.add();
    const later = { register: () => Promise.reject(new Error('registered all the same')) };
    const wake = startWake({
      ...world.deps,
      drain: world.drain(),
      signs: createSigns(),
      paused: true,
      later,
    });
    await settleFor(world, 3_600_000);
    expect([world.net.sights, world.stateOf(parcel)]).toEqual([[], 'queued']);
    wake.resume();
    await settleFor(world, 1_000);
    expect(world.stateOf(parcel)).toBe('stored');
    await wake.stop();
  });

  it('S6 looks again later when another tab holds the lock', async () => {
    const world = createWorld();
    const parcel = world.add();
    world.locks.taken.add(DRAIN_LOCK);
    const wake = startWake({ ...world.deps, drain: world.drain(), signs: createSigns() });
    await settleFor(world, 100_000);
    expect(world.net.sights).toEqual([]);
    world.locks.taken.delete(DRAIN_LOCK);
    await settleFor(world, 31_000);
    expect(world.stateOf(parcel)).toBe('stored');
    await wake.stop();
  });

  it('survives a broken storage: told each time, tried again, never spinning', async () => {
    const world = createWorld();
    const faults: unknown[] = [];
    const drain: Pick<Drain, 'run' | 'hurry' | 'freed'> = {
      run: () => Promise.reject(new Error('gone')),
      hurry: () => undefined,
      freed: async () => undefined,
    };
    const wake = startWake({
      ...world.deps,
      drain,
      signs: createSigns(),
      onFault: (fault) => faults.push(fault),
    });
    await settleFor(world, 3_600_000);
    expect(faults.length).toBeGreaterThan(2);
    expect(faults.length).toBeLessThan(200);
    await wake.stop();
  });

  it('stops in the middle of a request, and nothing runs on', async () => {
    const world = createWorld({ faults: { speed: 1 } });
    world.add(128);
    const wake = startWake({ ...world.deps, drain: world.drain(), signs: createSigns() });
    await settleFor(world, 10_000);
    await world.clock.until(wake.stop());
    const seen = world.net.sights.length;
    await settleFor(world, 86_400_000);
    expect([world.net.sights.length, world.locks.taken.size]).toEqual([seen, 0]);
  });
});

describe('a sync event of the service worker', () => {
  it('S5 sends, and never says stored', async () => {
    const world = createWorld();
    const parcels = [world.add(), world.add(256)];
    const { verifyReceipt: _none, ...deps } = world.deps;
    expect(await world.clock.until(drainForSync({ ...deps, drain: createDrain(deps) }, false))).toBe('done');
    expect(parcels.map(world.stateOf)).toEqual(['sent', 'sent']);
  });

  it.each([
    [false, 'fail'],
    [true, 'registerAgain'],
  ])('without any gain (last chance: %s) it says %s', async (lastChance, verdict) => {
    const world = createWorld({ faults: { drop: 1 } });
    world.add();
    expect(await world.clock.until(drainForSync({ ...world.deps, drain: world.drain() }, lastChance))).toBe(
      verdict,
    );
  });

  it('S7 after some gain it registers again, and ends before three minutes', async () => {
    const world = createWorld({ faults: { speed: 2 } });
    world.add(4096);
    const from = world.clock.now();
    expect(await world.clock.until(drainForSync({ ...world.deps, drain: world.drain() }, false))).toBe(
      'registerAgain',
    );
    expect(world.clock.now() - from).toBeLessThan(180_000);
    expect(world.locks.taken.size).toBe(0);
  });
});
