/** Owns the names of all report fields, for the desk, the command line and the phone's full form; its bytes must never be among those a phone loads first. */
import names from './vocabulary/fields.json' with { type: 'json' };
import { find, type Lang, type ListName, lists, type Option } from './vocabulary.ts';

/** P may be public with consent, R restricted, S secret, M about the report itself. */
export type Visibility = 'P' | 'R' | 'S' | 'M';
export type FieldName = {
  readonly path: string;
  readonly en: string;
  readonly ru: string;
  readonly visibility: string;
  readonly list?: string;
};

const fields = new Map<string, FieldName>(
  [...names.fields, ...names.parts].map((field) => [field.path, field]),
);
const blockFields = new Map<string, { en: string; ru: string }>(
  names.blocks.map((field) => [`${field.block}.${field.name}`, field]),
);

export type BlockField = { readonly block: string; readonly name: string; readonly type: string } & Pick<
  FieldName,
  'en' | 'ru'
>;
/** The fields of the conditional blocks, in their order; `type` as the data model writes it. */
export const blockFieldList: readonly BlockField[] = names.blocks;
/** What the blocks are called, and what gathers fields without being one (a place, an amount). */
export const headings: readonly Option[] = [...names.blockNames, ...names.headings];

/** "acts[3].type" → "acts[].type": the form in which fields are named. */
const general = (path: string): string => path.replace(/\[\d+\]/g, '[]');

/** What is known about a field, by its path in a report; undefined for one of a newer phone. */
export function fieldOf(path: string): FieldName | undefined {
  const wanted = general(path);
  return fields.get(wanted) ?? fields.get(`${wanted}[]`);
}

/** The name of a field; an unknown one is shown as its path. */
export const fieldLabel = (path: string, lang: Lang): string => fieldOf(path)?.[lang] ?? path;

/** The list from which a field's codes come, if any. */
export function listOf(path: string): ListName | undefined {
  const list = fieldOf(path)?.list;
  return list !== undefined && Object.hasOwn(lists, list) ? (list as ListName) : undefined;
}

/** Who may see a field: what is unknown counts as secret. */
export function visibilityOf(path: string): Visibility {
  const visibility = fieldOf(path)?.visibility;
  return visibility === 'P' || visibility === 'R' || visibility === 'M' ? visibility : 'S';
}

/** The block and name of a member of an act's `details`, with or without its brackets; the first block that has it. */
export function detailOf(
  blocks: readonly string[],
  name: string,
): { readonly block: string; readonly en: string; readonly ru: string } | undefined {
  const bare = name.replace(/\[\]$/, '');
  for (const block of blocks)
    for (const known of [bare, `${bare}[]`]) {
      const field = blockFields.get(`${block}.${known}`);
      if (field !== undefined) return { ...field, block };
    }
  return undefined;
}

/** The name of a member of an act's `details`, from the block that the act's type asks for. */
export function detailLabel(type: string, name: string, lang: Lang): string {
  return detailOf([find('violations', type)?.block ?? ''], name)?.[lang] ?? name;
}
