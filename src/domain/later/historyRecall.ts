/** Owns what was allowed in one version of a report and is not in the next. Default is deny: what is unsure counts as over. [REP10] */
import { blockers, imagesAllowed, type OutputKind, usesOfPerson } from '../consent.ts';
import { isTakenBack, objectsAt, type ReportFields, textAt } from '../report.ts';
import { find } from '../vocabulary.ts';

/** What was allowed before this version and is not any more: outputs and uses to be called back. */
export type Recall = {
  readonly outputs: readonly OutputKind[];
  /** The first MOST_USES; `more`: how many there are besides. */
  readonly uses: readonly { readonly person: string; readonly use: string }[];
  readonly more: number;
  readonly images: boolean;
};

const MOST_USES = 200;
const OUTPUTS: readonly OutputKind[] = [
  'statistics',
  'partners',
  'un_background',
  'sp_letter_named',
  'public_anonymous',
  'public_named',
];
export const nothingRecalled: Recall = { outputs: [], uses: [], more: 0, images: false };

/** What one version allows; made once for each version. */
export type Allowed = {
  readonly outputs: ReadonlySet<OutputKind>;
  readonly people: readonly {
    readonly id: string | null;
    readonly label: string;
    readonly uses: ReadonlySet<string>;
  }[];
  readonly images: boolean;
};

export function allowedIn(fields: ReportFields): Allowed {
  return {
    outputs: new Set(OUTPUTS.filter((kind) => blockers(fields, kind).length === 0)),
    people: objectsAt(fields, 'persons').map((person) => ({
      id: textAt(person, 'id'),
      label: textAt(person, 'label') ?? '',
      uses: usesOfPerson(fields, person),
    })),
    images: !isTakenBack(fields) && imagesAllowed(fields),
  };
}

export function recalled(before: Allowed, after: Allowed): Recall {
  const left = new Map(after.people.map(({ id, uses }) => [id, uses]));
  const uses: { person: string; use: string }[] = [];
  let more = 0;
  for (const { id, label, uses: had } of before.people) {
    const has = left.get(id);
    if (has === had) continue;
    for (const use of had) {
      // A use that nobody knows never let anybody do anything, and its name may be any text.
      if (has?.has(use) || find('uses', use) === undefined) continue;
      if (uses.length < MOST_USES) uses.push({ person: label, use });
      else more += 1;
    }
  }
  return {
    outputs: [...before.outputs].filter((kind) => !after.outputs.has(kind)),
    uses,
    more,
    images: before.images && !after.images,
  };
}
