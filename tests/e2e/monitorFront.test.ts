/** Proves the notebook in front: it works as one, it is the way in for who knows, and nobody else sees a difference. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, findTexts } from './harness.ts';
import {
  chooseWords,
  enterByDoor,
  fillShortForm,
  frontSearch,
  hide,
  knock,
  press,
  readWords,
  seeFront,
  seeTitle,
  seeWhole,
  unlock,
} from './monitorSteps.ts';
import { type Stage, setStage } from './stage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const told = { place: 'Zarafsar', name: 'Sabira', words: 'Two men took her at dawn.' };

async function writeNote(page: Page, title: string, text: string): Promise<void> {
  await press(page, 'New note');
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.getByRole('textbox', { name: 'Edit note' }).fill(text);
  await press(page, 'All notes');
}

const card = (page: Page, title: string) =>
  page.getByRole('list', { name: 'Notes' }).getByRole('button', { name: title });

/** What a person could tell two screens apart by. */
const look = (page: Page): Promise<string> =>
  page.locator('#root').evaluate((root) => root.innerHTML.replaceAll(/ id="[^"]*"| for="[^"]*"/g, ''));

describe('the front', () => {
  let stage: Stage;
  let browser: Browser;
  let words = '';
  let duress = '';
  const addresses = new Set<string>();

  beforeAll(async () => {
    stage = await setStage();
    browser = await stage.open('phone');
    browser.page.on('framenavigated', (frame) => addresses.add(frame.url()));
    await browser.page.goto(stage.system.url);
  });
  afterAll(() => stage?.end());

  it('is a notebook: written, found, changed, deleted with a way back, by the keyboard alone, without a network', async () => {
    const { page } = browser;
    await page.getByText('No notes yet').waitFor();
    await seeWhole(page);
    await browser.offline(true);
    await page.reload();
    await writeNote(page, 'Shopping', 'Bread, tea, rice');
    await press(page, 'New note');
    await page.keyboard.type('Plov');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Rice 1 kg, carrots');
    await page.goBack();
    await card(page, 'Plov').waitFor();
    await page.reload();
    await frontSearch(page).fill('RICE plov');
    await card(page, 'Plov').waitFor();
    expect(await card(page, 'Shopping').count()).toBe(0);
    await frontSearch(page).fill('rice');
    await card(page, 'Shopping').click();
    await page.getByRole('textbox', { name: 'Edit note' }).fill('Bread, tea, salt');
    await press(page, 'All notes');
    // The search is still there, and what it finds has changed.
    expect(await frontSearch(page).inputValue()).toBe('rice');
    expect(await card(page, 'Shopping').count()).toBe(0);
    await press(page, 'Clear the search');
    await card(page, 'Plov').click();
    await press(page, 'Delete');
    await page.getByText('Note deleted').waitFor();
    expect(await card(page, 'Plov').count()).toBe(0);
    await press(page, 'Undo');
    await card(page, 'Plov').waitFor();
    await page.reload();
    await card(page, 'Plov').waitFor();
    await browser.offline(false);
  });

  it('[INV1] an invite that is pasted into the search line begins joining with it', async () => {
    const { page } = browser;
    const { code } = await stage.organisation.invite('en');
    const before = await page.evaluate(() => history.state);
    await frontSearch(page).fill(` ${code.slice(0, 50)}\n${code.slice(50)}`);
    await seeTitle(page, 'Language');
    await press(page, 'Next');
    // The phone's own Back leads one step back, not out of the app.
    await seeTitle(page, 'Put the app on this phone');
    await page.goBack();
    await seeTitle(page, 'Language');
    await press(page, 'Next');
    await press(page, /Go on without installing|Next/);
    await press(page, 'Understood, go on');
    await seeTitle(page, 'Compare ten words');
    await readWords(page, 'Words to compare');
    await page.goBack();
    await seeTitle(page, 'What it can and cannot protect');
    await page.goForward();
    await seeTitle(page, 'Compare ten words');
    await press(page, 'They are the same');
    // Whoever goes back to look at the paper once more sees the words that stand on it.
    await seeTitle(page, /^Write down/);
    const drawn = await readWords(page, 'Your words');
    for (const back of [() => press(page, 'Back'), () => page.goBack()]) {
      await press(page, 'I have written them down');
      await page.getByRole('textbox', { name: 'Your words' }).waitFor();
      await back();
      await seeTitle(page, /^Write down/);
      expect(await readWords(page, 'Your words')).toEqual(drawn);
    }
    words = await chooseWords(page);
    await seeTitle(page, 'Read four words to the coordinator');
    await page.getByText(/From now on this app shows an ordinary notebook first/).waitFor();
    // Once there are notes, none of the steps is behind the first page.
    expect(await page.evaluate(() => history.state)).toEqual(before);
    await press(page, 'Done, open the notes');
    await press(page, 'New note');
    await seeTitle(page, 'What happened?');
  });

  it('S3 wrong words show what a search without a result shows, here and on a phone that never joined', async () => {
    const { page } = browser;
    await hide(page);
    const stranger = await stage.open('stranger');
    await stranger.page.goto(stage.system.url);
    await writeNote(stranger.page, 'Milk', 'two litres');
    const seen: string[] = [];
    for (const one of [page, stranger.page]) {
      await knock(one, 'these are not the right words');
      await one.getByText('Searching…').waitFor();
      await one.getByText('Try fewer words, or other ones.').waitFor();
      seen.push(await look(one));
    }
    expect(seen[0]).toBe(seen[1]);
    await stranger.close();
    // What was typed does not outlive the look away.
    await frontSearch(page).fill('');
  });

  it('S3 opens by its words where the person was, and Hide shows the notebook with nothing of it left', async () => {
    const { page } = browser;
    await unlock(page, words.toUpperCase());
    // A note without an answer was none: it opens at the list.
    await page.getByText('Nothing here yet').waitFor();
    await fillShortForm(page, told);
    await press(page, 'Hide');
    await card(page, 'Plov').waitFor();
    const left = await page.evaluate(() => [
      document.documentElement.outerHTML,
      JSON.stringify(history.state),
      document.title,
      ...Object.values(localStorage),
    ]);
    for (const text of [told.place, told.name, told.words, words, 'Gorno', 'journalist', 'Sabira'])
      expect(left.join('\n')).not.toContain(text);
    await page.goBack().catch(() => null);
    await page.goto(stage.system.url);
    await unlock(page, words);
    await seeTitle(page, 'Look once more');
  });

  it('S3 Escape hides out of a dialog and out of a field, and the entry page knows a way back', async () => {
    const { page } = browser;
    await press(page, 'Notes');
    await press(page, 'Settings');
    await press(page, 'Wipe everything');
    await page.getByRole('dialog').waitFor();
    await hide(page);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await enterByDoor(page);
    await page.getByRole('textbox', { name: 'Words' }).fill('half of them');
    await page.getByRole('button', { name: 'Capture now' }).waitFor();
    await press(page, 'Hide');
    await seeFront(page);
    expect(await page.locator('html').innerHTML()).not.toContain('half of them');
  });

  it('tells who pastes an invite on a phone that has joined already', async () => {
    const { page } = browser;
    await frontSearch(page).fill((await stage.organisation.invite('en')).code);
    await page.getByText(/This phone has joined already/).waitFor();
    await hide(page);
  });

  it('[VLT17] S3 duress words open an ordinary notebook, with a lock, a password and nothing that says more', async () => {
    const { page } = browser;
    await unlock(page, words);
    await seeTitle(page, 'Settings');
    await press(page, /^Words Change them/);
    await press(page, /^Words that empty the notes/);
    await press(page, 'Set such words');
    duress = await chooseWords(page);
    await page.getByText('The words that empty the notes are set.').waitFor();
    await hide(page);
    await knock(page, duress);
    await seeTitle(page, 'Locked notes');
    await page.getByText('No notes yet').waitFor();
    await writeNote(page, 'Diary', 'A quiet day');
    await card(page, 'Diary').waitFor();
    await press(page, 'Settings');
    await page.getByText(/type your password into the search line/).waitFor();
    const said = await page.locator('body').innerText();
    for (const word of [/report/i, /seal/i, /coordinat/i, /organi[sz]ation/i, /duress/i])
      expect(said).not.toMatch(word);
    await press(page, 'Change password');
    await page.getByRole('textbox', { name: 'Present password' }).fill(duress);
    for (const field of ['New password', 'New password once more'])
      await page.getByRole('textbox', { name: field, exact: true }).fill('river stone apple window');
    await page.getByRole('main').getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Password changed').waitFor();
    await press(page, 'Lock');
    await card(page, 'Plov').waitFor();
    await knock(page, 'river stone apple window');
    // Locked notes begin at their list.
    await card(page, 'Diary').waitFor();
    await page.keyboard.press('Escape');
    await card(page, 'Plov').waitFor();
    await knock(page, words);
    await page.getByText('Try fewer words, or other ones.').waitFor();
  });

  it('[VLT13] S3 a wipe shows the notebook, empty as on the first day', async () => {
    const { page } = browser;
    await enterByDoor(page);
    await press(page, 'Wipe everything');
    await press(page, 'Wipe now');
    await page.getByText('No notes yet').waitFor();
    await page.goto(stage.system.url);
    await page.getByText('No notes yet').waitFor();
    await enterByDoor(page);
    await seeTitle(page, 'Language');
    await hide(page);
  });

  it('S3 no address but the origin’s was ever shown, asked for, or kept by the browser', async () => {
    expect([...addresses].filter((url) => url !== 'about:blank')).toEqual([`${stage.system.url}/`]);
    expect(browser.requests.filter((url) => /\/(n|s|e|c|f)\//.test(new URL(url).pathname))).toEqual([]);
    await browser.close();
    expect(
      findTexts(stage.path('phone'), [
        `${stage.system.url}/n/`,
        `${stage.system.url}/s/`,
        `${stage.system.url}/e/`,
      ]).found,
    ).toEqual([]);
    expect(findTexts(stage.path('phone'), [duress, words, 'not the right words']).found).toEqual([]);
  });

  it.each([
    ['en', false],
    ['ru', true],
  ] as const)(
    'UX8 in %s, dark: %s, has no serious fault for axe, and its targets are large enough',
    async (lang, dark) => {
      const locale = lang === 'ru' ? 'ru-RU' : 'en-GB';
      const one = await stage.open(`axe-${lang}`, { height: 740, dark, locale });
      const { page } = one;
      const faults: string[] = [];
      const check = async (screen: string): Promise<void> => {
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          (
            globalThis as unknown as {
              axe: {
                run(): Promise<{ violations: readonly { id: string; nodes: readonly { html: string }[] }[] }>;
              };
            }
          ).axe.run(),
        );
        faults.push(...violations.map(({ id, nodes }) => `${screen}: ${id} ${nodes[0]?.html ?? ''}`));
        const small = await page
          .getByRole('button')
          .evaluateAll((all) =>
            all
              .map((each) => each.getBoundingClientRect())
              .filter(({ height, width }) => height < 48 || width < 48),
          );
        if (small.length > 0) faults.push(`${screen}: ${small.length} targets under 48 px`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) faults.push(`${screen}: ${wide} pixels too wide`);
      };
      await page.goto(stage.system.url);
      await page.getByRole('searchbox').waitFor();
      await check('empty');
      await page.getByRole('button').nth(1).click();
      await page.getByRole('textbox').first().fill('Абвгд '.repeat(20));
      await page.getByRole('textbox').nth(1).fill('Word'.repeat(60));
      await check('note');
      await page.getByRole('button').first().click();
      await page.getByRole('listitem').waitFor();
      await check('list');
      await page.getByRole('button').first().click();
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await check('settings');
      await one.close();
      expect(faults).toEqual([]);
    },
  );
});
