/** Owns which browsers are open, and what their pages show: for the word of a test that failed. Must never change a page. */
import type { BrowserContext } from 'playwright-core';

const open = new Set<BrowserContext>();

/** Remembers it until it is closed. */
export function watchShown(context: BrowserContext): void {
  open.add(context);
  context.on('close', () => open.delete(context));
}

/** A line for each open page: its address, and the words on it. */
export async function shownNow(): Promise<readonly string[]> {
  const pages = [...open].flatMap((context) => context.pages());
  return Promise.all(
    pages.map(async (page) => {
      const words = await page
        .locator('body')
        .innerText({ timeout: 5_000 })
        .catch((error: unknown) => `(not to be read: ${String(error).split('\n')[0]})`);
      return `${page.url()} shows: ${words.replace(/\s+/g, ' ').slice(0, 1_500)}`;
    }),
  );
}
