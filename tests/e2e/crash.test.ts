/** Proves that a browser killed at any moment loses nothing it called saved, and leaves each report exactly once: a sample for every run of the tests. */
import { killAgainAndAgain } from './crashRuns.ts';

killAgainAndAgain(Number(process.env['TUMAR_RUNS'] ?? 20), 1);
