/** Proves that the full form and its guides say the same in both languages, completely. */
import { expect, it } from 'vitest';
import { forFull as en } from '../../src/i18n/en/forFull.ts';
import { forMonitor } from '../../src/i18n/en/forMonitor.ts';
import { type Catalogue, holesOf, type Message } from '../../src/i18n/message.ts';
import { forFull as ru } from '../../src/i18n/ru/forFull.ts';

const english: Catalogue = en;
const russian: Catalogue = ru;
const textsOf = (message: Message | undefined) =>
  message === undefined ? [] : typeof message === 'string' ? [message] : Object.values(message);

it('has the same keys, holes and number of lines in both, and none of the first screens', () => {
  expect(Object.keys(russian).sort()).toEqual(Object.keys(english).sort());
  expect(Object.keys(english).length).toBeGreaterThan(150);
  for (const [key, message] of Object.entries(english)) {
    const other = russian[key] ?? '';
    expect([key, holesOf(other)]).toEqual([key, holesOf(message)]);
    for (const text of [...textsOf(message), ...textsOf(other)]) expect(text.trim()).toBe(text);
    if (typeof message === 'string')
      expect([key, textsOf(other)[0]?.split('\n').length]).toEqual([key, message.split('\n').length]);
    expect([
      key,
      textsOf(other)
        .join(' ')
        .replace(/\{\w+\}/g, ''),
    ]).toEqual([key, expect.not.stringMatching(/[A-Za-z]/)]);
    expect(Object.hasOwn(forMonitor, key)).toBe(false);
  }
});
