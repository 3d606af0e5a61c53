/** Proves that only what the build made is kept beside the precache, whatever a network answers with a good status. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  bring,
  countKept,
  dropOthers,
  followSpoken,
  keptFrom,
  type Part,
  REST,
  SPOKEN,
} from '../../src/sw/kept.ts';

const ORIGIN = 'https://notes.example';
const JS = 'text/javascript; charset=utf-8';
const integrity = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const texts: Readonly<Record<string, string>> = {
  'assets/AAAAAAAA.js': 'export const a = 1;',
  'assets/ru-BBBBBBBB.js': 'export const words = "да";',
};
const parts: readonly Part[] = Object.entries(texts).map(([url, text]) => ({
  url,
  integrity: integrity(text),
}));
const page = () => new Response('<html>Sign in</html>', { headers: { 'Content-Type': 'text/html' } });

/** A browser's cache, as far as it is used: one answer under an address. */
function createCaches() {
  const all = new Map<string, Map<string, Response>>();
  const open = async (name: string) => {
    const held = all.get(name) ?? new Map<string, Response>();
    all.set(name, held);
    return {
      match: async (url: string) => held.get(url)?.clone(),
      put: async (url: string, answer: Response) => void held.set(url, answer),
      delete: async (request: string | { readonly url: string }) =>
        held.delete(typeof request === 'string' ? request : request.url),
      keys: async () => [...held.keys()].map((url) => ({ url })),
    };
  };
  return { open };
}

let answer: (path: string, how?: RequestCache) => Response;
let asked: string[];
const right = (path: string): Response => {
  const text = texts[path.slice(1)];
  return text === undefined
    ? new Response('', { status: 404 })
    : new Response(text, { headers: { 'Content-Type': JS } });
};
const ask = (path: string, name = REST, known = parts): Promise<Response> =>
  keptFrom(name, known)({ request: new Request(ORIGIN + path) });

beforeEach(() => {
  answer = right;
  asked = [];
  vi.stubGlobal('self', { location: new URL(`${ORIGIN}/sw.js`) });
  vi.stubGlobal('caches', createCaches());
  vi.stubGlobal('fetch', async (url: string, { cache }: RequestInit = {}) => {
    const path = url.slice(ORIGIN.length);
    asked.push(path);
    return answer(path, cache);
  });
});
afterEach(() => void vi.unstubAllGlobals());

it('S10 a page in place of a part is not kept and not counted, and the part is asked for again', async () => {
  answer = page;
  expect(await bring(REST, parts)).toBe(false);
  expect(await countKept(REST, parts)).toBe(0);
  expect((await ask('/assets/AAAAAAAA.js')).type).toBe('error');
  answer = right;
  expect(await (await ask('/assets/AAAAAAAA.js')).text()).toBe('export const a = 1;');
  expect(await countKept(REST, parts)).toBe(1);
  expect(await bring(REST, parts)).toBe(true);
  expect(await countKept(REST, parts)).toBe(2);
  // All of it is here: nobody is asked any more.
  asked = [];
  expect(await bring(REST, parts)).toBe(true);
  expect((await ask('/assets/ru-BBBBBBBB.js')).ok).toBe(true);
  expect(asked).toEqual([]);
});

it('S10 other bytes of the right type are not kept either: another version, or a part cut short', async () => {
  answer = () => new Response('export const a =', { headers: { 'Content-Type': JS } });
  expect(await bring(REST, parts)).toBe(false);
  expect(await countKept(REST, parts)).toBe(0);
});

it('S10 S12 what an earlier version kept wrong is dropped: when it is counted, when it is asked for, and by an update', async () => {
  const spoil = async (name: string, which = parts) => {
    const cache = await caches.open(name);
    for (const { url } of which) await cache.put(`${ORIGIN}/${url}`, page());
  };
  await spoil(REST);
  expect(await countKept(REST, parts)).toBe(0);
  await spoil(REST);
  expect(await (await ask('/assets/AAAAAAAA.js')).text()).toBe('export const a = 1;');
  await spoil(REST);
  expect(await bring(REST, parts)).toBe(true);
  expect(asked).toEqual(['/assets/AAAAAAAA.js', '/assets/AAAAAAAA.js', '/assets/ru-BBBBBBBB.js']);
  await spoil(SPOKEN, parts.slice(1));
  await followSpoken(parts);
  expect(await (await ask('/assets/ru-BBBBBBBB.js', SPOKEN)).text()).toBe('export const words = "да";');
  expect(asked).toHaveLength(4);
});

it('S10 of a file that the build cannot list, a page in its place is not kept, and a refusal is passed on', async () => {
  const list = '/later/AAAAAAAA.txt';
  answer = page;
  expect((await ask(list, 'later')).type).toBe('error');
  answer = () => new Response('none', { status: 404 });
  expect((await ask(list, 'later')).status).toBe(404);
  answer = () => new Response('list', { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
  expect(await (await ask(list, 'later')).text()).toBe('list');
  answer = page;
  expect(await (await ask(list, 'later')).text()).toBe('list');
  expect(asked).toHaveLength(4);
});

it('S10 a wrong answer that the browser itself remembers is passed over', async () => {
  answer = (path, how) => (how === 'reload' ? right(path) : page());
  expect(await bring(REST, parts)).toBe(true);
  expect(await countKept(REST, parts)).toBe(2);
});

it('keeps nothing of an older version', async () => {
  await bring(REST, parts);
  await dropOthers(REST, parts.slice(1));
  expect(await countKept(REST, parts)).toBe(1);
});
