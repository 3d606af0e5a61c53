/** Owns whether some device of an organisation may upload. Must never keep which one a parcel came from. [EP6] */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { ticketInput } from '../../wire/inputs.ts';
import type { Store } from '../deps.ts';
import { Refusal } from '../replies.ts';
import { question } from '../rows.ts';

export type Tickets = {
  /** Refuses unless some credential of the organisation makes this ticket; which one is not remembered. [EP6] */
  check(org: string, parcel: string, ticket: string | undefined): Promise<void>;
};

/** All credentials are tried for each parcel: they are read and made ready once, and again when one is added or taken back. */
export function createTickets({ rows }: Pick<Store, 'rows'>): Tickets {
  const ready = new Map<string, { readonly version: number; readonly keys: readonly KeyObject[] }>();

  const version = question(rows, rows.selectFrom('enrolled').select('version').where('org', '=', ''));

  const keysOf = async (org: string): Promise<readonly KeyObject[]> => {
    // Read before the list: what changes in between is seen the next time.
    const now = (await version(org))?.version ?? 0;
    const held = ready.get(org);
    if (held?.version === now) return held.keys;
    const all = await rows.selectFrom('credentials').select('credential').where('org', '=', org).execute();
    const keys = all.map(({ credential }) => createSecretKey(Buffer.from(credential, 'hex')));
    ready.set(org, { version: now, keys });
    return keys;
  };

  return {
    async check(org, parcel, ticket) {
      const given = Buffer.from(ticket ?? '', 'hex');
      const input = ticketInput(org, parcel);
      const fits = (await keysOf(org)).some((key) => {
        const due = createHmac('sha256', key).update(input).digest();
        return due.length === given.length && timingSafeEqual(due, given);
      });
      if (!fits) throw new Refusal('ticketRefused');
    },
  };
}
