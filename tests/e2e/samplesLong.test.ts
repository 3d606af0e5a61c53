/** Proves that every sample report, entered on the phone in each complete language, is opened as it was entered. */
import { afterAll, beforeAll, describe } from 'vitest';
import { samples } from '../domain/samples.ts';
import { provesSample } from './samplesRun.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

describe('samples entered by hand', () => {
  let stage: JoinedStage;
  beforeAll(async () => {
    stage = await setJoinedStage();
  });
  afterAll(() => stage?.end());

  for (const one of samples) {
    provesSample(() => stage, one, 'en');
    provesSample(() => stage, one, 'ru');
  }
});
