/** Proves the monitor's way in a real browser: join, write without a network, finish, send, received. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Browser,
  createFolder,
  type Folder,
  findTexts,
  foundOrganisation,
  type Organisation,
  openBrowser,
  type System,
  startSystem,
  tumarMust,
} from './harness.ts';
import {
  choose,
  enterByDoor,
  fillShortForm,
  frontSearch,
  hide,
  type JoinedPhone,
  join,
  knock,
  press,
  seeFront,
  seeSaved,
  seeTitle,
  seeWhole,
  tryWords,
  unlock,
} from './monitorSteps.ts';

const ORG = 'Aq Joly Initiative';
const told = {
  place: 'Kishlak Zarafsar',
  name: 'Sabira-not-her-name',
  words: 'Two men in plain clothes took her at dawn. Ба хонаашон ҳам даромаданд: қалам гирифтанд.',
};

describe('S1 S5 S6 the monitor in Chromium', () => {
  let system: System;
  let folder: Folder;
  let organisation: Organisation;
  let browser: Browser;
  let phone: JoinedPhone;
  const profile = () => joinPath(folder.path, 'profile');

  beforeAll(async () => {
    folder = await createFolder();
    system = await startSystem();
    organisation = await foundOrganisation(system, ORG, folder.path);
    browser = await openBrowser(profile());
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
    await folder?.drop();
  });

  it('[INV1] [INV2] [EP5] joins by a pasted invite, with the ten words that the coordinator sees', async () => {
    const invite = await organisation.invite('en');
    await browser.page.goto(system.url);
    phone = await join(browser.page, ` ${invite.code.slice(0, 40)}\n${invite.code.slice(40).toUpperCase()} `);
    expect(invite.said).toContain(phone.safety.join(' '));
    expect(phone.words.split(' ')).toHaveLength(5);
    expect(phone.hello).toHaveLength(4);
    expect(browser.page.url()).toBe(`${system.url}/`);
    expect(await browser.page.title()).toBe('Notes');
  });

  it('S1 S3 writes seven screens with the network off, and after a reload is where it was, at an address that says nothing', async () => {
    const { page } = browser;
    await seeWhole(page);
    await browser.offline(true);
    await page.goto(`${system.url}/s`);
    await unlock(page, phone.words);
    await seeTitle(page, 'Notes');
    await fillShortForm(page, told);
    await page.getByRole('button', { name: /^In a few words/ }).click();
    await seeTitle(page, 'In a few words');
    // Where somebody is, is written behind what they see: once a word more is saved, so is that.
    const words = page.getByRole('textbox', { name: 'What happened' });
    await words.fill(`${told.words} And`);
    await page.getByText('Saving…').or(page.getByText('Saved on this phone')).first().waitFor();
    await words.fill(told.words);
    await seeSaved(page);
    // The tab dies in the middle; another one opens, still without a network.
    await page.goto(system.url);
    await unlock(page, phone.words);
    await seeTitle(page, 'In a few words');
    expect(page.url()).toBe(`${system.url}/`);
    expect(await page.getByRole('textbox', { name: 'What happened' }).inputValue()).toBe(told.words);
    await press(page, 'Summary');
    const summary = page.getByRole('list', { name: 'What will be sent' });
    for (const said of [
      'Arbitrary arrest or detention',
      'Evening',
      'Tajikistan · Gorno-Badakhshan',
      told.place,
      told.name,
      'Journalist',
      'Two men in plain clothes',
      'Partner NGOs, no publication',
    ])
      expect(await summary.textContent()).toContain(said);
    expect(await page.getByText(`The coordinators of ${ORG}`).isVisible()).toBe(true);
  });

  it('V05 says of a day that lies ahead that it does, where it is typed and at the last look', async () => {
    const { page } = browser;
    const ahead = 'The day lies ahead. Say when it happened';
    await page.getByRole('list', { name: 'What will be sent' }).getByText('When?').click();
    await seeTitle(page, 'When?');
    await choose(page, 'Another day');
    const year = new Date().getUTCFullYear() + 1;
    await page.getByRole('textbox', { name: 'Day', exact: true }).fill(`${year}-06-05`);
    await page.getByRole('alert').getByText(ahead).waitFor();
    await press(page, 'Summary');
    const needed = page.getByRole('list', { name: 'Still needed' });
    expect(await needed.getByRole('button').allInnerTexts()).toEqual([expect.stringContaining(ahead)]);
    expect(await page.getByRole('button', { name: 'Finish', exact: true }).isDisabled()).toBe(true);
    await needed.getByRole('button').click();
    await seeTitle(page, 'When?');
    await choose(page, 'Yesterday');
    expect(await page.getByText(ahead).count()).toBe(0);
    await press(page, 'Summary');
    await needed.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Finish', exact: true, disabled: false }).waitFor();
  });

  it('discards a draft and brings it back', async () => {
    const { page } = browser;
    await press(page, 'Notes');
    await press(page, /^Remove draft/);
    await page.getByText('Draft discarded').waitFor();
    expect(await page.getByRole('list', { name: 'Drafts' }).count()).toBe(0);
    await press(page, 'Undo');
    await page.getByRole('list', { name: 'Drafts' }).waitFor();
  });

  it('[SEAL8] seals files from the picker as they are read, with description, removal and undo', async () => {
    const { page } = browser;
    await press(page, /7 of 7 answered/);
    await seeTitle(page, 'Look once more');
    await page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();
    const bytes = Buffer.alloc(700_000, 'canary of a photo ');
    await page.locator('input[type=file][multiple]').setInputFiles([
      { name: 'door-canary.jpg', mimeType: 'image/jpeg', buffer: bytes },
      { name: 'note-canary.txt', mimeType: 'text/plain', buffer: Buffer.from('short') },
    ]);
    await page.getByText('sealed on this phone').nth(1).waitFor();
    await page.getByRole('textbox', { name: 'What does it show?' }).first().fill('The broken door');
    await page.getByRole('radio', { name: 'No', exact: true }).first().check({ force: true });
    await seeSaved(page);
    await page.getByRole('button', { name: 'Remove' }).nth(1).click();
    await page.getByText('File removed').waitFor();
    expect(await page.getByText('note-canary.txt').count()).toBe(0);
    await press(page, 'Undo');
    await page.getByText('note-canary.txt').waitFor();
    await seeSaved(page);
  });

  it('S2 finishes without a network, and waits', async () => {
    const { page } = browser;
    await press(page, 'Summary');
    await press(page, 'Finish');
    await seeTitle(page, 'Waiting for connection');
    expect(await page.getByText('It can no longer be opened here, not even by you.').isVisible()).toBe(true);
    expect(await page.getByRole('list', { name: 'Files' }).getByRole('listitem').count()).toBe(3);
    // Back leads over the screens of a draft that is gone: to its report, never to an empty page.
    await page.goBack();
    await seeTitle(page, 'Waiting for connection');
    expect(await page.getByText('This draft is no longer here.').count()).toBe(0);
    expect(page.url()).toBe(`${system.url}/`);
  });

  it('S3 shows a neutral page at once when hidden by Escape, and by two taps on the header', async () => {
    const { page } = browser;
    await hide(page);
    const shown = await page.locator('html').innerHTML();
    for (const word of ['report', 'seal', 'Waiting', ORG, told.name, 'Tajik'])
      expect(shown).not.toContain(word);
    expect(await page.evaluate(() => [history.state, document.title])).toEqual([
      { i: expect.any(Number) },
      'Notes',
    ]);
    await knock(page, 'not the right words at all');
    await page.getByText('Try fewer words, or other ones.').waitFor();
    expect(await page.getByText('Code').count()).toBe(0);
    // Somebody who knows of the door is told what was wrong.
    await tryWords(page, 'not the right words at all');
    await page.getByText('Code 101').waitFor();
    await hide(page);
    await unlock(page, phone.words);
    await seeTitle(page, 'Waiting for connection');
    // Two touches, as a phone sends them; one alone does nothing.
    await page.touchscreen.tap(150, 12);
    expect(await frontSearch(page).count()).toBe(0);
    await page.touchscreen.tap(150, 12);
    await page.touchscreen.tap(150, 12);
    await seeFront(page);
    // From the entry page, too.
    await enterByDoor(page);
    await page.getByRole('textbox', { name: 'Words' }).waitFor();
    await hide(page);
    await unlock(page, phone.words);
  });

  it('S5 [UP6] sends by itself when the network returns: stored on the signature, received on the acknowledgement', async () => {
    const { page } = browser;
    await browser.offline(false);
    await seeTitle(page, 'Stored');
    await page.getByText('Asked about once a minute while the app is open').waitFor();
    await page.getByRole('button', { name: 'Check now' }).waitFor();
    const out = joinPath(folder.path, 'inbox');
    await organisation.collect(out, '--ack');
    const reports = readdirSync(out).filter((name) => !name.startsWith('.'));
    expect(reports).toHaveLength(1);
    const report = readFileSync(joinPath(out, reports[0] ?? '', 'report.json'), 'utf8');
    for (const said of [
      told.place,
      told.name,
      told.words,
      'lib.arrest',
      'TJ',
      '"evening"',
      'The broken door',
    ])
      expect(report).toContain(said);
    // The coordinator types the four words of this phone.
    await tumarMust('org', 'confirm', '--member', organisation.memberFile, ...phone.hello);
    await press(page, 'Check now');
    await seeTitle(page, 'Received');
    expect(await page.getByRole('list', { name: 'Files' }).count()).toBe(0);
  });

  it('S11 asks nobody but its own host, and the console stays silent', () => {
    const others = browser.requests.filter(
      (url) => !url.startsWith(system.url) && !/^(data|blob):/.test(url),
    );
    expect(browser.requests.length).toBeGreaterThan(20);
    expect(others).toEqual([]);
    expect(browser.errors.filter((error) => !/ERR_INTERNET_DISCONNECTED/.test(error))).toEqual([]);
  });

  it('S3 leaves no word of it in the files of the browser profile', async () => {
    await browser.close();
    const { files, found } = findTexts(profile(), [
      'Zarafsar',
      'Sabira-not',
      'plain clothes took',
      'Ба хонаашон',
      'door-canary',
      'note-canary',
      'canary of a photo',
      'The broken door',
      ORG,
      phone.words,
      phone.words.split(' ').slice(0, 2).join(' '),
    ]);
    // The search itself works: what a profile does keep is found.
    expect(findTexts(profile(), [new URL(system.url).host]).found).not.toEqual([]);
    expect(files).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });
});
