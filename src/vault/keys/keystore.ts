/** Owns the two copies of the keystore: reading the better one, changing both in turn, repair. Must never open a slot or entry. */
import { err, ok, type Result } from '../../domain/result.ts';
import type { Disk, FixedFile } from '../../store/disk.ts';
import { StoreFault } from '../../store/fault.ts';
import { type Bytes, equalBytes } from '../../wire/bytes.ts';
import type { Chance } from './box.ts';
import { type Header, KEYSTORE_BYTES, type Place, readHeader, withHeader } from './keystoreLayout.ts';

type CopyName = 'a' | 'b';
const COPIES: readonly CopyName[] = ['a', 'b'];

export type Keystore = {
  /** The bytes in force; read only. */
  image(): Bytes;
  header(): Header;
  /** How the other copy was found when opened; `change` writes it anew. */
  readonly other: 'same' | 'older' | 'damaged';
  /**
   * Applies `edit` to a copy of the image and writes it to one file, flushes, then to the other, flushes. [VLT4]
   * Resolves when both hold it and were read back.
   */
  change(edit: (image: Bytes) => void | Promise<void>): Promise<void>;
  /** The same for a whole new image with a header of its own; of `header` everything is taken, the generation too. */
  replace(image: Bytes, header: Header): Promise<void>;
  /** Overwrites a place with random bytes; for use inside `change`. */
  erase(image: Bytes, place: Place): void;
};

type Deps = Chance & { readonly disk: Pick<Disk, 'fixed'> };

/**
 * `noVault`: neither file holds anything. `unfinished`: one holds nothing and the other no whole copy, as after a cut in the
 * very first write: no vault, unless something was saved. `keystoreDamagedBoth`: no copy is whole. [VLT3]
 */
export async function openKeystore(
  deps: Deps,
): Promise<Result<Keystore, 'noVault' | 'unfinished' | 'keystoreDamagedBoth' | 'newer'>> {
  const { sodium, disk } = deps;
  let best: { name: CopyName; image: Bytes; header: Header } | undefined;
  let empty = 0;
  let whole = 0;
  for (const name of COPIES) {
    const image = await (await disk.fixed(name)).read();
    if (image.length === 0) empty += 1;
    const header = await readHeader(sodium, image);
    if (header === 'newer') return err('newer');
    if (header === undefined) continue;
    whole += 1;
    if (best === undefined || header.generation > best.header.generation) best = { name, image, header };
  }
  if (best === undefined) {
    if (empty === COPIES.length) return err('noVault');
    return err(empty > 0 ? 'unfinished' : 'keystoreDamagedBoth');
  }
  const otherName = best.name === 'a' ? 'b' : 'a';
  const same = equalBytes(await (await disk.fixed(otherName)).read(), best.image);
  const other = same ? 'same' : whole === 2 || empty > 0 ? 'older' : 'damaged';
  return ok(hold(deps, best.image, best.header, other, same ? null : otherName));
}

/** New copies from an image that holds everything but the header. */
export async function createKeystore(deps: Deps, image: Bytes, header: Header): Promise<Keystore> {
  const store = hold(deps, image, header, 'same', null);
  await store.change(() => undefined);
  return store;
}

function hold(
  deps: Deps,
  firstImage: Bytes,
  firstHeader: Header,
  other: Keystore['other'],
  firstSuspect: CopyName | null,
): Keystore {
  const { sodium, rng, disk } = deps;
  let image = firstImage;
  let header = firstHeader;
  // The copy that may be torn is written first, so that a whole one always remains.
  let suspect: CopyName | null = firstSuspect;

  async function write(file: FixedFile, bytes: Bytes): Promise<void> {
    await file.write(0, bytes);
    await file.flush();
    if (!equalBytes(await file.read(), bytes)) throw new StoreFault('damaged', 'keystoreReadBack');
  }

  async function replace(draft: Bytes, nextHeader: Header): Promise<void> {
    const next = await withHeader({ sodium, rng }, draft, nextHeader);
    const order: readonly CopyName[] = suspect === 'b' ? ['b', 'a'] : COPIES;
    for (const [turn, name] of order.entries()) {
      suspect = name;
      await write(await disk.fixed(name), next);
      // From the first durable copy on the new image is the truth: it has the higher generation.
      image = next;
      header = nextHeader;
      suspect = turn > 0 ? null : name === 'a' ? 'b' : 'a';
    }
  }

  return {
    image: () => image,
    header: () => header,
    other,
    async change(edit) {
      const draft = image.slice();
      await edit(draft);
      await replace(draft, { ...header, generation: header.generation + 1 });
    },
    replace,
    erase(target, { at, length }) {
      target.set(rng(length), at);
    },
  };
}

/** Random bytes everywhere: what is not used cannot be told from what is. [VLT1] */
export const emptyImage = ({ rng }: Pick<Chance, 'rng'>): Bytes => rng(KEYSTORE_BYTES);
