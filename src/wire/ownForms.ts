/** Owns an organisation's own forms inside its manifest: how many, how large, and reading them. Must never run one. */
import { utf8Length } from '../domain/bounded.ts';
import { type Definition, type DefinitionError, parseDefinition } from '../domain/form/definition.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { MAX_FORMS, type Manifest } from './manifest.ts';
import type { JsonObject } from './shape.ts';

/** All forms of a manifest together, as JSON in UTF-8. */
export const MAX_FORMS_BYTES = 131_072;

/** The forms that this app can ask, in the manifest's order, and how many it cannot. [MAN8] */
export function ownFormsOf(manifest: Pick<Manifest, 'ownForms'>): {
  readonly forms: readonly Definition[];
  readonly refused: readonly DefinitionError[];
} {
  const read = (manifest.ownForms ?? []).map(parseDefinition);
  return {
    forms: read.flatMap((form) => (form.ok ? [form.value] : [])),
    refused: read.flatMap((form) => (form.ok ? [] : [form.code])),
  };
}

/**
 * The forms of a manifest with one more; it takes the place of the one with its id. `formsTooMany`: more than 16, or more
 * than 128 KiB together. [MAN8]
 */
export function withForm(
  forms: readonly JsonObject[],
  form: Definition,
): Result<readonly JsonObject[], 'formsTooMany'> {
  const at = forms.findIndex((other) => other['id'] === form.id);
  const next = at < 0 ? [...forms, form] : forms.map((other, index) => (index === at ? form : other));
  const fits = next.length <= MAX_FORMS && utf8Length(JSON.stringify(next)) <= MAX_FORMS_BYTES;
  return fits ? ok(next) : err('formsTooMany');
}

/** The forms of a manifest without the one that has this id. */
export const withoutForm = (forms: readonly JsonObject[], id: string): readonly JsonObject[] =>
  forms.filter((form) => form['id'] !== id);
