/** Proves the plain work on bytes: round trips, and that only one text stands for some bytes. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  base64,
  base64NoPad,
  base64Url,
  concat,
  equalBytes,
  parseHex,
  parseUtf8,
  toHex,
  u32,
  u64,
  utf8,
} from '../../src/wire/bytes.ts';

test('[SEAL6] every text form gives the same bytes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
      const bytes = new Uint8Array(raw);
      const whole = { ok: true, value: bytes };
      for (const form of [base64, base64NoPad, base64Url])
        expect(form.parse(form.encode(bytes))).toEqual(whole);
      expect(parseHex(toHex(bytes))).toEqual(whole);
      expect(base64.encode(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(equalBytes(concat(bytes.subarray(0, 3), bytes.subarray(3)), bytes)).toBe(true);
    }),
    { seed: 1 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(parseUtf8(utf8(text))).toEqual({ ok: true, value: text });
    }),
    { seed: 1 },
  );
});

test('[SEAL7] texts that are not canonical are malformed', () => {
  const malformed = { ok: false, code: 'malformed' };
  for (const text of ['A', 'AB', 'AB=', 'AB==', 'AA=', 'AA==\n', 'A A=']) {
    expect(base64.parse(text)).toEqual(malformed);
  }
  for (const text of ['AB', 'AA==', 'A']) expect(base64NoPad.parse(text)).toEqual(malformed);
  for (const text of ['0', 'AB', '0g', ' 00']) expect(parseHex(text)).toEqual(malformed);
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80]]) {
    expect(parseUtf8(Uint8Array.from(bytes))).toEqual(malformed);
  }
  expect(parseUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toEqual({ ok: true, value: '\ufeffA' });
});

test('[SEAL4] numbers are big-endian', () => {
  expect(toHex(u32(0x01020304))).toBe('01020304');
  expect(toHex(u64(2 ** 53 - 1))).toBe('001fffffffffffff');
  expect(equalBytes(u32(1), u64(1))).toBe(false);
  expect(equalBytes(u32(1), u32(2))).toBe(false);
});
