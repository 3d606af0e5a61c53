/** Owns what each output would still lack if the draft were finished now. Never what an output needs. */
import { completeness } from '../../domain/completeness.ts';
import type { Draft } from '../../domain/draft.ts';
import { previewFull } from '../../domain/form/fullFinish.ts';
import type { Path, Section, Texts } from '../../domain/form/question.ts';

export type Lack = {
  readonly output: string;
  readonly label: Texts;
  readonly missing: readonly { readonly path: Path; readonly label: Texts }[];
  readonly of: number;
};

/** The outputs in their order; `path` is where the answer would stand in the form. */
export function missingFor(draft: Draft, today: string, own: readonly Section[]): readonly Lack[] {
  const { fields, origins } = previewFull(draft, today, own);
  // Entries that the report leaves out have no place in it: the places of the others are counted without them.
  const inForm = ([list, index, ...rest]: Path): Path => {
    const place = typeof list === 'string' && typeof index === 'number' ? origins[list]?.[index] : undefined;
    if (list === undefined || index === undefined) return list === undefined ? [] : [list];
    return place === undefined || place < 0 ? [list, index, ...rest] : [list, place, ...rest];
  };
  return completeness(fields, today).map(({ output, missing, needs, of }) => ({
    output: output.code,
    label: { en: output.en, ru: output.ru },
    of,
    missing: missing.map((path, at) => ({
      path: inForm(path),
      label: { en: needs[at]?.en ?? '', ru: needs[at]?.ru ?? '' },
    })),
  }));
}
