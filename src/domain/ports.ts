/** Owns the two ports that every room shares: time and chance come in as arguments, never from globals. */

/** Time. `now` in milliseconds since 1970; `sleep` ends early, without an error, when the signal fires. */
export type Clock = {
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignalLike): Promise<void>;
};

/** The part of AbortSignal that sleeping needs; declared here because this room knows no DOM. */
export type AbortSignalLike = {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
};

/** Chance: `n` fresh random bytes. */
export type Rng = (n: number) => Uint8Array<ArrayBuffer>;

/** The UTC day of an instant, `YYYY-MM-DD`. */
export const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
