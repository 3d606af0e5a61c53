/** Owns spoiling bytes in many small ways, the same for the same number. Must never know what the bytes mean. */

export type Dice = { below(limit: number): number; one<T>(list: readonly T[]): T };

/** xorshift32: reproducible from one number. */
export function createDice(seed: number): Dice {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  const below = (limit: number): number => next() % Math.max(1, limit);
  return {
    below,
    one<T>(list: readonly T[]): T {
      if (list.length === 0) throw new Error('nothing to choose from');
      return list[below(list.length)] as T;
    },
  };
}

const EDGES = [0, 1, 0x20, 0x22, 0x24, 0x27, 0x28, 0x29, 0x3c, 0x3e, 0x5b, 0x7b, 0x7f, 0x80, 0xc0, 0xff];

function replaced(bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array {
  const next = new Uint8Array(bytes.length - (to - from) + by.length);
  next.set(bytes.subarray(0, from));
  next.set(by, from);
  next.set(bytes.subarray(to), from + by.length);
  return next;
}

/** `words` are pieces that the format is made of; `others` are whole inputs to take pieces from. */
export function mutate(
  bytes: Uint8Array,
  dice: Dice,
  words: readonly Uint8Array[],
  others: readonly Uint8Array[],
): Uint8Array {
  let now = bytes;
  for (let times = 1 + dice.below(6); times > 0; times -= 1) {
    const at = dice.below(now.length + 1);
    const piece = Math.min(now.length - at, 1 + dice.below(dice.one([2, 8, 64, 2_000])));
    switch (dice.below(7)) {
      case 0: {
        now = now.slice();
        if (at < now.length) now[at] = (now[at] ?? 0) ^ (1 << dice.below(8));
        break;
      }
      case 1:
        now = replaced(now, at, Math.min(now.length, at + 1), Uint8Array.of(dice.one(EDGES)));
        break;
      case 2:
        now = replaced(now, at, at + piece, new Uint8Array());
        break;
      case 3:
        now = replaced(now, at, at, now.subarray(at, at + piece));
        break;
      case 4: {
        const other = dice.one(others);
        const from = dice.below(other.length);
        now = replaced(now, at, at + piece, other.subarray(from, from + 1 + dice.below(500)));
        break;
      }
      case 5:
        if (words.length > 0) now = replaced(now, at, at, dice.one(words));
        break;
      default:
        if (words.length > 0) now = replaced(now, at, Math.min(now.length, at + piece), dice.one(words));
    }
  }
  return now.length > 4_000_000 ? now.slice(0, 4_000_000) : now;
}
