/** Owns the proof in real Chromium that the journal outlives the database, and of words under force and wiping on a real disk. */
import { rm, stat, truncate, writeFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestWith } from '../crypto/organisation.ts';
import { boxOf, inviteText, WORDS } from '../vault/device.ts';
import type { Bench } from './storage/page.ts';
import { filesIn, type StorageStage, setStorageStage } from './storageStage.ts';

declare const bench: Bench;

const DURESS = 'lantern orbit maple tundra violet';
let stage: StorageStage;
beforeAll(async () => {
  stage = await setStorageStage();
});
afterAll(() => stage?.end());

async function opened(profile: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await stage.launch(profile);
  return { context, page: await stage.openPage(context) };
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
      const files = (await filesIn(stage.path(`${profile}/Default/IndexedDB`))).filter(
        (path) => !path.endsWith('LOCK'),
      );
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
