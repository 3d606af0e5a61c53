/** Proves the full form in a real browser: a report with care, over several openings, without a network. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTo, choose, done, openEntry, openFullForm, openPart, pick, write } from './fullSteps.ts';
import { type Browser, findTexts } from './harness.ts';
import { fillShortForm, press, seeSaved, seeTitle, unlock } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const told = { place: 'Kishlak Zarafsar', name: 'Sabira-not-her-name', words: 'They took her at dawn.' };
const INJURIES = 'Canary bruises on both arms';
const STORY = 'They came at dawn and asked for her. Ба хонаашон ҳам даромаданд. '.repeat(2_200);

describe('S1 S6 S10 the full form in Chromium', () => {
  let stage: JoinedStage;
  let browser: Browser;
  let code = '';

  beforeAll(async () => {
    stage = await setJoinedStage();
    browser = await stage.joinedPhone('phone');
    await browser.offline(true);
  });
  afterAll(() => stage?.end());

  /** The tab dies, and another one opens without a network. */
  const again = async (): Promise<void> => {
    await browser.page.goto(stage.system.url);
    await unlock(browser.page, stage.joined.words);
  };

  it('S1 takes over every answer of the short form, under the same code', async () => {
    const { page } = browser;
    await fillShortForm(page, told);
    code = (await page.locator('header').textContent())?.match(/[A-Z2-9]{5}/)?.[0] ?? '';
    await openFullForm(page);
    await seeSaved(page);
    expect(await page.locator('header').textContent()).toContain(code);
    await openPart(page, 'People');
    await openEntry(page, 'People', new RegExp(told.name));
    await seeTitle(page, told.name);
    await done(page);
    await openPart(page, 'Place and time');
    expect(await page.getByRole('textbox', { name: /Town, village/ }).inputValue()).toBe(told.place);
    expect(await page.getByRole('radio', { name: 'Evening' }).isChecked()).toBe(true);
    await openPart(page, 'Account');
    expect(await page.getByRole('textbox', { name: 'In a few words' }).inputValue()).toBe(told.words);
  });

  it('S1 keeps what a condition hides, also over a reload, and shows it again with its text', async () => {
    const { page } = browser;
    await openPart(page, 'Acts');
    await addTo(page, 'What happened');
    await pick(page, 'Type of violation', 'tortur', 'Torture');
    await write(page, 'Injuries', INJURIES);
    await pick(page, 'Type of violation', 'house arr', 'House arrest');
    await page.getByRole('textbox', { name: 'Held at' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Injuries' }).count()).toBe(0);
    await write(page, 'Held at', 'Her own flat');
    await seeSaved(page);
    await again();
    await seeTitle(page, 'House arrest');
    await pick(page, 'Type of violation', 'tortur', 'Torture');
    expect(await page.getByRole('textbox', { name: 'Injuries' }).inputValue()).toBe(INJURIES);
    await done(page);
    await seeTitle(page, 'Acts');
    expect(await page.getByRole('list', { name: 'What happened' }).getByRole('listitem').count()).toBe(2);
  });

  it('S1 brings a removed entry back as it was', async () => {
    const { page } = browser;
    await openEntry(page, 'What happened', /^Torture/);
    await press(page, 'Remove');
    await seeTitle(page, 'Acts');
    expect(await page.getByRole('list', { name: 'What happened' }).getByRole('listitem').count()).toBe(1);
    await press(page, 'Undo');
    await openEntry(page, 'What happened', /^Torture/);
    expect(await page.getByRole('textbox', { name: 'Injuries' }).inputValue()).toBe(INJURIES);
    await done(page);
  });

  it('takes several people with names by script, rough dates in their own words, and letters a keyboard lacks', async () => {
    const { page } = browser;
    await openPart(page, 'People');
    await addTo(page, 'People');
    await page.getByRole('textbox', { name: /^Name or pseudonym/ }).pressSequentially('Teacher ');
    await page
      .getByRole('toolbar', { name: /Letters/ })
      .getByRole('button', { name: 'қ' })
      .click();
    expect(await page.getByRole('textbox', { name: /^Name or pseudonym/ }).inputValue()).toBe('Teacher қ');
    await choose(page, 'How to record the name', 'Under a pseudonym');
    await addTo(page, 'Names in each script');
    await write(page, 'Full name', 'Қайырсын Арман');
    await choose(page, 'Script', 'Cyrillic');
    await done(page);
    await page.getByText('Қайырсын Арман').first().waitFor();
    const birth = page.getByRole('group', { name: 'Date of birth' });
    await birth.getByRole('combobox', { name: 'How well is it known?' }).selectOption('about');
    await birth.getByRole('textbox', { name: 'Year' }).fill('1988');
    await birth.getByRole('textbox', { name: /own words/ }).fill('the year of the earthquake');
    await birth.getByText('Understood as: 01.01.1988 – 31.12.1988').waitFor();
    await seeSaved(page);
    await done(page);
    await openEntry(page, 'People', /Teacher қ/);
    expect(await page.getByRole('textbox', { name: 'Year' }).inputValue()).toBe('1988');
    await done(page);
  });

  it('takes a long account and does not lose a letter of it', async () => {
    const { page } = browser;
    expect(STORY.length).toBeGreaterThan(140_000);
    await openPart(page, 'Account');
    await write(page, 'Full account', STORY);
    await page.getByRole('textbox', { name: 'Full account' }).press('End');
    await page.keyboard.type('The end.');
    await seeSaved(page);
    await again();
    await seeTitle(page, 'Account');
    const kept = await page.getByRole('textbox', { name: 'Full account' }).inputValue();
    expect(kept.length).toBe(STORY.length + 'The end.'.length);
  });

  it('says what each use would still need, and leads to the field', async () => {
    const { page } = browser;
    await press(page, 'All parts');
    const uses = page.getByRole('list', { name: 'What it would serve' });
    await uses.getByRole('button', { name: /^WGAD/ }).click();
    await seeTitle(page, /^Missing: WGAD/);
    await page
      .getByRole('button', { name: /Citizenship/ })
      .first()
      .click();
    await seeTitle(page, told.name);
    const reached = await page.evaluate(
      () => document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset['field'],
    );
    expect(reached).toBe('persons[0].citizenship');
    await pick(page, 'Citizenship', 'Taj', 'Tajikistan');
    await done(page);
  });

  it('opens a guide by one press, and comes back to the field', async () => {
    const { page } = browser;
    await openPart(page, 'Consent and risk');
    await openEntry(page, 'Consent', /Partner/);
    await page
      .getByRole('button', { name: /^Guide: Seven points/ })
      .first()
      .click();
    await seeTitle(page, 'Seven points of consent');
    expect(await page.getByRole('listitem').count()).toBeGreaterThan(9);
    await press(page, 'Back');
    await seeTitle(page, /Partner NGOs/);
  });

  it('S5 finishes without a network; the coordinators read what was written, and nothing that was hidden', async () => {
    const { page } = browser;
    await done(page);
    await press(page, 'All parts');
    await press(page, 'Look once more');
    await seeTitle(page, 'Look once more');
    await press(page, 'Finish');
    await seeTitle(page, /Waiting for connection/);
    await browser.offline(false);
    await seeTitle(page, 'Stored');
    const out = stage.path('inbox');
    await stage.organisation.collect(out, '--ack');
    const [name = ''] = readdirSync(out).filter((one) => !one.startsWith('.'));
    const fields = JSON.parse(readFileSync(joinPath(out, name, 'report.json'), 'utf8'));
    expect(fields).toMatchObject({
      form: 'full',
      local_ref: code,
      acts: [{ type: 'lib.arrest' }, { type: 'tor.torture', details: { injuries: INJURIES } }],
      persons: [
        { label: told.name, citizenship: ['TJ'] },
        {
          label: 'Teacher қ',
          anonymity: 'pseudonym',
          names: [{ full: 'Қайырсын Арман', script: 'Cyrl' }],
          birth: { edtf: '1988~', q: 'about', text: 'the year of the earthquake' },
        },
      ],
      place: { country: 'TJ', locality: told.place },
      event: { summary: told.words },
    });
    expect(fields.event.narrative).toHaveLength(`${STORY}The end.`.length);
    expect(JSON.stringify(fields)).not.toContain('Her own flat');
  });

  it('S3 leaves no word of it in the files of the browser profile', async () => {
    expect(browser.errors.filter((error) => !/ERR_INTERNET_DISCONNECTED/.test(error))).toEqual([]);
    await browser.close();
    const { files, found } = findTexts(stage.path('phone'), [
      'Zarafsar',
      'Sabira-not',
      'Canary bruises',
      'Қайырсын',
      'year of the earthquake',
      'asked for her',
    ]);
    expect(files).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });
});
