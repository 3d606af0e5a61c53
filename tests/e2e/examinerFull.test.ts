/** Proves that the phone's files tell nothing of the full form either: every text question, evidence, an addition, a capture, own words. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMember, writeMember } from '../../src/cli/member/memberFile.ts';
import { networkDeps } from '../../src/cli/member/networkDeps.ts';
import { extraSections } from '../../src/domain/form/definitionExtra.ts';
import { fullSections } from '../../src/domain/form/full.ts';
import { loadFullWords } from '../../src/i18n/fullMessages.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import { publishManifest } from '../../src/inbox/publishing.ts';
import { must } from '../crypto/setup.ts';
import { picture } from '../domain/evidenceFiles.ts';
import { type CanaryReport, canary, canaryReport, LINKED, ownForm, STEMS } from './canaryReport.ts';
import { createDriver } from './formDriver.ts';
import { openPart, write } from './fullSteps.ts';
import type { Browser } from './harness.ts';
import {
  choose,
  chooseWords,
  enterByDoor,
  hide,
  press,
  seeFront,
  seeSaved,
  seeTitle,
  unlock,
} from './monitorSteps.ts';
import { findNeedles, keyNeedle, type Needle, textNeedle } from './profileBytes.ts';
import { beginFull } from './samplesSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';
import { keysWith, openBoxes, privateFiles, takeImage } from './vaultImage.ts';

const LANG = 'en';
const FILE = `door${canary(921)}.jpg`;
const LATER = {
  reason: canary(931),
  summary: canary(932),
  file: `gate${canary(933)}.txt`,
  inside: canary(934),
};
const CAPTURED = canary(941);
/** People and consents before what names them. */
const ORDER = ['place', 'consent', 'people', 'acts', 'perpetrators', 'account', 'sources', 'remedies'];

const evidence = (page: Page) => page.getByRole('list', { name: 'Evidence' }).getByRole('button');

describe('S2 S3 the examiner, after the full form', () => {
  let stage: JoinedStage;
  let browser: Browser;
  let report: CanaryReport;
  /** What opens the notes: chosen by the person, with a canary in it. */
  let words = '';
  let code = '';
  const needles: Needle[] = [...STEMS, LINKED].map(textNeedle);
  const profile = (): string => stage.path('profile');
  const found = (image = profile()): string[] => findNeedles(image, needles);

  beforeAll(async () => {
    stage = await setJoinedStage();
    const { stdin, stdout, stderr } = process;
    const io = { cwd: '/', stdin, stdout, stderr };
    const { memberFile } = stage.organisation;
    const member = must(await readMember(io, memberFile));
    const keep = (next: typeof member): Promise<void> => writeMember(io, memberFile, next);
    must(await publishManifest(await networkDeps(), member, { ownForms: [ownForm] }, keep));
    await stage.copyJoined('profile');
    browser = await stage.phone('profile', { fakeDevices: true });
    const came = browser.page.waitForResponse(/\/manifest$/);
    await unlock(browser.page, stage.joined.words);
    expect((await came).ok()).toBe(true);
    await seeTitle(browser.page, 'Notes');
  });
  afterAll(() => stage?.end());

  async function hideAndClose(): Promise<void> {
    await hide(browser.page);
    await browser.close();
  }
  async function reopen(): Promise<Page> {
    browser = await stage.phone('profile', { fakeDevices: true });
    await unlock(browser.page, words);
    return browser.page;
  }
  const attach = (page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> =>
    page.locator('input[type=file][multiple]').setInputFiles([{ name, mimeType, buffer }]);

  it('reaches every text question that the form can ask, ours and the organisation’s own', async () => {
    const pages = [...fullSections(), ...extraSections([ownForm])];
    const today = await browser.page.evaluate(() => new Date().toLocaleDateString('sv-SE'));
    report = canaryReport(pages, today);
    expect(report.missed).toEqual([]);
    expect(report.canaries.length).toBeGreaterThan(250);
  });

  it('S3 own words, and words under force', async () => {
    const { page } = browser;
    words = `${stage.joined.words} ${canary(951)}`;
    await press(page, 'Settings');
    await press(page, /^Words/);
    await press(page, 'Change the words');
    await page.getByRole('textbox', { name: 'Present words' }).fill(stage.joined.words);
    await press(page, 'Next');
    await press(page, 'Use words of my own');
    await page.getByRole('textbox', { name: 'Words of your own' }).fill(words);
    await press(page, 'Continue');
    await page.getByRole('textbox', { name: 'Your words' }).fill(words);
    await press(page, 'Continue');
    await page.getByText('The words are changed.').waitFor();
    await press(page, 'Done');
    for (const [row, told] of [
      [/^Words that empty the notes/, 'The words that empty the notes are set.'],
      [/^Words that say you are forced/, 'The words that say you are forced are set.'],
    ] as const) {
      await press(page, row);
      await press(page, 'Set such words');
      needles.push(textNeedle(await chooseWords(page)));
      await page.getByText(told).waitFor();
      await press(page, 'Back');
      await seeTitle(page, 'Words');
    }
    await press(page, 'Settings');
    await press(page, 'Notes');
  });

  it('S3 [VLT5] [VLT20] every field, a file, a covered copy, a recording, locked in a draft: nothing is to be read', async () => {
    const { page } = browser;
    await browser.offline(true);
    const [t, f] = [await loadMonitorWords(LANG), await loadFullWords(LANG)];
    await beginFull(page, t, LANG);
    const today = await page.evaluate(() => new Date().toLocaleDateString('sv-SE'));
    const inside = Buffer.from(`${canary(922)} `.repeat(9_000));
    const fileOf = () => ({ name: FILE, mimeType: 'image/jpeg', buffer: inside });
    const driver = createDriver({ page, t, f, today, answers: report.answers, fileOf });
    const ours = ORDER.flatMap((name) => fullSections().find((one) => one.name === name) ?? []);
    for (const section of [...ours, ...extraSections([ownForm])]) await driver.fillPart(section);

    await openPart(page, 'Sources and evidence');
    await attach(page, `street${canary(923)}.jpg`, 'image/jpeg', Buffer.from(picture));
    await evidence(page).nth(2).click();
    await write(page, 'Title', canary(924));
    await choose(page, /^Can be recognised/);
    await press(page, 'Cover faces');
    await press(page, 'Add a block');
    await press(page, 'Add the copy');
    await page.getByRole('button', { name: 'Cover faces' }).waitFor();
    await press(page, 'Done');
    await evidence(page).nth(3).waitFor();
    await press(page, 'Record voice');
    await page.getByRole('button', { name: 'Start', disabled: false }).click();
    await page.getByText(/^Recording, 0:0[2-9] · [1-9]/).waitFor();
    await press(page, 'Stop');
    await evidence(page).nth(4).waitFor();
    await seeSaved(page);
    code = (await page.locator('header').textContent())?.match(/[A-Z2-9]{5}/)?.[0] ?? '';
    await hideAndClose();
    takeImage(profile(), stage.path('draft'));

    // All of it is there, and opens with the words: the search has something to find.
    const keys = await keysWith(words, privateFiles(profile()));
    const texts = openBoxes(profile(), keys).join('\n');
    expect(report.canaries.filter((one) => !texts.includes(one))).toEqual([]);
    expect(texts).toContain(FILE);
    needles.push(textNeedle(code), ...keys.map(({ name, key }) => keyNeedle(name, key)));
    expect(found()).toEqual([]);
  });

  it('S2 S3 [VLT6] [VLT19] [REP10] finished, sent, added to, and something captured: nothing is to be read', async () => {
    const page = await reopen();
    await seeTitle(page, 'Sources and evidence');
    await press(page, 'All parts');
    await press(page, 'Look once more');
    await seeTitle(page, 'Look once more');
    await press(page, 'Finish');
    await seeTitle(page, 'Stored');
    await page.getByText('Something to correct, add or take back?').click();
    await press(page, 'Add to it');
    await seeTitle(page, 'Addition');
    await openLater(page, 'What this is about');
    await write(page, 'Reason', LATER.reason);
    await press(page, 'All parts');
    await openLater(page, 'Account');
    await write(page, 'In a few words', LATER.summary);
    await press(page, 'All parts');
    await openLater(page, 'Sources and evidence');
    await attach(page, LATER.file, 'text/plain', Buffer.from(LATER.inside));
    await evidence(page).first().waitFor();
    await seeSaved(page);
    await press(page, 'All parts');
    await press(page, 'Look once more');
    await seeTitle(page, 'Look once more');
    await press(page, 'Finish');
    await seeTitle(page, 'Stored');
    await press(page, 'Notes');
    await press(page, 'Capture now');
    await page.getByRole('textbox', { name: 'A few words' }).fill(CAPTURED);
    await press(page, 'Seal now');
    await seeTitle(page, 'Sealed');
    await press(page, 'Done');
    const stored = page
      .getByRole('list', { name: 'Sealed' })
      .getByRole('listitem')
      .filter({ hasText: 'Stored' });
    await stored.nth(2).waitFor();
    await hideAndClose();

    // What arrived is what was typed; and bytes that only the phone can have made are looked for on it.
    const out = stage.path('inbox');
    await stage.organisation.collect(out);
    const arrived = readdirSync(out, { recursive: true, encoding: 'utf8' });
    const texts = arrived
      .filter((name) => name.endsWith('report.json'))
      .map((name) => readFileSync(joinPath(out, name), 'utf8'))
      .join('\n');
    const wanted = [...report.canaries, LATER.reason, LATER.summary, CAPTURED];
    expect(wanted.filter((one) => !texts.includes(one))).toEqual([]);
    for (const made of [/-covered\.jpg$/, /voice-\d\.webm$/]) {
      const name = arrived.find((one) => made.test(one)) ?? '';
      const bytes = readFileSync(joinPath(out, name));
      for (const part of [0.3, 0.6, 0.9]) {
        const at = Math.floor(bytes.length * part) - 32;
        needles.push(keyNeedle(name, bytes.subarray(at, at + 32)));
      }
    }
    expect(found()).toEqual([]);
    expect(found(stage.path('draft'))).toEqual([]);
  });

  it('S2 S3 [VLT13] and after a wipe', async () => {
    browser = await stage.phone('profile');
    const { page } = browser;
    await enterByDoor(page);
    await press(page, 'Wipe everything');
    await press(page, 'Wipe now');
    await seeFront(page);
    await browser.close();
    expect(found()).toEqual([]);
  });
});

const openLater = (page: Page, name: string): Promise<void> =>
  page
    .getByRole('list', { name: 'Parts of the form' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
