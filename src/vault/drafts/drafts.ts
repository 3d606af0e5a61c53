/** Owns drafts at rest: the app's text, its attachments' keys, discard and undo. Must never read what the text says. */
import { err, ok, type Result } from '../../domain/result.ts';
import type { Handle } from '../../store/disk.ts';
import { isHandle } from '../../store/disk.ts';
import { type Bytes, parseUtf8, utf8 } from '../../wire/bytes.ts';
import { isCount, isHex, isListOf, isObject, isText, parseJsonObject } from '../../wire/shape.ts';
import type { VaultCode } from '../api.ts';
import type { RecordHead } from '../records.ts';
import { type Open, type Room, unlocked } from '../room.ts';
import type { AttachmentView, DraftId, DraftView } from '../views.ts';
import { settleOpen } from './finish.ts';

/** What only the draft's record knows of an attachment. Texts are hex. [SEAL8] */
export type StoredAttachment = AttachmentView & {
  readonly handle: Handle;
  /** 16 bytes. */
  readonly fileKey: string;
  readonly content: string;
  readonly tail: string;
  /** Stanzas that its place for a header was made for. */
  readonly S: number;
  /** Taken out of the draft; it can be put back until the draft is left or the vault locks. */
  readonly aside?: true;
  /**
   * Not ended yet: size, hashes and tail are zeros. `spare` holds what does not fill a chunk yet, under `key` (32 bytes,
   * hex). [VLT20]
   */
  readonly recording?: { readonly spare: Handle; readonly key: string };
};

/** Every file that an attachment has on disk. */
export const filesOf = (one: StoredAttachment | undefined): readonly Handle[] =>
  one === undefined ? [] : one.recording === undefined ? [one.handle] : [one.handle, one.recording.spare];

export type StoredDraft = {
  readonly body: string;
  readonly attachments: readonly StoredAttachment[];
  readonly discardedUntil: number | null;
};

/** How long a discarded draft can be brought back, milliseconds. */
export const UNDO_WINDOW = 30_000;
export const MOST_ATTACHMENTS = 50;
const MOST_BODY = 4_194_304;

const encodeStored = (draft: StoredDraft): Bytes => utf8(JSON.stringify({ v: 1, ...draft }));

const isRecording = (value: unknown): boolean =>
  isObject(value) && isHandle(value['spare']) && isHex(value['key'], 32);

const isStoredAttachment = (value: unknown): value is StoredAttachment =>
  isObject(value) &&
  isText(value['id'], 64) &&
  isText(value['name'], 1024) &&
  isText(value['type'], 256) &&
  isCount(value['size']) &&
  isHex(value['sha256'], 32) &&
  isCount(value['sealedSize']) &&
  isHandle(value['handle']) &&
  isHex(value['fileKey'], 16) &&
  isHex(value['content'], 32) &&
  isHex(value['tail'], 32) &&
  isCount(value['S'], 64) &&
  (value['aside'] === undefined || value['aside'] === true) &&
  (value['partial'] === undefined || value['partial'] === true) &&
  (value['recording'] === undefined || isRecording(value['recording']));

function parseStored(bytes: Bytes): StoredDraft | undefined {
  const text = parseUtf8(bytes);
  const value = text.ok ? parseJsonObject(text.value) : undefined;
  if (value === undefined || value['v'] !== 1) return undefined;
  const { body, attachments, discardedUntil } = value;
  if (!isText(body, MOST_BODY) || !isListOf(attachments, MOST_ATTACHMENTS, isStoredAttachment))
    return undefined;
  return discardedUntil === null || isCount(discardedUntil)
    ? { body, attachments, discardedUntil }
    : undefined;
}

export async function loadStored(open: Open, id: DraftId): Promise<Result<StoredDraft, VaultCode>> {
  const bytes = await open.records.get('draft', id);
  if (!bytes.ok) return bytes;
  const stored = parseStored(bytes.value);
  return stored === undefined ? err('damaged', 'draft') : ok(stored);
}

/** Every draft that is there, newest first. */
export async function allStored(
  open: Open,
): Promise<Result<readonly { readonly head: RecordHead; readonly stored: StoredDraft }[], VaultCode>> {
  const out: { head: RecordHead; stored: StoredDraft }[] = [];
  for (const { head, body } of await open.records.all('draft')) {
    if (!body.ok) return body;
    const stored = parseStored(body.value);
    if (stored === undefined) return err('damaged', 'draft');
    out.push({ head, stored });
  }
  return ok(out);
}

export const saveStored = (
  open: Open,
  id: DraftId,
  draft: StoredDraft,
  counts?: (head: RecordHead) => void,
): Promise<Result<RecordHead, VaultCode>> => open.records.put('draft', id, encodeStored(draft), counts);

export const attachmentView = ({
  id,
  name,
  type,
  size,
  sha256,
  sealedSize,
  partial,
}: StoredAttachment): AttachmentView => ({
  id,
  name,
  type,
  size,
  sha256,
  sealedSize,
  ...(partial === undefined ? {} : { partial }),
});

/** Neither taken out nor still being recorded. */
const isShown = ({ aside, recording }: StoredAttachment): boolean =>
  aside === undefined && recording === undefined;

const viewOf = (head: RecordHead, stored: StoredDraft): DraftView => ({
  id: head.name,
  body: stored.body,
  version: head.version,
  attachments: stored.attachments.filter(isShown).map(attachmentView),
  discardedUntil: stored.discardedUntil,
});

/** Runs a change with the keys open and nothing left over from a cut-off Finish. */
export function withOpen<T>(
  room: Room,
  work: (open: Open) => Promise<Result<T, VaultCode>>,
): Promise<Result<T, VaultCode>> {
  return room.exclusive(async () => {
    const open = unlocked(room);
    if (!open.ok) return open;
    await settleOpen(room, open.value);
    return work(open.value);
  });
}

export type Drafts = {
  save(id: DraftId, body: string): Promise<Result<{ version: number }, VaultCode>>;
  load(id: DraftId): Promise<Result<DraftView, VaultCode>>;
  list(): Promise<Result<DraftView[], VaultCode>>;
  discard(id: DraftId): Promise<Result<{ until: number }, VaultCode>>;
  restore(id: DraftId): Promise<Result<true, VaultCode>>;
  /** Takes an attachment out of a draft, or puts it back. It is erased with `removeAttachment`, or when the vault locks. */
  setAside(id: DraftId, attachment: string, aside: boolean): Promise<Result<true, VaultCode>>;
  /** Erases what was discarded: everything with `all`, attachments set aside too; else what is past its window. */
  sweep(all: boolean): Promise<Result<true, VaultCode>>;
  /** false: the last sweep left nothing, and nothing was discarded since. */
  hasDiscarded(): boolean;
};

/** A text that is to be written next, and will be with what is newest by then. */
type Waiting = { body: string; done: Promise<Result<{ version: number }, VaultCode>> };

export function createDrafts(room: Room): Drafts {
  const waiting = new Map<DraftId, Waiting>();
  let sweeping: AbortController | null = null;
  /** Nothing is discarded, as far as is known: locking then need not look at every draft. */
  let clean = false;
  let asideLeft = false;

  async function views(open: Open): Promise<Result<DraftView[], VaultCode>> {
    const all = await allStored(open);
    return all.ok ? ok(all.value.map(({ head, stored }) => viewOf(head, stored))) : all;
  }

  async function eraseDrafts(open: Open, gone: readonly DraftView[]): Promise<void> {
    const files: Handle[] = [];
    for (const { id } of gone) {
      const stored = await loadStored(open, id);
      if (stored.ok) files.push(...stored.value.attachments.flatMap(filesOf));
    }
    await open.records.erase(gone.map(({ id }) => ({ kind: 'draft', name: id })));
    for (const handle of files) await room.disk.outgoing.remove(handle);
  }

  async function eraseAside(open: Open): Promise<void> {
    asideLeft = false;
    for (const { head, body } of await open.records.all('draft')) {
      const stored = body.ok ? parseStored(body.value) : undefined;
      if (stored === undefined) continue;
      const attachments = stored.attachments.filter(({ aside }) => aside === undefined);
      const gone = stored.attachments.filter(({ aside }) => aside === true);
      if (gone.length === 0) continue;
      const saved = await saveStored(open, head.name, { ...stored, attachments });
      // Still listed as set aside, so still not shown: the next unlock tries again.
      if (!saved.ok) continue;
      for (const one of gone) for (const handle of filesOf(one)) await room.disk.outgoing.remove(handle);
    }
  }

  const sweep: Drafts['sweep'] = (all) =>
    withOpen(room, async (open) => {
      if (all) await eraseAside(open);
      const drafts = await views(open);
      if (!drafts.ok) return drafts;
      const discarded = drafts.value.filter(({ discardedUntil }) => discardedUntil !== null);
      const gone = discarded.filter(({ discardedUntil }) => all || (discardedUntil ?? 0) <= room.clock.now());
      if (gone.length > 0) await eraseDrafts(open, gone);
      clean = gone.length === discarded.length;
      if (!clean) wake();
      return ok(true);
    });

  function wake(): void {
    sweeping?.abort();
    const waitingFor = new AbortController();
    sweeping = waitingFor;
    void room.clock.sleep(UNDO_WINDOW, waitingFor.signal).then(() => {
      if (!waitingFor.signal.aborted && room.opened !== null) void sweep(false);
    });
  }

  async function mark(id: DraftId, discardedUntil: number | null): Promise<Result<true, VaultCode>> {
    return withOpen(room, async (open) => {
      const stored = await loadStored(open, id);
      if (!stored.ok) return stored;
      const saved = await saveStored(open, id, { ...stored.value, discardedUntil });
      return saved.ok ? ok(true) : saved;
    });
  }

  return {
    save(id, body) {
      const queued = waiting.get(id);
      if (queued !== undefined) {
        queued.body = body;
        return queued.done;
      }
      const slot: Waiting = { body, done: Promise.resolve(err('locked')) };
      slot.done = new Promise((resolve, reject) => {
        const work = withOpen(room, async (open) => {
          waiting.delete(id);
          if (slot.body.length > MOST_BODY) return err('tooLarge');
          const before = await loadStored(open, id);
          if (!before.ok && before.code !== 'notFound') return before;
          const attachments = before.ok ? before.value.attachments : [];
          const draft = { body: slot.body, attachments, discardedUntil: null };
          // *Saved* need not wait until the version before is erased; whatever comes next does. [VLT6]
          const saved = await saveStored(open, id, draft, ({ version }) => resolve(ok({ version })));
          return saved.ok ? ok({ version: saved.value.version }) : saved;
        });
        work
          .finally(() => {
            if (waiting.get(id) === slot) waiting.delete(id);
          })
          .then(resolve, reject);
      });
      waiting.set(id, slot);
      return slot.done;
    },
    load: (id) =>
      withOpen(room, async (open) => {
        const stored = await loadStored(open, id);
        const head = open.records.list('draft').find(({ name }) => name === id);
        if (!stored.ok || head === undefined) return stored.ok ? err('notFound') : stored;
        return ok(viewOf(head, stored.value));
      }),
    list: () => withOpen(room, views),
    async discard(id) {
      const until = room.clock.now() + UNDO_WINDOW;
      clean = false;
      const marked = await mark(id, until);
      if (!marked.ok) return marked;
      wake();
      return ok({ until });
    },
    restore: (id) => mark(id, null),
    setAside(id, attachment, aside) {
      asideLeft = true;
      return withOpen(room, async (open) => {
        const stored = await loadStored(open, id);
        if (!stored.ok) return stored;
        if (!stored.value.attachments.some((one) => one.id === attachment)) return err('notFound');
        const attachments = stored.value.attachments.map((one): StoredAttachment => {
          if (one.id !== attachment) return one;
          const { aside: _, ...rest } = one;
          return aside ? { ...rest, aside } : rest;
        });
        const saved = await saveStored(open, id, { ...stored.value, attachments });
        return saved.ok ? ok(true) : saved;
      });
    },
    sweep,
    hasDiscarded: () => !clean || asideLeft,
  };
}
