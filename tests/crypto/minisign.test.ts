/** Owns the proof that our signatures are minisign's, that a purpose cannot be mistaken, and that stock minisign agrees. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePublicKeyFile, keyId, type Purpose, sign, verify } from '../../src/crypto/minisign.ts';
import { base64, utf8 } from '../../src/wire/bytes.ts';
import { sessionText } from '../../src/wire/endpointApi.ts';
import { encodeManifest } from '../../src/wire/manifest.ts';
import { encodeReceipt, RECEIPT_PURPOSE } from '../../src/wire/receipt.ts';
import { manifestWith, org, receiptKey, roots, signingKeyFor } from './organisation.ts';
import { codeOf, sodium, vectorFile } from './setup.ts';

const receipt = encodeReceipt({
  purpose: RECEIPT_PURPOSE,
  org,
  parcel: 'ab'.repeat(32),
  size: 16_384,
  day: '2026-11-22',
  endpoint: keyId(receiptKey.publicKey),
  epoch: '0123456789abcdef',
  sequence: 7,
});
const samples: { purpose: Purpose; bytes: Uint8Array }[] = [
  { purpose: 'tumar-manifest/1', bytes: encodeManifest(manifestWith()) },
  { purpose: 'tumar-receipt/1', bytes: receipt },
  { purpose: 'tumar-session/1', bytes: sessionText(org, 'http://localhost:8787', '00'.repeat(32)) },
];
const key = signingKeyFor('signer');

describe('minisign form', () => {
  it('[SIG1] a signature verifies for its purpose and for no other', () => {
    for (const { purpose, bytes } of samples) {
      const text = sign(sodium, purpose, bytes, key.secret);
      for (const asked of samples) {
        const result = verify(sodium, asked.purpose, bytes, text, key.publicKey);
        expect(codeOf(result)).toBe(asked.purpose === purpose ? 'ok' : 'wrongPurpose');
      }
    }
  });

  it('[SIG1] bytes that do not begin with their purpose are never signed', () => {
    for (const text of [
      '',
      'tumar-receipt/1',
      '{"org":"x","purpose":"tumar-receipt/1"}',
      'tumar-session/1\n',
    ]) {
      expect(() => sign(sodium, 'tumar-receipt/1', utf8(text), key.secret)).toThrow('nothing to sign');
    }
  });

  it('[SIG1] another key, an altered text and a broken signature each have their code', () => {
    const text = sign(sodium, 'tumar-receipt/1', receipt, key.secret);
    const ask = (bytes: Uint8Array, signature: string, line = key.publicKey) =>
      codeOf(verify(sodium, 'tumar-receipt/1', bytes, signature, line));
    expect(ask(receipt, text, signingKeyFor('other').publicKey)).toBe('otherKey');
    expect(ask(utf8(`${new TextDecoder().decode(receipt)} `), text)).toBe('badSignature');
    expect(ask(receipt, text.replace('tumar-receipt/1', 'tumar-receipt/1 more'))).toBe('badSignature');
    expect(ask(receipt, text.split('\n').slice(0, 3).join('\n'))).toBe('malformed');
    expect(ask(receipt, '')).toBe('malformed');
    expect(ask(receipt, text, 'RWnonsense')).toBe('malformed');
    expect(ask(receipt, text.replaceAll('\n', '\r\n'))).toBe('ok');
  });

  it('[SIG1] no single byte of a receipt or of its signature can change', () => {
    const text = sign(sodium, 'tumar-receipt/1', receipt, key.secret);
    const from = text.indexOf('\n') + 1;
    fc.assert(
      fc.property(fc.nat(receipt.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = receipt.slice();
        changed[at]! ^= flip;
        expect(verify(sodium, 'tumar-receipt/1', changed, text, key.publicKey).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: from, max: text.length - 2 }),
        fc.integer({ min: 33, max: 126 }),
        (at, code) => {
          fc.pre(text.charCodeAt(at) !== code);
          const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
          expect(verify(sodium, 'tumar-receipt/1', receipt, changed, key.publicKey).ok).toBe(false);
        },
      ),
    );
  });

  it('Wycheproof Ed25519: libsodium agrees with every verdict', () => {
    type Group = {
      publicKey: { pk: string };
      tests: { tcId: number; msg: string; sig: string; result: string }[];
    };
    const { testGroups } = vectorFile<{ testGroups: Group[] }>('wp_ed25519');
    let seen = 0;
    for (const group of testGroups) {
      for (const test of group.tests) {
        const sig = Buffer.from(test.sig, 'hex');
        const message = new Uint8Array(Buffer.from(test.msg, 'hex'));
        const publicKey = Buffer.from(group.publicKey.pk, 'hex');
        const good = sig.length === 64 && sodium.crypto_sign_verify_detached(sig, message, publicKey);
        expect(good, `tcId ${test.tcId}`).toBe(test.result === 'valid');
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(100);
  });
});

describe('stock minisign', () => {
  let folder = '';
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  const program = folders.map((each) => join(each, 'minisign')).find((path) => existsSync(path));
  const minisign = (...args: string[]): string => {
    if (program === undefined) throw new Error('minisign is not installed: apt-get install minisign');
    return execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tumar-minisign-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const put = (name: string, data: string | Uint8Array) => writeFileSync(join(folder, name), data);

  it('[SIG1] S9 verifies our manifest and our receipt, and refuses one changed byte', () => {
    const root = roots[0]!;
    for (const { purpose, bytes, signer } of [
      { purpose: 'tumar-manifest/1' as const, bytes: encodeManifest(manifestWith()), signer: root },
      { purpose: 'tumar-receipt/1' as const, bytes: receipt, signer: receiptKey },
    ]) {
      put('signed.json', bytes);
      put('signed.json.minisig', sign(sodium, purpose, bytes, signer.secret));
      put('key.pub', encodePublicKeyFile(signer.publicKey));
      const said = minisign('-V', '-m', 'signed.json', '-p', 'key.pub');
      expect(said).toContain('Signature and comment signature verified');
      expect(said).toContain(`Trusted comment: ${purpose}`);
      expect(minisign('-V', '-m', 'signed.json', '-P', signer.publicKey)).toContain('verified');
      const changed = bytes.slice();
      changed[30]! ^= 1;
      put('signed.json', changed);
      expect(() => minisign('-V', '-m', 'signed.json', '-p', 'key.pub')).toThrow(/failed/i);
    }
  });

  it('[SIG1] S9 we verify its signatures, with its key and its key id, and still ask for the purpose', () => {
    minisign('-G', '-W', '-p', 'theirs.pub', '-s', 'theirs.key');
    const [comment = '', line = ''] = readFileSync(join(folder, 'theirs.pub'), 'utf8').split('\n');
    // It prints the id as a number: one key in sixteen begins with zeros that are not written.
    expect(comment.endsWith(` ${keyId(line).toUpperCase().replace(/^0+/, '')}`)).toBe(true);
    put('receipt.json', receipt);
    const signed = (...args: string[]): string => {
      minisign('-S', '-s', 'theirs.key', '-m', 'receipt.json', '-x', 'out.minisig', ...args);
      return readFileSync(join(folder, 'out.minisig'), 'utf8');
    };
    const ask = (text: string) => codeOf(verify(sodium, 'tumar-receipt/1', receipt, text, line));
    expect(ask(signed('-t', 'tumar-receipt/1 by hand'))).toBe('ok');
    expect(ask(signed('-t', 'tumar-manifest/1'))).toBe('wrongPurpose');
    expect(ask(signed())).toBe('wrongPurpose');
    expect(ask(signed('-l', '-t', 'tumar-receipt/1'))).toBe('malformed');
  });

  it('a public key line is what minisign writes', () => {
    expect(roots[0]?.publicKey.startsWith('RW')).toBe(true);
    expect(base64.parse(roots[0]?.publicKey ?? '').ok).toBe(true);
  });
});
