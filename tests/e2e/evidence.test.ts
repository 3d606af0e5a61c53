/** Proves evidence on the phone in a real browser: what a file tells, copies, recordings that survive a dead battery. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMetadata } from '../../src/domain/evidence/evidenceMetadata.ts';
import { isTelling } from '../../src/domain/evidence/evidenceTraits.ts';
import { fileOf, phonePicture } from '../domain/evidenceFiles.ts';
import type { Browser } from './harness.ts';
import { fillShortForm, press, seeSaved, seeTitle, unlock } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const told = { place: 'Zarafsar', name: 'Sabira-not-her-name', words: 'Two men took her at dawn.' };
const files = (page: Page) => page.getByRole('list', { name: 'Photos and files' });
const filesAt = async (page: Page): Promise<void> => {
  await page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();
  await seeTitle(page, 'In a few words');
};
const chooseFile = (page: Page, name: string, buffer: Buffer, mimeType = 'image/jpeg'): Promise<void> =>
  page.locator('input[type=file][multiple]').setInputFiles([{ name, mimeType, buffer }]);

describe('evidence in Chromium', () => {
  let stage: JoinedStage;
  let browser: Browser;
  beforeAll(async () => {
    stage = await setJoinedStage();
    browser = await stage.joinedPhone('evidence', { fakeDevices: true });
    await fillShortForm(browser.page, told);
    await filesAt(browser.page);
  });
  afterAll(() => stage?.end());

  it('says in words what a picture tells before anything is sealed, and adds it without', async () => {
    const { page } = browser;
    await chooseFile(page, 'IMG_2041.jpg', Buffer.from(phonePicture()));
    const card = page.getByRole('region', { name: 'This file tells more than it shows' });
    await card.waitFor();
    for (const said of [
      '12.05.2026, 14:03',
      '39.9042, 66.395',
      'Ulug A5',
      'A5-build-17',
      'Aygul',
      'other notes',
    ])
      expect(await card.textContent()).toContain(said);
    expect(await files(page).count()).toBe(0);
    // Above what was pressed, and in sight all the same.
    const { y } = (await card.boundingBox()) ?? { y: -1 };
    expect(y).toBeGreaterThan(0);
    // S1: whoever goes on meets it before Finish, which waits for a word about it.
    await press(page, 'Summary');
    await seeTitle(page, 'Look once more');
    await page.getByText('A chosen file is not in the note yet.').waitFor();
    expect(await page.getByRole('button', { name: 'Finish', exact: true }).isDisabled()).toBe(true);
    await press(page, 'Add without these details');
    await page.getByText('A chosen file is not in the note yet.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Finish', exact: true, disabled: false }).waitFor();
    await filesAt(page);
    await files(page).getByText('Without hidden details').waitFor();
    await seeSaved(page);
    expect(await card.count()).toBe(0);
  });

  it('adds a picture as it is, and a copy with an area covered that names it', async () => {
    const { page } = browser;
    await chooseFile(page, 'IMG_2042.jpg', Buffer.from(phonePicture(false)));
    await press(page, 'Add as it is');
    const item = files(page).getByRole('listitem').filter({ hasText: 'IMG_2042.jpg' });
    await item.getByRole('button', { name: 'Cover faces' }).click();
    const add = page.getByRole('button', { name: 'Add a block' });
    await add.click();
    await add.press('ArrowLeft');
    await add.press('Shift+ArrowRight');
    const picture = page.getByRole('img', { name: 'The picture with 1 blocks' });
    await picture.scrollIntoViewIfNeeded();
    const box = await picture.boundingBox();
    if (box === null) throw new Error('the picture is on the screen');
    // Low enough for the bar above it.
    const low = box.y + box.height - 90;
    await page.mouse.move(box.x + 8, low);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, low + 40, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('img', { name: 'The picture with 2 blocks' }).waitFor();
    await press(page, 'Add the copy');
    await files(page).getByText('Copy with areas covered').waitFor();
    await files(page).getByText('IMG_2042-covered.jpg').waitFor();
    await seeSaved(page);
  });

  it('S7 sends nine stills of a film first, which name it, and the film as it is', async () => {
    const { page } = browser;
    // A second of a film whose first half is white and whose second is black, as a browser records it.
    const recorded = await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [160, 120];
      const pen = canvas.getContext('2d');
      const paint = (colour: string): void => {
        if (pen !== null) pen.fillStyle = colour;
        pen?.fillRect(0, 0, 160, 120);
      };
      // Before anything is taken from it: the first picture of the film must not be an empty one.
      paint('#fff');
      const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
      const pieces: Blob[] = [];
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      const over = new Promise((done) => recorder.addEventListener('stop', done, { once: true }));
      recorder.start();
      const from = performance.now();
      await new Promise<void>((done) => {
        const draw = (): void => {
          const at = performance.now() - from;
          paint(at < 1_000 ? '#fff' : '#000');
          if (at < 2_000) requestAnimationFrame(draw);
          else done();
        };
        draw();
      });
      recorder.stop();
      await over;
      return [...new Uint8Array(await new Blob(pieces).arrayBuffer())];
    });
    // Padding, as the format has it: a film that is worth a word.
    const size = 2_000_000;
    const padding = Buffer.alloc(size);
    padding.writeUInt32BE(0xec01_0000, 0);
    padding.writeUIntBE(size - 9, 3, 6);
    await chooseFile(page, 'VID_7.webm', Buffer.concat([Buffer.from(recorded), padding]), 'video/webm');
    await press(page, 'Send nine stills of it first');
    const item = files(page).getByRole('listitem').filter({ hasText: 'VID_7-stills.jpg' });
    await item.getByText('Small copy, goes first').waitFor();
    await files(page).getByText('VID_7.webm').waitFor();
    await seeSaved(page);
    // Stills from the beginning to the end: the first corner is white, the last is black.
    await item.getByRole('button', { name: 'Cover faces' }).click();
    const drawn = page.getByRole('img', { name: 'The picture with 0 blocks' });
    await drawn.waitFor();
    const corners = () =>
      drawn.evaluate((element) => {
        const picture = element.querySelector('canvas, img') ?? element;
        const canvas = document.createElement('canvas');
        const [width, height] = [480, 360];
        [canvas.width, canvas.height] = [width, height];
        const pen = canvas.getContext('2d');
        pen?.drawImage(picture as CanvasImageSource, 0, 0, width, height);
        return [
          pen?.getImageData(20, 20, 1, 1).data[0],
          pen?.getImageData(width - 20, height - 20, 1, 1).data[0],
        ];
      });
    // The picture comes a moment after its place.
    await expect.poll(async () => (await corners())[0], { timeout: 30_000 }).toBeGreaterThan(200);
    expect((await corners())[1]).toBeLessThan(60);
    await press(page, 'Cancel');
  });

  it('takes a photo inside the app: no file, no gallery, nothing to tell', async () => {
    const { page } = browser;
    await press(page, 'Take a photo');
    await page.getByRole('button', { name: 'Take it', disabled: false }).click();
    await files(page)
      .getByText(/^photo-\d\.jpg$/)
      .waitFor();
    await seeSaved(page);
  });

  it('[VLT20] records a voice, sealed while it is recorded', async () => {
    const { page } = browser;
    await press(page, 'Record voice');
    await page.getByRole('button', { name: 'Start', disabled: false }).click();
    await page.getByText(/^Recording, 0:0[2-9] · [1-9]/).waitFor();
    await press(page, 'Stop');
    await files(page)
      .getByText(/^voice-\d\.webm$/)
      .waitFor();
    expect(await page.getByText('Cut off').count()).toBe(0);
    await seeSaved(page);
  });

  it('[VLT20] S1 nobody is recorded unseen: leaving the page ends it, and keeps what there is', async () => {
    const { page } = browser;
    const kept = files(page).getByText(/^voice-\d\.webm$/);
    const before = await kept.count();
    await press(page, 'Record voice');
    await page.getByRole('button', { name: 'Start', disabled: false }).click();
    await page.getByText(/^Recording, 0:0[2-9] · [1-9]/).waitFor();
    await page.goBack();
    await seeTitle(page, 'Look once more');
    await page.getByRole('button', { name: 'Finish', exact: true, disabled: false }).waitFor();
    await filesAt(page);
    await kept.nth(before).waitFor();
    expect(await page.getByText(/^Recording, /).count()).toBe(0);
    expect(await page.getByText('Cut off').count()).toBe(0);
    await page.getByRole('button', { name: 'Record voice' }).waitFor();
    await seeSaved(page);
  });

  it('[VLT20] S1 a film is there up to the moment the battery died, and says so', async () => {
    const { page } = browser;
    await press(page, 'Film');
    await page.getByRole('button', { name: 'Start', disabled: false }).click();
    // So much of it is sealed and durable, however long that took.
    await page.getByText(/^Recording, \d+:\d\d · ([1-9]\d\d KB|[\d.]+ MB)/).waitFor();
    await browser.kill();
    browser = await stage.phone('evidence', { fakeDevices: true });
    await unlock(browser.page, stage.joined.words);
    await seeTitle(browser.page, 'In a few words');
    await files(browser.page)
      .getByText(/^video-\d\.webm$/)
      .waitFor();
    await files(browser.page).getByText('Cut off: this is what was recorded until then').waitFor();
  });

  it('[REP2] all of it arrives, each with its hash, its custody, and what it was made from', async () => {
    const { page } = browser;
    await press(page, 'Summary');
    // Nobody said who can be seen: one line for all pictures, which stops nobody and leads to the first.
    const unsaid = page.getByText(/^It is not said whether people can be recognised/);
    expect(await unsaid.count()).toBe(1);
    await unsaid.click();
    await seeTitle(page, 'In a few words');
    await press(page, 'Summary');
    await press(page, 'Finish');
    await page.getByRole('heading', { level: 1, name: /Stored|Sending|Waiting/ }).waitFor();
    const out = stage.path('inbox');
    await expect
      .poll(
        async () => {
          await stage.organisation.collect(out);
          return readdirSync(out, { recursive: true }).filter((name) => /\.(jpg|webm)$/.test(String(name)))
            .length;
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe(9);
    const all = readdirSync(out, { recursive: true }).map(String);
    const read = (end: RegExp): Buffer => {
      const name = all.find((one) => end.test(one));
      if (name === undefined) throw new Error(`${end} arrived`);
      return readFileSync(joinPath(out, name));
    };
    expect(read(/IMG_2042\.jpg$/)).toEqual(Buffer.from(phonePicture(false)));
    for (const end of [/IMG_2041\.jpg$/, /IMG_2042-covered\.jpg$/, /photo-\d\.jpg$/]) {
      const bytes = new Uint8Array(read(end));
      expect(isTelling(await readMetadata(fileOf(bytes)))).toBe(false);
    }
    const film = read(/video-\d\.webm$/);
    expect([...film.subarray(0, 4)]).toEqual([0x1a, 0x45, 0xdf, 0xa3]);
    expect(film.length).toBeGreaterThan(20_000);
    const report = all
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(joinPath(out, name), 'utf8'))
      .join();
    for (const said of [
      '"partial": true',
      '"how": "redacted"',
      '"how": "stripped"',
      '"how": "smaller"',
      '"action": "encrypted"',
    ])
      expect(report).toContain(said);
    // What was cut off can be played as far as it goes.
    const length = await page.evaluate(async (letters) => {
      const video = document.createElement('video');
      video.muted = true;
      const bytes = Uint8Array.from(atob(letters), (one) => one.charCodeAt(0));
      const source = new MediaSource();
      video.src = URL.createObjectURL(source);
      await new Promise((done) => source.addEventListener('sourceopen', done, { once: true }));
      const buffer = source.addSourceBuffer('video/webm;codecs="vp8,opus"');
      buffer.appendBuffer(bytes);
      await new Promise((done) => buffer.addEventListener('updateend', done, { once: true }));
      return buffer.buffered.length === 0 ? 0 : buffer.buffered.end(0);
    }, film.toString('base64'));
    expect(length).toBeGreaterThan(0);
  });
});
