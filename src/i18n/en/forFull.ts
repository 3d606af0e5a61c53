/** Owns which English words the full form downloads when it is opened first. */
import { findings } from './findings.ts';
import { full } from './full.ts';
import { guides } from './guides.ts';

export const forFull = { ...full, ...guides, ...findings };
