/** Owns the proof that a sealed report says who, under which manifest and with which attachments, and opens for the right people. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ackComplete, ackRead } from '../../src/crypto/ack.ts';
import { createChain, createChainState, verifyAuth } from '../../src/crypto/chain.ts';
import { bindOf, createFileKey } from '../../src/crypto/fileKey.ts';
import { writeHeader } from '../../src/crypto/header.ts';
import { manifestHash } from '../../src/crypto/manifestCheck.ts';
import { extractAttachment, openAttachment, openReport } from '../../src/crypto/openReport.ts';
import { sealPayload } from '../../src/crypto/seal.ts';
import { reportRecipients, sealHello, sealReport } from '../../src/crypto/sealReport.ts';
import { isBucket } from '../../src/wire/buckets.ts';
import { type Bytes, concat, parseHex, toHex, utf8 } from '../../src/wire/bytes.ts';
import { encodeManifest } from '../../src/wire/manifest.ts';
import type { AttachmentEntry } from '../../src/wire/payload.ts';
import { manifestWith } from './organisation.ts';
import { codeOf, collector, identityFor, must, seededRng, sha256Hex, sodium } from './setup.ts';

const manifest = manifestWith();
const hash = await manifestHash(encodeManifest(manifest));
const day = '2026-11-22';
const rng = seededRng('report');
const chain = createChain(seededRng('monitor'));
const epoch1 = [identityFor('epoch1')];

async function attach(plain: Bytes) {
  const fileKey = createFileKey(rng);
  const out = collector();
  const payload = await sealPayload({
    sodium,
    rng,
    fileKey,
    source: [plain],
    write: out.write,
    padFor: manifest.S,
  });
  const recipients = must(reportRecipients(manifest, day));
  const header = must(await writeHeader({ sodium, rng, fileKey, recipients, S: manifest.S }));
  const entry: AttachmentEntry = {
    content: toHex(payload.content),
    bind: toHex(await bindOf(fileKey)),
    sha256: sha256Hex(plain),
    size: plain.length,
    type: 'text/plain',
    name: 'a.txt',
    description: '',
  };
  return { entry, tail: payload.tail!, file: concat(header, out.bytes()) };
}

const base = { sodium, rng, manifest, manifestHash: hash, day, form: 'short/1', voids: [], attachments: [] };
const fields = { id: 'x', narrative: 'Задержание у суда' };

describe('sealReport', () => {
  it('[REP1] S9 seals to the epoch and to recovery, bucketed, and names the manifest', async () => {
    const sealed = must(await sealReport({ ...base, fields, chain, voids: [3] }));
    expect(isBucket(sealed.sealed.length)).toBe(true);
    for (const label of ['epoch1', 'recovery']) {
      const opened = must(
        await openReport({ sodium, identities: [identityFor(label)], file: sealed.sealed }),
      );
      expect(opened.parcel).toBe(sealed.parcel);
      expect(opened.payload).toMatchObject({
        kind: 'report',
        report: { id: sealed.id, fields, manifest: { version: 1, sha256: hash }, void: [{ n: 3 }] },
        auth: { chain: chain.id, n: 0 },
      });
    }
    for (const label of ['epoch2', 'late', 'member', 'stranger']) {
      const result = await openReport({ sodium, identities: [identityFor(label)], file: sealed.sealed });
      expect(codeOf(result)).toBe('notForThisKey');
    }
  });

  it('[REP3] the tag holds for line 1 as sent, and the next key follows from this one only', async () => {
    const first = must(await sealReport({ ...base, fields, chain }));
    const second = must(
      await sealReport({ ...base, fields, chain: { ...chain, n: 1, key: first.nextKey! } }),
    );
    let state = createChainState(chain.id, toHex(chain.key));
    for (const sealed of [second, first]) {
      const { payload } = must(await openReport({ sodium, identities: epoch1, file: sealed.sealed }));
      const step = await verifyAuth(state, payload.auth!, payload.line1);
      expect(step.verdict).toBe('author');
      state = step.state;
    }
    const anonymous = must(await sealReport({ ...base, fields, chain: null }));
    expect(anonymous.nextKey).toBeNull();
    const { payload } = must(await openReport({ sodium, identities: epoch1, file: anonymous.sealed }));
    expect(payload.auth).toBeNull();
  });

  it('[REP7] S5 what the phone waits for is what the desk computes, and only with every tail', async () => {
    const one = await attach(utf8('one'));
    const two = await attach(new Uint8Array(70_000).fill(7));
    const attachments = [one, two].map(({ entry, tail }) => ({ ...entry, tail }));
    const sealed = must(await sealReport({ ...base, fields, chain, attachments }));
    const { payload } = must(await openReport({ sodium, identities: epoch1, file: sealed.sealed }));
    if (payload.kind !== 'report') throw new Error('no report');
    const ack = must(parseHex(payload.report.ack));
    expect(toHex(await ackRead(ack, payload.report.id))).toBe(sealed.expected.read);
    const tails = [];
    for (const { file } of [one, two]) {
      tails.push(
        must(await openAttachment({ sodium, identities: epoch1, source: [file], write: () => {} })).tail,
      );
    }
    expect(toHex(await ackComplete(ack, payload.report.id, tails))).toBe(sealed.expected.complete);
    expect(toHex(await ackComplete(ack, payload.report.id, [...tails].reverse()))).not.toBe(
      sealed.expected.complete,
    );
    expect(toHex(await ackComplete(ack, payload.report.id, tails.slice(1)))).not.toBe(
      sealed.expected.complete,
    );
    expect(JSON.stringify(payload.report)).not.toContain(toHex(one.tail));
  });

  it('[REP6] a hello opens as one', async () => {
    const sealed = must(await sealHello({ sodium, rng, manifest, day, invite: '0f'.repeat(8), chain }));
    const opened = must(await openReport({ sodium, identities: epoch1, file: sealed.sealed }));
    expect(opened.payload).toMatchObject({
      kind: 'hello',
      hello: { chain: chain.id, key: toHex(chain.key) },
    });
  });

  it('[SEAL7] a report that cannot fit is refused as a value', async () => {
    const narrative = 'x'.repeat(5_000_000);
    expect(codeOf(await sealReport({ ...base, fields: { narrative }, chain: null }))).toBe('tooLarge');
  });

  it('[REP1] S6 nothing is sealed that no reader would know as a report', async () => {
    const { entry, tail } = await attach(utf8('x'));
    const seal = (change: object, times = 1) =>
      sealReport({
        ...base,
        fields,
        chain: null,
        attachments: Array.from({ length: times }, () => ({ ...entry, tail, ...change })),
      });
    for (const change of [{ description: 'x'.repeat(8001) }, { name: 'x'.repeat(401) }])
      expect(codeOf(await seal(change))).toBe('tooLarge');
    expect(codeOf(await seal({}, 201))).toBe('tooLarge');
    expect((await seal({}, 200)).ok).toBe(true);
  });
});

describe('attachments', () => {
  it('[REP2] [SEAL8] exactly the true bytes come out, at every size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1, 31, 32, 33, 9_900, 65_535, 65_536, 200_001),
        fc.nat(),
        async (size, seed) => {
          const plain = seededRng(`plain/${seed}`)(size);
          const { entry, tail, file } = await attach(plain);
          expect(isBucket(file.length)).toBe(true);
          const out = collector();
          const pieces = [file.subarray(0, 5_000), file.subarray(5_000, 9_000), file.subarray(9_000)];
          const got = must(
            await extractAttachment({ sodium, identities: epoch1, source: pieces, entry, write: out.write }),
          );
          expect(out.bytes()).toEqual(plain);
          expect(got.tail).toEqual(tail);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('[REP2] a wrong bind, hash, size, content or padding counts as missing', async () => {
    const { entry, file } = await attach(utf8('the true bytes'));
    const ask = async (change: Partial<AttachmentEntry>, source = file) =>
      codeOf(
        await extractAttachment({
          sodium,
          identities: epoch1,
          source: [source],
          entry: { ...entry, ...change },
          write: () => {},
        }),
      );
    expect(await ask({})).toBe('ok');
    expect(await ask({ bind: '00'.repeat(32) })).toBe('bindMismatch');
    expect(await ask({ sha256: '00'.repeat(32) })).toBe('hashMismatch');
    expect(await ask({ content: '00'.repeat(32) })).toBe('contentMismatch');
    expect(await ask({ size: 1_000_000 })).toBe('sizeMismatch');
    expect(await ask({ size: entry.size - 1, sha256: sha256Hex(utf8('the true byte')) })).toBe(
      'paddingMismatch',
    );
    expect(await ask({}, file.subarray(0, file.length - 1))).toBe('truncated');
  });

  it('[REP2] an attachment is not taken for a report', async () => {
    const { file } = await attach(utf8('{"v":1}\n{"auth":null}\n'));
    expect(codeOf(await openReport({ sodium, identities: epoch1, file }))).toBe('notAReport');
  });
});
