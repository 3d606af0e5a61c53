/** Owns the proof that the public page works in a real browser under its own policy, against the real process. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { doorAt, foundOrganisation, sealedFile } from '../server/parties.ts';
import { type Running, startProcess } from '../server/process.ts';
import { type Browser, createFolder, type Folder, openBrowser } from './harness.ts';

let folder: Folder;
let endpoint: Running;
let browser: Browser;
beforeAll(async () => {
  folder = await createFolder();
  endpoint = await startProcess(join(folder.path, 'data'));
  browser = await openBrowser(join(folder.path, 'profile'));
});
afterAll(async () => {
  await browser.close();
  await endpoint.stop();
  await folder.drop();
});

it('S6 S9 anybody opens it, chooses files, and is told what became of each; it talks to its own server only', async () => {
  const { org } = await foundOrganisation(doorAt(endpoint.url), endpoint.code);
  const sealed = join(folder.path, 'report.age');
  writeFileSync(sealed, (await sealedFile()).file);
  const note = join(folder.path, 'note.txt');
  writeFileSync(note, 'not sealed');

  const { page } = browser;
  await page.goto(`${endpoint.url}/deliver#${org}`);
  expect(await page.inputValue('#org')).toBe(org);
  await page.setInputFiles('#file', [sealed, note]);
  await page.click('#send');
  // Without a ticket an endpoint may refuse; both answers are sentences of the page.
  await page.getByText(/The server has it whole|This server takes files only from members/).waitFor();
  await page.getByText('This is not a sealed file. It was not sent.').waitFor();

  await page.fill('#org', 'nonsense');
  await page.click('#send');
  await page.getByText('The number has 32 characters').waitFor();
  const hosts = new Set(browser.requests.map((url) => new URL(url).origin));
  expect([...hosts]).toEqual([new URL(endpoint.url).origin]);
  expect(browser.requests.some((url) => url.includes('#'))).toBe(false);
  // What an endpoint refuses, the browser's console calls an error; nothing else may be there.
  expect(browser.errors.filter((text) => !text.includes('403'))).toEqual([]);
});
