/** Proves that every page of the full form can be used by everybody: axe, both themes and languages, a narrow phone, and text twice as large. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMember, writeMember } from '../../src/cli/member/memberFile.ts';
import { networkDeps } from '../../src/cli/member/networkDeps.ts';
import { sayIn } from '../../src/domain/form/answers.ts';
import type { Definition } from '../../src/domain/form/definition.ts';
import { fullSections } from '../../src/domain/form/full.ts';
import type { Question } from '../../src/domain/form/question.ts';
import { loadFullWords } from '../../src/i18n/fullMessages.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import type { Lang } from '../../src/i18n/plural.ts';
import { publishManifest } from '../../src/inbox/publishing.ts';
import { guideNames } from '../../src/monitor/form/guideNames.ts';
import { must } from '../crypto/setup.ts';
import { faultsOf } from './axe.ts';
import { largeFaultsOf } from './large.ts';
import { seeTitle, unlock } from './monitorSteps.ts';
import { beginFull, speak } from './samplesSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

/** Looks at each page as it is, or in each of these themes, and with text twice as large. */
function createVisits(page: Page, themes: readonly ('light' | 'dark')[] = []) {
  const faults: string[] = [];
  const seen: string[] = [];
  return {
    faults,
    seen,
    async visit(screen: string): Promise<void> {
      seen.push(screen);
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme });
        faults.push(...(await faultsOf(page, `${screen}, ${theme}`)));
      }
      if (themes.length === 0) faults.push(...(await faultsOf(page, screen)));
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      faults.push(...(await faultsOf(page, `${screen}, twice as large`)));
      faults.push(...(await largeFaultsOf(page, screen)));
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '';
      });
    },
  };
}

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
    const { visit, faults, seen } = createVisits(page);
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

const both = (en: string, ru: string) => ({ en, ru });
const colour = (n: number) => ({ name: `c${n}`, label: both(`Colour ${n}`, `Цвет ${n}`) });
/** One question of each kind that a workbook can ask. */
const cells: Definition = {
  v: 1,
  id: 'cells',
  version: '3',
  title: both('Cell conditions', 'Условия в камере'),
  lists: {
    few: [1, 2, 3].map(colour),
    lots: Array.from({ length: 30 }, (_, n) => colour(n)),
  },
  absent: [],
  questions: [
    { kind: 'note', name: 'read', label: both('Ask when you are alone.', 'Спрашивайте наедине.') },
    { kind: 'text', lines: 'one', name: 'who', label: both('Which cell?', 'Какая камера?'), required: true },
    { kind: 'text', lines: 'few', name: 'told', label: both('What was said?', 'Что рассказали?') },
    {
      kind: 'whole',
      name: 'beds',
      label: both('Beds', 'Койки'),
      max: 100,
      hint: both('Count them', 'Посчитайте'),
    },
    { kind: 'decimal', name: 'size', label: both('Size', 'Площадь'), constraint: '. < 9' },
    { kind: 'flag', name: 'light', label: both('Light at night', 'Свет ночью') },
    { kind: 'one', list: 'few', name: 'wall', label: both('Wall', 'Стена') },
    { kind: 'many', list: 'few', name: 'doors', label: both('Doors', 'Двери') },
    { kind: 'one', list: 'lots', name: 'floor', label: both('Floor', 'Пол') },
    {
      kind: 'group',
      name: 'when',
      label: both('When', 'Когда'),
      questions: [
        { kind: 'partialDate', name: 'since', label: both('Since', 'С какого времени') },
        { kind: 'day', name: 'day', label: both('Day', 'День') },
        { kind: 'time', name: 'clock', label: both('Clock', 'Час') },
        { kind: 'instant', name: 'moment', label: both('Moment', 'Момент') },
        {
          kind: 'point',
          name: 'spot',
          label: both('Spot', 'Точка'),
          guidance: both('Only if safe', 'Только если безопасно'),
        },
      ],
    },
    {
      kind: 'repeat',
      name: 'guard',
      label: both('Guard', 'Охранник'),
      questions: [{ kind: 'text', lines: 'one', name: 'badge', label: both('Badge', 'Номер жетона') }],
    },
  ],
};
const wells: Definition = {
  ...cells,
  id: 'wells',
  title: both('Wells', 'Колодцы'),
  questions: [{ kind: 'whole', name: 'depth', label: both('Depth', 'Глубина') }],
};

describe('every page of the organisation’s own forms', () => {
  let stage: JoinedStage;
  beforeAll(async () => {
    stage = await setJoinedStage();
    const { stdin, stdout, stderr } = process;
    const io = { cwd: '/', stdin, stdout, stderr };
    const { memberFile } = stage.organisation;
    const member = must(await readMember(io, memberFile));
    const keep = (next: typeof member): Promise<void> => writeMember(io, memberFile, next);
    must(await publishManifest(await networkDeps(), member, { ownForms: [cells, wells] }, keep));
  });
  afterAll(() => stage?.end());

  it.each(['en', 'ru'] as const)(
    'S12 [FORM7] in %s at 360 px, light and dark, also with text twice as large',
    async (lang) => {
      const name = `own-${lang}`;
      await stage.copyJoined(name);
      const browser = await stage.phone(name, { width: 360, height: 740 });
      const { page } = browser;
      const came = page.waitForResponse(/\/manifest$/);
      await unlock(page, stage.joined.words);
      expect((await came).ok()).toBe(true);
      await seeTitle(page, 'Notes');
      await speak(browser, lang);
      const [t, f] = [await loadMonitorWords(lang), await loadFullWords(lang)];
      const say = (texts: Definition['title']): string => sayIn(texts, lang);
      const { visit, faults, seen } = createVisits(page, ['light', 'dark']);
      const press = (label: string | RegExp): Promise<void> =>
        page.getByRole('button', { name: label, exact: true }).first().click();
      const title = (label: string): Promise<void> =>
        page.getByRole('heading', { level: 1, name: label, exact: true }).waitFor();
      const rows = page.getByRole('list', { name: f('full.own.title') }).getByRole('button');

      await press(t('home.new'));
      await title(t('form.what.title'));
      await press(t('form.summary'));
      await title(t('finish.title'));
      await rows.nth(1).waitFor();
      await visit('summary');
      await rows.filter({ hasText: say(cells.title) }).click();
      await title(say(cells.title));
      await visit('own page');
      await press(t('field.choose'));
      await page.getByRole('searchbox', { name: f('full.find') }).waitFor();
      await visit('own pick');
      await press(t('action.back'));
      await title(say(cells.title));
      await page.getByRole('textbox', { name: say(both('Size', 'Площадь')) }).fill('12');
      await page.getByText(f('full.wrong.constraint')).waitFor();
      await visit('own page with something wrong');
      await press(t('action.next'));
      await title(say(both('When', 'Когда')));
      await visit('own group');
      await press(t('action.next'));
      await press(`${t('action.add')}: ${say(both('Guard', 'Охранник'))}`);
      await page.getByRole('textbox', { name: say(both('Badge', 'Номер жетона')) }).fill('TJ-1');
      await visit('own entry');
      await press(t('action.done'));
      await title(say(cells.title));
      await press(f('full.finish'));
      await title(t('finish.title'));
      // Answers to one form are not put under another: it is asked which one, and nothing is lost.
      await rows.filter({ hasText: say(wells.title) }).click();
      const which = say(both('Which form?', 'Какая форма?'));
      await title(which);
      await visit('which form');
      await page.getByRole('radio', { name: say(wells.title) }).check({ force: true });
      await press(t('action.next'));
      await title(say(wells.title));
      await visit('the other form');
      await press(t('action.back'));
      await title(which);
      await page.getByRole('radio', { name: say(cells.title) }).check({ force: true });
      await press(t('action.next'));
      await title(say(cells.title));
      expect(await page.getByRole('textbox', { name: say(both('Size', 'Площадь')) }).inputValue()).toBe('12');
      await press(t('action.back'));
      await press(t('action.back'));
      await title(t('finish.title'));
      await press(t('form.more'));
      await title(f('full.title'));
      const parts = await page
        .getByRole('list', { name: f('full.parts') })
        .getByRole('button')
        .allInnerTexts();
      const own = parts.slice(fullSections().length).map((text) => text.split('\n')[0]);
      expect(own).toEqual([which, say(cells.title), say(both('When', 'Когда')), say(cells.title)]);
      await visit('parts');
      await browser.close();
      expect(faults).toEqual([]);
      expect(seen).toHaveLength(9);
    },
  );
});
