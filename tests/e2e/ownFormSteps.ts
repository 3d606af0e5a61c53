/** Owns what a coordinator does with the organisation's own forms, and reads of the answers, at the desk; the tests decide what must follow. English screens. */
import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { lookForReports } from './deskSteps.ts';
import { press } from './monitorSteps.ts';

export async function toForms(desk: Page): Promise<void> {
  await desk.getByRole('link', { name: 'Team' }).click();
  await press(desk, /Forms of your own/);
}

/** Until it is among the settings that the phones take. `path`: where the workbook may lie. */
export async function publishForm(desk: Page, path: string, form: Uint8Array): Promise<void> {
  await writeFile(path, form);
  await toForms(desk);
  await desk.locator('input[type=file]').setInputFiles(path);
  await desk.getByRole('heading', { name: 'This form can be published' }).waitFor();
  await desk.getByRole('button', { name: 'Publish', exact: true }).click();
  await desk.getByText('Published. Phones take it at their next contact.').waitFor();
}

/** What the desk shows of the newest report, in which `mark` stands. */
export async function newestReport(desk: Page, mark: string): Promise<string> {
  await desk.getByRole('link', { name: /Inbox/ }).click();
  await lookForReports(desk);
  await desk.getByRole('list', { name: 'Reports' }).getByRole('button').first().click();
  await desk.getByText(mark).first().waitFor();
  return desk.getByRole('article').innerText();
}
