/** Owns what a person does on the phone, by the words on the screen; the tests decide what must follow. English screens. */
import type { Page } from 'playwright-core';

/** Presses the first button with these words that can be seen. */
export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).first().click();

export const seeTitle = (page: Page, title: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name: title }).waitFor();

/** What anybody sees who opens the app: a notebook with a line to search in. */
export const frontSearch = (page: Page) => page.getByRole('searchbox', { name: 'Search notes' });

export const seeFront = (page: Page): Promise<void> => frontSearch(page).waitFor();

/** Types into the notebook's search line, and presses Enter. */
export async function knock(page: Page, text: string): Promise<void> {
  await frontSearch(page).fill(text);
  await frontSearch(page).press('Enter');
}

/** From the notebook in front to the entry page: joining, or words, capture and wipe. */
export const enterByDoor = (page: Page): Promise<void> => knock(page, 'open notebook');

/** Locks by the keyboard; nothing but the notebook is left. */
export async function hide(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await seeFront(page);
}

/** From the first page to the ten words. */
export async function openInvite(page: Page, code: string): Promise<void> {
  await enterByDoor(page);
  await seeTitle(page, 'Language');
  await press(page, 'Next');
  await press(page, /Go on without installing|Next/);
  await press(page, 'Understood, go on');
  await seeTitle(page, 'Your invite');
  await page.getByRole('textbox', { name: 'Invite code' }).fill(code);
  await press(page, 'Check the invite');
}

/** Numbered words as they stand on the screen. */
export async function readWords(page: Page, label: string | RegExp): Promise<readonly string[]> {
  const list = page.getByRole('list', { name: label });
  await list.getByRole('listitem').first().waitFor();
  return list
    .getByRole('listitem')
    .evaluateAll((items) => items.map((item) => item.lastElementChild?.textContent ?? ''));
}

export type JoinedPhone = {
  readonly safety: readonly string[];
  /** What opens the notes. */
  readonly words: string;
  readonly hello: readonly string[];
};

/** Those that open the notes, or those for a forced moment. */
const THE_WORDS = /^(?:Your words|Words that .+)$/;

/** Writes the generated words down, and types them back. */
export async function chooseWords(page: Page): Promise<string> {
  await seeTitle(page, /^Write down/);
  const words = (await readWords(page, THE_WORDS)).join(' ');
  await press(page, 'I have written them down');
  await page.getByRole('textbox', { name: THE_WORDS }).fill(words);
  await press(page, 'Continue');
  return words;
}

/** The whole way in, to the home page. */
export async function join(page: Page, code: string): Promise<JoinedPhone> {
  await openInvite(page, code);
  await seeTitle(page, 'Compare ten words');
  const safety = await readWords(page, 'Words to compare');
  await press(page, 'They are the same');
  const words = await chooseWords(page);
  await seeTitle(page, 'Read four words to the coordinator');
  const hello = await readWords(page, 'Words of this phone');
  await press(page, 'Done, open the notes');
  await seeTitle(page, 'Notes');
  await page.getByRole('button', { name: 'New note' }).waitFor();
  return { safety, words, hello };
}

/** Chosen files, until so many are sealed: what one of them tells is said as soon as it was read, and it is wanted as it is. */
export async function addAsTheyAre(page: Page, count: number): Promise<void> {
  const sealed = page.getByText('sealed on this phone').nth(count - 1);
  const wanted = page.getByRole('button', { name: /^Add (?:as it is|all as they are)$/ }).last();
  while (!(await sealed.isVisible())) {
    await sealed.or(wanted).first().waitFor();
    // It may have gone with the file that it was for.
    if (!(await sealed.isVisible())) await wanted.click({ timeout: 3_000 }).catch(() => undefined);
  }
}

/** Waits until all of the app is on the phone, as after a visit of usual length: first what it needs at once, then the rest. S10 */
export const seeWhole = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    for (let whole = false; !whole; ) {
      // Each question has every kept file looked at: not more often than a person could ask.
      await new Promise((done) => setTimeout(done, 250));
      const { port1, port2 } = new MessageChannel();
      const told = new Promise<{ here: number; all: number }>((done) => {
        port1.onmessage = ({ data }) => done(data);
      });
      active?.postMessage({ type: 'HERE' }, [port2]);
      const { here, all } = await told;
      whole = all > 0 && here === all;
    }
  });

/** By the search line in front, as a person does. */
export async function unlock(page: Page, words: string): Promise<void> {
  await knock(page, words);
  await frontSearch(page).waitFor({ state: 'detached' });
}

/** By the entry page, which says what went wrong. */
export async function tryWords(page: Page, words: string): Promise<void> {
  await enterByDoor(page);
  await page.getByRole('textbox', { name: 'Words' }).fill(words);
  await press(page, 'Open');
}

/** Waits for the word that promises that nothing typed so far is lost. S1 */
export const seeSaved = (page: Page): Promise<void> => page.getByText('Saved on this phone').waitFor();

export const next = (page: Page): Promise<void> => press(page, 'Next');

/** The page sets the mark itself, a moment after the click; and a click may miss what moves away under it, as a finger's may. */
const mark = (role: 'radio' | 'checkbox') => async (page: Page, name: string | RegExp) => {
  const [box, marked] = [page.getByRole(role, { name }), page.getByRole(role, { name, checked: true })];
  for (let tries = 3; tries > 0 && !(await box.isChecked()); tries -= 1) {
    await box.click({ force: true });
    await marked.waitFor({ state: 'attached', timeout: 5_000 }).catch(() => undefined);
  }
  await marked.waitFor({ state: 'attached' });
};

export const choose = mark('radio');
export const tick = mark('checkbox');

export type Told = { readonly place: string; readonly name: string; readonly words: string };

/** All seven screens of the short form, from a new note to the summary. */
export async function fillShortForm(page: Page, told: Told): Promise<void> {
  await press(page, 'New note');
  await seeTitle(page, 'What happened?');
  await press(page, /^Arrest and detention$/);
  await press(page, /^Arbitrary arrest or detention$/);
  await seeTitle(page, 'When?');
  await choose(page, 'Yesterday');
  await page.getByRole('combobox', { name: 'Part of the day' }).selectOption({ label: 'Evening' });
  await next(page);
  await seeTitle(page, 'Where?');
  await page.getByRole('combobox', { name: 'Country' }).selectOption('TJ');
  await choose(page, /Gorno-Badakhshan/);
  await page.getByRole('textbox', { name: /Town, village/ }).fill(told.place);
  await next(page);
  await seeTitle(page, 'Who was harmed?');
  await choose(page, 'One person');
  await tick(page, 'Woman');
  await page.getByRole('textbox', { name: /What shall we call/ }).fill(told.name);
  await tick(page, 'Journalist');
  await next(page);
  await seeTitle(page, 'Who did it?');
  await page.getByRole('checkbox').nth(1).click({ force: true });
  await next(page);
  await seeTitle(page, 'In a few words');
  await page.getByRole('textbox', { name: 'What happened' }).fill(told.words);
  await seeSaved(page);
  await next(page);
  await seeTitle(page, 'May it be used?');
  await choose(page, /Partner NGOs, no publication/);
  await choose(page, 'The person');
  await seeSaved(page);
  await next(page);
  await seeTitle(page, 'Look once more');
}
