/** Owns how a sample report is typed in by a person, sealed, sent and opened again. Must never know what was expected. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import type { Json } from '../../src/domain/bounded.ts';
import { fullSections } from '../../src/domain/form/full.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields, textAt } from '../../src/domain/report.ts';
import { label } from '../../src/domain/vocabulary.ts';
import { loadFullWords } from '../../src/i18n/fullMessages.ts';
import { loadMonitorWords, type MonitorTranslator } from '../../src/i18n/monitorMessages.ts';
import { type Lang, languageNames } from '../../src/i18n/plural.ts';
import { fieldsOf } from '../domain/samples.ts';
import { typedIn } from '../domain/typedIn.ts';
import { createDriver, type FormFile } from './formDriver.ts';
import type { Browser, Organisation } from './harness.ts';

/** People and consents before what names them. */
const ORDER = ['place', 'consent', 'people', 'acts', 'perpetrators', 'account', 'sources', 'remedies'];

/** A file in the place of one that only the sample's author had. */
export function fileFor(entry: JsonObject): FormFile {
  const file = objectAt(entry, 'file');
  const name = textAt(file, 'name') ?? 'file.bin';
  return {
    name,
    mimeType: textAt(file, 'mime') ?? 'application/octet-stream',
    buffer: Buffer.from(`the sample's ${name}`.repeat(50)),
  };
}

const title = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();

/** The phone in a language, from home to home. */
export async function speak({ page }: Browser, lang: Lang): Promise<void> {
  const [before, after] = [await loadMonitorWords(lang === 'en' ? 'ru' : 'en'), await loadMonitorWords(lang)];
  const settings = page.getByRole('button', { name: before('app.settings') });
  if ((await settings.count()) === 0) return;
  await settings.click();
  await page.getByRole('button', { name: new RegExp(`^${before('lang.label')}`) }).click();
  await page.getByRole('radio', { name: languageNames[lang] }).click({ force: true });
  await page
    .getByRole('button', { name: after('settings.title') })
    .first()
    .click();
  await page
    .getByRole('button', { name: after('home.title') })
    .first()
    .click();
  await page.getByRole('button', { name: after('home.new') }).waitFor();
}

/** From home into the full form of a fresh report: the first answer, and on to the end. */
export async function beginFull(page: Page, t: MonitorTranslator, lang: Lang): Promise<void> {
  const f = await loadFullWords(lang);
  await press(page, t('home.new'));
  await title(page, t('form.what.title'));
  await press(page, label('groups', 'lib', lang));
  await press(page, label('violations', 'lib.arrest', lang));
  await title(page, t('form.when.title'));
  await press(page, t('form.summary'));
  await title(page, t('finish.title'));
  await press(page, t('form.more'));
  await title(page, f('full.title'));
}

/** Types a report into the full form, and stops before the last look; answers with its short code. */
export async function typeReport(
  browser: Browser,
  lang: Lang,
  fields: ReportFields,
  today: string,
): Promise<string> {
  const { page } = browser;
  const [t, f] = [await loadMonitorWords(lang), await loadFullWords(lang)];
  await beginFull(page, t, lang);
  const originals = new Map(objectsAt(fields, 'evidence').map((entry) => [textAt(entry, 'id'), entry]));
  const driver = createDriver({
    page,
    t,
    f,
    today,
    answers: typedIn(fields),
    fileOf: (entry) => fileFor(originals.get(textAt(entry, 'id')) ?? {}),
  });
  for (const name of ORDER) {
    const section = fullSections().find((one) => one.name === name);
    if (section !== undefined) await driver.fillPart(section);
  }
  return (await page.locator('header').textContent())?.match(/[A-Z2-9]{5}/)?.[0] ?? '';
}

/** From the list of parts to a sealed report that the endpoint stored. */
export async function finishReport(page: Page, lang: Lang): Promise<void> {
  const [t, f] = [await loadMonitorWords(lang), await loadFullWords(lang)];
  await press(page, f('full.finish'));
  await title(page, t('finish.title'));
  await press(page, t('finish.button'));
  await page.getByRole('heading', { level: 1, name: /^(Stored|Received|На сервере|Получено)/ }).waitFor();
  await press(page, t('home.title'));
}

/** What the coordinators open: every report that is there, by the short code the phone gave it. */
export async function openedBy(organisation: Organisation, out: string): Promise<readonly ReportFields[]> {
  await organisation.collect(out, '--ack');
  return readdirSync(out)
    .filter((one) => !one.startsWith('.'))
    .map((name) => fieldsOf(JSON.parse(readFileSync(joinPath(out, name, 'report.json'), 'utf8')) as Json));
}
