/** Owns sealing in a real browser's worker, and the size of the phone's first visit. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { createFolder, openBrowser } from '../tests/e2e/harness.ts';

const root = resolve(import.meta.dirname, '..');

/** MB/s of each contestant inside a Chromium worker. */
export async function sealInBrowser(): Promise<Record<string, number>> {
  const folder = await createFolder();
  const out = join(folder.path, 'page');
  mkdirSync(out);
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'es2022',
      lib: { entry: join(root, 'bench/sealInBrowser.ts'), formats: ['es'], fileName: 'bench' },
    },
  });
  writeFileSync(join(out, 'index.html'), '<!doctype html><meta charset="utf-8"><title>bench</title>');
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : 'bench.js';
    response.setHeader('content-type', name.endsWith('.html') ? 'text/html' : 'text/javascript');
    response.end(readFileSync(join(out, name)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const browser = await openBrowser(join(folder.path, 'profile'));
  try {
    const { page } = browser;
    await page.goto(`http://127.0.0.1:${port}/`);
    const answer = await page.evaluate(
      () =>
        new Promise<{ speeds?: Record<string, number>; error?: string }>((done) => {
          const worker = new Worker('/bench.js', { type: 'module' });
          worker.onmessage = (event) => done(event.data as { speeds?: Record<string, number> });
          worker.onerror = (event) => done({ error: event.message });
        }),
    );
    if (answer.speeds === undefined) throw new Error(answer.error ?? 'no answer');
    return answer.speeds;
  } finally {
    await browser.close();
    server.close();
    await folder.drop();
  }
}

/**
 * Bytes that the first visit moves, brotli, in one language: the page, its script and style, and all that the service worker
 * keeps before the app counts as installed. `rest`: what comes in the background after it.
 */
export function firstVisit(): {
  readonly bytes: number;
  readonly rest: number;
  readonly files: readonly (readonly [string, number])[];
} {
  const dist = join(root, 'dist/monitor');
  const worker = readFileSync(join(dist, 'sw.js'), 'utf8');
  const entry = /\{(?:"integrity":"[^"]+",)?("rest":true,)?"revision":[^,]+,"url":"([^"]+)"\}/g;
  const listed = [...worker.matchAll(entry)]
    .map(([, rest, name = '']) => ({
      name,
      isFirst: rest === undefined || /assets\/ru-[\w-]{8}\.js$/.test(name),
    }))
    // Languages on their way, and the like, are fetched by those who choose or use them.
    .filter(({ name }) => !/^(?:spoken|later)\//.test(name));
  const sized = (names: readonly string[]) =>
    [...new Set(names)].map((name) => [name, sizeOf(join(dist, name))] as const);
  const sum = (files: readonly (readonly [string, number])[]) =>
    files.reduce((all, [, size]) => all + size, 0);
  const files = sized([...listed.flatMap(({ name, isFirst }) => (isFirst ? [name] : [])), 'sw.js']);
  return {
    bytes: sum(files),
    rest: sum(sized(listed.flatMap(({ name, isFirst }) => (isFirst ? [] : [name])))),
    files: [...files].sort((a, b) => b[1] - a[1]),
  };
}

const sizeOf = (path: string): number =>
  readFileSync(existsSync(`${path}.br`) ? `${path}.br` : path).byteLength;
