/** Owns taking an entry out of the full form's lists without leaving what pointed to it pointing elsewhere. */
import type { Json } from '../bounded.ts';
import type { JsonObject } from '../report.ts';
import { answerAt, entriesOf, isList, withAnswer } from './answers.ts';
import type { Path } from './question.ts';

/** The place of an act after the one at `gone` was taken out; undefined for that one itself. */
function moved(act: Json, gone: number): Json | undefined {
  const place = Number(act);
  if (place === gone) return undefined;
  return place > gone ? String(place - 1) : act;
}

/** Perpetrators name acts by their place: the others move up by one. */
function actsMoved(root: JsonObject, gone: number): JsonObject {
  let now = root;
  for (const at of entriesOf(root, 'perpetrators').keys()) {
    const path: Path = ['perpetrators', at, 'acts'];
    const named = answerAt(now, path);
    if (!isList(named)) continue;
    const left = named.flatMap((act) => moved(act, gone) ?? []);
    now = withAnswer(now, path, left.length === 0 ? undefined : left);
  }
  return now;
}

/** The answers without one entry of a list. */
export function withoutEntry(root: JsonObject, list: Path, index: number): JsonObject {
  const left = withAnswer(root, [...list, index], undefined);
  return list.length === 1 && list[0] === 'acts' ? actsMoved(left, index) : left;
}
