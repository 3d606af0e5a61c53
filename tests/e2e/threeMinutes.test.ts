/** Proves that the short form is quick for a thumb, and complete for somebody who has a keyboard and a voice that reads. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from './harness.ts';
import { seeSaved, seeTitle } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const SENTENCE = 'Two men in plain clothes took her from her home at dawn.';
const MOST_TAPS = 25;

/** A thumb: it can only press what is on the screen, at one point, and every press counts. */
function createThumb(page: Page) {
  let taps = 0;
  return {
    taps: () => taps,
    async tap(target: Locator): Promise<void> {
      // To scroll is no tap.
      await target.scrollIntoViewIfNeeded();
      const box = await target.boundingBox();
      if (box === null) throw new Error('there is nothing to tap');
      expect(box.height).toBeGreaterThanOrEqual(48);
      taps += 1;
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    },
    /** The platform's own list: one tap opens it, one chooses. */
    async choose(list: Locator, label: string): Promise<void> {
      taps += 2;
      await list.selectOption({ label });
    },
  };
}

/** Somebody without a mouse: Tab, arrows, Space and Enter. */
function createHands(page: Page) {
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return '';
      const labels =
        at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement
          ? at.labels
          : null;
      return (at.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? at.textContent ?? '').trim();
    });
  async function until(key: string, wanted: RegExp): Promise<void> {
    // What is looked for may still be on its way to the page.
    for (const end = Date.now() + 20_000; Date.now() < end; ) {
      if (wanted.test(await focused())) return;
      await page.keyboard.press(key);
    }
    throw new Error(`no way to ${wanted} by ${key}`);
  }
  return {
    focused,
    async press(wanted: RegExp): Promise<void> {
      await until('Tab', wanted);
      await page.keyboard.press('Enter');
    },
    async tick(wanted: RegExp): Promise<void> {
      await until('Tab', wanted);
      await page.keyboard.press('Space');
    },
    /** Tab goes to the group, the arrows through it. */
    async choose(first: RegExp, wanted: RegExp): Promise<void> {
      await until('Tab', first);
      await page.keyboard.press('Space');
      await until('ArrowDown', wanted);
    },
    async write(wanted: RegExp, text: string): Promise<void> {
      await until('Tab', wanted);
      await page.keyboard.type(text);
    },
  };
}

describe('S1 the short form', () => {
  let stage: JoinedStage;
  let browser: Browser;

  beforeAll(async () => {
    stage = await setJoinedStage();
    browser = await stage.joinedPhone('phone');
  });
  afterAll(() => stage?.end());

  it(`takes at most ${MOST_TAPS} taps and one sentence from New note to Finish, each at least 48 px high`, async () => {
    const { page } = browser;
    const thumb = createThumb(page);
    const button = (name: string | RegExp): Locator => page.getByRole('button', { name }).first();
    const line = (name: string): Locator => page.locator('label').filter({ hasText: name }).first();
    const next = (): Promise<void> => thumb.tap(button('Next'));

    await thumb.tap(button('New note'));
    await seeTitle(page, 'What happened?');
    await thumb.tap(button('Arrest and detention'));
    await thumb.tap(button('Arbitrary arrest or detention'));
    await seeTitle(page, 'When?');
    await thumb.tap(line('Yesterday'));
    await next();
    await seeTitle(page, 'Where?');
    await thumb.choose(page.getByRole('combobox', { name: 'Country' }), 'Tajikistan');
    await thumb.tap(line('Sughd'));
    await next();
    await seeTitle(page, 'Who was harmed?');
    await thumb.tap(line('One person'));
    await thumb.tap(line('Woman'));
    await thumb.tap(line('Journalist'));
    await next();
    await seeTitle(page, 'Who did it?');
    await thumb.tap(
      page
        .locator('label')
        .filter({ has: page.getByRole('checkbox') })
        .nth(1),
    );
    await next();
    await seeTitle(page, 'In a few words');
    await thumb.tap(page.getByRole('textbox', { name: 'What happened' }));
    await page.keyboard.type(SENTENCE);
    await next();
    await seeTitle(page, 'May it be used?');
    await thumb.tap(line('Our organisation only'));
    await thumb.tap(line('The person'));
    await next();
    await seeTitle(page, 'Look once more');
    expect(await page.getByRole('list', { name: 'What will be sent' }).textContent()).toContain(SENTENCE);
    await thumb.tap(button('Finish'));
    await seeTitle(page, /Waiting for connection|Sending|Sent|Stored/);
    expect(thumb.taps()).toBeLessThanOrEqual(MOST_TAPS);
  });

  it('is done by keyboard alone, and a screen reader hears where it is and what is asked', async () => {
    const { page } = browser;
    const hands = createHands(page);
    const tree = (): Promise<string> => page.locator('body').ariaSnapshot();
    await hands.press(/^Notes$/);
    await seeTitle(page, 'Notes');
    await hands.press(/^New note$/);
    await seeTitle(page, 'What happened?');
    expect(await hands.focused()).toBe('What happened?');
    await hands.press(/^Threats/);
    await hands.press(/^Threat \(other/);
    await seeTitle(page, 'When?');
    expect(await hands.focused()).toBe('When?');
    expect(await tree()).toMatch(
      /heading "When\?" \[level=1\][\s\S]*group "When\?"[\s\S]*radio "Today"[\s\S]*radio "I don’t know"/,
    );
    await hands.choose(/^Today$/, /^This week$/);
    await seeSaved(page);
    expect(await tree()).toMatch(/status: Saved on this phone/);
    expect(await tree()).toMatch(/radio "This week" \[checked\]/);
    await hands.press(/^Next$/);
    await seeTitle(page, 'Where?');
    // The country of the report before is offered.
    expect(await tree()).toMatch(/combobox "Country"[\s\S]*option "Tajikistan" \[selected\]/);
    await hands.choose(/don’t know/, /^Khatlon/);
    await hands.press(/^Next$/);
    await seeTitle(page, 'Who was harmed?');
    await hands.choose(/^One person$/, /^2 to 5$/);
    await hands.tick(/^Man$/);
    expect(await tree()).toMatch(/checkbox "Man" \[checked\]/);
    await hands.press(/^Next$/);
    await seeTitle(page, 'Who did it?');
    await hands.tick(/^I don’t know$/);
    await hands.press(/^Next$/);
    await seeTitle(page, 'In a few words');
    await hands.write(/^What happened$/, SENTENCE);
    expect(await tree()).toMatch(/textbox "What happened"/);
    // The letters that a keyboard may lack are one stop of the Tab key.
    await page.keyboard.press('Tab');
    expect(await hands.focused()).toBe('ә');
    await page.keyboard.press('ArrowRight');
    expect(await hands.focused()).toBe('ғ');
    await page.keyboard.press('Tab');
    expect(await hands.focused()).not.toMatch(/^.$/);
    await hands.press(/^Next$/);
    await seeTitle(page, 'May it be used?');
    await hands.choose(/^Not asked/, /^Our organisation only/);
    await hands.press(/^Next$/);
    await seeTitle(page, 'Look once more');
    await hands.press(/^Finish$/);
    await seeTitle(page, /Waiting for connection|Sending|Sent|Stored/);
  });
});
