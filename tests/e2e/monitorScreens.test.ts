/** Proves that every screen of the phone can be used by everybody, in both languages and both themes, also with text twice as large. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from './axe.ts';
import { largeFaultsOf } from './large.ts';
import { tourMonitor } from './monitorTour.ts';
import { type Stage, setStage } from './stage.ts';

describe('every screen of the phone', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.end());

  it.each([
    ['en', 360, 720, false],
    ['ru', 360, 720, true],
    ['en', 1280, 800, true],
  ] as const)(
    'S12 in %s at %i×%i, dark: %s, has no serious fault for axe and nothing cut off, also with text twice as large',
    async (lang, width, height, dark) => {
      const name = `${lang}-${width}-${dark}`;
      const locale = lang === 'ru' ? 'ru-RU' : 'en-GB';
      const browser = await stage.open(name, { width, height, dark, locale });
      const faults: string[] = [];
      const seen: string[] = [];
      await tourMonitor({
        system: stage.system,
        organisation: stage.organisation,
        browser,
        lang,
        inbox: stage.path(`inbox-${name}`),
        async visit(screen) {
          seen.push(screen);
          faults.push(...(await faultsOf(browser.page, screen)));
          faults.push(...(await largeFaultsOf(browser.page, screen)));
        },
      });
      await browser.close();
      expect(faults).toEqual([]);
      expect(seen.length).toBeGreaterThan(30);
    },
  );
});
