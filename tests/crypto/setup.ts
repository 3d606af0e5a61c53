/** Owns what the sealing tests share: a ready libsodium, repeatable chance, small readers. Must never stand in for our code. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createIdentity } from '../../src/crypto/identity.ts';
import { createSodium } from '../../src/crypto/sodium.ts';
import type { Rng } from '../../src/domain/ports.ts';
import type { Result } from '../../src/domain/result.ts';
import { type Bytes, concat } from '../../src/wire/bytes.ts';

export const sodium = await createSodium();

/** Bytes that look random and are the same in each run: SHA-256 over a label and a counter. */
export function seededRng(label: string): Rng {
  let count = 0;
  return (n) => {
    const out = new Uint8Array(n);
    for (let at = 0; at < n; at += 32) {
      const block = createHash('sha256').update(`${label}/${count++}`).digest();
      out.set(block.subarray(0, n - at), at);
    }
    return out;
  };
}

export const identityFor = (label: string) => createIdentity(sodium, seededRng(`identity/${label}`));

/** The value, or a failed test that names the code. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`unexpected ${result.code} ${result.detail ?? ''}`);
  return result.value;
}

export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.code);

export const unhex = (text: string): Bytes => concat(Buffer.from(text, 'hex'));

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A file of tests/vectors. */
export function vectorFile<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** `content` computed with Node's own hash and nothing of ours: the second opinion. */
export function contentByNode(payload: Uint8Array): string {
  const outer = createHash('sha256').update(payload.subarray(0, 16));
  for (let at = 16; at < payload.length; at += 1024 * 1024) {
    outer.update(
      createHash('sha256')
        .update(payload.subarray(at, at + 1024 * 1024))
        .digest(),
    );
  }
  return outer.digest('hex');
}

/** A promise that gives all pieces joined. */
export function collector(): { write(piece: Uint8Array): void; bytes(): Bytes } {
  const pieces: Uint8Array[] = [];
  return {
    write: (piece) => {
      pieces.push(piece.slice());
    },
    bytes: () => concat(...pieces),
  };
}
