/** Proves what a page shows and holds when somebody looks away from it, or leaves it for another page and comes back. */
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from './harness.ts';
import { frontSearch, press, seeFront, seeSaved, seeTitle, unlock } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const TEXT = 'sunriseqanary';

/** In the page: tells it that it is seen or not, and what of it can be seen in that same moment. */
const look = (page: Page, visible: boolean): Promise<string> =>
  page.evaluate((visible) => {
    const value = visible ? 'visible' : 'hidden';
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    return [...document.querySelectorAll('body, body *')]
      .filter((one) => getComputedStyle(one).visibility !== 'hidden')
      .map((one) => (one instanceof HTMLTextAreaElement ? one.value : (one.textContent ?? '')))
      .join(' ')
      .trim();
  }, visible);

describe('S3 out of sight', () => {
  let stage: JoinedStage;
  beforeAll(async () => {
    stage = await setJoinedStage();
  });
  afterAll(() => stage?.end());

  async function writing(page: Page): Promise<void> {
    await press(page, 'New note');
    await press(page, /^Arrest and detention$/);
    await press(page, /^Arbitrary arrest or detention$/);
    await seeTitle(page, 'When?');
    await press(page, 'Summary');
    await page.getByRole('button', { name: /^In a few words/ }).click();
    await page.getByRole('textbox', { name: 'What happened' }).fill(TEXT);
    await seeSaved(page);
  }
  const back = async (page: Page): Promise<void> => {
    await unlock(page, stage.joined.words);
    await seeTitle(page, 'In a few words');
    expect(await page.getByRole('textbox', { name: 'What happened' }).inputValue()).toBe(TEXT);
  };
  const pageOf = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.outerHTML);

  it('nothing is to be seen in the same moment, also of a dialog; it is all there after a short look away', async () => {
    const { page } = await stage.joinedPhone('covered');
    await writing(page);
    expect(await look(page, false)).toBe('');
    expect(await look(page, true)).toContain(TEXT);
    await press(page, 'Notes');
    await press(page, 'Settings');
    await press(page, 'Wipe everything');
    await page.getByRole('dialog').waitFor();
    expect(await look(page, false)).toBe('');
    expect(await look(page, true)).toContain('Wipe now');
  });

  it('a page that was left and comes back is locked, and no field of it is filled again', async () => {
    await stage.copyJoined('left');
    const context = await chromium.launchPersistentContext(stage.path('left'), {
      executablePath: browserPath(),
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
      viewport: { width: 360, height: 720 },
      locale: 'en-GB',
    });
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      page.setDefaultTimeout(15_000);
      await page.goto(stage.system.url);
      await unlock(page, stage.joined.words);
      await page.getByRole('button', { name: 'New note' }).waitFor();
      await writing(page);
      await page.goto(stage.system.deskUrl);
      await page.goBack();
      await seeFront(page);
      expect(await frontSearch(page).inputValue()).toBe('');
      expect(await pageOf(page)).not.toContain(TEXT);
      await back(page);
    } finally {
      await context.close();
    }
  });
});
