/** Proves in a real browser that consent is asked and never assumed, doubts about it are told where they can be mended, and no chance to undo lies over its questions. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectsAt, type ReportFields, textsAt } from '../../src/domain/report.ts';
import { openFullForm, openPart } from './fullSteps.ts';
import type { Browser } from './harness.ts';
import { choose, fillShortForm, next, press, seeSaved, seeTitle } from './monitorSteps.ts';
import { openedBy } from './samplesSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const told = { place: 'Khorog', name: 'Nilufar-not-her-name', words: 'The van was white.' };

describe('consent in Chromium', () => {
  let stage: JoinedStage;
  let browser: Browser;

  beforeAll(async () => {
    stage = await setJoinedStage();
    browser = await stage.joinedPhone('phone');
  });
  afterAll(() => stage?.end());
  const doubts = () => browser.page.getByRole('list', { name: 'May it be used?' });
  const said = () => browser.page.getByRole('list', { name: 'What will be sent' });
  const fold = () => browser.page.getByText('Where it is from, and who agreed');
  const undo = () => browser.page.getByRole('button', { name: 'Undo' });

  it('[FORM6] who agreed is asked; not knowing it is told at the last look, one press from the answer', async () => {
    const { page } = browser;
    await fillShortForm(page, told);
    expect(await doubts().count()).toBe(0);
    await said().getByText('May it be used?').click();
    await seeTitle(page, 'May it be used?');
    await page.getByText(/makes it at least “Important”.*only a coordinator can choose less/).waitFor();
    expect(await page.getByRole('radio', { name: 'Routine' }).isEnabled()).toBe(false);
    await choose(page, 'I don’t know who');
    await press(page, 'Summary');
    await seeTitle(page, 'Look once more');
    expect(await doubts().getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringContaining('It is not said who agreed'),
    ]);
    expect(await page.getByRole('button', { name: 'Finish' }).isEnabled()).toBe(true);
    await doubts().getByRole('button').click();
    await seeTitle(page, 'May it be used?');
    await choose(page, 'Relative');
    await page
      .getByRole('combobox', { name: 'How was the answer given?' })
      .selectOption({ label: 'Written' });
    await seeSaved(page);
    await press(page, 'Summary');
    await seeTitle(page, 'Look once more');
    expect(await doubts().count()).toBe(0);
    expect(await said().innerText()).toMatch(
      /Partner NGOs, no publication · Who agreed\? Relative · How was the answer given\? Written/,
    );
  });

  it('the last look says how urgent it is, and that the kind suggests it', async () => {
    expect(await said().innerText()).toMatch(/How urgent is it\?\s+Important · Suggested for this kind/);
  });

  it('[FORM6] a file is asked where it is from and has a consent of its own, folded away until it is wanted', async () => {
    const { page } = browser;
    await said().getByText('In a few words').click();
    await page.locator('input[type=file][multiple]').setInputFiles([
      { name: 'door.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(20_000, 1) },
      { name: 'wrong.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(10_000, 2) },
    ]);
    await fold().nth(1).waitFor();
    const from = page.getByRole('combobox', { name: 'From whom?' });
    expect(await from.count()).toBe(0);
    await fold().first().click();
    await page.getByRole('combobox', { name: 'How did it come about?' }).selectOption('given_by_source');
    await from.selectOption('lawyer');
    await page.getByRole('combobox', { name: 'May this file be used?' }).selectOption('internal');
    await fold().nth(1).click();
    await page.getByRole('combobox', { name: 'May this file be used?' }).nth(1).selectOption('internal');
    await seeSaved(page);
    await press(page, 'Summary');
    expect(await doubts().getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/It is not said who agreed to a file[\s\S]*door\.jpg/),
      expect.stringMatching(/It is not said who agreed to a file[\s\S]*wrong\.jpg/),
      expect.stringMatching(/whether people can be recognised[\s\S]*door\.jpg, wrong\.jpg/),
    ]);
    // Each leads to its own file, not to the top of the page with all of them.
    const cameTo = () => page.locator('li:focus').innerText();
    await doubts().getByRole('button').nth(1).click();
    await seeTitle(page, 'In a few words');
    expect(await cameTo()).toContain('wrong.jpg');
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(0);
    await press(page, 'Summary');
    await doubts().getByRole('button').first().click();
    await seeTitle(page, 'In a few words');
    expect(await cameTo()).toContain('door.jpg');
    await fold().first().click();
    await page.getByRole('radio', { name: 'Parent or guardian' }).press('Space');
    await seeSaved(page);
  });

  it('S1 the chance to undo ends with the page, and covers no question of another', async () => {
    const { page } = browser;
    await page.getByRole('button', { name: 'Remove' }).nth(1).click();
    await undo().waitFor();
    await next(page);
    await seeTitle(page, 'May it be used?');
    expect(await undo().count()).toBe(0);
    await press(page, 'Back');
    await seeTitle(page, 'In a few words');
    await page.getByText('door.jpg').waitFor();
    expect(await undo().count()).toBe(0);
    expect(await page.getByText('wrong.jpg').count()).toBe(0);
    // Taken back in time, it stays, also when the page is left at once.
    await page.getByRole('button', { name: 'Remove' }).first().click();
    await undo().click();
    await next(page);
    await press(page, 'Back');
    await page.getByText('door.jpg').waitFor();
    await seeSaved(page);
    await press(page, 'Summary');
    await seeTitle(page, 'Look once more');
    await openFullForm(page);
    await openPart(page, 'Perpetrators');
    await page.getByRole('button', { name: /^Add: / }).click();
    await press(page, 'Remove');
    await undo().waitFor();
    await openPart(page, 'Consent and risk');
    expect(await undo().count()).toBe(0);
  });

  it('[FORM6] F07 a consent that nobody has is told where it stands and at the last look, and stops nobody', async () => {
    const { page } = browser;
    await page.getByRole('button', { name: /^Add: Consent/ }).click();
    await page.locator('[data-field$="preset"]').getByRole('button').first().click();
    await page.getByRole('button', { name: 'Our organisation only' }).click();
    await page.getByText('Nobody has this consent yet').waitFor();
    await press(page, 'Done');
    await press(page, 'All parts');
    await press(page, 'Look once more');
    await seeTitle(page, 'Look once more');
    expect(await said().innerText()).toMatch(/People: Nilufar-not-her-name\s+[^\n]+: /);
    const worth = page.getByRole('list', { name: 'Worth a look' });
    await worth.getByRole('button', { name: /recognised without consent.*Photograph, door\.jpg/s }).waitFor();
    await worth.getByRole('button', { name: /It is not said who gave this consent/ }).waitFor();
    await worth.getByRole('button', { name: /A consent is recorded, but nobody has it/ }).click();
    await page
      .getByText('Nobody has this consent yet')
      .or(page.getByText('Our organisation only'))
      .first()
      .waitFor();
    await page.goBack();
    await seeTitle(page, 'Look once more');
    await said().getByText('How urgent is it?').waitFor();
    await press(page, 'Finish');
    await seeTitle(page, /Stored|Received/);
    const opened = await openedBy(stage.organisation, stage.path('opened'));
    const report = opened.find((fields) => objectsAt(fields, 'persons').length > 0) as ReportFields;
    const [ofReport, ofFile, ofNobody] = objectsAt(report, 'consents');
    expect(ofReport).toMatchObject({ preset: 'partners', given_by: 'relative', method: 'written' });
    expect(ofFile).toMatchObject({ preset: 'internal', given_by: 'guardian' });
    expect(ofNobody).toMatchObject({ preset: 'internal', given_by: 'nobody', uses: ['store'] });
    expect(textsAt(ofReport, 'uses')).toContain('partners');
    const [door] = objectsAt(report, 'evidence');
    expect(door).toMatchObject({
      method: 'given_by_source',
      obtained_from: 'lawyer',
      consent: ofFile?.['id'],
    });
  });
});
