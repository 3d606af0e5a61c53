/** Owns what every page with questions waits for: the words of the full form, and which pages there are. Never draws one. */
import { useEffect, useMemo, useState } from 'react';
import { withdrawnFrom } from '../../domain/form/ownKept.ts';
import type { OwnLists } from '../../domain/ownLists.ts';
import type { JsonObject } from '../../domain/report.ts';
import { type FullTranslator, loadFullWords } from '../../i18n/fullMessages.ts';
import type { SpokenLang } from '../../i18n/plural.ts';
import { useSession } from '../application.ts';
import { type OwnForms, type Pages, pagesOf, withWithdrawn } from './pages.ts';

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

/** The pages by the settings in force when the form was opened: they do not change under somebody's hands. `lists`: the draft's. */
export function usePages(lists: OwnLists | undefined): Pages | null {
  const session = useSession();
  const [forms, setForms] = useState<OwnForms | null>(null);
  useEffect(() => {
    let wanted = true;
    void session.ownForms().then((loaded) => {
      if (wanted) setForms(loaded);
    });
    return () => {
      wanted = false;
    };
  }, [session]);
  return useMemo(
    () => (forms === null || lists === undefined ? null : pagesOf(forms, lists)),
    [forms, lists],
  );
}

/** The same pages for this draft, which may have answers to a form that is not offered any more. `extra`: where they are. */
export function useOwnPages<Loaded extends Pages | null>(pages: Loaded, extra: JsonObject): Loaded | Pages {
  const offered = pages?.forms.map(({ id }) => id) ?? [];
  // One text, so that the pages are made anew only when it changes.
  const gone = JSON.stringify(withdrawnFrom(offered, extra).map(({ id }) => id));
  return useMemo(() => (pages === null ? pages : withWithdrawn(pages, JSON.parse(gone))), [pages, gone]);
}
