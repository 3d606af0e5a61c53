/** Owns files that are kept beside the precache: asked for once, or brought after the first start. Must never keep an answer of the endpoint. */

/** Where the words of chosen languages are kept. */
export const SPOKEN = 'spoken';
/** Where the parts of the app are kept that a first visit does not wait for. */
export const REST = 'rest';

/** Answers from the cache `name`, and keeps there what it had to fetch. Only for addresses that change with their bytes. */
export const keptFrom =
  (name: string) =>
  async ({ request }: { readonly request: Request }): Promise<Response> => {
    const cache = await caches.open(name);
    const kept = await cache.match(request);
    if (kept !== undefined) return kept;
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  };

const addressOf = (file: string): string => new URL(file, self.location.href).href;

async function missingFrom(cache: Cache, files: readonly string[]): Promise<readonly string[]> {
  const here = new Set((await cache.keys()).map(({ url }) => url));
  return files.filter((file) => !here.has(addressOf(file)));
}

/**
 * Fetches those of `files` that the cache `name` lacks, one after the other: what is sent goes before. Each is kept as it
 * comes. False when one could not be had.
 */
export async function bring(name: string, files: readonly string[]): Promise<boolean> {
  const cache = await caches.open(name);
  let whole = true;
  for (const file of await missingFrom(cache, files))
    await cache.add(file).catch(() => {
      whole = false;
    });
  return whole;
}

/** How many of `files` the cache `name` has. */
export async function countKept(name: string, files: readonly string[]): Promise<number> {
  return files.length - (await missingFrom(await caches.open(name), files)).length;
}

/** Drops from the cache `name` what older versions kept there. */
export async function dropOthers(name: string, files: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  const ours = new Set(files.map(addressOf));
  const old = (await cache.keys()).filter((request) => !ours.has(request.url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

/** "uz" of ".../spoken/uz-1a2b.js", "ru" of ".../assets/ru-1a2b3c4d.js"; "" for other files. */
export const languageIn = (url: string): string =>
  /(?:spoken\/([a-z]+)-|assets\/(en|ru)-[\w-]{8}\.js$)/.exec(url)?.slice(1).find(Boolean) ?? '';

/** Fetches the new words of each language that is kept here. A language that cannot be had is fetched when it is needed. */
export async function followSpoken(files: readonly string[]): Promise<void> {
  const cache = await caches.open(SPOKEN);
  const chosen = new Set((await cache.keys()).map((request) => languageIn(request.url)));
  const wanted = files.filter((file) => chosen.has(languageIn(file)));
  await Promise.allSettled(wanted.map((file) => cache.add(file)));
}
