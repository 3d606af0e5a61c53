/** Owns carrying files that somebody sealed: their names, one queue, the postman. Must never change or remove a file. */
import { open } from 'node:fs/promises';
import { credentialTicket } from '../crypto/ack.ts';
import { sha256 } from '../crypto/hash.ts';
import { verify } from '../crypto/minisign.ts';
import type { Sodium } from '../crypto/sodium.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { createDrain } from '../outbox/drain.ts';
import { ORDERS, type Parcel, type VerifyReceipt } from '../outbox/ports.ts';
import { endpointInfo } from '../outbox/receipts.ts';
import { headerLength, MAX_HEADER_BYTES } from '../wire/ageHeader.ts';
import { type Bytes, concat, toHex, utf8 } from '../wire/bytes.ts';
import { createContentHasher, parcelIdOf } from '../wire/content.ts';
import { parseReceipt } from '../wire/receipt.ts';
import { type PhoneState, phoneManifest } from './phone.ts';
import { checkReceipt } from './phoneOutbox.ts';
import { nodeClock, nodeDigest, nodeRng, nodeSend } from './platform.ts';

/** Where to. `signed`: the verified manifest, null when there is none; `credential`: of an enrolled device, for tickets. */
export type Destination = Pick<PhoneState, 'org' | 'endpoints' | 'signed'> & {
  readonly credential: Bytes | null;
};

export type Outcome =
  /** `checked`: the receipt verified with a key from the manifest; else only with the key that the endpoint named itself. */
  | { readonly state: 'stored'; readonly checked: boolean }
  | { readonly state: 'waiting'; readonly code: string | null }
  | { readonly state: 'refused'; readonly code: string };

export type Delivered = { readonly name: string; readonly parcel: string | null; readonly outcome: Outcome };

type File = { readonly name: string; readonly path: string };
type Sealed = { readonly parcel: string; readonly size: number; readonly secret: string };

const PIECE = 1_048_576;
const TAG_BYTES = 16;

/** What a sealed file is called, from its bytes alone [SEAL6]; `notSealed` when it does not begin like one. */
export async function nameOf(path: string): Promise<Result<Sealed, 'notSealed'>> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (from: number, to: number): Promise<Bytes> => {
      const bytes = new Uint8Array(to - from);
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    };
    const head = await read(0, Math.min(size, MAX_HEADER_BYTES));
    const length = headerLength(head);
    if (length === undefined || length > MAX_HEADER_BYTES || size < length + 2 * TAG_BYTES)
      return err('notSealed');
    const hasher = createContentHasher(sha256);
    for (let at = length; at < size; at += PIECE)
      await hasher.push(await read(at, Math.min(size, at + PIECE)));
    const parcel = await parcelIdOf(sha256, head.subarray(0, length), await hasher.finish());
    const tag = await read(size - TAG_BYTES, size);
    // The same for everybody who holds the file, and for nobody else: whoever carries it goes on where the last one stopped. [UP8]
    const secret = await sha256(concat(utf8('tumar/deliver/1'), parcel, tag));
    return ok({ parcel: toHex(parcel), size, secret: toHex(secret.subarray(0, 16)) });
  } finally {
    await file.close();
  }
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
  const { sodium, to, files, patience } = ask;
  const paths = new Map<string, string>();
  const parcels = new Map<string, Parcel>();
  const outcomes = new Map<string, Outcome>();
  const names: { readonly name: string; readonly parcel: string | null }[] = [];
  for (const { name, path } of files) {
    const sealed = await nameOf(path);
    names.push({ name, parcel: sealed.ok ? sealed.value.parcel : null });
    if (!sealed.ok) continue;
    const { parcel, size, secret } = sealed.value;
    const ticket = to.credential === null ? null : await credentialTicket(to.credential, to.org, parcel);
    paths.set(parcel, path);
    parcels.set(parcel, {
      handle: parcel,
      org: to.org,
      parcel,
      secret,
      size,
      ticket,
      order: ORDERS.text,
      endpoints: to.endpoints,
      // Another run, or another courier, may have brought some of it: ask before sending.
      stage: { name: 'sending', endpoint: to.endpoints[0] ?? '', bytes: 0 },
    });
    outcomes.set(parcel, { state: 'waiting', code: null });
  }

  const drain = createDrain({
    clock: nodeClock,
    rng: nodeRng,
    send: nodeSend,
    digest: nodeDigest,
    verifyReceipt: verifierFor(sodium, to),
    locks: {
      run: async (_name, work) => ({ held: false, value: await work() }),
      freed: async () => undefined,
    },
    reader: {
      async slice(handle, from, until) {
        const file = await open(paths.get(handle) ?? '');
        try {
          const bytes = new Uint8Array(until - from);
          const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
          return bytes.subarray(0, bytesRead);
        } finally {
          await file.close();
        }
      },
    },
    queue: {
      dueParcels: async () =>
        [...parcels.values()].filter(({ handle }) => outcomes.get(handle)?.state === 'waiting'),
      async change(handle, change) {
        const parcel = parcels.get(handle);
        if (parcel === undefined) return;
        if (change.name === 'stored') outcomes.set(handle, { state: 'stored', checked: to.signed !== null });
        else if (change.name === 'refused') outcomes.set(handle, { state: 'refused', code: change.code });
        else if (change.name === 'waiting') outcomes.set(handle, { state: 'waiting', code: change.code });
        else parcels.set(handle, { ...parcel, stage: change });
      },
    },
  });
  const end = nodeClock.now() + patience;
  for (;;) {
    const { nextAt } = await drain.run();
    if (nextAt === null || nextAt > end) break;
    await nodeClock.sleep(nextAt - nodeClock.now());
  }
  return names.map(({ name, parcel }) => ({
    name,
    parcel,
    outcome: outcomes.get(parcel ?? '') ?? { state: 'refused', code: 'notSealed' },
  }));
}
