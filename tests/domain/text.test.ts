/** Owns the proof of folding (DOMAIN §5.2), hidden characters (V31), graphemes (V32), short codes and identifiers. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldedWords, inOrderOf } from '../../src/domain/fold.ts';
import { localRef } from '../../src/domain/localRef.ts';
import { cutToPrecision } from '../../src/domain/rules/rulesOfPlace.ts';
import {
  codePoints,
  graphemes,
  hasHidden,
  isNfc,
  longerThan,
  mixesScripts,
  nfc,
  showInert,
} from '../../src/domain/text.ts';
import { suggestedUrgency, urgencyOf } from '../../src/domain/urgency.ts';
import { isUuid, uuid } from '../../src/domain/uuid.ts';
import {
  allCountries,
  countryLabel,
  find,
  groupOf,
  type ListName,
  label,
  lists,
  options,
  perpetratorsOf,
  quickPerpetrators,
  regionsOf,
  shortGroups,
  shortViolations,
} from '../../src/domain/vocabulary.ts';

describe('fold', () => {
  it('brings the spellings of a word to one key', () => {
    expect(
      new Set(
        ['Oʻzbekiston', 'O‘zbekiston', "O'zbekiston", 'Oʼzbekiston', 'O`zbekiston', 'Ozbekiston'].map(fold),
      ).size,
    ).toBe(1);
    expect(fold('Қайырсын')).toBe(fold('Кайырсын'));
    expect(fold('Тоҷикӣ')).toBe('точики');
    expect(fold('Türkmençe äňöşüýž')).toBe('turkmence anosuyz');
    expect(fold('әғқңөұүһі ҳҷӣӯўё')).toBe('агкноуухи хчиууе');
    expect(fold('ＡＲＭＡＮ Ⓐrman')).toBe('arman arman');
    expect(fold('zero\u200Bwidth')).toBe('zerowidth');
    expect(fold('й')).toBe('й');
    expect(fold('и\u0306')).toBe('й');
    expect(fold('İstanbul')).toBe('istanbul');
  });

  it.each([
    ['ә→а ғ→г қ→к ң→н ө→о ұ→у ү→у һ→х ҳ→х і→и ҷ→ч ӣ→и ӯ→у ў→у ё→е'],
    ['ä→a ç→c ž→z ň→n ö→o ş→s ü→u ý→y'],
  ])('DOMAIN 5.2 the table: %s', (pairs) => {
    for (const pair of pairs.split(' ')) {
      const [from = '', to = ''] = pair.split('→');
      expect([from, fold(from), fold(from.toUpperCase())]).toEqual([from, to, to]);
      expect(fold(from.normalize('NFD'))).toBe(to);
    }
    expect(fold('\u200Ea\u2067b\u2069\u200D\uFEFFc')).toBe('abc');
  });

  it('DOMAIN 5.2 sorts as the language does, Tajik as folded Russian', () => {
    const sorted = (language: string, ...words: string[]) => [...words].sort(inOrderOf(language)).join(' ');
    expect(sorted('kk', 'ә', 'б', 'а', 'қ', 'к', 'л')).toBe('а ә б к қ л');
    expect(sorted('ru', 'ё', 'ж', 'е', 'я', 'а')).toBe('а е ё ж я');
    expect(sorted('tk', 'ç', 'd', 'c', 'ž', 'z')).toBe('c ç d ž z');
    expect(sorted('tg', 'ҷон', 'чой', 'қанд', 'кабк', 'лола', 'ӯ', 'у')).toBe('кабк қанд лола у ӯ чой ҷон');
    expect(sorted('kaa', 'á', 'b', 'a')).toBe('a á b');
    expect(inOrderOf('tg')('қ', 'к')).not.toBe(0);
  });

  it('folding twice is folding once', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(fold(nfc(text))).toBe(fold(text));
      }),
    );
  });

  it('cuts words at everything that is no letter', () => {
    expect(foldedWords('Z. (blogger) — Оқтепалиев!')).toEqual(['z', 'blogger', 'октепалиев']);
  });
});

describe('showInert', () => {
  it('V31 marks bidi controls, zero-width and control characters, and nothing of an emoji', () => {
    expect(showInert('a\u202Eb')).toEqual([
      { kind: 'plain', text: 'a' },
      { kind: 'bidi', text: '\u202E', code: 'U+202E' },
      { kind: 'plain', text: 'b' },
    ]);
    expect(showInert('x\u200By\u0000')).toMatchObject([
      { kind: 'plain' },
      { kind: 'invisible', code: 'U+200B' },
      { kind: 'plain' },
      { kind: 'control', code: 'U+0000' },
    ]);
    for (const emoji of ['👨‍👩‍👧‍👦', '👩🏽‍⚖️', '❤️', '🏳️‍🌈', '🇰🇿', '✊🏿', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '1️⃣'])
      expect(hasHidden(emoji)).toBe(false);
    for (const hidden of [
      'a\u200Db',
      'a\uFE0F',
      '\u{E0041}',
      '\uFEFF',
      '\u2066x\u2069',
      '\u061C',
      'и\u00ADи',
    ])
      expect(hasHidden(hidden)).toBe(true);
    expect(hasHidden('строка\nещё\tодна\r\n')).toBe(false);
    expect(showInert('')).toEqual([]);
  });

  it('V31 loses nothing: the pieces joined are the text', () => {
    const awkward = fc.string({
      unit: fc.constantFrom(
        'a',
        'я',
        '\u202E',
        '\u200D',
        '\u200B',
        '👩',
        '\uFE0F',
        '\u0000',
        '🏽',
        ' ',
        '\uD800',
      ),
    });
    fc.assert(
      fc.property(fc.oneof(awkward, fc.string({ unit: 'binary' })), (text) => {
        expect(
          showInert(text)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('text', () => {
  it('V32 counts what a person sees', () => {
    expect(graphemes('👨‍👩‍👧‍👦🇰🇿ẹ́')).toBe(3);
    expect(codePoints('👩🏽‍⚖️')).toBe(5);
    expect(longerThan('👨‍👩‍👧‍👦'.repeat(10), 10)).toBe(false);
    expect(longerThan('я'.repeat(11), 10)).toBe(true);
    expect([isNfc('й'), isNfc('и\u0306')]).toEqual([true, false]);
  });

  it('sees a Cyrillic letter inside a Latin word, not two languages side by side', () => {
    expect(mixesScripts('Аrman')).toBe(true);
    expect(mixesScripts('Arman Арман')).toBe(false);
  });
});

describe('short code and identifier', () => {
  const bytes =
    (...values: number[]) =>
    (count: number) =>
      Uint8Array.from({ length: count }, (_, index) => values[index % values.length] ?? 0);

  it('is five letters without I, L, O and U, and a version 4 uuid', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (random) => {
        let at = 0;
        const rng = (count: number) =>
          Uint8Array.from({ length: count }, () => (random[at++ % 64] ?? 0) ^ (at >> 6));
        expect(localRef(rng)).toMatch(/^[A-HJKMNP-TV-Z2-9]{5}$/);
        const id = uuid(rng);
        expect(isUuid(id)).toBe(true);
        expect(id).toMatch(/^.{14}4.{4}[89ab]/);
      }),
    );
  });

  it('uses every letter equally often, and throws bytes away that would favour some', () => {
    const letters = 30;
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte += 1) {
      let calls = 0;
      const rng = (count: number) => {
        calls += 1;
        return new Uint8Array(count).fill(calls === 1 ? byte : 0);
      };
      const code = localRef(rng);
      if (calls === 1) counts.set(code.charAt(0), (counts.get(code.charAt(0)) ?? 0) + 1);
    }
    expect(counts.size).toBe(letters);
    expect(new Set(counts.values())).toEqual(new Set([Math.floor(256 / letters)]));
    expect(localRef(bytes(255, 255, 255, 255, 255, 255, 255, 1))).toBe('BBBBB');
  });
});

describe('coordinates', () => {
  it('V12 are cut to the precision, never rounded', () => {
    expect(cutToPrecision(50.389, 'district')).toBe(50.3);
    expect(cutToPrecision(-50.389, 'locality')).toBe(-50.38);
    expect(cutToPrecision(74.600001, 'site')).toBe(74.6);
    expect(cutToPrecision(74.6, 'region')).toBeNull();
  });
});

describe('vocabulary', () => {
  it('has each code once in its list, with both labels', () => {
    for (const [name, list] of Object.entries(lists)) {
      const codes = list.map((option: { code: string }) => option.code);
      expect([name, new Set(codes).size]).toEqual([name, codes.length]);
      for (const option of list) expect(option.en !== '' && option.ru !== '').toBe(true);
    }
  });

  it('offers what DOMAIN 2.2 and 3 say', () => {
    expect([options('violations').length, shortViolations().length, shortGroups().length]).toEqual([
      157, 112, 16,
    ]);
    expect(shortGroups().map((group) => group.code)).not.toContain('law');
    expect([lists.regions.length, allCountries().length, lists.perpetrators.length]).toEqual([54, 20, 70]);
    expect(regionsOf('TM').map((region) => region.code)).toEqual([
      'TM-A',
      'TM-B',
      'TM-D',
      'TM-L',
      'TM-M',
      'TM-S',
    ]);
    expect(shortViolations('tor').map((type) => type.code)).not.toContain('tor.sexual');
    for (const type of options('violations')) expect(find('groups', groupOf(type.code))).toBeDefined();
    for (const country of ['KZ', 'KG', 'TJ', 'TM', 'UZ', 'DE', 'XX'])
      expect(quickPerpetrators(country)).toHaveLength(6);
    expect(perpetratorsOf('TM').map((one) => one.country)).not.toContain('UZ');
  });

  it('shows an unknown code as the code itself', () => {
    const list: ListName = 'sexes';
    expect([
      label(list, 'f', 'ru'),
      label(list, 'zz', 'ru'),
      countryLabel('DE', 'en'),
      countryLabel('QQ', 'en'),
    ]).toEqual(['Женский', 'zz', 'Germany', 'QQ']);
  });

  it('keeps what the phone loads first under 30 KB of brotli, and what the full form adds under 20 KB', () => {
    const folder = resolve(import.meta.dirname, '../../src/domain/vocabulary');
    const later = ['fields.json', 'answers.json', 'outputs.json'];
    const first = readdirSync(folder).filter((name) => name.endsWith('.json') && !later.includes(name));
    expect(first).toHaveLength(7);
    const size = (names: readonly string[]): number =>
      names.reduce((sum, name) => {
        const compact = JSON.stringify(JSON.parse(readFileSync(resolve(folder, name), 'utf8')));
        return sum + brotliCompressSync(compact).length;
      }, 0);
    expect(size(first)).toBeLessThan(30_000);
    expect(size(later)).toBeLessThan(20_000);
  });

  it('suggests the urgency of DOMAIN 2.4', () => {
    expect(suggestedUrgency('tri.access', [])).toBe('u3');
    expect(suggestedUrgency('tor.exam', ['in_custody'])).toBe('u3');
    expect(suggestedUrgency('int.summons', ['deportation'])).toBe('u3');
    expect([suggestedUrgency('mov.offload', []), suggestedUrgency('int.summons', [])]).toEqual(['u1', 'u0']);
    expect([
      urgencyOf('u1', null),
      urgencyOf('u1', 'u0'),
      urgencyOf('u1', 'u3'),
      urgencyOf('u1', 'zz'),
    ]).toEqual(['u1', 'u1', 'u3', 'u1']);
  });
});
