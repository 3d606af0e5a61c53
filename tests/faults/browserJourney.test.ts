/** Owns whole journeys with a real phone: Chromium behind a line that keeps dying, browser and endpoint killed. Must never help but as a person or the system would. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { expect, it } from 'vitest';
import { sha256Hex } from '../crypto/setup.ts';
import { type Browser, createFolder, openBrowser, tumarMust } from '../e2e/harness.ts';
import { fillShortForm, join, press, seeSaved, seeTitle, seeWhole, unlock } from '../e2e/monitorSteps.ts';
import { createDice, type Dice } from '../fakes/clockDice.ts';
import { startProcess } from '../server/process.ts';
import { openProxy } from './proxy.ts';

const SEEDS = Number(process.env['TUMAR_SEEDS'] ?? 1);
const FIRST = Number(process.env['TUMAR_SEED'] ?? 1);
/** Attachments of each report: eight reports, twelve files. */
const FILES = [2, 1, 0, 3, 1, 2, 0, 3];
/** A link of 256 kbit/s that dies every four seconds on average carries so many bytes a life. */
const BYTES_A_LIFE = (256_000 / 8) * 4;
/** Blows to the browser at most: each one costs a start. */
const KILLS = 4;
/** The phone's system says now and then that there is a line again. */
const ONLINE_EVERY = 1_000;

/** Draws from an exponential distribution. */
const life = (dice: Dice, mean: number): number => -mean * Math.log(1 - dice.next());

type Sent = { readonly place: string; readonly hashes: readonly string[] };

async function travel(seed: number): Promise<{ drops: number; browsers: number; endpoints: number }> {
  const dice = createDice(seed);
  const count = { drops: 0, browsers: 0, endpoints: 0 };
  const folder = await createFolder();
  const path = (name: string): string => joinPath(folder.path, name);
  let port = 0;
  const proxy = await openProxy(() => port);
  const start = async () => {
    const running = await startProcess(path('data'));
    port = Number(new URL(running.url).port);
    return running;
  };
  let endpoint = await start();
  let browser: Browser | undefined;
  try {
    const { code } = endpoint;
    await tumarMust(
      'org',
      'setup',
      '--url',
      proxy.url,
      '--code',
      code,
      '--name',
      'Steppe',
      '--out',
      path('org'),
    );
    const member = path('org/member.json');
    const invite = (await tumarMust('org', 'invite', '--member', member)).stdout.trim();
    browser = await openBrowser(path('phone'));
    await browser.page.goto(proxy.url);
    const { words } = await join(browser.page, invite);
    await seeWhole(browser.page);

    // Written and sealed without a connection.
    const up = port;
    port = 0;
    proxy.hangUp();
    const sent: Sent[] = [];
    for (const [number, files] of FILES.entries()) sent.push(await write(browser.page, number, files));
    port = up;

    let left = life(dice, BYTES_A_LIFE);
    let until = life(dice, BYTES_A_LIFE * 2);
    let due: 'browser' | 'endpoint' | null = null;
    proxy.dies = (bytes) => {
      until -= bytes;
      if (until <= 0 && due === null) {
        due = dice.chance(0.5) && count.browsers < KILLS ? 'browser' : 'endpoint';
        until = life(dice, BYTES_A_LIFE * 2);
      }
      left -= bytes;
      if (left > 0) return false;
      left = life(dice, BYTES_A_LIFE);
      count.drops += 1;
      return true;
    };

    while (!(await allStored(browser, sent.length))) {
      if (due === 'browser') {
        await browser.kill();
        count.browsers += 1;
        browser = await openBrowser(path('phone'));
        await browser.page.goto(proxy.url);
        await unlock(browser.page, words);
        await goHome(browser.page);
      } else if (due === 'endpoint') {
        port = 0;
        await endpoint.kill();
        count.endpoints += 1;
        endpoint = await start();
      }
      due = null;
      await browser.page.evaluate(() => dispatchEvent(new Event('online')));
      await browser.page.waitForTimeout(ONLINE_EVERY);
    }
    proxy.dies = () => false;

    await tumarMust('inbox', '--member', member, '--out', path('in'), '--ack');
    const items = readdirSync(path('in')).filter((name) => !name.startsWith('.'));
    expect(items).toHaveLength(sent.length);
    for (const { place, hashes } of sent) {
      const [item, ...more] = items.filter((name) =>
        readFileSync(path(`in/${name}/report.json`), 'utf8').includes(place),
      );
      expect(more).toEqual([]);
      const held = readdirSync(path(`in/${item}`)).filter((name) => name.endsWith('.bin'));
      const got = held.map((name) => sha256Hex(readFileSync(path(`in/${item}/${name}`))));
      expect([place, got.sort()]).toEqual([place, [...hashes].sort()]);
    }
    // Reports, files, and the hello: nothing came twice.
    const files = FILES.reduce((sum, one) => sum + one, 0);
    expect(readdirSync(path('in/.sealed'))).toHaveLength(FILES.length + files + 1);
    expect(existsSync(path('in/.quarantine'))).toBe(false);
    return count;
  } catch (cause) {
    throw new Error(`seed ${seed}`, { cause });
  } finally {
    await browser?.close().catch(() => undefined);
    await endpoint.kill().catch(() => undefined);
    await proxy.stop();
    await folder.drop();
  }

  async function write(page: Browser['page'], number: number, files: number): Promise<Sent> {
    const place = `place-${number}-end`;
    await fillShortForm(page, { place, name: 'somebody', words: 'They came at dawn.' });
    const parts = Array.from({ length: files }, (_, i) => ({
      name: `file-${i}.bin`,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(dice.rng(1_000 + dice.below(200_000))),
    }));
    if (files > 0) {
      await page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();
      await page.locator('input[type=file][multiple]').setInputFiles(parts);
      await page
        .getByText('sealed on this phone')
        .nth(files - 1)
        .waitFor();
      await seeSaved(page);
      await press(page, 'Summary');
    }
    await press(page, 'Finish');
    await seeTitle(page, /Waiting|Sending|Stored/);
    await goHome(page);
    return { place, hashes: parts.map(({ buffer }) => sha256Hex(buffer)) };
  }
}

/** The list of notes, from wherever one is. */
async function goHome(page: Browser['page']): Promise<void> {
  const list = page.getByRole('button', { name: 'New note' });
  const back = page.getByRole('button', { name: 'Notes', exact: true });
  await list.or(back).first().waitFor();
  if (!(await list.isVisible())) await back.first().click();
  await list.waitFor();
}

async function allStored({ page }: Browser, all: number): Promise<boolean> {
  const rows = page.getByRole('list', { name: 'Sealed' }).getByRole('listitem');
  return (await rows.filter({ hasText: 'Stored' }).count()) === all;
}

it.each(Array.from({ length: SEEDS }, (_, i) => FIRST + i))(
  'S1 S5 S6 S7 [UP2] [UP6] C4 C5 N1 8 reports with 12 attachments from a browser over a line that dies, browser and endpoint killed (seed %i)',
  async (seed) => {
    const { drops, browsers, endpoints } = await travel(seed);
    process.stdout.write(
      `browser journey: seed ${seed}, ${drops} drops, ${browsers} browsers and ${endpoints} endpoints killed\n`,
    );
    expect(drops).toBeGreaterThan(3);
    expect(Math.min(browsers, endpoints)).toBeGreaterThan(0);
  },
  480_000,
);
