/** Proves the same of Firefox: what was saved outlives a kill, and its profile, every byte of it, tells nothing of a report. */
import { existsSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY, PLANTED, plant, secretsOf } from './examining.ts';
import { type Firefox, openFirefox } from './firefox.ts';
import { firefoxLayers, firefoxPrivateFiles, unlz4 } from './firefoxBytes.ts';
import {
  createFolder,
  type Folder,
  foundOrganisation,
  type Organisation,
  type System,
  startSystem,
} from './harness.ts';
import { fillShortForm, hide, join, press, seeSaved, seeTitle, unlock } from './monitorSteps.ts';
import { findNeedles, type Needle, textNeedle } from './profileBytes.ts';
import { keysWith, takeImage } from './vaultImage.ts';

const ORG = 'Aq Joly Initiative';
const CANARIES = [...Object.values(CANARY).flatMap((text) => text.split(' ')), ORG];

describe('S1 S2 S3 in Firefox', () => {
  let system: System;
  let folder: Folder;
  let organisation: Organisation;
  let browser: Firefox | undefined;
  const profile = (name = 'written'): string => joinPath(folder.path, name);

  beforeAll(async () => {
    folder = await createFolder();
    system = await startSystem();
    organisation = await foundOrganisation(system, ORG, folder.path);
  });
  afterAll(async () => {
    await browser?.kill();
    await system?.stop();
    await folder?.drop();
  });

  async function open(name?: string): Promise<Page> {
    browser = await openFirefox(profile(name));
    return browser.page;
  }

  /** What Firefox last wrote down about its open tabs, while it runs. */
  function tabs(): { readonly formdata?: { readonly id?: Record<string, string> } }[] {
    const path = joinPath(profile(), 'sessionstore-backups/recovery.jsonlz4');
    if (!existsSync(path)) return [];
    const bytes = readFileSync(path);
    if (bytes.length < 12) return [];
    const { windows } = JSON.parse(unlz4(bytes.subarray(12), bytes.readUInt32LE(8)).toString('utf8'));
    return windows.flatMap((one: { tabs: [] }) => one.tabs);
  }

  /** The form data in the session file, once it holds a field of the page that wants to be remembered. */
  async function remembered(page: Page, mark: string): Promise<unknown> {
    // Said again and again: Firefox writes only after a change, and may miss one that came while it wrote.
    const change = () =>
      page.evaluate((text) => {
        const field =
          document.querySelector<HTMLTextAreaElement>('#mark') ?? document.createElement('textarea');
        field.id = 'mark';
        if (!field.isConnected) document.body.append(field);
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }, mark);
    const found = () => tabs().find(({ formdata }) => formdata?.id?.['mark'] === mark)?.formdata;
    const written = async () => {
      await change();
      return found();
    };
    await expect.poll(written, { timeout: 180_000, interval: 1_000 }).toBeDefined();
    await page.evaluate(() => document.querySelector('#mark')?.remove());
    return { ...found(), url: '' };
  }

  const seen = (page: Page) => page.getByRole('list', { name: 'What will be sent' });

  /** A copy of the whole profile, as an examiner takes it. */
  function imageOf(name = 'written'): string {
    const image = joinPath(folder.path, `${name}-${performance.now()}`);
    takeImage(profile(name), image);
    return image;
  }

  it('finds what is there, in every coding that it claims to read', async () => {
    const page = await open('planted');
    await page.goto(`${system.url}/planted-address`);
    await plant(page);
    await browser?.close();
    const image = imageOf('planted');
    expect(firefoxPrivateFiles(image).get('planted')?.length).toBeGreaterThan(0);
    const names = [...PLANTED.map((name) => `${name}qanary`), 'planted-address'];
    const found = findNeedles(image, names.map(textNeedle), firefoxLayers);
    expect(new Set(found.map((one) => one.split(' in ')[0]))).toEqual(new Set(names));
    expect(found.some((one) => one.includes('rowqanary') && one.endsWith('values'))).toBe(true);
    expect(found.some((one) => one.includes('places.sqlite'))).toBe(true);
  });

  it('S1 S2 S3 [VLT6] [VLT8] joined, offline, saved, finished, killed: nothing is lost, and nothing of it is to be read', async () => {
    let page = await open();
    await page.goto(system.url);
    const invite = (await organisation.invite('en')).code;
    const { words } = await join(page, invite);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await browser?.offline(true);
    await fillShortForm(page, { place: CANARY.place, name: CANARY.name, words: CANARY.words });
    await press(page, 'Finish');
    await seeTitle(page, 'Waiting for connection');
    await press(page, 'Notes');
    await fillShortForm(page, { place: CANARY.place, name: CANARY.name, words: CANARY.words });
    // What is ticked is an answer too: Firefox remembers boxes even where it was told to remember nothing.
    for (const [title, role] of [
      ['May it be used?', 'radio'],
      ['Who was harmed?', 'checkbox'],
    ] as const) {
      await seen(page).getByText(title).click();
      await seeTitle(page, title);
      await page.getByRole(role).last().check({ force: true });
      await seeSaved(page);
      expect(await remembered(page, `mark ${role}`)).toEqual({ url: '', id: { mark: `mark ${role}` } });
      await press(page, 'Summary');
    }
    await seen(page).getByText('In a few words').click();
    await page.locator('input[type=file][multiple]').setInputFiles([
      {
        name: CANARY.file,
        mimeType: 'image/jpeg',
        buffer: Buffer.from(`${CANARY.inside} `.repeat(12_000)),
      },
    ]);
    await page.getByText('sealed on this phone').waitFor();
    await page.getByRole('textbox', { name: 'What happened' }).fill(`${CANARY.words} ${CANARY.later}`);
    await seeSaved(page);
    await browser?.kill();

    const image = imageOf();
    const keys = await keysWith(words, firefoxPrivateFiles(image));
    expect(keys.length).toBeGreaterThan(8);
    const needles: Needle[] = [...CANARIES.map(textNeedle), ...secretsOf(words, invite, keys)];
    expect(findNeedles(image, needles, firefoxLayers)).toEqual([]);

    page = await open();
    await browser?.offline(true);
    await page.goto(system.url);
    await unlock(page, words);
    // After unlocking one is where one was: in the account.
    await seeTitle(page, 'In a few words');
    await press(page, 'Notes');
    await page.getByRole('list', { name: 'Drafts' }).getByRole('listitem').first().waitFor();
    for (const name of ['Drafts', 'Sealed'])
      expect(await page.getByRole('list', { name }).getByRole('listitem').count()).toBe(1);
    await page.getByRole('list', { name: 'Drafts' }).getByRole('button').first().click();
    await seen(page).getByText('In a few words').click();
    expect(await page.getByRole('textbox', { name: 'What happened' }).inputValue()).toBe(
      `${CANARY.words} ${CANARY.later}`,
    );
    await page.getByText('sealed on this phone').waitFor();
    await hide(page);
    await browser?.close();
    expect(findNeedles(imageOf(), needles, firefoxLayers)).toEqual([]);
  });
});
