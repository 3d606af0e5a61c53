/** Owns named locks in memory, as a browser has them for all its tabs and workers. */
import type { Locks } from '../../src/outbox/ports.ts';

export class MemoryLocks implements Locks {
  readonly taken = new Set<string>();

  async run<T>(name: string, work: () => Promise<T>): Promise<{ held: true } | { held: false; value: T }> {
    if (this.taken.has(name)) return { held: true };
    this.taken.add(name);
    try {
      return { held: false, value: await work() };
    } finally {
      this.taken.delete(name);
    }
  }
}
