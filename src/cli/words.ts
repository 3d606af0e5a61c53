/** Owns `npm run words`: handing a language to its reviewers and taking it back. Must never write what does not fit. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isLang, isSpoken, type SpokenLang } from '../i18n/plural.ts';
import { entriesOf, filesOf, home } from './words/wordsEntries.ts';
import { encodeWords, parseWords } from './words/wordsFile.ts';

const HELP = `npm run words -- export LANG FILE.po   write a language for its reviewers (kk, ky, tg, tk, uz)
npm run words -- import LANG FILE.po   check it and take it over into src/i18n/LANG; nothing is written if something is wrong
npm run words -- status                how much of each language is there
npm run words -- missing LANG          what is not there yet
`;

/** The head of a draft file stays as it is; its object is written anew. */
async function rewrite(path: string, members: Readonly<Record<string, unknown>>): Promise<void> {
  const before = await readFile(path, 'utf8');
  const [head = ''] = before.split(' = {');
  const type = /} ((?:as const )?satisfies [^;]+);/.exec(before)?.[1] ?? '';
  await writeFile(path, `${head} = ${JSON.stringify(members, null, 2)} ${type};\n`);
}

async function take(lang: string, text: string): Promise<number> {
  const entries = await entriesOf(lang);
  const { words, flaws } = parseWords(lang as SpokenLang, text, entries);
  for (const { name, code } of flaws) process.stderr.write(`${name}: ${code}\n`);
  if (flaws.length > 0) return 1;
  for (const [name, members] of await filesOf(words))
    await rewrite(resolve(home, lang, `${name}.ts`), members);
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
  if (!isSpoken(lang) || isLang(lang) || lang === 'uz-Cyrl') {
    process.stderr.write(HELP);
    return 2;
  }
  if (verb === 'missing') {
    for (const { name, draft } of await entriesOf(lang))
      if (draft === undefined) process.stdout.write(`${name}\n`);
    return 0;
  }
  if (verb === 'export' && file !== undefined) {
    await writeFile(file, encodeWords(lang, await entriesOf(lang)));
    return 0;
  }
  if (verb === 'import' && file !== undefined) return take(lang, await readFile(file, 'utf8'));
  process.stderr.write(HELP);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
