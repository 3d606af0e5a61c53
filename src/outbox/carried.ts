/** Owns carrying files that somebody sealed: their names, one queue, the postman. Must never open, change or remove one. */
import { err, ok, type Result } from '../domain/result.ts';
import { headerLength, MAX_HEADER_BYTES } from '../wire/ageHeader.ts';
import { type Bytes, concat, toHex, utf8 } from '../wire/bytes.ts';
import { createContentHasher, parcelIdOf } from '../wire/content.ts';
import { createDrain, type DrainDeps } from './drain.ts';
import { ORDERS, type Parcel } from './ports.ts';

/** A file wherever it lies. `read` gives the bytes from `from` up to `to`, fewer at the end; throws when it cannot. */
export type CarriedFile = {
  readonly name: string;
  readonly size: number;
  read(from: number, to: number): Promise<Bytes>;
};

/** Where to, as a manifest or a delivery address names it. */
export type CarryTo = { readonly org: string; readonly endpoints: readonly string[] };

export type CarryOutcome =
  /** The receipt verified, for whatever the given `verifyReceipt` is worth. */
  | { readonly state: 'stored' }
  | { readonly state: 'waiting'; readonly code: string | null }
  | { readonly state: 'refused'; readonly code: string };

/** `parcel` null: it is no sealed file, or cannot be read. `sent`: bytes that an endpoint acknowledged. */
export type Carried = {
  readonly name: string;
  readonly parcel: string | null;
  readonly size: number;
  readonly sent: number;
  readonly outcome: CarryOutcome;
};

export type CarryDeps = Omit<DrainDeps, 'queue' | 'reader' | 'locks' | 'digest' | 'verifyReceipt'> &
  Required<Pick<DrainDeps, 'verifyReceipt'>> & {
    readonly digest: (bytes: Bytes) => Promise<Bytes>;
    /** For who has a credential or tokens; null: none, and the endpoint's pool decides. [TOK7] */
    readonly ticketFor?: (parcel: string) => Promise<string | null>;
  };

type Named = { readonly parcel: string; readonly size: number; readonly secret: string };

const PIECE = 1_048_576;
const TAG_BYTES = 16;

/** What a sealed file is called, from its bytes alone [SEAL6]; `notSealed` when it does not begin like one. */
export async function nameOf(
  digest: CarryDeps['digest'],
  { size, read }: CarriedFile,
): Promise<Result<Named, 'notSealed' | 'fileUnreadable'>> {
  try {
    const head = await read(0, Math.min(size, MAX_HEADER_BYTES));
    const length = headerLength(head);
    if (length === undefined || length > MAX_HEADER_BYTES || size < length + 2 * TAG_BYTES)
      return err('notSealed');
    const hasher = createContentHasher(digest);
    for (let at = length; at < size; at += PIECE)
      await hasher.push(await read(at, Math.min(size, at + PIECE)));
    const parcel = await parcelIdOf(digest, head.subarray(0, length), await hasher.finish());
    const tag = await read(size - TAG_BYTES, size);
    // The same for everybody who holds the file, and for nobody else: whoever carries it goes on where the last one stopped. [UP8]
    const secret = await digest(concat(utf8('tumar/deliver/1'), parcel, tag));
    return ok({ parcel: toHex(parcel), size, secret: toHex(secret.subarray(0, 16)) });
  } catch {
    // A card that was pulled out, a file that moved: the others are carried all the same.
    return err('fileUnreadable');
  }
}

/**
 * Delivers each file once, however often it is named, until `until` (epoch milliseconds) or `signal`. `tell` hears how all stand
 * after each change. In the order of `files`.
 */
export async function carryFiles(
  deps: CarryDeps,
  ask: {
    readonly to: CarryTo;
    readonly files: readonly CarriedFile[];
    readonly until: number;
    readonly signal?: AbortSignal;
    readonly tell?: (carried: readonly Carried[]) => void;
  },
): Promise<readonly Carried[]> {
  const { to, files, signal } = ask;
  const held = new Map<string, CarriedFile>();
  const parcels = new Map<string, Parcel>();
  const outcomes = new Map<string, CarryOutcome>();
  const named: (Result<Named, 'notSealed' | 'fileUnreadable'> & { readonly file: CarriedFile })[] = [];

  const carried = (): readonly Carried[] =>
    named.map((one) => {
      const { name, size } = one.file;
      if (!one.ok)
        return { name, parcel: null, size, sent: 0, outcome: { state: 'refused', code: one.code } };
      const { parcel } = one.value;
      const outcome = outcomes.get(parcel) ?? { state: 'waiting', code: null };
      const stage = parcels.get(parcel)?.stage;
      const sent = outcome.state === 'stored' || stage?.name === 'sent' ? size : 0;
      return {
        name,
        parcel,
        size,
        sent: stage?.name === 'sending' && sent === 0 ? stage.bytes : sent,
        outcome,
      };
    });

  for (const file of files) {
    const name = await nameOf(deps.digest, file);
    named.push({ ...name, file });
    if (!name.ok) continue;
    const { parcel, size, secret } = name.value;
    held.set(parcel, file);
    parcels.set(parcel, {
      handle: parcel,
      org: to.org,
      parcel,
      secret,
      size,
      ticket: (await deps.ticketFor?.(parcel)) ?? null,
      order: ORDERS.text,
      endpoints: to.endpoints,
      // Another run, or another courier, may have brought some of it: ask before sending.
      stage: { name: 'sending', endpoint: to.endpoints[0] ?? '', bytes: 0 },
    });
    outcomes.set(parcel, { state: 'waiting', code: null });
    ask.tell?.(carried());
  }

  const drain = createDrain({
    ...deps,
    // These files are in nobody's queue but this one.
    locks: {
      run: async (_name, work) => ({ held: false, value: await work() }),
      freed: async () => undefined,
    },
    reader: {
      slice: async (handle, from, until) => held.get(handle)?.read(from, until) ?? new Uint8Array(0),
    },
    queue: {
      dueParcels: async () =>
        [...parcels.values()].filter(({ handle }) => outcomes.get(handle)?.state === 'waiting'),
      async change(handle, change) {
        const parcel = parcels.get(handle);
        if (parcel === undefined) return;
        if (change.name === 'stored') outcomes.set(handle, { state: 'stored' });
        else if (change.name === 'refused') outcomes.set(handle, { state: 'refused', code: change.code });
        else if (change.name === 'waiting') outcomes.set(handle, { state: 'waiting', code: change.code });
        else parcels.set(handle, { ...parcel, stage: change });
        ask.tell?.(carried());
      },
    },
  });
  for (;;) {
    const { nextAt } = await drain.run(signal);
    if (nextAt === null || nextAt > ask.until || signal?.aborted) break;
    await deps.clock.sleep(nextAt - deps.clock.now(), signal);
  }
  return carried();
}
