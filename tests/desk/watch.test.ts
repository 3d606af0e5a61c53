/** Owns the proof of when the desk locks by itself and when it looks for reports, and of where it looks for its endpoint. */
import { describe, expect, it } from 'vitest';
import { createChosenLanguage, createChosenTheme, type Shelf } from '../../src/desk/chosen.ts';
import { describeDate, describeInstant } from '../../src/desk/dates.ts';
import { endpointFrom } from '../../src/desk/endpoint.ts';
import { createWatch, IDLE_LIMIT, LOOK_EVERY } from '../../src/desk/watch.ts';
import {
  after,
  before,
  between,
  inMonth,
  inSeason,
  inYear,
  onDay,
  since,
  unknownDate,
} from '../../src/domain/partialDate.ts';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { isOwnScript } from '../../src/ui/scriptPolicy.ts';

function watched(visible = true) {
  let now = 0;
  const told: string[] = [];
  const watch = createWatch({
    clock: { now: () => now, sleep: async () => undefined },
    visible: () => visible,
    look: () => void told.push('look'),
    lock: () => void told.push('lock'),
  });
  const at = (time: number): void => {
    now = time;
    watch.tick();
  };
  return { watch, told, at, set: (time: number) => (now = time) };
}

describe('the watch', () => {
  it('looks once a minute while the page is seen, never while it is not', () => {
    const seen = watched();
    for (let time = 0; time <= 3 * LOOK_EVERY; time += 5_000) seen.at(time);
    expect(seen.told).toEqual(['look', 'look', 'look']);
    const hidden = watched(false);
    hidden.at(3 * LOOK_EVERY);
    expect(hidden.told).toEqual([]);
  });

  it('locks after ten minutes untouched, and before the first touch after a sleep', () => {
    const one = watched(false);
    one.at(IDLE_LIMIT - 1);
    expect(one.told).toEqual([]);
    one.watch.touched();
    one.at(2 * IDLE_LIMIT - 2);
    expect(one.told).toEqual([]);
    one.set(5 * IDLE_LIMIT);
    one.watch.touched();
    expect(one.told).toEqual(['lock']);
    one.at(6 * IDLE_LIMIT);
    expect(one.told).toEqual(['lock', 'lock']);
  });
});

describe('what is chosen outside the vault', () => {
  const shelf = (kept: Record<string, string> = {}): Shelf & { kept: Record<string, string> } => ({
    kept,
    getItem: (key) => kept[key] ?? null,
    setItem: (key, value) => {
      kept[key] = value;
    },
  });
  const broken: Shelf = {
    getItem: () => {
      throw new Error('no storage');
    },
    setItem: () => {
      throw new Error('no storage');
    },
  };

  it('keeps language and look, and works where nothing can be kept', () => {
    expect(createChosenLanguage(shelf(), ['kk-KZ']).get()).toBe('ru');
    expect(createChosenLanguage(shelf(), ['de', 'en']).get()).toBe('en');
    expect(createChosenLanguage(shelf({ lang: 'ru' }), ['en']).get()).toBe('ru');
    const place = shelf();
    createChosenTheme(place).set('dark');
    expect(createChosenTheme(place).get()).toBe('dark');
    const nowhere = createChosenLanguage(broken, ['en']);
    nowhere.set('ru');
    expect(nowhere.get()).toBe('ru');
  });

  it('takes the endpoint from its server, else guesses, and believes no other answer', async () => {
    const place = { protocol: 'http:', hostname: 'desk.example' };
    const reply =
      (body: string, status = 200) =>
      async () =>
        new Response(body, { status });
    expect(await endpointFrom(reply('{"endpoint":"https://a.example"}'), place)).toBe('https://a.example');
    for (const body of ['', '<html>', '{"endpoint":"javascript:alert(1)"}', '{"endpoint":7}'])
      expect(await endpointFrom(reply(body), place)).toBe('http://desk.example:8787');
    expect(await endpointFrom(() => Promise.reject(new TypeError('offline')), place)).toBe(
      'http://desk.example:8787',
    );
  });

  it('S11 loads script from its own files only', () => {
    const base = 'https://desk.example/report';
    expect(isOwnScript('/assets/a.js', base)).toBe(true);
    for (const url of [
      '/a.js',
      'https://evil.example/assets/a.js',
      'data:text/javascript,1',
      'blob:https://desk.example/x',
    ])
      expect(isOwnScript(url, base), url).toBe(false);
    expect(isOwnScript('/sw.js', base, ['/sw.js'])).toBe(true);
  });
});

describe('dates', () => {
  it('are written as roughly as they were said', async () => {
    const en = await loadDeskWords('en');
    const said = [
      onDay('2026-03-05'),
      { edtf: '2026-03-05~', q: 'about', time: '06:40' },
      inMonth('2026-03'),
      inYear('2026'),
      between('2026-03-01', '2026-03-09'),
      before('2026-03-05'),
      after('2026-03-05'),
      inSeason('2026', 4),
      since('2026-03-05'),
      unknownDate(),
    ] as const;
    expect(said.map((date) => describeDate(date, en))).toEqual([
      '05.03.2026',
      'about 05.03.2026, 06:40',
      'March 2026',
      '2026, month unknown',
      'between 01.03.2026 and 09.03.2026',
      'before 05.03.2026',
      'after 05.03.2026',
      'winter 2026',
      'since 05.03.2026',
      'Date unknown',
    ]);
    const ru = await loadDeskWords('ru');
    expect(describeDate(inMonth('2026-05'), ru)).toBe('май 2026');
    expect(describeInstant('2026-12-26T10:00:00+05:00')).toBe('26.12.2026, 10:00 UTC+05:00');
    expect(describeInstant('2026-12-26')).toBeUndefined();
  });
});
