/** Owns a value that can be watched; never knows what it is about or who draws it. */

export type Observable<T> = {
  readonly get: () => T;
  readonly set: (next: T) => void;
  /** Calls back after each change, until the returned function is called. */
  readonly subscribe: (changed: () => void) => () => void;
};

/** Starts with a value; setting the same value again tells nobody. */
export function createObservable<T>(start: T): Observable<T> {
  let value = start;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const changed of [...watchers]) changed();
    },
    subscribe: (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
  };
}
