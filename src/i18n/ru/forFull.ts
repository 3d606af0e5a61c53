/** Owns which Russian words the full form downloads when it is opened first. */
import type { forFull as source } from '../en/forFull.ts';
import { fitting } from '../message.ts';
import { findings } from './findings.ts';
import { full } from './full.ts';
import { guides } from './guides.ts';

export const forFull = fitting<typeof source>()({ ...full, ...guides, ...findings });
