/** Owns one Background Sync event: the postman over what may be seen without words. Must never verify a receipt. */
import {
  browserClock,
  browserDigest,
  browserLater,
  browserLocks,
  browserRng,
  browserSend,
} from '../outbox/browserPorts.ts';
import { createDrain } from '../outbox/drain.ts';
import { drainForSync } from '../outbox/wake.ts';
import { createOpfsReader } from '../store/opfsDisk.ts';
import { createOutboxRows } from '../store/outboxRows.ts';
import { createPostbox } from '../store/postbox.ts';

/** Sends what can be sent. Throws when the browser should try again by itself. */
export async function sendLater(registration: ServiceWorkerRegistration, lastChance: boolean): Promise<void> {
  const rows = createOutboxRows();
  try {
    const postbox = createPostbox({ rows, reader: createOpfsReader() });
    const drain = createDrain({
      clock: browserClock,
      rng: browserRng,
      send: browserSend,
      digest: browserDigest,
      locks: browserLocks,
      queue: postbox,
      reader: postbox,
      // No verifyReceipt: here a parcel becomes *sent*, and only the page makes it *stored*. [UP6]
    });
    const verdict = await drainForSync({ clock: browserClock, drain }, lastChance);
    if (verdict === 'registerAgain') await browserLater(registration)?.register();
    if (verdict === 'fail') throw new Error('nothing could be sent');
  } finally {
    rows.close();
  }
}
