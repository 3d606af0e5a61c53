/** Proves that the desk can be used with text twice as large: nothing beyond the edge, covered or cut off. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemo, tourDesk } from './deskTour.ts';
import { createFolder, type Folder, openBrowser, type System, startSystem } from './harness.ts';
import { largeFaultsOf } from './large.ts';

describe('the desk with text twice as large', () => {
  let system: System;
  let folder: Folder;
  let memberFile: string;
  beforeAll(async () => {
    folder = await createFolder();
    system = await startSystem();
    memberFile = await makeDemo(system.url, system.data, join(folder.path, 'demo'));
  });
  afterAll(async () => {
    await system?.stop();
    await folder?.drop();
  });

  it.each([
    ['en', 1280, 800],
    ['ru', 1280, 800],
    ['ru', 390, 844],
  ] as const)('S12 in %s at %i×%i', async (lang, width, height) => {
    const name = `${lang}-${width}`;
    const locale = lang === 'ru' ? 'ru-RU' : 'en-GB';
    const browser = await openBrowser(join(folder.path, name), { width, height, locale });
    const faults: string[] = [];
    const seen: string[] = [];
    await tourDesk({
      system,
      browser,
      lang,
      memberFile,
      async visit(screen) {
        seen.push(screen);
        const large = await largeFaultsOf(browser.page, `${screen} ${name}`);
        // The bar may shorten the name of the organisation: the page of the team says all of it.
        faults.push(...large.filter((fault) => !fault.includes('cut off: _org_')));
      },
    });
    await browser.close();
    expect(faults).toEqual([]);
    expect(seen.length).toBeGreaterThan(10);
  });
});
