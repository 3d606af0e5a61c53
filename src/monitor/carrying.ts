/** Owns sealed files in somebody's hands: saved from here, delivered from here for others. Must never need the words or open one. */
import { err, ok } from '../domain/result.ts';
import { type Carried, type CarryDeps, type CarryTo, carryFiles } from '../outbox/carried.ts';
import type { VerifyReceipt } from '../outbox/ports.ts';
import type { DiskReader } from '../store/disk.ts';
import type { Kit } from '../store/kitFile.ts';
import type { Bytes } from '../wire/bytes.ts';
import { parseReceipt } from '../wire/receipt.ts';
import { isEndpointUrl, isHex } from '../wire/shape.ts';

/** What a sealed file is called outside: enough of its own name to tell two apart, and nothing else. */
const NAME_DIGITS = 12;

export type CarryingDeps = Pick<CarryDeps, 'clock' | 'rng' | 'send' | 'digest'> & {
  readonly reader: Pick<DiskReader, 'outgoing'>;
  readonly kit: () => Promise<Kit | null>;
  /** A pass for a file of somebody else; null: none can be had, as when nobody joined here. */
  readonly ticketFor: (parcel: string) => Promise<string | null>;
};

/** `{endpoint}/deliver#{org}`: opened in a browser it is the endpoint's public page. */
export const deliveryAddress = (endpoint: string, org: string): string => `${endpoint}/deliver#${org}`;

/** Where an address leads; null when it is none. */
export function parseDeliveryAddress(text: string): CarryTo | null {
  const [, endpoint, org] = /^\s*(\S+?)\/deliver\/?#(\S+)\s*$/.exec(text) ?? [];
  return isEndpointUrl(endpoint) && isHex(org, 16) ? { org, endpoints: [endpoint] } : null;
}

/** The receipt speaks of this file; its signature is the sender's to check, who knows the organisation's key. */
const isAbout: VerifyReceipt = async (parcel, _endpoint, signed) => {
  const receipt = parseReceipt(signed.receipt);
  if (!receipt.ok) return receipt;
  const { org, parcel: named, size } = receipt.value;
  return org === parcel.org && named === parcel.parcel && size === parcel.size
    ? ok(true)
    : err('otherParcel');
};

export function createCarrying(deps: CarryingDeps) {
  return {
    /** Own sealed files that are here, under names that say nothing. `fileUnreadable`: one of them is not. */
    async files(parcels: readonly { readonly handle: string; readonly parcel: string }[]) {
      const files: File[] = [];
      for (const { handle, parcel } of parcels) {
        const blob = await deps.reader.outgoing.blob(handle).catch(() => null);
        if (blob === null) return err('fileUnreadable');
        const name = `${parcel.slice(0, NAME_DIGITS)}.age`;
        files.push(new File([blob], name, { type: 'application/octet-stream' }));
      }
      return ok(files);
    },

    /** The delivery addresses of the organisation; none before joining. */
    async addresses(): Promise<readonly string[]> {
      const kit = await deps.kit();
      return kit === null ? [] : kit.endpoints.map(({ url }) => deliveryAddress(url, kit.org));
    },

    /** Carries files to `to` for as long as `signal` lets it, but no longer than `patience` milliseconds. */
    async deliver(
      files: readonly File[],
      to: CarryTo,
      watch: {
        readonly patience: number;
        readonly signal: AbortSignal;
        readonly tell: (all: readonly Carried[]) => void;
      },
    ): Promise<readonly Carried[]> {
      const kit = await deps.kit();
      const own = kit?.org === to.org;
      return carryFiles(
        {
          clock: deps.clock,
          rng: deps.rng,
          send: deps.send,
          digest: deps.digest,
          verifyReceipt: isAbout,
          ...(own ? { ticketFor: deps.ticketFor } : {}),
        },
        {
          // Who has joined knows every way to the same organisation.
          to: own ? { org: kit.org, endpoints: kit.endpoints.map(({ url }) => url) } : to,
          files: files.map((file) => ({
            name: file.name,
            size: file.size,
            read: async (from, until): Promise<Bytes> =>
              new Uint8Array(await file.slice(from, until).arrayBuffer()),
          })),
          until: deps.clock.now() + watch.patience,
          signal: watch.signal,
          tell: watch.tell,
        },
      );
    },
  };
}

export type Carrying = ReturnType<typeof createCarrying>;
