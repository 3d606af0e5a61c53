/** Owns the set-up for proofs of the vault on a browser's real storage, without the app: a page with the vault, served, and browsers on it. Must never judge anything. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { browserPath } from './harness.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-store',
};
const PAGE = '<!doctype html><title>Notes</title><script type="module" src="/page.js"></script>';

export type StorageStage = {
  /** A folder that goes at the end. */
  readonly path: (name: string) => string;
  /** A browser on the profile `name`. */
  readonly launch: (name: string) => Promise<BrowserContext>;
  /** A new page with the vault, as `bench`. */
  readonly openPage: (context: BrowserContext) => Promise<Page>;
  readonly end: () => Promise<void>;
};

export async function setStorageStage(): Promise<StorageStage> {
  const folder = await mkdtemp(join(tmpdir(), 'storage-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: resolve(import.meta.dirname, 'storage'),
    worker: { format: 'es' },
    build: {
      outDir: join(folder, 'page'),
      target: 'es2024',
      rollupOptions: {
        input: resolve(import.meta.dirname, 'storage/page.ts'),
        output: { entryFileNames: 'page.js' },
      },
    },
  });
  const server = createServer(async (request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const body = path === '/index.html' ? PAGE : await readFile(join(folder, 'page', path)).catch(() => null);
    const type = path.endsWith('.html') ? 'text/html' : 'text/javascript';
    response.writeHead(body === null ? 404 : 200, { ...HEADERS, 'Content-Type': type }).end(body ?? '');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const path = (name: string): string => join(folder, name);
  return {
    path,
    launch: (name) =>
      chromium.launchPersistentContext(path(name), {
        executablePath: browserPath(),
        headless: true,
        args: ARGS,
      }),
    async openPage(context) {
      const page = await context.newPage();
      await page.goto(url);
      await page.waitForFunction(() => typeof (globalThis as { bench?: unknown }).bench === 'object');
      return page;
    },
    async end() {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Every file below a folder. */
export async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
