/** Owns a recording that is sealed while it is made, into a draft or a capture. Must never gather pieces: each goes to the vault as it comes. [VLT20] */
import type { Result } from '../../domain/result.ts';
import type { Bytes } from '../../wire/bytes.ts';
import type { Recorder } from '../media/record.ts';

/** Pieces that may wait for the vault; more means that this phone cannot keep up, and the recording ends. */
const MOST_WAITING = 30;

export type Taping<T> = {
  /** Ends it; the same answer each time. `notFound` when nothing came of it. */
  readonly stop: () => Promise<Result<T, string>>;
};

/** Where it goes; the vault has made a place for it already. */
export type TapeInto<T> = {
  /** The bytes of it so far, durable. */
  readonly add: (piece: Bytes) => Promise<Result<number, string>>;
  readonly end: () => Promise<Result<T, string>>;
};

/** Begins. `ended` is told once, with why it ended by itself: a code, or null when somebody stopped it or the devices went away. */
export function startTaping<T>(
  into: TapeInto<T>,
  recorder: Recorder,
  told: { readonly size: (bytes: number) => void; readonly ended: (code: string | null) => void },
): Taping<T> {
  let writing: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let trouble: string | null = null;
  const ended = new Promise<void>((done) => {
    recorder.start((piece) => {
      if (trouble !== null) return;
      if (waiting >= MOST_WAITING) {
        trouble = 'recordingFailed';
        recorder.stop();
        return;
      }
      waiting += 1;
      writing = writing.then(async () => {
        const added = await into.add(piece);
        piece.fill(0);
        waiting -= 1;
        if (added.ok) told.size(added.value);
        else {
          trouble ??= added.code;
          recorder.stop();
        }
      });
    }, done);
  });
  const result = ended.then(async () => {
    await writing;
    return into.end();
  });
  void ended.then(() => told.ended(trouble));
  return {
    stop() {
      recorder.stop();
      return result;
    },
  };
}
