/** Owns how evidence comes into the draft on the screen: files that are looked at first, pictures, recordings, covered copies. Never seals by itself. */
import { instant } from '../../domain/day.ts';
import { type Draft, dropAttachment, putAttachment } from '../../domain/draft.ts';
import { err } from '../../domain/result.ts';
import { uuid } from '../../domain/uuid.ts';
import type { AttachmentView } from '../../vault/views.ts';
import type { Bytes } from '../../wire/bytes.ts';
import { toldCode } from '../codes.ts';
import { attachmentOf, type ComposingDeps, type Origin } from '../composing.ts';
import type { Composing, FileWork } from '../life.ts';
import type { Piece } from '../media/camera.ts';
import type { Recorder, RecordKind } from '../media/record.ts';
import { type ChosenFile, covered, type Given, lookAt, smaller, stripped } from './chosen.ts';
import { startTaping, type Taping } from './taping.ts';

/** As it is, without what it tells, a smaller copy before it, or not at all. */
export type Decision = 'keep' | 'strip' | 'smallerFirst' | 'drop';

export type EvidenceDeps = Pick<
  ComposingDeps,
  'vault' | 'clock' | 'rng' | 'get' | 'set' | 'speed' | 'limit'
> & {
  readonly hasRoom: (size: number) => Promise<boolean>;
  readonly keep: (draft: Draft, how: 'typed' | 'tapped') => void;
  readonly save: () => Promise<boolean>;
  /** Leaving this draft before it is done, or while a file waits for a decision, is told afterwards. */
  readonly during: (draft: string | undefined, doing: () => Promise<void>) => Promise<void>;
  /** Into this draft, or not at all: another may be on the screen by now. */
  readonly sealAll: (draft: string | undefined, given: readonly Given[]) => Promise<void>;
  readonly settleRemoval: () => Promise<void>;
};

export function createEvidence(deps: EvidenceDeps) {
  const { vault, clock, keep, save, during, sealAll, settleRemoval } = deps;
  const update = (change: (composing: Composing) => Composing): void => {
    const composing = deps.get();
    if (composing !== null) deps.set(change(composing));
  };

  const shown = (): string | undefined => deps.get()?.draft.id;

  /** Files that wait for a decision, by id. */
  const chosen = new Map<string, Given>();
  /** Ends what is being drawn when the draft is left. */
  let leaving = new AbortController();
  const choose = (change: (files: readonly ChosenFile[]) => readonly ChosenFile[]): void =>
    update((composing) => ({ ...composing, chosen: change(composing.chosen) }));

  /** What the person said about a file that tells something. */
  async function decide(id: string, what: Decision): Promise<void> {
    const given = chosen.get(id);
    if (given === undefined) return;
    const draft = shown();
    if (what === 'strip' || what === 'smallerFirst')
      choose((files) => files.map((one) => (one.id === id ? { ...one, busy: true } : one)));
    await during(draft, async () => {
      const made = await madeOf(given, what, leaving.signal);
      if (shown() !== draft) return;
      chosen.delete(id);
      choose((files) => files.filter((one) => one.id !== id));
      await sealAll(draft, made);
    });
  }

  async function madeOf(given: Given, what: Decision, gone: AbortSignal): Promise<readonly Given[]> {
    if (what === 'drop') return [];
    if (what === 'keep') return [given];
    // Of the untouched original, before anything else.
    const original = await vault.hashOf(given.content);
    // It cannot be read: sealing it as it is says so.
    if (!original.ok) return [given];
    if (what === 'strip') {
      const without = await stripped(given, original.value);
      return without.ok ? [without.value] : [given];
    }
    const small = await smaller(given, uuid(deps.rng), original.value, gone);
    return small === null ? [given] : [small, given];
  }

  let taping: Taping<AttachmentView> | null = null;
  /** One whose place is still being made; `left` when nobody waits for it any more. */
  let beginning: { readonly recorder: Recorder; left: boolean } | null = null;
  let ending: Promise<void> = Promise.resolve();

  /** Makes a place for a recording and starts it. */
  async function tape(kind: RecordKind, recorder: Recorder): Promise<void> {
    const mine = { recorder, left: false };
    beginning = mine;
    await begin(kind, mine);
    if (beginning === mine) beginning = null;
  }

  async function begin(kind: RecordKind, mine: NonNullable<typeof beginning>): Promise<void> {
    const { recorder } = mine;
    await settleRemoval();
    const composing = deps.get();
    if (composing === null || composing.taping !== null || mine.left) return recorder.stop();
    const id = uuid(deps.rng);
    if (composing.saving.at === 'fresh') update((now) => ({ ...now, saving: { at: 'saving' } }));
    const saved = await save();
    const name = `${kind}-${composing.draft.attachments.length + 1}.${recorder.type.split('/')[1] ?? 'bin'}`;
    const about = { name, type: recorder.type };
    const begun = saved ? await vault.recordBegin(composing.draft.id, id, about) : err('saveFailed');
    const now = deps.get();
    if (!begun.ok || mine.left || now === null || now.draft.id !== composing.draft.id) {
      recorder.stop();
      if (begun.ok) await vault.recordEnd(id);
      else
        update((state) => ({ ...state, work: [...state.work, failedWork(id, name, toldCode(begun.code))] }));
      return;
    }
    const at = clock.now();
    const place = attachmentOf({ ...about, id, size: 0, sha256: '' }, 'camera');
    keep(putAttachment(now.draft, { ...place, sha256: null, addedAt: instant(at) }, at), 'tapped');
    update((state) => ({ ...state, taping: { id, kind, since: at, size: 0, trouble: null } }));
    const into = {
      add: (piece: Bytes) => vault.recordAdd(id, piece),
      end: () => vault.recordEnd(id),
    };
    taping = startTaping(into, recorder, {
      size: (size) =>
        update((state) =>
          state.taping?.id === id ? { ...state, taping: { ...state.taping, size } } : state,
        ),
      ended: (code) => {
        update((state) =>
          state.taping?.id === id && code !== null
            ? { ...state, taping: { ...state.taping, trouble: code } }
            : state,
        );
        void endTaping();
      },
    });
  }

  /** Ends a recording that runs or begins: the devices at once. Whoever asks again waits for the same end. */
  function endTaping(): Promise<void> {
    if (beginning !== null) {
      beginning.left = true;
      beginning.recorder.stop();
    }
    const running = taping;
    taping = null;
    if (running !== null) ending = settle(running);
    return ending;
  }

  /** Puts what came of a recording in its place. */
  async function settle(running: Taping<AttachmentView>): Promise<void> {
    const id = deps.get()?.taping?.id;
    const ended = await running.stop();
    const composing = deps.get();
    if (composing === null || composing.taping?.id !== id || id === undefined) return;
    const trouble = composing.taping?.trouble ?? null;
    update((state) => ({ ...state, taping: null }));
    const place = composing.draft.attachments.find((one) => one.id === id);
    if (place === undefined) return;
    if (ended.ok) {
      const { size: bytes, sha256, partial } = ended.value;
      const whole = { ...place, bytes, sha256, ...(partial === undefined ? {} : { partial }) };
      keep(putAttachment(composing.draft, whole, clock.now()), 'tapped');
    } else keep(dropAttachment(composing.draft, id, clock.now()), 'tapped');
    const code = trouble ?? (ended.ok ? null : ended.code === 'notFound' ? 'recordingFailed' : ended.code);
    if (code !== null)
      update((state) => ({ ...state, work: [...state.work, failedWork(id, place.name, toldCode(code))] }));
  }

  const actions = {
    /** Files that tell nothing are sealed at once; the others wait until the person has read what they tell. */
    async attach(files: readonly File[], from: Origin): Promise<void> {
      const quiet: Given[] = [];
      const draft = shown();
      await during(draft, async () => {
        for (const file of files) {
          const given = { id: uuid(deps.rng), content: file, name: file.name, type: file.type, from };
          // What cannot be taken is told before anything of it is read.
          const fits = file.size <= deps.limit() && (await deps.hasRoom(file.size));
          const seen = fits ? await lookAt(given, deps.speed()) : null;
          if (seen === null) quiet.push(given);
          else if (shown() === draft) {
            chosen.set(given.id, given);
            choose((all) => [...all, seen]);
          }
        }
        await sealAll(draft, quiet);
      });
    },

    /** A picture made in this page: it tells nothing, and lies nowhere. */
    attachPicture: ({ bytes, type }: Piece): Promise<void> => {
      const number = (deps.get()?.draft.attachments.length ?? 0) + 1;
      return sealAll(shown(), [
        { id: uuid(deps.rng), content: bytes, name: `photo-${number}.jpg`, type, from: 'camera' },
      ]);
    },

    decide,

    /** All of them as they are. */
    async decideAll(): Promise<void> {
      const draft = shown();
      const all = [...chosen.values()];
      chosen.clear();
      choose(() => []);
      await sealAll(draft, all);
    },

    /** Adds a copy of a file of this draft with areas covered. */
    async attachCovered(id: string, bytes: Bytes): Promise<void> {
      const one = deps.get()?.draft.attachments.find((file) => file.id === id);
      if (one === undefined || one.sha256 === null) return;
      await sealAll(shown(), [covered({ id, name: one.name, sha256: one.sha256 }, uuid(deps.rng), bytes)]);
    },

    /** The true bytes of a picture of this draft, to draw a copy; null when there are none. The caller overwrites them. */
    async bytesOf(id: string): Promise<Bytes | null> {
      const draft = shown();
      const bytes = draft === undefined ? null : await vault.previewAttachment(draft, id);
      return bytes?.ok ? bytes.value : null;
    },

    tape,
    endTaping,
  };

  return {
    actions,
    /** Whether a file waits for a decision. */
    waits: (): boolean => chosen.size > 0,
    /** The draft is left: what was chosen is let go, and a recording is ended. */
    leave(): Promise<void> {
      chosen.clear();
      leaving.abort();
      leaving = new AbortController();
      return endTaping();
    },
  };
}

const failedWork = (id: string, name: string, trouble: string): FileWork => ({
  ...{ id: `${id}-ended`, name, size: 0, done: 0 },
  trouble,
});
