/** Owns what is sealed to the coordinators as it comes, before a capture names it: recordings, and what other apps hand over. Must never keep a piece. [VLT21] */
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { uuid } from '../domain/uuid.ts';
import type { Vault } from '../vault/api.ts';
import type { CaptureFile } from '../vault/views.ts';
import { toldCode } from './codes.ts';
import { startTaping, type TapeInto, type Taping } from './evidence/taping.ts';
import type { Recorder } from './media/record.ts';

type About = Required<Omit<CaptureFile, 'file' | 'copy'>>;
type Told<T> = Promise<Result<T, string>>;

/** One that was begun. */
export type Ahead = { readonly id: string; readonly into: TapeInto<number> };

export function createAhead(vault: Vault, rng: Rng) {
  const running = new Set<string>();
  const told = <T>(answer: Result<T, string>): Result<T, string> =>
    answer.ok ? answer : err(toldCode(answer.code, answer.detail));

  async function begin(about: About): Told<Ahead> {
    const id = uuid(rng);
    const begun = told(await vault.captureBegin(id, about));
    if (!begun.ok) return begun;
    running.add(id);
    const add: TapeInto<number>['add'] = async (piece) => told(await vault.captureAdd(id, piece));
    const end = async (): Told<number> => {
      running.delete(id);
      return told(await vault.captureEnd(id));
    };
    return ok({ id, into: { add, end } });
  }

  return {
    begin,
    /** Somebody waits for it: no idleness. */
    isRunning: (): boolean => running.size > 0,
    /** Records into it until it is stopped; `ended` as `startTaping` says. */
    async tape(
      recorder: Recorder,
      about: About,
      heard: { readonly size: (bytes: number) => void; readonly ended: (code: string | null) => void },
    ): Told<{ readonly id: string; readonly taping: Taping<number> }> {
      const begun = await begin(about);
      if (!begun.ok) return begun;
      const { id, into } = begun.value;
      return ok({ id, taping: startTaping(into, recorder, heard) });
    },
    async drop(id: string): Promise<void> {
      running.delete(id);
      await vault.captureDrop(id);
    },
  };
}
