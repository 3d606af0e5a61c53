/** Proves that what a phone says about a report it sent reaches the desk as a version of it: a correction, a file, a withdrawal. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookForReports } from './deskSteps.ts';
import { done, write } from './fullSteps.ts';
import { type Browser, findTexts } from './harness.ts';
import { fillShortForm, press, seeSaved, seeTitle, unlock } from './monitorSteps.ts';
import { type DeskStage, setDeskStage } from './stage.ts';

const told = { place: 'Kishlak Zarafsar', name: 'Sabira-not-her-name', words: 'They took her at dawn.' };
const NEW_WORDS = 'They took her at noon, not at dawn.';
const REASON = 'Her sister says it was noon';
const SHOWS = 'The broken door, from outside';

describe('S2 S5 S6 what is said later about a report', () => {
  let stage: DeskStage;
  let desk: Browser;
  let phone: Browser;
  let code = '';
  const article = (): Promise<string> => desk.page.getByRole('article').innerText();
  const row = () =>
    desk.page
      .getByRole('list', { name: 'Reports' })
      .getByRole('button')
      .filter({ hasText: 'Arbitrary arrest' });
  const versions = () => desk.page.getByRole('listitem').filter({ hasText: REASON });

  beforeAll(async () => {
    stage = await setDeskStage();
    desk = stage.desk;
    phone = await stage.joinedPhone('phone');
  });
  afterAll(() => stage?.end());

  const look = async (): Promise<void> => {
    await desk.page.getByRole('link', { name: /Inbox/ }).click();
    await lookForReports(desk.page);
    await row().first().click();
  };
  /** From home to the page of the first report, and to one of the ways to say something about it. */
  const say = async (way: string): Promise<void> => {
    const { page } = phone;
    await page.getByRole('list', { name: 'Sealed' }).getByRole('button', { name: code }).click();
    await page.getByText('Something to correct, add or take back?').click();
    await page.getByRole('button', { name: way }).click();
  };
  const send = async (): Promise<void> => {
    const { page } = phone;
    const toParts = page.getByRole('button', { name: 'All parts' });
    if (await toParts.isVisible()) await toParts.click();
    await press(page, 'Look once more');
    await seeTitle(page, 'Look once more');
    await press(page, 'Finish');
    await seeTitle(page, /Stored|Received/);
    await press(page, 'Notes');
    await seeTitle(page, 'Notes');
  };

  it('S5 the report is sent and read', async () => {
    const { page } = phone;
    await fillShortForm(page, told);
    code = (await page.locator('header').textContent())?.match(/[A-Z2-9]{5}/)?.[0] ?? '';
    await press(page, 'Finish');
    await seeTitle(page, /Stored|Received/);
    await press(page, 'Notes');
    await look();
    await desk.page.getByText(told.words).first().waitFor();
    expect(await article()).not.toContain('Correction');
  });

  it('[REP10] S1 a correction is asked without showing what was sent, kept over a reload, and sealed', async () => {
    const { page } = phone;
    await say('Correct something');
    await seeTitle(page, 'Correction');
    expect(await page.locator('body').innerText()).toContain(`About ${code}`);
    await press(page, 'Look once more');
    await page.getByText('Nothing is written yet that could be sent.').waitFor();
    expect(await page.getByRole('button', { name: 'Finish' }).isDisabled()).toBe(true);
    await press(page, 'Back');
    await page
      .getByRole('list', { name: 'Parts of the form' })
      .getByRole('button', { name: /^What this is about/ })
      .click();
    await write(page, 'Reason', REASON);
    await press(page, 'All parts');
    await page
      .getByRole('list', { name: 'Parts of the form' })
      .getByRole('button', { name: /^Account/ })
      .click();
    expect(await page.getByRole('textbox', { name: 'In a few words' }).inputValue()).toBe('');
    await write(page, 'In a few words', NEW_WORDS);
    await seeSaved(page);
    await page.goto(stage.system.url);
    await unlock(page, stage.joined.words);
    await seeTitle(page, 'Account');
    expect(await page.getByRole('textbox', { name: 'In a few words' }).inputValue()).toBe(NEW_WORDS);
    await press(page, 'All parts');
    await seeTitle(page, 'Correction');
    await send();
    expect(await page.getByRole('list', { name: 'Sealed' }).getByRole('button').count()).toBe(2);
  });

  it('[REP10] S6 the desk shows what stood there, what stands there now, and why', async () => {
    await look();
    await versions().first().waitFor();
    const version = await versions().first().innerText();
    expect(version).toContain('Correction');
    expect(version).toContain(told.words);
    expect(version).toContain(NEW_WORDS);
    // The original is one press away, as it came.
    await press(desk.page, 'Show as first sent');
    await desk.page.getByText('You see the report as it was first sent.').waitFor();
    await press(desk.page, 'Show as it stands now');
  });

  it('[REP10] a file goes with an addition, and is opened beside the report', async () => {
    const { page } = phone;
    await say('Add to it');
    await seeTitle(page, 'Addition');
    await page
      .getByRole('list', { name: 'Parts of the form' })
      .getByRole('button', { name: /^Sources and evidence/ })
      .click();
    await page
      .locator('input[type=file][multiple]')
      .setInputFiles([
        { name: 'door.png', mimeType: 'image/png', buffer: readFileSync('public/desk/icon-512.png') },
      ]);
    await page.getByRole('list', { name: 'Evidence' }).getByRole('button').first().click();
    await write(page, 'Title', SHOWS);
    await seeSaved(page);
    await done(page);
    await send();
    await look();
    await desk.page.getByText(SHOWS).first().waitFor();
  });

  it('[REP10] a withdrawal needs no word; the desk says so above the report and lists what to call back', async () => {
    const { page } = phone;
    await say('Take it back');
    await seeTitle(page, 'Withdrawal');
    await press(page, 'Look once more');
    await page
      .getByText(`The whole report ${code} is taken back: nothing of it may be used any more.`)
      .waitFor();
    await press(page, 'Back');
    await send();
    // The report is open at the desk: nothing changes under the eyes of its reader, and nothing counts as read.
    await lookForReports(desk.page);
    await desk.page.getByText('An addition to this report arrived while it was open').waitFor();
    const unread = desk.page
      .getByRole('list', { name: 'Reports' })
      .getByRole('button')
      .filter({ hasText: 'Withdrawal' })
      .filter({ hasText: 'unread' });
    expect(await unread.count()).toBe(1);
    expect(await article()).not.toContain('The author withdrew this report.');
    await press(desk.page, 'Show what arrived');
    await desk.page.getByText('The author withdrew this report.').waitFor();
    await unread.waitFor({ state: 'detached' });
    expect(await article()).not.toContain('arrived while it was open');
    const focused = (): Promise<string | null> =>
      desk.page.evaluate(() => document.activeElement?.textContent ?? null);
    await expect.poll(focused).toMatch(/^The author withdrew this report\./);
    await look();
    await desk.page
      .getByText('The author withdrew this report. Nothing in it may be used any more.')
      .waitFor();
    const last = desk.page
      .getByRole('article')
      .getByRole('listitem')
      .filter({ hasText: 'Withdrawal' })
      .first();
    expect(await last.innerText()).toContain(told.name);
    expect(await last.innerText()).toMatch(/Partner/i);
    const letter = desk.page.getByRole('region', { name: 'The author took back the whole consent' });
    const words = await letter.innerText();
    expect(words).toMatch(
      /It counts from this moment on, by the clock of the author’s phone: \d\d\.\d\d\.20/,
    );
    expect(words).toMatch(
      /What is not allowed any more[\s\S]*Sabira-not-her-name: .*Share with partner NGOs/,
    );
    expect(words).toMatch(/What to call back[\s\S]*Partner organisations/);
  });

  it('S3 leaves no word of it in the files of either profile', async () => {
    await phone.close();
    await desk.close();
    for (const name of ['phone', 'desk']) {
      const { files, found } = findTexts(stage.path(name), [
        'at noon, not at dawn',
        'Her sister says',
        'broken door, from',
        stage.joined.words,
      ]);
      expect(files).toBeGreaterThan(20);
      expect(found).toEqual([]);
    }
  });
});
