/** Owns what a person does in the full form, by the words on the screen; the tests decide what must follow. English screens. */
import type { Page } from 'playwright-core';
import { press, seeTitle } from './monitorSteps.ts';

/** From the last look of the short form to the list of parts. */
export async function openFullForm(page: Page): Promise<void> {
  await press(page, 'Add more details (full form)');
  await seeTitle(page, 'Full form');
}

/** From any page of the form to one of its parts. */
export async function openPart(page: Page, name: string): Promise<void> {
  const toParts = page.getByRole('button', { name: 'All parts' });
  if (await toParts.isVisible()) await toParts.click();
  await seeTitle(page, 'Full form');
  await page
    .getByRole('list', { name: 'Parts of the form' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
  await seeTitle(page, name);
}

/** Opens an entry of a list by what it is called. */
export const openEntry = (page: Page, list: string, name: string | RegExp): Promise<void> =>
  page.getByRole('list', { name: list }).getByRole('button', { name }).click();

export const addTo = (page: Page, list: string): Promise<void> =>
  page.getByRole('button', { name: `Add: ${list}` }).click();

export const write = (page: Page, label: string | RegExp, text: string): Promise<void> =>
  page.getByRole('textbox', { name: label }).first().fill(text);

/** Chooses out of a long list by searching in it. */
export async function pick(
  page: Page,
  question: string,
  typed: string,
  found: string | RegExp,
): Promise<void> {
  const group = page.getByRole('group', { name: question, exact: true });
  await group.getByRole('button', { name: /Choose|Change/ }).click();
  await seeTitle(page, question);
  await page.getByRole('searchbox', { name: 'Search' }).fill(typed);
  const row = page.getByRole('button', { name: found }).first();
  const box = page.getByRole('checkbox', { name: found }).first();
  await row.or(box).first().waitFor();
  if (await row.isVisible()) await row.click();
  else {
    await box.check({ force: true });
    await press(page, 'Done');
  }
}

/** Chooses one of a few that are laid out. */
export const choose = (page: Page, question: string, answer: string): Promise<void> =>
  page
    .getByRole('group', { name: question, exact: true })
    .getByRole('radio', { name: answer, exact: true })
    .check({ force: true });

export const done = (page: Page): Promise<void> => press(page, 'Done');
