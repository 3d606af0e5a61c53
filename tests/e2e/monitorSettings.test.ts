/** Proves that the settings' pages and capture now can be used by everybody, in both languages, themes and sizes. */
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from './axe.ts';
import type { Browser } from './harness.ts';
import { largeFaultsOf } from './large.ts';
import { tourCapture, tourSettings } from './settingsTour.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

/** Buttons and fields that are too low for a thumb. */
const tooSmall = ({ page }: Browser, screen: string): Promise<readonly string[]> =>
  page.evaluate(
    (name) =>
      [...document.querySelectorAll('button, label, summary, input[type=text], textarea, select')]
        .filter((one) => one.checkVisibility() && !one.querySelector('input') && one.tagName !== 'LABEL')
        .map((one) => ({ box: one.getBoundingClientRect(), text: one.textContent ?? '' }))
        .filter(({ box }) => box.height > 0 && box.height < 44)
        .map(({ text, box }) => `${name}: too small to press: ${text} ${box.height}`),
    screen,
  );

describe('settings and capture now', () => {
  let stage: JoinedStage;
  beforeAll(async () => {
    stage = await setJoinedStage();
  });
  afterAll(() => stage?.end());

  it.each([
    ['en', 360, 740, false],
    ['ru', 360, 740, true],
    ['en', 1280, 800, true],
  ] as const)('S12 in %s at %i×%i, dark: %s, show no serious fault', async (lang, width, height, dark) => {
    const browser = await stage.joinedPhone(`${lang}-${width}`, {
      width,
      height,
      dark,
      fakeDevices: true,
    });
    const { page } = browser;
    // A colour on its way to another is no fault.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const { words } = stage.joined;
    if (lang === 'ru') {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Language' }).click();
      // It is chosen when its words have been downloaded.
      await page.getByRole('radio', { name: 'Русский' }).click();
      await page.getByRole('button', { name: 'Настройки' }).click();
      await page.getByRole('button', { name: 'Заметки' }).click();
    }
    const faults: string[] = [];
    const seen: string[] = [];
    const visit = async (screen: string): Promise<void> => {
      seen.push(screen);
      faults.push(...(await faultsOf(page, screen)), ...(await tooSmall(browser, screen)));
      faults.push(...(await largeFaultsOf(page, screen)));
      if (process.env['PICTURES'] !== undefined) {
        const name = `${lang}-${width}-${String(seen.length).padStart(2, '0')}-${screen}.png`;
        await page.screenshot({ path: joinPath(process.env['PICTURES'], name), fullPage: true });
      }
    };
    await tourSettings(page, lang, words, visit);
    await tourCapture(page, lang, visit);
    await browser.close();
    expect(faults).toEqual([]);
    expect(seen.length).toBe(25);
    // The phones here are copies of one, with the same tokens: which of them pays first is chance, and another token is drawn.
    expect(browser.errors.filter((error) => !/status of 403 .*\/v1\/parcels$/.test(error))).toEqual([]);
  });
});
