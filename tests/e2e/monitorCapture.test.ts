/** Proves capture now in a real browser with a camera that is not there: unlocked, locked, refused, hidden in the middle. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, findTexts } from './harness.ts';
import { enterByDoor, fillShortForm, press, seeFront, seeSaved, seeTitle, unlock } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const ON_THE_BRIDGE = 'Zarafsar-canary: a man was pushed into a white van.';
const WHILE_LOCKED = 'Kutalak-canary: shots behind the market.';

const seal = async (page: Page): Promise<string> => {
  await press(page, 'Seal now');
  await seeTitle(page, 'Sealed');
  return (
    (await page
      .getByText(/^[A-HJKMNP-Z2-9]{5}$/)
      .first()
      .textContent()) ?? ''
  );
};

const takePhoto = async (page: Page, number: number): Promise<void> => {
  await press(page, 'Photo');
  await page.getByRole('button', { name: 'Take it', disabled: false }).click();
  await page.getByText(`Photo ${number}`).waitFor();
};

const wordsField = (page: Page) => page.getByRole('textbox', { name: 'A few words' });

/** What the coordinators hold, by its short code: the report's JSON and the names and first bytes of its files. */
function readCollected(
  out: string,
): ReadonlyMap<string, { json: string; files: ReadonlyMap<string, Buffer> }> {
  const found = new Map<string, { json: string; files: ReadonlyMap<string, Buffer> }>();
  for (const name of readdirSync(out).filter((one) => !one.startsWith('.'))) {
    const folder = joinPath(out, name);
    const json = readFileSync(joinPath(folder, 'report.json'), 'utf8');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && one.name !== 'report.json')
      .map((one) => [one.name, readFileSync(joinPath(one.parentPath, one.name))] as const);
    found.set(/"local_ref": ?"([A-Z2-9]{5})"/.exec(json)?.[1] ?? '', { json, files: new Map(files) });
  }
  return found;
}

describe('[VLT19] capture now', () => {
  let stage: JoinedStage;
  let browser: Browser;
  let unlockedCode = '';
  let lockedCode = '';
  let hiddenCode = '';
  const profile = () => stage.path('profile');

  beforeAll(async () => {
    stage = await setJoinedStage();
    browser = await stage.joinedPhone('profile', { fakeDevices: true });
  });
  afterAll(() => stage?.end());

  it('takes a photo and a voice without a network, and shows a code', async () => {
    const { page } = browser;
    await browser.offline(true);
    await press(page, 'Capture now');
    await takePhoto(page, 1);
    await press(page, 'Voice');
    await page.getByText('Recording, 0:02').waitFor();
    await press(page, 'Stop');
    await page.getByText(/^Recording, 0:0[2-9]$/).waitFor();
    await wordsField(page).fill(ON_THE_BRIDGE);
    unlockedCode = await seal(page);
    await page.getByText('It cannot be opened here any more, not even by you.').waitFor();
    await press(page, 'Done');
    await page.getByText(unlockedCode).waitFor();
    await page.getByText(/^Captured · /).waitFor();
  });

  it('S1 has what the camera sees and the button below it between the bars of a small screen', async () => {
    const { page } = browser;
    await press(page, 'Capture now');
    await page.setViewportSize({ width: 360, height: 740 });
    await press(page, 'Photo');
    const take = page.getByRole('button', { name: 'Take it', disabled: false });
    await take.waitFor();
    const [view, button, head, foot] = await Promise.all(
      [
        page.getByLabel('What the camera sees'),
        take,
        page.locator('header'),
        page.getByRole('button', { name: 'Seal now' }),
      ].map((one) => one.boundingBox()),
    );
    if (!view || !button || !head || !foot) throw new Error('all four are on the page');
    expect(view.y).toBeGreaterThanOrEqual(head.y + head.height);
    expect(button.y + button.height).toBeLessThanOrEqual(foot.y);
    await press(page, 'Close');
    await press(page, 'Back');
    await seeTitle(page, 'Notes');
  });

  it('S5 says how many files fit before anything is sealed, and takes no more', async () => {
    const { page } = browser;
    await press(page, 'Capture now');
    const papers = Array.from({ length: 21 }, (_, n) => ({
      name: `paper-${n}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from(`paper ${n}`),
    }));
    await page.locator('input[type=file][multiple]').setInputFiles(papers);
    await page.getByText('A capture can have at most 20 files.').waitFor();
    const taken = page.getByRole('list', { name: 'Taken, not sealed yet' }).getByRole('listitem');
    expect(await taken.count()).toBe(20);
    await press(page, 'Back');
    await page.getByRole('dialog').getByRole('button', { name: 'Throw away' }).click();
    await seeTitle(page, 'Notes');
  });

  it('S1 comes back to capture now after the page was drawn anew', async () => {
    const { page } = browser;
    await press(page, 'Capture now');
    await seeTitle(page, 'Capture now');
    await page.reload();
    await unlock(page, stage.joined.words);
    await seeTitle(page, 'Capture now');
    await press(page, 'Back');
    await seeTitle(page, 'Notes');
  });

  it('does the same while locked, and says that it leaves after the notes were opened once', async () => {
    const { page } = browser;
    await press(page, 'Hide');
    await enterByDoor(page);
    await press(page, /^Capture now/);
    await takePhoto(page, 1);
    await wordsField(page).fill(WHILE_LOCKED);
    lockedCode = await seal(page);
    await page.getByText(/It leaves after the notes were opened once/).waitFor();
    await press(page, 'Done');
  });

  it('S2 leaves nothing readable of either behind, and no camera on', async () => {
    const { page } = browser;
    expect(await page.locator('video').count()).toBe(0);
    expect(await page.content()).not.toContain('canary');
    await browser.close();
    expect(findTexts(profile(), [ON_THE_BRIDGE, WHILE_LOCKED, 'photo-1.jpg', 'voice-2']).found).toEqual([]);
    browser = await stage.phone('profile', { fakeDevices: true });
    await unlock(browser.page, stage.joined.words);
    await browser.page.getByText(lockedCode).waitFor();
    await browser.page.getByText(unlockedCode).waitFor();
  });

  it('seals what was taken when it is hidden in the middle', async () => {
    const { page } = browser;
    await press(page, 'Capture now');
    await takePhoto(page, 1);
    await press(page, 'Voice');
    await page.getByText('Recording, 0:01').waitFor();
    await page.keyboard.press('Escape');
    await unlock(page, stage.joined.words);
    // The place where one was: the capture page, empty again.
    await seeTitle(page, 'Capture now');
    expect(await page.getByText('Photo 1').count()).toBe(0);
    await press(page, 'Back');
    const rows = page.getByRole('list', { name: 'Sealed' }).getByRole('listitem');
    await rows.nth(2).waitFor();
    const codes = (await rows.allTextContents()).map((text) => text.slice(0, 5));
    hiddenCode = codes.find((code) => code !== unlockedCode && code !== lockedCode) ?? '';
    expect(hiddenCode).toMatch(/^[A-HJKMNP-Z2-9]{5}$/);
  });

  it('asks before it throws away, and keeps what is on the screen', async () => {
    const { page } = browser;
    await press(page, 'Capture now');
    await wordsField(page).fill('Nothing much.');
    await press(page, 'Back');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await wordsField(page).inputValue()).toBe('Nothing much.');
    await press(page, 'Back');
    await page.getByRole('dialog').getByRole('button', { name: 'Throw away' }).click();
    await seeTitle(page, 'Notes');
    expect(await page.getByRole('list', { name: 'Sealed' }).getByRole('listitem').count()).toBe(3);
  });

  it('stops the recording when the page goes out of sight, and seals what there is at once', async () => {
    const { page } = browser;
    await press(page, 'Capture now');
    await press(page, 'Voice');
    await page.getByText('Recording, 0:01').waitFor();
    const seem = (state: string) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await seem('hidden');
    // Out of sight everything is covered; the sentence is there for the return.
    await page.getByText(/The recording was stopped/).waitFor({ state: 'attached' });
    await seem('visible');
    await page.getByText(/The recording was stopped/).waitFor();
    await seeTitle(page, 'Sealed');
    await press(page, 'Done');
    await seeTitle(page, 'Notes');
  });

  it('asks before the page is drawn anew, and tells after Hide what could not be sealed', async () => {
    const { page } = browser;
    await press(page, 'Capture now');
    await takePhoto(page, 1);
    const asked = page.waitForEvent('dialog');
    const again = page.reload({ timeout: 2_000 }).catch(() => null);
    await (await asked).dismiss();
    await again;
    await page.getByText('Photo 1').waitFor();
    const devTools = await browser.context.newCDPSession(page);
    const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    const { origin } = new URL(page.url());
    await devTools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: used + 1_000 });
    await page.keyboard.press('Escape');
    await seeFront(page);
    await unlock(page, stage.joined.words);
    await devTools.send('Storage.overrideQuotaForOrigin', { origin });
    await press(page, 'Back');
    await page.getByText(/What you captured could not be sealed/).waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
  });

  it('[REP9] is named in a report: one made here, and one whose code was noted', async () => {
    const { page } = browser;
    await fillShortForm(page, { place: 'Khorog', name: 'Nilufar-not-her-name', words: 'The van was white.' });
    await press(page, 'Back');
    await seeTitle(page, 'May it be used?');
    await press(page, 'Back');
    await seeTitle(page, 'In a few words');
    await page.getByText('Belongs to a capture').click();
    // By the keyboard: the row may lie under the bar at the bottom.
    await page.getByRole('checkbox', { name: unlockedCode }).press('Space');
    expect(await page.getByRole('checkbox', { name: unlockedCode }).isChecked()).toBe(true);
    const field = page.getByRole('textbox', { name: 'Or type its code' });
    await field.fill('nonsense');
    await press(page, 'Add');
    await page.getByText(/A code has five letters/).waitFor();
    await field.fill(' zkz73 ');
    await press(page, 'Add');
    await page.getByRole('button', { name: 'Remove: ZKZ73' }).waitFor();
    await seeSaved(page);
    await press(page, 'Summary');
    // The last look names both.
    await page
      .getByRole('list', { name: 'What will be sent' })
      .getByText(`${unlockedCode} · ZKZ73`)
      .waitFor();
    await press(page, 'Finish');
    await seeTitle(page, /Waiting for connection|Sending|Stored/);
  });

  it('S5 arrives whole: the coordinators see, hear and read it', async () => {
    const { page } = browser;
    await seeTitle(page, 'Stored');
    await press(page, 'Notes');
    const out = stage.path('inbox');
    await page.getByText(lockedCode).click();
    await seeTitle(page, 'Stored');
    await press(page, 'Notes');
    await page.getByText(hiddenCode).click();
    await seeTitle(page, 'Stored');
    await stage.organisation.collect(out, '--ack');
    const collected = readCollected(out);
    const first = collected.get(unlockedCode);
    const second = collected.get(lockedCode);
    expect(first?.json).toContain(ON_THE_BRIDGE);
    expect(second?.json).toContain(WHILE_LOCKED);
    expect(collected.get(hiddenCode)?.json).toContain('"form": "capture"');
    const report = [...collected.values()].find(({ json }) => json.includes('Nilufar-not-her-name'));
    expect(JSON.parse(report?.json ?? '{}')).toMatchObject({ captures: [unlockedCode, 'ZKZ73'] });
    const jpeg = [...(second?.files ?? [])].find(([name]) => name.endsWith('.jpg'))?.[1];
    expect(jpeg?.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    // Made from pixels: no place, no time, no device in it.
    expect(jpeg?.includes('Exif')).toBe(false);
    expect([...(first?.files ?? [])].map(([name]) => name).join()).toMatch(/voice-2\.(webm|m4a|ogg)/);
  });

  it('says so when the camera is refused, offers the phone’s own, and loses no word', async () => {
    const other = await stage.joinedPhone('refused');
    const { page } = other;
    await press(page, 'Capture now');
    await wordsField(page).fill('On the bridge.');
    await press(page, 'Photo');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/Code 53[24]/);
    await page.getByText('It may keep the photo in the gallery').waitFor();
    await page
      .locator('input[type=file][capture]')
      .setInputFiles([{ name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(900, 1) }]);
    await page.getByText('Photo 1').waitFor();
    expect(await wordsField(page).inputValue()).toBe('On the bridge.');
    await seal(page);
    await other.close();
  });
});
