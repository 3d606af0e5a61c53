/** Owns the proof that a coordinator can do the whole work at the desk, in a real browser, and that nothing hostile runs there. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fortyVictims } from '../domain/fortyVictims.ts';
import { sample } from '../domain/samples.ts';
import { deskFaultsOf } from './axe.ts';
import { choosePassphrase, lookForReports, settled } from './deskSteps.ts';
import {
  type Browser,
  createFolder,
  type Folder,
  findTexts,
  openBrowser,
  type System,
  startSystem,
  tumarMust,
} from './harness.ts';

let system: System;
let folder: Folder;
let browser: Browser;
let page: Page;
let words = '';
let recoveryKey = '';
let phone = '';

const list = () => page.getByRole('list', { name: 'Reports' });
const rows = () => list().getByRole('button');

const judge = async (where: string): Promise<void> =>
  expect(await deskFaultsOf(page, 'best-practice'), where).toEqual([]);

/** Reports are asked of the worker, and it does not hear it, until `release`. */
const hold = (where: Page): Promise<void> =>
  where.evaluate(() => {
    const real = Worker.prototype.postMessage;
    const held: (() => void)[] = [];
    Worker.prototype.postMessage = function (this: Worker, message: { method?: string }, ...rest: []) {
      const say = (): void => real.call(this, message, ...rest);
      if (message.method === 'view') held.push(say);
      else say();
    };
    Reflect.set(window, 'release', () => {
      Worker.prototype.postMessage = real;
      for (const say of held) say();
    });
  });
const release = (where: Page): Promise<void> =>
  where.evaluate(() => (Reflect.get(window, 'release') as () => void)());

async function send(name: string, report: object, ...files: readonly string[]): Promise<void> {
  const path = join(folder.path, `${name}.json`);
  await writeFile(path, JSON.stringify(report));
  await tumarMust('send', '--state', phone, path, ...files);
}

const invented = (code: string, summary: string) => ({
  ...sample('S3').report,
  id: `22222222-2222-4222-8222-0000000000${code.charCodeAt(0)}`,
  local_ref: code,
  urgency: { level: 'u3', reason: 'Invented' },
  event: { start: { edtf: '2026-11-20', q: 'exact' }, summary },
});

beforeAll(async () => {
  system = await startSystem();
  folder = await createFolder();
  phone = join(folder.path, 'phone');
  browser = await openBrowser(join(folder.path, 'profile'), { width: 1280, height: 800 });
  page = browser.page;
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
  await folder?.drop();
});

describe('the desk', () => {
  it('sets up an organisation: words typed back, recovery file saved and proved, published', async () => {
    await page.goto(system.deskUrl);
    await page.getByRole('button', { name: /Set up a new organisation/ }).waitFor();
    await judge('welcome');
    await page.getByRole('button', { name: /Set up a new organisation/ }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('This is needed.').first().waitFor();
    await judge('form with errors');
    await page.getByLabel('Set-up code').fill('WRONG');
    await page.getByLabel('Name of the organisation').fill('Steppe Watch');
    await page.getByLabel('What shall colleagues call you?').fill('Saiga');
    expect(await page.getByLabel('Server address').inputValue()).toBe(system.url);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('list', { name: 'Your passphrase' }).waitFor();
    await judge('words');
    words = await choosePassphrase(page);
    await page.getByRole('heading', { name: 'Save the recovery file' }).waitFor();
    await judge('recovery');
    // Cut off here, and on again.
    await page.reload();
    await page.getByLabel('Passphrase').fill(words);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the file' }).click();
    const recovery = join(folder.path, 'tumar-recovery.json');
    await (await saved).saveAs(recovery);
    recoveryKey = (JSON.parse(await readFile(recovery, 'utf8')) as { identity: string }).identity;
    const picker = page.locator('input[type=file]');
    const broken = join(folder.path, 'broken.json');
    await writeFile(
      broken,
      (await readFile(recovery, 'utf8')).replace('AGE-SECRET-KEY-PQ-1', 'AGE-SECRET-KEY-PQ-2'),
    );
    await picker.setInputFiles(broken);
    await page.getByText('Code 323').waitFor();
    await picker.setInputFiles(recovery);
    await page.getByText('Code 322').waitFor();
    await judge('wrong code');
    await page.getByLabel('Set-up code').fill(system.setupCode);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No reports yet').waitFor();
    await settled(page);
    await judge('empty inbox');
  });

  it('[INV1] [REP6] invites, and confirms the phone whose four words are typed', async () => {
    await page.getByRole('link', { name: 'Monitors' }).click();
    await judge('no monitors');
    await page.getByRole('button', { name: 'Invite a monitor' }).click();
    await page.getByLabel('Codename').fill('Juniper');
    await page.getByRole('button', { name: 'Make the invite' }).click();
    const code = await page.locator('code', { hasText: /^join1/ }).textContent();
    const ten = page.getByRole('list', { name: 'Compare ten words' }).getByRole('listitem');
    await ten.first().waitFor();
    const safety = await ten.allTextContents();
    await page.getByRole('img', { name: 'Invite as a picture to scan' }).waitFor();
    await judge('invite');
    expect(page.url()).not.toContain('join1');
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await page.locator('body').innerText()).not.toContain('join1');

    const joined = await tumarMust('join', '--invite', code ?? '', '--state', phone, '--json');
    const told = JSON.parse(joined.stdout) as { safety: string; hello: string };
    expect(safety.map((word) => word.replace(/^\d+/, '').trim()).join(' ')).toBe(told.safety);
    await page.getByLabel('Four words').fill('these are not they');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('No phone with these words').waitFor();
    await page.getByLabel('Four words').fill(told.hello);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Juniper is confirmed').waitFor();
    await judge('confirmed');
  });

  it('A1 A2 A6 shows hostile attachments without running them, asks nobody for anything, and tells the phone "Received"', async () => {
    const evil = '<!doctype html><script>window.hacked=1;fetch("https://example.org/a")</script>';
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked=1"><image href="https://example.org/b"/></svg>';
    const files = [
      ['photo.jpg', evil],
      ['drawing.svg', svg],
      ['plain\u202Etxt.exe', 'MZ\u0000\u0001 not text'],
    ] as const;
    for (const [name, body] of files) await writeFile(join(folder.path, name), body);
    await writeFile(join(folder.path, 'real.png'), await readFile('public/desk/icon-192.png'));
    const paths = [...files.map(([name]) => name), 'real.png'].map((name) => join(folder.path, name));
    await send('hostile', invented('AAAAA', 'A <b>bold</b> \u202Eyrots =HYPERLINK("x")'), ...paths);
    await page.getByRole('link', { name: /Inbox/ }).click();
    await lookForReports(page);
    await rows().first().click();
    await page.getByRole('heading', { name: 'Verification' }).waitFor();
    await page.getByText('Written on a phone you confirmed').waitFor();
    await page.getByText('Every attachment matched').waitFor();
    const shown = page.getByRole('article');
    expect(await shown.innerText()).toContain('<b>bold</b>');
    expect(await shown.innerText()).toContain('U+202E');

    const before = browser.requests.length;
    for (let left = await page.getByRole('button', { name: 'Show safely' }).count(); left > 0; left -= 1) {
      await page.getByRole('button', { name: 'Show safely' }).first().click();
      await page.getByText('Opening and comparing…').waitFor({ state: 'detached' });
    }
    await page.getByText('Drawn anew from its pixels').waitFor();
    expect(await page.getByLabel('Text of the file').allInnerTexts()).toEqual([evil, svg]);
    expect(await page.evaluate(() => Reflect.get(window, 'hacked'))).toBeUndefined();
    expect(await page.locator('iframe, object, embed').count()).toBe(0);
    const asked = browser.requests.slice(before).filter((url) => !url.startsWith(`blob:${system.deskUrl}`));
    expect(asked.filter((url) => !url.startsWith(system.url) && !url.startsWith(system.deskUrl))).toEqual([]);
    await judge('report with attachments');

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save a copy' }).first().click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('photo.txt');
    expect(await readFile(await download.path(), 'utf8')).toBe(evil);
    await page.getByText('“Received” was published').waitFor();
    expect((await tumarMust('status', '--state', phone)).stdout).toMatch(/AAAAA\s+Received/);
  });

  it('holds 165 kB of text and forty victims, every field labelled, in both languages', async () => {
    await send('huge', sample('T1').report);
    await send('forty', fortyVictims());
    await lookForReports(page);
    await page.getByLabel('Search').fill('diary');
    await rows().first().click();
    await page.getByRole('heading', { name: 'The account' }).waitFor();
    const narrative = String((sample('T1').report as { event: { narrative: string } }).event.narrative);
    expect((await page.getByRole('article').innerText()).includes(narrative.slice(-400).trim())).toBe(true);
    await page.getByLabel('Search').fill('Person 40');
    await rows().first().click();
    await page.getByText('Fictional Sample40').first().waitFor();
    await page.locator('header input[value=ru]').check({ force: true });
    await page.getByRole('heading', { name: 'Проверка' }).waitFor();
    await page.getByText('Имя или псевдоним').first().waitFor();
    await judge('report in Russian');
    await page.locator('header input[value=en]').check({ force: true });
    await page.getByRole('heading', { name: 'Verification' }).waitFor();
    await page.getByLabel('Search').fill('');
  });

  it('prints a report only when it is on the page: no number of a machine inside it, every checksum once at its end', async () => {
    const report = sample('S4').report as { readonly evidence: readonly { file: { sha256: string } }[] };
    await send('paper', report);
    await lookForReports(page);
    await page.getByLabel('Search').fill('Blogger charged');
    await hold(page);
    await rows().first().click();
    const shown = page.getByRole('article');
    const print = page.getByRole('button', { name: 'Print' });
    await print.waitFor();
    expect(await print.isDisabled()).toBe(true);
    await page.emulateMedia({ media: 'print' });
    expect(await shown.innerText()).toBe('Opening…');
    await page.emulateMedia({ media: 'screen' });
    await release(page);
    await page.getByRole('heading', { name: 'Verification' }).waitFor();
    await page.getByText('First opened here:').waitFor();
    expect(await print.isEnabled()).toBe(true);

    const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
    const hashes = report.evidence.map(({ file }) => file.sha256);
    // On the screen they are there for who asks.
    expect(await shown.innerText()).not.toMatch(uuid);
    await page.getByText('Technical details').click();
    const unfolded = await shown.innerText();
    expect(unfolded).toMatch(uuid);
    for (const hash of hashes) expect(unfolded).toContain(hash);
    await page.emulateMedia({ media: 'print' });
    const paper = await shown.innerText();
    expect(paper).not.toMatch(uuid);
    for (const hash of hashes) expect(paper.split(hash)).toHaveLength(2);
    const end = paper.indexOf('Files and their SHA-256');
    expect(end).toBeGreaterThan(paper.indexOf('About this report'));
    for (const hash of hashes) expect(paper.indexOf(hash)).toBeGreaterThan(end);
    const top = async (name: string): Promise<number> =>
      (await page.getByRole('heading', { name, exact: true }).boundingBox())?.y ?? Number.NaN;
    expect(await top('May it be used')).toBeLessThan(await top('The account'));
    await page.emulateMedia({ media: 'screen' });
    await page.getByLabel('Search').fill('');
  });

  it('is driven by the keyboard', async () => {
    await page.keyboard.press('Escape');
    await page.locator('body').click({ position: { x: 640, y: 790 } });
    await page.keyboard.press('Escape');
    await page
      .getByText(/Choose a report|unread/)
      .first()
      .waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await judge('keys');
    await page.keyboard.press('Escape');
    for (const key of ['k', 'k', 'k', 'Enter']) await page.keyboard.press(key);
    await page.getByRole('heading', { name: 'Verification' }).waitFor();
    const first = await page.getByRole('heading', { level: 1 }).first().innerText();
    await page.keyboard.press('j');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).first().innerText()).not.toBe(first);
    await page.keyboard.press('k');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).first().innerText()).toBe(first);
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    expect(await page.getByLabel('Search').evaluate((field) => field === document.activeElement)).toBe(true);
  });

  it('S3 locks, and after a reload and the words all is there without fetching it again, also with no network', async () => {
    const count = await rows().count();
    expect(count).toBe(4);
    await page.getByRole('link', { name: 'Team' }).click();
    await judge('team');
    await page.getByRole('button', { name: 'Lock now' }).click();
    await page.getByLabel('Passphrase').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Steppe Watch');
    await judge('locked');
    await page.reload();
    await page.getByLabel('Passphrase').fill('wrong words here');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByText('Code 104').waitFor();
    const before = browser.requests.length;
    await page.getByLabel('Passphrase').fill(words);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByRole('link', { name: /Inbox/ }).click();
    await settled(page);
    expect(await rows().count()).toBe(count);
    expect(browser.requests.slice(before).filter((url) => /parcels\/[0-9a-f]{64}$/.test(url))).toEqual([]);
    await browser.offline(true);
    await page.getByRole('button', { name: 'Check for new reports' }).click();
    await page.getByText('No connection. What is here can be read.').waitFor();
    await rows().first().click();
    await page.getByRole('heading', { name: 'Verification' }).waitFor();
    await judge('offline');
    await browser.offline(false);
    expect(browser.errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  });

  it('keeps the list in sight while a long report scrolls', async () => {
    await page.getByRole('heading').last().scrollIntoViewIfNeeded();
    const box = await rows().first().boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(800);
    expect(await page.evaluate(() => document.documentElement.scrollTop)).toBe(0);
  });

  it('works on a screen of 360 pixels: one pane, nothing wider than the screen', async () => {
    await page.setViewportSize({ width: 360, height: 720 });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await page.getByRole('button', { name: 'Back to the list' }).waitFor();
    expect(await wide()).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await rows().first().waitFor();
    expect(await wide()).toBeLessThanOrEqual(0);
    expect(await page.getByRole('banner').getByText('РУ').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Team' }).click();
    expect(await wide()).toBeLessThanOrEqual(0);
    await judge('narrow');
    await page.emulateMedia({ colorScheme: 'dark' });
    await judge('narrow and dark');
    await page.getByRole('link', { name: /Inbox/ }).click();
    await rows().first().click();
    await page.getByRole('heading', { name: 'Verification' }).waitFor();
    await judge('report in the dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('S3 leaves none of what it showed readable in the browser’s profile, and a second tab asks first', async () => {
    const second = await browser.context.newPage();
    await second.goto(system.deskUrl);
    await second.getByRole('heading', { name: 'The desk is open in another tab' }).waitFor();
    await second.getByRole('button', { name: 'Use it here' }).click();
    await second.getByLabel('Passphrase').waitFor();
    await page.getByRole('heading', { name: 'The desk is open in another tab' }).waitFor();
    await second.close();
    await browser.close();
    const secrets = ['Fictional Sample40', 'Juniper', recoveryKey, words.split(' ').slice(0, 3).join(' ')];
    const { files, found } = findTexts(join(folder.path, 'profile'), secrets);
    expect(files).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });

  it('opens a member’s key file, made on the command line, and shows its living inbox', async () => {
    const code = (await readFile(join(system.data, 'setup-code'), 'utf8')).trim();
    const out = join(folder.path, 'org');
    await tumarMust('org', 'setup', '--url', system.url, '--code', code, '--name', 'Other', '--out', out);
    const member = join(out, 'member.json');
    const invite = (await tumarMust('org', 'invite', '--member', member)).stdout.trim();
    phone = join(folder.path, 'phone2');
    await tumarMust('join', '--invite', invite, '--state', phone);
    await send('second', invented('BBBBB', 'From the second phone'));
    browser = await openBrowser(join(folder.path, 'profile2'), { width: 1280, height: 800 });
    page = browser.page;
    await page.goto(system.deskUrl);
    await page.getByRole('button', { name: /Open from key file/ }).click();
    await page.locator('input[type=file]').setInputFiles(join(out, 'recovery.json'));
    await page.getByText('This is a recovery file, not a key file').waitFor();
    const neither = join(out, 'neither.json');
    await writeFile(neither, '{"kind":"tumar-member"}');
    await page.locator('input[type=file]').setInputFiles(neither);
    await page.getByText('Code 324').waitFor();
    await page.locator('input[type=file]').setInputFiles(member);
    await choosePassphrase(page);
    await rows().first().click();
    await page.getByText('Written on a phone not confirmed yet').waitFor();
    expect(await page.getByRole('article').innerText()).toContain('From the second phone');
    expect(browser.errors).toEqual([]);
  });
});
