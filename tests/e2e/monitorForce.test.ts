/** Proves what was set beforehand in a real browser: words under force, lock times, what a wipe leaves, beginning anew, the version. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSafetyWords, safetyWords } from '../../src/wire/words/words.ts';
import type { Browser } from './harness.ts';
import {
  choose,
  chooseWords,
  enterByDoor,
  fillShortForm,
  hide,
  join,
  knock,
  press,
  readWords,
  seeFront,
  seeTitle,
  unlock,
} from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const dist = resolve(import.meta.dirname, '../../dist/monitor');
const told = { place: 'Khorog', name: 'Nilufar-not-her-name', words: 'They came at night.' };

const toSettings = async (page: Page, ...rows: readonly (string | RegExp)[]): Promise<void> => {
  await press(page, 'Settings');
  for (const row of rows) await press(page, row);
};
const home = async (page: Page): Promise<void> => {
  for (const way of ['Back', 'Settings', 'Notes'])
    if ((await page.getByRole('button', { name: way, exact: true }).count()) > 0) await press(page, way);
  await page.getByRole('button', { name: 'New note' }).waitFor();
};
const finishOne = async (page: Page, name = told.name): Promise<void> => {
  await fillShortForm(page, { ...told, name });
  await press(page, 'Finish');
  await seeTitle(page, /Waiting for connection|Sending|Stored/);
  await press(page, 'Notes');
};

describe('set beforehand', () => {
  let stage: JoinedStage;
  beforeAll(async () => {
    stage = await setJoinedStage();
  });
  afterAll(() => stage?.end());

  /** A phone that has joined, open at home, each test its own. */
  async function joined(name: string): Promise<{ browser: Browser; page: Page; words: string }> {
    const browser = await stage.joinedPhone(name);
    return { browser, page: browser.page, words: stage.joined.words };
  }

  it('[VLT17] words that empty the notes open an empty notebook, and what was here is gone', async () => {
    const { page, words } = await joined('duress');
    await press(page, 'New note');
    await press(page, /^Arrest and detention$/);
    await press(page, /^Arbitrary arrest or detention$/);
    await home(page);
    await page.getByText('1 of 7 answered').waitFor();
    await toSettings(page, /^Words/, /^Words that empty the notes/, 'Set such words');
    const duress = await chooseWords(page);
    await page.getByText('The words that empty the notes are set.').waitFor();
    await hide(page);
    await knock(page, duress);
    await page.getByRole('button', { name: 'Lock', exact: true }).waitFor();
    expect(await page.getByText('1 of 7 answered').count()).toBe(0);
    expect(await page.getByText(/report|capture|sealed/i).count()).toBe(0);
    await page.reload();
    await seeFront(page);
    await knock(page, words);
    await page.getByText('Searching').waitFor({ state: 'detached' });
    await seeFront(page);
  });

  it('[VLT17] [REP8] words that say one is forced look like any others, and the desk learns of it', async () => {
    const { page } = await joined('coerced');
    await toSettings(page, /^Words/, /^Words that say you are forced/, 'Set such words');
    const coerced = await chooseWords(page);
    await page.getByText('The words that say you are forced are set.').waitFor();
    await home(page);
    await hide(page);
    await unlock(page, coerced);
    await home(page);
    await finishOne(page);
    await page.getByText('Stored').waitFor();
    const collected = await stage.organisation.collect(stage.path('forced'));
    expect(`${collected.stdout}${collected.stderr}`).toContain('written under force');
    await toSettings(page, /^Words/);
    await page.getByText('Not set').nth(1).waitFor();
  });

  it('[VLT17] words changed by force are shown in the person’s own session, and removed with one press', async () => {
    const { page, words } = await joined('changed');
    await toSettings(page, /^Words/, /^Words that say you are forced/, 'Set such words');
    const coerced = await chooseWords(page);
    await page.getByText('The words that say you are forced are set.').waitFor();
    await home(page);
    await hide(page);
    await unlock(page, coerced);
    await home(page);
    await toSettings(page, /^Words/, 'Change the words');
    await page.getByRole('textbox', { name: 'Present words' }).fill(coerced);
    await press(page, 'Next');
    const theirs = await chooseWords(page);
    await page.getByText('The words are changed.').waitFor();
    await home(page);
    await toSettings(page, /^Words/);
    await page.getByText('Not set').nth(1).waitFor();
    expect(await page.getByText('Words were changed while you were forced').count()).toBe(0);
    await home(page);
    await hide(page);
    await unlock(page, words);
    await home(page);
    await toSettings(page, /^Words/);
    await page.getByText('Words were changed while you were forced').waitFor();
    await press(page, 'Remove all such words');
    await page.getByText('Words were changed while you were forced').waitFor({ state: 'detached' });
    await home(page);
    await hide(page);
    await knock(page, theirs);
    await page.getByText('Searching').waitFor({ state: 'detached' });
    await seeFront(page);
  });

  it('[VLT2] takes own words that are hard enough, and the old ones open nothing', async () => {
    const { page, words } = await joined('own');
    await toSettings(page, /^Words/, 'Change the words');
    await page.getByRole('textbox', { name: 'Present words' }).fill(words);
    await press(page, 'Next');
    await press(page, 'Use words of my own');
    const own = page.getByRole('textbox', { name: 'Words of your own' });
    await own.fill('password 12345 qwerty');
    await page.getByText('3 words do not count').or(page.getByText('2 words do not count')).waitFor();
    await press(page, 'Continue');
    expect(await page.getByRole('alert').textContent()).toContain('Code 118');
    const mine = 'orchid tractor pebble velvet marble sunset';
    await own.fill(mine);
    await page.getByText(/needs about .* years/).waitFor();
    await press(page, 'Continue');
    await page.getByRole('textbox', { name: 'Your words' }).fill(mine.toUpperCase());
    await press(page, 'Continue');
    await page.getByText('The words are changed.').waitFor();
    await hide(page);
    await enterByDoor(page);
    await page.getByRole('textbox', { name: 'Words' }).fill(words);
    await press(page, 'Open');
    await page.getByRole('alert').waitFor();
    await page.getByRole('textbox', { name: 'Words' }).fill(mine);
    await press(page, 'Open');
    await page.getByRole('button', { name: 'Hide' }).waitFor();
  });

  it('S3 locks at once when out of sight, if that was chosen, and remembers it', async () => {
    const { page, words } = await joined('locks');
    await toSettings(page, /^Lock by itself/);
    await choose(page, /^At once/);
    await home(page);
    await hide(page);
    await unlock(page, words);
    await page.getByRole('button', { name: 'Hide' }).waitFor();
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await seeFront(page);
  });

  it('[VLT13] a wipe leaves what waits, if that was chosen, and it arrives', async () => {
    const { browser, page } = await joined('wipe');
    await toSettings(page, /^Wipe Removes/);
    await choose(page, /^Keep them and go on sending/);
    await home(page);
    await browser.offline(true);
    await finishOne(page, 'Gulnora-not-her-name');
    await toSettings(page, 'Wipe everything');
    await page.getByText('1 sealed file waits to be sent now. They stay, and go on being sent.').waitFor();
    await press(page, 'Wipe now');
    await seeFront(page);
    await browser.offline(false);
    await page.reload();
    await seeFront(page);
    const out = stage.path('wiped');
    await expect
      .poll(
        async () => {
          await stage.organisation.collect(out);
          return readdirSync(out)
            .filter((name) => !name.startsWith('.'))
            .map((name) => readFileSync(joinPath(out, name, 'report.json'), 'utf8'))
            .filter((json) => json.includes('Gulnora-not-her-name')).length;
        },
        { timeout: 60_000, interval: 2_000 },
      )
      .toBe(1);
  });

  it('[VLT18] forgotten words: drafts are given up, what waits stays, and one joins again', async () => {
    const { browser, page } = await joined('forgotten');
    await browser.offline(true);
    await finishOne(page);
    await hide(page);
    await enterByDoor(page);
    await press(page, /^Words forgotten/);
    await seeTitle(page, 'Words forgotten');
    await page.getByText(/sealed files? stays? and goe?s? ?(go )?on being sent|sealed file stays/).waitFor();
    const button = page.getByRole('button', { name: 'Give the drafts up and begin anew' });
    expect(await button.isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: /^I have tried everything/ }).check({ force: true });
    await button.click();
    await page
      .getByRole('button', { name: 'Give the drafts up and begin anew' })
      .waitFor({ state: 'detached' });
    await browser.offline(false);
    await page.reload();
    const again = await join(page, (await stage.organisation.invite('en')).code);
    expect(again.words.split(' ')).toHaveLength(5);
  });

  it('S12 the version shown is the one that the build printed, and a changed file is told', async () => {
    const { page } = await joined('version');
    const list = readFileSync(joinPath(dist, 'files.txt'));
    const hash = createHash('sha256').update(list).digest();
    await toSettings(page, /^About and version/);
    expect(await readWords(page, 'Words of this version')).toEqual(
      safetyWords(hash, 6, await loadSafetyWords('en')),
    );
    await page.getByText(hash.toString('hex')).waitFor();
    await page.getByText(/files of the app were read here and are as listed/).waitFor();
    // One letter of one script, in what the service worker keeps.
    const changed = await page.evaluate(async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          if (!/\/assets\/[^/]+\.css/.test(request.url)) continue;
          const kept = await cache.match(request);
          if (kept === undefined) continue;
          await cache.put(request, new Response(`${await kept.text()} `, { headers: kept.headers }));
          return new URL(request.url).pathname.slice(1);
        }
      }
      return null;
    });
    expect(changed).not.toBeNull();
    await press(page, 'Settings');
    await press(page, /^About and version/);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain(changed ?? 'nothing');
  });
});
