/** Proves the way by hand in real browsers: saved here, delivered by somebody who never joined, and one report in the end. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, openBrowser } from './harness.ts';
import { addAsTheyAre, enterByDoor, fillShortForm, press, seeTitle } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

let stage: JoinedStage;
let phone: Browser;
let courier: Browser;
beforeAll(async () => {
  stage = await setJoinedStage();
  phone = await stage.joinedPhone('phone');
  courier = await openBrowser(stage.path('courier'));
});
afterAll(async () => {
  await courier?.close();
  await stage?.end();
});

it('S6 [UP8] S7 paused and saved on the phone, delivered by a courier without joining, then sent by itself: one report', async () => {
  const { system, organisation } = stage;
  const { page } = phone;
  await press(page, 'Settings');
  await page.getByRole('button', { name: /^Sending/ }).click();
  await seeTitle(page, 'Sending');
  await page.getByText(/^Number 1, signed on/).waitFor();
  await press(page, 'Pause sending');
  await page.getByText('Sealed reports stay on this phone until you continue', { exact: false }).waitFor();
  await press(page, 'Settings');
  await press(page, 'Notes');
  await page.getByText('Sending is paused').waitFor();
  await fillShortForm(page, { place: 'Zarafsar', name: 'Sabira', words: 'Carried by hand.' });
  await press(page, 'Finish');
  await seeTitle(page, 'Paused');

  const saving = page.waitForEvent('download');
  await press(page, 'Save the sealed file');
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^[0-9a-f]{12}\.age$/);
  const file = stage.path(download.suggestedFilename());
  await download.saveAs(file);
  expect(readFileSync(file).subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  await page.getByText('1 file was given to the browser’s downloads', { exact: false }).waitFor();
  const address = await page.getByText(/\/deliver#[0-9a-f]{32}$/).innerText();

  const { page: other } = courier;
  await other.goto(system.url);
  await enterByDoor(other);
  await seeTitle(other, 'Language');
  await press(other, 'Deliver a sealed file for somebody');
  await other.getByRole('textbox', { name: 'Delivery address' }).fill('nonsense');
  await other.locator('input[type=file]').setInputFiles(file);
  await press(other, 'Deliver');
  await other.getByText('This is not a delivery address.', { exact: false }).waitFor();
  await other.getByRole('textbox', { name: 'Delivery address' }).fill(address);
  await press(other, 'Deliver');
  await other.getByText('The server has it whole.', { exact: false }).waitFor();

  const out = stage.path('inbox');
  const reports = async (): Promise<number> => {
    await organisation.collect(out);
    return readdirSync(out).filter((name) => !name.startsWith('.')).length;
  };
  expect(await reports()).toBe(1);

  await press(page, 'Continue sending');
  await seeTitle(page, 'Stored');
  expect(await reports()).toBe(1);
});

it('S7 a report that is held back file by file says so, and offers to continue instead of sending now', async () => {
  const { page } = phone;
  await press(page, 'Notes');
  await phone.offline(true);
  await fillShortForm(page, { place: 'Khorog', name: 'Nilufar', words: 'Held back alone.' });
  await press(page, 'Finish');
  await seeTitle(page, 'Waiting for connection');
  await page.getByRole('button', { name: 'Send now' }).waitFor();
  await press(page, 'Pause The text');
  await seeTitle(page, 'Paused');
  expect(await page.getByRole('button', { name: 'Send now' }).count()).toBe(0);
  expect(await page.getByText('You hold this one back.').count()).toBe(2);
  const steps = page.getByRole('list', { name: 'Where it is' });
  expect(await steps.getByText('Paused').count()).toBe(1);
  await steps.getByText('On its way').waitFor();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await seeTitle(page, 'Waiting for connection');
  await page.getByRole('button', { name: 'Send now' }).waitFor();
  // All of it: the reason is another one, and so is the way back.
  await press(page, 'Notes');
  await press(page, 'Settings');
  await page.getByRole('button', { name: /^Sending/ }).click();
  await press(page, 'Pause sending');
  await press(page, 'Settings');
  await press(page, 'Notes');
  expect(await page.getByRole('status').filter({ hasText: 'Sending is paused' }).count()).toBe(1);
  await press(page, /Paused/);
  const now = page.getByRole('list', { name: 'Where it is' }).locator('[aria-current=step]');
  expect(await now.innerText()).toMatch(/^Paused[\s\S]*Sending is paused$/);
  await press(page, 'Notes');
});

it('S6 tells how many files were saved, also when they have arrived meanwhile', async () => {
  const { page } = phone;
  await fillShortForm(page, { place: 'Khorog', name: 'Nilufar', words: 'With a file.' });
  await press(page, 'Back');
  await seeTitle(page, 'May it be used?');
  await press(page, 'Back');
  await seeTitle(page, 'In a few words');
  const buffer = Buffer.from('a paper');
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles([{ name: 'paper.txt', mimeType: 'text/plain', buffer }]);
  await addAsTheyAre(page, 1);
  await press(page, 'Summary');
  await press(page, 'Finish');
  await seeTitle(page, 'Paused');
  await press(page, 'Notes');
  await press(page, 'Settings');
  await page.getByRole('button', { name: /^Sending/ }).click();
  await press(page, 'Save 3 sealed files');
  const told = page.getByText('3 files were given to the browser’s downloads', { exact: false });
  await told.waitFor();
  await phone.offline(false);
  await press(page, 'Continue sending');
  await page.getByText('Nothing sealed waits here.').waitFor();
  expect(await told.count()).toBe(1);
});
