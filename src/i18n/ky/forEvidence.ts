/** Owns which Kyrgyz words about evidence are downloaded. */
import type { evidence as source } from '../en/evidence.ts';
import { fitting } from '../message.ts';
import { evidence } from './evidence.ts';

export const forEvidence = fitting<typeof source>()(evidence);
