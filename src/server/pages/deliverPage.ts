/** Owns the public page on which anybody delivers a sealed file. Must never depend on a build, or allow anything but its own files. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_HEADERS } from './headers.ts';

const FILES: readonly (readonly [path: string, name: string, type: string])[] = [
  ['/deliver', 'index.html', 'text/html; charset=utf-8'],
  ['/deliver/page.js', 'page.js', 'text/javascript; charset=utf-8'],
  ['/deliver/deliver.js', 'deliver.js', 'text/javascript; charset=utf-8'],
  ['/deliver/page.css', 'page.css', 'text/css; charset=utf-8'],
];

/** It talks to the endpoint that served it and to nobody else; no string becomes markup or code. */
const POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
  `require-trusted-types-for 'script'`,
  `trusted-types 'none'`,
].join('; ');

/** Reads the page's files from `folder` once. Gives undefined for every other path. */
export async function createDeliverPage(folder: string): Promise<(request: Request) => Response | undefined> {
  const entries = new Map(
    await Promise.all(
      FILES.map(
        async ([path, name, type]) => [path, { type, bytes: await readFile(join(folder, name)) }] as const,
      ),
    ),
  );
  return (request) => {
    const { pathname } = new URL(request.url);
    const entry = entries.get(pathname === '/deliver/' ? '/deliver' : pathname);
    if (entry === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
    const headers = {
      ...FILE_HEADERS,
      'Content-Security-Policy': POLICY,
      'Content-Type': entry.type,
      'Content-Length': String(entry.bytes.length),
      'Cache-Control': 'no-cache',
    };
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(entry.bytes), { headers });
  };
}
