/** Owns the proof that a small upload survives a cut at each of its bytes, up and down. */
import { cutEvery } from './cuts.ts';

cutEvery(1, true);
