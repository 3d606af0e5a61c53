/** Proves what comes without words as it comes: a film that a kill cuts off, and what other apps hand over. Nothing of it lies readable. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, findTexts } from './harness.ts';
import { enterByDoor, press, seeFront, seeTitle, unlock } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const CANARY = 'Obi-Garm-canary';
const TEXT = `${CANARY} in a message: they are at the bridge.`;

const codeOn = async (page: Page): Promise<string> =>
  (await page
    .getByText(/^[A-HJKMNP-Z2-9]{5}$/)
    .first()
    .textContent()) ?? '';

/** What the coordinators hold of the capture with this code. */
function collected(
  out: string,
  code: string,
): { fields: Record<string, unknown>; files: ReadonlyMap<string, Buffer> } {
  for (const name of readdirSync(out).filter((one) => !one.startsWith('.'))) {
    const folder = joinPath(out, name);
    const fields = JSON.parse(readFileSync(joinPath(folder, 'report.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    if (fields['local_ref'] !== code) continue;
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((one) => one.isFile() && !one.name.endsWith('.json'))
      .map((one) => [one.name, readFileSync(joinPath(folder, one.name))] as const);
    return { fields, files: new Map(files) };
  }
  throw new Error(`no ${code} in ${out}`);
}

describe('without words', () => {
  let stage: JoinedStage;
  let browser: Browser;
  const profile = () => stage.path('profile');
  const secret = () => stage.path('secret.jpg');

  beforeAll(async () => {
    stage = await setJoinedStage();
    // Larger than what a browser keeps in one piece.
    writeFileSync(
      secret(),
      Buffer.concat([
        Buffer.from(`${CANARY} at the front `),
        Buffer.alloc(3_000_000, 7),
        Buffer.from(`${CANARY} at the end`),
      ]),
    );
    browser = await stage.joinedPhone('profile', { fakeDevices: true });
  });
  afterAll(() => stage?.end());

  /** What lies there after a kill: nothing had time to tidy up. */
  function lying(): readonly unknown[] {
    // Sockets of the dead browser: nothing that could be read.
    for (const name of ['SingletonSocket', 'SingletonLock', 'SingletonCookie'])
      rmSync(joinPath(profile(), name), { force: true });
    return findTexts(profile(), [CANARY, TEXT, 'secret.jpg']).found;
  }

  /** As the share sheet does: a form in another page is sent to the app. */
  async function handOver(files: readonly string[]): Promise<void> {
    const { page } = browser;
    const { origin } = new URL(stage.system.url);
    await page.goto('about:blank');
    // A share sheet is no page: what the browser would note of this one's fields must not be taken for ours.
    await page.setContent(
      `<form autocomplete="off" method="post" enctype="multipart/form-data" action="${origin}/receive">
        <input name="title" value=""><input name="text" value="${TEXT}"><input name="files" type="file" multiple></form>`,
    );
    await page.setInputFiles('input[type=file]', [...files]);
    await page.evaluate(() => document.querySelector('form')?.submit());
    await page.waitForURL(`${origin}/`);
  }

  it('[VLT21] S1 a film that a kill cuts off is sealed at the next start, while locked, and opens as far as it came', async () => {
    await press(browser.page, 'Hide');
    await enterByDoor(browser.page);
    await press(browser.page, /^Capture now/);
    await press(browser.page, 'Film');
    await browser.page.getByText('Recording, 0:04').waitFor();
    await browser.kill();
    browser = await stage.phone('profile', { fakeDevices: true });
    await unlock(browser.page, stage.joined.words);
    await seeTitle(browser.page, /Notes|Capture now|Stored/);
    if ((await browser.page.getByRole('heading', { level: 1 }).textContent()) !== 'Notes')
      await press(browser.page, 'Back');
    const row = browser.page.getByRole('list', { name: 'Sealed' }).getByRole('listitem').first();
    await row.waitFor();
    const code = ((await row.textContent()) ?? '').slice(0, 5);
    await row.click();
    await seeTitle(browser.page, 'Stored');
    await stage.organisation.collect(stage.path('inbox'));
    const { fields, files } = collected(stage.path('inbox'), code);
    expect(fields['evidence']).toMatchObject([{ partial: true }]);
    const [film] = [...files.values()];
    // WebM from its first byte, and three seconds of it at least.
    expect(film?.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
    expect(film?.length).toBeGreaterThan(20_000);
    await press(browser.page, 'Notes');
  });

  it('S2 what another app hands over waits unread, is taken in when asked, and lies nowhere in clear', async () => {
    await handOver([secret()]);
    await seeFront(browser.page);
    await enterByDoor(browser.page);
    await browser.page.getByText('Something from another app or a web page waits here').waitFor();
    await press(browser.page, /^Capture now/);
    await press(browser.page, 'Take it in');
    await browser.page.getByText('Handed over: secret.jpg').waitFor();
    expect(await browser.page.getByRole('textbox', { name: 'A few words' }).inputValue()).toBe(TEXT);
    await press(browser.page, 'Seal now');
    await seeTitle(browser.page, 'Sealed');
    const code = await codeOn(browser.page);
    await browser.kill();
    expect(lying()).toEqual([]);
    browser = await stage.phone('profile');
    await unlock(browser.page, stage.joined.words);
    await browser.page.getByText(code).click();
    await seeTitle(browser.page, 'Stored');
    await stage.organisation.collect(stage.path('inbox'));
    const { fields, files } = collected(stage.path('inbox'), code);
    expect(JSON.stringify(fields['event'])).toContain(TEXT);
    expect([...files.values()][0]?.equals(readFileSync(secret()))).toBe(true);
  });

  it('[VLT21] S2 what is thrown away while it comes in is gone: nothing of it leaves at the next start', async () => {
    const large = stage.path('large.bin');
    writeFileSync(large, Buffer.alloc(300_000_000, 7));
    /** Names of what lies in the app's private files. */
    const kept = (): Promise<string> =>
      browser.page.evaluate(async () => {
        const namesIn = async (folder: FileSystemDirectoryHandle): Promise<string[]> => {
          const names: string[] = [];
          for await (const [name, entry] of folder.entries())
            names.push(
              ...(entry.kind === 'file' ? [name] : await namesIn(entry as FileSystemDirectoryHandle)),
            );
          return names.sort();
        };
        return (await namesIn(await navigator.storage.getDirectory())).join();
      });
    const takeIn = async (): Promise<string> => {
      await handOver([large, secret()]);
      await enterByDoor(browser.page);
      await press(browser.page, /^Capture now/);
      const before = await kept();
      await press(browser.page, 'Take it in');
      await browser.page.getByText('Taking it in and sealing it').waitFor();
      await expect.poll(kept, { timeout: 20_000 }).not.toBe(before);
      return before;
    };
    let before = await takeIn();
    await press(browser.page, 'Cancel');
    await browser.page.getByText('Taking it in and sealing it').waitFor({ state: 'detached' });
    expect(await kept()).toBe(before);
    expect(await browser.page.getByText(/Handed over:/).count()).toBe(0);

    before = await takeIn();
    await press(browser.page, 'Back');
    await press(browser.page, 'Throw away');
    await expect.poll(kept, { timeout: 20_000 }).toBe(before);
    await browser.kill();
    expect(lying()).toEqual([]);
    browser = await stage.phone('profile');
    await unlock(browser.page, stage.joined.words);
    // Where the person was before: on the page of what was sent first.
    await seeTitle(browser.page, /Notes|Capture now|Stored/);
    expect(await kept()).toBe(before);
  });

  it('S2 nobody takes it in: nothing of it is kept, and a worker that died is told of', async () => {
    await handOver([secret()]);
    await enterByDoor(browser.page);
    await browser.page.getByText('Something from another app or a web page waits here').waitFor();
    await press(browser.page, /^Capture now/);
    await browser.page.getByText(/Another app or a web page handed something over/).waitFor();
    const devTools = await browser.context.newCDPSession(browser.page);
    await devTools.send('ServiceWorker.enable');
    await devTools.send('ServiceWorker.stopAllWorkers');
    await press(browser.page, 'Take it in');
    await browser.page.getByText(/What another app handed over did not arrive whole/).waitFor();
    await browser.kill();
    expect(lying()).toEqual([]);
  });

  it('S2 no byte of it goes to the network', async () => {
    browser = await stage.phone('profile');
    await seeFront(browser.page);
    await browser.context.setOffline(true);
    await handOver([secret()]);
    await enterByDoor(browser.page);
    await press(browser.page, /^Capture now/);
    await browser.page.getByText(/Another app or a web page handed something over/).waitFor();
    await press(browser.page, 'Throw away');
    expect(await browser.page.getByText(/Another app or a web page handed something over/).count()).toBe(0);
  });
});
