/** Proves that the pages of captures, evidence and additions can be used by everybody: axe, both themes and languages, narrow and wide, text twice as large. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from './axe.ts';
import { tourEvidence } from './evidenceTour.ts';
import { largeFaultsOf } from './large.ts';
import { speak } from './samplesSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

describe('pages of captures, evidence and additions', () => {
  let stage: JoinedStage;
  beforeAll(async () => {
    stage = await setJoinedStage();
  });
  afterAll(() => stage?.end());

  it.each([
    ['en', false, 360, 740],
    ['ru', true, 360, 740],
    ['ru', false, 1280, 800],
  ] as const)(
    'S12 in %s, dark: %s, %i by %i, also with text twice as large',
    async (lang, dark, width, height) => {
      const looks = { width, height, dark, fakeDevices: true };
      const browser = await stage.joinedPhone(`evidence-${lang}-${width}`, looks);
      const { page } = browser;
      await speak(browser, lang);
      const faults: string[] = [];
      let seen = 0;
      await tourEvidence({
        page,
        lang,
        async visit(screen) {
          seen += 1;
          faults.push(...(await faultsOf(page, screen)));
          const small = await page.getByRole('button').evaluateAll((all) =>
            all
              .map((one) => ({ words: one.textContent, box: one.getBoundingClientRect() }))
              .filter(({ box }) => box.width > 0 && (box.height < 47.5 || box.width < 47.5))
              .map(({ words, box }) => `${words} ${Math.round(box.width)}×${Math.round(box.height)}`),
          );
          faults.push(...small.map((one) => `${screen}: smaller than 48 px: ${one}`));
          await page.evaluate(() => {
            document.documentElement.style.fontSize = '200%';
          });
          faults.push(...(await faultsOf(page, `${screen}, twice as large`)));
          faults.push(...(await largeFaultsOf(page, screen)));
          await page.evaluate(() => {
            document.documentElement.style.fontSize = '';
          });
        },
      });
      await browser.close();
      expect(faults).toEqual([]);
      expect(seen).toBeGreaterThan(25);
    },
  );
});
