/** Proves that every sample report, entered on the phone in each complete language, is opened as it was entered. */
import { afterAll, beforeAll, describe } from 'vitest';
import { samples } from '../domain/samples.ts';
import { provesSample, type SamplePhone } from './samplesRun.ts';
import { setJoinedStage } from './stage.ts';

describe('samples entered by hand', () => {
  let phone: SamplePhone;
  beforeAll(async () => {
    const stage = await setJoinedStage();
    phone = { stage, browser: await stage.joinedPhone('samples') };
  });
  afterAll(() => phone?.stage.end());

  for (const one of samples) {
    provesSample(() => phone, one, 'en');
    provesSample(() => phone, one, 'ru');
  }
});
