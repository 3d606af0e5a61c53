/** Owns the frozen vectors of protocol version 1: what was once written stays readable (S10). Must never write them anew. */
import { expect, it } from 'vitest';
import {
  ackComplete,
  ackRead,
  credentialTicket,
  enrolHash,
  helloHash,
  inviteId,
  safetyHash,
  uploadId,
} from '../../src/crypto/ack.ts';
import { nextKey, tagFor } from '../../src/crypto/chain.ts';
import { bindOf, parseFileKey } from '../../src/crypto/fileKey.ts';
import { boxManifest, openManifestBox } from '../../src/crypto/manifestBox.ts';
import { manifestHash, pinOf, verifyManifest } from '../../src/crypto/manifestCheck.ts';
import { createSigningKey, sign } from '../../src/crypto/minisign.ts';
import { toHex, utf8 } from '../../src/wire/bytes.ts';
import { encodeInvite, parseInvite } from '../../src/wire/invite.ts';
import { encodeManifest, parseManifest } from '../../src/wire/manifest.ts';
import { must, sodium, unhex, vectorFile } from './setup.ts';

type Frozen = {
  input: Record<
    | 'org'
    | 'readKey'
    | 'secret'
    | 'credential'
    | 'parcel'
    | 'uploadSecret'
    | 'ack'
    | 'id'
    | 'chain'
    | 'chainKey'
    | 'fileKey'
    | 'line1'
    | 'boxNonce'
    | 'lastDay',
    string
  > & { tails: string[]; endpoints: string[] };
  signing: { seed: string; publicKey: string };
  chain: { n: number; key: string; tag: string }[];
} & Record<
  | 'manifest'
  | 'signature'
  | 'box'
  | 'invite'
  | 'pin'
  | 'manifestHash'
  | 'safetyHash'
  | 'helloHash'
  | 'enrolHash'
  | 'inviteId'
  | 'bind'
  | 'ackRead'
  | 'ackComplete'
  | 'ackCompleteNoTails'
  | 'uploadId'
  | 'ticket',
  string
>;
const frozen = vectorFile<Frozen>('tumar-v1');
const { input } = frozen;
const readKey = unhex(input.readKey);
const manifest = must(parseManifest(utf8(frozen.manifest)));

it('[INV1] [INV2] S10 invite, safety words, invite id', async () => {
  const invite = must(parseInvite(frozen.invite));
  expect(encodeInvite(invite)).toBe(frozen.invite);
  expect(invite).toEqual({
    org: input.org,
    pin: frozen.pin,
    readKey,
    secret: unhex(input.secret),
    lastDay: input.lastDay,
    endpoints: input.endpoints,
  });
  expect(toHex(await safetyHash(invite))).toBe(frozen.safetyHash);
  expect(await enrolHash(invite.secret)).toBe(frozen.enrolHash);
  expect(await inviteId(invite.secret)).toBe(frozen.inviteId);
});

it('[MAN1] [MAN3] [MAN5] S10 manifest, signature, pin, box', async () => {
  const bytes = encodeManifest(manifest);
  expect(new TextDecoder().decode(bytes)).toBe(frozen.manifest);
  expect(await manifestHash(bytes)).toBe(frozen.manifestHash);
  expect(await pinOf(manifest.roots, manifest.threshold)).toBe(frozen.pin);
  const root = createSigningKey(sodium, () => unhex(frozen.signing.seed));
  expect(root.publicKey).toBe(frozen.signing.publicKey);
  expect(sign(sodium, 'tumar-manifest/1', bytes, root.secret)).toBe(frozen.signature);
  const signed = { manifest: bytes, signatures: [frozen.signature] };
  expect((await verifyManifest(sodium, signed, { pin: frozen.pin })).ok).toBe(true);
  const made = boxManifest({ sodium, rng: () => unhex(input.boxNonce) }, { readKey, org: input.org, signed });
  expect(toHex(made)).toBe(frozen.box);
  expect(must(openManifestBox(sodium, { readKey, org: input.org, box: unhex(frozen.box) }))).toEqual(signed);
});

it('[REP3] [REP6] S10 chain keys, tags, hello words', async () => {
  let key = unhex(input.chainKey);
  expect(toHex(await helloHash(input.chain, key))).toBe(frozen.helloHash);
  for (const step of frozen.chain) {
    expect(toHex(key)).toBe(step.key);
    expect(await tagFor(key, step.n, utf8(input.line1))).toBe(step.tag);
    key = await nextKey(key);
  }
});

it('[REP2] [REP7] S10 bind and acknowledgements', async () => {
  const ack = unhex(input.ack);
  expect(toHex(await bindOf(must(parseFileKey(unhex(input.fileKey)))))).toBe(frozen.bind);
  expect(toHex(await ackRead(ack, input.id))).toBe(frozen.ackRead);
  expect(toHex(await ackComplete(ack, input.id, input.tails.map(unhex)))).toBe(frozen.ackComplete);
  expect(toHex(await ackComplete(ack, input.id, []))).toBe(frozen.ackCompleteNoTails);
});

it('[EP5] [EP6] [UP1] S10 ticket and upload name', async () => {
  expect(await credentialTicket(unhex(input.credential), input.org, input.parcel)).toBe(frozen.ticket);
  expect(await uploadId(input.parcel, input.uploadSecret)).toBe(frozen.uploadId);
});
