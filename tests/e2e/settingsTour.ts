/** Owns a walk past the settings' pages and capture now, in any language, on a phone that has joined and is open at home. */
import type { Page } from 'playwright-core';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import type { Lang } from '../../src/i18n/plural.ts';
import { readWords } from './monitorSteps.ts';
import type { Visit } from './monitorTour.ts';

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();
const title = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor();

/** From home to home. `words` open the notes; they are the same afterwards. Ends with duress and coerced words unset. */
export async function tourSettings(page: Page, lang: Lang, words: string, visit: Visit): Promise<void> {
  const t = await loadMonitorWords(lang);
  const open = (row: string): Promise<void> => page.getByRole('button', { name: row }).first().click();
  const back = (): Promise<void> => press(page, t('action.back'));
  const toList = (): Promise<void> => press(page, t('settings.title'));

  await press(page, t('app.settings'));
  await title(page, t('settings.title'));
  await visit('settings-list');

  await open(t('lang.label'));
  await title(page, t('lang.label'));
  await visit('settings-language');
  await toList();

  await open(t('keep.words.detail'));
  await title(page, t('settings.words.card'));
  await page.getByText(t('keep.notSet')).first().waitFor();
  await visit('settings-words');
  await open(t('settings.words'));
  await page.getByRole('textbox', { name: t('settings.words.oldField') }).fill(words);
  await visit('words-change');
  await press(page, t('action.next'));
  await readWords(page, t('join.words.label'));
  await visit('words-drawn');
  await press(page, t('own.use'));
  const own = page.getByRole('textbox', { name: t('own.field') });
  await own.fill(lang === 'en' ? 'ember ember willow' : 'лампа лампа река');
  await page.getByText(t('strength.weak')).waitFor();
  await press(page, t('action.continue'));
  await page.getByRole('alert').waitFor();
  await visit('words-own-weak');
  await own.fill(words);
  await page.getByText(t('strength.strong')).waitFor();
  await visit('words-own-strong');
  await press(page, t('action.continue'));
  await page.getByRole('textbox', { name: t('join.repeat.field') }).fill(words);
  await press(page, t('action.continue'));
  await page.getByText(t('change.done')).waitFor();
  await visit('words-changed');
  await press(page, t('action.done'));

  for (const [row, done, name] of [
    [t('keep.duress'), t('duress.done'), 'duress'],
    [t('keep.coerced'), t('coerced.done'), 'coerced'],
  ] as const) {
    await open(row);
    await title(page, row);
    await page.getByRole('button', { name: t('keep.setUp') }).waitFor();
    await visit(`${name}-unset`);
    await press(page, t('keep.setUp'));
    const drawn = (await readWords(page, row)).join(' ');
    await press(page, t('join.words.written'));
    await page.getByRole('textbox', { name: row }).fill(drawn);
    await press(page, t('action.continue'));
    await page.getByText(done).waitFor();
    await visit(`${name}-set`);
    await press(page, t('keep.removeThem'));
    await page.getByText(t('under.removed')).waitFor();
    await back();
    await title(page, t('settings.words.card'));
  }
  await open(t('settings.phoneWords'));
  await readWords(page, t('join.hello.words'));
  await visit('words-phone');
  await back();
  await toList();

  await open(t('keep.lock'));
  await title(page, t('keep.lock'));
  await visit('lock-times');
  await toList();

  await open(t('keep.wipe'));
  await title(page, t('keep.wipe'));
  await page.getByRole('radio', { name: t('wipes.keep') }).check({ force: true });
  await visit('wipe-choice');
  await page.getByRole('radio', { name: t('wipes.all') }).check({ force: true });
  await toList();

  await open(t('keep.phone'));
  await title(page, t('keep.phone'));
  await page.getByText(t('phone.numbers')).waitFor();
  await visit('on-phone');
  await toList();

  await open(t('limits.title'));
  await title(page, t('limits.title'));
  await visit('limits');
  await toList();

  await open(t('keep.about'));
  await title(page, t('keep.about'));
  await readWords(page, t('about.words'));
  await visit('about');
  await toList();
  await press(page, t('home.title'));
}

/** Capture now, from home to home; one capture is sealed. Needs a camera and a microphone. Answers with its code. */
export async function tourCapture(page: Page, lang: Lang, visit: Visit): Promise<string> {
  const t = await loadMonitorWords(lang);
  await press(page, t('home.capture'));
  await title(page, t('capture.title'));
  await page.getByRole('button', { name: t('capture.photo') }).waitFor();
  await visit('capture-empty');
  await press(page, t('capture.photo'));
  await page.getByRole('button', { name: t('capture.shoot'), disabled: false }).waitFor();
  await visit('capture-camera');
  await press(page, t('capture.shoot'));
  await page.getByText(t('capture.item.photo', { n: 1 })).waitFor();
  await press(page, t('capture.voice'));
  await page.getByText(t('capture.recording', { time: '0:02' })).waitFor();
  await visit('capture-recording');
  await press(page, t('capture.stop'));
  await page
    .getByRole('list', { name: t('capture.taken') })
    .getByRole('listitem')
    .nth(1)
    .waitFor();
  await page
    .getByRole('textbox', { name: t('capture.words') })
    .fill(lang === 'en' ? 'On the bridge, at noon.' : 'На мосту, в полдень.');
  await visit('capture-taken');
  await press(page, t('action.back'));
  await page.getByRole('dialog').waitFor();
  await visit('capture-leave');
  await press(page, t('action.cancel'));
  await press(page, t('capture.seal'));
  await title(page, t('capture.done'));
  const code =
    (await page
      .getByText(/^[A-HJKMNP-Z2-9]{5}$/)
      .first()
      .textContent()) ?? '';
  await visit('capture-done');
  await press(page, t('action.done'));
  await page.getByText(code).waitFor();
  await visit('home-capture');
  return code;
}
