/** Owns where in the form a path of an answer is, in words and as a page to go to. Never reads an answer but for the names of entries. */
import { entriesOf, objectOf } from '../../domain/form/answers.ts';
import type { Path } from '../../domain/form/question.ts';
import { textAt } from '../../domain/report.ts';
import type { FullPage } from './address.ts';
import type { Filling } from './filling.tsx';
import { type Spot, spotOf } from './locate.ts';
import { entryName } from './RepeatAnswer.tsx';

export type PlaceInForm = {
  /** The question, and the part and entries around it. */
  readonly title: string;
  readonly detail: string;
  readonly page: FullPage;
};

/** Where the page of an object is: groups stand on the page of the entry around them. */
function pageOf(spot: Spot): FullPage {
  const entry = spot.entries.at(-1);
  const where = entry?.path ?? [];
  const inside = [...spot.where.slice(where.length), spot.question.name];
  return { at: 'part', part: spot.section.name, where, field: inside.join('.') };
}

/** The nearest place for a path; a path into an entry that is not there leads to its list. */
export function placeOf(
  filling: Pick<Filling, 'sections' | 'root' | 'files' | 'f' | 't' | 'say'>,
  path: Path,
): PlaceInForm {
  const { sections, root, say, f } = filling;
  const spot = spotOf(sections, reachable(filling, path));
  if (spot === null) return { title: f('full.whole'), detail: f('full.title'), page: { at: 'parts' } };
  const names = spot.entries.map(({ repeat, path: at }) =>
    entryName(filling, repeat, objectOf(root, at), Number(at.at(-1))),
  );
  return {
    title: say(spot.question.label),
    detail: [say(spot.section.label), ...names, ...filesOf(filling, path)].join(' · '),
    page: pageOf(spot),
  };
}

/** As many names as a line bears. */
const MOST_FILES = 2;

/** The files that a consent is for: it is asked beside them in the short form, and has no name of its own. */
function filesOf({ root, files }: Pick<Filling, 'root' | 'files'>, [list, index]: Path): readonly string[] {
  if (list !== 'consents' || index === undefined) return [];
  const consent = textAt(objectOf(root, [list, index]), 'id');
  const names = entriesOf(root, 'evidence')
    .filter((entry) => consent !== null && textAt(entry, 'consent') === consent)
    .flatMap((entry) => files.get(textAt(entry, 'id') ?? '') ?? []);
  return [...names.slice(0, MOST_FILES), ...(names.length > MOST_FILES ? ['…'] : [])];
}

/** The path up to the first entry that does not exist. */
function reachable({ root }: Pick<Filling, 'root'>, path: Path): Path {
  for (const [at, key] of path.entries()) {
    if (typeof key !== 'number') continue;
    const list = path.slice(0, at);
    const name = list.at(-1);
    if (typeof name !== 'string') return list;
    if (entriesOf(objectOf(root, list.slice(0, -1)), name).length <= key) return list;
  }
  return path;
}
