/** Owns many different sealed files without the time that sealing each would take. Must never be taken for a way to seal. */
import type { Rng } from '../../src/domain/ports.ts';
import { createParcelHash } from '../../src/server/uploads/parcelHash.ts';
import { headerLength } from '../../src/wire/ageHeader.ts';
import { type Bytes, toHex } from '../../src/wire/bytes.ts';
import { type SealedFile, sealedFile } from '../server/parties.ts';

/** One of each size, sealed by the real code. */
const models = new Map<number, Bytes>();

/** A copy of the sealed file of this size with bytes of `rng` behind its header: an endpoint cannot tell it from one sealed by itself. */
export async function sealedAlike(rng: Rng, size = 16_384): Promise<SealedFile> {
  const model = models.get(size) ?? (await sealedFile(size)).file;
  models.set(size, model);
  const file = model.slice();
  file.set(rng(64), headerLength(file) ?? 0);
  const hash = createParcelHash();
  hash.feed(file);
  return { file, parcel: hash.parcel() ?? '', secret: toHex(rng(16)) };
}
