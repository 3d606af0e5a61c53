/** Owns the proof that both sides of the endpoint's doors write and read the same texts, and refuse others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/wire/bytes.ts';
import {
  ENDPOINT_STATUS,
  encodeError,
  encodeFoundRequest,
  encodePublishRequest,
  encodeStoreMark,
  encodeTicket,
  encodeUploadMetadata,
  parseBoardRecords,
  parseEndpointInfo,
  parseEnrolReply,
  parseEnrolRequest,
  parseError,
  parseFoundRequest,
  parseInboxReply,
  parseInviteRequest,
  parseNonceReply,
  parsePublishReply,
  parsePublishRequest,
  parseSessionReply,
  parseSessionRequest,
  parseStoreMark,
  parseTicket,
  parseUploadMetadata,
  paths,
  sessionText,
} from '../../src/wire/endpointApi.ts';
import {
  encodeReceipt,
  encodeReceiptReply,
  parseReceipt,
  parseReceiptReply,
  RECEIPT_PURPOSE,
} from '../../src/wire/receipt.ts';
import { isEndpointUrl } from '../../src/wire/shape.ts';

const hex = (bytes: number) => 'c4'.repeat(bytes);
const odd = [undefined, null, [], 'x', 7, {}, { code: 7 }, JSON.parse('{"__proto__":{}}')];

describe('headers', () => {
  it('[EP1] Tumar-Store there and back', () => {
    fc.assert(
      fc.property(fc.nat(), (head) => {
        const mark = { epoch: hex(8), head };
        expect(parseStoreMark(encodeStoreMark(mark))).toEqual(mark);
      }),
    );
    for (const text of [null, '', hex(8), `${hex(8)} -1`, `${hex(7)} 1`, `${hex(8)} 1 `]) {
      expect(parseStoreMark(text)).toBeUndefined();
    }
  });

  it('[EP6] Tumar-Ticket there and back', () => {
    expect(parseTicket(encodeTicket(hex(32)))).toBe(hex(32));
    for (const text of [null, '', hex(32), `v2.${hex(32)}`, `v1.${hex(31)}`, `v1.${hex(32)} `]) {
      expect(parseTicket(text)).toBeUndefined();
    }
  });

  it('[UP1] Upload-Metadata there and back, in any order, each key once', () => {
    const metadata = { parcel: hex(32), secret: hex(16) };
    const text = encodeUploadMetadata(metadata);
    expect(parseUploadMetadata(text)).toEqual({ ok: true, value: metadata });
    expect(parseUploadMetadata(text.split(',').reverse().join(', '))).toEqual({ ok: true, value: metadata });
    expect(parseUploadMetadata(`${text},filename YQ==`)).toEqual({ ok: true, value: metadata });
    for (const bad of [
      null,
      '',
      `${text},${text}`,
      'parcel *',
      text.replace('parcel', 'name'),
      `${text},x`.slice(0, 60),
    ]) {
      expect(parseUploadMetadata(bad)).toMatchObject({ ok: false, code: 'malformed' });
    }
  });
});

describe('bodies', () => {
  it('[EP2] [EP3] founding and publishing', () => {
    const publish = { signed: { manifest: utf8('{}'), signatures: ['a\nb'] }, box: utf8('box') };
    const through = (value: object): unknown => JSON.parse(JSON.stringify(value));
    expect(parsePublishRequest(through(encodePublishRequest(publish)))).toEqual({ ok: true, value: publish });
    const found = { code: 'a-code', ...publish };
    expect(parseFoundRequest(through(encodeFoundRequest(found)))).toEqual({ ok: true, value: found });
    expect(parsePublishReply({ org: hex(16), version: 1 }).ok).toBe(true);
    expect(parseEndpointInfo({ receiptKey: 'RW', limits: { parcel: 5 } }).ok).toBe(true);
  });

  it('[EP4] a session: its text names organisation, endpoint and nonce, line by line', () => {
    expect(new TextDecoder().decode(sessionText(hex(16), 'https://a.example', hex(32)))).toBe(
      `tumar-session/1\n${hex(16)}\nhttps://a.example\n${hex(32)}\n`,
    );
    expect(parseNonceReply({ nonce: hex(32) }).ok).toBe(true);
    expect(parseSessionRequest({ member: 'RW', nonce: hex(32), signature: 's' }).ok).toBe(true);
    expect(parseSessionReply({ token: 'abc.DEF', seconds: 60 }).ok).toBe(true);
    expect(parseSessionReply({ token: 'a\r\nX: y', seconds: 60 }).ok).toBe(false);
  });

  it('[EP5] [EP7] invites, enrolment, inbox', () => {
    expect(parseInviteRequest({ enrol: hex(32), expires: '2026-11-29' }).ok).toBe(true);
    expect(parseInviteRequest({ enrol: hex(32), expires: '2026-11-31' }).ok).toBe(false);
    expect(parseEnrolRequest({ secret: hex(16), credential: hex(32) }).ok).toBe(true);
    expect(parseEnrolReply({ org: hex(16) }).ok).toBe(true);
    const entry = { sequence: 1, parcel: hex(32), size: 16_384, day: '2026-11-22' };
    expect(parseInboxReply({ parcels: [entry] })).toEqual({ ok: true, value: { parcels: [entry] } });
    expect(parseInboxReply({ parcels: [{ ...entry, parcel: '../../x' }] }).ok).toBe(false);
  });

  it('[UP4] a receipt there and back', () => {
    const receipt = {
      purpose: RECEIPT_PURPOSE,
      org: hex(16),
      parcel: hex(32),
      size: 16_384,
      day: '2026-11-22',
      endpoint: hex(8),
      epoch: hex(8),
      sequence: 3,
    } as const;
    const bytes = encodeReceipt(receipt);
    expect(parseReceipt(bytes)).toEqual({ ok: true, value: receipt });
    for (const key of Object.keys(receipt)) {
      expect(parseReceipt(utf8(JSON.stringify({ ...receipt, [key]: undefined }))).ok, key).toBe(false);
    }
    const reply = { receipt: bytes, signature: 'four lines' };
    expect(parseReceiptReply(encodeReceiptReply(reply))).toEqual({ ok: true, value: reply });
  });

  it('[EP7] [UP5] whatever else comes is no answer of ours', () => {
    for (const parse of [
      parseEndpointInfo,
      parseEnrolReply,
      parseEnrolRequest,
      parseFoundRequest,
      parseInboxReply,
      parseInviteRequest,
      parseNonceReply,
      parsePublishReply,
      parsePublishRequest,
      parseReceiptReply,
      parseSessionReply,
      parseSessionRequest,
    ]) {
      for (const value of odd) expect(parse(value).ok, parse.name).toBe(false);
    }
    for (const value of odd) expect(parseError(value)).toBeUndefined();
    expect(parseError({ error: { code: 'toString' } })).toBeUndefined();
  });

  it('every error code has a status that says failure', () => {
    for (const [code, status] of Object.entries(ENDPOINT_STATUS)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(parseError(encodeError(code as keyof typeof ENDPOINT_STATUS))).toBe(code);
    }
  });

  it('[EP8] a board is whole records of 32 bytes', () => {
    expect(parseBoardRecords(new Uint8Array(96))).toHaveLength(3);
    expect(parseBoardRecords(new Uint8Array(95))).toBeUndefined();
  });

  it('[EP7] paths and endpoint addresses', () => {
    expect(paths.inbox(hex(16), 4, 10)).toBe(`/o/${hex(16)}/v1/inbox?after=4&limit=10`);
    expect(paths.manifest(hex(16), 2)).toBe(`/o/${hex(16)}/v1/manifest/2`);
    for (const good of [
      'http://localhost:8787',
      'https://a.example/x/y',
      'http://127.0.0.1:1',
      'http://[::1]:80',
    ]) {
      expect(isEndpointUrl(good), good).toBe(true);
    }
    for (const bad of [
      'https://a.example/',
      'HTTPS://A.example',
      'https://',
      'https://a b',
      'https://a/..?x',
      '//a',
    ]) {
      expect(isEndpointUrl(bad), bad).toBe(false);
    }
  });
});
