/** Owns what a person sets and asks beside the notes: words under force, what a wipe leaves, capture now. Never keeps words or a file. */
import { localRef } from '../domain/localRef.ts';
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { uuid } from '../domain/uuid.ts';
import type { Observable } from '../ui/observable.ts';
import type { Progress, Vault, VaultStatus, WordsSet } from '../vault/api.ts';
import type { CaptureRequest } from '../vault/views.ts';
import { normaliseWords } from '../wire/words/words.ts';
import { toldCode } from './codes.ts';
import type { Life } from './life.ts';

export type KeepingDeps = {
  readonly vault: Vault;
  readonly rng: Rng;
  readonly life: Observable<Life>;
  /** Leads from what the vault answered to the state it means. */
  readonly settle: (status: Result<VaultStatus, string>) => void;
  /** Looks again at the list. */
  readonly refresh: () => Promise<void>;
  readonly wake: () => void;
};

type Told<T> = Promise<Result<T, string>>;

/** Spread into the session. Every failure is a code that errorText() knows. */
export function createKeeping({ vault, rng, life, settle, refresh, wake }: KeepingDeps) {
  const told = <T>(answer: Result<T, string>): Result<T, string> =>
    answer.ok ? answer : err(toldCode(answer.code, answer.detail));

  /** After a change that the status tells. */
  async function renew(): Promise<void> {
    const status = await vault.status();
    const now = life.get();
    if (status.ok && now.at === 'unlocked') life.set({ ...now, status: status.value });
  }

  const normal = (words: string | null): string | null => (words === null ? null : normaliseWords(words));

  return {
    /** How things stand here; known while locked too. */
    standing: async (): Told<VaultStatus> => told(await vault.status()),

    wordsSet: async (): Told<WordsSet> => told(await vault.wordsSet()),

    /** null removes them. `wordsTaken` when they open something else here. [VLT17] */
    setDuressWords: async (words: string | null): Told<true> =>
      told(await vault.setDuressWords(normal(words))),
    setCoercedWords: async (words: string | null): Told<true> =>
      told(await vault.setCoercedWords(normal(words))),

    async setWipeKeeps(keep: boolean): Told<true> {
      const set = told(await vault.setWipeKeeps(keep));
      await renew();
      return set;
    },

    /**
     * Seals straight to the coordinators; also while locked. Hiding may end the worker in the middle: then it is asked once
     * more, which needs no words, under the same name: if only the answer was lost, nothing is sealed again. What was recorded lies there as a cut leaves it, and
     * goes as a capture of its own. [VLT19] [VLT21]
     */
    async capture(asked: Omit<CaptureRequest, 'as'>, progress?: Progress): Told<{ readonly code: string }> {
      const request = { ...asked, as: { id: uuid(rng), code: localRef(rng) } };
      let sealed = await vault.capture(request, progress);
      const files = request.files.filter((one) => 'file' in one);
      const had = files.length < request.files.length;
      if (
        !sealed.ok &&
        (sealed.code === 'locked' || sealed.code === 'workerLost' || (had && sealed.code === 'notFound'))
      ) {
        const rest = files.length > 0 || request.words !== '';
        // First, so that their copies go with it, and are not taken for what a cut left.
        if (rest) sealed = await vault.capture({ ...request, files }, progress);
        const found = had ? await vault.captureRescue(request.lang) : ok([]);
        const [code] = found.ok ? found.value : [];
        if (!rest && code !== undefined) sealed = ok({ code });
        else if (!rest && !found.ok) sealed = found;
      }
      if (!sealed.ok) return sealed.code === 'tooManyFiles' ? err('captureFull') : told(sealed);
      if (life.get().at === 'unlocked') await refresh();
      wake();
      return ok(sealed.value);
    },

    /** What cuts left of captures is sealed and queued; where it cannot be, the next start tries again. */
    async rescueCaptures(lang: string): Promise<void> {
      const status = await vault.status();
      if (!status.ok || !status.value.canCapture) return;
      const found = await vault.captureRescue(lang);
      if (!found.ok || found.value.length === 0) return;
      await renew();
      if (life.get().at === 'unlocked') await refresh();
      wake();
    },

    /** Forgotten words: drafts go, sealed files that wait stay and go on being sent. Works while locked. [VLT18] */
    async startOver(): Promise<void> {
      life.set({ at: 'locked', busy: true, trouble: null });
      const begun = await vault.startOver();
      settle(begun.ok ? await vault.status() : begun);
    },
  };
}
