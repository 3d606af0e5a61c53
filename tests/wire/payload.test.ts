/** Owns the proof that the two lines of a report are read exactly, and hostile ones are refused without harm. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../src/wire/bytes.ts';
import {
  type Auth,
  composePayload,
  encodeLine,
  type HelloLine,
  MAX_REPORT_PAYLOAD,
  parsePayload,
  payloadLength,
  type ReportLine,
} from '../../src/wire/payload.ts';

const report = (fields: ReportLine['fields'] = {}): ReportLine => ({
  v: 1,
  kind: 'report',
  id: '00112233-4455-4677-8899-aabbccddeeff',
  org: '01'.repeat(16),
  manifest: { version: 1, sha256: '02'.repeat(32) },
  form: 'short/1',
  ack: '03'.repeat(32),
  reply: '04'.repeat(32),
  fields,
  attachments: [
    {
      content: '05'.repeat(32),
      bind: '06'.repeat(32),
      sha256: '07'.repeat(32),
      size: 3,
      type: 'image/png',
      name: 'фото 1.png',
      description: '=1+1',
    },
  ],
  void: [{ n: 4 }],
});
const hello: HelloLine = {
  v: 1,
  kind: 'hello',
  org: '01'.repeat(16),
  invite: '08'.repeat(8),
  chain: '09'.repeat(16),
  key: '0a'.repeat(32),
};
const auth: Auth = { chain: '09'.repeat(16), n: 5, tag: '0b'.repeat(32) };

describe('payload', () => {
  it('[REP1] a report comes back as it was written, whatever its fields hold', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()),
        fc.nat(5000),
        fc.boolean(),
        (fields, pad, anonymous) => {
          const line1 = encodeLine(report(fields as ReportLine['fields']));
          const auth2 = anonymous ? null : auth;
          const bytes = composePayload(line1, auth2, payloadLength(line1, auth2) + pad);
          const parsed = parsePayload(bytes);
          if (!parsed.ok || parsed.value.kind !== 'report') throw new Error('not read back');
          expect(parsed.value.line1).toEqual(line1);
          expect(encodeLine(parsed.value.report)).toEqual(line1);
          expect(parsed.value.auth).toEqual(auth2);
          expect(bytes.at(-1)).toBe(10);
          expect(new TextDecoder().decode(bytes).split('\n')).toHaveLength(3);
        },
      ),
    );
  });

  it('[REP1] members that this version does not know are kept', () => {
    const line1 = encodeLine({ ...report(), weather: { wind: 3 } } as ReportLine);
    const parsed = parsePayload(composePayload(line1, null, payloadLength(line1, null)));
    expect(parsed).toMatchObject({ ok: true, value: { report: { weather: { wind: 3 } } } });
  });

  it('[REP3] line 2 is an author or null, and nothing else', () => {
    const line1 = encodeLine(report());
    const withSecond = (second: string) => parsePayload(concat(line1, utf8(`\n${second}   \n`)));
    expect(withSecond('{"auth":null}').ok).toBe(true);
    expect(withSecond(JSON.stringify({ auth })).ok).toBe(true);
    for (const second of [
      '',
      '{}',
      'null',
      '{"auth":{}}',
      '{"auth":{"chain":"","n":0,"tag":""}}',
      '{"auth":null} x',
    ]) {
      expect(withSecond(second), second).toMatchObject({ ok: false, code: 'notAReport' });
    }
  });

  it('[REP6] a hello has no author line', () => {
    const line1 = encodeLine(hello);
    const parsed = parsePayload(composePayload(line1, null, payloadLength(line1, null)));
    expect(parsed).toMatchObject({ ok: true, value: { kind: 'hello', hello } });
    expect(parsePayload(composePayload(line1, auth, payloadLength(line1, auth))).ok).toBe(false);
  });

  it('[REP2] an attachment entry lacks nothing', () => {
    for (const key of Object.keys(report().attachments[0] ?? {})) {
      const line = { ...report(), attachments: [{ ...report().attachments[0], [key]: undefined }] };
      const line1 = utf8(JSON.stringify(line));
      expect(parsePayload(concat(line1, utf8('\n{"auth":null}\n'))), key).toMatchObject({
        code: 'notAReport',
      });
    }
  });

  it('[REP1] M9 junk, deep nesting, prototype keys and giants do no harm', () => {
    const around = (first: string) => parsePayload(utf8(`${first}\n{"auth":null}\n`));
    for (const junk of ['', '[]', '{}', '{"v":2}', '\u0000', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`]) {
      expect(around(junk)).toMatchObject({ ok: false, code: 'notAReport' });
    }
    expect(parsePayload(new Uint8Array(0))).toMatchObject({ ok: false, code: 'notAReport' });
    expect(parsePayload(new Uint8Array(MAX_REPORT_PAYLOAD + 1))).toMatchObject({
      ok: false,
      code: 'tooLarge',
    });
    const hostile = around(
      JSON.stringify(report()).replace('"fields":{}', '"fields":{"__proto__":{"owned":true}}'),
    );
    expect(hostile.ok).toBe(true);
    expect(({} as { owned?: boolean }).owned).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => !parsePayload(bytes).ok));
  });

  it('[REP1] a payload too short for its lines is a bug, not a cut report', () => {
    const line1 = encodeLine(report());
    expect(() => composePayload(line1, null, payloadLength(line1, null) - 1)).toThrow(RangeError);
  });
});
