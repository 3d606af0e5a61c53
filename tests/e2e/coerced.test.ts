/** Proves Finish against somebody who has the words and images of the phone: before the draft, in its middle, and after. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/crypto/random.ts';
import { createEngine, type Engine } from '../../src/vault/engine.ts';
import { stretch } from '../../src/vault/words/argon2.ts';
import { WORDS_POLICY } from '../../src/vault/words/words.ts';
import { must, sodium } from '../crypto/setup.ts';
import { createFakeDisk } from '../fakes/clientDisk.ts';
import { createPower } from '../fakes/clientPower.ts';
import { createFakeRows } from '../fakes/clientRows.ts';
import { VirtualClock } from '../fakes/clock.ts';
import type { Browser } from './harness.ts';
import { fillShortForm, press, seeSaved, seeTitle } from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';
import {
  everyRow,
  type Key,
  keysInside,
  keysWith,
  openBoxes,
  openSealed,
  openTraces,
  privateFiles,
  takeImage,
} from './vaultImage.ts';

const FIRST = 'dawnqanary рассветканарейка';
const LATER = 'duskqanary закатканарейка';
const EARLY_FILE = 'earlyphotoqanary';
const LATE_FILE = 'latephotoqanary';
const ALL = ['dawnqanary', 'рассветканарейка', 'duskqanary', 'закатканарейка', 'placeqanary', 'nameqanary'];

/** All that words and an image give: keys, then texts, then the keys in the texts, until nothing new comes. */
async function attack(image: string, words: string, more: readonly Key[] = []) {
  const files = privateFiles(image);
  const keys = [...(await keysWith(words, files)), ...more];
  const traces = await openTraces(files, keys);
  for (const { id, reply } of traces) if (reply !== null) keys.push({ name: `reply ${id}`, key: reply });
  const texts = openBoxes(image, keys);
  keys.push(...keysInside(texts.map((text) => text.replaceAll('\\"', '"'))));
  const sealed = await openSealed(files, keys);
  return {
    files,
    keys,
    traces,
    texts,
    sealed,
    all: [...texts, ...sealed.map(({ text }) => text)].join('\n'),
  };
}

/** The app's own vault, started on the image with every row that ever lay there, and unlocked. */
async function vaultOn(image: string, words: string): Promise<Engine> {
  const power = createPower();
  const engine = createEngine({
    sodium,
    rng: createRng(),
    clock: new VirtualClock(),
    disk: createFakeDisk(power, privateFiles(image)),
    rows: createFakeRows(power, { records: everyRow(image), outbox: [], items: [], meta: [] }),
    argon2: stretch,
    policy: WORDS_POLICY,
    tell: () => undefined,
  });
  must(await engine.start());
  must(await engine.unlock(words));
  return engine;
}

const holds = (text: string, words: readonly string[]): string[] =>
  words.filter((word) => text.includes(word));

describe('S2 the words are given up, and the phone with all its files', () => {
  let stage: JoinedStage;
  let browser: Browser;
  const image = (name: string): string => stage.path(name);
  const take = (name: string): void => takeImage(image('profile'), image(name));

  beforeAll(async () => {
    stage = await setJoinedStage();
    browser = await stage.joinedPhone('profile');
    const { page } = browser;
    await browser.offline(true);
    take('before');

    const attach = async (name: string, inside: string, count: number): Promise<void> => {
      await page
        .locator('input[type=file][multiple]')
        .setInputFiles([{ name, mimeType: 'image/jpeg', buffer: Buffer.from(`${inside} `.repeat(9_000)) }]);
      await page
        .getByText('sealed on this phone')
        .nth(count - 1)
        .waitFor();
      await seeSaved(page);
    };
    await fillShortForm(page, { place: 'placeqanary', name: 'nameqanary', words: FIRST });
    await page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();
    await attach('early.jpg', EARLY_FILE, 1);
    take('middle');
    await page.getByRole('textbox', { name: 'What happened' }).fill(`${FIRST} ${LATER}`);
    await seeSaved(page);
    await attach('late.jpg', LATE_FILE, 2);
    take('end');
    await press(page, 'Summary');
    await press(page, 'Finish');
    await seeTitle(page, 'Waiting for connection');
    // No kindness to the phone: it is taken unlocked and running, and only then closed.
    take('finished');
    await browser.close();
    take('closed');
  });
  afterAll(async () => {
    await stage?.end();
  });

  it('the attack is a real one: before Finish it opens the draft and both files, each version that it has keys for', async () => {
    const end = await attack(image('end'), stage.joined.words);
    expect(holds(end.all, [...ALL, EARLY_FILE, LATE_FILE])).toEqual([...ALL, EARLY_FILE, LATE_FILE]);
    const drafts = must(await (await vaultOn(image('end'), stage.joined.words)).drafts.list());
    expect(drafts.map(({ body, attachments }) => [holds(body, ALL).length, attachments.length])).toEqual([
      [6, 2],
    ]);
  });

  it.each(['finished', 'closed'])(
    '[VLT6] [VLT7] the image %s, with the words: no text, no file, no earlier version',
    async (name) => {
      const found = await attack(image(name), stage.joined.words);
      // It was searched: stale versions lie there, keys were found, the trace opened.
      expect(everyRow(image(name)).length).toBeGreaterThan(8);
      expect(found.keys.length).toBeGreaterThan(8);
      expect(found.texts.length).toBeGreaterThan(2);
      expect([...found.files.keys()].filter((file) => file.startsWith('out/')).length).toBe(4);
      expect(found.traces.some(({ kind }) => kind === 'report')).toBe(true);
      expect(holds(found.all, [...ALL, EARLY_FILE, LATE_FILE])).toEqual([]);
      expect(found.sealed).toEqual([]);
      const engine = await vaultOn(image(name), stage.joined.words);
      expect(must(await engine.drafts.list())).toEqual([]);
    },
  );

  it('an image from before the draft adds nothing to the one after it', async () => {
    const before = await attack(image('before'), stage.joined.words);
    const found = await attack(image('closed'), stage.joined.words, before.keys);
    expect(before.keys.length).toBeGreaterThan(8);
    expect(holds(found.all, [...ALL, EARLY_FILE, LATE_FILE])).toEqual([]);
  });

  it('an image from the middle of the draft opens what that moment held, and no more', async () => {
    const then = ALL.filter((word) => !LATER.includes(word));
    const middle = await attack(image('middle'), stage.joined.words);
    expect(holds(middle.all, [...ALL, EARLY_FILE, LATE_FILE])).toEqual([...then, EARLY_FILE]);
    const found = await attack(image('closed'), stage.joined.words, middle.keys);
    expect(holds(found.all, [...ALL, EARLY_FILE, LATE_FILE])).toEqual([...then, EARLY_FILE]);
  });
});
