/** Owns the proof that a coordinator can import, publish and take out a form of the organisation's own, in a real browser. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workbook } from '../xlsform/writer.ts';
import { deskFaultsOf } from './axe.ts';
import { foundAtDesk } from './deskSteps.ts';
import { type Browser, createFolder, type Folder, openBrowser, type System, startSystem } from './harness.ts';

const vectors = join(import.meta.dirname, '../vectors/xlsforms');

let system: System;
let folder: Folder;
let browser: Browser;
let page: Page;

const judge = async (where: string): Promise<void> => expect(await deskFaultsOf(page), where).toEqual([]);

const choose = (file: string): Promise<void> => page.locator('input[type=file]').setInputFiles(file);
const inForce = () => page.getByRole('list', { name: 'In force' });

beforeAll(async () => {
  folder = await createFolder();
  system = await startSystem();
  browser = await openBrowser(join(folder.path, 'desk'));
  page = browser.page;
  await foundAtDesk(page, system, { name: 'Aq Joly Initiative', pseudonym: 'Saiga' }, folder.path);
});
afterAll(async () => {
  await browser.close();
  await system.stop();
  await folder.drop();
});

it('leads from the organisation to its forms', async () => {
  await page.getByRole('link', { name: 'Team' }).click();
  await page.getByRole('button', { name: /Forms of your own/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Forms of your own' }).waitFor();
  expect(await page.getByText('None yet').count()).toBe(1);
  await judge('no forms');
});

it('says in words why a file gives no form', async () => {
  await choose(join(vectors, 'tutorial.xls'));
  await page.getByRole('heading', { name: 'No form was read from this file' }).waitFor();
  await page.getByText(/This is an old Excel file.*save as.*\.xlsx/i).waitFor();
  expect(await page.getByText(/Correct what is marked/).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Publish', exact: true }).count()).toBe(0);
  const cycle = join(folder.path, 'cycle.xlsx');
  const rows = [
    ['type', 'name', 'label', 'relevant'],
    ['text', 'a', 'A\u202e', `\${b} = 'x'`],
    ['text', 'b', 'B', `\${a} = 'x'`],
  ];
  await writeFile(cycle, workbook({ survey: rows }));
  await choose(cycle);
  await page.getByText(/These depend on each other in a circle: a → b/).waitFor();
  await page.getByText('sheet survey, row 2, column D (relevant)').waitFor();
  await page.getByText('a · These depend on each other').waitFor();
  await judge('errors');
});

it('shows what is not asked, publishes, and takes out', async () => {
  await choose(join(vectors, 'all-question-types.xlsx'));
  await page.getByRole('heading', { name: 'This form can be published' }).waitFor();
  await page.getByText(/Not asked: \d+/).click();
  await page.getByText('sheet survey, row 106, column A (type)').waitFor();
  const geotrace = page.getByRole('listitem').filter({ hasText: 'sheet survey, row 106,' });
  expect(await geotrace.locator('strong').textContent()).not.toBe('');
  await page.getByText('What is asked').click();
  await page.getByText('Range decimal').waitFor();
  await judge('a form');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Published. Phones take it at their next contact.').waitFor();
  await inForce().getByText('All question types').waitFor();
  await judge('in force');

  await choose(join(vectors, 'group.xlsx'));
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await inForce().getByText('group').waitFor();
  expect(await inForce().getByRole('listitem').count()).toBe(2);
  await page.getByRole('button', { name: 'Take out group' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
  await page.getByText(/^Taken out\./).waitFor();
  expect(await inForce().getByRole('listitem').count()).toBe(1);
});
