/** Owns a walk past the screens of the desk, in any language, over the inbox of the demo; who looks at them decides what must hold. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { type DeskTranslator, loadDeskWords } from '../../src/i18n/deskMessages.ts';
import type { Lang } from '../../src/i18n/plural.ts';
import type { Browser, System } from './harness.ts';

export type DeskTour = {
  readonly system: System;
  readonly browser: Browser;
  readonly lang: Lang;
  /** The key file that the demo left. */
  readonly memberFile: string;
  /** Called on each screen when it is still. */
  readonly visit: (name: string) => Promise<void>;
};

/** An organisation with reports; answers with its key file. */
export async function makeDemo(url: string, data: string, out: string): Promise<string> {
  const code = (await readFile(join(data, 'setup-code'), 'utf8')).trim();
  const demo = resolve(import.meta.dirname, '../../src/cli/demo.ts');
  const args = ['--no-warnings', demo, '--url', url, '--out', out, '--code', code];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [ended] = (await once(child, 'exit')) as [number];
  if (ended !== 0) throw new Error(`the demo ended with ${ended}`);
  return join(out, 'member.json');
}

/** From the first page to the locked one. */
export async function tourDesk({ system, browser, lang, memberFile, visit }: DeskTour): Promise<void> {
  const { page } = browser;
  const t = await loadDeskWords(lang);
  const press = (name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
  const go = (name: string): Promise<void> => page.getByRole('link', { name }).first().click();
  await page.goto(system.deskUrl);
  await page.getByText(t('setup.welcome.new')).first().waitFor();
  await visit('desk-1-welcome');
  await page.getByText(t('setup.welcome.new')).first().click();
  await page.getByLabel(t('setup.code.field')).waitFor();
  await visit('desk-2-plan');
  await press(t('action.back'));
  await page.getByText(t('setup.welcome.key')).first().click();
  await page.locator('input[type=file]').setInputFiles(memberFile);
  await chooseWords(page, t, visit);
  const rows = page.getByRole('list', { name: t('inbox.list') }).getByRole('button');
  // Rows below the edge of a small screen are not drawn.
  await page.getByText(t('inbox.shown', { shown: 6, all: 6 })).waitFor();
  await page.getByText(t('inbox.checkedAt', { time: '' }).trim()).waitFor();
  await visit('desk-5-inbox');
  await rows.first().click();
  await page.getByRole('heading', { name: t('verify.title') }).waitFor();
  await visit('desk-6-report');
  await page.getByRole('heading', { name: t('verify.title') }).scrollIntoViewIfNeeded();
  await visit('desk-6-verification');
  const safely = page.getByRole('button', { name: t('item.attachment.open') });
  if ((await safely.count()) > 0) {
    await safely.first().click();
    await page.getByRole('button', { name: t('action.hide') }).waitFor();
    await page.getByRole('button', { name: t('action.hide') }).scrollIntoViewIfNeeded();
    await visit('desk-6-attachment');
  }
  await go(t('team.monitors'));
  await page.getByRole('list', { name: t('monitors.all') }).waitFor();
  await visit('desk-7-monitors');
  await press(t('invite.title'));
  await page.getByLabel(t('invite.codename.field')).fill(lang === 'en' ? 'Juniper' : 'Можжевельник');
  await press(t('invite.make'));
  await page.getByRole('img', { name: t('invite.qr') }).waitFor();
  await page.getByRole('list', { name: t('invite.compare.title') }).waitFor();
  await visit('desk-8-invite');
  await press(t('action.done'));
  await go(t('desk.team'));
  await page.getByRole('heading', { level: 1, name: t('team.title') }).waitFor();
  await visit('desk-9-team');
  await press(t('desk.lock'));
  await page.getByLabel(t('unlock.field')).waitFor();
  await visit('desk-10-locked');
}

async function chooseWords(page: Page, t: DeskTranslator, visit: DeskTour['visit']): Promise<void> {
  const list = page.getByRole('list', { name: t('setup.words.title') });
  await list.getByRole('listitem').first().waitFor();
  const shown = await list.getByRole('listitem').allTextContents();
  await visit('desk-3-words');
  await page.getByRole('button', { name: t('setup.words.written') }).click();
  await page
    .getByLabel(t('setup.repeat.field'))
    .fill(shown.map((word) => word.replace(/^\d+/, '').trim()).join(' '));
  await visit('desk-4-repeat');
  await page.getByRole('button', { name: t('action.continue') }).click();
}
