/** Owns what a language on its way may say about the vocabularies and the words of our own forms; the codes and the reviewed labels are the domain's. */
import { find, type ListName, lists } from '../domain/vocabulary.ts';

/** Labels by list and code. Whatever is missing is shown in the reviewed language. */
export type DraftLabels = { readonly [L in ListName]?: Readonly<Record<string, string>> };
/**
 * Labels and hints of the full form by their English words; `${english} | ${russian}` where the English alone would fit
 * two of them. Whatever is missing is shown in the reviewed language.
 */
export type DraftTerms = Readonly<Record<string, string>>;

/** What a person is asked to agree to is never shown in words that nobody has reviewed. (UX 7) */
export const CONSENT_LISTS: readonly ListName[] = [
  'presets',
  'uses',
  'informed',
  'nameForms',
  'givenBy',
  'consentMethods',
];

/** Sentences by key: what a person agrees to, the answers, and how it is explained. Their names are the first screens' and the full form's. */
export const CONSENT_KEYS = /^(?:form\.use\.|consent\.|attach\.people|guide\.consent\.(?:ask|avoid|stop)$)/;

/** Questions that decide who may see what, by their places in a report: what the rules of consent read, and what a family agreed to. */
export const CONSENT_PLACES = /(?:^|\.)(?:consents?|shows_people|family_consent)(?:\[\])?(?:\.|$)/;

/** Whether words of a form tell how to ask for consent, or whose there is; the English ones are the name of a draft. */
export const saysConsent = (en: string): boolean => /consent|\bagree(?:s|d)?\b/i.test(en);

/** The key of a term whose English words fit two of them. */
export const termKey = (en: string, ru: string): string => `${en} | ${ru}`;

/** Finds the draft of words that are written in English and Russian only: an organisation's own translation comes first. */
export type DraftFinder = (texts: { readonly [language: string]: string }) => string | undefined;

/** `letters` writes a draft in another alphabet of the same language. */
export function draftFinder(
  labels: DraftLabels,
  terms: DraftTerms,
  letters: (text: string) => string,
): DraftFinder {
  const drafts = new Map(Object.entries(terms));
  for (const list of Object.keys(labels) as ListName[])
    for (const [code, label] of Object.entries(labels[list] ?? {})) {
      const option = find(list, code);
      if (option !== undefined) drafts.set(termKey(option.en, option.ru), label);
    }
  // A word that is an answer about consent as well is shown in the reviewed language wherever it stands.
  for (const { en, ru } of CONSENT_LISTS.flatMap((list) => lists[list])) drafts.delete(termKey(en, ru));
  const exact = (en: string, ru: string): string | undefined =>
    saysConsent(en) ? undefined : (drafts.get(termKey(en, ru)) ?? drafts.get(en));
  const said: Exact = (en, ru) => {
    const draft = exact(en, ru);
    return draft === undefined ? undefined : letters(draft);
  };
  /** "Person 2": the form itself puts the number of an entry there. */
  const numbered: Exact = (en, ru) => {
    const [number] = /\d+$/.exec(en) ?? [];
    if (number === undefined) return undefined;
    const draft = exact(en.replace(/\d+$/, '{n}'), ru.replace(/\d+$/, '{n}'));
    return draft === undefined ? undefined : letters(draft.replace('{n}', number));
  };
  return ({ en, ru, ...others }) => {
    // The same in both: somebody typed it (the name of a person, of an entry).
    if (en === undefined || ru === undefined || en === ru || Object.keys(others).length > 0) return undefined;
    return said(en, ru) ?? numbered(en, ru) ?? placed(en, ru, said) ?? withTyped(en, ru, said);
  };
}

type Exact = (en: string, ru: string) => string | undefined;

/** "2. Police": the place of an entry stands before its label. */
function placed(en: string, ru: string, said: Exact): string | undefined {
  const [, place = '', label = ''] = /^(\d+\. )(.+)$/.exec(en) ?? [];
  if (place === '' || !ru.startsWith(place)) return undefined;
  const named = said(label, ru.slice(place.length));
  return named === undefined ? undefined : place + named;
}

/** "Police · District 6": what somebody typed stands behind the label, and stays as it was typed. */
function withTyped(en: string, ru: string, said: Exact): string | undefined {
  const typed = en.slice(en.indexOf(' · '));
  if (!en.includes(' · ') || !ru.endsWith(typed)) return undefined;
  const named = said(en.slice(0, -typed.length), ru.slice(0, -typed.length));
  return named === undefined ? undefined : named + typed;
}
