/** Proves that every page of the full form can be used by everybody: axe, both themes and languages, a narrow phone, and text twice as large. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sayIn } from '../../src/domain/form/answers.ts';
import { fullSections } from '../../src/domain/form/full.ts';
import type { Question } from '../../src/domain/form/question.ts';
import { loadFullWords } from '../../src/i18n/fullMessages.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import type { Lang } from '../../src/i18n/plural.ts';
import { guideNames } from '../../src/monitor/form/guideNames.ts';
import { cutOff, faultsOf } from './axe.ts';
import { beginFull, speak } from './samplesSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

describe('every page of the full form', () => {
  let stage: JoinedStage;
  beforeAll(async () => {
    stage = await setJoinedStage();
  });
  afterAll(() => stage?.end());

  it.each([
    ['en', false],
    ['ru', true],
  ] as const)('S12 in %s at 360 px, dark: %s, also with text twice as large', async (lang: Lang, dark) => {
    const browser = await stage.joinedPhone(`access-${lang}`, { width: 360, height: 720, dark });
    const { page } = browser;
    await speak(browser, lang);
    const [t, f] = [await loadMonitorWords(lang), await loadFullWords(lang)];
    const say = (texts: Question['label']): string => sayIn(texts, lang);
    const faults: string[] = [];
    const seen: string[] = [];
    const visit = async (screen: string): Promise<void> => {
      seen.push(screen);
      faults.push(...(await faultsOf(page, screen)));
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      faults.push(...(await faultsOf(page, `${screen}, twice as large`)));
      faults.push(...(await cutOff(page)).map((words) => `${screen}, twice as large, cut off: ${words}`));
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '';
      });
    };
    const press = (name: string): Promise<void> =>
      page.getByRole('button', { name, exact: true }).first().click();
    const title = (name: string): Promise<void> =>
      page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

    const read = new Set<string>();
    /** Each guide that a question here leads to, once. */
    const guides = async (): Promise<void> => {
      for (const guide of guideNames) {
        const name = f('full.guide', { title: f(`guide.${guide}.title`) });
        const button = page.getByRole('button', { name, exact: true }).first();
        if (read.has(guide) || (await button.count()) === 0) continue;
        read.add(guide);
        await button.click();
        await title(f(`guide.${guide}.title`));
        await visit(`guide ${guide}`);
        await press(t('action.back'));
        await button.waitFor();
      }
    };

    const entries = async (questions: readonly Question[], where: string): Promise<void> => {
      for (const question of questions) {
        const add = page.getByRole('button', {
          name: `${t('action.add')}: ${say(question.label)}`,
          exact: true,
        });
        if (question.kind === 'group') await entries(question.questions, where);
        if (question.kind !== 'repeat' || (await add.count()) === 0) continue;
        const done = page.getByRole('button', { name: t('action.done'), exact: true });
        const there = page.getByRole('list', { name: say(question.label), exact: true }).getByRole('button');
        if ((await there.count()) > 0) {
          // What is known of it already decides what else is asked.
          await there.first().click();
          await done.waitFor();
          await visit(`${where} ${question.name}, begun`);
          await guides();
          await done.click();
        }
        await add.click();
        await done.waitFor();
        await visit(`${where} ${question.name}`);
        await guides();
        await entries(question.questions, `${where} ${question.name}`);
        await press(t('action.done'));
        await add.waitFor();
      }
    };

    await beginFull(page, t, lang);
    await visit('parts');
    for (const section of fullSections()) {
      await title(f('full.title'));
      await page
        .getByRole('list', { name: f('full.parts') })
        .getByRole('button')
        .filter({ hasText: say(section.label) })
        .first()
        .click();
      await title(say(section.label));
      await visit(section.name);
      await guides();
      const picks = page.getByRole('button', { name: t('field.choose'), exact: true });
      if ((await picks.count()) > 0) {
        await picks.first().click();
        await page.getByRole('searchbox', { name: f('full.find') }).waitFor();
        await visit(`${section.name} pick`);
        await press(t('action.back'));
        await title(say(section.label));
      }
      await entries(section.questions, section.name);
      await page
        .getByRole('button', { name: new RegExp(`^${f('full.toParts')}`) })
        .first()
        .click();
    }
    await page
      .getByRole('list', { name: f('full.uses') })
      .getByRole('button')
      .first()
      .click();
    await page.getByRole('button', { name: t('action.back') }).waitFor();
    await visit('missing');
    await press(t('action.back'));
    await title(f('full.title'));
    await press(f('full.finish'));
    await title(t('finish.title'));
    await visit('finish');
    await browser.close();
    expect(faults).toEqual([]);
    expect(seen.length).toBeGreaterThan(20);
    expect([...read]).toEqual(
      expect.arrayContaining(['asking', 'consent', 'names', 'dates', 'place', 'arrest', 'risk']),
    );
    expect(read.size).toBeGreaterThan(9);
  });
});
