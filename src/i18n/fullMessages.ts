/** Owns loading the full form's words and mini-guides, a download of their own; never those of the first screens. */
import { CONSENT_KEYS, type DraftFinder, type DraftTerms, draftFinder } from './draftLabels.ts';
import type { forFull } from './en/forFull.ts';
import { createDraftTranslator, createTranslator, type Drafted, type Translator } from './message.ts';
import { draftOf } from './monitorMessages.ts';
import { isLang, type Lang, readAs, type SpokenLang } from './plural.ts';
import { lettersOf } from './uzbek.ts';

export type FullWords = typeof forFull;
export type FullTranslator = Translator<FullWords> & {
  /** The draft of a label or hint of our own forms; undefined where the reviewed words are to be shown. */
  readonly drafted: DraftFinder;
};

/** The name of a mini-guide. */
export type GuideName = {
  [K in keyof FullWords]: K extends `guide.${infer N}.title` ? N : never;
}[keyof FullWords];

async function reviewedWords(lang: Lang): Promise<FullTranslator> {
  const t =
    lang === 'en'
      ? createTranslator<FullWords>(lang, (await import('./en/forFull.ts')).forFull)
      : createTranslator<FullWords>(lang, (await import('./ru/forFull.ts')).forFull);
  return Object.assign(t, { drafted: () => undefined });
}

type Draft = { readonly forFull: Drafted<FullWords>; readonly terms: DraftTerms };

function fullDraftOf(lang: Exclude<SpokenLang, Lang>): Promise<Draft> {
  switch (lang) {
    case 'kk':
      return import('./kk/forFull.ts');
    case 'ky':
      return import('./ky/forFull.ts');
    case 'tg':
      return import('./tg/forFull.ts');
    case 'tk':
      return import('./tk/forFull.ts');
    case 'uz':
    case 'uz-Cyrl':
      return import('./uz/forFull.ts');
  }
}

/**
 * The translator of the full form in `lang`. What a draft lacks, and everything about consent, is in the reviewed
 * language that `f.lang` names; so is all of it while the draft cannot be downloaded. Fails only when the download of the
 * reviewed words fails.
 */
export async function loadFullWords(lang: SpokenLang): Promise<FullTranslator> {
  const reviewed = await reviewedWords(readAs(lang));
  if (isLang(lang)) return reviewed;
  const drafts = await Promise.all([fullDraftOf(lang), draftOf(lang)]).catch(() => null);
  if (drafts === null) return reviewed;
  const [{ forFull, terms }, { labels }] = drafts;
  const letters = lettersOf(lang);
  const spoken = Object.fromEntries(
    Object.entries(forFull).filter(([key]) => !CONSENT_KEYS.test(key)),
  ) as Drafted<FullWords>;
  const f = createDraftTranslator<FullWords>(lang, spoken, reviewed, letters);
  return Object.assign(f, { drafted: draftFinder(labels, terms, letters) });
}
