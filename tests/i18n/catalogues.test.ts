/** Proves that every language says the same things, completely. */
import { describe, expect, it } from 'vitest';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { forDesk as enDesk } from '../../src/i18n/en/forDesk.ts';
import { forMonitor as enMonitor } from '../../src/i18n/en/forMonitor.ts';
import { errorCodeOf, errorNumbers } from '../../src/i18n/errorNumbers.ts';
import { errorText } from '../../src/i18n/errorText.ts';
import { type Catalogue, holesOf, type Message } from '../../src/i18n/message.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import { languages, pluralCategories } from '../../src/i18n/plural.ts';
import { forDesk as ruDesk } from '../../src/i18n/ru/forDesk.ts';
import { forMonitor as ruMonitor } from '../../src/i18n/ru/forMonitor.ts';
import * as enParts from './enParts.ts';

const apps: readonly (readonly [name: string, en: Catalogue, ru: Catalogue])[] = [
  ['monitor', enMonitor, ruMonitor],
  ['desk', enDesk, ruDesk],
];
const textsOf = (message: Message) => (typeof message === 'string' ? [message] : Object.values(message));

/** Names that are written in Latin letters in Russian as well. */
const latinNames =
  /\b(?:Android|Google|iPhone|SHA-256|JSON|Chrome|Firefox|Safari|Wi-Fi|https|json|English|XLSForm|xlsx)\b|\bj\b|\bk\b|\be\b/g;

const latin = (text: string) => /[A-Za-z]/.test(text.replace(/\{[a-zA-Z]+\}/g, '').replace(latinNames, ''));
const formsOf = (message: Message) =>
  typeof message === 'string' ? 'plain' : Object.keys(message).sort().join();

/** What is wrong with one key, in words; empty when nothing is. */
function problemsOf(key: string, source: Message, target: Message): readonly string[] {
  const wrong: readonly (readonly [boolean, string])[] = [
    [holesOf(source).join() !== holesOf(target).join(), 'other holes'],
    [
      [...textsOf(source), ...textsOf(target)].some((text) => text === '' || text !== text.trim()),
      'empty or padded',
    ],
    [typeof source !== typeof target, 'plural in one language only'],
    [
      typeof source !== 'string' && formsOf(source) !== [...pluralCategories.en].sort().join(),
      'English forms',
    ],
    [
      typeof target !== 'string' && formsOf(target) !== [...pluralCategories.ru].sort().join(),
      'Russian forms',
    ],
    [typeof source !== 'string' && !holesOf(source).includes('n'), 'a plural without {n}'],
    [textsOf(target).some(latin), 'Latin letters in Russian'],
    [textsOf(source).some((text) => /[А-Яа-яЁё]/.test(text)), 'Cyrillic in English'],
  ];
  return wrong.filter(([is]) => is).map(([, what]) => `${key}: ${what}`);
}

it('the listing of problems sees each kind of problem', () => {
  const all = [
    problemsOf('a', 'x {b}', 'ы'),
    problemsOf('a', '', 'ы'),
    problemsOf('a', 'x', { one: '{n} ы', other: '{n} ы' }),
    problemsOf('a', { one: 'x', other: 'x' }, { one: 'ы', few: 'ы', many: 'ы', other: 'ы' }),
    problemsOf('a', 'Save', 'Save'),
    problemsOf('a', 'Сохранить', 'Сохранить'),
  ].map((found) => found.map((line) => line.slice(3)));
  expect(all).toEqual([
    ['other holes'],
    ['empty or padded'],
    ['other holes', 'plural in one language only', 'Russian forms'],
    ['a plural without {n}'],
    ['Latin letters in Russian'],
    ['Cyrillic in English'],
  ]);
});

describe.each(apps)('the words of the %s', (name, en, ru) => {
  it('have the same keys in Russian', () => {
    expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
    expect(Object.keys(en).length).toBeGreaterThan(200);
  });

  it('agree in their holes, are never empty, have all plural forms, and leave no English in Russian', () => {
    const problems = Object.keys(en).flatMap((key) => problemsOf(key, en[key] ?? '', ru[key] ?? ''));
    expect(problems).toEqual([]);
  });

  it('lose no key where the catalogues are put together', () => {
    const parts = name === 'monitor' ? enParts.ofMonitor : enParts.ofDesk;
    const keys = parts.flatMap((part) => Object.keys(part));
    expect(keys.length).toBe(new Set(keys).size);
    expect(new Set(keys)).toEqual(new Set(Object.keys(en)));
  });
});

describe('errors', () => {
  it('have a number each, none twice', () => {
    const numbers = Object.values(errorNumbers);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it.each(languages)('in %s each says what happened, what is safe and what to do', async (lang) => {
    const t = await loadMonitorWords(lang);
    for (const [code, number] of Object.entries(errorNumbers)) {
      const text = errorText(t, code);
      expect(new Set([text.what, text.safe, text.now]).size).toBe(3);
      for (const sentence of [text.what, text.safe, text.now]) expect(sentence).toMatch(/[.?]$/);
      expect(text.code).toContain(String(number));
    }
  });

  it('a code that nobody named is unexpected, not shown', async () => {
    const t = await loadDeskWords('en');
    expect(errorCodeOf('toString')).toBe('unexpected');
    expect(errorText(t, 'QuotaExceededError: boom')).toEqual(errorText(t, 'unexpected'));
    expect(JSON.stringify(errorText(t, 'boom'))).not.toContain('boom');
  });
});

it('the phone’s name and lock screen never say what the app is for', () => {
  const telling = /secur|encrypt|secret|rights|report|vault|защи|шифр|секрет|прав|сообщен|тайн/i;
  for (const catalogue of [enMonitor, ruMonitor]) {
    for (const [key, message] of Object.entries(catalogue)) {
      if (!/^(app\.name|home\.title|lock\.title|lock\.lead|lock\.field|neutral\.)/.test(key)) continue;
      for (const text of textsOf(message)) expect(text).not.toMatch(telling);
    }
  }
});

it('S12: the limits that the app cannot lift are said aloud, in both languages', () => {
  const said = (catalogue: Catalogue) =>
    Object.keys(catalogue).filter((key) => key.startsWith('limits.cannot.'));
  expect(said(ruMonitor)).toEqual(said(enMonitor));
  for (const about of [
    'screenshots',
    'installed',
    'ios',
    'erase',
    'memory',
    'certificate',
    'host',
    'keyboard',
    'recognised',
    'few',
    'forced',
  ]) {
    expect(said(enMonitor)).toContain(`limits.cannot.${about}`);
  }
});
