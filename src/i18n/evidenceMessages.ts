/** Owns loading the words about evidence, a download of their own; never those of the first screens. */
import type { evidence } from './en/evidence.ts';
import { createDraftTranslator, createTranslator, type Drafted, type Translator } from './message.ts';
import { isLang, type Lang, readAs, type SpokenLang } from './plural.ts';
import { lettersOf } from './uzbek.ts';

export type EvidenceWords = typeof evidence;
export type EvidenceTranslator = Translator<EvidenceWords>;

async function reviewedWords(lang: Lang): Promise<EvidenceTranslator> {
  return lang === 'en'
    ? createTranslator<EvidenceWords>(lang, (await import('./en/evidence.ts')).evidence)
    : createTranslator<EvidenceWords>(lang, (await import('./ru/evidence.ts')).evidence);
}

type Draft = { readonly forEvidence: Drafted<EvidenceWords> };

function evidenceDraftOf(lang: Exclude<SpokenLang, Lang>): Promise<Draft> {
  switch (lang) {
    case 'kk':
      return import('./kk/forEvidence.ts');
    case 'ky':
      return import('./ky/forEvidence.ts');
    case 'tg':
      return import('./tg/forEvidence.ts');
    case 'tk':
      return import('./tk/forEvidence.ts');
    case 'uz':
    case 'uz-Cyrl':
      return import('./uz/forEvidence.ts');
  }
}

/**
 * The translator in `lang`; what a draft lacks is in the reviewed language, and so is all of it while the draft cannot be
 * downloaded. Fails only when the download of the reviewed words fails.
 */
export async function loadEvidenceWords(lang: SpokenLang): Promise<EvidenceTranslator> {
  const reviewed = await reviewedWords(readAs(lang));
  if (isLang(lang)) return reviewed;
  const draft = await evidenceDraftOf(lang).catch(() => null);
  return draft === null
    ? reviewed
    : createDraftTranslator<EvidenceWords>(lang, draft.forEvidence, reviewed, lettersOf(lang));
}
