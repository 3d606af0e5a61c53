/** Owns what a coordinator does at the desk, by the words on the screen; the tests decide what must follow. English screens. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { System } from './harness.ts';

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).first().click();

/** Writes the generated words down, and types them back. */
export async function choosePassphrase(page: Page): Promise<string> {
  const list = page.getByRole('list', { name: 'Your passphrase' });
  await list.waitFor();
  const shown = await list.getByRole('listitem').allTextContents();
  const words = shown.map((word) => word.replace(/^\d+/, '').trim()).join(' ');
  await press(page, 'I have written them down');
  await page.getByLabel('Your words').fill(words);
  await press(page, 'Continue');
  return words;
}

export type Plan = { readonly code: string; readonly name: string; readonly pseudonym: string };

/** From the first page to the words that were typed back. */
export async function planOrganisation(page: Page, plan: Plan): Promise<string> {
  await press(page, /Set up a new organisation/);
  await page.getByLabel('Set-up code').fill(plan.code);
  await page.getByLabel('Name of the organisation').fill(plan.name);
  await page.getByLabel('What shall colleagues call you?').fill(plan.pseudonym);
  await press(page, 'Continue');
  return choosePassphrase(page);
}

/** Saves the recovery file into `folder` and answers with its path. */
export async function saveRecovery(page: Page, folder: string): Promise<string> {
  const saved = page.waitForEvent('download');
  await press(page, 'Save the file');
  const path = join(folder, 'tumar-recovery.json');
  await (await saved).saveAs(path);
  return path;
}

/** The whole way to an empty inbox; answers with the words that open the desk. */
export async function foundAtDesk(
  page: Page,
  system: System,
  plan: Omit<Plan, 'code'>,
  folder: string,
): Promise<string> {
  await page.goto(system.deskUrl);
  const words = await planOrganisation(page, { ...plan, code: system.setupCode });
  await page.getByRole('heading', { name: 'Save the recovery file' }).waitFor();
  const file = await saveRecovery(page, folder);
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText('No reports yet').waitFor();
  await settled(page);
  return words;
}

/** To the inbox of an organisation that was founded on the command line. */
export async function openByKey(page: Page, system: System, memberFile: string): Promise<void> {
  await page.goto(system.deskUrl);
  await press(page, /Open from key file/);
  await page.locator('input[type=file]').setInputFiles(memberFile);
  await choosePassphrase(page);
  await settled(page);
}

export type ShownInvite = { readonly code: string; readonly safety: readonly string[] };

/** Makes an invite and leaves it on the screen. */
export async function showInvite(page: Page, codename: string): Promise<ShownInvite> {
  await page.getByRole('link', { name: 'Monitors' }).click();
  await press(page, 'Invite a monitor');
  await page.getByLabel('Codename').fill(codename);
  await press(page, 'Make the invite');
  await page.getByRole('img', { name: 'Invite as a picture to scan' }).waitFor();
  const code = await page.locator('code', { hasText: /^join1/ }).innerText();
  const words = page.getByRole('list', { name: 'Compare ten words' }).getByRole('listitem');
  await words.first().waitFor();
  const safety = await words.allTextContents();
  return { code, safety: safety.map((word) => word.replace(/^\d+/, '').trim()) };
}

export async function typeFourWords(page: Page, words: string): Promise<void> {
  await page.getByLabel('Four words').fill(words);
  await press(page, 'Confirm');
}

export async function unlockDesk(page: Page, words: string): Promise<void> {
  await page.getByLabel('Passphrase').fill(words);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

/** Until the desk has looked for new reports to the end. */
export const settled = (page: Page): Promise<void> => page.getByText(/^Checked at/).waitFor();

export async function lookForReports(page: Page): Promise<void> {
  await press(page, 'Check for new reports');
  await settled(page);
}
