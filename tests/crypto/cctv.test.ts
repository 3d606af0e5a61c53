/** Proves the reader against the age authors' own vectors (npm cctv-age): each of the 143 has a stated outcome here. */
import { inflateSync } from 'node:zlib';
import * as cctv from 'cctv-age';
import { expect, test } from 'vitest';
import { parseFileKey } from '../../src/crypto/fileKey.ts';
import { type Identity, parseIdentity } from '../../src/crypto/identity.ts';
import { openStream } from '../../src/crypto/open.ts';
import { createPayloadOpener } from '../../src/crypto/payload.ts';
import { headerLength } from '../../src/wire/ageHeader.ts';
import { codeOf, collector, identityFor, must, sha256Hex, sodium, unhex } from './setup.ts';

type Vector = { name: string; fields: Map<string, string[]>; file: Uint8Array };

const vectors: Vector[] = Object.entries(cctv)
  .filter(([name, bytes]) => name !== 'default' && bytes instanceof Uint8Array)
  .map(([name, bytes]) => {
    const all = Buffer.from(bytes as Uint8Array);
    const end = all.indexOf('\n\n');
    const fields = new Map<string, string[]>();
    for (const line of all.subarray(0, end).toString().split('\n')) {
      const [key = '', value = ''] = line.split(': ');
      fields.set(key, [...(fields.get(key) ?? []), value]);
    }
    const body = all.subarray(end + 2);
    return { name, fields, file: fields.has('compressed') ? inflateSync(body) : body };
  });

const identitiesOf = ({ fields }: Vector): Identity[] =>
  (fields.get('identity') ?? [])
    .map((text) => parseIdentity(sodium, text))
    .flatMap((parsed) => (parsed.ok ? [parsed.value] : []));

/** Files with nothing but post-quantum stanzas for one of the vector's identities. */
const OPEN = ['hybrid', 'hybrid_multiple_recipients'];

/** Sound headers of the profile for another key. */
const NOT_FOR_THIS_KEY = [
  'hybrid_bad_tag',
  'hybrid_currupted_enc_mlkem',
  'hybrid_currupted_enc_x25519',
  'hybrid_no_match',
];

/** Broken syntax, whatever the stanzas; also a low-order or identity point. */
const DAMAGED = [
  'hmac_extra_space',
  'hmac_garbage',
  'hmac_missing',
  'hmac_no_space',
  'hmac_not_canonical',
  'hmac_trailing_space',
  'hmac_truncated',
  'hybrid_extra_argument',
  'hybrid_identity',
  'hybrid_long_file_key',
  'hybrid_long_share',
  'hybrid_low_order',
  'hybrid_not_canonical_body',
  'hybrid_not_canonical_enc',
  'hybrid_short_share',
  'scrypt_not_canonical_body',
  'stanza_bad_start',
  'stanza_base64_padding',
  'stanza_empty_argument',
  'stanza_invalid_character',
  'stanza_long_line',
  'stanza_missing_body',
  'stanza_missing_final_line',
  'stanza_multiple_short_lines',
  'stanza_no_arguments',
  'stanza_not_canonical',
  'stanza_spurious_cr',
  'x25519_not_canonical_body',
];

const TRUNCATED = ['empty'];

test('[SEAL1] [SEAL7] all 143 CCTV files have the right outcome: 2 open, 141 are refused with a stated code', async () => {
  const outcomes = new Map<string, string[]>();
  for (const vector of vectors) {
    const identities = identitiesOf(vector);
    const out = collector();
    const opened = await openStream({
      sodium,
      identities: identities.length > 0 ? identities : [identityFor('nobody')],
      source: [vector.file],
      write: out.write,
    });
    const code = codeOf(opened);
    outcomes.set(code, [...(outcomes.get(code) ?? []), vector.name]);
    if (opened.ok) {
      expect(vector.fields.get('expect')).toEqual(['success']);
      expect(sha256Hex(out.bytes()), vector.name).toBe(vector.fields.get('payload')?.[0]);
    } else {
      expect(out.bytes().length, vector.name).toBe(0);
    }
  }
  expect(vectors).toHaveLength(143);
  expect(outcomes.get('ok')).toEqual(OPEN);
  expect(outcomes.get('notForThisKey')).toEqual(NOT_FOR_THIS_KEY);
  expect(outcomes.get('damaged')).toEqual(DAMAGED);
  expect(outcomes.get('truncated')).toEqual(TRUNCATED);
  expect(outcomes.get('unsupported')).toHaveLength(143 - 2 - 4 - 28 - 1);
});

/** What is given out when nothing is. */
const EMPTY = sha256Hex(new Uint8Array(0));

/**
 * A verified full chunk before a cut, or a last chunk before garbage: other readers still give it out before the error,
 * ours holds it back, because it is known by then that the file is broken.
 */
const HELD_BACK = [
  'stream_no_final_full',
  'stream_no_final_two_chunks_full',
  'stream_trailing_garbage_long',
  'stream_trailing_garbage_short',
  'stream_two_final_chunks',
  'stream_two_final_chunks_full',
  'stream_two_final_chunks_second',
];

const STREAMS = {
  ok: [
    'stream_257_chunks',
    'stream_257_chunks_full',
    'stream_258_chunks',
    'stream_empty_payload',
    'stream_last_chunk_full',
    'stream_last_chunk_full_second',
    'stream_three_chunks',
    'stream_two_chunks',
  ],
  damaged: [
    'stream_bad_tag',
    'stream_bad_tag_second_chunk',
    'stream_bad_tag_second_chunk_full',
    'stream_last_chunk_empty',
    'stream_trailing_garbage_long',
    'stream_trailing_garbage_short',
    'stream_two_final_chunks',
    'stream_two_final_chunks_full',
    'stream_two_final_chunks_second',
    'stream_two_final_chunks_short',
  ],
  truncated: [
    'stream_missing_tag',
    'stream_no_chunks',
    'stream_no_final',
    'stream_no_final_full',
    'stream_no_final_two_chunks',
    'stream_no_final_two_chunks_full',
    'stream_no_nonce',
    'stream_short_chunk',
    'stream_short_nonce',
    'stream_short_second_chunk',
  ],
};

/** Payload level, under the file key that each vector states: their headers are for kinds of keys that we do not have. */
test('[SEAL4] all 28 CCTV stream files give the expected payload, or exactly the verified part of it and an error', async () => {
  const streams = vectors.filter(({ name }) => name.startsWith('stream_'));
  const outcomes: Record<string, string[]> = { ok: [], damaged: [], truncated: [] };
  for (const vector of streams) {
    const fileKey = must(parseFileKey(unhex(vector.fields.get('file key')?.[0] ?? '')));
    const opener = createPayloadOpener({ sodium, fileKey, hashes: false });
    const out = collector();
    const start = headerLength(vector.file) ?? Number.NaN;
    let code = 'ok';
    for (let at = start; at < vector.file.length && code === 'ok'; at += 50_000) {
      const pushed = await opener.push(vector.file.subarray(at, at + 50_000));
      code = codeOf(pushed);
      if (pushed.ok) for (const piece of pushed.value) out.write(piece);
    }
    if (code === 'ok') {
      const end = await opener.finish();
      code = codeOf(end);
      if (end.ok) for (const piece of end.value.pieces) out.write(piece);
    }
    outcomes[code]?.push(vector.name);
    expect(code === 'ok', vector.name).toBe(vector.fields.get('expect')?.[0] === 'success');
    const released = vector.fields.get('payload')?.[0];
    if (HELD_BACK.includes(vector.name)) expect(out.bytes().length % 65_536, vector.name).toBe(0);
    else expect(sha256Hex(out.bytes()), vector.name).toBe(released ?? EMPTY);
  }
  expect(streams).toHaveLength(28);
  expect(outcomes).toEqual(STREAMS);
});
