/** Owns many different sealed files without the time that sealing each would take. Must never be taken for a way to seal. */
import { randomFillSync } from 'node:crypto';
import { createParcelHash } from '../src/server/uploads/parcelHash.ts';
import { toHex } from '../src/wire/bytes.ts';
import { realRng } from '../tests/fakes/endpoint.ts';
import { type SealedFile, sealedFile } from '../tests/server/parties.ts';

/** Files of `size` bytes with one real header and other bytes behind it: an endpoint cannot tell them from sealed ones. */
export async function createParcels(size: number): Promise<() => SealedFile> {
  const model = (await sealedFile(size)).file;
  const header = 7_000;
  return () => {
    const file = model.slice();
    randomFillSync(file, header);
    const hash = createParcelHash();
    hash.feed(file);
    return { file, parcel: hash.parcel() ?? '', secret: toHex(realRng(16)) };
  };
}
