/** Proves the small decisions around the screens: what is missing, which language, when to lock, which script may load. */
import { describe, expect, it } from 'vitest';
import { createGuard, watchPage } from '../../src/monitor/guard.ts';
import { createLanguage, firstLanguage } from '../../src/monitor/language.ts';
import { platformOf, whatIsMissing } from '../../src/monitor/support.ts';
import { isOwnScript } from '../../src/ui/scriptPolicy.ts';
import { VirtualClock } from '../fakes/clock.ts';

const whole = {
  isSecureContext: true,
  navigator: { serviceWorker: {}, storage: {}, locks: {} },
  indexedDB: {},
  WebAssembly: {},
  Worker: class {},
};

describe('what this browser lacks', () => {
  it('finds nothing missing in a whole browser', () => {
    expect(whatIsMissing(whole)).toBeNull();
  });

  it.each([
    ['noSecureContext', { ...whole, isSecureContext: false }],
    ['noServiceWorker', { ...whole, navigator: { storage: {}, locks: {} } }],
    ['noServiceWorker', { ...whole, navigator: { serviceWorker: {}, storage: {} } }],
    ['noWasm', { ...whole, WebAssembly: undefined }],
    ['noStorage', { ...whole, indexedDB: null }],
  ] as const)('says %s', (code, here) => {
    expect(whatIsMissing(here)).toBe(code);
  });

  it('knows an iPad that says it is a Mac', () => {
    expect(platformOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 5)).toBe('ios');
    expect(platformOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 0)).toBe('other');
    expect(platformOf('Mozilla/5.0 (Linux; Android 13)', 5)).toBe('android');
  });
});

describe('the language', () => {
  const shelfWith = (kept: string | null) => {
    const shelf = {
      kept,
      getItem: () => shelf.kept,
      setItem(_: string, value: string) {
        shelf.kept = value;
      },
    };
    return shelf;
  };

  it('is the one chosen here before', () => {
    expect(firstLanguage(shelfWith('ru'), ['en-GB'])).toBe('ru');
  });

  it.each([
    [['ru-RU'], 'ru'],
    [['fr', 'en-US'], 'en'],
    [['kk-KZ', 'en'], 'ru'],
    [['fr'], 'en'],
    [[], 'en'],
  ] as const)('follows the browser: %j', (preferred, lang) => {
    expect(firstLanguage(shelfWith('xx'), preferred)).toBe(lang);
  });

  it('is kept when it changes, and works where nothing can be kept', () => {
    const shelf = shelfWith(null);
    createLanguage(shelf, ['en']).set('ru');
    expect(shelf.kept).toBe('ru');
    const broken = {
      getItem: (): string => {
        throw new Error('denied');
      },
      setItem: (): void => {
        throw new Error('denied');
      },
    };
    const language = createLanguage(broken, ['ru']);
    language.set('en');
    expect(language.get()).toBe('en');
  });
});

describe('the guard', () => {
  function guarded(working = false, after = { hiddenSeconds: 60, idleSeconds: 180 }) {
    const clock = new VirtualClock();
    const log: string[] = [];
    const steady = { now: 0 };
    // A clock that somebody sets: the real one is the virtual one and this.
    const set = { by: 0 };
    const work: { done: string | null } = { done: null };
    const guard = createGuard({
      clock: { now: () => clock.now() + set.by, sleep: (time, signal) => clock.sleep(time, signal) },
      steady: () => steady.now,
      lock: () => void log.push('lock'),
      leave: () => void log.push('leave'),
      after: () => after,
      // Every piece that is sealed counts.
      working: () => (working ? `${clock.now()}` : work.done),
      cover: (covered) => void log.push(covered ? 'cover' : 'uncover'),
    });
    return { clock, log, guard, steady, set, work };
  }
  const wait = async (clock: VirtualClock, milliseconds: number) => {
    await clock.until(clock.sleep(milliseconds));
  };

  it('covers the screen at once and locks after a minute out of sight', async () => {
    const { clock, log, guard } = guarded();
    const stop = new AbortController();
    void guard.watch(stop.signal);
    guard.hidden();
    expect(log).toEqual(['cover']);
    await wait(clock, 59_000);
    expect(log).toEqual(['cover']);
    await wait(clock, 6_000);
    expect(log).toContain('lock');
    stop.abort();
  });

  it('locks on return when the timers slept in the background', async () => {
    const { clock, log, guard } = guarded();
    guard.hidden();
    await wait(clock, 61_000);
    guard.shown();
    expect(log).toEqual(['cover', 'lock', 'uncover']);
  });

  it('locks on return when somebody set the clock back meanwhile, or only the steady one went on', async () => {
    for (const [by, slow] of [
      [-86_400_000, 0],
      [-61_000, 61_000],
      [0, 61_000],
    ] as const) {
      const { clock, log, guard, steady, set } = guarded();
      guard.hidden();
      await wait(clock, 1_000);
      set.by = by;
      steady.now = slow;
      guard.shown();
      expect(log).toEqual(['cover', 'lock', 'uncover']);
    }
  });

  it('stays open after a short absence, such as a file picker', async () => {
    const { clock, log, guard } = guarded();
    guard.hidden();
    await wait(clock, 30_000);
    guard.shown();
    expect(log).toEqual(['cover', 'uncover']);
  });

  it('locks after three minutes without a touch, but not while something is being sealed', async () => {
    for (const working of [false, true]) {
      const { clock, log, guard } = guarded(working);
      const stop = new AbortController();
      void guard.watch(stop.signal);
      await wait(clock, 170_000);
      guard.touched();
      await wait(clock, 170_000);
      expect(log).toEqual([]);
      await wait(clock, 20_000);
      expect(log.includes('lock')).toBe(!working);
      stop.abort();
    }
  });

  it('S3 locks all the same when what is being sealed stands still for a minute', async () => {
    const { clock, log, guard, work } = guarded();
    const stop = new AbortController();
    void guard.watch(stop.signal);
    work.done = '1 of 9';
    await wait(clock, 170_000);
    work.done = '2 of 9';
    await wait(clock, 50_000);
    expect(log).toEqual([]);
    await wait(clock, 20_000);
    expect(log).toContain('lock');
    stop.abort();
  });

  it('locks at once, or later, as was chosen', async () => {
    const atOnce = guarded(false, { hiddenSeconds: 0, idleSeconds: 600 });
    atOnce.guard.hidden();
    expect(atOnce.log).toEqual(['cover', 'lock']);
    const late = guarded(false, { hiddenSeconds: 180, idleSeconds: 600 });
    const stop = new AbortController();
    void late.guard.watch(stop.signal);
    await wait(late.clock, 590_000);
    expect(late.log).toEqual([]);
    await wait(late.clock, 15_000);
    expect(late.log).toContain('lock');
    stop.abort();
  });

  it('locks when the page is left', () => {
    const { log, guard } = guarded();
    guard.left();
    expect(log).toEqual(['leave']);
  });

  it('S3 locks when the page is left or frozen, and once more when it comes back from a cache', () => {
    const { log, guard } = guarded();
    const page = Object.assign(new EventTarget(), {
      document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
    });
    const stop = new AbortController();
    watchPage(guard, page as unknown as Window, stop.signal);
    const shown = (persisted: boolean) => Object.assign(new Event('pageshow'), { persisted });
    page.dispatchEvent(shown(false));
    expect(log).toEqual([]);
    page.dispatchEvent(new Event('pagehide'));
    page.dispatchEvent(shown(true));
    expect(log).toEqual(['leave', 'leave']);
    page.document.dispatchEvent(new Event('freeze'));
    expect(log).toEqual(['leave', 'leave', 'leave']);
    stop.abort();
  });
});

describe('script addresses', () => {
  it.each([
    ['/sw.js', true],
    ['/assets/worker-abc.js', true],
    ['https://notes.example/assets/x.js', true],
    ['https://evil.example/assets/x.js', false],
    ['/o/00/v1/parcels', false],
    ['/assets/../o/x.js', false],
    ['data:text/javascript,1', false],
    ['blob:https://notes.example/1', false],
  ])('%s: %s', (url, allowed) => {
    expect(isOwnScript(url, 'https://notes.example/n/abc/1', ['/sw.js'])).toBe(allowed);
  });
});
