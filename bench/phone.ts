/** Owns the phone's figures: starting, opening, saving, locking, wiping, at full speed and at a quarter of it. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { manifestWith } from '../tests/crypto/organisation.ts';
import { openFullForm, openPart } from '../tests/e2e/fullSteps.ts';
import { createFolder, foundOrganisation, openBrowser, startSystem } from '../tests/e2e/harness.ts';
import {
  fillShortForm,
  frontSearch,
  join as joinOrganisation,
  seeFront,
  seeSaved,
  seeTitle,
  seeWhole,
} from '../tests/e2e/monitorSteps.ts';
import type { Bench } from '../tests/e2e/storage/page.ts';
import { boxOf, inviteText, WORDS } from '../tests/vault/device.ts';
import { type Brake, calibrate, createBrake } from './brake.ts';

declare const bench: Bench;

const root = resolve(import.meta.dirname, '..');
/** Milliseconds since 1970, with fractions, on the same clock as the page's. */
const now = (): number => performance.timeOrigin + performance.now();

export type Speed = 'full' | 'quarter';
/** Milliseconds, one for each round. */
export type Rounds = Readonly<Record<Speed, readonly number[]>>;

async function at(speed: Speed, brake: Brake, work: () => Promise<number>): Promise<number> {
  if (speed === 'quarter') await brake.on();
  try {
    return await work();
  } finally {
    await brake.off();
  }
}

export async function rounds(count: number, brake: Brake, work: () => Promise<number>): Promise<Rounds> {
  const taken: Record<Speed, number[]> = { full: [], quarter: [] };
  // The first round only warms up.
  for (let round = 0; round <= count; round += 1)
    for (const speed of ['full', 'quarter'] as const) {
      const figure = await at(speed, brake, work);
      if (round > 0) taken[speed].push(figure);
    }
  return taken;
}

export type PhoneFigures = {
  /** How many times slower a computing worker was, when the brake was set. */
  readonly slower: number;
  /** From the start of navigation until the notebook in front can be used, offline. */
  readonly start: Rounds;
  /** From Enter after the words in the search line to the list: Argon2id, keystore, rows. */
  readonly unlock: Rounds;
  /** From one key pressed in the account to the word *Saved*. */
  readonly saved: Rounds;
  /** From a press to the next part of the full form, with a long account written. */
  readonly turned: Rounds;
  /** From Escape until the worker that held the keys is gone. */
  readonly lock: Rounds;
};

/** Presses a key, and how long until `selector` first did not stand in the page (`gone`: did) and then did (`gone`: did not). */
async function pressUntil(page: Page, key: string, selector: string, gone = false): Promise<number> {
  await page.evaluate(
    ({ wanted, without }) => {
      const world = globalThis as unknown as { took: Promise<number> };
      const isThere = (): boolean => (document.querySelector(wanted) === null) === without;
      world.took = new Promise((done) => {
        const begin = (): void => {
          const from = performance.now();
          let left = !isThere();
          const look = new MutationObserver(() => {
            left ||= !isThere();
            if (!left || !isThere()) return;
            look.disconnect();
            done(performance.now() - from);
          });
          look.observe(document.body, { subtree: true, childList: true, attributes: true });
        };
        document.addEventListener('keydown', begin, { once: true, capture: true });
      });
    },
    { wanted: selector, without: gone },
  );
  await page.keyboard.press(key);
  return page.evaluate(() => (globalThis as unknown as { took: Promise<number> }).took);
}

/** A letter typed, and how long until the page said that it is saved. */
const typeOne = (page: Page): Promise<number> => pressUntil(page, 'a', '[data-saving="saved"]');

/** As long as an account may well be. */
export const STORY = 'They came at dawn and asked for her. '.repeat(3_800);

/** From the short form into the full one, a long account written; then one turn of a page each time. */
async function turnsIn(page: Page): Promise<() => Promise<number>> {
  await page.getByRole('button', { name: 'Summary' }).first().click();
  await openFullForm(page);
  await openPart(page, 'Account');
  await page.getByRole('textbox', { name: 'Full account' }).fill(STORY);
  await seeSaved(page);
  return async () => {
    await page.getByRole('button', { name: 'Next', exact: true }).focus();
    const took = await pressUntil(page, 'Enter', '[data-field="place"]');
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await seeTitle(page, 'Account');
    return took;
  };
}

/** Five words take longer to type than this; it is enough for what gets ready at the first letter. (milliseconds) */
const TYPING = 2_000;

/** `letters`: how many single keys are measured at each speed. */
export async function phoneFigures(count = 5, letters = 100): Promise<PhoneFigures> {
  const [folder, system] = await Promise.all([createFolder(), startSystem()]);
  const profile = join(folder.path, 'profile');
  const browser = await openBrowser(profile);
  const brake = createBrake(profile);
  try {
    const organisation = await foundOrganisation(system, 'Bench', folder.path);
    const { page } = browser;
    page.setDefaultTimeout(60_000);
    const slower = await calibrate(brake, page);
    await page.goto(system.url);
    const { words } = await joinOrganisation(page, (await organisation.invite('en')).code);
    await seeWhole(page);
    await browser.offline(true);
    const open = async (): Promise<number> => {
      await frontSearch(page).fill(words);
      await page.waitForTimeout(TYPING);
      return pressUntil(page, 'Enter', '[type="search"]', true);
    };
    const start = await rounds(count, brake, async () => {
      await page.reload({ waitUntil: 'commit' });
      await seeFront(page);
      return page.evaluate(() => performance.now());
    });
    const locked = async (): Promise<number> => {
      const [worker] = page.workers();
      const gone = new Promise<number>((done) => worker?.once('close', () => done(now())));
      await page.evaluate(() =>
        addEventListener(
          'keydown',
          () => sessionStorage.setItem('at', String(performance.timeOrigin + performance.now())),
          { once: true, capture: true },
        ),
      );
      await page.keyboard.press('Escape');
      const end = await gone;
      await seeFront(page);
      return end - Number(await page.evaluate(() => sessionStorage.getItem('at')));
    };
    let opened: number[] = [];
    const lock = await rounds(count, brake, async () => {
      opened.push(await open());
      return locked();
    });
    // Turn by turn as above; the first two only warmed up.
    opened = opened.slice(2);
    const of = (odd: number): number[] => opened.filter((_, index) => index % 2 === odd);
    await open();
    await fillShortForm(page, { place: 'Kishlak', name: 'somebody', words: 'What they saw.' });
    await page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();
    await page.getByRole('textbox', { name: 'What happened' }).click();
    const saved = await rounds(letters, brake, () => typeOne(page));
    const turned = await rounds(letters, brake, await turnsIn(page));
    return { slower, start, unlock: { full: of(0), quarter: of(1) }, saved, turned, lock };
  } finally {
    brake.end();
    await browser.close();
    await system.stop();
    await folder.drop();
  }
}

/** A page of its own around a script, with the real vault, as the storage test has it. `script`: from the project's root. */
export async function servePage(
  folder: string,
  script = 'tests/e2e/storage/page.ts',
): Promise<{ readonly url: string; readonly close: () => void }> {
  const out = join(folder, 'page');
  mkdirSync(out);
  await build({
    configFile: false,
    logLevel: 'silent',
    root: resolve(root, dirname(script)),
    worker: { format: 'es' },
    build: {
      outDir: out,
      target: 'es2024',
      rollupOptions: {
        input: resolve(root, script),
        output: { entryFileNames: 'page.js' },
      },
    },
  });
  writeFileSync(
    join(out, 'index.html'),
    '<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>',
  );
  const server = createServer((request, response) => {
    const name = request.url === '/' ? '/index.html' : (request.url ?? '');
    response.setHeader('content-type', name.endsWith('.html') ? 'text/html' : 'text/javascript');
    response.end(statSync(join(out, name), { throwIfNoEntry: false }) && readFileSync(join(out, name)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** Both copies of the keystore, as files: the only ones of their size. */
function keystores(profile: string): string[] {
  const folder = join(profile, 'Default/File System/000/t');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && statSync(path).size === 65_536);
}

const readOr = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
};

/** Milliseconds from the call, locked, until both keystores hold other bytes on the disk, and until everything is deleted. */
export async function wipeFigures(
  sealed = 200,
  count = 2,
): Promise<{ readonly keystores: Rounds; readonly all: Rounds }> {
  const folder = await createFolder();
  const served = await servePage(folder.path);
  const box = Array.from(boxOf(manifestWith()));
  const figures = { keystores: { full: [], quarter: [] }, all: { full: [], quarter: [] } } as {
    keystores: Record<Speed, number[]>;
    all: Record<Speed, number[]>;
  };
  try {
    for (let round = 0; round < count; round += 1)
      for (const speed of ['full', 'quarter'] as const) {
        const profile = join(folder.path, `${speed}-${round}`);
        const browser = await openBrowser(profile);
        const brake = createBrake(profile);
        try {
          const { page } = browser;
          await page.goto(served.url);
          await page.waitForFunction(() => typeof (globalThis as { bench?: unknown }).bench === 'object');
          const made = await page.evaluate(
            async ({ words, invite, bytes, wanted }) => {
              const { vault } = bench;
              await vault.create(words);
              await vault.putInvite(invite);
              await vault.offerManifest(Uint8Array.from(bytes));
              await vault.markEnrolled();
              await vault.hello();
              for (let n = 0; n < wanted; n += 1) {
                const draft = `8f14e45f-ceea-467f-a0e6-${String(n).padStart(12, '0')}`;
                await vault.saveDraft(draft, 'text');
                const base = { draft, code: 'ZKZ73', form: 'short/1', fields: {}, attachments: [] };
                const done = await vault.finish({ ...base, authored: true, urgent: false });
                if (!done.ok) throw new Error(done.code);
              }
              const traces = await vault.traces();
              await vault.lock();
              return traces.ok ? traces.value.length : 0;
            },
            { words: WORDS, invite: inviteText, bytes: box, wanted: sealed },
          );
          if (made < sealed) throw new Error(`${made} sealed files instead of ${sealed}`);
          // As on the entry page, where the worker stands ready while somebody looks for the button.
          await page.evaluate(() => bench.vault.status());
          const files = keystores(profile).map((path) => ({ path, before: readFileSync(path) }));
          if (files.length !== 2) throw new Error(`${files.length} keystores on the disk`);
          if (speed === 'quarter') await brake.on();
          const from = await page.evaluate(() => {
            const start = performance.timeOrigin + performance.now();
            const ended = bench.vault.wipe().then(() => performance.timeOrigin + performance.now());
            Object.assign(globalThis, { ended });
            return start;
          });
          while (files.some(({ path, before }) => before.equals(readOr(path))))
            await new Promise((done) => setImmediate(done));
          figures.keystores[speed].push(now() - from);
          const end = await page.evaluate(() => (globalThis as unknown as { ended: Promise<number> }).ended);
          await brake.off();
          figures.all[speed].push(end - from);
        } finally {
          brake.end();
          await browser.close();
        }
      }
    return figures;
  } finally {
    served.close();
    await folder.drop();
  }
}
