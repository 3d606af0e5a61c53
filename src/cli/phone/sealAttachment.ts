/** Owns sealing one file of a report into the state folder. Must never hold a file in memory or keep its key. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { bindOf, createFileKey } from '../../crypto/fileKey.ts';
import { writeHeader } from '../../crypto/header.ts';
import { parcelId, sealPayload } from '../../crypto/seal.ts';
import { reportRecipients, type SealedAttachment } from '../../crypto/sealReport.ts';
import type { Sodium } from '../../crypto/sodium.ts';
import { objectAt, objectsAt, type ReportFields, textAt } from '../../domain/report.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { ORDERS } from '../../outbox/ports.ts';
import { headerSize } from '../../wire/ageHeader.ts';
import { padTo, sealedSize, TAIL_BYTES } from '../../wire/buckets.ts';
import { type Bytes, toHex } from '../../wire/bytes.ts';
import type { Manifest } from '../../wire/manifest.ts';
import { Unusable } from '../io.ts';
import { nodeRng, syncFolder } from '../platform.ts';
import { type PhoneParcel, sealedPath } from './phone.ts';

const PIECE = 1_048_576;
const TYPES: { readonly [extension: string]: string } = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.mp4': 'video/mp4',
};

export type Ask = {
  readonly sodium: Sodium;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly day: string;
  readonly path: string;
  readonly fields: ReportFields;
};

/** The entry for the report, and what the queue needs to know of the parcel. */
export type SealedFile = {
  readonly attachment: SealedAttachment;
  readonly row: Pick<PhoneParcel, 'handle' | 'parcel' | 'size' | 'order'>;
};

/** What the report says about a file of this name. */
function describe(fields: ReportFields, name: string): { type: string; description: string } {
  const evidence =
    objectsAt(fields, 'evidence').find((each) => textAt(objectAt(each, 'file'), 'name') === name) ?? {};
  return {
    type:
      textAt(objectAt(evidence, 'file'), 'mime') ??
      TYPES[extname(name).toLowerCase()] ??
      'application/octet-stream',
    description: textAt(evidence, 'title') ?? textAt(evidence, 'description') ?? '',
  };
}

/** Sealed once as it is read; the header is written into the space left for it at the front. [SEAL8] */
export async function sealAttachment({
  sodium,
  folder,
  manifest,
  day,
  path,
  fields,
}: Ask): Promise<Result<SealedFile, 'unsupported' | 'tooLarge'>> {
  const recipients = reportRecipients(manifest, day);
  if (!recipients.ok) return recipients;
  const about = await stat(path);
  if (!about.isFile()) throw new Unusable(`${path} is not a file`);
  const whole = sealedSize(manifest.S, padTo(manifest.S, about.size + TAIL_BYTES));
  if (whole > manifest.limits.parcel) return err('tooLarge', basename(path));
  const handle = toHex(nodeRng(16));
  const target = sealedPath(folder, handle);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const file = await open(`${target}.partial`, 'wx', 0o600);
  const fileKey = createFileKey(nodeRng);
  try {
    const { S } = manifest;
    const hash = createHash('sha256');
    let at = headerSize(S);
    const source = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of createReadStream(path, { highWaterMark: PIECE })) {
        hash.update(piece as Buffer);
        yield piece as Buffer;
      }
    };
    const write = async (piece: Bytes): Promise<void> => {
      await file.write(piece, 0, piece.length, at);
      at += piece.length;
    };
    const payload = await sealPayload({ sodium, rng: nodeRng, fileKey, source: source(), write, padFor: S });
    const header = await writeHeader({ sodium, rng: nodeRng, fileKey, recipients: recipients.value, S });
    if (!header.ok) return header;
    if (header.value.length !== headerSize(S) || payload.tail === undefined)
      throw new Error('header does not fit');
    await file.write(header.value, 0, header.value.length, 0);
    await file.sync();
    await rename(`${target}.partial`, target);
    await syncFolder(dirname(target));
    const name = basename(path);
    const { type, description } = describe(fields, name);
    const attachment: SealedAttachment = {
      content: toHex(payload.content),
      bind: toHex(await bindOf(fileKey)),
      sha256: hash.digest('hex'),
      size: payload.size,
      type,
      name,
      description,
      tail: payload.tail,
    };
    const parcel = await parcelId(header.value, payload.content);
    const order = type.startsWith('video/')
      ? ORDERS.video
      : type.startsWith('audio/')
        ? ORDERS.sound
        : ORDERS.photo;
    return ok({ attachment, row: { handle, parcel, size: at, order } });
  } finally {
    sodium.memzero(fileKey);
    await file.close();
  }
}
