/** Proves in Firefox, in short, what the others prove at length: joined, saved, finished, locked, wiped, and nothing of it to be read. */
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CANARY, secretsOf } from './examining.ts';
import { type Firefox, openFirefox } from './firefox.ts';
import { firefoxLayers, firefoxPrivateFiles } from './firefoxBytes.ts';
import {
  createFolder,
  type Folder,
  foundOrganisation,
  type Organisation,
  type System,
  startSystem,
} from './harness.ts';
import {
  enterByDoor,
  fillShortForm,
  hide,
  join,
  press,
  seeFront,
  seeSaved,
  seeTitle,
  seeWhole,
  unlock,
} from './monitorSteps.ts';
import { findNeedles, type Needle, textNeedle } from './profileBytes.ts';
import { keysWith } from './vaultImage.ts';

let system: System;
let folder: Folder;
let organisation: Organisation;
let browser: Firefox;
let words = '';
const needles: Needle[] = Object.values(CANARY)
  .flatMap((text) => text.split(' '))
  .map(textNeedle);
const profile = (): string => joinPath(folder.path, 'profile');
const found = (): string[] => findNeedles(profile(), needles, firefoxLayers);

beforeAll(async () => {
  folder = await createFolder();
  system = await startSystem();
  organisation = await foundOrganisation(system, 'Aq Joly Initiative', folder.path);
});
afterAll(async () => {
  await browser?.kill();
  await system?.stop();
  await folder?.drop();
});

async function open(): Promise<Page> {
  // Of a try before, if there was one.
  await browser?.kill();
  browser = await openFirefox(profile());
  await browser.page.goto(system.url);
  return browser.page;
}

it('S1 S2 S3 [VLT6] in Firefox: one report sealed and one in a draft, locked; the files of the profile tell nothing', async () => {
  const page = await open();
  const invite = (await organisation.invite('en')).code;
  ({ words } = await join(page, invite));
  await seeWhole(page);
  await browser.offline(true);
  for (const text of [CANARY.words, `${CANARY.words} ${CANARY.later}`]) {
    await fillShortForm(page, { place: CANARY.place, name: CANARY.name, words: text });
    await page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();
    await page
      .locator('input[type=file][multiple]')
      .setInputFiles([
        { name: CANARY.file, mimeType: 'image/jpeg', buffer: Buffer.from(`${CANARY.inside} `.repeat(9_000)) },
      ]);
    await page.getByText('sealed on this phone').waitFor();
    await seeSaved(page);
    if (text !== CANARY.words) continue;
    await press(page, 'Summary');
    await press(page, 'Finish');
    await seeTitle(page, 'Waiting for connection');
    await press(page, 'Notes');
  }
  await hide(page);
  await browser.close();
  const keys = await keysWith(words, firefoxPrivateFiles(profile()));
  expect(keys.filter(({ name }) => name.startsWith('record')).length).toBeGreaterThan(3);
  needles.push(...secretsOf(words, invite, keys));
  expect(found()).toEqual([]);
  // It was searched: what stands there in the open is found.
  expect(findNeedles(profile(), [textNeedle(system.url)], firefoxLayers).length).toBeGreaterThan(0);
});

it('S1 [VLT13] in Firefox: both are there after the start; after a wipe no file of the vault is left', async () => {
  const page = await open();
  await unlock(page, words);
  await seeTitle(page, 'In a few words');
  expect(await page.getByRole('textbox', { name: 'What happened' }).inputValue()).toBe(
    `${CANARY.words} ${CANARY.later}`,
  );
  await press(page, 'Notes');
  for (const name of ['Drafts', 'Sealed']) {
    const items = page.getByRole('list', { name }).getByRole('listitem');
    await items.first().waitFor();
    expect(await items.count()).toBe(1);
  }
  await hide(page);
  await enterByDoor(page);
  await press(page, 'Wipe everything');
  await press(page, 'Wipe now');
  await seeFront(page);
  await enterByDoor(page);
  await seeTitle(page, 'Language');
  await browser.close();
  expect(found()).toEqual([]);
  const left = [...firefoxPrivateFiles(profile())].filter(([, { length }]) => length > 0);
  expect(left.map(([name]) => name)).toEqual([]);
});
