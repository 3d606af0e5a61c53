/** Owns which front this deployment was built with; another one is added here. (docs/OPERATING.md) */
import type { Front } from './front.ts';
import { NotesFront } from './NotesFront.tsx';

const fronts: Readonly<Record<string, Front>> = { notes: NotesFront };

/** null: no front, the entry page is what anybody sees. */
export const chosenFront: Front | null = fronts[__APP_FRONT__] ?? null;

/** What leads from the front to the entry page when it stands in the search line. */
export const doorPhrases: readonly string[] = __APP_DOORS__;
