/** Proves that a new version waits until the person says so, loses nothing, and that an old tab cannot spoil it. */
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, createFolder, type Folder } from './harness.ts';
import { enterByDoor, press, seeFront, seeSaved, seeTitle, unlock } from './monitorSteps.ts';
import { builtApps, installApp, NEXT_NAME, nextVersion } from './nextVersion.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const words = (page: Page) => page.getByRole('textbox', { name: 'What happened' });
const isWaiting = (page: Page): Promise<boolean> =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null);

describe('S10 S1 a new version', () => {
  let folder: Folder;
  let stage: JoinedStage;
  let browser: Browser;
  let oldTab: Page;
  const dist = () => joinPath(folder.path, 'dist');

  beforeAll(async () => {
    folder = await createFolder();
    const building = nextVersion();
    // Who needs it waits for it, and learns then if it failed.
    building.catch(() => undefined);
    await installApp(joinPath(builtApps(), 'monitor'), dist());
    stage = await setJoinedStage(dist());
    browser = await stage.joinedPhone('profile');
    // Even the very first page is run by the service worker, so that the next version waits for it.
    await browser.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await installApp(await building, dist());
    await stage.system.restart();
  });
  afterAll(async () => {
    await stage?.end();
    await folder?.drop();
  });

  it('waits: nothing is said or reloaded while somebody writes', async () => {
    const { page } = browser;
    await press(page, 'New note');
    await press(page, /^Arrest and detention$/);
    await press(page, /^Arbitrary arrest or detention$/);
    await seeTitle(page, 'When?');
    await press(page, 'Summary');
    await page.getByRole('button', { name: /^In a few words/ }).click();
    await words(page).fill('First sentence.');
    await seeSaved(page);
    const reloads: string[] = [];
    page.on('framenavigated', (frame) => reloads.push(frame.url()));
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
    });
    await expect.poll(() => isWaiting(page), { timeout: 15_000 }).toBe(true);
    await words(page).pressSequentially(' Second sentence.');
    await page.locator('[data-saving="saved"]').waitFor();
    expect(await page.title()).toBe('Notes');
    expect(await page.getByText('A new version is ready').count()).toBe(0);
    expect(reloads).toEqual([]);
    // An old tab stays open beside it.
    oldTab = await browser.context.newPage();
    oldTab.setDefaultTimeout(15_000);
    await oldTab.goto(stage.system.url);
    await enterByDoor(oldTab);
    await seeTitle(oldTab, 'Open in another tab');
    expect(await oldTab.title()).toBe('Notes');
    expect(await isWaiting(page)).toBe(true);
  });

  it('is offered in words at home, and taken only when the person says so, with what was typed a moment before', async () => {
    const { page } = browser;
    await page.bringToFront();
    await words(page).pressSequentially(' Third sentence.');
    await press(page, 'Notes');
    await page.getByText('A new version is ready').waitFor();
    await page.getByText('Nothing is interrupted. It can wait until everything is sent.').waitFor();
    expect(await page.title()).toBe('Notes');
    await press(page, 'Update now');
    await expect.poll(() => page.title(), { timeout: 15_000 }).toBe(NEXT_NAME);
    await unlock(page, stage.joined.words);
    await press(page, /of 7 answered/);
    await seeTitle(page, /./);
    await press(page, 'Summary');
    await page.getByRole('button', { name: /^In a few words/ }).click();
    expect(await words(page).inputValue()).toBe('First sentence. Second sentence. Third sentence.');
  });

  it('[VLT14] an old tab is told that it is the older one, and the new version still opens everything', async () => {
    const { page } = browser;
    await oldTab.bringToFront();
    await press(oldTab, 'Use here');
    await oldTab.getByText('Code 526').waitFor();
    await oldTab.getByText('A newer version of the app has taken over').waitFor();
    await page.bringToFront();
    await seeFront(page);
    await enterByDoor(page);
    await seeTitle(page, 'Open in another tab');
    await press(page, 'Use here');
    await page.getByRole('textbox', { name: 'Words' }).fill(stage.joined.words);
    await press(page, 'Open');
    await seeTitle(page, 'In a few words');
    expect(await words(page).inputValue()).toBe('First sentence. Second sentence. Third sentence.');
    await words(page).press('Control+End');
    await words(page).pressSequentially(' Fourth.');
    await page.locator('[data-saving="saved"]').waitFor();
    // The old tab, reloaded as it was told to, is the new version.
    await oldTab.reload();
    expect(await oldTab.title()).toBe(NEXT_NAME);
    await enterByDoor(oldTab);
    await seeTitle(oldTab, 'Open in another tab');
  });

  it('works without a network from then on', async () => {
    const { page } = browser;
    await browser.offline(true);
    await page.reload();
    expect(await page.title()).toBe(NEXT_NAME);
    await unlock(page, stage.joined.words);
    await seeTitle(page, 'In a few words');
    expect(await words(page).inputValue()).toMatch(/Fourth\.$/);
    await browser.offline(false);
  });
});
