/** Owns asking axe what is wrong with a page as it stands. Must never decide what may stay. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
};

/** All that breaks a rule, or a rule with one of these tags. */
async function ask(page: Page, tags?: readonly string[]): Promise<readonly Violation[]> {
  // It stays while the page does, and reading it costs a fifth of asking it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  // A colour half-way through its change is none that anybody reads.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  return page.evaluate(async (values) => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: readonly Violation[] }> };
    };
    const runOnly = values === undefined ? {} : { runOnly: { type: 'tag', values } };
    // What keeps a rule is not described.
    return (await axe.run({ ...runOnly, resultTypes: ['violations'] })).violations;
  }, tags);
}

/** What breaks WCAG 2.2 AA on a page of the desk as far as a machine sees it, and every place; `more`: further tags of axe's. */
export async function deskFaultsOf(page: Page, ...more: readonly string[]): Promise<readonly string[]> {
  const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  return (await ask(page, [...wcag, ...more])).map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/** Serious and critical faults of the page, landmarks that a screen reader would lose its way among, and whether something is wider than the screen; `screen` names it. */
export async function faultsOf(page: Page, screen: string): Promise<readonly string[]> {
  const violations = (await ask(page)).filter(
    ({ id, impact }) => impact === 'serious' || impact === 'critical' || id.startsWith('landmark-'),
  );
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const widest = await page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('body *')];
    const beyond = all.filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1);
    return beyond.at(-1)?.outerHTML.slice(0, 120) ?? '';
  });
  return [
    ...violations.map(({ id, nodes }) => `${screen}: ${id} ${nodes[0]?.html ?? ''}`),
    ...(wide > 0 ? [`${screen}: ${wide} pixels too wide: ${widest}`] : []),
    ...((await page.title()) === 'Notes' ? [] : [`${screen}: the title says more than it may`]),
  ];
}

/** Words of which a part cannot be seen: cut off by their own box. */
export const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main *, header *')]
      .filter((one) => {
        const { overflowX, overflowY, clip, clipPath, webkitLineClamp } = getComputedStyle(one);
        const hides = [overflowX, overflowY].some((way) => way === 'hidden' || way === 'clip');
        // What only a screen reader hears is hidden on purpose.
        const unseen = clip !== 'auto' || clipPath !== 'none' || one.clientWidth <= 1;
        const larger = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
        // The first lines of a note in the list.
        const preview = webkitLineClamp !== 'none';
        return hides && !unseen && !preview && larger && (one.textContent ?? '').trim() !== '';
      })
      .map((one) => `${one.className}: ${one.textContent?.slice(0, 60)}`),
  );
