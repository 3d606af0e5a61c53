/** Proves what locking leaves in memory: nothing in the page's heap, no worker; and says what the process still holds. */
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from './harness.ts';
import { fillShortForm, hide, seeSaved, seeTitle, unlock } from './monitorSteps.ts';
import { keyNeedle, type Needle, textNeedle } from './profileBytes.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';
import { keysInside, keysWith, openBoxes, privateFiles } from './vaultImage.ts';

const PLACE = 'Zarafsarqanary';
const NAME = 'Сабираканарейка';
const WORDS = 'daybreakqanary рассветканарейка';
const CANARIES = [PLACE, NAME, 'daybreakqanary', 'рассветканарейка', 'doorqanary', 'insideqanary'];

/** All that a heap snapshot says, as one text. */
async function heapOf(session: CDPSession): Promise<string> {
  const parts: string[] = [];
  const take = ({ chunk }: { chunk: string }): void => void parts.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: true });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  // Names in a snapshot are JSON texts.
  return parts
    .join('')
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** As a process keeps it: texts in one or two bytes a letter, keys as they are. */
const inMemory = ({ name, forms: [key = Buffer.alloc(0)] }: Needle): Needle => ({
  name,
  // Halves: what is freed loses its first bytes to the list of what is free.
  forms: key.length < 32 ? [key] : [key.subarray(0, 16), key.subarray(16)],
});
const textInMemory = (text: string): Needle => ({ name: text, forms: textNeedle(text).forms.slice(0, 2) });

/** How often each needle lies in the writable memory of a process that we started. */
async function scan(pid: number, needles: readonly Needle[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const memory = await open(`/proc/${pid}/mem`);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      if (from === undefined || to === undefined) continue;
      const step = 16_777_216;
      for (let at = Number.parseInt(from, 16); at < Number.parseInt(to, 16); at += step) {
        const length = Math.min(step, Number.parseInt(to, 16) - at);
        const bytes = Buffer.alloc(length);
        // A part that is not there any more reads as nothing.
        const read = await memory.read(bytes, 0, length, at).catch(() => ({ bytesRead: 0 }));
        const seen = bytes.subarray(0, read.bytesRead);
        for (const { name, forms } of needles)
          for (const form of forms) {
            for (let hit = seen.indexOf(form); hit >= 0; hit = seen.indexOf(form, hit + 1))
              found.set(name, (found.get(name) ?? 0) + 1);
          }
      }
    }
  } finally {
    await memory.close();
  }
  return found;
}

/** In the page: from `hold` on the vault's worker is not ended when the app ends it, but with `letGo`. */
function holdVault(): void {
  const held: (() => void)[] = [];
  let holding = false;
  const Real = Worker;
  Object.assign(globalThis, {
    Worker: class extends Real {
      readonly #holds: boolean;
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        this.#holds = options?.name === 'vault';
      }
      override terminate(): void {
        if (holding && this.#holds) held.push(() => super.terminate());
        else super.terminate();
      }
    },
    vaultHold: {
      hold: () => (holding = true),
      held: () => held.length,
      letGo() {
        holding = false;
        for (const end of held.splice(0)) end();
      },
    },
  });
}
declare const vaultHold: { hold(): void; held(): number; letGo(): void };

/** Names of the vault's own keys; chain and file keys pass through WebCrypto and are not promised. */
const VAULTS = /^(stretched|kek|root|entries|state|ledger|kit|record)/;

describe('S2 S3 S12 memory after locking', () => {
  let stage: JoinedStage;
  let browser: Browser;
  let session: CDPSession;
  const keys: Needle[] = [];
  /** The process of our page and its worker. */
  const ours: number[] = [];

  async function renderers(): Promise<number[]> {
    const all = await browser.context.browser()?.newBrowserCDPSession();
    const { processInfo } = (await all?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
    await all?.detach();
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  }

  beforeAll(async () => {
    stage = await setJoinedStage();
    browser = await stage.joinedPhone('profile');
    const { page } = browser;
    await fillShortForm(page, { place: PLACE, name: NAME, words: WORDS });
    await page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();
    const buffer = Buffer.from('insideqanary '.repeat(20_000));
    await page
      .locator('input[type=file][multiple]')
      .setInputFiles([{ name: 'doorqanary.jpg', mimeType: 'image/jpeg', buffer }]);
    await page.getByText('sealed on this phone').waitFor();
    await seeSaved(page);
    await browser.context.addInitScript(holdVault);
    // The driver keeps hold of a field that it gave files to, and with it of what stood beside it: a new page has none.
    await hide(page);
    await page.reload();
    await unlock(page, stage.joined.words);
    await seeTitle(page, 'In a few words');
    expect(await page.getByRole('textbox', { name: 'What happened' }).inputValue()).toBe(WORDS);
    const profile = stage.path('profile');
    const opened = await keysWith(stage.joined.words, privateFiles(profile));
    const inside = keysInside(openBoxes(profile, opened)).filter(({ name }) =>
      ['fileKey', 'tail', 'credential'].includes(name),
    );
    keys.push(...[...opened, ...inside].map(({ name, key }) => keyNeedle(name, key)));
    session = await browser.context.newCDPSession(page);
  });
  afterAll(async () => {
    await stage?.end();
  });

  it('the search finds what an open draft holds, in heap and process', async () => {
    expect(browser.page.workers().length).toBe(1);
    const heap = await heapOf(session);
    expect(CANARIES.slice(0, 4).filter((text) => !heap.includes(text))).toEqual([]);
    const held = keys.filter(({ name }) => /^(record|root|entries|state|ledger|kit)/.test(name));
    const seen = new Set<string>();
    for (const pid of await renderers()) {
      const found = await scan(pid, [textInMemory(PLACE), ...held.map(inMemory)]);
      if (!found.has(PLACE)) continue;
      ours.push(pid);
      for (const name of found.keys()) seen.add(name);
    }
    expect(ours.length).toBe(1);
    expect(held.length).toBeGreaterThan(5);
    expect(held.filter(({ name }) => !seen.has(name)).map(({ name }) => name)).toEqual([]);
  });

  it('S2 [VLT15] Hide has overwritten every key before the worker ends', async () => {
    const { page } = browser;
    // A worker that has ended gives its memory back, and nobody could say what it had left there.
    await page.evaluate(() => vaultHold.hold());
    await hide(page);
    await expect.poll(() => page.evaluate(() => vaultHold.held())).toBe(1);
    expect(page.workers().length).toBeGreaterThan(0);
    const left = new Set<string>();
    for (const pid of ours) for (const name of (await scan(pid, keys.map(inMemory))).keys()) left.add(name);
    expect([...left].filter((name) => VAULTS.test(name))).toEqual([]);
    await page.evaluate(() => vaultHold.letGo());
  });

  it('S3 [VLT15] Hide ends the worker; after garbage collection the heap holds no word and no key', async () => {
    const { page } = browser;
    await expect.poll(() => page.workers().length).toBe(0);
    const heap = await heapOf(session);
    expect(heap.length).toBeGreaterThan(1_000_000);
    const wanted = [
      ...CANARIES,
      stage.joined.words,
      ...stage.joined.words
        .split(' ')
        .slice(0, 4)
        .map((word, index) => `${word} ${stage.joined.words.split(' ')[index + 1]}`),
    ];
    expect(wanted.filter((text) => heap.includes(text))).toEqual([]);
    const bytes = Buffer.from(heap, 'latin1');
    expect(
      keys
        .filter(({ forms }) => forms.slice(1).some((form) => form.length > 15 && bytes.includes(form)))
        .map(({ name }) => name),
    ).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain('qanary');
  });

  it('S12 [VLT15] the process holds no key of the vault; what else it holds is said, and the app advises to close the browser', async () => {
    const needles = [...CANARIES, stage.joined.words].map(textInMemory).concat(keys.map(inMemory));
    const counts = new Map<string, number>();
    for (const pid of ours)
      for (const [name, count] of await scan(pid, needles)) counts.set(name, (counts.get(name) ?? 0) + count);
    const said = (name: string): string =>
      name === stage.joined.words ? 'the words' : name.replace(/ [0-9a-f]{32}$/, '');
    const told = [...counts].map(([name, count]) => `${said(name)} ${count}`);
    process.stdout.write(`memory after lock: ${told.join(', ') || 'nothing found'}\n`);
    // Copies of what was typed are known to stay; of what Argon2id made, and the keys under it, no half of one may.
    const keysLeft = [...counts.keys()].filter((name) => VAULTS.test(name));
    expect(keysLeft.map(said)).toEqual([]);
  });
});
