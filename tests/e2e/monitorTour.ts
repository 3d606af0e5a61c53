/** Owns a walk past every screen of the phone, in any language; who looks at them decides what must hold. */
import type { Page } from 'playwright-core';
import { label } from '../../src/domain/vocabulary.ts';
import { loadMonitorWords, type MonitorTranslator } from '../../src/i18n/monitorMessages.ts';
import type { Lang } from '../../src/i18n/plural.ts';
import type { Browser, Organisation, System } from './harness.ts';
import { readWords } from './monitorSteps.ts';

export type Visit = (name: string) => Promise<void>;

export type TourDeps = {
  readonly system: System;
  readonly organisation: Organisation;
  readonly browser: Browser;
  readonly lang: Lang;
  /** Called on each screen when it is still. */
  readonly visit: Visit;
  /** A folder for what the coordinator collects. */
  readonly inbox: string;
};

const TOLD: Readonly<Record<Lang, string>> = {
  en: 'Two people in plain clothes took the teacher from her house at six in the morning.',
  ru: 'Двое в штатском увели учительницу из дома в шесть утра. Қалам гирифтанд.',
};

/** From the first page to a received report, the settings and the neutral page. */
export async function tourMonitor({
  system,
  organisation,
  browser,
  lang,
  visit,
  inbox,
}: TourDeps): Promise<void> {
  const { page } = browser;
  const t = await loadMonitorWords(lang);
  await page.goto(system.url);
  const words = await tourJoin(page, t, lang, visit, (await organisation.invite(lang)).code);
  await browser.offline(true);
  await tourForm(page, t, lang, visit);
  await tourReport(browser, t, visit, () => organisation.collect(inbox, '--ack'));
  await tourRest(page, t, visit, words);
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();
const title = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor();

const search = (page: Page, t: MonitorTranslator) => page.getByRole('searchbox', { name: t('front.search') });

/** The notebook in front, to its door. */
async function tourFront(page: Page, t: MonitorTranslator, visit: Visit): Promise<void> {
  await search(page, t).waitFor();
  await visit('front-1-empty');
  await press(page, t('front.new'));
  await visit('front-2-new');
  await page.getByRole('textbox', { name: t('front.note.title') }).fill(t('lang.label'));
  await page
    .getByRole('textbox', { name: t('front.edit'), exact: true })
    .fill(`${t('front.about')}\n${t('front.empty.text')}`);
  await visit('front-2-edit');
  await press(page, t('front.back'));
  await page.getByRole('list', { name: t('front.list') }).waitFor();
  await visit('front-3-list');
  await search(page, t).fill('qqq');
  await page.getByText(t('front.none.text')).waitFor();
  await visit('front-4-none');
  await search(page, t).fill('');
  await press(page, t('front.settings'));
  await title(page, t('front.settings'));
  await visit('front-5-settings');
  await press(page, t('front.back'));
  await page
    .getByRole('list', { name: t('front.list') })
    .getByRole('button')
    .click();
  await press(page, t('front.delete'));
  await page.getByText(t('front.deleted')).waitFor();
  await visit('front-6-deleted');
  await search(page, t).fill('Open notebook');
  await search(page, t).press('Enter');
}

async function tourJoin(
  page: Page,
  t: MonitorTranslator,
  lang: Lang,
  visit: Visit,
  code: string,
): Promise<string> {
  await tourFront(page, t, visit);
  await title(page, t('join.language.title'));
  await visit('join-1-language');
  await press(page, t('action.next'));
  await title(page, t('join.install.title'));
  await visit('join-2-install');
  await press(page, t('join.install.later'));
  await title(page, t('limits.title'));
  await visit('join-3-limits');
  await press(page, t('limits.understood'));
  const field = page.getByRole('textbox', { name: t('join.invite.field') });
  await field.fill('join1nonsense');
  await press(page, t('join.invite.check'));
  await page.getByRole('alert').waitFor();
  await visit('join-4-invite');
  await field.fill(code);
  await press(page, t('join.invite.check'));
  await readWords(page, t('join.compare.words'));
  await visit('join-5-compare');
  await press(page, t('join.compare.differ'));
  await title(page, t('join.compare.differTitle'));
  await visit('join-5-differ');
  await press(page, t('join.compare.otherInvite'));
  await field.fill(code);
  await press(page, t('join.invite.check'));
  await press(page, t('join.compare.same'));
  const words = (await readWords(page, t('join.words.label'))).join(' ');
  await visit('join-6-words');
  await press(page, t('join.words.written'));
  const repeat = page.getByRole('textbox', { name: t('join.repeat.field') });
  await repeat.fill(lang === 'en' ? 'not these' : 'не те');
  await press(page, t('action.continue'));
  await page.getByRole('alert').waitFor();
  await visit('join-7-repeat');
  await repeat.fill(words);
  await press(page, t('action.continue'));
  await readWords(page, t('join.hello.words'));
  await visit('join-8-hello');
  await press(page, t('join.hello.done'));
  await page.getByText(t('home.empty.title')).waitFor();
  await visit('home-1-empty');
  return words;
}

async function tourForm(page: Page, t: MonitorTranslator, lang: Lang, visit: Visit): Promise<void> {
  const next = (): Promise<void> => press(page, t('action.next'));
  const choose = (name: string): Promise<void> =>
    page.getByRole('radio', { name }).first().check({ force: true });
  await press(page, t('home.new'));
  await title(page, t('form.what.title'));
  await visit('form-1-groups');
  const search = page.getByRole('searchbox', { name: t('form.what.search') });
  await search.fill(lang === 'en' ? 'arrest' : 'арест');
  await page.getByText(label('violations', 'lib.admin', lang)).waitFor();
  await visit('form-1-search');
  await search.fill('');
  await press(page, label('groups', 'lib', lang));
  await page.getByText(label('violations', 'lib.arrest', lang)).waitFor();
  await visit('form-1-kinds');
  await press(page, label('violations', 'lib.arrest', lang));
  await title(page, t('form.when.title'));
  await choose(t('form.when.other'));
  await visit('form-2-other');
  await choose(t('form.when.yesterday'));
  await visit('form-2-when');
  await next();
  await title(page, t('form.where.title'));
  await page.getByRole('combobox', { name: t('form.where.country') }).selectOption('KZ');
  await choose(label('regions', 'KZ-11', lang));
  await visit('form-3-where');
  await next();
  await title(page, t('form.who.title'));
  await choose(t('form.who.one'));
  await page.getByRole('checkbox', { name: t('form.who.woman') }).check({ force: true });
  await visit('form-4-who');
  await next();
  await title(page, t('form.by.title'));
  await page.getByRole('checkbox').nth(1).check({ force: true });
  await page.getByText(t('form.by.more')).click();
  await visit('form-5-by');
  await next();
  await title(page, t('form.words.title'));
  await page.getByRole('textbox', { name: t('form.words.field') }).fill(TOLD[lang]);
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles([
      { name: 'photo-of-the-door.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(300_000, 1) },
    ]);
  await page.getByRole('textbox', { name: t('attach.description') }).waitFor();
  await page.getByText(t('state.saved')).waitFor();
  await visit('form-6-words');
  await page.getByText(t('form.use.file')).click();
  await page.getByRole('combobox', { name: t('form.use.fileTitle') }).selectOption('un_conf');
  await page.getByRole('radio', { name: t('form.use.byUnknown') }).waitFor();
  await visit('form-6-file');
  await press(page, t('action.remove'));
  await page.getByText(t('attach.removed')).waitFor();
  await visit('form-6-removed');
  await press(page, t('action.undo'));
  await next();
  await title(page, t('form.use.title'));
  await visit('form-7-use');
  await choose(label('presets', 'un_conf', lang));
  await visit('form-7-explain');
  await next();
  await title(page, t('finish.title'));
  await visit('form-8-summary');
  await press(page, t('home.title'));
  await page.getByText(t('home.draft.answered', { n: 7, of: 7 })).waitFor();
  await visit('home-2-draft');
  await press(page, t('home.new'));
  await press(page, label('groups', 'tor', lang));
  await page.getByRole('list').getByRole('button').first().click();
  await press(page, t('form.summary'));
  await title(page, t('finish.title'));
  await visit('form-8-missing');
  await press(page, t('home.title'));
  await page.getByText(t('home.draft.answered', { n: 1, of: 7 })).waitFor();
  // Both were touched within a second: the one on top may be either.
  await page
    .getByRole('list', { name: t('home.drafts') })
    .getByRole('listitem')
    .filter({ hasText: t('home.draft.answered', { n: 1, of: 7 }) })
    .getByRole('button', { name: t('action.remove') })
    .click();
  await page.getByText(t('draft.discarded')).waitFor();
  await visit('home-3-undo');
}

async function tourReport(
  browser: Browser,
  t: MonitorTranslator,
  visit: Visit,
  collect: () => Promise<unknown>,
): Promise<void> {
  const { page } = browser;
  await page.getByText(t('home.draft.answered', { n: 7, of: 7 })).click();
  await title(page, t('finish.title'));
  await press(page, t('finish.button'));
  await title(page, t('state.waiting'));
  await visit('report-1-waiting');
  await press(page, t('report.delete'));
  await page.getByRole('dialog').waitFor();
  await visit('report-1-delete');
  await press(page, t('action.cancel'));
  await browser.offline(false);
  await title(page, t('state.stored'));
  await visit('report-2-stored');
  await press(page, t('home.title'));
  await page.getByRole('list', { name: t('home.sealed') }).waitFor();
  await visit('home-4-list');
  await collect();
  await page
    .getByRole('list', { name: t('home.sealed') })
    .getByRole('button')
    .first()
    .click();
}

async function tourRest(page: Page, t: MonitorTranslator, visit: Visit, words: string): Promise<void> {
  const unlock = async (typed: string): Promise<void> => {
    await page.getByRole('textbox', { name: t('lock.field') }).fill(typed);
    await press(page, t('lock.open'));
  };
  const row = (name: string): Promise<void> => page.getByRole('button', { name }).first().click();
  await page.keyboard.press('Escape');
  await search(page, t).fill('open notebook');
  await search(page, t).press('Enter');
  await page.getByRole('textbox', { name: t('lock.field') }).waitFor();
  await page.getByRole('button', { name: t('capture.title') }).waitFor();
  await visit('lock-1-entry');
  await unlock('wrong');
  await page.getByRole('alert').waitFor();
  await visit('lock-2-wrong');
  await row(t('entry.what'));
  await title(page, t('entry.what'));
  await visit('lock-3-what');
  await press(page, t('action.back'));
  await row(t('lock.forgot'));
  await title(page, t('forgot.title'));
  await visit('lock-4-forgot');
  await press(page, t('action.back'));
  await unlock(words);
  await title(page, t('state.received'));
  await visit('report-3-received');
  await press(page, t('home.title'));
  await press(page, t('app.settings'));
  await title(page, t('settings.title'));
  await visit('settings-1');
  await press(page, t('settings.wipe'));
  await page.getByRole('dialog').waitFor();
  await visit('settings-3-wipe');
  await press(page, t('action.cancel'));
}
