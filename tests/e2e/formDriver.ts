/** Owns filling in any list of questions through the screen, each by the widget of its kind, in any language. Must never look into the app's memory. */
import type { Locator, Page } from 'playwright-core';
import type { Json } from '../../src/domain/bounded.ts';
import {
  answerAt,
  askedIn,
  entriesOf,
  groupPath,
  isAnswered,
  objectOf,
  pathText,
  sayIn,
  scopeAt,
} from '../../src/domain/form/answers.ts';
import type { Path, Question, Section } from '../../src/domain/form/question.ts';
import { parsePartialDate } from '../../src/domain/partialDate.ts';
import { type JsonObject, textAt } from '../../src/domain/report.ts';
import type { FullTranslator } from '../../src/i18n/fullMessages.ts';
import type { MonitorTranslator } from '../../src/i18n/monitorMessages.ts';
import { type Point, partsOf } from '../../src/monitor/form/dateParts.ts';

export type FormFile = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

export type DriverDeps = {
  readonly page: Page;
  readonly t: MonitorTranslator;
  readonly f: FullTranslator;
  /** The answers to be given; references between entries are by the ids in here, and chosen by what the screen calls them. */
  readonly answers: JsonObject;
  readonly today: string;
  /** The file of an entry of the evidence. */
  readonly fileOf: (entry: JsonObject) => FormFile;
};

const numberOf = (value: Json | undefined, name: string): string => {
  const member = typeof value === 'object' && value !== null ? (value as JsonObject)[name] : undefined;
  return member === undefined ? '' : String(member);
};

export function createDriver({ page, t, f, answers, today, fileOf }: DriverDeps) {
  const say = (texts: Parameters<typeof sayIn>[0]): string => sayIn(texts, t.speaks, t.lang);
  const title = (name: string): Promise<void> =>
    page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  const press = (name: string): Promise<void> =>
    page.getByRole('button', { name, exact: true }).first().click();
  const field = (path: Path): Locator => page.locator(`[data-field="${pathText(path)}"]`);

  /** By its line, as a finger does: never what lies under something else. */
  async function tick(box: Locator, on: boolean): Promise<void> {
    await box.waitFor({ state: 'attached' });
    if ((await box.isChecked()) !== on) await box.locator('xpath=..').click();
  }

  async function point(boxes: Locator, { year, month, day }: Point): Promise<void> {
    const inputs = boxes.locator('input');
    // The day's box is there only where a day can be said.
    if ((await inputs.count()) > 1) await inputs.first().fill(day);
    if ((await boxes.locator('select').count()) > 0) await boxes.locator('select').selectOption(month);
    await inputs.last().fill(year);
  }

  async function date(at: Locator, value: Json): Promise<void> {
    const parsed = parsePartialDate(value);
    if (!parsed.ok) throw new Error(`no date: ${JSON.stringify(value)}`);
    const { q, first, last, text, time } = partsOf(parsed.value);
    await at.locator('select').first().selectOption(q);
    const words = at.locator('input').last();
    await words.waitFor();
    const whole = `${first.year}-${first.month}-${first.day.padStart(2, '0')}`;
    const boxes = at.locator('fieldset fieldset');
    if (q === 'exact' || q === 'ongoing') await at.locator('input[type=date]').fill(whole);
    else if (q === 'season') {
      await at.locator('select').nth(1).selectOption(first.month);
      await at.locator('input').first().fill(first.year);
    } else if (q !== 'unknown') await point(boxes.first(), first);
    if (q === 'between') await point(boxes.nth(1), last);
    if (time !== '') await at.locator('input[type=time]').fill(time);
    if (text !== '') await words.fill(text);
  }

  async function chooseFromPage(
    question: Question & { readonly kind: 'choice' },
    labels: readonly string[],
  ): Promise<void> {
    await title(say(question.label));
    for (const label of labels) {
      await page.getByRole('searchbox', { name: f('full.find') }).fill(label);
      if (question.many) await tick(page.getByRole('checkbox', { name: label, exact: true }).first(), true);
      else await page.getByRole('main').getByRole('button', { name: label, exact: true }).first().click();
    }
    if (question.many) await press(t('action.done'));
  }

  async function choice(
    at: Locator,
    question: Question & { readonly kind: 'choice' },
    value: Json,
    where: Path,
  ): Promise<void> {
    const wanted = (Array.isArray(value) ? value : [value]).map(String);
    const offered = question.choices(scopeAt(answers, where, today));
    const chosen = wanted.map((code) => {
      const found = offered.findIndex((one) => one.code === code);
      if (found < 0) throw new Error(`${pathText([...where, question.name])}: ${code} is not offered`);
      return found;
    });
    const boxes = at.locator(question.many ? 'input[type=checkbox]' : 'input[type=radio]');
    if ((await boxes.count()) === 0) {
      await at.getByRole('button').first().click();
      await chooseFromPage(
        question,
        chosen.map((index) => say(offered[index]?.label)),
      );
      return;
    }
    if (question.many)
      for (const index of offered.keys()) await tick(boxes.nth(index), chosen.includes(index));
    else await tick(boxes.nth(chosen[0] ?? 0), true);
  }

  async function numbers(at: Locator, ...texts: readonly string[]): Promise<void> {
    for (const [index, text] of texts.entries()) await at.locator('input').nth(index).fill(text);
  }

  async function repeat(question: Question & { readonly kind: 'repeat' }, path: Path): Promise<void> {
    for (const [index, entry] of entriesOf(objectOf(answers, path.slice(0, -1)), question.name).entries()) {
      const list = field(path).getByRole('listitem');
      await field(path).waitFor();
      if (textAt(entry, '_attached') === 'yes') {
        const files = page.locator('input[type=file][multiple]');
        await files.setInputFiles([fileOf(entry)]);
        await list.nth(index).waitFor();
      }
      if ((await list.count()) > index) await list.nth(index).getByRole('button').click();
      else await press(`${t('action.add')}: ${say(question.label)}`);
      await page
        .getByRole('button', { name: t('action.remove'), exact: true })
        .last()
        .waitFor();
      await fill(question.questions, [...path, index]);
      await press(t('action.done'));
      await list.nth(index).waitFor();
    }
  }

  async function one(question: Question, where: Path): Promise<void> {
    const path = [...where, question.name];
    const value = answerAt(answers, path);
    if (question.kind === 'group') return fill(question.questions, groupPath(question, where));
    if (value === undefined || question.kind === 'note' || question.kind === 'calculated') return;
    // Answered in some reports with what nobody types: an empty list, an empty text.
    if (!isAnswered(value)) return;
    const at = field(path);
    // Asked only of several acts: while the first is filled in there is but one, and it is the main one.
    if (question.name === 'primary' && value === true && (await at.count()) === 0) return;
    switch (question.kind) {
      case 'text':
        return at.locator('input, textarea').first().fill(String(value));
      case 'whole':
      case 'decimal':
        return numbers(at, String(value));
      case 'range':
        return numbers(at, numberOf(value, 'min'), numberOf(value, 'max'));
      case 'point':
        return numbers(at, numberOf(value, 'lat'), numberOf(value, 'lon'));
      case 'partialDate':
        return date(at, value);
      case 'day':
      case 'time':
        return at.locator('input').first().fill(String(value));
      case 'instant':
        await at.locator('input[type=date]').fill(String(value).slice(0, 10));
        return at.locator('input[type=time]').fill(String(value).slice(11, 16));
      case 'flag':
        return tick(at.locator('input'), value === true);
      case 'choice':
        return choice(at, question, value, where);
      case 'repeat':
        return repeat(question, path);
    }
  }

  async function fill(questions: readonly Question[], where: Path): Promise<void> {
    for (const question of askedIn(questions, scopeAt(answers, where, today))) await one(question, where);
  }

  return {
    /** From the list of parts into one of them. */
    async open(section: Section): Promise<void> {
      await title(f('full.title'));
      await page
        .getByRole('list', { name: f('full.parts') })
        .getByRole('button')
        .filter({ hasText: say(section.label) })
        .first()
        .click();
      await title(say(section.label));
    },
    /** All that the answers say in a part, and back to the list of parts. */
    async fillPart(section: Section): Promise<void> {
      await this.open(section);
      await fill(section.questions, []);
      await page.getByText(t('state.saved')).waitFor();
      await page
        .getByRole('button', { name: new RegExp(`^${f('full.toParts')}`) })
        .first()
        .click();
      await title(f('full.title'));
    },
  };
}
