/** Owns the one draft on the screen: each change kept in the vault, files sealed as they are read. Never sends anything. */
import { instant } from '../domain/day.ts';
import {
  answer,
  chooseCountry,
  type Draft,
  type DraftAnswers,
  type DraftAttachment,
  draftProgress,
  dropAttachment,
  encodeDraft,
  parseDraft,
  putAttachment,
  setExtra,
  setFull,
} from '../domain/draft.ts';
import { listsFor, type OwnLists, withNames } from '../domain/ownLists.ts';
import type { Clock, Rng } from '../domain/ports.ts';
import type { JsonObject } from '../domain/report.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { uuid } from '../domain/uuid.ts';
import type { Vault } from '../vault/api.ts';
import type { DraftView } from '../vault/views.ts';
import { toldCode } from './codes.ts';
import { createEvidence } from './evidence/adding.ts';
import { type Given, sizeOf } from './evidence/chosen.ts';
import type { Composing, FileWork } from './life.ts';

/** Most sealed files a draft may have: the vault's own limit, told before anything is read. */
export const MOST_FILES = 50;

export type ComposingDeps = {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly get: () => Composing | null;
  readonly set: (next: Composing | null) => void;
  /** Bytes left for this app, as far as the browser tells; null = it does not tell. */
  readonly freeSpace: () => Promise<number | null>;
  /** Bytes a second as the link carried them last; null = not known. */
  readonly speed: () => number | null;
  /** Largest sealed file that the organisation takes. */
  readonly limit: () => number;
  /** After a save of a draft that was not in the list, or whose look there changed. */
  readonly saved: (draft: Draft) => void;
  /** Files are being sealed, or none is any more. */
  readonly sealing: (now: boolean) => Promise<void>;
};

/** Which kind of attachment a media type is; decides the order of sending. */
export function kindOf(mime: string): DraftAttachment['kind'] {
  if (mime.startsWith('image/')) return 'photo';
  if (mime.startsWith('video/')) return 'video';
  return mime.startsWith('audio/') ? 'voice' : 'file';
}

/** Brings the draft's list of files together with what the vault really holds: a cut may have left them apart. */
export function reconcile(draft: Draft, view: Pick<DraftView, 'attachments'>): Draft {
  const held = new Map(view.attachments.map((one) => [one.id, one]));
  const kept = draft.attachments.flatMap((one) => {
    const file = held.get(one.id);
    if (file === undefined) return [];
    // A recording that was cut off got its end in the vault.
    const { size: bytes, sha256, partial } = file;
    return one.sha256 !== null
      ? [one]
      : [{ ...one, bytes, sha256, ...(partial === undefined ? {} : { partial }) }];
  });
  const named = new Set(kept.map((one) => one.id));
  const found = view.attachments
    .filter((one) => !named.has(one.id))
    .map((one) => attachmentOf(one, 'chosen'));
  return { ...draft, attachments: [...kept, ...found] };
}

/** Taken with the camera button of this app, or picked among what the phone already has: nobody knows from where. */
export type Origin = 'camera' | 'chosen';

type HeldFile = Pick<
  DraftView['attachments'][number],
  'id' | 'name' | 'type' | 'size' | 'sha256' | 'partial'
>;

/** A file just sealed. Where it is from and whom it shows is not claimed unless it is known. */
export function attachmentOf(file: HeldFile, from: Origin): DraftAttachment {
  const mime = file.type === '' ? 'application/octet-stream' : file.type;
  return {
    id: file.id,
    kind: kindOf(mime),
    name: file.name,
    mime,
    bytes: file.size,
    sha256: file.sha256,
    title: '',
    description: '',
    method: from === 'camera' ? 'own_capture' : 'other',
    showsPeople: 'notAsked',
    captured: null,
    ...(file.partial === undefined ? {} : { partial: file.partial }),
  };
}

export function createComposing(deps: ComposingDeps) {
  const { vault, clock } = deps;
  let writing = 0;
  /** Something was typed while another text was being written. */
  let waiting = false;
  const stops = new Map<string, AbortController>();
  let batches = 0;

  const update = (change: (composing: Composing) => Composing): void => {
    const composing = deps.get();
    if (composing !== null) deps.set(change(composing));
  };

  /** A tap is written at once; so is a keystroke, but for one that comes while another is being written: the last waits. */
  const keep = (draft: Draft, how: 'typed' | 'tapped'): void => {
    update((now) => ({ ...now, draft: withNames(draft, now.lists), saving: { at: 'saving' } }));
    if (how === 'typed' && writing > 0) waiting = true;
    else void save();
  };

  /** Writes what is on the screen; *Saved* only when nothing newer was typed meanwhile. [S1] */
  async function save(): Promise<boolean> {
    waiting = false;
    const composing = deps.get();
    if (composing === null || composing.saving.at === 'saved' || composing.saving.at === 'fresh') return true;
    const { draft } = composing;
    writing += 1;
    const written = await vault.saveDraft(draft.id, encodeDraft(draft));
    writing -= 1;
    if (written.ok) deps.saved(draft);
    update((now) => {
      if (now.draft !== draft) return now;
      return {
        ...now,
        saving: written.ok ? { at: 'saved' } : { at: 'failed', code: toldCode(written.code, written.detail) },
      };
    });
    if (waiting && writing === 0) void save();
    return written.ok;
  }

  const work = (id: string, change: (file: FileWork) => FileWork | null): void =>
    update((composing) => ({
      ...composing,
      work: composing.work.flatMap((file) => (file.id === id ? (change(file) ?? []) : [file])),
    }));

  async function seal(draft: string, given: Given): Promise<void> {
    const { id, content, from, copyOf } = given;
    const size = sizeOf(content);
    const failed = (code: string, detail?: string): void =>
      work(id, (one) => ({ ...one, trouble: toldCode(code, detail) }));
    const composing = deps.get();
    // Another draft may be on the screen by now.
    if (composing === null || composing.draft.id !== draft) return;
    if (composing.draft.attachments.length + composing.work.length > MOST_FILES)
      return failed('tooManyFiles');
    if (size > deps.limit()) return failed('tooLarge');
    if (!(await hasRoom(size))) return failed('quota');
    // The vault hangs a file on a draft that it knows.
    if (composing.saving.at === 'fresh') update((now) => ({ ...now, saving: { at: 'saving' } }));
    if (!(await save())) return failed('saveFailed');
    const stop = new AbortController();
    stops.set(id, stop);
    const sealed = await vault.attach(
      composing.draft.id,
      id,
      content,
      { name: given.name, type: given.type },
      { signal: stop.signal, progress: (done) => work(id, (one) => ({ ...one, done })) },
    );
    stops.delete(id);
    if (!sealed.ok) {
      if (sealed.code === 'aborted') work(id, () => null);
      else failed(sealed.code, sealed.detail);
      return;
    }
    const now = deps.get();
    if (now === null || now.draft.id !== composing.draft.id) return;
    work(id, () => null);
    const added: DraftAttachment = {
      ...attachmentOf({ ...sealed.value, id }, from),
      addedAt: instant(clock.now()),
      ...(copyOf === undefined ? {} : { copyOf }),
    };
    keep(putAttachment(now.draft, added, clock.now()), 'tapped');
  }

  /** A sealed file is up to a quarter larger than the file; what the browser says is an estimate. */
  async function hasRoom(size: number): Promise<boolean> {
    const free = await deps.freeSpace();
    return free === null || size * 1.3 <= free;
  }

  /** Whoever leaves the draft while something that was chosen is not in it is told so afterwards. [S1] */
  async function during(draft: string | undefined, doing: () => Promise<void>): Promise<void> {
    batches += 1;
    await deps.sealing(true);
    await doing();
    batches -= 1;
    // A draft that was left in the middle: what was dropped must still be told.
    if (batches === 0 && !evidence.waits() && deps.get()?.draft.id === draft) await deps.sealing(false);
  }

  /** Seals one after the other as they are read. What goes wrong is told beside the file. */
  async function sealAll(draft: string | undefined, waiting: readonly Given[]): Promise<void> {
    await settleRemoval();
    if (draft === undefined || waiting.length === 0 || deps.get()?.draft.id !== draft) return;
    update((composing) => ({
      ...composing,
      work: [
        ...composing.work,
        ...waiting.map(({ id, name, content }) => ({
          ...{ id, name, done: 0, trouble: null },
          size: sizeOf(content),
        })),
      ],
    }));
    await during(draft, async () => {
      for (const given of waiting) await seal(draft, given);
    });
  }

  const evidence = createEvidence({ ...deps, hasRoom, keep, save, during, sealAll, settleRemoval });

  function changeFile(id: string, change: Partial<DraftAttachment>, how: 'typed' | 'tapped'): void {
    const composing = deps.get();
    const one = composing?.draft.attachments.find((file) => file.id === id);
    if (composing !== null && one !== undefined)
      keep(putAttachment(composing.draft, { ...one, ...change }, clock.now()), how);
  }

  return {
    /** Puts a draft on the screen. */
    show(handle: string, draft: Draft, fresh: boolean, lists: OwnLists): void {
      deps.set({
        handle,
        draft,
        lists: listsFor(draft, lists),
        saving: { at: fresh ? 'fresh' : 'saved' },
        work: [],
        chosen: [],
        taping: null,
        removed: null,
      });
    },

    /** Reads a kept draft. `newer` and `notADraft` leave it where it is. */
    async load(id: string): Promise<Result<Draft, string>> {
      const cut = await vault.recordSettle(id);
      if (!cut.ok) return cut;
      const view = await vault.loadDraft(id);
      if (!view.ok) return view;
      if (view.value.discardedUntil !== null) return err('notFound');
      const draft = parseDraft(view.value.body);
      return draft.ok ? ok(reconcile(draft.value, view.value)) : draft;
    },

    /** Changes answers. `typed` waits while an earlier text is being written; a tap does not. */
    answer(answers: Partial<DraftAnswers>, how: 'typed' | 'tapped' = 'tapped'): void {
      const composing = deps.get();
      if (composing !== null) keep(answer(composing.draft, answers, clock.now()), how);
    },

    chooseCountry(country: string): void {
      const composing = deps.get();
      if (composing !== null) keep(chooseCountry(composing.draft, country, clock.now()), 'tapped');
    },

    /** Opens the full form with the answers given so far; taken once, as from then on its own answers count. */
    beginFull(toFull: (draft: Draft, newId: () => string) => JsonObject): void {
      const composing = deps.get();
      if (composing === null || composing.draft.full !== null) return;
      const full = toFull(composing.draft, () => uuid(deps.rng));
      keep(setFull(composing.draft, full, clock.now()), 'tapped');
    },

    /** Changes the answers of the full form: those that are there at this moment, so that no key press is lost. */
    changeFull(change: (full: JsonObject, draft: Draft) => JsonObject, how: 'typed' | 'tapped'): void {
      const composing = deps.get();
      if (composing === null || composing.draft.full === null) return;
      const full = change(composing.draft.full, composing.draft);
      if (full !== composing.draft.full) keep(setFull(composing.draft, full, clock.now()), how);
    },

    /** The same for the answers to the organisation's own form beside the short one. [FORM7] */
    changeOwn(change: (extra: JsonObject) => JsonObject, how: 'typed' | 'tapped'): void {
      const composing = deps.get();
      if (composing === null || composing.draft.full !== null) return;
      const before = composing.draft.extra ?? {};
      const extra = change(before);
      if (extra !== before) keep(setExtra(composing.draft, extra, clock.now()), how);
    },

    newId: (): string => uuid(deps.rng),

    ...evidence.actions,

    /** Stops sealing, or takes a file that failed off the screen. */
    dismissWork(id: string): void {
      const stop = stops.get(id);
      if (stop === undefined) work(id, () => null);
      else stop.abort();
    },

    describe(id: string, description: string): void {
      changeFile(id, { description }, 'typed');
    },

    /** Where a file is from, and the consent for it alone. */
    aboutFile(id: string, change: Partial<Pick<DraftAttachment, 'method' | 'obtainedFrom' | 'use'>>): void {
      changeFile(id, change, 'tapped');
    },

    /** The answer to "Can people be recognised?". */
    showsPeople(id: string, showsPeople: DraftAttachment['showsPeople']): void {
      changeFile(id, { showsPeople }, 'tapped');
    },

    /**
     * Takes a file out of the draft; its bytes stay until the chance to undo is over. The vault knows it before the text
     * does: a cut between the two must not bring back what somebody took out. [S1]
     */
    async removeFile(id: string): Promise<void> {
      await settleRemoval();
      const draft = await setAside(id, true);
      if (draft === null) return;
      update((now) => ({ ...now, removed: { id, before: draft } }));
      keep(dropAttachment(draft, id, clock.now()), 'tapped');
    },

    async undoRemoval(): Promise<void> {
      const removed = deps.get()?.removed;
      if (removed === null || removed === undefined) return;
      const one = removed.before.attachments.find((file) => file.id === removed.id);
      // At once: whoever leaves the page now must not end the removal that is being taken back.
      update((now) => ({ ...now, removed: null }));
      const draft = await setAside(removed.id, false);
      if (draft === null || one === undefined) return update((now) => ({ ...now, removed }));
      keep(putAttachment(draft, one, clock.now()), 'tapped');
    },

    settleRemoval,
    save,

    /** Writes what is pending and takes the draft off the screen; sealing under way is stopped. */
    async leave(): Promise<void> {
      for (const stop of stops.values()) stop.abort();
      const left = deps.get()?.draft.id;
      const taped = evidence.leave();
      const saving = save();
      const erasing = settleRemoval();
      await Promise.all([saving, erasing, taped]);
      await save();
      // Another draft may be on the screen by now.
      if (deps.get()?.draft.id === left) deps.set(null);
    },
  };

  /** The draft as it is once the vault knows; null when it does not, and the screen says why. */
  async function setAside(id: string, aside: boolean): Promise<Draft | null> {
    const before = deps.get();
    if (before === null) return null;
    update((now) => ({ ...now, saving: { at: 'saving' } }));
    const set = await vault.setAside(before.draft.id, id, aside);
    const now = deps.get();
    if (now === null || now.draft.id !== before.draft.id) return null;
    if (set.ok) return now.draft;
    const code = toldCode(set.code, set.detail);
    update((composing) => ({ ...composing, saving: { at: 'failed', code } }));
    return null;
  }

  async function settleRemoval(): Promise<void> {
    const composing = deps.get();
    if (composing === null || composing.removed === null) return;
    const { id } = composing.removed;
    update((now) => ({ ...now, removed: null }));
    await vault.removeAttachment(composing.draft.id, id);
  }
}

/** How many of the seven screens have an answer. */
export const answeredCount = (draft: Draft): number =>
  Object.values(draftProgress(draft)).filter(Boolean).length;
