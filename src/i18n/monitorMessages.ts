/** Owns loading the monitor's words in one language, each language a download of its own; never the desk's. */
import type { forMonitor } from './en/forMonitor.ts';
import { createTranslator, type Translator } from './message.ts';
import type { Lang } from './plural.ts';

export type MonitorWords = typeof forMonitor;
export type MonitorTranslator = Translator<MonitorWords>;

/** The translator of the monitor's app in `lang`. Fails only when the download of the words fails. */
export async function loadMonitorWords(lang: Lang): Promise<MonitorTranslator> {
  switch (lang) {
    case 'en':
      return createTranslator<MonitorWords>(lang, (await import('./en/forMonitor.ts')).forMonitor);
    case 'ru':
      return createTranslator<MonitorWords>(lang, (await import('./ru/forMonitor.ts')).forMonitor);
  }
}
