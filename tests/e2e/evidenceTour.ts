/** Owns a walk past the pages of captures, evidence and additions, in either language; who looks at them decides what must hold. */
import type { Page } from 'playwright-core';
import { label } from '../../src/domain/vocabulary.ts';
import { loadEvidenceWords } from '../../src/i18n/evidenceMessages.ts';
import { loadFullWords } from '../../src/i18n/fullMessages.ts';
import { loadMonitorWords, type MonitorTranslator } from '../../src/i18n/monitorMessages.ts';
import type { Lang } from '../../src/i18n/plural.ts';
import { phonePicture } from '../domain/evidenceFiles.ts';

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();
const title = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
/** Finished, and as far on its way as the line has let it. */
const onItsWay = (t: MonitorTranslator): RegExp =>
  new RegExp(
    [
      t('state.waiting'),
      t('state.sent'),
      t('state.stored'),
      t('state.sending', { n: '.*', m: '.*', percent: '.*' }),
    ]
      .join('|')
      .replace(/[()]/g, '.'),
  );

export type EvidenceTour = {
  /** At home, unlocked, in `lang`, with devices that are not there. */
  readonly page: Page;
  readonly lang: Lang;
  /** Called on each page when it is still. */
  readonly visit: (name: string) => Promise<void>;
};

/** From home to home, past everything. */
export async function tourEvidence(tour: EvidenceTour): Promise<void> {
  await tourCapture(tour);
  await tourFiles(tour);
  await tourAdditions(tour);
}

async function tourCapture({ page, lang, visit }: EvidenceTour): Promise<void> {
  const t = await loadMonitorWords(lang);
  await press(page, t('home.capture'));
  await title(page, t('capture.title'));
  await visit('capture-1-empty');
  await press(page, t('capture.film'));
  await page.getByRole('button', { name: t('capture.stop') }).waitFor();
  await visit('capture-2-film');
  // A look at the page takes its time: any moment from the third second on.
  await page.getByText(new RegExp(t('capture.recording', { time: '(?!0:0[01])\\d+:\\d\\d' }))).waitFor();
  await press(page, t('capture.stop'));
  await page.getByRole('list', { name: t('capture.taken') }).waitFor();
  await page.locator('input[type=file][multiple]').setInputFiles([
    {
      name: 'a-name-as-long-as-messengers-make-them-2026-11-22-at-14.03.22.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7'),
    },
  ]);
  await visit('capture-3-list');
  await press(page, t('action.back'));
  await page.getByRole('dialog').waitFor();
  await visit('capture-4-leave');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('capture.seal') })
    .click();
  await title(page, t('capture.done'));
  await visit('capture-5-done');
  await press(page, t('action.done'));
}

async function tourFiles({ page, lang, visit }: EvidenceTour): Promise<void> {
  const [t, w] = [await loadMonitorWords(lang), await loadEvidenceWords(lang)];
  const files = page.getByRole('list', { name: t('attach.title') });
  await press(page, t('home.new'));
  await title(page, t('form.what.title'));
  await press(page, label('groups', 'lib', lang));
  await press(page, label('violations', 'lib.arrest', lang));
  await title(page, t('form.when.title'));
  await page
    .getByRole('radio', { name: t('form.when.yesterday') })
    .first()
    .check({ force: true });
  await press(page, t('action.next'));
  await title(page, t('form.where.title'));
  await page.getByRole('combobox', { name: t('form.where.country') }).selectOption('KZ');
  await press(page, t('form.summary'));
  await title(page, t('finish.title'));
  await page
    .getByRole('list', { name: t('finish.what') })
    .getByText(t('form.words.title'))
    .click();
  await title(page, t('form.words.title'));
  const choose = (name: string, buffer: Buffer, mimeType: string): Promise<void> =>
    page.locator('input[type=file][multiple]').setInputFiles([{ name, mimeType, buffer }]);
  await choose('IMG_2041.jpg', Buffer.from(phonePicture()), 'image/jpeg');
  await page.getByRole('heading', { name: w('evidence.tells') }).scrollIntoViewIfNeeded();
  await visit('evidence-1-tells');
  await press(page, w('evidence.strip'));
  await files.getByText(w('evidence.copy.stripped')).waitFor();
  await page.getByText(t('state.saved')).waitFor();
  await files.scrollIntoViewIfNeeded();
  await visit('evidence-2-notes');
  await press(page, w('evidence.cover'));
  await page.getByRole('button', { name: w('evidence.coverAdd'), disabled: false }).click();
  await page.getByRole('heading', { name: w('evidence.coverTitle') }).scrollIntoViewIfNeeded();
  await visit('evidence-3-cover');
  await press(page, w('evidence.coverSave'));
  await files.getByText(w('evidence.copy.redacted')).waitFor();
  for (const [name, kind] of [
    [w('evidence.voice'), 'voice'],
    [w('evidence.film'), 'film'],
  ] as const) {
    await press(page, name);
    await page.getByRole('button', { name: w('evidence.begin'), disabled: false }).waitFor();
    await page.getByRole('button', { name: w('evidence.begin') }).scrollIntoViewIfNeeded();
    await visit(`evidence-4-${kind}-ready`);
    await press(page, w('evidence.begin'));
    await page.getByRole('button', { name: w('evidence.stop') }).waitFor();
    const moment = w('evidence.taping', { time: '(?!0:0[01])\\d+:\\d\\d', size: '[1-9].*' });
    await page.getByText(new RegExp(moment)).waitFor();
    await visit(`evidence-4-${kind}-running`);
    await press(page, w('evidence.stop'));
    await page.getByRole('button', { name: w('evidence.film') }).waitFor();
  }
  await press(page, t('attach.photo'));
  await page.getByRole('button', { name: t('capture.shoot'), disabled: false }).waitFor();
  await visit('evidence-5-photo');
  await press(page, t('action.close'));
  await page.getByText(t('state.saved')).waitFor();
  await page.getByText(t('capture.belongs')).click();
  await page.getByText(t('capture.belongsHint')).scrollIntoViewIfNeeded();
  await visit('evidence-6-belongs');
  await press(page, t('form.summary'));
  await title(page, t('finish.title'));
  await press(page, t('finish.button'));
  await title(page, onItsWay(t));
}

/** Each way to say something later about the report that was just sent. */
async function tourAdditions({ page, lang, visit }: EvidenceTour): Promise<void> {
  const [t, f] = [await loadMonitorWords(lang), await loadFullWords(lang)];
  for (const kind of ['correct', 'add', 'consent', 'withdraw'] as const) {
    await title(page, onItsWay(t));
    await page.getByText(t('later.title')).click();
    if (kind === 'correct') await visit('addition-1-ways');
    await page
      .getByRole('button', { name: t(`later.${kind}`) })
      .first()
      .click();
    const parts = page.getByRole('list', { name: f('full.parts') }).getByRole('button');
    await parts.first().waitFor();
    await visit(`addition-2-${kind}`);
    await parts.first().click();
    await page
      .getByRole('button', { name: f('full.toParts') })
      .first()
      .waitFor();
    await visit(`addition-3-${kind}-part`);
    await page
      .getByRole('button', { name: f('full.toParts') })
      .first()
      .click();
    await parts.first().waitFor();
    await press(page, f('full.finish'));
    await title(page, t('finish.title'));
    await visit(`addition-4-${kind}-finish`);
    await press(page, t('home.title'));
    await page
      .getByRole('list', { name: t('home.sealed') })
      .getByRole('button')
      .filter({ hasNotText: t('capture.kind') })
      .first()
      .click();
  }
}
