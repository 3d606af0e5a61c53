/** Proves that the settings' pages and capture now can be used by everybody, in both languages, themes and sizes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from './harness.ts';
import { tourCapture, tourSettings } from './settingsTour.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
};

/** What is wrong with the screen as it stands, in words. */
async function faultsOf({ page }: Browser, screen: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe: judge } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: readonly Violation[] }> };
    };
    return (await judge.run()).violations;
  });
  const seen = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - window.innerWidth,
    title: document.title,
    small: [...document.querySelectorAll('button, label, summary, input[type=text], textarea, select')]
      .filter((one) => one.checkVisibility() && !one.querySelector('input') && one.tagName !== 'LABEL')
      .map((one) => ({ box: one.getBoundingClientRect(), text: one.textContent ?? '' }))
      .filter(({ box }) => box.height > 0 && box.height < 44)
      .map(({ text, box }) => `${text} ${box.height}`),
  }));
  return [
    ...violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${screen}: ${id} ${nodes[0]?.html ?? ''}`),
    ...(seen.wide > 0 ? [`${screen}: ${seen.wide} pixels too wide`] : []),
    ...(seen.title === 'Notes' ? [] : [`${screen}: the title says more than it may`]),
    ...seen.small.map((one) => `${screen}: too small to press: ${one}`),
  ];
}

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
      faults.push(...(await faultsOf(browser, screen)));
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
    expect(browser.errors).toEqual([]);
  });
});
