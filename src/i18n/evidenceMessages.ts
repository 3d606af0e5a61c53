/** Owns loading the words about evidence, a download of their own; never those of the first screens. */
import type { evidence } from './en/evidence.ts';
import { createTranslator, type Translator } from './message.ts';
import type { Lang } from './plural.ts';

export type EvidenceWords = typeof evidence;
export type EvidenceTranslator = Translator<EvidenceWords>;

/** The translator in a reviewed language. Fails only when the download of the words fails. */
export async function loadEvidenceWords(lang: Lang): Promise<EvidenceTranslator> {
  return lang === 'en'
    ? createTranslator<EvidenceWords>(lang, (await import('./en/evidence.ts')).evidence)
    : createTranslator<EvidenceWords>(lang, (await import('./ru/evidence.ts')).evidence);
}
