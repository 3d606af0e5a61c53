/** Owns the answers of a form as the tree that expressions walk; must never decide what is hidden. */
import type { Json } from '../bounded.ts';
import type { JsonObject } from '../report.ts';
import type { ChoiceDef } from './definition.ts';
import { isRepeat, type Place, wayTo } from './definitionPlan.ts';
import { type Found, textOf } from './expressionValue.ts';
import type { Path } from './question.ts';

export type Spot =
  /** An answer, a group, one entry of a repeat, or the form itself. `index` counts entries from 1; 0 elsewhere. */
  | {
      readonly kind: 'answer';
      readonly place: Place;
      readonly parent: Spot | null;
      readonly json: Json | undefined;
      readonly index: number;
    }
  /** instance('list'), whose members are `root`, and in it one `item` for each choice. */
  | { readonly kind: 'list'; readonly choices: readonly ChoiceDef[] }
  /** `columns`: all that any choice of the list has. */
  | { readonly kind: 'choice'; readonly choice: ChoiceDef; readonly columns: ReadonlySet<string> }
  | { readonly kind: 'cell'; readonly text: string };

const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
const memberOf = (json: Json | undefined, name: string): Json | undefined =>
  isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;

export function foundAt(spot: Spot): Found {
  if (spot.kind === 'cell') return { text: spot.text, json: spot.text, spot };
  if (spot.kind === 'choice') return { text: spot.choice.name, json: undefined, spot };
  if (spot.kind === 'list') return { text: '', json: undefined, spot };
  const { place, json } = spot;
  const kind = place.question?.kind;
  if (kind === undefined || kind === 'group' || kind === 'repeat') return { text: '', json: undefined, spot };
  return { text: textOf(json, kind === 'flag' ? 'OK' : 'true'), json, spot };
}

/** What stands in the given place below a spot: entries of a repeat, else exactly one. */
export function spotsIn(parent: Spot & { readonly kind: 'answer' }, place: Place): readonly Spot[] {
  const json = memberOf(parent.json, place.name);
  if (!isRepeat(place)) return [{ kind: 'answer', place, parent, json, index: 0 }];
  if (!Array.isArray(json)) return [];
  return (json as readonly Json[]).map((entry, at) => ({
    kind: 'answer',
    place,
    parent,
    json: entry,
    index: at + 1,
  }));
}

/** Members of a spot with this name; `*` for all. */
export function membersOf(spot: Spot, name: string): readonly Spot[] {
  if (spot.kind === 'cell') return [];
  if (spot.kind === 'answer') {
    const places = spot.place.inside.filter((place) => name === '*' || place.name === name);
    return places.flatMap((place) => spotsIn(spot, place));
  }
  if (spot.kind === 'list') {
    if (name === 'root') return [spot];
    return name === 'item' ? choiceSpots(spot.choices) : [];
  }
  const { choice } = spot;
  return [{ kind: 'cell', text: columnOf(choice, name) ?? (spot.columns.has(name) ? '' : name) }];
}

/** A name that is no column stands for itself: authors forget the quotes, and are told so when the form is imported. */
function columnOf(choice: ChoiceDef, name: string): string | undefined {
  const { columns } = choice;
  if (columns !== undefined && Object.hasOwn(columns, name)) return columns[name];
  if (name === 'label') return labelOf(choice);
  return name === 'name' || name === 'value' ? choice.name : undefined;
}

/** The choices of a list, for a filter or a predicate to look at. */
export function choiceSpots(choices: readonly ChoiceDef[]): readonly Spot[] {
  const columns = new Set(choices.flatMap((choice) => Object.keys(choice.columns ?? {})));
  return choices.map((choice) => ({ kind: 'choice', choice, columns }));
}

/** In the form's first language: conditions do not know which one is on the screen. */
export const labelOf = (choice: ChoiceDef): string => Object.values(choice.label)[0] ?? choice.name;

/** Entry of a repeat that a spot stands in, counted from 1; 0 for none. */
export function entryOf(spot: Spot): number {
  for (let at: Spot | null = spot; at !== null && at.kind === 'answer'; at = at.parent) {
    if (at.index > 0) return at.index;
  }
  return 0;
}

/**
 * The spot of a question. The indexes in `path` choose the entries of the repeats around it; where they do not reach,
 * `here` stands for what the question is answered in.
 */
export function spotOf(place: Place, root: Place, answers: JsonObject, here: JsonObject, path: Path): Spot {
  const indexes = path.filter((step): step is number => typeof step === 'number');
  const way = wayTo(place);
  let spot: Spot & { readonly kind: 'answer' } = {
    kind: 'answer',
    place: root,
    parent: null,
    json: answers,
    index: 0,
  };
  for (const [depth, next] of way.entries()) {
    const last = depth === way.length - 1;
    const held: Json | undefined = last && !isObject(spot.json) ? here : spot.json;
    const member = memberOf(held, next.name);
    if (isRepeat(next) && !last) {
      const index = indexes.shift() ?? 0;
      const entry: Json | undefined = Array.isArray(member) ? member[index] : undefined;
      spot = { kind: 'answer', place: next, parent: spot, json: entry, index: index + 1 };
    } else spot = { kind: 'answer', place: next, parent: spot, json: member, index: 0 };
  }
  return spot;
}
