/** Owns how the two apps are built (`--mode monitor`, `--mode desk`); holds no product logic. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import type { PluginOption } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { leanSodium } from './vite.config.sodium.ts';
import { LongestFirst, projects } from './vite.config.tests.ts';

const here = import.meta.dirname;
const { version } = JSON.parse(readFileSync(resolve(here, 'package.json'), 'utf8')) as { version: string };

/**
 * The neutral face of the phone's app, chosen by whoever builds a deployment: `face.json` in the folder TUMAR_FACE, or
 * single variables, which win. Icons and a `face.css` in that folder take the place of ours. (docs/OPERATING.md)
 */
const faceFolder = process.env['TUMAR_FACE'];
const chosen: Readonly<Record<string, unknown>> =
  faceFolder === undefined ? {} : JSON.parse(readFileSync(resolve(faceFolder, 'face.json'), 'utf8'));
const faceText = (variable: string, key: string, usual: string, fits: RegExp): string => {
  const value = process.env[variable] ?? chosen[key] ?? usual;
  if (typeof value === 'string' && fits.test(value)) return value;
  throw new Error(`${variable}, or "${key}" in face.json: not a value that fits: ${JSON.stringify(value)}`);
};
const COLOUR = /^#[0-9a-f]{6}$/i;
const face = {
  name: faceText('TUMAR_APP_NAME', 'name', 'Notes', /^[^<>&"]{1,30}$/),
  colour: faceText('TUMAR_APP_COLOUR', 'colour', '#f3f3f1', COLOUR),
  darkColour: faceText('TUMAR_APP_DARK_COLOUR', 'darkColour', '#141618', COLOUR),
  front: faceText('TUMAR_FRONT', 'front', 'notes', /^[a-z]{1,30}$/),
  // What stands in the search line to open the entry page; several are divided by |.
  doors: faceText('TUMAR_DOOR', 'door', 'open notebook|открыть тетрадь', /^[^|]{8,60}(\|[^|]{8,60})*$/).split(
    '|',
  ),
  share: faceText('TUMAR_SHARE', 'share', 'on', /^(on|off)$/),
};
const FACE_FILES = [
  'icon.svg',
  'icon-192.png',
  'icon-512.png',
  'maskable-512.png',
  'touch-180.png',
  'face.css',
];
const faceFiles =
  faceFolder === undefined ? [] : FACE_FILES.filter((name) => existsSync(resolve(faceFolder, name)));
const frontFile = `src/monitor/front/${face.front.charAt(0).toUpperCase()}${face.front.slice(1)}Front.tsx`;
// A misspelt front would quietly be none.
if (face.front !== 'plain' && !existsSync(resolve(here, frontFile)))
  throw new Error(`TUMAR_FRONT, or "front" in face.json: there is no ${frontFile}`);

const facePlugin = (): PluginOption => ({
  name: 'face',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => ({
      html: html.replace(/<title>[^<]*<\/title>/, `<title>${face.name}</title>`),
      tags: [
        ...[
          { scheme: 'light', content: face.colour },
          { scheme: 'dark', content: face.darkColour },
        ].map(({ scheme, content }) => ({
          tag: 'meta',
          attrs: { name: 'theme-color', media: `(prefers-color-scheme: ${scheme})`, content },
          injectTo: 'head' as const,
        })),
        ...(faceFiles.includes('face.css')
          ? [{ tag: 'link', attrs: { rel: 'stylesheet', href: '/face.css' }, injectTo: 'head' as const }]
          : []),
      ],
    }),
  },
  writeBundle: ({ dir }) => {
    for (const name of faceFiles) copyFileSync(resolve(faceFolder ?? '', name), resolve(dir ?? '', name));
  },
});

const commitHash = (): string => {
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      cwd: here,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
};

/** Files whose name changes with their bytes. Others a server may fit to itself. */
const NAMED_BY_BYTES = /^(?:assets|spoken|later)\//;
const integrityOf = (file: string): string => {
  const bytes = readFileSync(resolve(here, 'dist/monitor', file));
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
};

const shareTarget = {
  action: '/receive',
  method: 'POST' as const,
  enctype: 'multipart/form-data' as const,
  params: { title: 'title', text: 'text', url: 'url', files: [{ name: 'files', accept: ['*/*'] }] },
};

const pwa = (): PluginOption[] =>
  VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/sw',
    filename: 'sw.ts',
    injectRegister: null,
    manifestFilename: 'app.webmanifest',
    manifest: {
      name: face.name,
      short_name: face.name,
      // Left out, the plugin would take the package's own, which says everything.
      description: face.name,
      id: '/',
      start_url: '/',
      scope: '/',
      display: 'standalone',
      background_color: face.colour,
      theme_color: face.colour,
      // Answered by the service worker alone, where there is one. (decision 023)
      ...(face.share === 'on' ? { share_target: shareTarget } : {}),
      icons: [
        { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
        { src: '/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      ],
    },
    includeManifestIcons: false,
    injectManifest: {
      rollupFormat: 'iife',
      globPatterns: ['**/*.{js,css,html,webmanifest}', 'icon.svg'],
      // The service worker tells the two sets apart by the mark, and a file from a page that was sent in its place by the hash.
      manifestTransforms: [
        (entries) => ({
          manifest: entries.map((entry) => ({
            ...entry,
            ...(NAMED_BY_BYTES.test(entry.url) ? { revision: null, integrity: integrityOf(entry.url) } : {}),
            ...(rest.has(entry.url) ? { rest: true } : {}),
          })),
          warnings: [],
        }),
      ],
    },
  });

/** What most phones never need, or only while they join, which needs a network anyway: kept out of the precache. */
const seldom = /\/wire\/words\/(en|ru)\d+\.ts$|\/node_modules\/qr\//;

/** A language on its way: kept on the phones that chose it, under its own name so that the next version can follow. */
const spoken = /\/i18n\/(kk|ky|tg|tk|uz)\//;
/** The reviewed words: a first visit needs those of one language, which the service worker knows by the name. */
const reviewed = /\/i18n\/(en|ru)\/forMonitor\.ts$/;
const languageOf = (ids: readonly string[], which: RegExp): string | undefined =>
  ids.map((id) => which.exec(id)?.[1]).find((found) => found !== undefined);
const chunkName = (ids: readonly string[]): string => {
  const draft = languageOf(ids, spoken);
  if (draft !== undefined) return `spoken/${draft}-[hash].js`;
  const language = languageOf(ids, reviewed);
  if (language !== undefined) return `assets/${language}-[hash].js`;
  return ids.some((id) => seldom.test(id)) ? 'later/[hash].js' : 'assets/[hash].js';
};

/** Loaded on demand, but by what must run at once: a phone that keeps its files in another way. */
const needed = /\/store\/partsDisk\.ts$/;
/** What the page asks for only when it is used: fetched after the first start, and kept from then on. (decision 026) */
const rest = new Set<string>();
const restOfApp = (): PluginOption => ({
  name: 'rest-of-app',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const first = new Set<string>();
    const next = chunks
      .filter((chunk) => chunk.isEntry || chunk.moduleIds.some((id) => needed.test(id)))
      .map((chunk) => chunk.fileName);
    for (let name = next.pop(); name !== undefined; name = next.pop()) {
      if (first.has(name)) continue;
      first.add(name);
      next.push(...(chunks.find((chunk) => chunk.fileName === name)?.imports ?? []));
    }
    for (const { fileName } of chunks)
      if (fileName.startsWith('assets/') && !first.has(fileName)) rest.add(fileName);
  },
});

type Graph = { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null };
/**
 * What the page needs at once, in one file: each file of its own is a question to the service worker at every start. Split by
 * who shares what it were 28, and a slow phone took twice as long to the first line of ours.
 */
function atStart() {
  let first: Set<string> | null = null;
  return (id: string, graph: Graph): string | null => {
    if (first === null) {
      first = new Set();
      const next = [resolve(here, 'src/monitor/main.tsx')];
      for (let one = next.pop(); one !== undefined; one = next.pop()) {
        if (first.has(one)) continue;
        first.add(one);
        next.push(...(graph.getModuleInfo(one)?.importedIds ?? []));
      }
    }
    return first.has(id) ? 'first' : null;
  };
}

/** Writes down which source files went into a build, so that a test can say what is not in it. */
const moduleList = (mode: string, part: string): PluginOption => ({
  name: 'module-list',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const entry = chunks.find((chunk) => chunk.isEntry)?.name ?? 'none';
    const folder = resolve(here, '.cache/modules', mode);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `${part}-${entry}.json`),
      JSON.stringify(
        chunks
          .flatMap((chunk) => Object.keys(chunk.modules))
          .map((name) => relative(here, name))
          .sort(),
        null,
        1,
      ),
    );
  },
});

export default defineConfig(({ mode }) => {
  const desk = mode === 'desk';
  return {
    root: desk ? resolve(here, 'src/desk') : here,
    publicDir: resolve(here, desk ? 'public/desk' : 'public/monitor'),
    cacheDir: resolve(here, '.cache/vite'),
    define: {
      __APP_VERSION__: JSON.stringify(version),
      __APP_COMMIT__: JSON.stringify(commitHash()),
      __APP_NAME__: JSON.stringify(face.name),
      __APP_FRONT__: JSON.stringify(face.front),
      __APP_DOORS__: JSON.stringify(face.doors),
    },
    plugins: [
      react(),
      moduleList(mode, 'page'),
      ...(mode === 'monitor' ? [restOfApp(), facePlugin(), pwa()] : []),
    ],
    worker: {
      format: 'es' as const,
      plugins: () => [moduleList(mode, 'worker'), leanSodium(resolve(here, 'src'))],
      // What the worker loads by itself is for when there is a network, and its name must not say what it is.
      rolldownOptions: {
        output: {
          // The server's policy goes by the name: a worker talks to nobody, but the desk's opener fetches. (headers.ts)
          entryFileNames: (chunk: { readonly name: string }) =>
            chunk.name === 'opener' ? 'assets/[hash].js' : 'assets/worker-[hash].js',
          chunkFileNames: 'later/[hash].js',
        },
      },
    },
    build: {
      outDir: resolve(here, 'dist', desk ? 'desk' : 'monitor'),
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 800,
      rolldownOptions: {
        output: {
          // Neutral names: what is on a phone's disk and wire must not say what it is.
          chunkFileNames: (chunk: { readonly moduleIds: readonly string[] }) => chunkName(chunk.moduleIds),
          entryFileNames: 'assets/[hash].js',
          assetFileNames: 'assets/[hash][extname]',
          ...(mode === 'monitor' ? { codeSplitting: { groups: [{ name: atStart() }] } } : {}),
        },
      },
    },
    test: {
      root: here,
      projects,
      sequence: { sequencer: LongestFirst },
    },
  };
});
