/** Proves that every letter that the app says anything with, in any of its languages, is drawn as a letter and not as an empty box. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as en from '../../src/i18n/en/forMonitor.ts';
import * as kkFull from '../../src/i18n/kk/forFull.ts';
import * as kk from '../../src/i18n/kk/forMonitor.ts';
import * as kyFull from '../../src/i18n/ky/forFull.ts';
import * as ky from '../../src/i18n/ky/forMonitor.ts';
import { languageNames } from '../../src/i18n/plural.ts';
import * as ru from '../../src/i18n/ru/forMonitor.ts';
import * as tgFull from '../../src/i18n/tg/forFull.ts';
import * as tg from '../../src/i18n/tg/forMonitor.ts';
import * as tkFull from '../../src/i18n/tk/forFull.ts';
import * as tk from '../../src/i18n/tk/forMonitor.ts';
import * as uzFull from '../../src/i18n/uz/forFull.ts';
import * as uz from '../../src/i18n/uz/forMonitor.ts';
import { inCyrillic } from '../../src/i18n/uzbek.ts';
import { type Browser, createFolder, type Folder, openBrowser, type System, startSystem } from './harness.ts';

const said = (...parts: readonly unknown[]): string =>
  JSON.stringify(parts.map((part) => ({ ...(part as object) })));
const languages: Readonly<Record<string, string>> = {
  en: said(en, languageNames),
  ru: said(ru),
  kk: said(kk, kkFull),
  ky: said(ky, kyFull),
  tg: said(tg, tgFull),
  tk: said(tk, tkFull),
  uz: said(uz, uzFull),
  'uz-Cyrl': inCyrillic(said(uz, uzFull)),
};
const charactersOf = (text: string): readonly string[] => [
  ...new Set(
    [...text, ...text.toUpperCase(), ...text.toLowerCase()].filter((one) => /[^\s\p{C}\p{M}]/u.test(one)),
  ),
];

describe('letters', () => {
  let folder: Folder;
  let system: System;
  let browser: Browser;
  beforeAll(async () => {
    folder = await createFolder();
    system = await startSystem();
    browser = await openBrowser(join(folder.path, 'profile'), { width: 360, height: 720 });
    await browser.page.goto(system.url);
    await browser.page.getByRole('searchbox').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
    await folder?.drop();
  });

  /** Those that look like a character which does not exist, in the app's own type, plain and strong. */
  const notDrawn = (characters: readonly string[]): Promise<readonly string[]> =>
    browser.page.evaluate((all) => {
      const canvas = document.createElement('canvas');
      canvas.width = 40;
      canvas.height = 40;
      const pen = canvas.getContext('2d', { willReadFrequently: true });
      if (pen === null) throw new Error('nothing to draw on');
      const { fontFamily } = getComputedStyle(document.body);
      const picture = (character: string, weight: number): string => {
        pen.font = `${weight} 24px ${fontFamily}`;
        pen.clearRect(0, 0, 40, 40);
        pen.fillText(character, 4, 30);
        return pen.getImageData(0, 0, 40, 40).data.join();
      };
      return all.filter((character) =>
        [400, 700].some((weight) => {
          // Two that are assigned to nobody: one box for all, or a box that shows the number.
          const boxes = ['\u0378', '\u0379'].map((none) => picture(none, weight));
          return [...boxes, picture(' ', weight)].includes(picture(character, weight));
        }),
      );
    }, characters);

  it('the search finds a character that nobody can draw', async () => {
    expect(await notDrawn(['a', '\u0378', 'ж', '\u0379'])).toEqual(['\u0378', '\u0379']);
  });

  it.each(Object.entries(languages))('S12 of %s are all drawn', async (_lang, text) => {
    const characters = charactersOf(text);
    expect(characters.length).toBeGreaterThan(60);
    expect(await notDrawn(characters)).toEqual([]);
  });
});
