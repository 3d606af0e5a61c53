/** Proves that the phone's files tell nothing: every byte of the browser's profile is read after each step, and compared with an empty phone's. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLANTED, plant, secretsOf } from './examining.ts';
import {
  type Browser,
  createFolder,
  type Folder,
  foundOrganisation,
  type Organisation,
  openBrowser,
  type System,
  startSystem,
} from './harness.ts';
import {
  enterByDoor,
  fillShortForm,
  hide,
  type JoinedPhone,
  join,
  press,
  seeFront,
  seeSaved,
  seeTitle,
  seeWhole,
  unlock,
} from './monitorSteps.ts';
import { builtApps } from './nextVersion.ts';
import { beyond, findNeedles, type Needle, readableOf, textNeedle } from './profileBytes.ts';
import { everyRow, type Key, keysInside, keysWith, openBoxes, privateFiles } from './vaultImage.ts';

const ORG = 'Aq Joly Initiative';
/** Texts that no browser ships, one for each field, in both scripts. */
const CANARIES = {
  place: ['Zarafsarqanary', 'Зарафсарканарейка'],
  name: ['Sabiraqanary', 'Сабираканарейка'],
  words: ['daybreakqanary', 'рассветканарейка'],
  later: ['afterthoughtqanary', 'потомканарейка'],
  fileName: ['doorqanary.jpg', 'дверьканарейка.txt'],
  inside: ['insideqanary', 'внутриканарейка'],
  described: ['describedqanary', 'описаниеканарейка'],
} as const;
const both = (texts: readonly string[]): string => texts.join(' ');

describe('S2 S3 S11 the examiner reads every byte of the profile', () => {
  let system: System;
  let folder: Folder;
  let organisation: Organisation;
  let browser: Browser;
  let empty: Browser;
  let phone: JoinedPhone;
  let emptyPhone: JoinedPhone;
  let invite = '';
  const codes: string[] = [];
  const keys: Key[] = [];
  const profile = (name = 'written'): string => joinPath(folder.path, name);

  beforeAll(async () => {
    folder = await createFolder();
    system = await startSystem();
    organisation = await foundOrganisation(system, ORG, folder.path);
  });
  afterAll(async () => {
    await browser?.close();
    await empty?.close();
    await system?.stop();
    await folder?.drop();
  });

  async function hideAndClose(open: Browser): Promise<void> {
    await hide(open.page);
    await open.close();
  }

  /** What a page of this origin finds in the browser without any words: names and values, numbers too. */
  const lyingOpen = ({ page }: Browser): Promise<unknown> =>
    page.evaluate(async () => ({
      local: Object.entries(localStorage).sort(),
      session: Object.entries(sessionStorage).sort(),
      cookies: document.cookie,
      caches: (await caches.keys()).sort(),
      databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
      workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
      title: document.title,
    }));

  async function reopen(): Promise<void> {
    browser = await openBrowser(profile());
    await browser.page.goto(system.url);
    await unlock(browser.page, phone.words);
    await seeTitle(browser.page, 'Notes');
  }

  /** Keys by keys, as a hand does: what the browser believes to be a person's typing is what it remembers. */
  async function type(field: string | RegExp, text: string): Promise<void> {
    await browser.page.getByRole('textbox', { name: field }).first().pressSequentially(text, { delay: 5 });
  }

  async function write(later: string): Promise<void> {
    const { page } = browser;
    await fillShortForm(page, {
      place: both(CANARIES.place),
      name: both(CANARIES.name),
      words: both(CANARIES.words),
    });
    await page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();
    await type('What happened', ` ${later}`);
    await seeSaved(page);
    await page.getByRole('textbox', { name: 'What happened' }).fill(`${both(CANARIES.words)} ${later} again`);
    await page.locator('input[type=file][multiple]').setInputFiles(
      CANARIES.fileName.map((name, index) => ({
        name,
        mimeType: index === 0 ? 'image/jpeg' : 'text/plain',
        buffer: Buffer.from(`${CANARIES.inside[index]} `.repeat(index === 0 ? 12_000 : 30)),
      })),
    );
    await page.getByText('sealed on this phone').nth(1).waitFor();
    await type('What does it show?', both(CANARIES.described));
    await seeSaved(page);
    codes.push(...((await page.locator('header').innerText()).match(/\b[0-9A-Z]{5}\b/g) ?? []));
  }

  const needles = (): Needle[] => [
    ...[...Object.values(CANARIES).flat(), ORG, ...codes].map(textNeedle),
    ...secretsOf(phone.words, invite, keys),
  ];

  it('finds what is there, in every coding that it claims to read', async () => {
    browser = await openBrowser(profile('planted'));
    await browser.page.goto(`${system.url}/planted-address`);
    await plant(browser.page);
    await browser.close();
    const names = [...PLANTED.map((name) => `${name}qanary`), 'planted-address'];
    const found = findNeedles(profile('planted'), names.map(textNeedle));
    expect(new Set(found.map((one) => one.split(' in ')[0]))).toEqual(new Set(names));
    expect(found.some((one) => one.includes('squeezedqanary') && one.endsWith('gzip'))).toBe(true);
    expect(found.some((one) => one.includes('History'))).toBe(true);
  });

  it('S3 an empty phone, for comparison: it joined, opened the notes and writes nothing', async () => {
    empty = await openBrowser(profile('empty'));
    await empty.page.goto(system.url);
    emptyPhone = await join(empty.page, (await organisation.invite('en')).code);
    await seeWhole(empty.page);
    expect(await empty.page.getByRole('list', { name: 'Drafts' }).count()).toBe(0);
  });

  it('S2 S3 [VLT5] [VLT6] reports in every state, locked: no word, no name, no key', async () => {
    browser = await openBrowser(profile());
    const { page } = browser;
    await page.goto(system.url);
    invite = (await organisation.invite('en')).code;
    phone = await join(page, invite);
    await seeWhole(page);
    await browser.offline(true);
    await write(both(CANARIES.later));
    await press(page, 'Summary');
    await press(page, 'Finish');
    await seeTitle(page, 'Waiting for connection');
    await press(page, 'Notes');
    await write(both(CANARIES.later));
    await press(page, 'Notes');
    await write(both(CANARIES.later));
    await press(page, 'Notes');
    await press(page, /^Remove draft/);
    await page.getByText('Draft discarded').waitFor();
    await hide(page);
    await hide(empty.page);
    expect(await lyingOpen(browser)).toEqual(await lyingOpen(empty));
    await browser.close();
    // As long open as the other: browsers make some of their files only after a while.
    await empty.close();

    // The keys are real ones: what they are was found out with the words, from a copy of these very files.
    const files = privateFiles(profile());
    const opened = await keysWith(phone.words, files);
    const texts = openBoxes(profile(), opened);
    expect(texts.some((text) => text.includes(CANARIES.later[1]))).toBe(true);
    expect(everyRow(profile()).length).toBeGreaterThan(20);
    // Public ones stand in the kit, which tells which organisation's door it is by number, and nobody's name.
    const open = new Set(['org', 'sha256', 'content', 'hash', 'handle']);
    const inside = keysInside(texts).filter(({ name }) => !open.has(name));
    expect(inside.map(({ name }) => name)).toEqual(expect.arrayContaining(['fileKey', 'tail', 'credential']));
    keys.push(...opened, ...inside);
    expect(codes.length).toBeGreaterThan(0);
    expect(findNeedles(profile(), needles())).toEqual([]);
  });

  const appTexts = readdirSync(joinPath(builtApps(), 'monitor'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|html|css|webmanifest)$/.test(name))
    .map((name) => readFileSync(joinPath(builtApps(), 'monitor', name), 'utf8'))
    .join('\n');

  /** What can be read here, and not on the phone that joined and wrote nothing. */
  function differences() {
    const [known, written] = [readableOf(profile('empty')), readableOf(profile())];
    expect(known.words.size).toBeGreaterThan(1_000);
    expect([...written.addresses].filter((one) => one.startsWith(system.url))).toEqual([
      `${system.url}/ Notes`,
    ]);
    return {
      // What stands in the app's own files stands on every phone; the browser keeps some of it compiled, some not yet.
      words: beyond(written.words.keys(), known.words)
        .filter((word) => !appTexts.includes(word))
        .map((word) => `${word} in ${written.words.get(word)}`),
      places: beyond(written.places, known.places),
      addresses: beyond(written.addresses, known.addresses),
    };
  }
  const NONE = { words: [], places: [], addresses: [] };

  it('S3 reads no other words than on the empty phone; of sealed files number, size and state', () => {
    expect(differences()).toEqual(NONE);
  });

  it('S3 again after unlock and lock', async () => {
    await reopen();
    empty = await openBrowser(profile('empty'));
    await empty.page.goto(system.url);
    await unlock(empty.page, emptyPhone.words);
    await seeTitle(empty.page, 'Notes');
    await hide(browser.page);
    await hide(empty.page);
    expect(await lyingOpen(browser)).toEqual(await lyingOpen(empty));
    await browser.close();
    await empty.close();
    expect(findNeedles(profile(), needles())).toEqual([]);
    expect(differences()).toEqual(NONE);
  });

  it('S2 S3 again after the draft is finished and all is sent', async () => {
    await reopen();
    const { page } = browser;
    await press(page, /7 of 7 answered/);
    await press(page, 'Finish');
    await seeTitle(page, /Sending|Stored/);
    await seeTitle(page, 'Stored');
    await hideAndClose(browser);
    expect(findNeedles(profile(), needles())).toEqual([]);
    expect(differences()).toEqual(NONE);
  });

  it('[VLT13] again after a wipe from the locked page: and no file of the vault is left', async () => {
    browser = await openBrowser(profile());
    const { page } = browser;
    await page.goto(system.url);
    await enterByDoor(page);
    await press(page, 'Wipe everything');
    await press(page, 'Wipe now');
    await seeFront(page);
    await enterByDoor(page);
    await seeTitle(page, 'Language');
    await browser.close();
    expect(findNeedles(profile(), needles())).toEqual([]);
    expect(
      [...privateFiles(profile()).values()].map((bytes) => bytes.length).filter((size) => size > 0),
    ).toEqual([]);
  });
});
