/** Owns the figures of files on the phone: a large one sealed and stored, and what a photo tells about itself read and taken out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { manifestWith } from '../tests/crypto/organisation.ts';
import { ascii, joined, phoneTags, tiff } from '../tests/domain/evidenceFiles.ts';
import { createFolder, openBrowser } from '../tests/e2e/harness.ts';
import { boxOf, inviteText, WORDS } from '../tests/vault/device.ts';
import { createBrake } from './brake.ts';
import { type Rounds, rounds, servePage } from './phone.ts';
import type { PhoneFiles } from './phonePage.ts';

declare const files: PhoneFiles;

const DRAFT = '8f14e45f-ceea-467f-a0e6-000000000001';

/** MiB of memory of the processes that draw pages and run their workers, on this profile. */
export function memoryOf(profile: string): number {
  let pages = 0;
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const started = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      if (!started.includes(`--user-data-dir=${profile}`) || !started.includes('--type=renderer')) continue;
      pages += Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  return pages / 1024;
}

async function onPage<T>(work: (page: Page, profile: string) => Promise<T>): Promise<T> {
  const folder = await createFolder();
  const served = await servePage(folder.path, 'bench/phonePage.ts');
  const profile = join(folder.path, 'profile');
  const browser = await openBrowser(profile);
  try {
    const { page } = browser;
    page.setDefaultTimeout(600_000);
    await page.goto(served.url);
    await page.waitForFunction(() => typeof (globalThis as { files?: unknown }).files === 'object');
    return await work(page, profile);
  } finally {
    await browser.close();
    served.close();
    await folder.drop();
  }
}

export type LargeFile = {
  /** Bytes a second of sealing, storing and proving, by those of writing the same bytes as they are. */
  readonly ratio: number;
  /** MB/s. */
  readonly sealed: number;
  readonly written: number;
  /** MiB more than before, at most, while it was sealed. */
  readonly growth: number;
};

/** A file of `mib` MiB that was picked, sealed into a draft; each way after the other, three times. */
export const largeFile = (mib = 1024, count = 3): Promise<LargeFile> =>
  onPage(async (page, profile) => {
    // Buckets: what is sealed of a file of 1 GiB is a quarter larger.
    const box = Array.from(boxOf(manifestWith({ limits: { parcel: mib * 2 * 1_048_576 - 1 } })));
    await page.evaluate(
      async ({ words, invite, bytes, draft }) => {
        const { vault } = files;
        await vault.create(words);
        await vault.putInvite(invite);
        await vault.offerManifest(Uint8Array.from(bytes));
        await vault.markEnrolled();
        const saved = await vault.saveDraft(draft, 'text');
        if (!saved.ok) throw new Error(saved.code);
      },
      { words: WORDS, invite: inviteText, bytes: box, draft: DRAFT },
    );
    const times = { sealed: [] as number[], written: [] as number[] };
    let growth = 0;
    for (let round = 0; round < count; round += 1) {
      times.written.push(await page.evaluate((size) => files.write(size), mib));
      const before = memoryOf(profile);
      const watch = setInterval(() => {
        growth = Math.max(growth, memoryOf(profile) - before);
      }, 100);
      const attachment = `8f14e45f-ceea-467f-a0e6-00000000010${round}`;
      times.sealed.push(
        await page.evaluate(([size, draft, id]) => files.seal(size, draft, id), [
          mib,
          DRAFT,
          attachment,
        ] as const),
      );
      clearInterval(watch);
      await page.evaluate(([draft, id]) => files.vault.removeAttachment(draft, id), [
        DRAFT,
        attachment,
      ] as const);
    }
    const best = (list: readonly number[]): number => Math.min(...list);
    const speed = (list: readonly number[]): number => (mib * 1.048576) / (best(list) / 1000);
    return {
      ratio: best(times.written) / best(times.sealed),
      sealed: speed(times.sealed),
      written: speed(times.written),
      growth,
    };
  });

export type Photo = { readonly bytes: number; readonly read: Rounds; readonly strip: Rounds };

/** Milliseconds to read what a photo of 12 megapixels tells, and to take it out. */
export const photo = (count = 5): Promise<Photo> =>
  onPage(async (page, profile) => {
    const exif = joined(ascii('Exif\0\0'), tiff(phoneTags, true));
    const about = [0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255, ...exif];
    const brake = createBrake(profile);
    let bytes = 0;
    try {
      const strips: number[] = [];
      const read = await rounds(count, brake, async () => {
        const taken = await page.evaluate((told) => files.photo(told), about);
        bytes = taken.bytes;
        strips.push(taken.strip);
        return taken.read;
      });
      // Turn by turn; the first two only warmed up.
      const of = (odd: number): number[] => strips.slice(2).filter((_, index) => index % 2 === odd);
      return { bytes, read, strip: { full: of(0), quarter: of(1) } };
    } finally {
      brake.end();
    }
  });
