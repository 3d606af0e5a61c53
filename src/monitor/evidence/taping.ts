/** Owns a recording into the draft on the screen, sealed while it is made. Must never gather pieces: each goes to the vault as it comes. [VLT20] */
import type { Result } from '../../domain/result.ts';
import type { Vault } from '../../vault/api.ts';
import type { AttachmentView } from '../../vault/views.ts';
import type { Recorder } from '../media/record.ts';

/** Pieces that may wait for the vault; more means that this phone cannot keep up, and the recording ends. */
const MOST_WAITING = 30;

export type Taping = {
  /** Ends it; the same answer each time. `notFound` when nothing came of it. */
  readonly stop: () => Promise<Result<AttachmentView, string>>;
};

/**
 * Begins: the vault has made a place for it already. `ended` is told once, with why it ended by itself: a code, or null
 * when somebody stopped it or the devices went away.
 */
export function startTaping(
  vault: Pick<Vault, 'recordAdd' | 'recordEnd'>,
  id: string,
  recorder: Recorder,
  told: { readonly size: (bytes: number) => void; readonly ended: (code: string | null) => void },
): Taping {
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
        const added = await vault.recordAdd(id, piece);
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
    return vault.recordEnd(id);
  });
  void ended.then(() => told.ended(trouble));
  return {
    stop() {
      recorder.stop();
      return result;
    },
  };
}
