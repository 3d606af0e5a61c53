/** Owns how screens reach the session and the browser's rim; never holds state of its own. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Lang } from '../i18n/plural.ts';
import type { Carrying } from './carrying.ts';
import type { Clipboard } from './clipboard.ts';
import type { Sharing } from './handedOver.ts';
import type { HandOut } from './handOut.ts';
import type { Install } from './install.ts';
import type { Life } from './life.ts';
import type { Asked } from './looking.ts';
import type { Rest } from './rest.ts';
import type { Held, Line, Moved, Sending } from './sending.ts';
import type { Session } from './session.ts';
import type { Platform } from './support.ts';
import type { Update } from './update.ts';

/** What the browser tells about itself and its storage. */
export type Device = {
  readonly platform: Platform;
  readonly storage: () => Promise<{ readonly used: number; readonly free: number } | null>;
  /** Whether the browser promised to keep our storage; null when it does not tell. */
  readonly isKept: () => Promise<boolean | null>;
  /** Asks for that promise; false = it would not. */
  readonly askToKeep: () => Promise<boolean>;
  readonly isInstalled: () => boolean;
  /** Fetches what is no part of the first download but must be here without a network. Never throws. */
  readonly makeReady: (lang: Lang) => Promise<void>;
  /** Where the phone is, in degrees; asks the person first, and answers null when there is no answer. Only after a press. */
  readonly position: () => Promise<{ readonly lat: number; readonly lon: number } | null>;
  /** Today where the person is, "YYYY-MM-DD". */
  readonly localDay: () => string;
  readonly online: { readonly get: () => boolean; readonly subscribe: (changed: () => void) => () => void };
  /** Whether the service worker could send while the app is closed. */
  readonly canSendClosed: () => boolean;
};

export type Application = {
  readonly session: Session;
  readonly sending: Sending;
  readonly install: Install;
  readonly update: Update;
  readonly rest: Rest;
  readonly device: Device;
  readonly clipboard: Clipboard;
  readonly carrying: Carrying;
  readonly handOut: HandOut;
  readonly sharing: Sharing;
};

export const Application = createContext<Application | null>(null);

export function useApplication(): Application {
  const application = useContext(Application);
  if (application === null) throw new Error('no application around this screen');
  return application;
}

export const useSession = (): Session => useApplication().session;

/** Whether something from another app waits to be taken in. */
export function useShared(): boolean {
  const { waits } = useApplication().sharing;
  return useSyncExternalStore(waits.subscribe, waits.get);
}

export function useLife(): Life {
  const { life } = useSession();
  return useSyncExternalStore(life.subscribe, life.get);
}

export function useLine(): Line {
  const { line } = useApplication().sending;
  return useSyncExternalStore(line.subscribe, line.get);
}

/** What the person holds back. */
export function useHeld(): Held {
  const { held } = useApplication().sending;
  return useSyncExternalStore(held.subscribe, held.get);
}

export function useMoved(): Moved {
  const { moved } = useApplication().sending;
  return useSyncExternalStore(moved.subscribe, moved.get);
}

/** An endpoint's date is far from this phone's. */
export function useClockWrong(): boolean {
  const { clockWrong } = useApplication().sending;
  return useSyncExternalStore(clockWrong.subscribe, clockWrong.get);
}

/** How asking for the organisation's settings went last. */
export function useAsked(): Asked {
  const { asked } = useApplication().sending;
  return useSyncExternalStore(asked.subscribe, asked.get);
}

export function useOnline(): boolean {
  const { online } = useApplication().device;
  return useSyncExternalStore(online.subscribe, online.get);
}
