/** Owns files that are kept once somebody asked for them, beside the precache; must never keep an answer of the endpoint. */

/** Where the words of chosen languages are kept. */
export const SPOKEN = 'spoken';

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

/** "uz" of ".../spoken/uz-1a2b.js". */
const languageIn = (url: string): string => /spoken\/([a-z]+)-/.exec(url)?.[1] ?? '';

/** Fetches the new words of each language that is kept here. A language that cannot be had is fetched when it is needed. */
export async function followSpoken(files: readonly string[]): Promise<void> {
  const cache = await caches.open(SPOKEN);
  const chosen = new Set((await cache.keys()).map((request) => languageIn(request.url)));
  const wanted = files.filter((file) => chosen.has(languageIn(file)));
  await Promise.allSettled(wanted.map((file) => cache.add(file)));
}

/** Drops the words of older versions. */
export async function dropUnspoken(files: readonly string[]): Promise<void> {
  const cache = await caches.open(SPOKEN);
  const ours = new Set(files.map((file) => new URL(file, self.location.href).href));
  const old = (await cache.keys()).filter((request) => !ours.has(request.url));
  await Promise.all(old.map((request) => cache.delete(request)));
}
