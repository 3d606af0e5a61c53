/** Owns loading the monitor's words in one language, each language a download of its own; never the desk's. */
import { type ListName, label } from '../domain/vocabulary.ts';
import { CONSENT_KEYS, CONSENT_LISTS, type DraftLabels } from './draftLabels.ts';
import type { forMonitor } from './en/forMonitor.ts';
import { createDraftTranslator, createTranslator, type Drafted, type Translator } from './message.ts';
import { type Lang, readAs, type SpokenLang } from './plural.ts';
import { lettersOf } from './uzbek.ts';

export type MonitorWords = typeof forMonitor;
export type MonitorTranslator = Translator<MonitorWords> & {
  /** What a code of the vocabularies is called; an unknown code is shown as the code itself. */
  readonly label: (list: ListName, code: string) => string;
};

async function reviewedWords(lang: Lang): Promise<MonitorTranslator> {
  const t =
    lang === 'en'
      ? createTranslator<MonitorWords>(lang, (await import('./en/forMonitor.ts')).forMonitor)
      : createTranslator<MonitorWords>(lang, (await import('./ru/forMonitor.ts')).forMonitor);
  return Object.assign(t, { label: (list: ListName, code: string) => label(list, code, lang) });
}

type Draft = { readonly forMonitor: Drafted<MonitorWords>; readonly labels: DraftLabels };

/** The draft of a language as it stands in its files; `labels` are those of the short form. */
export function draftOf(lang: Exclude<SpokenLang, Lang>): Promise<Draft> {
  switch (lang) {
    case 'kk':
      return import('./kk/forMonitor.ts');
    case 'ky':
      return import('./ky/forMonitor.ts');
    case 'tg':
      return import('./tg/forMonitor.ts');
    case 'tk':
      return import('./tk/forMonitor.ts');
    case 'uz':
    case 'uz-Cyrl':
      return import('./uz/forMonitor.ts');
  }
}

/**
 * The translator of the monitor's app in `lang`. What a draft lacks, and everything about consent, is in the reviewed
 * language that `t.lang` names. Fails only when the download of the words fails.
 */
export async function loadMonitorWords(lang: SpokenLang): Promise<MonitorTranslator> {
  if (lang === 'en' || lang === 'ru') return reviewedWords(lang);
  const [reviewed, { forMonitor, labels }] = await Promise.all([reviewedWords(readAs(lang)), draftOf(lang)]);
  const letters = lettersOf(lang);
  const spoken = Object.fromEntries(
    Object.entries(forMonitor).filter(([key]) => !CONSENT_KEYS.test(key)),
  ) as Drafted<MonitorWords>;
  const t = createDraftTranslator<MonitorWords>(lang, spoken, reviewed, letters);
  return Object.assign(t, {
    label: (list: ListName, code: string) => {
      const own = CONSENT_LISTS.includes(list) ? undefined : labels[list]?.[code];
      return own === undefined ? reviewed.label(list, code) : letters(own);
    },
  });
}
