/** Owns finding out whether this browser can keep the app's promises; never works around what is missing. */

export type Unsupported = 'noServiceWorker' | 'noSecureContext' | 'noWasm' | 'noStorage';

/** The part of a browser that is looked at; a page's `window` fits. */
export type Surroundings = {
  readonly isSecureContext: boolean;
  readonly navigator: {
    readonly serviceWorker?: unknown;
    readonly storage?: unknown;
    readonly locks?: unknown;
  };
  readonly indexedDB?: unknown;
  readonly WebAssembly?: unknown;
  readonly Worker?: unknown;
};

/** The first thing that is missing, or null. In-app browsers lack the service worker, Lockdown Mode lacks WebAssembly. */
export function whatIsMissing(here: Surroundings): Unsupported | null {
  if (!here.isSecureContext) return 'noSecureContext';
  if (here.navigator.serviceWorker === undefined || here.navigator.locks === undefined)
    return 'noServiceWorker';
  if (typeof here.WebAssembly !== 'object' || here.Worker === undefined) return 'noWasm';
  if (here.indexedDB === undefined || here.indexedDB === null) return 'noStorage';
  return null;
}

export type Platform = 'ios' | 'android' | 'other';

/** Where install instructions differ; an iPad says that it is a Mac but has a touch screen. */
export function platformOf(userAgent: string, touchPoints: number): Platform {
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return 'ios';
  return /Android/.test(userAgent) ? 'android' : 'other';
}
