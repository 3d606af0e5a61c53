/** Owns waiting until the first page stands: what nobody asked for yet must not hold it up. Never waits for long. */
import type { Clock } from '../domain/ports.ts';

/** Milliseconds. Words may be on their way through a bad network, and a page that nobody sees is never painted. */
const LONGEST = 1_000;

type Page = Pick<Window, 'setTimeout'> & {
  /** Missing in Safari. */
  readonly requestIdleCallback?: Window['requestIdleCallback'];
};

/** Resolves when the words of the first page are here, or cannot be had, and the page has nothing more urgent to do. */
export async function firstLook(
  page: Page,
  clock: Pick<Clock, 'sleep'>,
  words: Promise<unknown>,
): Promise<void> {
  await Promise.race([words.catch(() => undefined), clock.sleep(LONGEST)]);
  const { requestIdleCallback } = page;
  await new Promise<void>((done) => {
    if (requestIdleCallback === undefined) page.setTimeout(done);
    else requestIdleCallback.call(page as Window, () => done(), { timeout: LONGEST });
  });
}
