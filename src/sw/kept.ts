/** Owns files that are kept beside the precache: asked for once, or brought after the first start. Must never keep an answer of the endpoint. */

/** Where the words of chosen languages are kept. */
export const SPOKEN = 'spoken';
/** Where the parts of the app are kept that a first visit does not wait for. */
export const REST = 'rest';

/** A file of the build and what it is: `sha256-`, then the hash in base64; missing where the build cannot say. */
export type Part = { readonly url: string; readonly integrity?: string };

const addressOf = (file: string): string => new URL(file, self.location.href).href;

/** What a file of the app is sent as: a page of the network's own that stands in its place is HTML. */
const OURS = /^(?:text\/plain|(?:text|application)\/javascript)\b/;

/**
 * Whether an answer is what the build made. A good status says nothing: networks that want a password, and servers
 * that answer every address with their page, have one too. S10
 */
async function isRight(answer: Response, { integrity }: Part): Promise<boolean> {
  if (!answer.ok) return false;
  if (integrity === undefined) return OURS.test(answer.headers.get('Content-Type') ?? '');
  const hash = await crypto.subtle.digest('SHA-256', await answer.clone().arrayBuffer());
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}` === integrity;
}

/** What is kept of it, if it is right; anything else under its name is dropped. */
async function keptRight(cache: Cache, part: Part): Promise<Response | undefined> {
  const address = addressOf(part.url);
  const kept = await cache.match(address);
  if (kept === undefined || (await isRight(kept, part))) return kept;
  await cache.delete(address);
  return undefined;
}

/** The server's answer, kept if it is right; a wrong one with a good status is an error. */
async function fetchRight(cache: Cache, part: Part): Promise<Response> {
  const address = addressOf(part.url);
  // The second time past what the browser itself remembers: that may be the wrong answer of before.
  for (const how of ['default', 'reload'] as const) {
    const fresh = await fetch(address, { cache: how });
    if (!fresh.ok) return fresh;
    if (!(await isRight(fresh, part))) continue;
    await cache.put(address, fresh.clone());
    return fresh;
  }
  return Response.error();
}

/**
 * Answers from the cache `name`, and keeps there what it had to fetch. Only for addresses that change with their bytes.
 * `parts`: those that the build knows.
 */
export function keptFrom(name: string, parts: readonly Part[]) {
  const known = new Map(parts.map((part) => [addressOf(part.url), part]));
  return async ({ request: { url } }: { readonly request: Request }): Promise<Response> => {
    const cache = await caches.open(name);
    const part = known.get(url) ?? { url };
    return (await keptRight(cache, part)) ?? fetchRight(cache, part);
  };
}

async function missingFrom(cache: Cache, parts: readonly Part[]): Promise<readonly Part[]> {
  const missing: Part[] = [];
  for (const part of parts) if ((await keptRight(cache, part)) === undefined) missing.push(part);
  return missing;
}

/**
 * Fetches those of `parts` that the cache `name` lacks, one after the other: what is sent goes before. Each is kept as it
 * comes. False when one could not be had.
 */
export async function bring(name: string, parts: readonly Part[]): Promise<boolean> {
  const cache = await caches.open(name);
  let whole = true;
  for (const part of await missingFrom(cache, parts)) {
    const had = await fetchRight(cache, part).catch(() => Response.error());
    whole &&= had.ok;
  }
  return whole;
}

/** How many of `parts` the cache `name` has. */
export async function countKept(name: string, parts: readonly Part[]): Promise<number> {
  return parts.length - (await missingFrom(await caches.open(name), parts)).length;
}

/** Drops from the cache `name` what older versions kept there. */
export async function dropOthers(name: string, parts: readonly Part[]): Promise<void> {
  const cache = await caches.open(name);
  const ours = new Set(parts.map(({ url }) => addressOf(url)));
  const old = (await cache.keys()).filter((request) => !ours.has(request.url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

/** "uz" of ".../spoken/uz-1a2b.js", "ru" of ".../assets/ru-1a2b3c4d.js"; "" for other files. */
export const languageIn = (url: string): string =>
  /(?:spoken\/([a-z]+)-|assets\/(en|ru)-[\w-]{8}\.js$)/.exec(url)?.slice(1).find(Boolean) ?? '';

/** Fetches the new words of each language that is kept here. A language that cannot be had is fetched when it is needed. */
export async function followSpoken(parts: readonly Part[]): Promise<void> {
  const chosen = new Set((await (await caches.open(SPOKEN)).keys()).map(({ url }) => languageIn(url)));
  await bring(
    SPOKEN,
    parts.filter(({ url }) => chosen.has(languageIn(url))),
  );
}
