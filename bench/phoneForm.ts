/** Owns the figures of a very long report on the phone: how soon a press is answered (INP), and the memory that it takes. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openFullForm, openPart } from '../tests/e2e/fullSteps.ts';
import { createFolder, foundOrganisation, openBrowser, startSystem } from '../tests/e2e/harness.ts';
import {
  fillShortForm,
  join as joinOrganisation,
  press,
  seeSaved,
  seeTitle,
  seeWhole,
} from '../tests/e2e/monitorSteps.ts';
import { calibrate, createBrake } from './brake.ts';
import { type Rounds, rounds, STORY } from './phone.ts';
import { memoryOf } from './phoneFiles.ts';

type Watching = { presses: number[] };

/** From now on the page notes how long each press, tap or key took until something new was painted; what was shorter than 16 ms is 16. */
const watch = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const world = globalThis as unknown as Watching;
    world.presses = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) world.presses.push(duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });

/** Does something with one press, waits until the page is at rest, and gives the longest of what the browser noted of it. */
async function answered(page: Page, act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    (globalThis as unknown as Watching).presses.length = 0;
  });
  await act();
  return page.evaluate(async () => {
    // What was painted is told in a task of its own.
    for (let frame = 0; frame < 20; frame += 1) await new Promise(requestAnimationFrame);
    return Math.max(16, ...(globalThis as unknown as Watching).presses);
  });
}

export type FormFigures = {
  /** A press that leads to the next part, an answer tapped, a letter typed into the account, the list of people opened. */
  readonly next: Rounds;
  readonly tap: Rounds;
  readonly letter: Rounds;
  readonly list: Rounds;
  /** MiB: the page's own objects at home, and with this report open. */
  readonly before: number;
  readonly open: number;
  /** MiB: of the process that draws the page and runs its workers. */
  readonly processBefore: number;
  readonly processOpen: number;
};

/** A report with `people` people and an account of 140,000 letters. */
export async function formFigures(count = 10, people = 40): Promise<FormFigures> {
  const [folder, system] = await Promise.all([createFolder(), startSystem()]);
  const profile = join(folder.path, 'profile');
  const browser = await openBrowser(profile);
  const brake = createBrake(profile);
  try {
    const organisation = await foundOrganisation(system, 'Bench', folder.path);
    const { page } = browser;
    page.setDefaultTimeout(60_000);
    await calibrate(brake, page);
    await page.goto(system.url);
    await joinOrganisation(page, (await organisation.invite('en')).code);
    await seeWhole(page);
    await browser.offline(true);
    const devtools = await page.context().newCDPSession(page);
    const heap = async (): Promise<number> => {
      await devtools.send('HeapProfiler.collectGarbage');
      return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1_048_576;
    };
    const [before, processBefore] = [await heap(), memoryOf(profile)];
    await fillShortForm(page, { place: 'Kishlak', name: 'somebody', words: 'What they saw.' });
    await openFullForm(page);
    await openPart(page, 'People');
    for (let n = 1; n < people; n += 1) {
      await page
        .getByRole('button', { name: /^Add: / })
        .first()
        .click();
      await page.getByRole('textbox').first().fill(`Person number ${n}`);
      await press(page, 'Done');
    }
    await openPart(page, 'Account');
    const account = page.getByRole('textbox', { name: 'Full account' });
    await account.fill(STORY);
    await seeSaved(page);
    const [open, processOpen] = [await heap(), memoryOf(profile)];
    await watch(page);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await account.press('Control+End');
    const letter = await rounds(count, brake, () => answered(page, () => page.keyboard.press('a')));
    const next = await rounds(count, brake, async () => {
      await button('Next').focus();
      const took = await answered(page, () => page.keyboard.press('Enter'));
      await seeTitle(page, 'Place');
      await button('Back').click();
      await seeTitle(page, 'Account');
      return took;
    });
    await openPart(page, 'Place');
    let taps = 0;
    const tap = await rounds(count, brake, async () => {
      taps += 1;
      const answer = page.getByRole('radio').nth(taps % 2);
      await answer.scrollIntoViewIfNeeded();
      return answered(page, () => answer.click({ force: true }));
    });
    await openPart(page, 'People');
    await button('Next').click();
    const list = await rounds(count, brake, async () => {
      await button('Back').focus();
      const took = await answered(page, () => page.keyboard.press('Enter'));
      await seeTitle(page, 'People');
      await button('Next').click();
      return took;
    });
    return { next, tap, letter, list, before, open, processBefore, processOpen };
  } finally {
    brake.end();
    await browser.close();
    await system.stop();
    await folder.drop();
  }
}
