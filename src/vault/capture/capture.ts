/** Owns sealing straight to the coordinators, with words or without: nothing of it can be opened here. Must never leave a key behind. */
import { sealReport } from '../../crypto/sealReport.ts';
import {
  CAPTURE_FORM,
  captureFields,
  MOST_CAPTURED_FILES,
  MOST_CAPTURED_WORDS,
} from '../../domain/capture.ts';
import { localRef } from '../../domain/localRef.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuid } from '../../domain/uuid.ts';
import { createHandle, type Handle, type SealedFile } from '../../store/disk.ts';
import { StoreFault } from '../../store/fault.ts';
import { PLACES } from '../../store/ledgerFile.ts';
import { toHex } from '../../wire/bytes.ts';
import type { Progress, VaultCode } from '../api.ts';
import { sizeOf } from '../drafts/attach.ts';
import { type Committing, commitLeaving, type Leaving, settleOpen } from '../drafts/finish.ts';
import { ReadFault } from '../drafts/reading.ts';
import { ORDER } from '../join.ts';
import { ranksFor } from '../ledger/known.ts';
import { NOTHING_EXPECTED } from '../ledger/trace.ts';
import { caught, type Ready, type Room, ready, unlocked } from '../room.ts';
import { adoptCaptures } from './captureAdopt.ts';
import { type SealedOne, sealOne, type ToCapture } from './captureFile.ts';
import { type CapturePlan, planCapture } from './capturePlan.ts';
import type { SealedAhead } from './captureRecordings.ts';
import { sealTrace } from './captureTrace.ts';

export type Captured = {
  readonly lang: string;
  readonly words: string;
  /** To be sealed now, or sealed already while they were recorded. */
  readonly files: readonly (ToCapture | SealedAhead)[];
  /** Sealed copies of the words: they go in the moment this counts. */
  readonly replaces?: readonly Handle[];
  /** Under which name its report is kept, and its code: the same when it is asked again because an answer was lost. */
  readonly as?: { readonly handle: Handle; readonly code: string };
};

/** There is nothing of the keys that a capture would change. */
const NO_KEYS = {
  keyring: {
    indexOf: () => undefined,
    putChain: () => {
      throw new Error('a capture moves no author chain');
    },
    forget: () => undefined,
  },
  records: { forget: () => undefined },
} as const;

async function planFor(room: Room, { words, files }: Captured): Promise<Result<CapturePlan, VaultCode>> {
  if (words.trim() === '' && files.length === 0) return err('badRequest', 'empty');
  if (files.length > MOST_CAPTURED_FILES) return err('tooManyFiles');
  const planned = await planCapture(room);
  if (!planned.ok) return planned;
  const { kit } = planned.value;
  const over = files.some((one) => 'file' in one && sizeOf(kit.S, one.file) > kit.limit);
  return over || words.length > MOST_CAPTURED_WORDS ? err('tooLarge') : planned;
}

/** The name that was asked for, unless something that was cut off lies there: nothing is written over. */
async function nameFor({ disk, rng }: Room, as: Captured['as']): Promise<Handle> {
  const free = as !== undefined && (await disk.outgoing.size(as.handle)) === null;
  return free ? as.handle : createHandle(rng);
}

/** The report of a capture and all that leaves with it. Its secrets end here. [REP9] */
async function leavingOf(
  room: Room,
  plan: CapturePlan,
  { lang, words, as }: Captured,
  sealed: readonly SealedOne[],
): Promise<Result<{ readonly code: string; readonly leaving: readonly Leaving[] }, VaultCode>> {
  const { sodium, rng } = room;
  const { kit, kitHash, day } = plan;
  const id = uuid(rng);
  const code = as?.code ?? localRef(rng);
  const now = room.clock.now();
  const report = await sealReport({
    sodium,
    rng,
    manifest: { ...kit, version: kit.capture.version },
    manifestHash: kit.capture.sha256,
    day,
    id,
    form: CAPTURE_FORM,
    fields: captureFields({ id, code, lang, words, files: sealed.map(({ named }) => named), now }),
    attachments: sealed.map(({ cited }) => cited),
    // The author chain is locked; and where it is not, a capture must not tell whether it was. [REP9]
    chain: null,
    voids: [],
  });
  if (!report.ok) return report;
  report.value.reply.fill(0);
  const entryOf = (
    what: 'report' | 'attachment',
    file: { readonly handle: Handle; readonly parcel: string; readonly size: number; readonly order: number },
    rank: number,
    expected: typeof NOTHING_EXPECTED,
  ): Leaving['entry'] => {
    const trace = {
      id,
      code,
      kind: 'capture',
      n: null,
      read: false,
      expected,
      reply: null,
      doubtful: false,
      about: { what, order: file.order, at: Math.floor(now / 1000) },
    } as const;
    const locked = sealTrace(sodium, kit.capture.key, file.handle, trace, kitHash);
    return { what: 'sealed', ...file, order: rank, secret: toHex(rng(16)), ticket: null, day: null, locked };
  };
  const { sealed: head, parcel, expected } = report.value;
  const text = { handle: await nameFor(room, as), parcel, size: head.length, order: ORDER.text };
  const [first = 0, ...ranks] = ranksFor(room, null, [
    text,
    ...sealed.map(({ order, sealedSize: size }) => ({ order, size })),
  ]);
  return ok({
    code,
    leaving: [
      { head: head as SealedFile, fresh: true, entry: entryOf('report', text, first, expected) },
      ...sealed.map(({ handle, head: start, parcel: name, sealedSize: size, order, ahead }, i): Leaving => {
        const file = { handle, parcel: name, size, order };
        const entry = entryOf('attachment', file, ranks[i] ?? 0, NOTHING_EXPECTED);
        return { head: start as SealedFile, fresh: ahead !== true, whole: true, entry };
      }),
    ],
  });
}

/** Whether a sealed file is on its way, or was. */
export async function isListed(room: Room, handle: Handle): Promise<boolean> {
  const found = await room.exclusive(async () => {
    const files = ready(room);
    return ok(files.ok && files.value.ledger.find(handle) !== undefined);
  });
  return found.ok && found.value;
}

/** What is on its way must stay movable: tickets and traces are written by going through a free place. [VLT10] */
const hasRoom = ({ ledger }: Ready, more: number): boolean =>
  ledger.entries().filter(({ what }) => what !== 'past').length + more < PLACES;

/** `begin` is called when what is stored starts to decide. */
async function commit(
  room: Room,
  leaving: readonly Leaving[],
  dropFiles: readonly Handle[],
  begin: () => void,
): Promise<Result<true, VaultCode>> {
  const files = ready(room);
  if (!files.ok) return files;
  const open = unlocked(room);
  const committing: Committing = open.ok ? open.value : { ...files.value, ...NO_KEYS };
  await settleOpen(room, committing);
  if (!hasRoom(files.value, leaving.length)) return err('vaultFull');
  // What is on its way is nobody's copy any more: the answer that said so may have been lost. S6
  const gone = dropFiles.filter((handle) => files.value.ledger.find(handle) === undefined);
  const plan = { leaving, versions: [], dropFiles: gone, nextChain: null, usedChain: null };
  begin();
  const done = await commitLeaving(room, committing, plan);
  // With the keys at hand nothing has to wait; what fails here is done at the next unlock.
  if (done.ok && open.ok) await caught(async () => ok(await adoptCaptures(room, open.value)));
  return done;
}

/**
 * Seals words and files to the recipients of the day and queues them; `ok` means committed. Files are sealed first, one
 * after the other; a cut before the commit leaves files that nobody lists, and they go at the next unlock. [VLT19]
 */
export async function capture(
  room: Room,
  request: Captured,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<{ readonly code: string }, VaultCode>> {
  const { as } = request;
  if (as !== undefined && (await isListed(room, as.handle))) return ok({ code: as.code });
  const planned = await room.exclusive(() => planFor(room, request));
  if (!planned.ok) return planned;
  const total = request.files.reduce((sum, one) => sum + ('file' in one ? one.file.size : 0), 1);
  const replaced = [request, ...request.files].flatMap(({ replaces }) => replaces ?? []);
  const made: Handle[] = [];
  let committing = false;
  try {
    const sealed: SealedOne[] = [];
    let before = 0;
    for (const one of request.files) {
      if ('sealed' in one) {
        sealed.push(one.sealed);
        continue;
      }
      const handle = createHandle(room.rng);
      made.push(handle);
      // An unlock in the meantime tidies up: these are nobody's leftovers.
      room.making.add(handle);
      const { kit, recipients } = planned.value;
      const told = (at: number): void => progress(before + at, total);
      const done = await sealOne(room, { handle, recipients, S: kit.S }, one, told, signal);
      if (!done.ok) return done;
      sealed.push(done.value);
      before += one.file.size;
    }
    const leaving = await leavingOf(room, planned.value, request, sealed);
    if (!leaving.ok) return leaving;
    if (signal.aborted) return err('aborted');
    const begin = (): void => {
      committing = true;
    };
    const done = await room.exclusive(() => commit(room, leaving.value.leaving, replaced, begin));
    if (!done.ok) return done;
    progress(total, total);
    return ok({ code: leaving.value.code });
  } catch (error) {
    if (error instanceof ReadFault) return err(error.code);
    if (error instanceof StoreFault) return err(error.code, error.reason);
    throw error;
  } finally {
    for (const handle of made) {
      // Once committing, what is stored decides which of them stay. [VLT8]
      if (!committing) await room.disk.outgoing.remove(handle).catch(() => undefined);
      room.making.delete(handle);
    }
  }
}
