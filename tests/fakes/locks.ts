/** Owns named locks in memory, as a browser has them for all its tabs and workers. */
import type { Locks } from '../../src/outbox/ports.ts';

export class MemoryLocks implements Locks {
  readonly taken = new Set<string>();
  private readonly waiting = new Map<string, (() => void)[]>();

  async run<T>(name: string, work: () => Promise<T>): Promise<{ held: true } | { held: false; value: T }> {
    if (this.taken.has(name)) return { held: true };
    this.taken.add(name);
    try {
      return { held: false, value: await work() };
    } finally {
      this.release(name);
    }
  }

  /** Also what a browser does when the holder dies. */
  release(name: string): void {
    this.taken.delete(name);
    for (const wake of this.waiting.get(name) ?? []) wake();
    this.waiting.delete(name);
  }

  freed(name: string, signal: AbortSignal): Promise<void> {
    if (!this.taken.has(name) || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.set(name, [...(this.waiting.get(name) ?? []), resolve]);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
