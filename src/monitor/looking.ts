/** Owns what the page asks besides sending: the board, and the organisation's settings. Never when. */
import type { Clock } from '../domain/ports.ts';
import type { Send } from '../outbox/ports.ts';
import { boardAfter } from '../outbox/receipts.ts';
import type { Kit } from '../store/kitFile.ts';
import { createObservable } from '../ui/observable.ts';
import type { Vault } from '../vault/api.ts';
import { concat } from '../wire/bytes.ts';
import { parseStoreMark, STORE_HEADER } from '../wire/endpointApi.ts';
import { toldCode } from './codes.ts';
import { enrolEverywhere, type JoinDoors, refreshManifest } from './enrolling.ts';

/** When the organisation's settings were asked for last, and why what came was refused. [MAN4] */
export type Asked = { readonly at: number | null; readonly trouble: string | null };

/** An organisation and where it is reached, first choice first. */
export type Way = { readonly org: Kit['org']; readonly endpoints: readonly string[] };

export const wayOf = (kit: Kit): Way => ({ org: kit.org, endpoints: kit.endpoints.map(({ url }) => url) });

export type LookingDeps = {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly send: Send;
  readonly doors: JoinDoors;
  /** The state of some parcel changed. */
  readonly changed: () => void;
  /** Whoever enrols says who they are: not beside something that is sent. */
  readonly mayEnrol: () => Promise<boolean>;
};

export function createLooking({ clock, vault, send, doors, changed, mayEnrol }: LookingDeps) {
  const asked = createObservable<Asked>({ at: null, trouble: null });

  return {
    asked,

    /** The endpoint takes this phone's credential no more. [EP9] */
    refused: (): void => asked.set({ at: clock.now(), trouble: 'notAllowed' }),

    /**
     * The board since last time; false: no endpoint answered. A mirror numbers its board by itself: the cursor belongs to the
     * first endpoint.
     */
    async board(kit: Kit): Promise<boolean> {
      const cursor = await vault.boardCursor();
      if (!cursor.ok) return true;
      const known = cursor.value;
      for (const [at, { url }] of kit.endpoints.entries()) {
        let epoch = '';
        const marked: Send = async (request) => {
          const response = await send(request);
          epoch = parseStoreMark(response.headers.get(STORE_HEADER))?.epoch ?? epoch;
          return response;
        };
        const after = at === 0 ? (known?.after ?? 0) : 0;
        let part = await boardAfter({ clock, send: marked }, url, kit.org, after);
        // Another store, or the same one restored from an older backup: its numbers begin anew. [EP1]
        const anew = after > 0 && (epoch !== known?.epoch || (part.ok && part.value.head < after));
        if (part.ok && anew) part = await boardAfter({ clock, send: marked }, url, kit.org, 0);
        if (!part.ok) continue;
        const next = at === 0 ? { epoch, after: part.value.head } : (known ?? { epoch, after: 0 });
        const applied = await vault.applyBoard(concat(...part.value.records), next);
        if (applied.ok && applied.value.read.length + applied.value.received.length > 0) changed();
        return true;
      }
      return false;
    },

    /** Whether somebody answered. Whoever answers nothing, or something that is not ours, says nothing about the settings: the line tells of it. */
    async settings(way: Way): Promise<boolean> {
      const now = clock.now();
      const came = await refreshManifest(vault, doors, way);
      if (came.ok) {
        asked.set({ at: now, trouble: null });
        if (await mayEnrol()) await enrolEverywhere(vault, doors);
        return true;
      }
      if (!came.code.startsWith('manifest')) return false;
      // Not of our roots: for whoever has joined that is one thing, whichever check said so.
      const code = came.code === 'manifestForeign' ? 'manifestUnsigned' : came.code;
      asked.set({ at: now, trouble: toldCode(code) });
      return true;
    },
  };
}
