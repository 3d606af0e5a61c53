/** Proves that a browser killed at any moment loses nothing it called saved, and leaves each report exactly once. Long runs: TUMAR_RUNS. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { fillShortForm, type JoinedPhone, join, press, seeSaved, seeTitle, unlock } from './monitorSteps.ts';

const RUNS = Number(process.env['TUMAR_RUNS'] ?? 8);
const SEED = Number(process.env['TUMAR_SEED'] ?? Math.floor(Math.random() * 1e9));
/** Milliseconds of typing, attaching and finishing within which the blow falls. */
const WINDOW = 3_600;

/** Mulberry32. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What was promised on the screen so far. */
type Note = { readonly place: string; entries: number; saved: number; files: number; sealed: boolean };

describe(`S1 S2 S6 [VLT6] [VLT8] killed ${RUNS} times, seed ${SEED}`, () => {
  const roll = dice(SEED);
  const notes: Note[] = [];
  let system: System;
  let folder: Folder;
  let organisation: Organisation;
  let browser: Browser;
  let phone: JoinedPhone;
  const profile = (): string => joinPath(folder.path, 'profile');
  const latest = (): Note | undefined => notes.at(-1);

  beforeAll(async () => {
    folder = await createFolder();
    system = await startSystem();
    organisation = await foundOrganisation(system, 'Aq Joly Initiative', folder.path);
    browser = await openBrowser(profile());
    await browser.page.goto(system.url);
    phone = await join(browser.page, (await organisation.invite('en')).code);
    await browser.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await browser.close();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
    await folder?.drop();
  });

  /** Tells at once of each *Saved*, with the text that stood in the field when the word appeared. */
  async function watch(page: Page): Promise<void> {
    await page.exposeFunction('promised', (text: string) => {
      const note = latest();
      const entry = /^entry (\d+)$/.exec(text)?.[1];
      if (note !== undefined && entry !== undefined) note.saved = Math.max(note.saved, Number(entry));
    });
    await page.evaluate(() => {
      const { promised } = globalThis as unknown as { promised(text: string): Promise<void> };
      new MutationObserver(() => {
        if (document.querySelector('[data-saving=saved]') !== null)
          void promised(document.querySelector('textarea')?.value ?? '');
      }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  }

  const seeWords = (page: Page): Promise<void> =>
    page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();

  /** What a person does who is in a hurry, until the browser is gone. */
  async function work(page: Page, note: Note): Promise<void> {
    await seeWords(page);
    const field = page.getByRole('textbox', { name: 'What happened' });
    for (let edits = 1 + Math.floor(roll() * 8); edits > 0; edits -= 1) {
      note.entries += 1;
      await field.fill(`entry ${note.entries}`);
      // A person's pace, which asks for no word: the blow falls between typing and writing too.
      await new Promise((done) => setTimeout(done, roll() * 400));
      if (roll() < 0.5) await seeSaved(page);
    }
    await seeSaved(page);
    const buffer = Buffer.alloc(300_000, `inside ${note.place} `);
    await page
      .locator('input[type=file][multiple]')
      .setInputFiles([{ name: 'photo.jpg', mimeType: 'image/jpeg', buffer }]);
    if (roll() < 0.7) {
      await page.getByText('sealed on this phone').nth(note.files).waitFor();
      await seeSaved(page);
      note.files += 1;
    }
    await press(page, 'Summary');
    await press(page, 'Finish');
    await seeTitle(page, 'Waiting for connection');
    note.sealed = true;
    await new Promise(() => undefined);
  }

  /** After the start: recovered without words, unlocked, and everything that was promised is there. */
  async function judge(page: Page): Promise<void> {
    await page.goto(system.url);
    await unlock(page, phone.words);
    await seeTitle(page, 'Notes');
    await page.getByRole('button', { name: 'New note' }).waitFor();
    if (notes.length > 0)
      await page
        .getByRole('list', { name: /^(Drafts|Sealed)$/ })
        .first()
        .waitFor();
    // No trouble is told: those of a lost database or a damaged file have numbers.
    expect(await page.locator('main').innerText()).not.toMatch(/Code \d/);
    const drafts = page.getByRole('list', { name: 'Drafts' }).getByRole('listitem');
    const sealed = page.getByRole('list', { name: 'Sealed' }).getByRole('listitem');
    const [draftCount, sealedCount] = [await drafts.count(), await sealed.count()];
    // Exactly one of the two, each of them.
    expect([draftCount + sealedCount, draftCount <= 1]).toEqual([notes.length, true]);
    const note = latest();
    if (note === undefined) return;
    if (note.sealed) expect(draftCount).toBe(0);
    note.sealed = draftCount === 0;
    if (note.sealed) return;
    await drafts.first().getByRole('button').first().click();
    await seeTitle(page, 'Look once more');
    await seeWords(page);
    const text = await page.getByRole('textbox', { name: 'What happened' }).inputValue();
    const entry = Number(/^entry (\d+)$/.exec(text)?.[1]);
    expect(entry).toBeGreaterThanOrEqual(note.saved);
    expect(entry).toBeLessThanOrEqual(note.entries);
    const kept = await page.getByText('sealed on this phone').count();
    expect(kept).toBeGreaterThanOrEqual(note.files);
    note.files = kept;
    await press(page, 'Summary');
  }

  it(
    'keeps every promise, run after run',
    async () => {
      process.stdout.write(`crash: ${RUNS} runs, seed ${SEED}\n`);
      for (let run = 0; run < RUNS; run += 1) {
        browser = await openBrowser(profile());
        const { page } = browser;
        await browser.offline(true);
        await judge(page);
        const last = latest();
        if (last === undefined || last.sealed) {
          const place = `place-${notes.length + 1}-end`;
          await fillShortForm(page, { place, name: 'somebody', words: 'entry 1' });
          notes.push({ place, entries: 1, saved: 1, files: 0, sealed: false });
        }
        await watch(page);
        const note = latest();
        if (note === undefined) throw new Error('a note is open');
        const dying = new Promise<void>((done) => setTimeout(done, roll() * WINDOW)).then(() =>
          browser.kill(),
        );
        await Promise.race([dying, work(page, note).catch(() => dying)]);
        await dying;
      }
      expect(notes.length).toBeGreaterThan(0);
    },
    RUNS * 20_000,
  );

  it('S6 [REP5] and after the last recovery each sealed report arrives once, with its last saved text', async () => {
    browser = await openBrowser(profile());
    const { page } = browser;
    await judge(page);
    await page.goto(system.url);
    await unlock(page, phone.words);
    const finished = notes.filter(({ sealed }) => sealed);
    if (finished.length > 0) {
      const rows = page
        .getByRole('list', { name: 'Sealed' })
        .getByRole('listitem')
        .filter({ hasText: 'Stored' });
      await rows.nth(finished.length - 1).waitFor();
    }
    const out = joinPath(folder.path, 'inbox');
    await organisation.collect(out, '--ack');
    const reports = readdirSync(out)
      .filter((name) => !name.startsWith('.'))
      .map((name) => readFileSync(joinPath(out, name, 'report.json'), 'utf8'));
    expect(reports).toHaveLength(finished.length);
    for (const { place, saved } of finished) {
      const [report, ...others] = reports.filter((text) => text.includes(place));
      expect(others).toEqual([]);
      expect(Number(/entry (\d+)/.exec(report ?? '')?.[1])).toBeGreaterThanOrEqual(saved);
    }
  });
});
