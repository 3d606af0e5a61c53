/** Proves that the estimate of how hard words are to guess never flatters. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStrength, ENOUGH_BITS, guessTime, STRONG_BITS } from '../../src/wire/words/strength.ts';
import { loadWords, passphrase, passphraseBits, passphraseLength } from '../../src/wire/words/words.ts';
import { seededRng } from '../crypto/setup.ts';

const lists = [await loadWords('en'), await loadWords('ru')] as const;
const strengthOf = createStrength(lists);
const someWord = fc.oneof(
  fc.constantFrom(...lists[0].slice(0, 3000)),
  fc.constantFrom(...lists[1]),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
);
const someWords = fc.array(someWord, { maxLength: 9 }).map((words) => words.join(' '));

describe('own words', () => {
  it('[VLT2] generated ones are strong and worth no more than their lists give', () => {
    for (const [at, lang] of (['en', 'ru'] as const).entries()) {
      const list = lists[at] ?? [];
      for (let round = 0; round < 40; round += 1) {
        const drawn = passphrase(list, passphraseLength[lang], seededRng(`${lang} ${round}`));
        // A hyphenated or doubled draw counts less; that is rare and on the safe side.
        if (drawn.some((word) => word.includes('-')) || new Set(drawn).size < drawn.length) continue;
        const { bits, verdict } = strengthOf(drawn.join(' '));
        expect(bits).toBeLessThanOrEqual(passphraseBits(list.length, drawn.length));
        expect(bits).toBeGreaterThanOrEqual(STRONG_BITS);
        expect(verdict).toBe('strong');
      }
    }
  });

  it.each([
    '',
    'password',
    'qwerty asdfgh zxcvbn йцукен фывапр',
    'aaaa bbbb cccc dddd eeee ffff',
    'abcd 1234 4321 9876 wxyz абвг',
    'lamp lamp lamp lamp lamp lamp lamp',
    'lamplamp lamp lamplamplamp lamp',
    'abacus abdomen abdominal abide abiding ability',
    '1 2 3 4 5 6 7 8 9',
    '12.05.1987 a b c',
    'twinkle twinkle little star',
    'my name is Aigul',
    'Ashgabat 2019',
    'one two three four',
  ])('refuses %j', (typed) => {
    expect(strengthOf(typed).verdict).toBe('weak');
  });

  it('takes five words of a list as strong, and six of a language without one as enough', () => {
    expect(strengthOf('ember willow canyon lantern wreath').verdict).toBe('strong');
    expect(strengthOf('ember willow canyon lantern').verdict).toBe('enough');
    expect(strengthOf('Қалам тоҷикон дафтарча паланги кабуди шабона').verdict).toBe('enough');
  });

  it('says how many words counted', () => {
    expect(strengthOf('ember ember willow abcd')).toMatchObject({ counted: 2, ignored: 2 });
  });

  it('never falls when a word is added, and a repeat adds nothing', () => {
    fc.assert(
      fc.property(someWords, someWord, (words, more) => {
        const { bits } = strengthOf(words);
        expect(strengthOf(`${words} ${more}`).bits).toBeGreaterThanOrEqual(bits);
        expect(strengthOf(`${words} ${words}`).bits).toBe(bits);
      }),
    );
  });

  it('gives no word more than the longest list does, and nothing for how it was typed', () => {
    fc.assert(
      fc.property(someWords, (words) => {
        const { bits, counted, ignored } = strengthOf(words);
        expect(bits).toBeLessThanOrEqual(counted * Math.log2(7776));
        expect(bits).toBeGreaterThanOrEqual(0);
        expect(ignored).toBeGreaterThanOrEqual(0);
        expect(strengthOf(`  ${words.toUpperCase().replaceAll(' ', ' — ')}! `).bits).toBe(
          strengthOf(words.toUpperCase()).bits,
        );
      }),
    );
  });

  it('without its lists it is stricter, never milder', () => {
    const blind = createStrength([]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lists[1]), { maxLength: 6 }), (words) => {
        const typed = words.join(' ');
        if (strengthOf(typed).ignored === 0)
          expect(blind(typed).bits).toBeLessThanOrEqual(strengthOf(typed).bits);
      }),
    );
  });
});

describe('the time it takes to guess', () => {
  it('grows with the bits, and is halved by twice the guesses', () => {
    const order = ['seconds', 'days', 'years', 'thousandYears', 'millionYears'];
    for (let bits = 1; bits < 90; bits += 1) {
      const [less, more] = [guessTime(bits), guessTime(bits + 1)];
      expect(order.indexOf(more.unit)).toBeGreaterThanOrEqual(order.indexOf(less.unit));
      expect(guessTime(bits, 40)).toEqual(guessTime(Math.max(1, bits - 1), 20 * (bits === 1 ? 2 : 1)));
    }
  });

  it('is said with one digit that means something', () => {
    expect(guessTime(64.6)).toEqual({ unit: 'millionYears', amount: 20_000 });
    expect(guessTime(ENOUGH_BITS)).toEqual({ unit: 'thousandYears', amount: 20 });
    expect(guessTime(20)).toEqual({ unit: 'seconds', amount: 20_000 });
  });
});
