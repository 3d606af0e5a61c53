/** Proves that pictures and recordings which are not sealed yet stay in memory, also when the browser is short of it. Must never judge by names. */
import { randomFillSync } from 'node:crypto';
import { appendFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from './harness.ts';
import { enterByDoor, hide, press, seeTitle, unlock } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

const [WIDTH, HEIGHT] = [1920, 1080];

/** A camera that shows nothing but noise: its pictures are as large as JPEG can be. */
function writeNoise(path: string): void {
  writeFileSync(path, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  for (let frame = 0; frame < 3; frame += 1)
    appendFileSync(
      path,
      Buffer.concat([Buffer.from('FRAME\n'), randomFillSync(Buffer.alloc((WIDTH * HEIGHT * 3) / 2))]),
    );
}

/** Bytes that the browser wrote for pages' blobs. */
const blobBytes = (profile: string): number =>
  readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && one.parentPath.includes('blob_storage'))
    .reduce((sum, one) => sum + statSync(joinPath(one.parentPath, one.name)).size, 0);

async function pressMemory(devTools: CDPSession, page: Page): Promise<void> {
  for (const level of ['moderate', 'critical', 'critical'] as const) {
    await devTools.send('Memory.simulatePressureNotification', { level });
    // What the browser writes then, it writes in turns of its own.
    for (let turn = 0; turn < 5; turn += 1) await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** A blob as large as the pictures, made on purpose: shows that pressure writes what lies with the browser. */
const leaveBlob = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const kept = window as unknown as { kept?: Blob[] };
    kept.kept = [1, 2, 3].map(
      () => new Blob([crypto.getRandomValues(new Uint8Array(65_536)), 'x'.repeat(4e6)]),
    );
  });

describe('S3 [VLT19] under memory pressure', () => {
  let stage: JoinedStage;
  let browser: Browser;
  let devTools: CDPSession;
  const profile = () => stage.path('pressed');

  beforeAll(async () => {
    stage = await setJoinedStage();
    const camera = stage.path('noise.y4m');
    writeNoise(camera);
    browser = await stage.joinedPhone('pressed', { fakeDevices: true, camera });
    devTools = await browser.context.newCDPSession(browser.page);
  });
  afterAll(() => stage?.end());

  it('nothing of a capture is written to disk before it is sealed, nor after', async () => {
    const { page } = browser;
    await hide(page);
    await enterByDoor(page);
    await press(page, /^Capture now/);
    for (let number = 1; number <= 4; number += 1) {
      await press(page, 'Photo');
      await page.getByRole('button', { name: 'Take it', disabled: false }).click();
      await page.getByText(`Photo ${number}`).waitFor();
      await pressMemory(devTools, page);
      expect(blobBytes(profile())).toBe(0);
    }
    await press(page, 'Voice');
    for (const time of ['0:01', '0:02', '0:03']) {
      await page.getByText(`Recording, ${time}`).waitFor();
      await pressMemory(devTools, page);
    }
    await press(page, 'Stop');
    await page.getByText(/^Recording, 0:0[3-9]$/).waitFor();
    await pressMemory(devTools, page);
    expect(blobBytes(profile())).toBe(0);
    await press(page, 'Seal now');
    await seeTitle(page, 'Sealed');
    await pressMemory(devTools, page);
    expect(blobBytes(profile())).toBe(0);
    await press(page, 'Done');
    await page.keyboard.press('Escape');
    await unlock(page, stage.joined.words);
    await page
      .getByText(/^Captured · /)
      .first()
      .waitFor();
  });

  it('and it would be seen if it were', async () => {
    const { page } = browser;
    await leaveBlob(page);
    await expect
      .poll(
        async () => {
          await pressMemory(devTools, page);
          return blobBytes(profile());
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
  });
});
