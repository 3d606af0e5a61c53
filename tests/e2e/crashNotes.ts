/** Owns what a person in a hurry does with a note of any form until the browser dies, and what was promised meanwhile. Must never judge what is left. */
import type { Page } from 'playwright-core';
import { openFullForm } from './fullSteps.ts';
import { choose, next, press, seeSaved, seeTitle, unlock } from './monitorSteps.ts';

export type Form = 'short' | 'full' | 'addition';
/** What was promised on the screen so far. `mark`: letters that stand in its text and in no other's. */
export type Note = {
  readonly mark: string;
  readonly form: Form;
  entries: number;
  saved: number;
  files: number;
  sealed: boolean;
};

export const PAGE = { short: 'Look once more', full: 'Full form', addition: 'Addition' } as const;
export const entryOf = (text: string): number => Number(/entry (\d+) of /.exec(text)?.[1]);
export const inList = (page: Page, list: string | RegExp) =>
  page.getByRole('list', { name: list }).getByRole('listitem');
export const field = (page: Page, { form }: Note) =>
  page.getByRole('textbox', { name: form === 'short' ? 'What happened' : 'In a few words' }).first();
export const files = (page: Page, { form }: Note) =>
  form === 'short' ? page.getByText('sealed on this phone') : inList(page, 'Evidence');

/** Tells at once of each *Saved*, with the text that stood in the field when the word appeared. */
export async function watch(page: Page, note: Note): Promise<void> {
  await page.exposeFunction('promised', (text: string) => {
    note.saved = Math.max(note.saved, entryOf(text));
  });
  await page.evaluate(() => {
    const { promised } = globalThis as unknown as { promised(text: string): Promise<void> };
    new MutationObserver(() => {
      if (document.querySelector('[data-saving=saved]') === null) return;
      const texts = [...document.querySelectorAll('textarea')].map(({ value }) => value);
      const entry = texts.find((text) => text.startsWith('entry '));
      if (entry !== undefined) void promised(entry);
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

/** After unlocking one is where one was; this is the list of notes. */
export async function goHome(page: Page): Promise<void> {
  const [list, back] = [
    page.getByRole('button', { name: 'New note' }),
    page.getByRole('button', { name: 'Notes', exact: true }),
  ];
  await list.or(back).first().waitFor();
  if (!(await list.isVisible())) await back.first().click();
  await list.waitFor();
}

/** From the page where a note begins, or any of its others, to where its text is written, or its files are. */
export async function openPage(page: Page, note: Note, what: 'text' | 'files'): Promise<void> {
  if (note.form === 'short') return inList(page, 'What will be sent').getByText('In a few words').click();
  const toParts = page.getByRole('button', { name: 'All parts' });
  if (await toParts.isVisible()) await toParts.click();
  const part = what === 'text' ? /^Account/ : /^Sources and evidence/;
  await page.getByRole('list', { name: 'Parts of the form' }).getByRole('button', { name: part }).click();
}

async function type(page: Page, note: Note, edits: number, roll: () => number): Promise<void> {
  for (let left = edits; left > 0; left -= 1) {
    note.entries += 1;
    await field(page, note).fill(`entry ${note.entries} of ${note.mark}`);
    // A person's pace, which asks for no word: the blow falls between typing and writing too.
    await new Promise((done) => setTimeout(done, roll() * 300));
    if (roll() < 0.5) await seeSaved(page);
  }
}

/** From home to the text of a new note, one line in it saved. */
export async function begin(page: Page, note: Note): Promise<void> {
  if (note.form === 'addition') {
    await inList(page, 'Sealed').getByRole('button').first().click();
    await page.getByText('Something to correct, add or take back?').click();
    await press(page, 'Add to it');
  } else {
    await press(page, 'New note');
    await press(page, /^Arrest and detention$/);
    await press(page, /^Arbitrary arrest or detention$/);
    await seeTitle(page, 'When?');
    await choose(page, 'Yesterday');
    await next(page);
    await seeTitle(page, 'Where?');
    await page.getByRole('combobox', { name: 'Country' }).selectOption('TJ');
    await press(page, 'Summary');
  }
  if (note.form === 'full') await openFullForm(page);
  await seeTitle(page, PAGE[note.form]);
  await openPage(page, note, 'text');
  await field(page, note).fill(`entry 1 of ${note.mark}`);
  await seeSaved(page);
}

/** What a person does who is in a hurry, until the browser is gone. */
export async function work(page: Page, note: Note, roll: () => number): Promise<void> {
  await type(page, note, 1 + Math.floor(roll() * 6), roll);
  await seeSaved(page);
  if (note.form !== 'short') await openPage(page, note, 'files');
  const buffer = Buffer.alloc(300_000, `inside ${note.mark} `);
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles([{ name: 'photo.jpg', mimeType: 'image/jpeg', buffer }]);
  if (roll() < 0.7) {
    await files(page, note).nth(note.files).waitFor();
    await seeSaved(page);
    note.files += 1;
  }
  if (note.form === 'short') await press(page, 'Summary');
  else {
    await press(page, 'All parts');
    await press(page, 'Look once more');
  }
  await press(page, 'Finish');
  await seeTitle(page, /Waiting|Sending|Stored/);
  note.sealed = true;
}

/** Lets the new version take over in the middle of a report, and opens the notes again in it. */
export async function update(page: Page, note: Note, roll: () => number, words: string): Promise<void> {
  await type(page, note, 1 + Math.floor(roll() * 2), roll);
  await press(page, 'Notes');
  await press(page, 'Update now');
  await unlock(page, words);
}
