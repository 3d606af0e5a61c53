/** Proves the same as crash.test.ts, two hundred times. */
import { killAgainAndAgain } from './crashRuns.ts';

killAgainAndAgain(Number(process.env['TUMAR_RUNS'] ?? 200));
