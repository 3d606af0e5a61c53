/** Proves the way of a region and an agency of an organisation's own: added at the desk, chosen on the phone, named in the report for good. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from './axe.ts';
import { lookForReports } from './deskSteps.ts';
import type { Browser } from './harness.ts';
import { choose, next, press, seeSaved, seeTitle, tick, unlock } from './monitorSteps.ts';
import { type DeskStage, setDeskStage } from './stage.ts';

const region = { en: 'Upper Zarafsar Valley', ru: 'Верхняя Зарафсарская долина' };
const agency = { en: 'Night Order Service', ru: 'Служба ночного порядка' };

const rows = (page: Page) => page.getByRole('list', { name: /^(Regions|Agencies)$/ });
const write = (page: Page, label: string, text: string) =>
  page.getByRole('textbox', { name: label }).fill(text);
const pickCountry = (page: Page, country: string) =>
  page.getByRole('combobox', { name: 'Country' }).selectOption({ label: country });
const openLists = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Team' }).click();
  await press(page, /^Regions and agencies/);
  await seeTitle(page, 'Regions and agencies');
};
/** The title of the desk is its own. */
const faults = async (page: Page, screen: string) =>
  (await faultsOf(page, screen)).filter((fault) => !fault.endsWith('the title says more than it may'));
const publish = async (page: Page): Promise<void> => {
  await press(page, 'Publish to the phones');
  await page.getByText('Published. Phones take it at their next contact.').waitFor();
};

describe('S8 regions and agencies of the organisation’s own', () => {
  let stage: DeskStage;
  let phone: Browser;

  /** Opens the notes anew and waits for the settings. */
  async function takeSettings(): Promise<void> {
    const { page } = phone;
    const came = page.waitForResponse(/\/manifest$/);
    await page.goto(stage.system.url);
    await unlock(page, stage.joined.words);
    expect((await came).ok()).toBe(true);
    await seeTitle(page, 'Notes');
  }

  beforeAll(async () => {
    stage = await setDeskStage();
    phone = await stage.joinedPhone('phone');
  });
  afterAll(() => stage?.end());

  it('[MAN9] are gathered at the desk, told apart from ours, and published together', async () => {
    const { page } = stage.desk;
    await openLists(page);
    await pickCountry(page, 'Tajikistan');
    await press(page, 'Add a region');
    await write(page, 'ISO 3166-2 code', 'TJ-DU');
    await write(page, 'Name in English', 'dushanbe');
    await page.getByText('There is one with this name: Dushanbe. You can add it all the same.').waitFor();
    await press(page, 'Add to the list');
    await page.getByText('There is a region with this code already: Dushanbe.').waitFor();
    expect(await faults(page, 'an entry')).toEqual([]);
    await write(page, 'ISO 3166-2 code', '');
    await write(page, 'Name in English', region.en);
    await write(page, 'Name in Russian', region.ru);
    await press(page, 'Add to the list');
    await rows(page).getByText(region.en).waitFor();
    expect(await rows(page).getByRole('listitem').last().innerText()).toContain('TJ-X01');
    await press(page, 'Take out Sughd Region');

    await choose(page, 'Agencies');
    expect(await page.getByRole('combobox', { name: 'Country' }).inputValue()).toBe('TJ');
    await press(page, 'Add an agency');
    await write(page, 'Name in English', agency.en);
    await write(page, 'Name in Russian', agency.ru);
    await write(page, 'Abbreviation', 'NOS');
    await press(page, 'Add to the list');
    await press(page, 'Take out Prosecutor’s office');
    await page.getByText('4 changes are not published').waitFor();
    expect(await faults(page, 'four changes')).toEqual([]);

    // Leaving asks, and staying loses nothing; the browser's own way back does neither.
    await page.getByRole('link', { name: /Inbox/ }).click();
    await page.getByRole('dialog', { name: 'Leave without publishing?' }).waitFor();
    await press(page, 'Stay');
    await page.goBack();
    await page.getByText('4 changes are not published').waitFor();
    // Nor does a reload there: the browser asks first, and they are still there when one stays.
    const asked = page.waitForEvent('dialog');
    const reloading = page.reload().catch(() => null);
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await reloading;
    await page.getByText('4 changes are not published').waitFor();
    await press(page, /^Regions and agencies/);
    await publish(page);
    expect(await page.getByText('not published').count()).toBe(0);
  });

  it('[MAN9] [FORM5] come to the phone with the next settings, in place of what was taken out', async () => {
    const { page } = phone;
    await takeSettings();
    await press(page, 'New note');
    await press(page, /^Arrest and detention$/);
    await press(page, /^Arbitrary arrest or detention$/);
    await seeTitle(page, 'When?');
    await choose(page, 'Yesterday');
    await next(page);
    await seeTitle(page, 'Where?');
    await page.getByRole('combobox', { name: 'Country' }).selectOption('TJ');
    await page.getByRole('radio', { name: 'Dushanbe' }).waitFor({ state: 'attached' });
    expect(await page.getByRole('radio', { name: 'Sughd Region' }).count()).toBe(0);
    await choose(page, region.en);
    await next(page);
    await seeTitle(page, 'Who was harmed?');
    await choose(page, 'One person');
    await page.getByRole('textbox', { name: /What shall we call/ }).fill('Anvar-not-his-name');
    await next(page);
    await seeTitle(page, 'Who did it?');
    await page.getByText('More', { exact: true }).click();
    expect(await page.getByRole('checkbox', { name: /Prosecutor’s office/ }).count()).toBe(0);
    const more = page.getByRole('group', { name: 'Who did it?' }).nth(1);
    const search = page.getByRole('searchbox', { name: 'Search all agencies' });
    await search.fill('nothing like it');
    await page.getByText('Nothing found. Try another word.').waitFor();
    await search.fill(agency.ru);
    await more.getByRole('checkbox', { name: new RegExp(agency.en) }).waitFor({ state: 'attached' });
    expect(await more.getByRole('checkbox').count()).toBe(1);
    await tick(page, new RegExp(agency.en));
    await next(page);
    // Seen again without looking for it.
    await press(page, 'Back');
    const shown = page.getByRole('group', { name: 'Who did it?' }).first();
    expect(await shown.getByRole('checkbox', { name: new RegExp(agency.en) }).isChecked()).toBe(true);
    await next(page);
    await seeTitle(page, 'In a few words');
    await page.getByRole('textbox', { name: 'What happened' }).fill('Taken at the market.');
    await seeSaved(page);
    await next(page);
    await seeTitle(page, 'May it be used?');
    await choose(page, /Partner NGOs, no publication/);
    await choose(page, 'The person');
    await seeSaved(page);
    await next(page);
    await seeTitle(page, 'Look once more');
    await page.getByText(region.en).first().waitFor();
    await press(page, 'Finish');
    await seeTitle(page, /Stored|Received/);
    await press(page, 'Notes');
    await seeTitle(page, 'Notes');
  });

  /** The line of the report and the report itself, in the language the desk speaks. */
  async function readAtDesk(names: { readonly region: string; readonly agency: string }): Promise<void> {
    const { page } = stage.desk;
    const lines = page.getByRole('list').filter({ hasText: names.region });
    await lines.getByRole('button').first().click();
    const article = page.getByRole('article');
    await article.getByText(names.region).first().waitFor();
    expect(await article.innerText()).toContain(names.agency);
  }

  it('[REP11] stand in the list and the report at the desk, in English and in Russian', async () => {
    const { page } = stage.desk;
    await page.getByRole('link', { name: /Inbox/ }).click();
    await lookForReports(page);
    await readAtDesk({ region: region.en, agency: agency.en });
    await choose(page, 'РУ');
    await readAtDesk({ region: region.ru, agency: agency.ru });
    await choose(page, 'EN');
  });

  it('[MAN9] [REP11] what is taken out again is offered nowhere, and the report that has it still names it', async () => {
    const { page } = stage.desk;
    await openLists(page);
    await choose(page, 'Agencies');
    await pickCountry(page, 'Tajikistan');
    await press(page, `Take out ${agency.en}`);
    await page.getByText('1 change is not published').waitFor();
    await publish(page);
    await rows(page)
      .getByRole('button', { name: `Offer again: ${agency.en}` })
      .waitFor();

    await takeSettings();
    const { page: notes } = phone;
    await press(notes, 'New note');
    await press(notes, /^Arrest and detention$/);
    await press(notes, /^Arbitrary arrest or detention$/);
    await seeTitle(notes, 'When?');
    await next(notes);
    await seeTitle(notes, 'Where?');
    await notes.getByRole('combobox', { name: 'Country' }).selectOption('TJ');
    await notes.getByRole('radio', { name: region.en }).waitFor({ state: 'attached' });
    await next(notes);
    await seeTitle(notes, 'Who was harmed?');
    await next(notes);
    await seeTitle(notes, 'Who did it?');
    await notes.getByText('More', { exact: true }).click();
    await notes
      .getByRole('checkbox', { name: /^Police/ })
      .first()
      .waitFor({ state: 'attached' });
    expect(await notes.getByRole('checkbox', { name: new RegExp(agency.en) }).count()).toBe(0);

    await page.getByRole('link', { name: /Inbox/ }).click();
    await readAtDesk({ region: region.en, agency: agency.en });
    expect(stage.desk.errors).toEqual([]);
    expect(phone.errors).toEqual([]);
  });
});
