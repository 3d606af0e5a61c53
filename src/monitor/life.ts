/** Owns the states the app can be in, each with exactly its own data; never changes one. */
import type { Draft, DraftAbout } from '../domain/draft.ts';
import type { OwnLists } from '../domain/ownLists.ts';
import type { VaultStatus } from '../vault/api.ts';
import type { Trace } from '../vault/views.ts';
import type { ChosenFile } from './evidence/chosen.ts';
import type { RecordKind } from './media/record.ts';
import type { Unsupported } from './support.ts';

/** A code that errorText() puts into sentences, or null. */
export type Trouble = string | null;

/** A line of the home list. `handle` names its place in the app: it says nothing and is not the report's id. */
export type ListItem =
  | {
      readonly kind: 'draft';
      readonly handle: string;
      readonly id: string;
      readonly code: string;
      readonly answered: number;
      /** The screen to go on with. */
      readonly resume: number;
      readonly updatedAt: string;
      /** What it says, and the short code of the report that it is about; null for a report of its own. */
      readonly about: Pick<DraftAbout, 'kind' | 'code'> | null;
      /** Discarded a moment ago and can still come back. */
      readonly discarded: boolean;
    }
  | { readonly kind: 'report'; readonly handle: string; readonly trace: Trace };

/** *Saved on this phone* is shown for `saved` alone: after the vault wrote, read back and compared. [S1] */
export type Saving =
  | { readonly at: 'fresh' }
  | { readonly at: 'saving' }
  | { readonly at: 'saved' }
  | { readonly at: 'failed'; readonly code: string };

/** A file being sealed, or one that could not be. */
export type FileWork = {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly done: number;
  readonly trouble: Trouble;
};

/** The draft on the screen. */
export type Composing = {
  readonly handle: string;
  readonly draft: Draft;
  /** The organisation's own regions and agencies as they were when the draft was opened: they do not change under somebody's hands. */
  readonly lists: OwnLists;
  readonly saving: Saving;
  readonly work: readonly FileWork[];
  /** Files that were chosen and have something to tell: nothing of them is kept before the person decides. */
  readonly chosen: readonly ChosenFile[];
  readonly taping: {
    readonly id: string;
    readonly kind: RecordKind;
    /** Epoch milliseconds. */
    readonly since: number;
    /** Bytes that are durable. */
    readonly size: number;
    readonly trouble: Trouble;
  } | null;
  /** The file removed last: it comes back until something else is done. */
  readonly removed: { readonly id: string; readonly before: Draft } | null;
};

export type Finishing = {
  readonly handle: string;
  readonly done: number;
  readonly total: number;
  readonly trouble: Trouble;
};

/** What is remembered between two openings, in the vault. `pepper` makes the handles of addresses. */
export type Settings = {
  readonly pepper: string;
  /** Of the report finished last; empty before the first. */
  readonly country: string;
  readonly background: boolean;
  /** The person has seen what the storage promise is worth. */
  readonly storageAsked: boolean;
  /** Locks after so long out of sight; 0 = at once. */
  readonly hiddenSeconds: HiddenSeconds;
  /** Locks after so long without a touch. */
  readonly idleSeconds: IdleSeconds;
};

export type HiddenSeconds = 0 | 15 | 60 | 180;
export type IdleSeconds = 60 | 180 | 600;

export type Unlocked = {
  readonly at: 'unlocked';
  readonly status: VaultStatus;
  /** The organisation's chosen name, from the verified manifest. */
  readonly org: string;
  readonly manifestOld: boolean;
  /** Bytes of the largest sealed file that the organisation takes. */
  readonly limit: number;
  readonly settings: Settings;
  readonly items: readonly ListItem[];
  /** Drafts that a newer version wrote: kept as they are, not shown. [S10] */
  readonly unreadable: number;
  readonly composing: Composing | null;
  readonly finishing: Finishing | null;
  readonly persistence: 'unknown' | 'kept' | 'notKept';
  readonly trouble: Trouble;
};

/** Joining is done while unlocked: the invite rests in the vault as soon as there is one, so nothing is lost by a cut. */
export type Joining = {
  readonly at: 'joining';
  readonly step: 'invite' | 'connect' | 'hello';
  readonly busy: boolean;
  readonly trouble: Trouble;
  readonly org: string | null;
  readonly helloWords: readonly number[];
};

/** Opened with words that emptied the phone: an ordinary notebook, and nothing else. [VLT17] */
export type Notes = { readonly at: 'notes' };

export type Life =
  | { readonly at: 'starting' }
  | { readonly at: 'unsupported'; readonly code: Unsupported }
  | { readonly at: 'new'; readonly busy: boolean; readonly trouble: Trouble }
  | { readonly at: 'otherTab'; readonly busy: boolean; readonly trouble: Trouble }
  | { readonly at: 'damaged' }
  | { readonly at: 'locked'; readonly busy: boolean; readonly trouble: Trouble }
  | Joining
  | Notes
  | Unlocked;

/** Something is on the screen that Hide must take away. */
export const isOpen = ({ at }: Life): boolean => at === 'unlocked' || at === 'joining' || at === 'notes';
