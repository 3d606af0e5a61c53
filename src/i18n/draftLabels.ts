/** Owns what a language on its way may say about the vocabularies; the codes and the reviewed labels are the domain's. */
import type { ListName } from '../domain/vocabulary.ts';

/** Labels by list and code. Whatever is missing is shown in the reviewed language. */
export type DraftLabels = { readonly [L in ListName]?: Readonly<Record<string, string>> };
