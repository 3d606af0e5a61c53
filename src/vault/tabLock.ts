/** Owns which tab holds the vault: one lock that can be stolen, one that says the files are really closed. Must never open a file. */

// Names that say nothing. A tab of a version with other names is met at the files, which open in one place only.
const HOLDER = 'held';
const FILES = 'files';

export type TabLock = {
  /** false: another tab has it. With `steal` that tab is told, and we wait until it has closed its files. */
  take(steal: boolean): Promise<boolean>;
  /** The files are closed: the next holder may open them. */
  release(): void;
};

/** `lost` runs when another tab steals the lock; it must close the files and then call `release`. */
export function createTabLock(locks: LockManager, lost: () => void, within: Within): TabLock {
  let letGo: (() => void)[] = [];

  /** Holds a lock until released; false when it is not to be had. */
  function hold(name: string, options: LockOptions, stolen: () => void): Promise<boolean> {
    return new Promise((resolve) => {
      let held = false;
      const request = locks.request(name, options, (lock) => {
        if (lock === null) return resolve(false);
        held = true;
        return new Promise<void>((done) => {
          letGo.push(done);
          resolve(true);
        });
      });
      request.catch(() => {
        // An AbortError after we held it means that it was stolen; before that, that we gave up waiting.
        if (held) stolen();
        else resolve(false);
      });
    });
  }

  function release(): void {
    const all = letGo;
    letGo = [];
    for (const done of all) done();
  }

  return {
    release,
    async take(steal) {
      // A tab that is just closing lets go a moment later, so `ifAvailable` would be too hasty.
      const holder = await hold(HOLDER, steal ? { steal: true } : { signal: within('held') }, lost);
      if (!holder) return false;
      const files = await hold(FILES, { signal: within('closing') }, () => undefined);
      if (!files) release();
      return files;
    },
  };
}

/** Makes the signal that ends waiting: for a tab that holds it, or for one that was told to close (it may be frozen). */
export type Within = (what: 'held' | 'closing') => AbortSignal;
