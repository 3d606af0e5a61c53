/** Owns the proof in real Chromium that the journal outlives the database, and of words under force and wiping on a real disk. */
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestWith } from '../crypto/organisation.ts';
import { boxOf, inviteText, WORDS } from '../vault/device.ts';
import { browserPath } from './harness.ts';
import type { Bench } from './storage/page.ts';

declare const bench: Bench;

const DURESS = 'lantern orbit maple tundra violet';
let folder = '';
let server: Server;
let url = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'force-'));
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
  server = createServer(async (request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const body =
      path === '/index.html'
        ? '<!doctype html><title>Notes</title><script type="module" src="/page.js"></script>'
        : await readFile(join(folder, 'page', path)).catch(() => null);
    const type = path.endsWith('.html') ? 'text/html' : 'text/javascript';
    response.writeHead(body === null ? 404 : 200, { 'Content-Type': type }).end(body ?? '');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function opened(profile: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(join(folder, profile), {
    executablePath: browserPath(),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => typeof (globalThis as { bench?: unknown }).bench === 'object');
  return { context, page };
}

/** A joined phone with drafts and a hello that waits. */
const prepare = (page: Page): Promise<void> =>
  page.evaluate(
    async ({ words, invite, box }) => {
      const { vault } = bench;
      const done = [
        await vault.create(words),
        await vault.putInvite(invite),
        await vault.offerManifest(Uint8Array.from(box)),
        await vault.markEnrolled(),
        await vault.hello(),
        await vault.saveDraft('8f14e45f-ceea-467f-a0e6-b5d1c3d2a901', 'one'),
        await vault.saveDraft('8f14e45f-ceea-467f-a0e6-b5d1c3d2a901', 'one, changed'),
        await vault.saveDraft('9f14e45f-ceea-467f-a0e6-b5d1c3d2a902', 'two'),
      ];
      const failed = done.find(({ ok }) => !ok);
      if (failed !== undefined) throw new Error(JSON.stringify(failed));
      await vault.lock();
    },
    { words: WORDS, invite: inviteText, box: Array.from(boxOf(manifestWith())) },
  );

type Seen = {
  readonly incidents: readonly string[];
  readonly drafts: readonly string[];
  readonly waiting: number;
};

/** What an unlock shows. */
const look = (page: Page): Promise<Seen | string> =>
  page.evaluate(async (words) => {
    const { vault } = bench;
    const status = await vault.unlock(words);
    if (!status.ok) return `${status.code} ${status.detail ?? ''}`;
    const drafts = await vault.listDrafts();
    const { incidents, waiting } = status.value;
    return { incidents, waiting, drafts: drafts.ok ? drafts.value.map(({ body }) => body).sort() : [] };
  }, WORDS);

async function filesOfDatabase(profile: string): Promise<string[]> {
  const place = join(folder, profile, 'Default/IndexedDB');
  const entries = await readdir(place, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** `surely`: the browser cannot mend it by itself, so the vault must. */
const DAMAGES: readonly (readonly [
  what: string,
  surely: boolean,
  damage: (path: string) => Promise<unknown>,
])[] = [
  ['is deleted', true, (path) => rm(path)],
  ['was overwritten with noise', true, (path) => writeFile(path, 'noise '.repeat(99))],
  ['was cut in half', false, async (path) => truncate(path, Math.floor((await stat(path)).size / 2))],
];

describe('a database on a real disk', () => {
  for (const [number, [what, surely, damage]] of DAMAGES.entries()) {
    it(`S1 [VLT16] that ${what} costs nothing: every draft is there, and what waits`, async () => {
      const profile = `${number}-${Date.now()}`;
      const first = await opened(profile);
      await prepare(first.page);
      await first.context.close();
      const files = (await filesOfDatabase(profile)).filter((path) => !path.endsWith('LOCK'));
      expect(files.length).toBeGreaterThan(2);
      for (const path of files) await damage(path);
      const drafts = ['one, changed', 'two'];
      const second = await opened(profile);
      try {
        const seen = await look(second.page);
        expect(seen).toMatchObject({ drafts, waiting: 1 });
        if (surely) expect(seen).toMatchObject({ incidents: ['databaseRebuilt'] });
      } finally {
        await second.context.close();
      }
      const third = await opened(profile);
      try {
        expect(await look(third.page)).toEqual({ incidents: [], drafts, waiting: 1 });
      } finally {
        await third.context.close();
      }
    });
  }
});

it('[VLT13] [VLT17] duress words and a wipe on a real disk: the same page afterwards, and no file of before', async () => {
  const { context, page } = await opened('duress');
  try {
    await prepare(page);
    const steps = await page.evaluate(
      async ({ words, duress }) => {
        const { vault } = bench;
        const names = async (): Promise<string[]> => {
          const found: string[] = [];
          const walk = async (folder: FileSystemDirectoryHandle, at: string): Promise<void> => {
            for await (const [name, entry] of folder.entries())
              if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle, `${at}${name}/`);
              else found.push(`${at}${name}`);
          };
          await walk(await navigator.storage.getDirectory(), '');
          return found.sort();
        };
        await vault.unlock(words);
        const set = await vault.setDuressWords(duress);
        await vault.lock();
        const before = await names();
        const status = await vault.unlock(duress);
        const after = await names();
        await vault.putRecord('note', new TextEncoder().encode('milk'));
        await vault.lock();
        const old = await vault.unlock(words);
        const again = await vault.unlock(duress);
        const note = await vault.getRecord('note');
        const wiped = await vault.wipe();
        const end = await vault.status();
        return {
          set: set.ok,
          files: [before.length > after.length, after],
          status: status.ok && [status.value.workspace, status.value.joined, status.value.waiting],
          old: old.ok || old.code,
          again: again.ok && again.value.workspace,
          note: note.ok && new TextDecoder().decode(note.value),
          wiped: wiped.ok && wiped.value.kept,
          end: end.ok && end.value.state,
          left: (await names()).filter((name) => name.split('/').length > 2),
        };
      },
      { words: WORDS, duress: DURESS },
    );
    expect(steps).toEqual({
      set: true,
      files: [true, ['files/a', 'files/b', 'files/ledger']],
      status: ['notes', 'no', 0],
      old: 'wrongWords',
      again: 'notes',
      note: 'milk',
      wiped: 0,
      end: 'none',
      left: [],
    });
  } finally {
    await context.close();
  }
});
