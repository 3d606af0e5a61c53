/** Owns which Uzbek words the full form downloads when it is opened first. */
import type { forFull as source } from '../en/forFull.ts';
import { fitting } from '../message.ts';
import { findings } from './findings.ts';
import { full } from './full.ts';
import { guides } from './guides.ts';
import { termsOfActs } from './termsOfActs.ts';
import { termsOfDetails } from './termsOfDetails.ts';
import { termsOfPeople } from './termsOfPeople.ts';
import { termsOfProof } from './termsOfProof.ts';

export const forFull = fitting<typeof source>()({ ...full, ...guides, ...findings });

export const terms = { ...termsOfActs, ...termsOfDetails, ...termsOfPeople, ...termsOfProof };
