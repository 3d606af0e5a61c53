/** Owns sending from a state folder: its queue, its sealed files, its receipts. Must never call a parcel stored unproved. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { keyId, verify } from '../../crypto/minisign.ts';
import type { Sodium } from '../../crypto/sodium.ts';
import { err, type Result } from '../../domain/result.ts';
import { createDrain, type DrainSummary } from '../../outbox/drain.ts';
import type { Change, Parcel, VerifyReceipt } from '../../outbox/ports.ts';
import { progressOf } from '../../outbox/progress.ts';
import { endpointInfo } from '../../outbox/receipts.ts';
import type { Manifest } from '../../wire/manifest.ts';
import { parseReceipt, type Receipt, type SignedReceipt } from '../../wire/receipt.ts';
import { nodeClock, nodeDigest, nodeRng, nodeSend, writeDurably } from '../platform.ts';
import { type PhoneParcel, type PhoneState, phoneManifest, sealedPath } from './phone.ts';

/** Reads the state, changes it, and stores it durably; calls run one after the other. */
export type PhoneStore = {
  read(): PhoneState;
  change(next: (state: PhoneState) => PhoneState): Promise<void>;
};

/** The endpoint's signature over exactly this parcel, under the key that the manifest gives for it. [UP4] [UP6] */
export function checkReceipt(
  sodium: Sodium,
  manifest: Manifest,
  about: { readonly org: string; readonly parcel: string; readonly size: number },
  signed: SignedReceipt,
): Result<Receipt, 'receiptRefused'> {
  const receipt = parseReceipt(signed.receipt);
  if (!receipt.ok) return err('receiptRefused', receipt.code);
  const { org, parcel, size, endpoint } = receipt.value;
  const key = manifest.endpoints.find(({ receiptKey }) => keyId(receiptKey) === endpoint)?.receiptKey;
  if (key === undefined) return err('receiptRefused', 'otherKey');
  const verified = verify(sodium, 'tumar-receipt/1', signed.receipt, signed.signature, key);
  if (!verified.ok) return err('receiptRefused', verified.code);
  const same = org === about.org && parcel === about.parcel && size === about.size;
  return same ? receipt : err('receiptRefused', 'otherParcel');
}

export const parcelsOf = (state: PhoneState): readonly PhoneParcel[] => [
  ...(state.hello === null ? [] : [state.hello]),
  ...state.reports.flatMap(({ parcels }) => parcels),
];

/** Once a coordinator holds a report, nothing of it needs to be sent any more. */
const waitingParcels = (state: PhoneState): readonly PhoneParcel[] =>
  parcelsOf({ ...state, reports: state.reports.filter(({ received }) => !received) });

function mapParcel(
  state: PhoneState,
  handle: string,
  change: (parcel: PhoneParcel) => PhoneParcel,
): PhoneState {
  const map = (parcel: PhoneParcel): PhoneParcel => (parcel.handle === handle ? change(parcel) : parcel);
  return {
    ...state,
    hello: state.hello && map(state.hello),
    reports: state.reports.map((report) => ({ ...report, parcels: report.parcels.map(map) })),
  };
}

/** What an endpoint refused is offered again by the next command: it may have been set up wrong, or full. */
export const offerAgain = (state: PhoneState): PhoneState =>
  parcelsOf(state)
    .filter(({ stage }) => stage.name === 'refused')
    .reduce(
      (next, { handle }) => mapParcel(next, handle, (parcel) => ({ ...parcel, stage: { name: 'queued' } })),
      state,
    );

/** With what an endpoint acknowledged and does not have any more, so that the next command knows it too. [UP6] */
function withLost(parcel: PhoneParcel, bytes: number, at: number): PhoneParcel {
  const { stage, size, lost } = parcel;
  const held = stage.name === 'sending' ? stage.bytes : stage.name === 'sent' ? size : 0;
  return held <= bytes ? parcel : { ...parcel, lost: { bytes: (lost?.bytes ?? 0) + held - bytes, at } };
}

const DAY = 24 * 60 * 60_000;

/**
 * What `endpoint` had proved as another store, and nobody acknowledged, is due again, once a day at most: as one that was begun,
 * so that it is asked before it gets any byte. The same state when nothing is. [EP1] [UP7]
 */
export function offerToStore(state: PhoneState, endpoint: string, epoch: string, at: number): PhoneState {
  const lost = waitingParcels(state).filter(
    ({ stage }) => stage.name === 'stored' && stage.endpoint === endpoint && stage.store !== epoch,
  );
  const since = at - (state.stores?.[endpoint] ?? -DAY);
  // A clock that was set back holds nothing up.
  if (lost.length === 0 || (since >= 0 && since < DAY)) return state;
  return lost.reduce<PhoneState>(
    (next, { handle }) =>
      mapParcel(next, handle, (parcel) => ({ ...parcel, stage: { name: 'sending', endpoint, bytes: 0 } })),
    { ...state, stores: { ...state.stores, [endpoint]: at } },
  );
}

/** What a change of the drain makes of a parcel; waiting changes nothing that is kept. */
export function afterChange(parcel: PhoneParcel, change: Change): PhoneParcel {
  switch (change.name) {
    case 'waiting':
      return parcel;
    case 'stored': {
      const receipt = parseReceipt(change.receipt.receipt);
      if (!receipt.ok) throw new Error('a receipt was verified that does not read');
      return {
        ...parcel,
        stage: {
          name: 'stored',
          day: receipt.value.day,
          sequence: receipt.value.sequence,
          endpoint: change.endpoint,
          store: change.store,
        },
      };
    }
    case 'sending':
      return { ...withLost(parcel, change.bytes, change.at), stage: change };
    case 'sent':
    case 'refused':
      return { ...parcel, stage: change };
  }
}

/** `{parcel}.json` and its `.minisig` under `receipts`, so that anybody can check them with minisign. */
async function keepReceipt(folder: string, { receipt, signature }: SignedReceipt): Promise<void> {
  const parsed = parseReceipt(receipt);
  if (!parsed.ok) throw new Error('a receipt was verified that does not read');
  const path = join(folder, 'receipts', `${parsed.value.parcel}.json`);
  await writeDurably(path, receipt);
  await writeDurably(`${path}.minisig`, signature);
}

/** Sends what is queued until all is stored or `patience` milliseconds passed without an end. */
export async function drainPhone(
  deps: { readonly sodium: Sodium; readonly folder: string; readonly store: PhoneStore },
  patience: number,
  tell?: (sent: number, total: number) => void,
): Promise<DrainSummary> {
  const { sodium, folder, store } = deps;
  const verifyReceipt: VerifyReceipt = async (parcel, _endpoint, receipt) => {
    const held = phoneManifest(store.read());
    return held === undefined ? err('receiptRefused') : checkReceipt(sodium, held.manifest, parcel, receipt);
  };
  const isDue = (parcel: PhoneParcel): boolean => !['stored', 'refused'].includes(parcel.stage.name);
  const toParcel = (state: PhoneState, parcel: PhoneParcel): Parcel[] => {
    const { stage } = parcel;
    if (stage.name === 'stored' || stage.name === 'refused') return [];
    return [{ ...parcel, stage, org: state.org, endpoints: state.endpoints }];
  };
  const drain = createDrain({
    clock: nodeClock,
    rng: nodeRng,
    send: nodeSend,
    digest: nodeDigest,
    verifyReceipt,
    // The lock on the state folder is held already.
    locks: {
      run: async (_name, work) => ({ held: false, value: await work() }),
      freed: async () => undefined,
    },
    reader: {
      async slice(handle, from, to) {
        const file = await open(sealedPath(folder, handle));
        try {
          const bytes = new Uint8Array(to - from);
          const { bytesRead } = await file.read(bytes, 0, to - from, from);
          return bytes.subarray(0, bytesRead);
        } finally {
          await file.close();
        }
      },
    },
    queue: {
      dueParcels: async () => {
        const state = store.read();
        return waitingParcels(state)
          .filter(isDue)
          .flatMap((parcel) => toParcel(state, parcel));
      },
      async change(handle, change) {
        if (change.name === 'stored') await keepReceipt(folder, change.receipt);
        await store.change((state) => mapParcel(state, handle, (parcel) => afterChange(parcel, change)));
        if (change.name !== 'sending' || tell === undefined) return;
        const { bytes, total } = progressOf(parcelsOf(store.read()));
        tell(bytes, total);
      },
      async storeSeen(endpoint, epoch, at) {
        const before = store.read();
        if (offerToStore(before, endpoint, epoch, at) === before) return false;
        await store.change((state) => offerToStore(state, endpoint, epoch, at));
        return true;
      },
    },
  });
  // With nothing to send it would meet no store, and not learn that one came back from a backup.
  const proved = waitingParcels(store.read()).flatMap(({ stage }) =>
    stage.name === 'stored' && stage.endpoint !== undefined ? [stage.endpoint] : [],
  );
  const meeting = { clock: nodeClock, send: drain.watched(nodeSend) };
  await Promise.all([...new Set(proved)].map((endpoint) => endpointInfo(meeting, endpoint)));
  await drain.noticeStores();
  const end = nodeClock.now() + patience;
  for (;;) {
    const summary = await drain.run();
    const { nextAt } = summary;
    if (nextAt === null || nextAt > end) return summary;
    await nodeClock.sleep(nextAt - nodeClock.now());
  }
}
