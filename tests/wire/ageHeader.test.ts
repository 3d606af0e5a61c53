/** Proves the layout of a header: sizes, where it ends, and that only one text says one thing. */
import { expect, test } from 'vitest';
import {
  encodeCovered,
  encodeHeader,
  headerLength,
  headerSize,
  parseHeader,
  type Stanza,
} from '../../src/wire/ageHeader.ts';
import { concat, utf8 } from '../../src/wire/bytes.ts';

const stanza = (fill: number): Stanza => ({
  encapsulation: new Uint8Array(1120).fill(fill),
  wrappedKey: new Uint8Array(32).fill(fill + 1),
});
const mac = new Uint8Array(32).fill(9);
const header = (count: number) =>
  encodeHeader(encodeCovered(Array.from({ length: count }, (_, i) => stanza(i))), mac);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const codeOf = (letters: string): string => {
  const parsed = parseHeader(utf8(letters));
  return parsed.ok ? 'ok' : parsed.code;
};

test('[SEAL1] S stanzas make a header of 22 + 1557·S + 48 bytes, which reads back as written', () => {
  for (const count of [1, 2, 4, 41]) {
    const bytes = header(count);
    expect(bytes.length).toBe(headerSize(count));
    const parsed = parseHeader(concat(bytes, utf8('payload\n--- more')));
    if (!parsed.ok) throw new Error(parsed.code);
    expect(parsed.value.stanzas).toEqual(Array.from({ length: count }, (_, i) => stanza(i)));
    expect(parsed.value.mac).toEqual(mac);
    expect(parsed.value.length).toBe(bytes.length);
    expect(text(parsed.value.covered)).toBe(text(bytes).slice(0, -45));
  }
});

test('[SEAL1] the end of a header is known exactly when its last line is complete', () => {
  const bytes = header(2);
  for (const cut of [0, 10, 22, 100, bytes.length - 48, bytes.length - 1]) {
    expect(headerLength(bytes.subarray(0, cut))).toBeUndefined();
    expect(codeOf(text(bytes.subarray(0, cut)))).toBe('truncated');
  }
  expect(headerLength(bytes)).toBe(bytes.length);
});

test('[SEAL7] another version, another kind of stanza beside ours, none, or too many are unsupported', () => {
  const good = text(header(1));
  expect(codeOf(good)).toBe('ok');
  expect(codeOf(good.replace('v1', 'v2'))).toBe('unsupported');
  expect(codeOf(good.replace('---', '-> X25519 YWJj\nYWJj\n---'))).toBe('unsupported');
  expect(codeOf(good.replace('---', '-> some-grease\n\n---'))).toBe('unsupported');
  expect(codeOf(good.replace('-> mlkem768x25519', '-> MLKEM768X25519'))).toBe('unsupported');
  expect(codeOf('age-encryption.org/v1\n--- CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk\n')).toBe(
    'unsupported',
  );
  expect(codeOf(text(header(43)))).toBe('unsupported');
});

test('[SEAL7] a byte order mark, CR, letters outside ASCII, stray spaces and non-canonical base64 are refused', () => {
  const good = text(header(1));
  const damaged = [
    good.replace('-> mlkem', '->  mlkem'),
    good.replace('-> mlkem', '-> é mlkem'),
    good.replace('\nAQEB', '\r\nAQEB'),
    good.replace('\nAQEB', ' \nAQEB'),
    good.replace('\nAQEB', '=\nAQEB'),
    good.replace('---', '--- '),
    good.replace('---', '----'),
    good.replace('\n---', '\n\n---'),
    good.replace('---', `-> grease\n${'A'.repeat(68)}\n---`),
    `${good.slice(0, -2)}l\n`,
    good.replace(
      'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE',
      'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQF',
    ),
    good.replace('AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE', 'AQEB'),
  ];
  for (const [i, bad] of damaged.entries()) {
    expect(bad, `${i}`).not.toBe(good);
    expect(codeOf(bad), `${i}`).toBe('damaged');
  }
  expect(codeOf(`\ufeff${good}`)).toBe('unsupported');
});
