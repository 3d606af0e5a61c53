/** Owns what every page with questions waits for: the words of the full form, and which pages there are. Never draws one. */
import { useEffect, useState } from 'react';
import { type FullTranslator, loadFullWords } from '../../i18n/fullMessages.ts';
import type { SpokenLang } from '../../i18n/plural.ts';
import { useSession } from '../application.ts';
import { type Pages, pagesOf } from './pages.ts';

/** The words of the full form; null while they come. */
export function useFullWords(lang: SpokenLang): FullTranslator | 'failed' | null {
  const [f, setF] = useState<FullTranslator | 'failed' | null>(null);
  useEffect(() => {
    let wanted = true;
    loadFullWords(lang).then(
      (loaded) => {
        if (wanted) setF(() => loaded);
      },
      () => {
        if (wanted) setF('failed');
      },
    );
    return () => {
      wanted = false;
    };
  }, [lang]);
  return f;
}

/** The pages by the settings in force when the form was opened: they do not change under somebody's hands. */
export function usePages(): Pages | null {
  const session = useSession();
  const [pages, setPages] = useState<Pages | null>(null);
  useEffect(() => {
    let wanted = true;
    void session.ownForms().then((forms) => {
      if (wanted) setPages(pagesOf(forms));
    });
    return () => {
      wanted = false;
    };
  }, [session]);
  return pages;
}
