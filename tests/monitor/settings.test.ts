/** Proves what is remembered in the vault between two openings, and that records of before still read. */
import { describe, expect, it } from 'vitest';
import { encodeSettings, firstSettings, parseSettings } from '../../src/monitor/settings.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { seededRng } from '../crypto/setup.ts';

describe('the settings record', () => {
  it('comes back as it was written', () => {
    const settings = {
      ...firstSettings(seededRng('settings')),
      hiddenSeconds: 0,
      idleSeconds: 600,
      background: true,
    } as const;
    expect(parseSettings(encodeSettings(settings))).toEqual({ ok: true, value: settings });
  });

  it('S10 of the first version has the usual lock times', () => {
    const before = { v: 1, pepper: 'ab', country: 'KZ', background: false, storageAsked: true };
    expect(parseSettings(utf8(JSON.stringify(before)))).toEqual({
      ok: true,
      value: {
        pepper: 'ab',
        country: 'KZ',
        background: false,
        storageAsked: true,
        hiddenSeconds: 60,
        idleSeconds: 180,
      },
    });
  });

  it.each([-1, 5, 61, '60', null, 1e9])('never locks after %j: that is no choice', (seconds) => {
    const odd = { v: 1, pepper: '', country: '', hiddenSeconds: seconds, idleSeconds: seconds };
    expect(parseSettings(utf8(JSON.stringify(odd)))).toMatchObject({
      ok: true,
      value: { hiddenSeconds: 60, idleSeconds: 180 },
    });
  });

  it.each(['', 'null', '[1', '{"pepper":1,"country":""}'])('%j is damaged', (text) => {
    expect(parseSettings(utf8(text))).toMatchObject({ ok: false, code: 'damaged' });
  });
});
