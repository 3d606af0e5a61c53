/** Proves what a phone can do that lost its network right after the first visit, that the rest comes by itself, and that an update brings all of it. */
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFullForm } from './fullSteps.ts';
import { type Browser, createFolder, type Folder } from './harness.ts';
import { fillShortForm, join, press, seeTitle, seeWhole, unlock } from './monitorSteps.ts';
import { builtApps, installApp, NEXT_NAME, nextVersion } from './nextVersion.ts';
import { type Stage, setStage } from './stage.ts';

const NOT_HERE = 'This page could not be fetched. Connect once, and load the app again.';
const told = { place: 'Kishlak', name: 'somebody', words: 'What they saw.' };

/** Files of a built app that a first visit does not wait for, by the mark in its service worker. */
const restOf = (app: string): readonly string[] =>
  [
    ...readFileSync(joinPath(app, 'sw.js'), 'utf8').matchAll(
      /"rest":true,"revision":null,"url":"(assets\/[\w-]+\.js)"/g,
    ),
  ].map((match) => match[1] ?? '');

describe('S10 a phone after its first visit', () => {
  let folder: Folder;
  let stage: Stage;
  let browser: Browser;
  let page: Page;
  let words: string;
  const app = () => joinPath(folder.path, 'dist/monitor');
  /** Takes files of the app off the server, or puts them back. */
  async function serve(files: readonly string[], are: 'there' | 'away'): Promise<void> {
    for (const file of files)
      for (const path of ['', '.br', '.gz'].map((end) => joinPath(app(), file + end)))
        await (are === 'away' ? rename(path, `${path}-`) : rename(`${path}-`, path)).catch(() => undefined);
  }
  const reloadOffline = async (): Promise<void> => {
    await browser.offline(true);
    await page.reload();
    await unlock(page, words);
  };

  beforeAll(async () => {
    folder = await createFolder();
    // Who needs it waits for it, and learns then if it failed.
    nextVersion().catch(() => undefined);
    await installApp(joinPath(builtApps(), 'monitor'), joinPath(folder.path, 'dist'));
  });
  afterAll(async () => {
    await stage?.end();
    await folder?.drop();
  });

  it('can write, finish and keep a short report without what comes later, and says calmly what is not here', async () => {
    const rest = restOf(app());
    expect(rest.length).toBeGreaterThan(10);
    // The words of one language belong to the first visit.
    const later = rest.filter((file) => !/assets\/en-/.test(file));
    await serve(later, 'away');
    stage = await setStage(joinPath(folder.path, 'dist'));
    browser = await stage.phone('profile');
    page = browser.page;
    words = (await join(page, (await stage.organisation.invite('en')).code)).words;
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await reloadOffline();
    await fillShortForm(page, told);
    await press(page, 'Add more details (full form)');
    await page.getByText(NOT_HERE).waitFor();
    await page.goBack();
    await press(page, 'Finish');
    await seeTitle(page, 'Waiting for connection');
    await press(page, 'Notes');
    await press(page, 'Settings');
    await page.getByRole('button', { name: /^What is on this phone/ }).click();
    await page.getByText(NOT_HERE).waitFor();
    await serve(later, 'there');
    // The server reads its files when it starts.
    await stage.system.restart();
  });

  it('S10 keeps no page that a network sends in place of a part, and does not count it', async () => {
    const rest = restOf(app());
    const later = rest.filter((file) => !/assets\/en-/.test(file));
    await serve(later, 'away');
    for (const file of later) await writeFile(joinPath(app(), file), '<html>Sign in first</html>');
    await stage.system.restart();
    await browser.offline(false);
    const told = await page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      const { port1, port2 } = new MessageChannel();
      return new Promise((done) => {
        port1.onmessage = ({ data }) => done(data);
        active?.postMessage({ type: 'REST', languages: ['en'] }, [port2]);
      });
    });
    expect(told).toEqual({ here: rest.length - later.length, all: rest.length });
    await serve(later, 'there');
    await stage.system.restart();
  });

  it('gets the rest by itself once there is a network, says that all of it is here, and the full form opens without one', async () => {
    await browser.offline(false);
    await seeWhole(page);
    await reloadOffline();
    // Where the person was before.
    await page.getByText('All of it is on this phone').waitFor();
    await press(page, 'Settings');
    await press(page, 'Notes');
    await fillShortForm(page, told);
    await openFullForm(page);
  });

  it('[VLT14] takes no new version that could not be had whole, and has all of the new one when it takes over', async () => {
    const before = restOf(app());
    await installApp(await nextVersion(), joinPath(folder.path, 'dist'));
    // What did not change is not fetched again.
    const missing = restOf(app()).find((file) => !before.includes(file)) ?? '';
    expect(missing).not.toBe('');
    await serve([missing], 'away');
    await stage.system.restart();
    await browser.offline(false);
    const update = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        const found = new Promise<ServiceWorker | null>((done) =>
          registration?.addEventListener('updatefound', () => done(registration.installing), { once: true }),
        );
        await registration?.update();
        const worker = await found;
        return new Promise<string>((done) => {
          const look = () => {
            if (worker !== null && worker.state !== 'installing') done(worker.state);
          };
          worker?.addEventListener('statechange', look);
          look();
        });
      });
    expect(await update()).toBe('redundant');
    await serve([missing], 'there');
    await stage.system.restart();
    expect(await update()).toBe('installed');
    // Off before the new version runs: what it has now is all that it will have.
    await browser.offline(true);
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      registration?.waiting?.postMessage({ type: 'SKIP_WAITING' });
      await new Promise((done) =>
        navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }),
      );
    });
    await reloadOffline();
    expect(await page.title()).toBe(NEXT_NAME);
    await seeWhole(page);
    await seeTitle(page, 'Full form');
  });
});
