/** Proves that answers to an organisation's form outlive the form: taken out at the desk while drafts with answers lie on a phone. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workbook } from '../xlsform/writer.ts';
import { addTo, done, openFullForm, openPart, write } from './fullSteps.ts';
import type { Browser } from './harness.ts';
import { choose, fillShortForm, press, seeSaved, seeTitle, seeWhole, unlock } from './monitorSteps.ts';
import { newestReport, publishForm, toForms } from './ownFormSteps.ts';
import { type DeskStage, setDeskStage } from './stage.ts';

const told = { place: 'Kishlak Zarafsar', name: 'Sabira-not-her-name', words: 'They took her at dawn.' };
const TITLE = 'Cell conditions';
const GONE =
  'This form of the organisation is not offered any more: cells. What you answered goes along as it is.';
const NOT_PUBLISHED = 'This form is not published any more. The answers are shown as they came.';

const FORM = workbook({
  survey: [
    ['type', 'name', 'label', 'relevant'],
    ['select_one yesno', 'water', 'Was there water in the cell?'],
    ['text', 'why', 'Why not?', "${water} = 'no'"],
    ['begin repeat', 'guard', 'Guard'],
    ['text', 'badge', 'Badge'],
    ['end repeat'],
  ],
  choices: [
    ['list_name', 'name', 'label'],
    ['yesno', 'yes', 'Yes, always'],
    ['yesno', 'no', 'No, never'],
  ],
  settings: [
    ['form_title', 'form_id', 'version'],
    [TITLE, 'cells', '3'],
  ],
});

describe('[FORM7] S1 a form that is taken out while drafts with answers to it lie on a phone', () => {
  let stage: DeskStage;
  let phone: Browser;
  let short = '';

  beforeAll(async () => {
    stage = await setDeskStage();
    await publishForm(stage.desk.page, stage.path('cells.xlsx'), FORM);
    await stage.copyJoined('phone');
    phone = await stage.phone('phone');
    const came = phone.page.waitForResponse(/\/manifest$/);
    await unlock(phone.page, stage.joined.words);
    expect((await came).ok()).toBe(true);
    await seeTitle(phone.page, 'Notes');
  });
  afterAll(() => stage?.end());

  it('is answered beside a short form and in a full one, neither of them finished', async () => {
    const { page } = phone;
    await fillShortForm(page, told);
    short = (await page.locator('header').textContent())?.match(/[A-Z2-9]{5}/)?.[0] ?? '';
    await page
      .getByRole('list', { name: 'Questions of your organisation' })
      .getByRole('button', { name: new RegExp(`^${TITLE}`) })
      .click();
    await seeTitle(page, TITLE);
    await choose(page, 'No, never');
    await write(page, 'Why not?', 'The tap was taken away');
    await addTo(page, 'Guard');
    await write(page, 'Badge', 'TJ-91');
    await done(page);
    await seeSaved(page);
    await press(page, 'Look once more');
    await press(page, 'Notes');

    await fillShortForm(page, told);
    await openFullForm(page);
    await openPart(page, TITLE);
    await choose(page, 'No, never');
    await write(page, 'Why not?', 'A word that was hidden again');
    await choose(page, 'Yes, always');
    await page.getByRole('textbox', { name: 'Why not?' }).waitFor({ state: 'detached' });
    await addTo(page, 'Guard');
    await write(page, 'Badge', 'TJ-77');
    await done(page);
    await seeSaved(page);
  });

  it('[MAN8] is gone from the phone with the next signed settings; the draft that stood on its page opens', async () => {
    const { page: desk } = stage.desk;
    await toForms(desk);
    await press(desk, `Take out ${TITLE}`);
    await desk.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
    await desk.getByText(/^Taken out\./).waitFor();

    const { page } = phone;
    // Without a network until the page is there: else the settings may come first, and it is gone before anybody sees it.
    await seeWhole(page);
    await phone.offline(true);
    await page.goto(stage.system.url);
    await unlock(page, stage.joined.words);
    await seeTitle(page, TITLE);
    await phone.offline(false);
    await press(page, 'Notes');
    await press(page, 'Settings');
    await press(page, /^Sending/);
    await page.getByText(/^Number 3, signed on/).waitFor();
    for (const title of ['Settings', 'Notes', 'Full form']) {
      await page.goBack();
      await seeTitle(page, title);
    }
    const parts = page.getByRole('list', { name: 'Parts of the form' }).getByRole('button');
    expect(await parts.filter({ hasText: TITLE }).count()).toBe(0);
    await press(page, 'Look once more');
    await page.getByRole('list', { name: 'Worth a look' }).getByText(GONE).waitFor();
  });

  it('[FORM1] [FORM4] what was answered in the full form is sent as it stands, without what was hidden', async () => {
    const { page } = phone;
    await press(page, 'Finish');
    await seeTitle(page, /Stored|Received/);
    const article = await newestReport(stage.desk.page, 'TJ-77');
    // The desk does not keep the words of a form that was taken out.
    for (const said of ['cells', NOT_PUBLISHED, 'water', 'yes', 'version 3']) expect(article).toContain(said);
    for (const not of [TITLE, 'Other fields']) expect(article).not.toContain(not);
    expect(article).not.toContain('A word that was hidden again');
  });

  it('[FORM4] what was answered beside the short form is told of at its last look, and sent', async () => {
    const { page } = phone;
    await press(page, 'Notes');
    await page.getByRole('list', { name: 'Drafts' }).getByRole('button', { name: short }).first().click();
    await seeTitle(page, 'Look once more');
    await page.getByText(GONE).waitFor();
    expect(await page.getByRole('list', { name: 'Questions of your organisation' }).count()).toBe(0);
    await press(page, 'Finish');
    await seeTitle(page, /Stored|Received/);
    const article = await newestReport(stage.desk.page, 'TJ-91');
    for (const said of ['cells', NOT_PUBLISHED, 'The tap was taken away']) expect(article).toContain(said);
    expect(phone.errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  });
});
