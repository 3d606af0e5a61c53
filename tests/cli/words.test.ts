/** Proves that a language can go to its reviewers and come back: nothing changed on the way, nothing wrong taken over. */
import PO from 'pofile';
import { expect, it } from 'vitest';
import { entriesOf, filesOf, part } from '../../src/cli/words/wordsEntries.ts';
import { type Entry, encodeWords, labelsOf, parseWords } from '../../src/cli/words/wordsFile.ts';

const entries: readonly Entry[] = [
  {
    name: 'a',
    english: 'Keep {x} “here”\nand\\there',
    russian: 'Держать {x}',
    draft: 'Сақтау {x} "осында"\nжәне',
  },
  {
    name: 'b',
    english: { one: '{n} day', other: '{n} days' },
    russian: 'дни',
    draft: { one: '{n} күн', other: '{n} күн' },
  },
  { name: 'c', english: 'Untold', russian: 'Нет', draft: undefined },
  { name: 'groups/lib', english: 'Arrest', russian: 'Арест', draft: 'Ұстау' },
];
const file = encodeWords('kk', entries);
const changed = (change: (po: PO) => void): string => {
  const po = PO.parse(file);
  change(po);
  return po.toString();
};

it('comes back as it went', () => {
  const { words, flaws } = parseWords('kk', file, entries);
  expect(flaws).toEqual([]);
  expect([...words]).toEqual(
    entries.filter((entry) => entry.draft !== undefined).map((entry) => [entry.name, entry.draft]),
  );
  expect(labelsOf(words)).toEqual({ groups: { lib: 'Ұстау' } });
});

it('says that nobody has reviewed it, in the way that translators’ tools know', () => {
  expect(
    PO.parse(file)
      .items.filter((item) => item.flags['fuzzy'])
      .map((item) => item.msgctxt),
  ).toEqual(['a', 'b', 'groups/lib']);
});

it.each(['kk', 'ky', 'tg', 'tk', 'uz'] as const)(
  'brings all of %s back into the files it came from',
  async (lang) => {
    const all = await entriesOf(lang);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    const { words, flaws } = parseWords(lang, encodeWords(lang, all), all);
    expect(flaws).toEqual([]);
    const files = await filesOf(words);
    expect(files.size).toBe(17);
    for (const [name, members] of files) expect([name, members]).toEqual([name, await part(lang, name)]);
  },
);

it('never hands out words about consent', async () => {
  const names = (await entriesOf('kk')).map(({ name }) => name);
  expect(
    names.filter((name) =>
      /^(?:form\.use\.|attach\.people|guide\.consent\.(?!title)|(?:presets|uses|informed)\/|term\/.*(?:consent|\bagree|recognised))/i.test(
        name,
      ),
    ),
  ).toEqual([]);
  expect(names).toContain('guide.arrest.ask');
  expect(names).toContain('term/Beating');
});

it('has one form for Tajik', () => {
  const tajik = [{ ...entries[1], draft: { other: '{n} рӯз' } } as Entry];
  const text = encodeWords('tg', tajik);
  expect(text).toContain('nplurals=1');
  expect([...parseWords('tg', text, tajik).words]).toEqual([['b', { other: '{n} рӯз' }]]);
});

it.each([
  ['holes', (po: PO) => po.items[0]?.msgstr.splice(0, 1, 'Сақтау {y}\nжәне')],
  ['lines', (po: PO) => po.items[0]?.msgstr.splice(0, 1, 'Сақтау {x}')],
  ['sourceChanged', (po: PO) => Object.assign(po.items[0] ?? {}, { msgid: 'Other' })],
  ['unknown', (po: PO) => Object.assign(po.items[0] ?? {}, { msgctxt: 'z' })],
  ['padded', (po: PO) => po.items[0]?.msgstr.splice(0, 1, ' {x}\n')],
] as const)('refuses a sentence with %s, and takes the others', (code, change) => {
  const { words, flaws } = parseWords('kk', changed(change), entries);
  expect(flaws.map((flaw) => flaw.code)).toEqual([code]);
  expect(words.has('a')).toBe(false);
  expect(words.has('b')).toBe(true);
});
