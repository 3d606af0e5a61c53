/** Proves the way of an organisation's own form: published at the desk, asked on the phone, read at the desk. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workbook } from '../xlsform/writer.ts';
import { addTo, done, openEntry, openFullForm, openPart, write } from './fullSteps.ts';
import type { Browser } from './harness.ts';
import { choose, fillShortForm, hide, press, seeSaved, seeTitle, seeWhole, unlock } from './monitorSteps.ts';
import { newestReport, publishForm } from './ownFormSteps.ts';
import { type DeskStage, setDeskStage } from './stage.ts';

const told = { place: 'Kishlak Zarafsar', name: 'Sabira-not-her-name', words: 'They took her at dawn.' };

const FORM = workbook({
  survey: [
    [
      'type',
      'name',
      'label::English (en)',
      'label::Русский (ru)',
      'relevant',
      'required',
      'constraint',
      'constraint_message',
      'calculation',
      'default',
      'repeat_count',
    ],
    ['select_one yesno', 'water', 'Was there water in the cell?', 'Была ли в камере вода?'],
    ['text', 'why', 'Why not?', 'Почему нет?', "${water} = 'no'", 'yes'],
    ['integer', 'beds', 'Number of beds', 'Сколько коек', '', '', '. < 100', 'Fewer than a hundred', '', '4'],
    ['begin repeat', 'guard', 'Guard', 'Охранник'],
    ['text', 'badge', 'Badge', 'Номер жетона'],
    ['end repeat'],
    ['calculate', 'guards', '', '', '', '', '', '', 'count(${guard})'],
  ],
  choices: [
    ['list_name', 'name', 'label::English (en)', 'label::Русский (ru)'],
    ['yesno', 'yes', 'Yes, always', 'Да, всегда'],
    ['yesno', 'no', 'No, never', 'Нет, никогда'],
    ['tumar_countries', 'TJ', 'Tajikistan', 'Таджикистан'],
    ['tumar_countries', 'UZ', 'Uzbekistan', 'Узбекистан'],
  ],
  settings: [
    ['form_title', 'form_id', 'version', 'default_language'],
    ['Cell conditions', 'cells', '3', 'English (en)'],
  ],
});

describe('S8 a form of the organisation’s own', () => {
  let stage: DeskStage;
  let phone: Browser;
  /** Opens the notes anew. */
  /** Another start of the app, at the page where it was: that is written down by the time the notes open again after Hide. */
  async function again(): Promise<void> {
    await hide(phone.page);
    await unlock(phone.page, stage.joined.words);
    await phone.page.goto(stage.system.url);
    await unlock(phone.page, stage.joined.words);
  }

  beforeAll(async () => {
    stage = await setDeskStage();
    phone = await stage.joinedPhone('phone');
  });
  afterAll(() => stage?.end());

  it('[MAN8] is published at the desk, and on the phone with the next signed settings', async () => {
    await publishForm(stage.desk.page, stage.path('cells.xlsx'), FORM);
    const { page } = phone;
    const came = page.waitForResponse(/\/manifest$/);
    await again();
    expect((await came).ok()).toBe(true);
    await seeTitle(page, 'Notes');
    await seeWhole(page);
    await phone.offline(true);
  });

  it('[FORM5] makes the lists shorter, and stands behind our own parts', async () => {
    const { page } = phone;
    await fillShortForm(page, told);
    await openFullForm(page);
    const parts = page.getByRole('list', { name: 'Parts of the form' }).getByRole('button');
    expect(await parts.count()).toBe(9);
    expect(await parts.last().innerText()).toMatch(/^Cell conditions/);
    await openPart(page, 'Place and time');
    const country = page.getByRole('group', { name: 'Country', exact: true });
    expect(await country.getByRole('radio').count()).toBe(2);
  });

  it('[FORM1] [FORM3] [FORM4] asks with the same widgets: a condition, a beginning, a limit, a list', async () => {
    const { page } = phone;
    await openPart(page, 'Cell conditions');
    expect(await page.getByRole('textbox', { name: 'Number of beds' }).inputValue()).toBe('4');
    expect(await page.getByRole('textbox', { name: 'Why not?' }).count()).toBe(0);
    await choose(page, 'No, never');
    await write(page, 'Why not?', 'The tap was taken away');
    await choose(page, 'Yes, always');
    await page.getByRole('textbox', { name: 'Why not?' }).waitFor({ state: 'detached' });
    await write(page, 'Number of beds', '120');
    await page.getByText('Fewer than a hundred').waitFor();
    await write(page, 'Number of beds', '12');
    for (const badge of ['TJ-77', 'TJ-78']) {
      await addTo(page, 'Guard');
      await write(page, 'Badge', badge);
      await done(page);
    }
    await seeSaved(page);
    await choose(page, 'No, never');
    expect(await page.getByRole('textbox', { name: 'Why not?' }).inputValue()).toBe('The tap was taken away');
    await write(page, 'Why not?', '');
    await seeSaved(page);
    // Over a reload, and what was cleared does not come again.
    await again();
    await seeTitle(page, 'Cell conditions');
    expect(await page.getByRole('textbox', { name: 'Number of beds' }).inputValue()).toBe('12');
    await openEntry(page, 'Guard', /TJ-78|Guard 2/);
    expect(await page.getByRole('textbox', { name: 'Badge' }).inputValue()).toBe('TJ-78');
    await done(page);
  });

  it('[FORM4] S5 what it requires is worth a look and stops nobody; the desk reads what was asked', async () => {
    const { page } = phone;
    await press(page, 'All parts');
    await press(page, 'Look once more');
    await page.getByRole('list', { name: 'Worth a look' }).getByText('Not answered yet').click();
    await seeTitle(page, 'Cell conditions');
    await choose(page, 'Yes, always');
    await seeSaved(page);
    await press(page, 'All parts');
    await press(page, 'Look once more');
    await phone.offline(false);
    await press(page, 'Finish');
    await seeTitle(page, /Stored|Received/);
    const article = await newestReport(stage.desk.page, 'TJ-78');
    for (const said of [
      'Cell conditions',
      'Was there water in the cell?',
      'Yes, always',
      'Number of beds',
      'Guard 1',
      'TJ-77',
      'version 3',
    ])
      expect(article).toContain(said);
    expect(article).not.toContain('Other fields');
    expect(article).not.toContain('The tap was taken away');
    expect(phone.errors.filter((error) => !/ERR_INTERNET_DISCONNECTED/.test(error))).toEqual([]);
  });

  it('[MAN8] the desk reads the answers in its own language', async () => {
    const { page } = stage.desk;
    await page.getByRole('radio', { name: 'РУ' }).click();
    await page.getByText('Была ли в камере вода?').waitFor();
    const article = await page.getByRole('article').innerText();
    for (const said of ['Cell conditions', 'Да, всегда', 'Сколько коек', 'Охранник 2', 'версия 3'])
      expect(article).toContain(said);
    expect(article).not.toContain('Другие поля');
    await page.getByRole('radio', { name: 'EN' }).click();
    await page.getByText('Was there water in the cell?').waitFor();
  });

  it('[FORM7] S1 stands beside the short form by its title, one press from its end, and travels with it', async () => {
    const { page } = phone;
    await press(page, 'Notes');
    await fillShortForm(page, told);
    const row = page
      .getByRole('list', { name: 'Questions of your organisation' })
      .getByRole('button', { name: /^Cell conditions/ });
    await row.click();
    await seeTitle(page, 'Cell conditions');
    expect(await page.getByRole('textbox', { name: 'Number of beds' }).inputValue()).toBe('4');
    await choose(page, 'Yes, always');
    await addTo(page, 'Guard');
    await write(page, 'Badge', 'TJ-91');
    await done(page);
    await seeSaved(page);
    // Over a reload: the same page, the same answers.
    await again();
    await seeTitle(page, 'Cell conditions');
    await page.getByRole('button', { name: /TJ-91/ }).waitFor();
    await press(page, 'Look once more');
    await seeTitle(page, 'Look once more');
    expect(await row.innerText()).toMatch(/3 answers/);
    // It is still the short form.
    await page.getByRole('list', { name: 'What will be sent' }).getByText('Where?').click();
    await seeTitle(page, 'Where?');
    await press(page, 'Summary');
    await press(page, 'Finish');
    await seeTitle(page, /Stored|Received/);
    expect(await newestReport(stage.desk.page, 'TJ-91')).not.toContain('TJ-77');
  });
});
