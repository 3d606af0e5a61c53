/** Proves that two whole reports, one in each complete language, are opened as they were entered on the phone. */
import { afterAll, beforeAll, describe } from 'vitest';
import { sample } from '../domain/samples.ts';
import { provesSample, type SamplePhone } from './samplesRun.ts';
import { setJoinedStage } from './stage.ts';

describe('samples entered by hand', () => {
  let phone: SamplePhone;
  beforeAll(async () => {
    const stage = await setJoinedStage();
    phone = { stage, browser: await stage.joinedPhone('samples') };
  });
  afterAll(() => phone?.stage.end());

  provesSample(() => phone, sample('S1'), 'en');
  provesSample(() => phone, sample('S5'), 'ru');
});
