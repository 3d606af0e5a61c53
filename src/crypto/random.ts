/** Owns the one source of chance on a device. Must never be imported where an `Rng` can be passed in. */
import type { Rng } from '../domain/ports.ts';

const MOST_AT_ONCE = 65_536;

/**
 * The platform's generator (WebCrypto). What it draws may be a key: a small array without a buffer of its own would lie on
 * the engine's heap, which copies it when it tidies. [VLT15]
 */
export function createRng(): Rng {
  return (n) => {
    const out = new Uint8Array(new ArrayBuffer(n));
    for (let at = 0; at < n; at += MOST_AT_ONCE) {
      globalThis.crypto.getRandomValues(out.subarray(at, at + MOST_AT_ONCE));
    }
    return out;
  };
}

/** The same items in an order that chance decides (Fisher–Yates; a draw that would favour low numbers is drawn again). */
export function shuffle<T>(items: readonly T[], rng: Rng): T[] {
  const out = [...items];
  for (let last = out.length - 1; last > 0; last--) {
    const pick = below(last + 1, rng);
    [out[last], out[pick]] = [out[pick]!, out[last]!];
  }
  return out;
}

/** An even draw from 0 … n − 1, n ≤ 2^32. */
function below(n: number, rng: Rng): number {
  for (;;) {
    const draw = new DataView(rng(4).buffer).getUint32(0);
    if (draw < 2 ** 32 - (2 ** 32 % n)) return draw % n;
  }
}
