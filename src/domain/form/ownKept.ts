/** Owns what a draft notes of the organisation's own forms, for when one is not offered any more. Must never lose an answer. [FORM7] */
import type { Json } from '../bounded.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../report.ts';
import { isAnswered, isList, member, withAnswer } from './answers.ts';
import type { Path, Section } from './question.ts';
import { askedOnly } from './settled.ts';

/** Members of `extra` that do not travel: [FORM1]. What was answered to forms that are not chosen, by their ids. */
const ASIDE = '_aside';
/** The versions that it was answered in. */
const VERSIONS = '_versions';
/** Which answers a condition hides, by the ids of the forms: nobody can work it out once the form is gone. */
const HIDDEN = '_hidden';

const isPart = (value: Json | undefined): value is JsonObject | readonly Json[] =>
  typeof value === 'object' && value !== null;
const holdsAny = (answers: JsonObject): boolean => Object.keys(answers).length > 0;

/** Where something stands in `before` that is not in `after`. */
function lacking(before: Json, after: Json | undefined, path: Path): readonly Path[] {
  if (after === undefined) return [path];
  if (!isPart(before)) return [];
  const parts: readonly (readonly [string | number, Json])[] = isList(before)
    ? before.map((one, index) => [index, one])
    : Object.entries(before);
  return parts.flatMap(([key, one]) => lacking(one, member(after, key), [...path, key]));
}

/** The answers with a note of those that a condition hides now. `own`: the pages of the forms that are offered. [FORM1] */
export function withHidden(own: readonly Section[], root: JsonObject, today: string): JsonObject {
  const extra = objectAt(root, 'extra');
  const id = textAt(extra, 'form');
  if (id === null || !own.some(({ form }) => form === id)) return root;
  const shown = objectAt(askedOnly(own, { extra }, today), 'extra');
  const hidden = lacking(objectAt(extra, 'answers'), objectAt(shown, 'answers'), []);
  const before = member(extra[HIDDEN], id);
  if (JSON.stringify(hidden) === JSON.stringify(before ?? [])) return root;
  return withAnswer(root, ['extra', HIDDEN, id], hidden.length === 0 ? undefined : hidden);
}

const isPath = (value: Json): value is readonly (string | number)[] =>
  isList(value) && value.every((key) => typeof key === 'string' || typeof key === 'number');

/** `extra` without what was hidden when its form was last asked. */
export function shownOf(extra: JsonObject): JsonObject {
  const hidden = listAt(objectAt(extra, HIDDEN), textAt(extra, 'form') ?? '').filter(isPath);
  // From behind, so that the places of entries stay what they were.
  return hidden.reduceRight<JsonObject>(
    (now, path) => withAnswer(now, ['answers', ...path], undefined),
    extra,
  );
}

/** Whether questions of this form can be answered right now without touching what was answered to another. */
export function isTaken({ extra }: JsonObject, id: string): boolean {
  const own = objectAt({ extra: extra ?? null }, 'extra');
  const form = textAt(own, 'form');
  return form === id || (form === null && !holdsAny(objectAt(objectAt(own, ASIDE), id)));
}

/** Whether the answers name a form that is not among these. */
export function isForeign(offered: readonly string[], extra: JsonObject): boolean {
  const form = textAt(extra, 'form');
  return form !== null && !offered.includes(form) && holdsAny(objectAt(extra, 'answers'));
}

/** A form that is not offered any more. `sent`: it is the chosen one; `said`: something was answered to it. */
export type Withdrawn = { readonly id: string; readonly sent: boolean; readonly said: boolean };

/** The forms that answers in the draft name, and that are not among these any more. */
export function withdrawnFrom(offered: readonly string[], extra: JsonObject): readonly Withdrawn[] {
  const form = textAt(extra, 'form');
  const aside = objectAt(extra, ASIDE);
  const others = Object.keys(aside).filter(
    (id) => id !== '' && id !== form && !offered.includes(id) && holdsAny(objectAt(aside, id)),
  );
  const said = (id: string, answers: JsonObject): boolean =>
    isAnswered(shownOf({ ...extra, form: id, answers })['answers']);
  return [
    ...(form !== null && isForeign(offered, extra)
      ? [{ id: form, sent: true, said: said(form, objectAt(extra, 'answers')) }]
      : []),
    ...others.map((id) => ({ id, sent: false, said: said(id, objectAt(aside, id)) })),
  ];
}

/** Another form, or none, is chosen: what was answered to the one before is set aside in the draft, and comes back with it. */
export function withChosenForm(root: JsonObject, id: string | undefined): JsonObject {
  const { answers, form, version, ...extra } = objectAt(root, 'extra');
  if (form === id && form !== undefined) return root;
  const before = typeof form === 'string' ? form : '';
  const versions = objectAt(extra, VERSIONS);
  const aside = objectAt(extra, ASIDE);
  const [own, answeredIn] = id === undefined ? [] : [member(aside, id), member(versions, id)];
  const others = Object.entries(aside).filter(([other]) => other !== id && other !== before);
  return {
    ...root,
    extra: {
      ...extra,
      [ASIDE]: Object.fromEntries([...others, [before, answers ?? {}]]),
      ...(version === undefined ? {} : { [VERSIONS]: { ...versions, [before]: version } }),
      ...(id === undefined ? {} : { form: id }),
      ...(answeredIn === undefined ? {} : { version: answeredIn }),
      ...(own === undefined ? {} : { answers: own }),
    },
  };
}
