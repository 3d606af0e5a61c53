/** Owns which report an addition belongs to, through additions about additions; must never let anybody but an author decide where the author's own ones lead. [REP10] */

/** What is needed of a report or an addition. `author`: the proven chain, null for an anonymous one, undefined when in doubt. */
export type Linked = {
  readonly id: string;
  /** null for a report. */
  readonly about: string | null;
  readonly author: string | null | undefined;
};

/** `own`: led here by the author's additions alone. `claims`: all the others, by whomever. */
export type Belonging<T> = { readonly own: ReadonlySet<T>; readonly claims: ReadonlySet<T> };

const isBy = (author: Linked['author'], one: Linked): boolean =>
  author !== undefined && one.author === author;

function groupedBy<T>(
  all: readonly T[],
  key: (one: T) => string | null,
): ReadonlyMap<string | null, readonly T[]> {
  const groups = new Map<string | null, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return groups;
}

/** All that is about `id`, or about one of those. What is only in a circle is never reached. */
function reached<T extends Linked>(id: string, all: readonly T[], ends: ReadonlySet<string>): Set<T> {
  const byAbout = groupedBy(all, ({ about }) => about);
  const found = new Set<T>();
  const ids = new Set([id]);
  // A set hands out what is added to it on the way.
  for (const at of ids)
    for (const one of byAbout.get(at) ?? []) {
      found.add(one);
      if (!ends.has(one.id)) ids.add(one.id);
    }
  return found;
}

/**
 * The additions that belong to `report`, from all reports and additions that are here. A claim under the id of a report
 * brings nothing of that report along.
 */
export function belongingTo<T extends Linked>(report: Linked, all: readonly T[]): Belonging<T> {
  const additions = all.filter(({ about }) => about !== null);
  const mine = additions.filter((one) => isBy(report.author, one));
  const own = reached(report.id, mine, new Set());
  const reports = new Set(all.flatMap(({ id, about }) => (about === null ? [id] : [])));
  const claims = reached(report.id, additions, reports);
  for (const one of own) claims.delete(one);
  return { own, claims };
}

/** The report to which an addition belongs: the author's own if there is one; undefined when none of them is here. */
export function reportBehind<T extends Linked>(addition: T, all: readonly T[]): T | undefined {
  const mine = all.filter((one) => isBy(addition.author, one));
  return firstReport(addition.about, mine) ?? firstReport(addition.about, all);
}

function firstReport<T extends Linked>(about: string | null, all: readonly T[]): T | undefined {
  const byId = groupedBy(all, ({ id }) => id);
  const ids = new Set([about]);
  for (const id of ids) {
    const here = byId.get(id) ?? [];
    const report = here.find((one) => one.about === null);
    if (report !== undefined) return report;
    for (const one of here) ids.add(one.about);
  }
  return undefined;
}
