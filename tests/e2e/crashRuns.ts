/** Owns killing the browser again and again, and judging what is left; how often, its callers say. A seed replays a run: TUMAR_SEED. */

import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  begin,
  entryOf,
  type Form,
  field,
  files,
  goHome,
  inList,
  type Note,
  openPage,
  PAGE,
  update,
  watch,
  work,
} from './crashNotes.ts';
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
import { type JoinedPhone, join, seeWhole, unlock } from './monitorSteps.ts';
import { builtApps, installApp, makeTwin, nextVersion } from './nextVersion.ts';

/** Milliseconds of typing, attaching and finishing, or of updating, within which the blow falls. */
const WINDOW = { work: 2_600, update: 3_600 };
/** How long a machine that is not busy takes to open the notes and look at the latest. */
const OPENING = 3_000;
/** How often a run is an update, and a new note one in the full form or an addition to what was sealed. */
const ODDS = { update: 0.1, full: 0.25, addition: 0.25 };

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

/** Waits as long as anything in the list of what was sealed still changes; says what it shows if not. */
async function seeStored(page: Page, count: number): Promise<void> {
  const list = inList(page, 'Sealed');
  for (let last = ''; (await list.filter({ hasText: 'Stored' }).count()) < count; ) {
    const seen = (await list.allInnerTexts()).join(' | ');
    if (seen === last) throw new Error(`no more is stored, of ${count}: ${seen}`);
    last = seen;
    const one = list.filter({ hasText: 'Stored' }).nth(count - 1);
    await one.waitFor({ timeout: 90_000 }).catch(() => undefined);
  }
}

type Phone = {
  readonly run: () => Promise<void>;
  readonly arrive: () => Promise<{ readonly reports: number; readonly updates: number }>;
  readonly end: () => Promise<void>;
};

async function createPhone(seed: number, versions: () => Promise<readonly string[]>): Promise<Phone> {
  const roll = dice(seed);
  const notes: Note[] = [];
  const folder: Folder = await createFolder();
  const dist = joinPath(folder.path, 'dist');
  const profile = joinPath(folder.path, 'profile');
  await installApp(joinPath(builtApps(), 'monitor'), dist);
  const system: System = await startSystem({ dist });
  const organisation: Organisation = await foundOrganisation(system, 'Aq Joly Initiative', folder.path);
  let updates = 0;
  let browser: Browser = await openBrowser(profile);
  await browser.page.goto(system.url);
  const phone: JoinedPhone = await join(browser.page, (await organisation.invite('en')).code);
  await seeWhole(browser.page);
  await browser.close();

  /** After the start: recovered without words, unlocked, and everything that was promised is there. */
  async function judge(page: Page): Promise<void> {
    await page.goto(system.url);
    await unlock(page, phone.words);
    await goHome(page);
    if (notes.length > 0)
      await page
        .getByRole('list', { name: /^(Drafts|Sealed)$/ })
        .first()
        .waitFor();
    // No trouble is told, for those of a lost database or a damaged file have numbers; but that a file was cut off is.
    const told = (await page.locator('main').innerText()).replace('Code 536', '');
    expect(told).not.toMatch(/Code \d/);
    const [drafts, sealed] = [inList(page, 'Drafts'), inList(page, 'Sealed')];
    const [draftCount, sealedCount] = [await drafts.count(), await sealed.count()];
    // Exactly one of the two, each of them.
    expect([draftCount + sealedCount, draftCount <= 1]).toEqual([notes.length, true]);
    const note = notes.at(-1);
    if (note === undefined) return;
    if (note.sealed) expect(draftCount).toBe(0);
    note.sealed = draftCount === 0;
    if (note.sealed) return;
    await drafts.first().getByRole('button').first().click();
    // One that is not complete opens where the first answer is missing.
    const title = page.getByRole('heading', { level: 1, name: PAGE[note.form] });
    const summary = page.getByRole('button', { name: 'Summary' });
    await title.or(summary).first().waitFor();
    if (await summary.isVisible()) await summary.click();
    await title.waitFor();
    if (note.form !== 'short') {
      await openPage(page, note, 'files');
      await page.locator('input[type=file][multiple]').waitFor({ state: 'attached' });
      await keep(page, note);
    }
    await openPage(page, note, 'text');
    const entry = entryOf(await field(page, note).inputValue());
    expect(entry).toBeGreaterThanOrEqual(note.saved);
    expect(entry).toBeLessThanOrEqual(note.entries);
    if (note.form === 'short') await keep(page, note);
  }

  /** Every file that was told to be sealed is there; one that was not told may be. */
  async function keep(page: Page, note: Note): Promise<void> {
    const kept = await files(page, note).count();
    expect(kept).toBeGreaterThanOrEqual(note.files);
    note.files = kept;
  }

  return {
    async run() {
      const updating = roll() < ODDS.update;
      if (updating) {
        const known = await versions();
        await installApp(known[updates % known.length] ?? '', dist);
        await system.restart();
        updates += 1;
      }
      browser = await openBrowser(profile);
      const { page } = browser;
      await browser.offline(!updating);
      const opening = performance.now();
      await judge(page);
      // On a busy machine all takes longer: the blow must still reach the late moments.
      const slow = Math.max(1, (performance.now() - opening) / OPENING);
      let note = notes.at(-1);
      if (note === undefined || note.sealed) {
        const drawn = roll();
        const form: Form =
          drawn < ODDS.full ? 'full' : drawn < ODDS.full + ODDS.addition && note ? 'addition' : 'short';
        const mark = `note-${notes.length + 1}-end`;
        note = { mark, form, entries: 1, saved: 1, files: 0, sealed: false };
        await begin(page, note);
        notes.push(note);
      }
      await watch(page, note);
      const blow = roll() * slow * (updating ? WINDOW.update : WINDOW.work);
      const dying = new Promise<void>((done) => setTimeout(done, blow)).then(() => browser.kill());
      const doing = updating ? update(page, note, roll, phone.words) : work(page, note, roll);
      await Promise.all([dying, doing.catch(() => undefined)]);
    },
    async arrive() {
      await browser.close();
      browser = await openBrowser(profile);
      const { page } = browser;
      await judge(page);
      await page.goto(system.url);
      await unlock(page, phone.words);
      await goHome(page);
      const finished = notes.filter(({ sealed }) => sealed);
      await seeStored(page, finished.length);
      const out = joinPath(folder.path, 'inbox');
      await organisation.collect(out, '--ack');
      const reports = readdirSync(out)
        .filter((name) => !name.startsWith('.'))
        .map((name) => ({
          text: readFileSync(joinPath(out, name, 'report.json'), 'utf8'),
          photos: readdirSync(joinPath(out, name)).filter((file) => file.includes('photo')),
          name,
        }));
      expect(reports).toHaveLength(finished.length);
      for (const { mark, saved, files: told } of finished) {
        const [report, ...others] = reports.filter(({ text }) => text.includes(mark));
        expect(others).toEqual([]);
        expect(entryOf(report?.text ?? '')).toBeGreaterThanOrEqual(saved);
        expect(report?.photos.length).toBeGreaterThanOrEqual(told);
        for (const photo of report?.photos ?? [])
          expect(readFileSync(joinPath(out, report?.name ?? '', photo)).includes(`inside ${mark} `)).toBe(
            true,
          );
      }
      return { reports: finished.length, updates };
    },
    async end() {
      await browser.close();
      await system.stop();
      await folder.drop();
    },
  };
}

/** Declares the tests: `runs` blows in all, shared by so many phones. While one waits for a disk or a pause, another uses the processor. */
export function killAgainAndAgain(runs: number, side: number): void {
  const seed = Number(process.env['TUMAR_SEED'] ?? Math.floor(Math.random() * 1e9));

  describe(`S1 S2 S6 S10 [VLT6] [VLT8] killed ${runs} times, seed ${seed}`, () => {
    const phones: Phone[] = [];
    let folder: Folder;

    beforeAll(async () => {
      folder = await createFolder();
      const built = nextVersion().then(async (next) => [
        next,
        await makeTwin(next, joinPath(folder.path, 'twin')),
      ]);
      // Who needs it waits for it, and learns then if it failed.
      built.catch(() => undefined);
      const making = Array.from({ length: side }, (_, index) => createPhone(seed + index, () => built));
      for (const one of await Promise.allSettled(making))
        if (one.status === 'fulfilled') phones.push(one.value);
      await Promise.all(making);
    });
    afterAll(async () => {
      for (const phone of phones) await phone.end();
      await folder?.drop();
    });

    it(
      'keeps every promise, run after run',
      async () => {
        process.stdout.write(`crash: ${runs} runs, seed ${seed}\n`);
        await Promise.all(
          phones.map(async (phone, index) => {
            for (let run = Math.floor((runs + index) / side); run > 0; run -= 1) await phone.run();
          }),
        );
      },
      60_000 + runs * 20_000,
    );

    it('S6 [REP5] and after the last recovery each sealed report arrives once, with its last saved text and its files', async () => {
      const told = await Promise.all(phones.map((phone) => phone.arrive()));
      const sum = (of: 'reports' | 'updates'): number => told.reduce((all, one) => all + one[of], 0);
      process.stdout.write(`crash: ${sum('reports')} reports arrived, ${sum('updates')} updates\n`);
    });
  });
}
