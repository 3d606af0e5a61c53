/** Owns bringing the chosen language to the screens; never blanks a screen while another language loads. */
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { loadMonitorWords, type MonitorTranslator } from '../i18n/monitorMessages.ts';
import { readAs, type SpokenLang } from '../i18n/plural.ts';
import type { Observable } from '../ui/observable.ts';

type Speech = { readonly t: MonitorTranslator; readonly choose: (lang: SpokenLang) => void };

const Speech = createContext<Speech | null>(null);

/** Loads the words of the language and gives them to everything inside. */
export function Translation(props: {
  readonly language: Observable<SpokenLang>;
  readonly children: ReactNode;
}) {
  const lang = useSyncExternalStore(props.language.subscribe, props.language.get);
  const [t, setT] = useState<MonitorTranslator | null>(null);
  useEffect(() => {
    let wanted = true;
    loadMonitorWords(lang)
      // A draft language is downloaded when it is chosen: without a network the reviewed one is shown until there is one.
      .catch(() => loadMonitorWords(readAs(lang)))
      // The other reviewed language comes with the rest of the app, a moment after the first start.
      .catch(() => loadMonitorWords(readAs(lang) === 'en' ? 'ru' : 'en'))
      .then((loaded) => {
        if (!wanted) return;
        document.documentElement.lang = loaded.speaks;
        setT(() => loaded);
      });
    return () => {
      wanted = false;
    };
  }, [lang]);
  if (t === null) return null;
  return <Speech value={{ t, choose: props.language.set }}>{props.children}</Speech>;
}

function useSpeech(): Speech {
  const speech = useContext(Speech);
  if (speech === null) throw new Error('no translation around this screen');
  return speech;
}

/** The sentences of the chosen language; `t.lang` names it. */
export const useT = (): MonitorTranslator => useSpeech().t;

/** Changes the language; nothing on the screen is lost. */
export const useChooseLanguage = (): ((lang: SpokenLang) => void) => useSpeech().choose;
