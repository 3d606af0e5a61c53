/** Owns the list, and what becomes of a draft between the list and the screen: begun, opened, discarded, finished. Never locks or opens the vault. */

import { type Draft, type DraftAbout, emptyDraft, type ReportLanguage } from '../domain/draft.ts';
import { isLeftEmpty } from '../domain/later/additionEmpty.ts';
import { localRef } from '../domain/localRef.ts';
import { NO_LISTS, type OwnLists, parseOwnLists } from '../domain/ownLists.ts';
import type { Clock, Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { uuid } from '../domain/uuid.ts';
import type { Vault } from '../vault/api.ts';
import type { Manifest } from '../wire/manifest.ts';
import { toldCode } from './codes.ts';
import { createComposing } from './composing.ts';
import { countryOf, finishDraft } from './finishing.ts';
import type { Composing, Settings, Unlocked } from './life.ts';
import type { NotKept } from './notKept.ts';
import { createOverview, draftLine, type Sha256, withDraft } from './overview.ts';

export type ReportsDeps = {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly sha256: Sha256;
  readonly freeSpace: () => Promise<number | null>;
  /** Bytes a second as the link carried them last; null = not known. */
  readonly speed: () => number | null;
  /** null while nothing is open. */
  readonly unlocked: () => Unlocked | null;
  /** Does nothing while nothing is open. */
  readonly update: (change: (now: Unlocked) => Unlocked) => void;
  /** After a draft was saved. */
  readonly saved: () => void;
  /** After a draft was sealed, and the list knows it. */
  readonly sealed: (handle: string) => void;
  readonly keepSettings: (change: Partial<Settings>) => Promise<void>;
  readonly notKept: NotKept;
  readonly wake: () => void;
};

/** Spread into the session. */
export function createReports(deps: ReportsDeps) {
  const { vault, clock, rng, unlocked, update } = deps;
  const setComposing = (composing: Composing | null): void => update((now) => ({ ...now, composing }));

  const overview = createOverview({
    vault,
    sha256: deps.sha256,
    pepper: () => unlocked()?.settings.pepper ?? '',
  });
  const composing = createComposing({
    vault,
    clock,
    rng,
    get: () => unlocked()?.composing ?? null,
    set: setComposing,
    freeSpace: deps.freeSpace,
    speed: deps.speed,
    limit: () => unlocked()?.limit ?? 0,
    saved: (draft) => {
      const open = unlocked()?.composing;
      if (open?.draft.id === draft.id)
        update((now) => ({ ...now, items: withDraft(now.items, draftLine(draft, open.handle)) }));
      deps.saved();
    },
    sealing: deps.notKept.sealing,
  });

  async function refresh(): Promise<void> {
    if (unlocked() === null) return;
    const seen = await overview.items();
    if (seen.ok) update((now) => ({ ...now, ...seen.value }));
    else update((now) => ({ ...now, trouble: toldCode(seen.code, seen.detail) }));
  }

  /** Looks again at the sealed reports only: called often while something is being sent. */
  async function refreshReports(): Promise<void> {
    const now = unlocked();
    if (now === null) return;
    const items = await overview.withReports(now.items);
    if (items.ok)
      update((state) => ({
        ...state,
        items: [
          ...state.items.filter((one) => one.kind === 'draft'),
          ...items.value.filter((one) => one.kind === 'report'),
        ],
      }));
  }

  /** After a change of the list: shows it, or says why it did not happen. */
  async function changed(done: Result<unknown, string>): Promise<boolean> {
    await refresh();
    if (!done.ok) update((now) => ({ ...now, trouble: toldCode(done.code, done.detail) }));
    return done.ok;
  }

  /** Files that were still being sealed went with the draft that was left. */
  async function tellNotKept(): Promise<void> {
    const lost = await deps.notKept.take();
    if (lost !== null) update((now) => ({ ...now, trouble: lost }));
  }

  /**
   * An addition that was opened by mistake, or emptied again, is no draft: it goes like one that was never answered. What
   * the vault holds decides, since a file or a recording may have come in last. [REP10] [S1]
   */
  async function dropEmpty(left: Draft): Promise<void> {
    if (!isLeftEmpty(left)) return;
    const kept = await composing.load(left.id);
    if (kept.ok && isLeftEmpty(kept.value)) await vault.discardDraft(left.id);
  }

  let closing: Promise<boolean> = Promise.resolve(true);

  /** Takes the draft off the screen, written. One that cannot be written stays in memory, and the trouble is told. [S1] */
  function closeDraft(): Promise<boolean> {
    closing = close();
    return closing;
  }

  async function close(): Promise<boolean> {
    const written = await composing.save();
    const left = unlocked()?.composing;
    const saving = left?.saving;
    if (written) await composing.leave();
    if (written && left) await dropEmpty(left.draft);
    await refresh();
    await tellNotKept();
    if (!written && saving?.at === 'failed') update((now) => ({ ...now, trouble: saving.code }));
    return written;
  }

  /** The organisation's own regions and agencies; none while there is no manifest. [MAN9] */
  async function ownLists(): Promise<OwnLists> {
    const manifest = await vault.manifest();
    return manifest.ok ? parseOwnLists(manifest.value.ownLists) : NO_LISTS;
  }

  return {
    composing,
    refresh,
    refreshReports,
    closeDraft,
    forget: overview.forget,

    /**
     * A fresh draft on the screen; it is kept from its first answer on. Answers with its handle. `about`: what is said of a
     * report sent before, in the full form with nothing in it. [REP10]
     */
    async newDraft(lang: ReportLanguage, about: DraftAbout | null = null): Promise<string | null> {
      // The draft before it may be one that could not be written yet.
      if (!(await closeDraft())) return null;
      const now = unlocked();
      if (now === null) return null;
      const draft = emptyDraft({
        id: uuid(rng),
        localRef: localRef(rng),
        lang,
        country: now.settings.country,
        now: clock.now(),
      });
      const handle = await overview.handleOf(draft.id);
      composing.show(handle, about === null ? draft : { ...draft, about, full: {} }, true, await ownLists());
      // Taking something back needs no answer, and is something to keep already.
      if (about?.kind === 'withdraw') composing.answer({});
      return handle;
    },

    /** The organisation's own forms, as they were published; none while there is no manifest. [MAN8] */
    async ownForms(): Promise<NonNullable<Manifest['ownForms']>> {
      const manifest = await vault.manifest();
      return manifest.ok ? (manifest.value.ownForms ?? []) : [];
    },

    /** Puts the draft behind a handle on the screen; `notFound` when there is none. */
    async openDraft(handle: string): Promise<Result<Draft, string>> {
      // The same one may still be on its way off the screen: a recording in it comes to its end first.
      await closing;
      const now = unlocked();
      if (now === null) return err('locked');
      if (now.composing?.handle === handle) return ok(now.composing.draft);
      if (!(await closeDraft())) return err('saveFailed');
      if (now.items.length === 0) await refresh();
      const item = unlocked()?.items.find((one) => one.handle === handle);
      if (item?.kind !== 'draft' || item.discarded) return err('notFound');
      const draft = await composing.load(item.id);
      if (draft.ok && unlocked() !== null) composing.show(handle, draft.value, false, await ownLists());
      return draft;
    },

    /** True when it is out of the list; it can still come back. */
    async discardDraft(id: string): Promise<boolean> {
      const open = unlocked()?.composing;
      if (open?.draft.id === id) await composing.leave();
      return changed(await vault.discardDraft(id));
    },

    restoreDraft: async (id: string): Promise<boolean> => changed(await vault.restoreDraft(id)),

    /** Seals the draft on the screen. True when it is sealed; what stood in the way is in `finishing.trouble`. */
    async finish(): Promise<boolean> {
      const open = unlocked()?.composing;
      if (open === null || open === undefined) return false;
      await composing.settleRemoval();
      if (!(await composing.save())) return false;
      const { handle } = open;
      const show = (done: number, total: number, trouble: string | null): void =>
        update((state) => ({ ...state, finishing: { handle, done, total, trouble } }));
      show(0, 1, null);
      const sealed = await finishDraft(
        vault,
        unlocked()?.composing?.draft ?? open.draft,
        clock.now(),
        (done, total) => show(done, total, null),
      );
      if (!sealed.ok) {
        show(0, 1, toldCode(sealed.code, sealed.detail));
        return false;
      }
      update((state) => ({ ...state, composing: null, finishing: null }));
      await deps.keepSettings({ country: countryOf(open.draft) });
      await refresh();
      deps.sealed(handle);
      deps.wake();
      return true;
    },

    dismissFinishing: (): void => update((now) => ({ ...now, finishing: null })),

    /** What the endpoint refused goes into the queue again; what only waits is there already. */
    async offerAgain(id: string): Promise<boolean> {
      const item = unlocked()?.items.find((one) => one.kind === 'report' && one.trace.id === id);
      if (item?.kind !== 'report' || !item.trace.parcels.some(({ state }) => state === 'refused'))
        return true;
      return changed(await vault.offerAgain(id));
    },

    dropReport: async (id: string): Promise<boolean> => changed(await vault.dropTrace(id)),
  };
}
