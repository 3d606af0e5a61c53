/** Owns the quick part of the proof by cuts: a sample of the bytes that the long one goes through one by one. */
import { cutEvery } from './cuts.ts';

cutEvery(61);
