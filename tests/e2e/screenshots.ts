/** Owns taking a picture of every screen of phone and desk: both languages, both themes. `node tests/e2e/screenshots.ts [folder]` */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Lang } from '../../src/i18n/plural.ts';
import { makeDemo, tourDesk } from './deskTour.ts';
import { createFolder, foundOrganisation, openBrowser, startSystem } from './harness.ts';
import { tourMonitor } from './monitorTour.ts';

type Set = { readonly lang: Lang; readonly dark: boolean; readonly width: number; readonly height: number };

const sets: readonly Set[] = [
  { lang: 'en', dark: false, width: 360, height: 720 },
  { lang: 'ru', dark: true, width: 360, height: 720 },
  { lang: 'en', dark: true, width: 1280, height: 800 },
  { lang: 'ru', dark: false, width: 1280, height: 800 },
];
/** The desk is looked at most on a wide screen. */
const deskSets: readonly Set[] = [{ lang: 'en', dark: false, width: 1280, height: 800 }, ...sets];

const target = resolve(process.argv[2] ?? 'screenshots');
const folder = await createFolder();
const system = await startSystem();
const nameOf = (app: string, { lang, dark, width, height }: Set): string =>
  `${app}-${lang}-${dark ? 'dark' : 'light'}-${width}x${height}`;
const localeOf = (lang: Lang): string => (lang === 'ru' ? 'ru-RU' : 'en-GB');

try {
  const organisation = await foundOrganisation(system, 'Aq Joly Initiative', folder.path);
  for (const { lang, dark, width, height } of sets) {
    const name = nameOf('monitor', { lang, dark, width, height });
    const into = join(target, name);
    await mkdir(into, { recursive: true });
    const looks = { width, height, dark, locale: localeOf(lang) };
    const browser = await openBrowser(join(folder.path, name), looks);
    let taken = 0;
    await tourMonitor({
      system,
      organisation,
      browser,
      lang,
      inbox: join(folder.path, `inbox-${name}`),
      async visit(screen) {
        await browser.page.screenshot({ path: join(into, `${screen}.png`), animations: 'disabled' });
        taken += 1;
      },
    });
    await browser.close();
    process.stdout.write(`${taken} pictures in ${into}\n`);
  }
  const memberFile = await makeDemo(system.url, system.data, join(folder.path, 'demo'));
  for (const { lang, dark, width, height } of deskSets) {
    const name = nameOf('desk', { lang, dark, width, height });
    const into = join(target, name);
    await mkdir(into, { recursive: true });
    const looks = { width, height, dark, locale: localeOf(lang) };
    const browser = await openBrowser(join(folder.path, name), looks);
    let taken = 0;
    await tourDesk({
      system,
      browser,
      lang,
      memberFile,
      async visit(screen) {
        await browser.page.screenshot({ path: join(into, `${screen}.png`), animations: 'disabled' });
        taken += 1;
      },
    });
    await browser.close();
    process.stdout.write(`${taken} pictures in ${into}\n`);
  }
} finally {
  await system.stop();
  await folder.drop();
}
