/** Owns the joining of class names; never decides how anything looks. */

/** Joins the names that are there with spaces; undefined when none is. */
export function classNames(...names: readonly (string | false | undefined)[]): string | undefined {
  const there = names.filter((name): name is string => typeof name === 'string' && name !== '');
  return there.length === 0 ? undefined : there.join(' ');
}
