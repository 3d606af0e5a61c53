/** Owns how the two apps are built (`--mode monitor`, `--mode desk`) and how the tests are grouped; holds no product logic. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import type { PluginOption } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;
const { version } = JSON.parse(readFileSync(resolve(here, 'package.json'), 'utf8')) as { version: string };

/** The neutral face of the phone's app, chosen by whoever builds a deployment. */
const face = {
  name: process.env['TUMAR_APP_NAME'] ?? 'Notes',
  colour: process.env['TUMAR_APP_COLOUR'] ?? '#f4f4f5',
};

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
      icons: [
        { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
        { src: '/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      ],
    },
    includeManifestIcons: false,
    injectManifest: {
      rollupFormat: 'iife',
      globPatterns: ['**/*.{js,css,html,webmanifest}', 'icon.svg', 'icon-192.png'],
      globIgnores: ['later/**'],
    },
  });

/** What most phones never need, or only while they join, which needs a network anyway: kept out of the precache. */
const seldom = /\/wire\/words\/(en|ru)\d+\.ts$|\/store\/partsDisk\.ts$|\/node_modules\/qr\//;

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

/** Unit tests that cut, kill or flip at every step: part of `npm test`, too long for `check:quick`. */
const sweeps = [
  'tests/vault/{traces,finish,drafts}.test.ts',
  'tests/outbox/simulator.test.ts',
  'tests/crypto/damage.test.ts',
  'tests/server/{cuts,powerCut}.test.ts',
  'tests/contracts/intake.test.ts',
  'tests/inbox/hostile.test.ts',
  'tests/domain/shape.test.ts',
  'tests/crypto/payload.test.ts',
  'tests/cli/sealing.test.ts',
  'tests/vault/fixtures.test.ts',
];

/** End-to-end proofs that take minutes: `npm run test:long`, which CI runs too. */
const long = ['tests/e2e/{coerced,crash,memory}.test.ts'];

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
    },
    plugins: [react(), moduleList(mode, 'page'), ...(mode === 'monitor' ? pwa() : [])],
    worker: { format: 'es' as const, plugins: () => [moduleList(mode, 'worker')] },
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
          chunkFileNames: (chunk: { readonly moduleIds: readonly string[] }) =>
            chunk.moduleIds.some((id) => seldom.test(id)) ? 'later/[hash].js' : 'assets/[hash].js',
          entryFileNames: 'assets/[hash].js',
          assetFileNames: 'assets/[hash][extname]',
        },
      },
    },
    test: {
      root: here,
      projects: [
        {
          extends: true,
          test: {
            name: 'unit',
            // One process for all: most of their time would else be starting up. They leave no globals behind.
            pool: 'threads',
            isolate: false,
            include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
            exclude: ['tests/e2e/**', 'tests/bundle/**', 'tests/flow/**', ...sweeps],
            testTimeout: 60_000,
          },
        },
        { extends: true, test: { name: 'sweeps', include: sweeps, testTimeout: 180_000 } },
        {
          extends: true,
          test: {
            name: 'flow',
            include: ['tests/{flow,bundle}/**/*.test.ts'],
            testTimeout: 180_000,
            hookTimeout: 180_000,
          },
        },
        {
          extends: true,
          test: {
            name: 'e2e',
            // A browser that a busy machine starves may miss a sync event; what is broken fails twice.
            retry: 1,
            include: ['tests/e2e/**/*.test.ts'],
            exclude: long,
            testTimeout: 240_000,
            hookTimeout: 240_000,
          },
        },
        {
          extends: true,
          test: {
            name: 'long',
            // A browser that a busy machine starves may miss a sync event; what is broken fails twice.
            retry: 1,
            include: long,
            testTimeout: 240_000,
            hookTimeout: 240_000,
          },
        },
      ],
    },
  };
});
