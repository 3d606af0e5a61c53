/** Owns handing the translator of one app to its screens; never loads or holds words. */
import { createContext, type ReactNode, useContext } from 'react';
import type { Catalogue, Translator } from '../i18n/message.ts';

/**
 * Made once per app: `const { Words, useT } = createLanguage<MonitorWords>()`. Changing the translator changes the
 * words and nothing else, so that what is typed stays.
 */
export function createLanguage<C extends Catalogue>() {
  const Context = createContext<Translator<C> | null>(null);
  function Words({ t, children }: { readonly t: Translator<C>; readonly children: ReactNode }) {
    return <Context value={t}>{children}</Context>;
  }
  function useT(): Translator<C> {
    const t = useContext(Context);
    if (t === null) throw new Error('useT outside Words');
    return t;
  }
  return { Words, useT };
}
