/** Owns the three things that IndexedDB leaves to its callers: a request as a promise, a transaction that is all or nothing, deleting. Must never know a table. */

export const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export type TableOf<N extends string> = (name: N) => IDBObjectStore;

/**
 * Strict: durable when it resolves. Nothing but requests of this transaction may be awaited inside `work`, or it ends
 * before its time.
 */
export async function inside<N extends string, T>(
  db: IDBDatabase,
  tables: readonly N[],
  mode: IDBTransactionMode,
  work: (of: TableOf<N>) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction([...tables], mode, { durability: 'strict' });
  const settled = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('ended', 'AbortError'));
  });
  // Whoever fails first is reported; the other must not become an unhandled rejection.
  settled.catch(() => undefined);
  try {
    const value = await work((name) => transaction.objectStore(name));
    if (mode === 'readwrite') await settled;
    return value;
  } catch (error) {
    abort(transaction);
    throw error;
  }
}

/** All or nothing, also when it was not a request that failed. */
function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It ended by itself.
  }
}
