/** Owns which text field the bar of letters belongs to: the one touched last, so that nothing moves under a finger. */
import { createContext } from 'react';

export type Letters = { readonly at: string | null; readonly set: (key: string) => void };

export const Letters = createContext<Letters>({ at: null, set: () => undefined });
