/** Owns the proof in real Chromium: storage contracts, the vault in its worker, two tabs, and a profile that holds no word. */

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyId, sign } from '../../src/crypto/minisign.ts';
import { encodeReceipt } from '../../src/wire/receipt.ts';
import { diskContract } from '../contracts/diskClient.ts';
import { rowsContract } from '../contracts/rowsClient.ts';
import { manifestWith, org, receiptKey } from '../crypto/organisation.ts';
import { sodium } from '../crypto/setup.ts';
import { boxOf, inviteText, WORDS } from '../vault/device.ts';
import type { Bench } from './storage/page.ts';
import { filesIn, type StorageStage, setStorageStage } from './storageStage.ts';

declare const bench: Bench;

const DRAFT = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';
const SECOND = '9f14e45f-ceea-467f-a0e6-b5d1c3d2a902';
/** Words that no browser ships. */
const SECRETS = ['Гүлнараева-Тестова', 'quincewhistle bazaar', 'lanternfig-photo.jpg', 'plumcartographer'];
const [person = '', act = '', fileName = '', inFile = ''] = SECRETS;

let stage: StorageStage;
beforeAll(async () => {
  stage = await setStorageStage();
});
afterAll(() => stage?.end());

/** Where any of the words lies, in any usual coding. */
async function findWords(profile: string, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of await filesIn(profile)) {
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    for (const word of words) {
      const text = Buffer.from(word);
      // Base64 of a word depends on where in its text it begins: its inner letters at the three possible offsets.
      const base64 = [0, 1, 2].map((offset) =>
        Buffer.from(
          Buffer.concat([Buffer.alloc(offset), text])
            .toString('base64')
            .slice(4, -4),
        ),
      );
      if ([text, Buffer.from(word, 'utf16le'), ...base64].some((form) => bytes.includes(form)))
        found.push(`${word} in ${path}`);
    }
  }
  return found;
}

describe('storage in Chromium', () => {
  it('keeps every storage contract on OPFS, on IndexedDB parts and rows', async () => {
    const context = await stage.launch('contracts');
    try {
      const page = await stage.openPage(context);
      const lines = await page.evaluate(() => bench.contracts());
      expect(lines.filter((line) => !line.startsWith('ok '))).toEqual(['opfs true']);
      expect(lines.length).toBe(1 + 2 * diskContract.length + rowsContract.length);
    } finally {
      await context.close();
    }
  });

  it('S1 S2 S3 [VLT15] writes, attaches, finishes, hands over between tabs, survives a restart; the profile holds no word', async () => {
    const box = Array.from(boxOf(manifestWith()));
    let context = await stage.launch('vault');
    try {
      const page = await stage.openPage(context);
      const parcels = await page.evaluate(
        async ({ words, invite, box: bytes, draft, second, body, name, inside }) => {
          const must = <T>(
            result: { ok: true; value: T } | { ok: false; code: string; detail?: string },
          ): T => {
            if (!result.ok) throw new Error(`${result.code} ${result.detail ?? ''}`);
            return result.value;
          };
          const { vault, postbox } = bench;
          const before = must(await vault.status());
          if (before.state !== 'none' || before.erasure !== 'inPlace')
            throw new Error(JSON.stringify(before));
          must(await vault.create(words));
          must(await vault.putInvite(invite));
          must(await vault.offerManifest(Uint8Array.from(bytes)));
          must(await vault.markEnrolled());
          if (must(await vault.hello()).words.length !== 4) throw new Error('words');
          // Typing: many saves at once.
          for (const result of await Promise.all(
            [1, 2, 3].map((n) => vault.saveDraft(draft, `${body} ${n}`)),
          ))
            must(result);
          // Large enough to be read in a worker of its own.
          const file = new Blob([`${inside} `.repeat(1_000_000)]);
          let steps = 0;
          const about = { name, type: 'image/jpeg' };
          const view = must(await vault.attach(draft, 'p1', file, about, { progress: () => (steps += 1) }));
          if (steps === 0 || view.size !== file.size) throw new Error('attach');
          const seen = must(await vault.previewAttachment(draft, 'p1'));
          const sum = async (of: BufferSource): Promise<string> =>
            Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', of)), (byte) =>
              byte.toString(16).padStart(2, '0'),
            ).join('');
          if ((await sum(await file.arrayBuffer())) !== view.sha256 || (await sum(seen)) !== view.sha256)
            throw new Error('another file');
          const given = AbortSignal.abort();
          const refused = await vault.attach(draft, 'p2', file, about, { signal: given });
          if (refused.ok || refused.code !== 'aborted') throw new Error('abort');
          const trace = must(
            await vault.finish({
              draft,
              code: 'ZKZ73',
              form: 'short/1',
              fields: { text: body },
              attachments: [{ id: 'p1', name, description: body }],
              authored: true,
              urgent: false,
            }),
          );
          if (trace.state !== 'queued' || trace.parcels.length !== 2) throw new Error(JSON.stringify(trace));
          must(await vault.saveDraft(second, body));
          must(await vault.putRecord('settings', new TextEncoder().encode(body)));
          must(await vault.putItems('inbox', [{ name: body, bytes: new TextEncoder().encode(inside) }]));
          const kept = must(await vault.writeSealed(new Blob([new Uint8Array(3_000_000)])));
          if (must(await vault.sealedFile(kept.handle)).size !== 3_000_000) throw new Error('kept');
          must(await vault.deleteSealed(kept.handle));
          const due = await postbox.dueParcels();
          for (const one of due)
            if ((await postbox.slice(one.handle, 0, one.size)).length !== one.size) throw new Error('slice');
          return due.map((one) => ({ handle: one.handle, parcel: one.parcel, size: one.size }));
        },
        {
          words: WORDS,
          invite: inviteText,
          box,
          draft: DRAFT,
          second: SECOND,
          body: `${person} ${act}`,
          name: fileName,
          inside: inFile,
        },
      );
      expect(parcels.length).toBe(3);

      const other = await stage.openPage(context);
      const second = await other.evaluate(async (words) => {
        const first = await bench.vault.status();
        const refused = await bench.vault.unlock(words);
        const taken = await bench.vault.takeOver();
        const opened = await bench.vault.unlock(words);
        return [first, refused, taken, opened].map((result) =>
          result.ok ? result.value.state : result.code,
        );
      }, WORDS);
      expect(second).toEqual(['otherTab', 'otherTab', 'locked', 'unlocked']);
      const lost = await page.evaluate(async () => [
        bench.events.includes('takenOver'),
        (await bench.vault.listDrafts()).ok,
      ]);
      expect(lost).toEqual([true, false]);
      const relocked = await other.evaluate(async () => {
        await bench.vault.lock();
        const status = await bench.vault.status();
        return status.ok ? status.value.state : status.code;
      });
      expect(relocked).toBe('locked');
      await context.close();

      const profile = stage.path('vault');
      expect(await findWords(profile, [...SECRETS, WORDS])).toEqual([]);
      // The search finds what is there: the kit's address of the endpoint.
      expect((await findWords(profile, ['http://localhost:8787'])).length).toBeGreaterThan(0);

      context = await stage.launch('vault');
      const again = await stage.openPage(context);
      const [report] = parcels;
      if (report === undefined) throw new Error('queued');
      const receipt = encodeReceipt({
        purpose: 'tumar-receipt/1',
        org,
        parcel: report.parcel,
        size: report.size,
        day: '2026-11-22',
        endpoint: keyId(receiptKey.publicKey),
        epoch: 'aabbccddeeff0011',
        sequence: 1,
      });
      const signature = sign(sodium, 'tumar-receipt/1', receipt, receiptKey.secret);
      const after = await again.evaluate(
        async ({ words, handle, bytes, signature: signed, id }) => {
          const { vault } = bench;
          const status = await vault.status();
          const settled = await vault.settleReceipt(handle, {
            receipt: Uint8Array.from(bytes),
            signature: signed,
          });
          const wrong = await vault.unlock('not these words');
          const opened = await vault.unlock(words);
          const draft = await vault.loadDraft(id);
          const gone = await vault.loadDraft('8f14e45f-ceea-467f-a0e6-b5d1c3d2a901');
          const traces = await vault.traces();
          const item = await vault.getItems('inbox', ['nothing']);
          const wiped = await vault.wipe();
          const end = await vault.status();
          return {
            status: status.ok && [status.value.state, ...status.value.incidents],
            settled: settled.ok && settled.value,
            wrong: wrong.ok || wrong.code,
            opened: opened.ok && [opened.value.state, opened.value.joined],
            draft: draft.ok && draft.value.body,
            gone: gone.ok || gone.code,
            traces: traces.ok && traces.value.map(({ code }) => code.length),
            item: item.ok && item.value,
            wiped: wiped.ok,
            end: end.ok && end.value.state,
          };
        },
        { words: WORDS, handle: report.handle, bytes: Array.from(receipt), signature, id: SECOND },
      );
      expect(after).toEqual({
        status: ['locked'],
        settled: 'stored',
        wrong: 'wrongWords',
        opened: ['unlocked', 'enrolled'],
        draft: `${person} ${act}`,
        gone: 'notFound',
        traces: [5, 5],
        item: [null],
        wiped: true,
        end: 'none',
      });
    } finally {
      await context.close();
    }
  });

  it('S7 what is read beside the vault can be read while the vault writes it', async () => {
    const context = await stage.launch('beside');
    try {
      const page = await stage.openPage(context);
      const told = await page.evaluate(
        async ({ words, invite, bytes }) => {
          const { vault, postbox } = bench;
          await vault.create(words);
          await vault.putInvite(invite);
          await vault.offerManifest(Uint8Array.from(bytes));
          await vault.hello();
          const due = await postbox.dueParcels();
          let writing = true;
          let reads = 0;
          const failed: string[] = [];
          const reading = async (): Promise<void> => {
            while (writing)
              await postbox.dueParcels().then(
                () => (reads += 1),
                (error: unknown) => failed.push(String((error as { reason?: unknown }).reason)),
              );
          };
          const readers = [reading(), reading(), reading()];
          for (let n = 0; n < 150; n += 1) await vault.setWipeKeeps(n % 2 === 0);
          writing = false;
          await Promise.all(readers);
          return { due: due.length, some: reads > 10, failed };
        },
        { words: WORDS, invite: inviteText, bytes: Array.from(boxOf(manifestWith())) },
      );
      expect(told).toEqual({ due: 1, some: true, failed: [] });
    } finally {
      await context.close();
    }
  });

  it('S2 [VLT13] [VLT15] a wipe right after Hide, or in the middle of it, leaves nothing', async () => {
    const context = await stage.launch('wiped');
    try {
      const page = await stage.openPage(context);
      // Turns of the page's own loop between the two orders; a file is being sealed meanwhile.
      const ends = await page.evaluate(
        async ({ words, draft, invite, bytes, turns }) => {
          const { vault } = bench;
          const told: unknown[] = [];
          for (const turn of turns) {
            await vault.create(words);
            await vault.putInvite(invite);
            await vault.offerManifest(Uint8Array.from(bytes));
            await vault.saveDraft(draft, 'body');
            const about = { name: 'a.jpg', type: 'image/jpeg' };
            const sealing = vault.attach(draft, 'p1', new Blob([new Uint8Array(24_000_000)]), about);
            const locked = vault.lock();
            for (let n = 0; n < turn; n += 1)
              await new Promise<void>((done) => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = () => done();
                port2.postMessage(null);
              });
            const wiped = await vault.wipe();
            await locked;
            const [sealed, status] = [await sealing, await vault.status()];
            told.push([wiped.ok, sealed.ok, status.ok && status.value.state]);
          }
          return told;
        },
        {
          words: WORDS,
          draft: DRAFT,
          invite: inviteText,
          bytes: Array.from(boxOf(manifestWith())),
          turns: [0, 1, 5, 50, 500],
        },
      );
      expect(ends).toEqual(Array.from({ length: 5 }, () => [true, false, 'none']));
    } finally {
      await context.close();
    }
  });

  it('S1 [VLT6] [VLT8] a browser that dies while saving and finishing keeps all it called saved, and each report once', async () => {
    const box = Array.from(boxOf(manifestWith()));
    let saved = -1;
    let context = await stage.launch('killed');
    try {
      const page = await stage.openPage(context);
      const enough = new Promise<void>((resolve) => {
        void page.exposeFunction('acknowledge', (n: number) => {
          saved = n;
          if (n >= 25) resolve();
        });
      });
      await page.evaluate(
        async ({ words, invite, bytes }) => {
          const { vault } = bench;
          await vault.create(words);
          await vault.putInvite(invite);
          await vault.offerManifest(Uint8Array.from(bytes));
          await vault.hello();
          const { acknowledge } = globalThis as unknown as { acknowledge(n: number): Promise<void> };
          // Not awaited: it goes on until the browser dies. Every fifth version is finished as a report of its own.
          void (async () => {
            for (let n = 0; ; n += 1) {
              const id = `8f14e45f-ceea-467f-a0e6-${String(Math.floor(n / 5)).padStart(12, '0')}`;
              const done = await vault.saveDraft(id, `version ${n}`);
              if (!done.ok) return;
              await acknowledge(n);
              if (n % 5 !== 4) continue;
              const base = { draft: id, code: 'ZKZ73', form: 'short/1', fields: {}, attachments: [] };
              await vault.finish({ ...base, authored: true, urgent: false });
            }
          })();
        },
        { words: WORDS, invite: inviteText, bytes: box },
      );
      await enough;
      const closed = context.waitForEvent('close');
      const session = await context.newCDPSession(page);
      await session.send('Browser.crash').catch(() => undefined);
      await closed;
      const last = saved;

      context = await stage.launch('killed');
      const again = await stage.openPage(context);
      const found = await again.evaluate(async (words) => {
        const { vault } = bench;
        const opened = await vault.unlock(words);
        const [drafts, traces] = [await vault.listDrafts(), await vault.traces()];
        if (!opened.ok || !drafts.ok || !traces.ok) throw new Error('opens');
        return {
          drafts: drafts.value.map(({ id, body }) => ({ id, body })),
          reports: traces.value.filter(({ kind }) => kind === 'report').map(({ id }) => id),
        };
      }, WORDS);
      const numberOf = (id: string): number => Number(id.slice(-12));
      const versions = found.drafts.map(({ body }) => Number(body.slice(8)));
      const finished = found.reports.map(numberOf).sort((a, b) => a - b);
      // Reports 0 … k without a hole, each once, and at most one draft, which is the next one.
      expect(finished).toEqual(finished.map((_, index) => index));
      expect(found.drafts.length).toBeLessThanOrEqual(1);
      const reached = Math.max(...versions, finished.length * 5 - 1);
      expect(reached).toBeGreaterThanOrEqual(last);
      for (const { id } of found.drafts) expect(numberOf(id)).toBe(finished.length);
    } finally {
      await context.close().catch(() => undefined);
    }
  });
});
