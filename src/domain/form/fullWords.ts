/** Owns the words of the full form: labels of fields and answers in the two complete languages. Must never hold a question. */
import { answerOption } from '../answerWords.ts';
import { fieldOf, headings } from '../fieldNames.ts';
import type { Offered } from '../ownLists.ts';
import { find, type ListName, type Option, options } from '../vocabulary.ts';
import type { Choice, Texts } from './question.ts';

const texts = ({ en, ru }: { readonly en: string; readonly ru: string }): Texts => ({ en, ru });

/** The name of a field of the data model (`persons[].sex`). */
export function named(path: string): Texts {
  const field = fieldOf(path) ?? fieldOf(path.replace(/\[\]$/, ''));
  return field === undefined ? { en: path, ru: path } : texts(field);
}

/** The name of a block or of what gathers fields ("arrest", "amount"). */
export function heading(code: string): Texts {
  const found = headings.find((one) => one.code === code);
  return found === undefined ? { en: code, ru: code } : texts(found);
}

export const choice = (option: Option): Choice => ({ code: option.code, label: texts(option) });
export const offeredChoice = ({ code, names }: Offered): Choice => ({ code, label: names });

const listed = new Map<ListName, readonly Choice[]>();
/** What a list offers; made once. */
export function choicesOf(list: ListName): readonly Choice[] {
  const known = listed.get(list);
  if (known !== undefined) return known;
  const made = options(list).map(choice);
  listed.set(list, made);
  return made;
}

/** The types of violation under their groups. */
export const violationChoices: readonly Choice[] = options('violations').map((type) => {
  const group = find('groups', type.code.split('.')[0] ?? '');
  return { ...choice(type), ...(group === undefined ? {} : { group: texts(group) }) };
});

/** Answers that are codes of no list. `place`: where they stand, for codes that mean something else there. */
export function worded(codes: readonly string[], place = ''): readonly Choice[] {
  return codes.map((code) => {
    const option = answerOption(code, place);
    return option === undefined ? { code, label: { en: code, ru: code } } : { ...choice(option), code };
  });
}
