/** Owns a phone that goes from one endpoint process to the next until its parcel is stored. Must never forgive a byte asked for twice. */
import { expect } from 'vitest';
import { paths } from '../../src/wire/endpointApi.ts';
import {
  creation,
  type Door,
  headInit,
  type Monitor,
  patch,
  type ReceiptReply,
  receiptOf,
  type SealedFile,
} from '../server/parties.ts';

export type Journey = {
  /** Bytes of one slice. */
  readonly slice: number;
  /** Milliseconds until it has to be stored; two minutes. */
  readonly within?: number;
  /** The door for the next request; called before each. */
  door(): Door;
  /** Called after each acknowledgement, with the offset; may do harm. */
  after?(offset: number): void | Promise<void>;
};

/** Statuses after which a phone comes back; anything else is a failure of the test. */
const LATER = [409, 423, 503];

/** Sends until there is a receipt. Each step may fail because a server died: then the next one begins with a question. */
export async function sendParcel(
  monitor: Monitor,
  sealed: SealedFile,
  journey: Journey,
): Promise<ReceiptReply> {
  const { org } = monitor;
  const { file } = sealed;
  let acknowledged = 0;
  let place: string | undefined;
  let told = '';
  const last = Date.now() + (journey.within ?? 120_000);

  const ask = async (path: string, init: RequestInit): Promise<Response | undefined> => {
    const reply = await journey
      .door()
      .ask(path, init)
      .catch(() => undefined);
    told = `${init.method} ${reply?.status}`;
    if (reply === undefined) return undefined;
    await reply.arrayBuffer().catch(() => undefined);
    if (reply.status >= 400) expect(LATER, `${init.method} answered ${reply.status}`).toContain(reply.status);
    if (reply.status === 503) expect(Number(reply.headers.get('Retry-After'))).toBeGreaterThan(0);
    return reply.status < 400 ? reply : undefined;
  };

  while (Date.now() < last) {
    const asked: Response | undefined =
      place === undefined
        ? await ask(paths.parcels(org), creation(monitor, sealed, file.length))
        : await ask(place, headInit);
    const offset = Number(asked?.headers.get('Upload-Offset') ?? Number.NaN);
    if (asked === undefined || Number.isNaN(offset)) {
      await new Promise((next) => setTimeout(next, 50));
      continue;
    }
    place ??= asked.headers.get('Location') ?? undefined;
    expect(offset, 'an acknowledged byte was asked for again').toBeGreaterThanOrEqual(acknowledged);
    acknowledged = offset;
    if (offset === file.length) {
      const receipt = await receiptOf(journey.door(), org, sealed.parcel).catch((error: unknown) => {
        told = String(error);
        return undefined;
      });
      if (receipt !== undefined) return receipt;
      continue;
    }
    const sent = await ask(place ?? '', patch(offset, file.slice(offset, offset + journey.slice)));
    if (sent === undefined) continue;
    acknowledged = Number(sent.headers.get('Upload-Offset'));
    await journey.after?.(acknowledged);
  }
  throw new Error(`not stored: ${acknowledged} of ${file.length}; told last: ${told}`);
}
