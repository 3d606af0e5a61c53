/** Owns giving out the files of a built app. Must never read a path that was not there at the start. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { parseRange } from '../inboxDoors.ts';
import { type AppName, FILE_HEADERS, policyFor } from './headers.ts';

type Encoding = 'identity' | 'br' | 'gzip';
type Variant = { readonly bytes: Uint8Array<ArrayBuffer>; readonly etag: string };
type Entry = { readonly type: string; readonly variants: ReadonlyMap<Encoding, Variant> };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
const SUFFIXES: readonly (readonly [string, Encoding])[] = [
  ['.br', 'br'],
  ['.gz', 'gzip'],
];
const ALWAYS_ASK = 'no-cache';
const FOR_EVER = 'public, max-age=31536000, immutable';

export type Files = {
  readonly count: number;
  answer(request: Request): Response;
};

/**
 * Reads a built app into memory (a few megabytes). `connect`: see `pagePolicy`. An app that was not built answers 404.
 * `told`: small JSON texts by path, which this server alone knows.
 */
export async function createFiles(
  folder: string,
  app: AppName,
  connect: readonly string[],
  told: Readonly<Record<string, string>> = {},
): Promise<Files> {
  const files = await readEntries(folder);
  const entries = new Map(files);
  for (const [path, text] of Object.entries(told)) {
    const variant = variantOf(new TextEncoder().encode(text), '');
    entries.set(path, { type: 'application/json', variants: new Map([['identity', variant]]) });
  }
  return {
    count: files.size,
    answer(request) {
      const { pathname } = new URL(request.url);
      // Nothing of what came with it is read: with the connection goes what is still on its way. (decision 023)
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return plain(405, { Allow: 'GET, HEAD', Connection: 'close' });
      const path = pathname === '/' ? '/index.html' : pathname;
      const found = entries.get(path);
      if (found !== undefined) return give(request, path, found, policyFor(path, app, connect));
      const page = entries.get('/index.html');
      // A deep link opened or reloaded: the app finds its own way from the path.
      if (page !== undefined && isNavigation(request, pathname)) {
        return give(request, '/index.html', page, policyFor('/index.html', app, connect));
      }
      return plain(404);
    },
  };
}

async function readEntries(folder: string): Promise<ReadonlyMap<string, Entry>> {
  const listed = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = listed.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
  const entries = new Map<string, Entry>();
  for (const name of names) {
    if (SUFFIXES.some(([suffix]) => name.endsWith(suffix)) || relative(folder, name).startsWith('.'))
      continue;
    const variants = new Map<Encoding, Variant>([['identity', await readVariant(name, '')]]);
    for (const [suffix, encoding] of SUFFIXES) {
      if (names.includes(name + suffix))
        variants.set(encoding, await readVariant(name + suffix, `-${encoding}`));
    }
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    entries.set(`/${relative(folder, name).split(sep).join('/')}`, { type, variants });
  }
  return entries;
}

const readVariant = async (name: string, mark: string): Promise<Variant> =>
  variantOf(new Uint8Array(await readFile(name)), mark);

function variantOf(bytes: Uint8Array<ArrayBuffer>, mark: string): Variant {
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
  return { bytes, etag: `"${hash}${mark}"` };
}

function isNavigation(request: Request, pathname: string): boolean {
  if (/^\/(o|v1|assets|later)\//.test(pathname) || /\.[a-z0-9]+$/i.test(pathname)) return false;
  const mode = request.headers.get('Sec-Fetch-Mode');
  return mode === null ? (request.headers.get('Accept') ?? '').includes('text/html') : mode === 'navigate';
}

function give(request: Request, path: string, entry: Entry, policy: string): Response {
  const [encoding, variant] = choose(request.headers.get('Accept-Encoding') ?? '', entry.variants);
  const { bytes, etag } = variant;
  const headers = new Headers({
    ...FILE_HEADERS,
    'Content-Security-Policy': policy,
    'Content-Type': entry.type,
    'Cache-Control': /^\/(assets|later)\//.test(path) ? FOR_EVER : ALWAYS_ASK,
    'Accept-Ranges': 'bytes',
    ETag: etag,
    Vary: 'Accept-Encoding',
  });
  if (encoding !== 'identity') headers.set('Content-Encoding', encoding);
  // The service worker may control the whole origin, wherever its file lies.
  if (/^\/[^/]*sw[^/]*\.js$/.test(path)) headers.set('Service-Worker-Allowed', '/');

  const known = request.headers.get('If-None-Match');
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) {
    return new Response(null, { status: 304, headers });
  }
  const ifRange = request.headers.get('If-Range');
  const asked = ifRange === null || ifRange === etag ? request.headers.get('Range') : null;
  const part = parseRange(asked, bytes.length);
  if (part === 'outside') {
    headers.set('Content-Range', `bytes */${bytes.length}`);
    return new Response(null, { status: 416, headers });
  }
  const [start, end] = part ?? [0, bytes.length];
  headers.set('Content-Length', String(end - start));
  if (part !== undefined) headers.set('Content-Range', `bytes ${start}-${end - 1}/${bytes.length}`);
  const body = request.method === 'HEAD' ? null : bytes.subarray(start, end);
  return new Response(body, { status: part === undefined ? 200 : 206, headers });
}

function choose(accepted: string, variants: ReadonlyMap<Encoding, Variant>): readonly [Encoding, Variant] {
  for (const encoding of ['br', 'gzip'] as const) {
    const variant = variants.get(encoding);
    const listed = accepted.split(',').map((item) => item.trim().split(/\s*;\s*/));
    const wanted = listed.some(([name, quality]) => name === encoding && !/^q=0(\.0*)?$/.test(quality ?? ''));
    if (variant !== undefined && wanted) return [encoding, variant];
  }
  const identity = variants.get('identity');
  if (identity === undefined) throw new Error('entry without bytes');
  return ['identity', identity];
}

function plain(status: number, more: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: { ...FILE_HEADERS, 'Cache-Control': 'no-store', ...more } });
}
