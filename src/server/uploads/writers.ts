/** Owns who may write to an upload: one at a time, and the newest wins. Must never know what is written. */

/** A turn; `signal` fires when somebody newer wants it. `leave` must be called, whatever happens. */
export type Turn = { readonly signal: AbortSignal; leave(): void };

export type Writers = {
  /** Ends the writers before this one, waits until they have left, and takes the turn. [UP2] */
  enter(upload: string): Promise<Turn>;
  /** Ends them all and waits; used when the endpoint stops. */
  endAll(): Promise<void>;
};

type Seat = { readonly controller: AbortController; readonly left: Promise<void> };

export function createWriters(): Writers {
  const seats = new Map<string, Seat>();
  return {
    async enter(upload) {
      const controller = new AbortController();
      const { promise: left, resolve } = Promise.withResolvers<void>();
      const before = seats.get(upload);
      const seat = { controller, left };
      seats.set(upload, seat);
      before?.controller.abort();
      await before?.left;
      return {
        signal: controller.signal,
        leave() {
          if (seats.get(upload) === seat) seats.delete(upload);
          resolve();
        },
      };
    },
    async endAll() {
      const all = [...seats.values()];
      for (const seat of all) seat.controller.abort();
      await Promise.all(all.map((seat) => seat.left));
    },
  };
}
