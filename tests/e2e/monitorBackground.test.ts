/** Proves sending while the app is closed: the service worker sends, and only the page calls it stored. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from './harness.ts';
import { fillShortForm, press, seeTitle, unlock } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

describe('Background Sync', () => {
  let stage: JoinedStage;
  let browser: Browser;
  beforeAll(async () => {
    stage = await setJoinedStage();
    browser = await stage.joinedPhone('profile');
  });
  afterAll(() => stage?.end());

  it('S5 S7 [UP6] sends with no page open; the page then checks the signature', async () => {
    const { page, context } = browser;
    const { system, organisation, joined } = stage;
    await press(page, 'Settings');
    await page.getByRole('checkbox', { name: /Send while the app is closed/ }).check({ force: true });
    await press(page, 'Notes');
    await browser.offline(true);
    await fillShortForm(page, { place: 'Zarafsar', name: 'Sabira', words: 'Said with no network.' });
    await press(page, 'Finish');
    await seeTitle(page, 'Waiting for connection');

    // No page of the app is open any more; this one is the endpoint's own.
    await page.goto('about:blank');
    await browser.offline(false);
    await page.goto(`${system.url}/healthz`);
    const devtools = await context.newCDPSession(page);
    const registrations = new Promise<string>((found) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: all }) => {
        const ours = all.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(system.url) && !isDeleted);
        if (ours !== undefined) found(ours.registrationId);
      });
    });
    await devtools.send('ServiceWorker.enable');
    const registrationId = await registrations;
    // The coordinator has it before any page was opened again. More than one attempt, as browsers make: the first may
    // meet one that Chromium made by itself while the line was down, and then leaves the work to that one.
    const out = stage.path('inbox');
    const reports = async (): Promise<number> => {
      await devtools.send('ServiceWorker.dispatchSyncEvent', {
        origin: system.url,
        registrationId,
        tag: 'refresh',
        lastChance: false,
      });
      await organisation.collect(out);
      return readdirSync(out).filter((name) => !name.startsWith('.')).length;
    };
    await expect.poll(reports, { timeout: 60_000, interval: 500 }).toBe(1);

    await browser.offline(true);
    await page.goto(system.url);
    await unlock(page, joined.words);
    await seeTitle(page, 'Sent, not yet checked');
    await browser.offline(false);
    await seeTitle(page, 'Stored');
  });
});
