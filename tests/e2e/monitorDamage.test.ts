/** Proves that a full disk, a damaged key file and a very long text lose nothing that was saved, and are told plainly. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  enterByDoor,
  fillShortForm,
  hide,
  press,
  seeFront,
  seeTitle,
  tryWords,
  unlock,
} from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const told = { place: 'Zarafsar', name: 'Sabira', words: 'The first words.' };
const words = (page: Page) => page.getByRole('textbox', { name: 'What happened' });
const code = (page: Page, number: number) => page.getByText(`Code ${number}`);
const isSaved = (page: Page): Promise<void> => page.locator('[data-saving="saved"]').waitFor();

describe('damage on the phone', () => {
  let stage: JoinedStage;

  /** Overwrites the middle of files in the app's own storage, while no page of the app is open. */
  async function spoil(page: Page, names: readonly string[]): Promise<void> {
    await page.goto(`${stage.system.url}/healthz`);
    await page.evaluate(async (files) => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('files');
      // The worker of the page before may hold a file until it has ended.
      const writable = async (name: string): Promise<FileSystemWritableFileStream> => {
        for (;;) {
          try {
            return await (await root.getFileHandle(name)).createWritable({ keepExistingData: true });
          } catch (fault) {
            if (!(fault instanceof DOMException) || fault.name !== 'NoModificationAllowedError') throw fault;
            await new Promise((done) => setTimeout(done, 50));
          }
        }
      };
      for (const name of files) {
        const writer = await writable(name);
        await writer.write({ type: 'write', position: 5_000, data: new Uint8Array(3_000).fill(0xa5) });
        await writer.close();
      }
    }, names);
  }

  /** Makes the browser believe that there is no room left, or enough. */
  async function diskOf(
    context: BrowserContext,
    page: Page,
  ): Promise<(room: 'full' | 'free') => Promise<unknown>> {
    const devtools = await context.newCDPSession(page);
    return (room) =>
      devtools.send('Storage.overrideQuotaForOrigin', {
        origin: stage.system.url,
        ...(room === 'free' ? {} : { quotaSize: 1 }),
      });
  }

  /** All reports so far, as the coordinator's command line opens them. */
  async function collected(name: string): Promise<readonly string[]> {
    const out = stage.path(`inbox-${name}`);
    await stage.organisation.collect(out, '--ack');
    const folders = readdirSync(out).filter((one) => !one.startsWith('.'));
    return folders.map((one) => readFileSync(joinPath(out, one, 'report.json'), 'utf8'));
  }

  beforeAll(async () => {
    stage = await setJoinedStage();
  });
  afterAll(() => stage?.end());

  it('S1 a full disk while typing, attaching, finishing: said with a code, nothing saved is lost, and it goes on', async () => {
    const before = await stage.joinedPhone('full');
    await fillShortForm(before.page, told);
    // Hiding waits until it is written down where one was.
    await hide(before.page);
    await before.close();

    // Full from the start: a browser remembers for a while how much room its databases had.
    const { page, context } = await stage.open('full');
    const disk = await diskOf(context, page);
    await disk('full');
    await page.goto(stage.system.url);
    await unlock(page, stage.joined.words);
    await seeTitle(page, 'Look once more');
    await page.getByText(told.words).waitFor();
    await page.getByRole('button', { name: /^In a few words/ }).click();
    await words(page).fill(`${told.words} And what came after.`);
    await code(page, 501).waitFor();
    await page.getByText('Not saved yet').waitFor();
    await page.getByText('This device has no free space left.').waitFor();
    // Leaving the screen does not throw away what could not be written.
    await press(page, 'Notes');
    await code(page, 501).waitFor();
    await press(page, 'Open draft');
    await page.getByRole('button', { name: /^In a few words/ }).click();
    expect(await words(page).inputValue()).toBe(`${told.words} And what came after.`);
    await disk('free');
    await press(page, 'Try again');
    await isSaved(page);
    expect(await code(page, 501).count()).toBe(0);

    await disk('full');
    const photo = { name: 'door.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(400_000, 'photo') };
    await page.locator('input[type=file][multiple]').setInputFiles(photo);
    await page.getByRole('listitem').filter({ hasText: 'door.jpg' }).getByText('Code 501').waitFor();
    await press(page, 'Close');
    await disk('free');
    await page.locator('input[type=file][multiple]').setInputFiles(photo);
    await page.getByText('sealed on this phone').waitFor();
    await isSaved(page);

    await disk('full');
    await press(page, 'Summary');
    await press(page, 'Finish');
    await code(page, 501).waitFor();
    // Somebody closes the app now and opens it again: all that was saved is there.
    await page.reload();
    await unlock(page, stage.joined.words);
    // Which screen it was could be written down as little: it comes up where that last went well.
    const field = page.getByRole('textbox', { name: 'What happened' });
    const summary = page.getByRole('heading', { level: 1, name: 'Look once more' });
    await summary.or(field).first().waitFor();
    if (await field.isVisible()) await press(page, 'Summary');
    await summary.waitFor();
    await page.getByText('And what came after.').waitFor();
    await page.getByRole('list', { name: 'Files' }).getByText('door.jpg').waitFor();
    await disk('free');
    await press(page, 'Finish');
    await seeTitle(page, 'Stored');
    expect((await collected('full')).filter((one) => one.includes('And what came after.'))).toHaveLength(1);
  });

  it('S1 [VLT19] a full disk while capturing, locked: said with a code, the words stay, and they are sealed once there is room', async () => {
    await stage.copyJoined('capturing');
    const { page, context } = await stage.open('capturing');
    const disk = await diskOf(context, page);
    await disk('full');
    await page.goto(stage.system.url);
    await enterByDoor(page);
    await press(page, /^Capture now/);
    const field = page.getByRole('textbox', { name: 'A few words' });
    await field.fill('Shots behind the market.');
    await press(page, 'Seal now');
    await code(page, 501).waitFor();
    expect(await field.inputValue()).toBe('Shots behind the market.');
    await disk('free');
    await press(page, 'Seal now');
    await seeTitle(page, 'Sealed');
    await press(page, 'Done');
    await hide(page);
    await unlock(page, stage.joined.words);
    await page.getByText(/^Captured · /).waitFor();
    const found = async () =>
      (await collected('capturing')).filter((one) => one.includes('Shots behind the market.')).length;
    await expect.poll(found, { timeout: 60_000, interval: 1_000 }).toBe(1);
  });

  it('a text of 165 kB in mixed scripts, with bidi controls and formulas, is kept, sent and opened whole', async () => {
    const { page } = await stage.joinedPhone('long');
    const piece =
      '=HYPERLINK("http://x.example";"y") @SUM(A1:A9) \u202Eetar\u202C Ғани Қодирқызы шаҳри Хоруғ \u0645\u0631\u062D\u0628\u0627 👩🏽‍🌾 e\u0301 ';
    const paragraph = `${piece.repeat(50)}\n`;
    const text = paragraph.repeat(Math.ceil(165_000 / Buffer.byteLength(paragraph)));
    await fillShortForm(page, { ...told, words: text });
    expect(Buffer.byteLength(text)).toBeGreaterThan(165_000);
    await page.getByRole('button', { name: /^In a few words/ }).click();
    expect(await words(page).inputValue()).toBe(text);
    await page.getByText('Longer is fine: everything is kept.').waitFor();
    // Longer than a report can hold: said where it is, nothing cut, and not finished until somebody shortened it.
    await words(page).fill(`${'long '.repeat(41_000)}end`);
    await isSaved(page);
    await press(page, 'Summary');
    await page.getByText('The text is longer than a report can hold.').waitFor();
    expect(await page.getByRole('button', { name: 'Finish' }).isDisabled()).toBe(true);
    await page
      .getByRole('button', { name: /^In a few words/ })
      .last()
      .click();
    expect(await words(page).inputValue()).toMatch(/long end$/);
    await words(page).fill(text);
    await isSaved(page);
    await press(page, 'Summary');
    await press(page, 'Finish');
    await seeTitle(page, 'Stored');
    // As JSON of JSON, so that it does not matter how either side writes its escapes.
    const reports = (await collected('long')).map((one) => JSON.stringify(JSON.parse(one)));
    const whole = JSON.stringify(text.trim().normalize('NFC'));
    expect(reports.filter((one) => one.includes(whole))).toHaveLength(1);
  });

  it('[VLT3] one damaged copy of the key file is repaired and said; the words, and only they, open it', async () => {
    await stage.copyJoined('one');
    const { page } = await stage.open('one');
    await spoil(page, ['a']);
    await page.goto(stage.system.url);
    await tryWords(page, 'not the right words at all');
    await code(page, 101).waitFor();
    await hide(page);
    await unlock(page, stage.joined.words);
    await code(page, 102).waitFor();
    await page.getByText('The other copy is whole and is in use.').waitFor();
    // Now the other one: the copy that was written again carries the notes.
    await spoil(page, ['b']);
    await page.goto(stage.system.url);
    await unlock(page, stage.joined.words);
    await code(page, 102).waitFor();
    await press(page, 'New note');
    await seeTitle(page, 'What happened?');
  });

  it('[VLT3] when both copies are damaged it is said, nothing is overwritten, and the phone can start anew', async () => {
    await stage.copyJoined('both');
    const { page } = await stage.open('both');
    await spoil(page, ['a', 'b']);
    for (let visit = 0; visit < 2; visit += 1) {
      await page.goto(stage.system.url);
      await enterByDoor(page);
      await code(page, 103).waitFor();
      await page.getByText('Both copies of the key file are damaged.').waitFor();
    }
    await press(page, /Wipe/);
    await press(page, 'Wipe now');
    await seeFront(page);
    await enterByDoor(page);
    await seeTitle(page, 'Language');
  });
});
