/** Owns telling the router where the app is; never the browser's address. */
import { useSyncExternalStore } from 'react';
import type { BaseLocationHook } from 'wouter';
import type { Place } from './place.ts';

/** For `<Router hook>`. */
export const placeHook =
  (place: Place): BaseLocationHook =>
  () => [useSyncExternalStore(place.subscribe, place.get), place.go];
