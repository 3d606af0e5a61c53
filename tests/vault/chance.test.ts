/** Proves that what Finish erases cannot be reckoned again: every key and nonce of a draft is chance, and none is used twice. */
import { expect, it } from 'vitest';
import { createRng } from '../../src/crypto/random.ts';
import { attach } from '../../src/vault/drafts/attach.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { must } from '../crypto/setup.ts';
import { type Key, keysInside, keysWith } from '../e2e/vaultImage.ts';
import { createDevice, joined, WORDS } from './device.ts';

it('S2 [VLT6] [SEAL8] no key of a draft or its file is made from another: whoever has all others cannot make it anew', async () => {
  const drawn: string[] = [];
  const rng = createRng();
  const watched = (length: number) => {
    const bytes = rng(length);
    drawn.push(toHex(bytes));
    return bytes;
  };
  const { device, engine } = await joined(createDevice(undefined, undefined, watched));
  const first = new Set((await keysWith(WORDS, device.disk.dump())).map(({ name }) => name));
  const seen = new Map<string, Key>();
  const look = async (): Promise<void> => {
    for (const one of await keysWith(WORDS, device.disk.dump()))
      if (one.name.startsWith('record') && !first.has(one.name)) seen.set(one.name, one);
  };
  for (const text of ['what was seen', 'what was seen, and more']) {
    must(await engine.drafts.save('d1', text));
    await look();
  }
  const photo = new Uint8Array(5_000);
  const file = { size: photo.length, stream: () => new Blob([photo]).stream() };
  const request = { draft: 'd1', attachment: 'p1', name: 'n', type: 'image/jpeg', file };
  must(await attach(engine.room, request, () => undefined, new AbortController().signal));
  await look();
  const { opened } = engine.room;
  const stored = opened === null ? undefined : await opened.records.get('draft', 'd1');
  const inside = keysInside([Buffer.from(stored?.ok ? stored.value : []).toString()]);
  const ofFile = inside.filter(({ name }) => name === 'fileKey' || name === 'tail');
  expect(ofFile).toHaveLength(2);
  expect(seen.size).toBeGreaterThanOrEqual(3);
  for (const { name, key } of [...seen.values(), ...ofFile])
    expect(
      drawn.filter((one) => one === toHex(key)),
      name,
    ).toHaveLength(1);

  const { records } = device.rows.dump();
  const nonces = records.flatMap(({ head, body }) => [head, body].map((box) => toHex(box.subarray(0, 24))));
  expect(new Set(nonces).size).toBe(nonces.length);
  expect(nonces.filter((nonce) => !drawn.includes(nonce))).toEqual([]);
});
