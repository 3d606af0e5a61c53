/** Owns which pages a draft is asked: our own form, the organisation's, or what its addition can use. Never an answer. */
import type { DraftAbout } from '../../domain/draft.ts';
import type { Definition } from '../../domain/form/definition.ts';
import { extraSections } from '../../domain/form/definitionExtra.ts';
import { fullSections } from '../../domain/form/full.ts';
import { laterSections } from '../../domain/form/fullLater.ts';
import { offeredBy, withOffered } from '../../domain/form/fullOffered.ts';
import { withOwnLists } from '../../domain/form/fullOwnLists.ts';
import type { Section } from '../../domain/form/question.ts';
import type { OwnLists } from '../../domain/ownLists.ts';
import type { Manifest } from '../../wire/manifest.ts';
import { ownFormsOf } from '../../wire/ownForms.ts';

export type OwnForms = NonNullable<Manifest['ownForms']>;

/** What a manifest's own forms make of the form on the screen. */
export type Pages = {
  /** Ours, with lists as short as the organisation wants them. */
  readonly ours: readonly Section[];
  readonly own: readonly Section[];
  /** Whose pages `own` are. */
  readonly forms: readonly Definition[];
  /** Forms that this version cannot read. [MAN8] */
  readonly refused: number;
};

/** `lists`: the regions and agencies that the draft is offered. */
export function pagesOf(ownForms: OwnForms, lists: OwnLists): Pages {
  const { forms, refused } = ownFormsOf({ ownForms });
  return {
    ours: withOffered(withOwnLists(fullSections(), lists), offeredBy(forms)),
    own: extraSections(forms),
    forms,
    refused: refused.length,
  };
}

/** The pages with the choice of those forms that are not offered any more. [FORM7] */
export const withWithdrawn = (pages: Pages, ids: readonly string[]): Pages =>
  ids.length === 0 ? pages : { ...pages, own: extraSections(pages.forms, ids) };

/** All pages in their order. */
export const sectionsFor = ({ ours, own }: Pages, about: DraftAbout | null): readonly Section[] =>
  about === null ? [...ours, ...own] : laterSections(about.kind, [...ours, ...own]);
