/** Owns the steps of joining as the screens press them: make the vault, offer an invite, connect. Never the words or the invite. */

import type { Observable } from '../ui/observable.ts';
import type { Vault } from '../vault/api.ts';
import { normaliseWords } from '../wire/words/words.ts';
import { toldOfJoining } from './codes.ts';
import { enrolPhone, type JoinDoors } from './enrolling.ts';
import type { Joining, Life } from './life.ts';

export const NOT_JOINED: Joining = {
  at: 'joining',
  step: 'invite',
  busy: false,
  trouble: null,
  org: null,
  helloWords: [],
};

export type JoinFlowDeps = {
  readonly vault: Vault;
  readonly doors: JoinDoors;
  readonly life: Observable<Life>;
  readonly wake: () => void;
  /** The steps of joining are behind: Back leads to none of them. */
  readonly forgetPlace: () => void;
};

export function createJoinFlow({ vault, doors, life, wake, forgetPlace }: JoinFlowDeps) {
  /** The part of joining that needs the network; pressed again as often as one likes. */
  async function connect(): Promise<void> {
    life.set({ ...NOT_JOINED, step: 'connect', busy: true });
    const joined = await enrolPhone(vault, doors);
    // Hidden meanwhile: what was reached rests in the vault, and the next opening goes on from there.
    if (life.get().at !== 'joining') return;
    if (!joined.ok) {
      life.set({ ...NOT_JOINED, step: 'connect', trouble: toldOfJoining(joined.code) });
      return;
    }
    life.set({ ...NOT_JOINED, step: 'hello', org: joined.value.org, helloWords: joined.value.helloWords });
    wake();
  }

  /** An invite for a vault that has none, or whose invite was refused. */
  async function offerInvite(invite: string): Promise<void> {
    life.set({ ...NOT_JOINED, busy: true });
    const kept = await vault.putInvite(invite);
    if (kept.ok) await connect();
    else life.set({ ...NOT_JOINED, trouble: toldOfJoining(kept.code) });
  }

  return {
    connect,
    offerInvite,

    /** A new vault under these words, with the invite in it. */
    async create(words: string, invite: string): Promise<void> {
      life.set({ at: 'new', busy: true, trouble: null });
      const made = await vault.create(normaliseWords(words));
      if (made.ok) {
        forgetPlace();
        await offerInvite(invite);
      } else life.set({ at: 'new', busy: false, trouble: toldOfJoining(made.code) });
    },

    askForInvite(): void {
      if (life.get().at === 'joining') life.set(NOT_JOINED);
    },
  };
}
