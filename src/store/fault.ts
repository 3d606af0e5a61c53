/** Owns how a broken or full storage is named. Must never carry bytes or names of what was being stored. */

export type FaultCode = 'diskFull' | 'storageFailed' | 'storageBlocked' | 'damaged';

/** Storage is a machine that can break in the middle of anything: a fault is thrown, and becomes a code at the worker's border. */
export class StoreFault extends Error {
  readonly code: FaultCode;
  /** The browser's error name, for support; never a message, which may hold paths. */
  readonly reason: string;
  constructor(code: FaultCode, reason: string) {
    super(code);
    this.name = 'StoreFault';
    this.code = code;
    this.reason = reason;
  }
}

type Layered = {
  readonly name?: unknown;
  readonly inner?: unknown;
  readonly cause?: unknown;
  readonly failures?: unknown;
};

const isLayered = (value: unknown): value is Layered => typeof value === 'object' && value !== null;

/** The names of an error and of those inside it: a full disk often hides inside an AbortError. */
export function errorNames(error: unknown): string[] {
  const names: string[] = [];
  let layer: unknown = error;
  for (let depth = 0; depth < 8 && isLayered(layer); depth += 1) {
    if (typeof layer.name === 'string') names.push(layer.name);
    layer = layer.inner ?? layer.cause ?? (Array.isArray(layer.failures) ? layer.failures[0] : undefined);
  }
  return names;
}

/** Any thrown thing as a fault. */
export function faultOf(error: unknown): StoreFault {
  if (error instanceof StoreFault) return error;
  const names = errorNames(error);
  if (names.includes('QuotaExceededError')) return new StoreFault('diskFull', 'QuotaExceededError');
  return new StoreFault('storageFailed', names[0] ?? 'unknown');
}

/** How browsers say that the connection, not the request, is gone: a phone ends it while the page sleeps. [VLT14] */
const LOST = ['DatabaseClosedError', 'InvalidStateError', 'UnknownError', 'AbortError'];
export function isLost(error: unknown): boolean {
  const names = error instanceof StoreFault ? [error.reason] : errorNames(error);
  return !names.includes('QuotaExceededError') && names.some((name) => LOST.includes(name));
}

/** The same as `guarded`, and once more after `renew` when the connection was lost. */
export const lasting = <T>(work: () => Promise<T> | T, renew: () => Promise<void> | void): Promise<T> =>
  guarded(async () => {
    try {
      return await work();
    } catch (error) {
      if (!isLost(error)) throw error;
      await renew();
      return work();
    }
  });

/** Runs a storage call; whatever it throws comes out as a fault. */
export async function guarded<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(error);
  }
}
