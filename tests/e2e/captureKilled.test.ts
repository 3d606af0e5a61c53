/** Proves that a browser killed in the middle of a capture loses neither the pictures nor the words on its page, and that a living one sends them once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, findTexts } from './harness.ts';
import { enterByDoor, hide, press, seeFront, seeTitle, unlock } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const KILLED = 'Bakhmal-canary: they broke the door down.';
const HIDDEN = 'Nurota-canary: the second car had no plate.';

/** Names of files that wait to be sent, or to be named by a capture. */
const sealedFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const out = await (await root.getDirectoryHandle('files')).getDirectoryHandle('out');
    const names: string[] = [];
    for await (const name of out.keys()) names.push(name);
    return names;
  });

const patience = { timeout: 30_000, interval: 100 };
/** Until so many files are there beside these. */
const untilMore = (page: Page, before: readonly string[], count: number): Promise<unknown> =>
  expect.poll(async () => (await sealedFiles(page)).length - before.length, patience).toBe(count);
/** Until none of these is there any more. */
const untilGone = (page: Page, names: readonly string[]): Promise<unknown> =>
  expect
    .poll(async () => (await sealedFiles(page)).filter((name) => names.includes(name)).length, patience)
    .toBe(0);

const words = (page: Page) => page.getByRole('textbox', { name: 'A few words' });

async function takePhoto(page: Page, number: number): Promise<void> {
  await press(page, 'Photo');
  await page.getByRole('button', { name: 'Take it', disabled: false }).click();
  await page.getByText(`Photo ${number}`).waitFor();
}

describe('S1 [VLT19] [VLT21] a capture that nobody sealed', () => {
  let stage: JoinedStage;
  let browser: Browser;
  const looks = { fakeDevices: true };
  const inbox = () => stage.path('inbox');
  const rows = () => browser.page.getByRole('list', { name: 'Sealed' }).getByRole('listitem');
  const reopen = async (): Promise<void> => {
    browser = await stage.phone('killed', looks);
  };

  beforeAll(async () => {
    stage = await setJoinedStage();
    browser = await stage.joinedPhone('killed', looks);
  });
  afterAll(() => stage?.end());

  it('is still there when the browser was killed in the middle, locked, with pictures and words on the page', async () => {
    await hide(browser.page);
    await enterByDoor(browser.page);
    await press(browser.page, /^Capture now/);
    const before = await sealedFiles(browser.page);
    await takePhoto(browser.page, 1);
    await takePhoto(browser.page, 2);
    await untilMore(browser.page, before, 4);
    const pictures = await sealedFiles(browser.page);
    await words(browser.page).fill('A first word');
    await untilMore(browser.page, pictures, 2);
    const first = (await sealedFiles(browser.page)).filter((name) => !pictures.includes(name));
    await words(browser.page).fill(KILLED);
    // They go once those that replace them are whole.
    await untilGone(browser.page, first);
    await untilMore(browser.page, before, 6);
    await browser.kill();
    await reopen();
    await seeFront(browser.page);
    await unlock(browser.page, stage.joined.words);
    await page().getByText('A capture that was cut off has been sealed.', { exact: false }).first().waitFor();
    await rows().nth(2).waitFor();
    expect(await rows().count()).toBe(3);
  });

  const page = (): Page => browser.page;

  it('goes once, whole, in one capture when it is hidden in the middle instead', async () => {
    await press(page(), 'Capture now');
    await takePhoto(page(), 1);
    await words(page()).fill(HIDDEN);
    await hide(page());
    await unlock(page(), stage.joined.words);
    await seeTitle(page(), 'Capture now');
    await press(page(), 'Back');
    await rows().nth(3).waitFor();
    expect(await rows().count()).toBe(4);
  });

  it('S2 is not sent when it was thrown away, nor after the next start; nothing readable of any is left', async () => {
    const before = await sealedFiles(page());
    await press(page(), 'Capture now');
    await takePhoto(page(), 1);
    await words(page()).fill('Never mind');
    await untilMore(page(), before, 4);
    await press(page(), 'Back');
    await page().getByRole('dialog').getByRole('button', { name: 'Throw away' }).click();
    await seeTitle(page(), 'Notes');
    await untilMore(page(), before, 0);
    await browser.close();
    const said = [KILLED, HIDDEN, 'A first word', 'Never mind', 'photo-1.jpg'];
    expect(findTexts(stage.path('killed'), said).found).toEqual([]);
    await reopen();
    await unlock(page(), stage.joined.words);
    await seeTitle(page(), 'Notes');
    expect(await rows().count()).toBe(4);
  });

  it('S5 arrives: each picture and the words once, as they were', async () => {
    await rows().filter({ hasText: 'Stored' }).nth(3).waitFor();
    await stage.organisation.collect(inbox(), '--ack');
    const files = readdirSync(inbox(), { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => readFileSync(joinPath(one.parentPath, one.name)));
    const pictures = files.filter((one) => one.subarray(0, 3).toString('hex') === 'ffd8ff');
    expect(pictures).toHaveLength(3);
    for (const said of [KILLED, HIDDEN]) expect(files.filter((one) => one.includes(said))).toHaveLength(1);
    for (const unsaid of ['A first word', 'Never mind'])
      expect(files.filter((one) => one.includes(unsaid))).toEqual([]);
    expect(browser.errors).toEqual([]);
  });
});
