/** Owns whether the front stands before the app or its entry page is open, and what a knock leads to. Never keeps words. */
import type { Clock } from '../../domain/ports.ts';
import { createObservable, type Observable } from '../../ui/observable.ts';
import { isOpen, type Life } from '../life.ts';
import { hear } from './heard.ts';

/** `invite`: pasted into the front, on its way into the vault. */
export type Door = { readonly at: 'closed' } | { readonly at: 'open'; readonly invite: string | null };

const CLOSED: Door = { at: 'closed' };
/** A search for words takes so long at least, also where there is nothing that they could open. (milliseconds) */
const SEARCH = 1_000;

export type DoorDeps = {
  readonly clock: Clock;
  readonly life: Pick<Observable<Life>, 'get' | 'subscribe'>;
  readonly unlock: (words: string) => Promise<void>;
  readonly takeOver: () => Promise<void>;
  /** Whether words open what another tab holds. */
  readonly wordsOpen: (words: string) => Promise<boolean>;
  /** Whoever types may be about to give words. */
  readonly getReady: () => void;
  /** The phrases that lead to the entry page; null = this deployment has no front, and the door stands open. */
  readonly phrases: readonly string[] | null;
};

export function createDoor({ clock, life, unlock, takeOver, wordsOpen, getReady, phrases }: DoorDeps) {
  const shut: Door = phrases === null ? { at: 'open', invite: null } : CLOSED;
  const door = createObservable<Door>(shut);

  /** Whoever types fast is there before the worker has told how things stand. */
  const started = (): Promise<void> =>
    new Promise((done) => {
      const stop = life.subscribe(look);
      function look(): void {
        if (life.get().at === 'starting') return;
        stop();
        done();
      }
      look();
    });

  async function tryWords(words: string): Promise<void> {
    await started();
    // Somebody who has the words may have the notes here: the other tab writes and locks.
    if (life.get().at === 'otherTab' && (await wordsOpen(words))) await takeOver();
    if (life.get().at === 'locked') await unlock(words);
  }

  return {
    door: { get: door.get, subscribe: door.subscribe },

    /** A text from the front's search line. Resolves when it led nowhere, and says nothing about why. */
    async knock(text: string, entered: boolean): Promise<void> {
      if (text !== '' && life.get().at === 'locked') getReady();
      switch (hear(text, entered, phrases ?? [])) {
        case 'door':
          door.set({ at: 'open', invite: null });
          return;
        case 'invite':
          door.set({ at: 'open', invite: text });
          return;
        case 'words': {
          const stop = new AbortController();
          const look = clock.sleep(SEARCH, stop.signal);
          await tryWords(text);
          if (isOpen(life.get())) stop.abort();
          await look;
          return;
        }
        case 'nothing':
          return;
      }
    },

    /** The front again. Nothing where there is none. */
    closeDoor: (): void => door.set(shut),
    isFront: phrases !== null,
  };
}
