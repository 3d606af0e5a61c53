/** Owns the sealing contest as it runs inside a browser's worker; bundled and started by `browser.ts`. */
import { Encrypter } from 'age-encryption';
import { createFileKey } from '../src/crypto/fileKey.ts';
import { createIdentity, encodeRecipient } from '../src/crypto/identity.ts';
import { createPayloadSealer } from '../src/crypto/payload.ts';
import { createRng } from '../src/crypto/random.ts';
import { createSodium } from '../src/crypto/sodium.ts';

const MIB = 1024 * 1024;
const CHUNK = 65_536;
const SIZE = 256 * MIB;
const SLOWER = SIZE / 4;
const ROUNDS = 3;

function* pieces(total: number, piece: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < total; at += piece.length) yield piece;
}

async function contest(): Promise<Record<string, number>> {
  const sodium = await createSodium();
  const rng = createRng();
  const piece = rng(CHUNK).slice();
  const big = new Uint8Array(MIB).fill(7);
  const [key, nonce, fileKey] = [rng(32), rng(12), createFileKey(rng)];
  const identity = createIdentity(sodium, rng);

  const seal = async (hashes: boolean): Promise<void> => {
    const sealer = await createPayloadSealer({ sodium, rng, fileKey, hashes });
    for (const each of pieces(SIZE, big)) (await sealer.push(each)).forEach(sealer.reuse);
    await sealer.finish();
  };
  const typage = async (): Promise<void> => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(encodeRecipient(identity.recipient));
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const each of pieces(SLOWER, big)) controller.enqueue(each);
        controller.close();
      },
    });
    const reader = (await encrypter.encrypt(source)).getReader();
    while (!(await reader.read()).done);
  };
  const raw = (): void => {
    for (let at = 0; at < SIZE; at += CHUNK)
      sodium.crypto_aead_chacha20poly1305_ietf_encrypt(piece, null, null, nonce, key);
  };
  const works: [string, number, () => unknown][] = [
    ['libsodium seal', SIZE, raw],
    ['ours seal', SIZE, () => seal(false)],
    ['ours seal + content', SIZE, () => seal(true)],
    ['typage seal', SLOWER, typage],
  ];
  const speeds: Record<string, number[]> = {};
  for (let round = 0; round <= ROUNDS; round++)
    for (const [name, bytes, work] of works) {
      const start = performance.now();
      await work();
      // The first round only warms up.
      const speed = bytes / 1e3 / (performance.now() - start);
      if (round > 0) speeds[name] = [...(speeds[name] ?? []), speed];
    }
  return Object.fromEntries(
    Object.entries(speeds).map(([name, list]) => [
      name,
      list.sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN,
    ]),
  );
}

contest().then(
  (speeds) => postMessage({ speeds }),
  (error: unknown) => postMessage({ error: String(error) }),
);
