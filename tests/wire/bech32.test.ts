/** Proves the text form of keys: any length, strict, and never two texts for one key in one case. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBech32, parseBech32 } from '../../src/wire/bech32.ts';

const prefixes = fc.constantFrom('age1pq', 'age-secret-key-pq-', 'x');

test('[SEAL2] bytes of any length come back, in lower and in upper case', () => {
  fc.assert(
    fc.property(prefixes, fc.uint8Array({ maxLength: 1300 }), (prefix, bytes) => {
      const text = encodeBech32(prefix, bytes);
      for (const form of [text, text.toUpperCase()]) {
        expect(parseBech32(form)).toEqual({ ok: true, value: { prefix, bytes: new Uint8Array(bytes) } });
      }
    }),
    { seed: 3 },
  );
});

test('[SEAL2] a changed letter, mixed case, another checksum or white space is malformed', () => {
  const text = encodeBech32('age1pq', new Uint8Array(40).fill(5));
  const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
  for (let at = 'age1pq1'.length; at < text.length; at++) {
    const other = letters[(letters.indexOf(text[at] ?? '') + 1) % 32];
    expect(parseBech32(text.slice(0, at) + other + text.slice(at + 1)).ok, `${at}`).toBe(false);
  }
  const mixed = text.slice(0, -1) + text.slice(-1).toUpperCase();
  const wrong = [`${text} `, ` ${text}`, text.slice(0, -1), `${text}q`, '', 'age1', '1qqqqqq', 'A1LQFN3A'];
  for (const bad of /[a-z]/.test(text.slice(-1)) ? [...wrong, mixed] : wrong) {
    expect(parseBech32(bad)).toEqual({ ok: false, code: 'malformed' });
  }
});
