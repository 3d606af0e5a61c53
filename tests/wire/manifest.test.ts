/** Owns the proof that manifests are read strictly and that a phone always finds somebody to seal to. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/wire/bytes.ts';
import {
  encodeBoxPlain,
  encodeManifest,
  type Manifest,
  parseBoxPlain,
  parseManifest,
  pinInput,
  recipientsFor,
} from '../../src/wire/manifest.ts';
import { manifestWith, recipientFor, signedBy } from '../crypto/organisation.ts';

const manifest = manifestWith();
const withMember = (key: string, value: unknown): Uint8Array =>
  utf8(JSON.stringify({ ...manifest, [key]: value }));

describe('manifest', () => {
  it('[MAN1] survives the way there and back, purpose first', () => {
    const bytes = encodeManifest(manifest);
    expect(new TextDecoder().decode(bytes).startsWith('{"purpose":"tumar-manifest/1","org":')).toBe(true);
    expect(parseManifest(bytes)).toEqual({ ok: true, value: manifest });
  });

  it('[MAN1] every member is checked', () => {
    const wrong: Partial<Record<keyof Manifest, unknown[]>> = {
      purpose: ['tumar-receipt/1', null],
      org: ['', 'AB'.repeat(16), 7],
      name: [null, 'x'.repeat(201)],
      version: [0, 1.5, '1', -1],
      prev: ['00'.repeat(32)],
      issued: ['2026-13-01', '2026-02-30', 20_261_101],
      expires: ['soon'],
      roots: [[], ['RWx'], 'RW', null],
      threshold: [0, 3, '1'],
      members: [[{}], [{ ...manifest.members[0], seal: 'age1qqqq' }], null],
      recipients: [[{ ...manifest.recipients[0], to: '2026-10-01' }], {}],
      late: ['age1pq1qq', recipientFor('late').toUpperCase(), null],
      recovery: [''],
      S: [1, 21, '4'],
      limits: [null, { parcel: -1 }],
      endpoints: [[{ url: 'ftp://x', receiptKey: '' }], [{ url: 'https://x.example' }]],
      tokenKey: [7],
      forms: ['short/1', [7]],
      minApp: [7],
    };
    expect(Object.keys(wrong).sort()).toEqual(Object.keys(manifest).sort());
    for (const [key, values] of Object.entries(wrong)) {
      for (const value of [...values, undefined]) {
        expect(parseManifest(withMember(key, value)), `${key} ${String(value)}`).toMatchObject({
          ok: false,
          code: 'manifestMalformed',
        });
      }
    }
    for (const text of ['', '[]', 'null', '{', `{"purpose":${'['.repeat(100)}${']'.repeat(100)}}`]) {
      expect(parseManifest(utf8(text)).ok).toBe(false);
    }
  });

  it('[MAN1] members of a newer version are passed over', () => {
    expect(parseManifest(withMember('quorum', { of: 3 })).ok).toBe(true);
  });

  it('[MAN3] the pin names roots and threshold in one order', () => {
    const text = new TextDecoder().decode(pinInput(['RWb', 'RWa'], 2));
    expect(text).toBe('tumar-roots/1\n2\nRWa\nRWb\n');
  });

  it('[MAN6] S8 seals to the epoch of the day, never before `issued`, to `late` when none fits, always to recovery', () => {
    const { recovery, late } = manifest;
    const expectFor = (day: string) => recipientsFor(manifest, day);
    const first = { epoch: 1, recipients: [recipientFor('epoch1'), recovery] };
    expect(expectFor('2026-11-01')).toEqual(first);
    expect(expectFor('2026-11-30')).toEqual(first);
    expect(expectFor('2026-12-01')).toEqual({ epoch: 2, recipients: [recipientFor('epoch2'), recovery] });
    expect(expectFor('1999-01-01')).toEqual(first);
    expect(expectFor('2026-12-31')).toEqual({ epoch: 'late', recipients: [late, recovery] });
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2140-01-01') }), (date) => {
        expect(recipientsFor(manifest, date.toISOString().slice(0, 10)).recipients).toHaveLength(2);
      }),
    );
  });

  it('[MAN5] the box in the clear survives the way there and back', () => {
    const signed = signedBy(manifest);
    expect(parseBoxPlain(encodeBoxPlain(signed))).toEqual({ ok: true, value: signed });
    for (const text of [
      '{}',
      '{"v":2}',
      '{"v":1,"manifest":"*","signatures":[]}',
      '{"v":1,"manifest":"","signatures":[1]}',
    ]) {
      expect(parseBoxPlain(utf8(text))).toMatchObject({ ok: false, code: 'manifestMalformed' });
    }
  });
});
