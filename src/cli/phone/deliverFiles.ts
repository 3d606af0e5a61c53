/** Owns how the command carries sealed files: where they lie, whose word counts. Must never change or remove a file. */
import { open, stat } from 'node:fs/promises';
import { credentialTicket } from '../../crypto/ack.ts';
import { sha256 } from '../../crypto/hash.ts';
import { verify } from '../../crypto/minisign.ts';
import type { Sodium } from '../../crypto/sodium.ts';
import { err } from '../../domain/result.ts';
import { type CarriedFile, type CarryOutcome, carryFiles } from '../../outbox/carried.ts';
import type { VerifyReceipt } from '../../outbox/ports.ts';
import { endpointInfo } from '../../outbox/receipts.ts';
import type { Bytes } from '../../wire/bytes.ts';
import { parseReceipt } from '../../wire/receipt.ts';
import { nodeClock, nodeRng, nodeSend } from '../platform.ts';
import { type PhoneState, phoneManifest } from './phone.ts';
import { checkReceipt } from './phoneOutbox.ts';

/** Where to. `signed`: the verified manifest, null when there is none; `credential`: of an enrolled device, for tickets. */
export type Destination = Pick<PhoneState, 'org' | 'endpoints' | 'signed'> & {
  readonly credential: Bytes | null;
};

export type Outcome =
  /** `checked`: the receipt verified with a key from the manifest; else only with the key that the endpoint named itself. */
  { readonly state: 'stored'; readonly checked: boolean } | Exclude<CarryOutcome, { state: 'stored' }>;

export type Delivered = { readonly name: string; readonly parcel: string | null; readonly outcome: Outcome };

type File = { readonly name: string; readonly path: string };

/** The size of a file; null for what is none, such as a pipe, which would be waited for without end. */
const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );

/** A file on disk, opened for each piece: a card may be pulled out between two of them. One that is missing fails by itself. */
async function fileAt({ name, path }: File): Promise<CarriedFile> {
  const size = await sizeOf(path);
  return {
    name,
    size: size ?? 0,
    async read(from, to) {
      if (size === null || (await sizeOf(path)) === null) throw new Error('no file');
      const held = await open(path);
      try {
        const bytes = new Uint8Array(to - from);
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await held.read(bytes, filled, bytes.length - filled, from + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      } finally {
        await held.close();
      }
    },
  };
}

/** With a manifest its keys decide; without one, the key that this endpoint names: then nobody vouches for it. */
function verifierFor(sodium: Sodium, to: Destination): VerifyReceipt {
  const manifest = phoneManifest(to)?.manifest;
  if (manifest !== undefined)
    return async (parcel, _endpoint, receipt) => checkReceipt(sodium, manifest, parcel, receipt);
  return async (parcel, endpoint, signed) => {
    const info = await endpointInfo({ clock: nodeClock, send: nodeSend }, endpoint);
    if (!info.ok) return info;
    const receipt = parseReceipt(signed.receipt);
    if (!receipt.ok) return receipt;
    const { org, parcel: named, size } = receipt.value;
    if (org !== parcel.org || named !== parcel.parcel || size !== parcel.size) return err('otherParcel');
    return verify(sodium, 'tumar-receipt/1', signed.receipt, signed.signature, info.value.receiptKey);
  };
}

/** Delivers each file once, however often it is named; `patience`: milliseconds to keep trying. In the order of `files`. */
export async function deliverFiles(ask: {
  readonly sodium: Sodium;
  readonly to: Destination;
  readonly files: readonly File[];
  readonly patience: number;
}): Promise<readonly Delivered[]> {
  const { sodium, to, patience } = ask;
  const { credential } = to;
  const files: CarriedFile[] = [];
  for (const file of ask.files) files.push(await fileAt(file));
  const carried = await carryFiles(
    {
      clock: nodeClock,
      rng: nodeRng,
      send: nodeSend,
      digest: sha256,
      verifyReceipt: verifierFor(sodium, to),
      ticketFor: async (parcel) =>
        credential === null ? null : credentialTicket(credential, to.org, parcel),
    },
    { to, files, until: nodeClock.now() + patience },
  );
  return carried.map(({ name, parcel, outcome }) => ({
    name,
    parcel,
    outcome: outcome.state === 'stored' ? { state: 'stored', checked: to.signed !== null } : outcome,
  }));
}
