/** Proves the same as crash.test.ts: with its twenty, two hundred kills. */
import { killAgainAndAgain } from './crashRuns.ts';

killAgainAndAgain(Number(process.env['TUMAR_RUNS'] ?? 180), 2);
