/** Proves that two whole reports, one in each complete language, are opened as they were entered on the phone. */
import { afterAll, beforeAll, describe } from 'vitest';
import { sample } from '../domain/samples.ts';
import { provesSample } from './samplesRun.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

describe('samples entered by hand', () => {
  let stage: JoinedStage;
  beforeAll(async () => {
    stage = await setJoinedStage();
  });
  afterAll(() => stage?.end());

  provesSample(() => stage, sample('S1'), 'en');
  provesSample(() => stage, sample('S5'), 'ru');
});
