/** Proves the whole way in two browsers: a desk is set up, a phone joins and writes without a network, the desk opens what it wrote. */
import { readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  foundAtDesk,
  lookForReports,
  type ShownInvite,
  settled,
  showInvite,
  typeFourWords,
  unlockDesk,
} from './deskSteps.ts';
import {
  type Browser,
  createFolder,
  type Folder,
  findTexts,
  openBrowser,
  type System,
  startSystem,
} from './harness.ts';
import {
  addAsTheyAre,
  fillShortForm,
  type JoinedPhone,
  join,
  press,
  seeSaved,
  seeTitle,
  seeWhole,
  unlock,
} from './monitorSteps.ts';

const ORG = 'Steppe Watch';
const told = {
  place: 'Kishlak Zarafsar',
  name: 'Sabira-not-her-name',
  words: 'Two men in plain clothes took her at dawn. Ба хонаашон ҳам даромаданд: қалам гирифтанд.',
};
const SOUND_BYTES = 3_000_000;

/** A recording as a phone makes one, if of silence: a true header, so that the desk knows it for sound. */
function recording(): Buffer {
  const bytes = Buffer.alloc(SOUND_BYTES, 'canary of a voice ');
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(SOUND_BYTES - 8, 4);
  bytes.write('WAVEfmt ', 8);
  for (const [at, value] of [
    [16, 16],
    [24, 16_000],
    [28, 32_000],
  ] as const)
    bytes.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    bytes.writeUInt16LE(value, at);
  bytes.write('data', 36);
  bytes.writeUInt32LE(SOUND_BYTES - 44, 40);
  return bytes;
}

/** Sizes of the files in a folder of the page's own storage, and below it. */
const filesOf = (page: Page, folder: string): Promise<readonly number[]> =>
  page.evaluate(async (name) => {
    const sizes: number[] = [];
    const walk = async (directory: FileSystemDirectoryHandle, inside: boolean): Promise<void> => {
      const entries = directory as unknown as { values(): AsyncIterable<FileSystemHandle> };
      for await (const entry of entries.values()) {
        if (entry.kind === 'directory')
          await walk(entry as FileSystemDirectoryHandle, inside || entry.name === name);
        else if (inside) sizes.push((await (entry as FileSystemFileHandle).getFile()).size);
      }
    };
    await walk(await navigator.storage.getDirectory(), false);
    return sizes.sort((a, b) => a - b);
  }, folder);

describe('S1 S2 S5 S6 a report from one browser to another', () => {
  let system: System;
  let folder: Folder;
  let desk: Browser;
  let phone: Browser;
  let passphrase = '';
  let invite: ShownInvite;
  let joined: JoinedPhone;
  /** Sealed files of the phone before the first report: its hello. */
  let before: readonly number[] = [];
  const profile = (name: string) => joinPath(folder.path, name);
  const rows = () => desk.page.getByRole('list', { name: 'Reports' }).getByRole('button');
  const checks = () => desk.page.locator('li[data-mark]');
  const article = () => desk.page.getByRole('article').innerText();

  beforeAll(async () => {
    folder = await createFolder();
    system = await startSystem();
    desk = await openBrowser(profile('desk'), { width: 1280, height: 800 });
    phone = await openBrowser(profile('phone'));
  });
  afterAll(async () => {
    await phone?.close();
    await desk?.close();
    await system?.stop();
    await folder?.drop();
  });

  it('[EP2] [MAN1] the desk sets an organisation up, its recovery file saved and checked', async () => {
    passphrase = await foundAtDesk(desk.page, system, { name: ORG, pseudonym: 'Saiga' }, folder.path);
    expect(passphrase.split(' ')).toHaveLength(5);
    expect(new URL(system.deskUrl).origin).not.toBe(new URL(system.url).origin);
  });

  it('[INV1] [INV2] the phone joins with the code on the desk’s screen, and both show the same ten words', async () => {
    invite = await showInvite(desk.page, 'Juniper');
    await phone.page.goto(system.url);
    joined = await join(phone.page, invite.code);
    expect(joined.safety).toHaveLength(10);
    expect(joined.safety).toEqual(invite.safety);
    for (const { page } of [desk, phone]) expect(page.url()).not.toContain('join1');
  });

  it('[REP6] four words typed at the desk confirm the phone', async () => {
    await desk.page.getByRole('button', { name: 'Done' }).click();
    await typeFourWords(desk.page, joined.hello.join(' '));
    await desk.page.getByText('Juniper is confirmed').waitFor();
  });

  it('S1 S2 [SEAL8] the network is off: reload in the middle, seven screens, two files, Finish, waiting', async () => {
    const { page } = phone;
    await seeWhole(page);
    before = await filesOf(page, 'out');
    await phone.offline(true);
    await page.goto(`${system.url}/s`);
    await unlock(page, joined.words);
    await fillShortForm(page, told);
    await page.goto(page.url());
    await unlock(page, joined.words);
    await seeTitle(page, 'Look once more');
    await page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();
    await page.locator('input[type=file][multiple]').setInputFiles([
      { name: 'door.png', mimeType: 'image/png', buffer: readFileSync('public/desk/icon-512.png') },
      { name: 'voice.wav', mimeType: 'audio/wav', buffer: recording() },
    ]);
    await addAsTheyAre(page, 2);
    await page.getByRole('textbox', { name: 'What does it show?' }).first().fill('The broken door');
    await seeSaved(page);
    await press(page, 'Summary');
    await press(page, 'Finish');
    await seeTitle(page, 'Waiting for connection');
    expect((await filesOf(page, 'out')).length).toBe(before.length + 3);
    expect(Math.max(...(await filesOf(page, 'out')))).toBeGreaterThan(SOUND_BYTES);
    await desk.page.getByRole('link', { name: /Inbox/ }).click();
    await lookForReports(desk.page);
    expect(await rows().count()).toBe(0);
  });

  it('S5 [UP4] the network is on: stored, and in the desk’s inbox while its recording is still on the way', async () => {
    await phone.offline(false);
    await seeTitle(phone.page, 'Stored');
    await phone.page.getByRole('list', { name: 'Files' }).getByText('Stored').nth(2).waitFor();

    // The desk's line lets the report and the picture through and holds the recording back.
    const gate = Promise.withResolvers<void>();
    let asked = 0;
    await desk.context.route(/\/parcels\/[0-9a-f]{64}$/, async (route) => {
      asked += 1;
      if (asked > 2) await gate.promise;
      await route.continue();
    });
    await desk.page.getByRole('button', { name: 'Check for new reports' }).click();
    await rows().first().waitFor();
    await expect.poll(() => asked).toBe(3);
    expect(await rows().first().innerText()).toContain('1/2');
    await rows().first().click();
    await desk.page.getByText('1 attachment still on its way').waitFor();
    expect(await desk.page.getByText('“Received” was published').count()).toBe(0);
    gate.resolve();
    await desk.page.getByText('“Received” was published').waitFor();
    await settled(desk.page);
  });

  it('[REP1] [REP2] [REP3] the desk shows every answer, the picture, and that all of it checks out', async () => {
    const { page } = desk;
    for (const said of [
      'Arbitrary arrest or detention',
      'Tajikistan',
      'Gorno-Badakhshan',
      told.place,
      told.name,
      told.words,
      'Journalist',
      'The broken door',
    ])
      expect(await article()).toContain(said);
    await page.getByText('Written on a phone you confirmed').waitFor();
    await page.getByText('No report of this monitor is missing').waitFor();
    await page.getByText('Sealed under the current settings').waitFor();
    await page.getByText('Every attachment matched').waitFor();
    expect(await checks().count()).toBeGreaterThan(4);
    expect(await checks().evaluateAll((all) => all.map((one) => one.getAttribute('data-mark')))).toEqual(
      Array(await checks().count()).fill('good'),
    );
    await page.getByRole('button', { name: 'Show safely' }).first().click();
    await page.getByText('Drawn anew from its pixels').waitFor();
    const picture = page.locator('figure img');
    await picture.scrollIntoViewIfNeeded();
    expect(await picture.evaluate((image: HTMLImageElement) => [image.complete, image.naturalWidth])).toEqual(
      [true, 512],
    );
    expect((await picture.boundingBox())?.width).toBeGreaterThan(100);
    await page.getByRole('button', { name: 'Show safely' }).first().click();
    await page.getByRole('button', { name: 'Play' }).waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save a copy' }).nth(1).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('voice.wav');
    expect(readFileSync(await download.path()).equals(recording())).toBe(true);
  });

  it('S5 [VLT12] the phone shows “Received”, and its sealed files are gone', async () => {
    const { page } = phone;
    await page.keyboard.press('Escape');
    await unlock(page, joined.words);
    await seeTitle(page, 'Received');
    expect(await page.getByRole('list', { name: 'Files' }).count()).toBe(0);
    await expect.poll(() => filesOf(page, 'out')).toEqual(before);
  });

  it('S1 S6 after a reload and the words, all is there on both sides, once', async () => {
    await desk.page.reload();
    await unlockDesk(desk.page, passphrase);
    await settled(desk.page);
    expect(await rows().count()).toBe(1);
    await rows().first().click();
    await desk.page.getByRole('heading', { name: 'Verification' }).waitFor();
    expect(await article()).toContain(told.words);
    expect(await desk.page.getByText('Complete and matched').count()).toBe(2);
    await desk.page.getByRole('link', { name: 'Monitors' }).click();
    expect(await desk.page.getByRole('list', { name: 'Invited and joined' }).innerText()).toMatch(
      /Juniper[\s\S]*Confirmed/,
    );
    await phone.page.reload();
    await unlock(phone.page, joined.words);
    await seeTitle(phone.page, 'Received');
    await press(phone.page, 'Notes');
    const sealed = phone.page.getByRole('list', { name: 'Sealed' });
    await sealed.waitFor();
    expect(await sealed.getByRole('button').count()).toBe(1);
    expect(await sealed.innerText()).toContain('Received');
    expect(await phone.page.locator('body').innerText()).not.toContain(told.name);
  });

  it('S11 neither browser asked anybody but the deployment’s own two hosts, and both consoles stayed silent', () => {
    const own = [new URL(system.url).origin, new URL(system.deskUrl).origin];
    for (const { requests, errors } of [desk, phone]) {
      expect(requests.length).toBeGreaterThan(20);
      expect(
        requests.filter((url) => !/^(data|blob):/.test(url) && !own.includes(new URL(url).origin)),
      ).toEqual([]);
      expect(errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    }
    // The phone knows nothing of the desk, and the desk asks the phone's host for the endpoint alone.
    expect(phone.requests.filter((url) => url.startsWith(system.deskUrl))).toEqual([]);
    const paths = desk.requests
      .filter((url) => url.startsWith(system.url))
      .map((url) => new URL(url).pathname);
    expect(paths.filter((path) => !/^\/(v1|o\/[0-9a-f]{32}\/v1)\//.test(path))).toEqual([]);
  });

  it('S3 neither profile holds a word of it', async () => {
    await phone.close();
    await desk.close();
    const secrets = [
      'Zarafsar',
      'Sabira-not',
      'plain clothes took',
      'Ба хонаашон',
      'canary of a voice',
      'The broken door',
      invite.code.slice(0, 60),
      passphrase,
      joined.words,
    ];
    for (const name of ['phone', 'desk']) {
      const { files, found } = findTexts(profile(name), secrets);
      expect(files).toBeGreaterThan(20);
      expect(found).toEqual([]);
    }
  });
});
