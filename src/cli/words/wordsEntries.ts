/** Owns which words a language on its way has to translate, and which file of it holds which; must never list words about consent. */
import { resolve } from 'node:path';
import { type ListName, lists } from '../../domain/vocabulary.ts';
import { CONSENT_KEYS } from '../../i18n/draftLabels.ts';
import type { Catalogue, Message } from '../../i18n/message.ts';
import { formTerms, TERM_PARTS } from './formTerms.ts';
import { type Entry, labelsOf, TERM } from './wordsFile.ts';

/** Where the languages are. */
export const home = resolve(import.meta.dirname, '../../i18n');

/** The files with sentences: of the first screens, of evidence, of the full form. */
const PARTS = [
  'common',
  'delivery',
  'errors',
  'form',
  'front',
  'join',
  'keeping',
  'monitor',
  'evidence',
  'full',
  'guides',
  'findings',
] as const;
/** The lists that are known by their codes, without those about consent. */
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
  'dateQualifiers',
];

/** What the file `name` of a language says. */
export async function part(lang: string, name: string): Promise<Catalogue> {
  const module = (await import(resolve(home, lang, `${name}.ts`))) as Readonly<Record<string, Catalogue>>;
  return module[name] ?? {};
}

/** Every sentence, label and hint, in the order of the English files and of the form. */
export async function entriesOf(lang: string): Promise<readonly Entry[]> {
  const sentences = await Promise.all(
    PARTS.map(async (name) => {
      const [english, russian, draft] = [
        await part('en', name),
        await part('ru', name),
        await part(lang, name),
      ];
      return Object.entries(english)
        .filter(([key]) => !CONSENT_KEYS.test(key))
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
  const drafts = new Map(
    (await Promise.all(TERM_PARTS.map((name) => part(lang, name)))).flatMap((words) => Object.entries(words)),
  );
  const terms = formTerms(LISTS).map(
    ({ key, en, ru }): Entry => ({ name: TERM + key, english: en, russian: ru, draft: drafts.get(key) }),
  );
  return [...sentences.flat(), ...named, ...terms];
}

type Members = Readonly<Record<string, unknown>>;

/** What each file of a language holds when it says `words`, by file name without ".ts". */
export async function filesOf(words: ReadonlyMap<string, Message>): Promise<ReadonlyMap<string, Members>> {
  const files = new Map<string, Members>();
  for (const name of PARTS) {
    const keys = Object.keys(await part('en', name)).filter((key) => words.has(key));
    files.set(name, Object.fromEntries(keys.map((key) => [key, words.get(key)])));
  }
  files.set('labels', labelsOf(words));
  for (const name of TERM_PARTS) {
    const terms = formTerms(LISTS).filter((term) => term.part === name && words.has(TERM + term.key));
    files.set(name, Object.fromEntries(terms.map(({ key }) => [key, words.get(TERM + key)])));
  }
  return files;
}
