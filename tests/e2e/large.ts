/** Owns looking at a page with text twice as large: what is beyond the edge, covered or cut off. Leaves the page as it was. */
import type { Page } from 'playwright-core';
import { cutOff } from './axe.ts';

/** Runs in the page. What cannot be pressed where it is shown: buttons that always stand on the screen, or those of a dialog. */
function hiddenControls(): string[] {
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const dialog = document.querySelector('dialog[open]');
  const within = (where: Element): HTMLElement[] => [
    ...where.querySelectorAll<HTMLElement>('button, a[href]'),
  ];
  const shown = (one: Element): boolean => one.checkVisibility() && one.getBoundingClientRect().width > 0;
  const say = (one: HTMLElement): string => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim();
  // What scrolls sideways by itself may be longer than the screen.
  const scrolls = (one: Element | null): boolean =>
    one !== null && one !== document.body && one !== document.documentElement
      ? ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) || scrolls(one.parentElement)
      : false;
  const sideways = within(dialog ?? document.body)
    .filter((one) => shown(one) && !(dialog === null && scrolls(one)))
    .filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return left < -1 || right > width + 1;
    })
    .map((one) => `beyond the edge: ${say(one)}`);
  const standing = dialog === null ? [...document.querySelectorAll('header, footer')] : [dialog];
  const covered = standing
    .flatMap(within)
    .filter(shown)
    .filter((one) => {
      // A dialog may scroll, and so may a foot that stands in the page because the screen is low.
      if (dialog !== null || getComputedStyle(one.closest('header, footer') ?? one).position === 'static')
        one.scrollIntoView({ block: 'center' });
      const { left, top, right, bottom } = one.getBoundingClientRect();
      if (top < -1 || bottom > height + 1) return true;
      const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return at === null || !one.contains(at);
    })
    .map((one) => `covered: ${say(one)}`);
  // Words that are too long reach out of their element, whose own box ends before them.
  const reach = document.createRange();
  const widest = [...document.querySelectorAll('body *')].filter((one) => {
    reach.selectNodeContents(one);
    const right = Math.max(reach.getBoundingClientRect().right, one.getBoundingClientRect().right);
    return shown(one) && !scrolls(one) && right > width + 0.25;
  });
  const wide = document.documentElement.scrollWidth - width;
  return [
    ...(wide > 0 ? [`${wide} pixels too wide: ${widest.at(-1)?.outerHTML.slice(0, 160)}`] : []),
    ...sideways,
    ...covered,
  ];
}

/** What is wrong with the page as it stands when its text is twice as large; `screen` names it. */
export async function largeFaultsOf(page: Page, screen: string): Promise<readonly string[]> {
  const [size, top] = await page.evaluate(() => [document.documentElement.style.fontSize, window.scrollY]);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  const faults = [
    ...(await page.evaluate(hiddenControls)),
    ...(await cutOff(page)).map((one) => `cut off: ${one}`),
  ];
  if (process.env['PICTURES'] !== undefined)
    await page.screenshot({ path: `${process.env['PICTURES']}/${screen.replaceAll(/\W+/g, '-')}.png` });
  await page.evaluate(
    ([before, place]) => {
      document.documentElement.style.fontSize = String(before ?? '');
      window.scrollTo(0, Number(place));
    },
    [size, top],
  );
  return faults.map((fault) => `${screen}, twice as large: ${fault}`);
}
