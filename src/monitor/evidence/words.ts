/** Owns the words about evidence for the parts of the app that need them; waits where they are not here yet. */
import { use } from 'react';
import { type EvidenceTranslator, loadEvidenceWords } from '../../i18n/evidenceMessages.ts';
import type { SpokenLang } from '../../i18n/plural.ts';
import { useT } from '../translation.tsx';

const loading = new Map<SpokenLang, Promise<EvidenceTranslator>>();

/** For a component below a Suspense. */
export function useWords(): EvidenceTranslator {
  const { speaks: lang } = useT();
  const known = loading.get(lang) ?? loadEvidenceWords(lang);
  loading.set(lang, known);
  // A download that failed is tried again when this is shown next.
  known.catch(() => loading.delete(lang));
  return use(known);
}
