/** Owns the browser's offer to install the app; never nags. */
import { createObservable } from '../ui/observable.ts';

export type Install = {
  /** True while the browser would show its own install question. */
  readonly get: () => boolean;
  readonly subscribe: (changed: () => void) => () => void;
  /** Shows it; true when the person agreed. */
  readonly ask: () => Promise<boolean>;
};

/** Keeps the browser's offer for the moment when we ask. */
export function createInstall(page: Window): Install {
  const offered = createObservable<BeforeInstallPromptEvent | null>(null);
  page.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offered.set(event);
  });
  page.addEventListener('appinstalled', () => offered.set(null));
  return {
    get: () => offered.get() !== null,
    subscribe: offered.subscribe,
    async ask() {
      const event = offered.get();
      if (event === null) return false;
      offered.set(null);
      return (await event.prompt()).outcome === 'accepted';
    },
  };
}
