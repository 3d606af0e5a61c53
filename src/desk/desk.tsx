/** Owns how screens reach the session, the mailbox and the words of the language; never holds state of its own. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { DeskWords } from '../i18n/deskMessages.ts';
import type { Lang } from '../i18n/plural.ts';
import { createLanguage } from '../ui/Language.tsx';
import type { Observable } from '../ui/observable.ts';
import type { ListChange } from './forms/ownLists.ts';
import type { Mailbox } from './mailbox.ts';
import type { Session } from './session.ts';

export type Theme = 'auto' | 'light' | 'dark';

export type Desk = {
  readonly session: Session;
  readonly mailbox: Mailbox;
  readonly language: Observable<Lang>;
  readonly theme: Observable<Theme>;
  /** The parcel of the report that is being read; never part of an address. */
  readonly reading: Observable<string | null>;
  /** Changes to regions and agencies that are not published yet; they wait while another page is looked at. */
  readonly listChanges: Observable<readonly ListChange[]>;
  /** Where the endpoint is, as the server told, or a guess. */
  readonly endpoint: string;
  readonly online: { readonly get: () => boolean; readonly subscribe: (changed: () => void) => () => void };
  readonly today: () => string;
};

export const { Words, useT } = createLanguage<DeskWords>();

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('no desk around this screen');
  return desk;
}

export const useObserved = <T,>({ subscribe, get }: Observable<T>): T => useSyncExternalStore(subscribe, get);
