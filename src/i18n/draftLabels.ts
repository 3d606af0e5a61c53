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
  const exact = (en: string, ru: string): string | undefined => drafts.get(termKey(en, ru)) ?? drafts.get(en);
  return ({ en, ru, ...others }) => {
    // The same in both: somebody typed it (the name of a person, of an entry).
    if (en === undefined || ru === undefined || en === ru || Object.keys(others).length > 0) return undefined;
    const draft = exact(en, ru) ?? withNumber(en, ru, exact);
    return draft === undefined ? undefined : letters(draft);
  };
}

/** "2. Police" and "Person 2": the form itself puts the number of an entry there. */
function withNumber(
  en: string,
  ru: string,
  exact: (en: string, ru: string) => string | undefined,
): string | undefined {
  const [, place = '', label = ''] = /^(\d+\. )(.+)$/.exec(en) ?? [];
  if (place !== '' && ru.startsWith(place)) {
    const named = exact(label, ru.slice(place.length));
    return named === undefined ? undefined : place + named;
  }
  const [number] = /\d+$/.exec(en) ?? [];
  if (number === undefined) return undefined;
  return exact(en.replace(/\d+$/, '{n}'), ru.replace(/\d+$/, '{n}'))?.replace('{n}', number);
}
