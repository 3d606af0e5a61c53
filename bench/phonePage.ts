/** Owns the page in which the figures of a phone's files are taken; bundled and started by `phoneFiles.ts`. Must never be part of an app. */
import { readMetadata, stripMetadata } from '../src/domain/evidence/evidenceMetadata.ts';
import { createVault } from '../src/vault/client.ts';

const MIB = 1024 * 1024;

/** A file of this size that lies where a picked one lies: outside of this page's memory. */
function bigFile(mib: number): File {
  const piece = new Uint8Array(MIB);
  for (let at = 0; at < MIB; at += 65_536) crypto.getRandomValues(piece.subarray(at, at + 65_536));
  return new File(Array(mib).fill(new Blob([piece])), 'film.mp4');
}

const files = {
  vault: createVault(),

  /** Milliseconds to seal `mib` into the draft and prove that it is there. */
  async seal(mib: number, draft: string, attachment: string): Promise<number> {
    const file = bigFile(mib);
    const from = performance.now();
    const about = { name: 'film.mp4', type: 'video/mp4' };
    const kept = await files.vault.attach(draft, attachment, file, about);
    if (!kept.ok) throw new Error(kept.code);
    return performance.now() - from;
  },

  /** Milliseconds to write the same bytes as they are, and flush. */
  write: (mib: number): Promise<number> =>
    new Promise((done, fail) => {
      const worker = new Worker(new URL('./phoneWriter.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }) => done(Number(data));
      worker.onerror = ({ message }) => fail(new Error(message));
      worker.postMessage(bigFile(mib));
    }),

  /** A photo of 12 megapixels with what a phone writes beside it, and the milliseconds to read that, and to take it out. */
  async photo(about: readonly number[]): Promise<{ bytes: number; read: number; strip: number }> {
    const canvas = new OffscreenCanvas(4_000, 3_000);
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('no canvas');
    // Noise: a camera's picture, too, says something everywhere.
    const picture = pen.createImageData(4_000, 3_000);
    let grain = 1;
    for (let at = 0; at < picture.data.length; at += 1) {
      grain = (Math.imul(grain, 1_664_525) + 1_013_904_223) >>> 0;
      picture.data[at] = at % 4 === 3 ? 255 : 100 + ((at >> 12) & 63) + (grain >>> 27);
    }
    pen.putImageData(picture, 0, 0);
    const drawn = new Uint8Array(
      await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer(),
    );
    const photo = new Blob([drawn.slice(0, 2), Uint8Array.from(about), drawn.slice(2)]);
    const asked = {
      size: photo.size,
      slice: async (from: number, to: number) => new Uint8Array(await photo.slice(from, to).arrayBuffer()),
    };
    const from = performance.now();
    const traits = await readMetadata(asked);
    const between = performance.now();
    const parts = await stripMetadata(asked);
    const end = performance.now();
    if (traits.place === null || parts === null) throw new Error('nothing was found in the photo');
    return { bytes: photo.size, read: between - from, strip: end - between };
  },
};
export type PhoneFiles = typeof files;
Object.assign(globalThis, { files });
