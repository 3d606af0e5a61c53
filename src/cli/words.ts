/** Owns `npm run words`: handing a language to its reviewers and taking it back. Must never write what does not fit. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ListName, lists } from '../domain/vocabulary.ts';
import type { Catalogue, Message } from '../i18n/message.ts';
import { isLang, isSpoken, type SpokenLang } from '../i18n/plural.ts';
import { type Entry, encodeWords, labelsOf, parseWords } from './wordsFile.ts';

const HELP = `npm run words -- export LANG FILE.po   write a language for its reviewers (kk, ky, tg, tk, uz)
npm run words -- import LANG FILE.po   check it and take it over into src/i18n/LANG; nothing is written if something is wrong
npm run words -- status                how much of each language is there
`;

const PARTS = ['common', 'delivery', 'errors', 'form', 'front', 'join', 'keeping', 'monitor'] as const;
/** The lists of the short form, without those about consent, which stay in a reviewed language. */
const LISTS: readonly ListName[] = [
  'groups',
  'violations',
  'countries',
  'hostCountries',
  'regions',
  'perpetrators',
  'occupations',
  'sourceTypes',
  'urgency',
  'riskFlags',
];
const home = resolve(import.meta.dirname, '../i18n');

async function part(lang: string, name: string): Promise<Catalogue> {
  const module = (await import(resolve(home, lang, `${name}.ts`))) as Readonly<Record<string, Catalogue>>;
  return module[name] ?? {};
}

/** Every sentence and label in the order of the English files. */
async function entriesOf(lang: string): Promise<readonly Entry[]> {
  const sentences = await Promise.all(
    PARTS.map(async (name) => {
      const [english, russian, draft] = [
        await part('en', name),
        await part('ru', name),
        await part(lang, name),
      ];
      return Object.entries(english)
        .filter(([key]) => !key.startsWith('form.use.'))
        .map(
          ([key, source]): Entry => ({
            name: key,
            english: source,
            russian: russian[key] ?? source,
            draft: draft[key],
          }),
        );
    }),
  );
  const labels = (await part(lang, 'labels')) as unknown as Readonly<Record<string, Record<string, string>>>;
  const named = LISTS.flatMap((list) =>
    lists[list]
      .filter((one) => list !== 'violations' || ('short' in one && one.short === true))
      .map(
        (one): Entry => ({
          name: `${list}/${one.code}`,
          english: one.en,
          russian: one.ru,
          draft: labels[list]?.[one.code],
        }),
      ),
  );
  return [...sentences.flat(), ...named];
}

/** The head of a draft file stays as it is; its object is written anew. */
async function rewrite(path: string, members: Readonly<Record<string, unknown>>): Promise<void> {
  const before = await readFile(path, 'utf8');
  const [head = ''] = before.split(' = {');
  const type = /} (satisfies [^;]+);/.exec(before)?.[1] ?? '';
  await writeFile(path, `${head} = ${JSON.stringify(members, null, 2)} ${type};\n`);
}

async function take(lang: string, text: string): Promise<number> {
  const entries = await entriesOf(lang);
  const { words, flaws } = parseWords(lang as SpokenLang, text, entries);
  for (const { name, code } of flaws) process.stderr.write(`${name}: ${code}\n`);
  if (flaws.length > 0) return 1;
  for (const name of PARTS) {
    const keys = Object.keys(await part('en', name)).filter((key) => words.has(key));
    const members: Record<string, Message | undefined> = Object.fromEntries(
      keys.map((key) => [key, words.get(key)]),
    );
    await rewrite(resolve(home, lang, `${name}.ts`), members);
  }
  await rewrite(resolve(home, lang, 'labels.ts'), labelsOf(words));
  execFileSync('biome', ['check', '--write', resolve(home, lang)], { stdio: 'ignore' });
  process.stdout.write(`${words.size} of ${entries.length} taken over\n`);
  return 0;
}

async function main(args: readonly string[]): Promise<number> {
  const [verb, lang, file] = args;
  if (verb === 'status') {
    for (const each of ['kk', 'ky', 'tg', 'tk', 'uz']) {
      const entries = await entriesOf(each);
      const done = entries.filter((entry) => entry.draft !== undefined).length;
      process.stdout.write(`${each}: ${done} of ${entries.length}, none reviewed\n`);
    }
    return 0;
  }
  if (!isSpoken(lang) || isLang(lang) || lang === 'uz-Cyrl' || file === undefined) {
    process.stderr.write(HELP);
    return 2;
  }
  if (verb === 'export') {
    await writeFile(file, encodeWords(lang, await entriesOf(lang)));
    return 0;
  }
  if (verb === 'import') return take(lang, await readFile(file, 'utf8'));
  process.stderr.write(HELP);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
