/** Proves that libsodium as the apps ship it gives what the whole package gives, and holds nothing that nobody calls. */

import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import whole from 'libsodium-wrappers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Sodium = typeof whole;
const root = resolve(import.meta.dirname, '../..');
const esm = (name: string): string => join(root, `node_modules/${name}/dist/modules-esm/${name}.mjs`);
/** Part of the build's own settings, which no room's compiler sees. */
type Lean = {
  namesIn(folder: string): string[];
  leanWrappers(code: string, names: readonly string[]): { code: string; below: Set<string> };
  leanLibrary(code: string, below: ReadonlySet<string>): { code: string; wasm: Uint8Array };
  literalOf(bytes: Uint8Array): string;
};
const settings = pathToFileURL(join(root, 'vite.config.sodium.ts')).href;
const { namesIn, leanWrappers, leanLibrary, literalOf } = (await import(settings)) as Lean;
const names = namesIn(join(root, 'src'));

describe('libsodium as the apps ship it', () => {
  let folder = '';
  let lean: Sodium;
  let wasm: Uint8Array;
  beforeAll(async () => {
    await whole.ready;
    folder = await mkdtemp(join(tmpdir(), 'lean-'));
    const wrappers = leanWrappers(readFileSync(esm('libsodium-wrappers'), 'utf8'), names);
    const library = leanLibrary(readFileSync(esm('libsodium'), 'utf8'), wrappers.below);
    wasm = library.wasm;
    await writeFile(
      join(folder, 'wrappers.mjs'),
      wrappers.code.replace('from"libsodium"', 'from"./library.mjs"'),
    );
    await writeFile(
      join(folder, 'library.mjs'),
      library.code.replace('"@@libsodium@@"', () => literalOf(library.wasm)),
    );
    lean = ((await import(pathToFileURL(join(folder, 'wrappers.mjs')).href)) as { default: Sodium }).default;
    await lean.ready;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const seed = new Uint8Array(32).map((_, index) => index * 7 + 1);
  const text = new TextEncoder().encode('what they saw');
  /** One call of each function that our code names; the same bytes from both. */
  const calls: Readonly<Record<string, (sodium: Sodium) => unknown>> = {
    crypto_aead_chacha20poly1305_ietf_encrypt: (sodium) =>
      sodium.crypto_aead_chacha20poly1305_ietf_encrypt(text, seed, null, seed.slice(0, 12), seed),
    crypto_aead_chacha20poly1305_ietf_decrypt: (sodium) =>
      sodium.crypto_aead_chacha20poly1305_ietf_decrypt(
        null,
        whole.crypto_aead_chacha20poly1305_ietf_encrypt(text, seed, null, seed.slice(0, 12), seed),
        seed,
        seed.slice(0, 12),
        seed,
      ),
    crypto_aead_xchacha20poly1305_ietf_ABYTES: (sodium) => sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES,
    crypto_aead_xchacha20poly1305_ietf_encrypt: (sodium) =>
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, seed, null, seed.slice(0, 24), seed),
    crypto_aead_xchacha20poly1305_ietf_decrypt: (sodium) =>
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        null,
        whole.crypto_aead_xchacha20poly1305_ietf_encrypt(text, seed, null, seed.slice(0, 24), seed),
        seed,
        seed.slice(0, 24),
        seed,
      ),
    crypto_box_seed_keypair: (sodium) => sodium.crypto_box_seed_keypair(seed),
    crypto_box_seal: (sodium) => {
      const pair = whole.crypto_box_seed_keypair(seed);
      return whole.crypto_box_seal_open(
        sodium.crypto_box_seal(text, pair.publicKey),
        pair.publicKey,
        pair.privateKey,
      );
    },
    crypto_box_seal_open: (sodium) => {
      const pair = whole.crypto_box_seed_keypair(seed);
      return sodium.crypto_box_seal_open(
        whole.crypto_box_seal(text, pair.publicKey),
        pair.publicKey,
        pair.privateKey,
      );
    },
    crypto_generichash: (sodium) => sodium.crypto_generichash(32, text, null),
    crypto_kdf_hkdf_sha256_extract: (sodium) => onHeap(sodium, '_crypto_kdf_hkdf_sha256_extract'),
    crypto_kdf_hkdf_sha256_expand: (sodium) => onHeap(sodium, '_crypto_kdf_hkdf_sha256_expand'),
    crypto_kem_xwing_seed_keypair: (sodium) => sodium.crypto_kem_xwing_seed_keypair(seed),
    crypto_kem_xwing_enc_deterministic: (sodium) =>
      sodium.crypto_kem_xwing_enc_deterministic(
        whole.crypto_kem_xwing_seed_keypair(seed).publicKey,
        new Uint8Array(64).map((_, index) => index),
      ),
    crypto_kem_xwing_dec: (sodium) => {
      const pair = whole.crypto_kem_xwing_seed_keypair(seed);
      const { ciphertext } = whole.crypto_kem_xwing_enc_deterministic(
        pair.publicKey,
        new Uint8Array(64).map((_, index) => index),
      );
      return sodium.crypto_kem_xwing_dec(ciphertext, pair.privateKey);
    },
    crypto_sign_seed_keypair: (sodium) => sodium.crypto_sign_seed_keypair(seed),
    crypto_sign_detached: (sodium) =>
      sodium.crypto_sign_detached(text, whole.crypto_sign_seed_keypair(seed).privateKey),
    crypto_sign_verify_detached: (sodium) => {
      const pair = whole.crypto_sign_seed_keypair(seed);
      const signature = whole.crypto_sign_detached(text, pair.privateKey);
      return [text, seed].map((message) =>
        sodium.crypto_sign_verify_detached(signature, message, pair.publicKey),
      );
    },
  };
  /** HKDF's steps are called on the module itself. */
  function onHeap(sodium: Sodium, name: string): Uint8Array {
    const { libsodium } = sodium as unknown as {
      libsodium: Record<string, (...numbers: number[]) => number> & { HEAPU8: Uint8Array };
    };
    const at = libsodium['_malloc']?.(256) ?? 0;
    libsodium.HEAPU8.fill(3, at, at + 256);
    const given = name.endsWith('extract') ? [at, at + 64, 32, at + 128, 32] : [at, 32, at + 64, 8, at + 128];
    expect(libsodium[name]?.(...given)).toBe(0);
    return libsodium.HEAPU8.slice(at, at + 32);
  }

  it('has every function that our code names, and here is a call of each', () => {
    const named = names.filter((name) => name.startsWith('crypto_') && !name.includes('secretbox'));
    expect(Object.keys(calls).sort()).toEqual(named.sort());
  });

  it.each(Object.keys(calls))('%s gives the same bytes', (name) => {
    expect(calls[name]?.(lean)).toEqual(calls[name]?.(whole));
  });

  it('has nothing else: not in its lists, and in its WebAssembly only what can be reached', () => {
    expect(
      Object.keys(lean)
        .filter((name) => name.startsWith('crypto_'))
        .sort(),
    ).toEqual(names.filter((name) => name.startsWith('crypto_') && name in whole).sort());
    expect(WebAssembly.Module.exports(new WebAssembly.Module(Uint8Array.from(wasm))).length).toBeLessThan(70);
    const version = createRequire(import.meta.url)(join(dirname(esm('libsodium')), '../../package.json')) as {
      version: string;
    };
    expect(version.version).toBe('0.8.4');
  });

  it('stops the build when the package is not as it was', () => {
    expect(() => leanWrappers('for(var x of y)', names)).toThrow('not as it was');
    expect(() => leanLibrary('nothing', new Set())).toThrow('not as it was');
  });
});
