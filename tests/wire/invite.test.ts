/** Owns the proof that an invite code survives how people copy it and nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../../src/wire/bytes.ts';
import { encodeInvite, type Invite, parseInvite } from '../../src/wire/invite.ts';
import { dayOfEpoch } from '../../src/wire/shape.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value) => concat(value));
const url = fc.constantFrom(
  'http://localhost:8787',
  'https://intake.example.org',
  'https://mirror-2.example.net:8443/a/b',
  'http://[::1]:8787',
);
const invites: fc.Arbitrary<Invite> = fc.record({
  org: bytes(16).map(toHex),
  pin: bytes(32).map(toHex),
  readKey: bytes(32),
  secret: bytes(16),
  lastDay: fc.integer({ min: 0, max: 65_535 }).map(dayOfEpoch),
  endpoints: fc.array(url, { minLength: 1, maxLength: 5 }),
});

describe('invite', () => {
  it('[INV1] survives the way there and back', () => {
    fc.assert(
      fc.property(invites, (invite) => {
        const text = encodeInvite(invite);
        expect(text.startsWith('join1')).toBe(true);
        expect(parseInvite(text)).toEqual({ ok: true, value: invite });
      }),
    );
  });

  it('[INV1] spaces, line breaks and capitals do not matter', () => {
    fc.assert(
      fc.property(invites, fc.array(fc.nat(300), { maxLength: 10 }), (invite, breaks) => {
        let text = encodeInvite(invite).toUpperCase();
        for (const at of breaks) text = `${text.slice(0, at)}\n ${text.slice(at)}`;
        expect(parseInvite(` ${text}\r\n`)).toEqual({ ok: true, value: invite });
      }),
    );
  });

  it('[INV1] one changed, missing or doubled letter is refused', () => {
    const letters = '023456789acdefghjklmnpqrstuvwxyz1bio-';
    fc.assert(
      fc.property(invites, fc.nat(), fc.constantFrom(...letters), (invite, where, letter) => {
        const text = encodeInvite(invite);
        const at = where % text.length;
        fc.pre(text[at] !== letter);
        for (const changed of [
          text.slice(0, at) + letter + text.slice(at + 1),
          text.slice(0, at) + text.slice(at + 1),
          text.slice(0, at) + letter + text.slice(at),
        ]) {
          expect(parseInvite(changed)).toMatchObject({ ok: false, code: 'inviteMalformed' });
        }
      }),
    );
  });

  it('[INV1] other texts are refused: nothing, prose, a web address, an age key, too much', () => {
    for (const text of [
      '',
      'join1',
      'https://example.org/join',
      'age1pq1qqqq',
      'приглашение',
      'q'.repeat(9000),
    ]) {
      expect(parseInvite(text)).toMatchObject({ ok: false, code: 'inviteMalformed' });
    }
  });

  it('[INV1] endpoints that are no plain web address are refused', () => {
    const [invite] = fc.sample(invites, { numRuns: 1, seed: 1 });
    for (const bad of [
      'javascript:alert(1)',
      'https://a/?q=1',
      'https://u:p@a',
      'https://a/#x',
      'https://a/',
      '',
    ]) {
      const text = encodeInvite({ ...invite!, endpoints: [bad] });
      expect(parseInvite(text).ok, bad).toBe(false);
    }
    expect(parseInvite(encodeInvite({ ...invite!, endpoints: [] })).ok).toBe(false);
  });
});
