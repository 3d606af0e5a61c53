/** Proves that what is stored does not tell by its size or its look which record it is, how much stands in it, or what is alike. */
import { expect, it } from 'vitest';
import { createRng } from '../../src/crypto/random.ts';
import { lockUp } from '../../src/vault/keys/box.ts';
import {
  ENTRIES,
  entryPlace,
  readPlace,
  STATE_SLOTS,
  stateSlot,
} from '../../src/vault/keys/keystoreLayout.ts';
import { concat, toHex } from '../../src/wire/bytes.ts';
import { must, sodium } from '../crypto/setup.ts';
import { joined } from './device.ts';

it('S3 [VLT5] every head has one size, and bodies grow in steps, whatever is called or written there', async () => {
  const { device, engine } = await joined();
  for (const [index, text] of ['', 'a', 'one line', 'x'.repeat(3_000), 'x'.repeat(5_000)].entries())
    must(await engine.drafts.save(`${index}f14e45f-ceea-467f-a0e6-b5d1c3d2a901`, text));
  const { opened } = engine.room;
  if (opened === null) throw new Error('open');
  for (const name of ['a', 'a name of some length, which a person may have chosen'])
    must(await opened.records.put('named', name, new Uint8Array(1)));
  // A version with more digits in its number.
  for (let version = 0; version < 12; version += 1)
    must(await engine.drafts.save('0f14e45f-ceea-467f-a0e6-b5d1c3d2a901', `version ${version}`));
  const { records } = device.rows.dump();
  expect(records.length).toBeGreaterThan(6);
  expect(new Set(records.map(({ head }) => head.length))).toEqual(new Set([256 + 40]));
  expect(new Set(records.map(({ body }) => (body.length - 40) % 4_096))).toEqual(new Set([0]));
});

it('S3 [VLT5] no nonce is ever used again, in rows and in the keystore', async () => {
  const { device, engine } = await joined();
  for (const number of [1, 2, 3])
    must(await engine.drafts.save(`${number}f14e45f-ceea-467f-a0e6-b5d1c3d2a901`, 'the same text'));
  const start = (box: Uint8Array): string => toHex(concat(box.subarray(0, 24)));
  const rows = device.rows.dump().records.flatMap(({ head, body }) => [start(head), start(body)]);
  const image = device.disk.dump().get('a') ?? new Uint8Array(0);
  const places = [
    ...Array.from({ length: STATE_SLOTS }, (_, index) => stateSlot(index)),
    ...Array.from({ length: ENTRIES }, (_, index) => entryPlace(index)),
  ].map((place) => start(readPlace(image, place)));
  const all = [...rows, ...places];
  expect(rows.length).toBeGreaterThan(6);
  expect(new Set(all).size).toBe(all.length);
  const locked = Array.from({ length: 3 }, () =>
    toHex(lockUp({ sodium, rng: createRng() }, new Uint8Array(32), new Uint8Array(9), new Uint8Array(0))),
  );
  expect(new Set(locked.map((box) => box.slice(0, 48))).size).toBe(3);
});
