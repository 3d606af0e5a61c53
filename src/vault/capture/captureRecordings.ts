/** Owns what is sealed to the coordinators while it is recorded or handed over, without words, and what a cut leaves of it. Must never write a key down. [VLT21] */
import { bindOf, createFileKey } from '../../crypto/fileKey.ts';
import { hkdf, sha256 } from '../../crypto/hash.ts';
import { writeHeader } from '../../crypto/header.ts';
import { parcelId } from '../../crypto/seal.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Handle } from '../../store/disk.ts';
import { NONCE_BYTES } from '../../wire/buckets.ts';
import { type Bytes, concat, toHex, utf8 } from '../../wire/bytes.ts';
import { CUT_TYPE, SPARE_BYTES, SPARE_NAME } from '../../wire/cutRecording.ts';
import type { Progress, VaultCode } from '../api.ts';
import { orderOf } from '../drafts/finishDraft.ts';
import type { Readable } from '../drafts/reading.ts';
import { type RunningRecording, startRunning } from '../drafts/runningRecording.ts';
import { type Room, ready } from '../room.ts';
import type { SealedAlready } from '../views.ts';
import { type Captured, capture, isListed } from './capture.ts';
import { isThere, type SealedOne, type ToCapture } from './captureFile.ts';
import { planCapture } from './capturePlan.ts';

type About = { readonly name: string; readonly type: string; readonly own: boolean };

/** Sealed whole and in no list yet: the next capture takes it along. */
export type SealedAhead = {
  readonly id: string;
  readonly sealed: SealedOne;
  readonly replaces: readonly Handle[];
};

/** To be sealed, unless it was already in case the page goes. */
export type Copied = ToCapture & { readonly copy?: string };

export type CaptureRecordings = {
  begin(id: string, about: About): Promise<Result<true, VaultCode>>;
  /** The bytes of it so far, durable. */
  add(id: string, piece: Uint8Array): Promise<Result<number, VaultCode>>;
  /** True bytes. After an error what was durable lies there as a cut leaves it. `notFound`: there was nothing. */
  end(id: string): Promise<Result<number, VaultCode>>;
  drop(id: string): Promise<Result<true, VaultCode>>;
  /** Those that were ended, in this order; undefined when one is not there. */
  take(ids: readonly string[]): readonly SealedAhead[] | undefined;
  /** What was sealed in case the page goes, if it was ended. One that was not is given up: it lies there as a cut leaves it. */
  copy(id: string): Promise<SealedAhead | undefined>;
  /** They are on their way. */
  forget(ids: readonly string[]): void;
  /** What cuts left, each sealed as a capture of its own; their short codes. `lang`: of the app. */
  rescue(
    lang: string,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Result<readonly string[], VaultCode>>;
  abandon(): Promise<void>;
};

type Held = {
  readonly about: About;
  readonly handle: Handle;
  readonly spare: Handle;
  readonly head: Bytes;
  readonly bind: string;
  readonly running: RunningRecording;
  ahead: SealedAhead | null;
};

const SLICE = 1_048_576;
const AHEAD_NAME = 'tumar/capture/ahead/1';
const REPORT_NAME = 'tumar/capture/report/1';

/** By its name alone a spare file is found again: nothing says that two files belong together, and no list is kept. */
const spareFor = async (handle: Handle): Promise<Handle> =>
  toHex(await sha256(concat(SPARE_NAME, utf8(handle)))).slice(0, 32);

const handleOf = async (what: string, id: string): Promise<Handle> =>
  toHex(await sha256(utf8(`${what}${id}`))).slice(0, 32);

/** By the page's own id, which is random and written nowhere: also the next worker can find what it is to replace. */
async function pairOf(id: string): Promise<{ readonly handle: Handle; readonly spare: Handle }> {
  const handle = await handleOf(AHEAD_NAME, id);
  return { handle, spare: await spareFor(handle) };
}

/** Recordings with their spare files, among these. */
export async function pairsIn(
  handles: readonly Handle[],
): Promise<readonly { readonly handle: Handle; readonly spare: Handle }[]> {
  const all = new Set(handles);
  const named = await Promise.all(handles.map(async (handle) => ({ handle, spare: await spareFor(handle) })));
  return named.filter(({ spare }) => all.has(spare));
}

/** The two files as one: the spare file with its places filled up, then the sealed one as far as it goes. [SEAL9] */
function cutFile(room: Room, handle: Handle, spare: Handle, sealed: number): Readable {
  const { outgoing } = room.disk;
  return {
    size: SPARE_BYTES + sealed,
    stream() {
      let at = -1;
      return new ReadableStream({
        async pull(to) {
          if (at < 0) {
            const places = new Uint8Array(SPARE_BYTES);
            places.set((await outgoing.slice(spare, 0, SPARE_BYTES)) ?? new Uint8Array(0));
            to.enqueue(places);
            at = 0;
          } else if (at < sealed) {
            const piece = await outgoing.slice(handle, at, Math.min(sealed, at + SLICE));
            if (piece === null || piece.length === 0) return to.error(new Error('gone'));
            to.enqueue(piece);
            at += piece.length;
          }
          if (at >= sealed) to.close();
        },
      });
    },
  };
}

export function createCaptureRecordings(room: Room): CaptureRecordings {
  const held = new Map<string, Held>();

  const remove = async ({ handle, spare }: Pick<Held, 'handle' | 'spare'>): Promise<void> => {
    // The sealed file first: a spare file alone is nothing.
    for (const one of [handle, spare]) await room.disk.outgoing.remove(one).catch(() => undefined);
    letGo({ handle, spare });
  };
  const letGo = ({ handle, spare }: Pick<Held, 'handle' | 'spare'>): void => {
    room.making.delete(handle);
    room.making.delete(spare);
  };

  /** Pairs that nothing writes and nothing lists. */
  const cuts = () =>
    room.exclusive(async () => {
      const files = ready(room);
      if (!files.ok) return files;
      const listed = new Set(files.value.ledger.entries().map(({ handle }) => handle));
      const pairs = await pairsIn(await room.disk.outgoing.list());
      const found: { readonly handle: Handle; readonly spare: Handle; readonly sealed: number }[] = [];
      for (const pair of pairs) {
        if (room.making.has(pair.handle)) continue;
        const sealed = (await room.disk.outgoing.size(pair.handle)) ?? 0;
        const spare = (await room.disk.outgoing.size(pair.spare)) ?? 0;
        // Sent already, or cut off before anything was recorded.
        if (listed.has(pair.handle)) await room.disk.outgoing.remove(pair.spare);
        else if (spare === 0 || sealed < NONCE_BYTES) await remove(pair);
        else found.push({ ...pair, sealed });
      }
      return ok(found);
    });

  return {
    async begin(id, about) {
      if (held.has(id)) return err('badRequest', 'recording');
      const planned = await room.exclusive(() => planCapture(room));
      if (!planned.ok) return planned;
      const { kit, recipients } = planned.value;
      const { sodium, rng } = room;
      const fileKey = createFileKey(rng);
      const header = await writeHeader({ sodium, rng, fileKey, recipients, S: kit.S });
      if (!header.ok) return header;
      const { handle, spare } = await pairOf(id);
      // A name that was used is never written over.
      if ((await room.disk.outgoing.size(handle)) !== null) return err('badRequest', 'recording');
      const [bind, spareKey] = [
        toHex(await bindOf(fileKey)),
        await hkdf(fileKey, new Uint8Array(0), SPARE_NAME),
      ];
      room.making.add(handle);
      room.making.add(spare);
      const into = { handle, S: kit.S, fileKey, header: header.value, spare, spareKey, limit: kit.limit };
      const running = startRunning(room, into);
      held.set(id, { about, handle, spare, head: header.value, bind, running, ahead: null });
      return ok(true);
    },
    async add(id, piece) {
      return (await held.get(id)?.running.add(piece)) ?? err('notFound');
    },
    async end(id) {
      const one = held.get(id);
      if (one === undefined) return err('notFound');
      if (one.ahead !== null) return ok(one.ahead.sealed.named.bytes);
      const done = await one.running.end();
      if (!done.ok || done.value.size === 0) {
        held.delete(id);
        if (done.ok) await remove(one);
        // What was durable is found as after a cut.
        else letGo(one);
        return done.ok ? err('notFound') : done;
      }
      const { content, tail, size, sha256: hash, sealedSize } = done.value;
      const { name, type, own } = one.about;
      const parcel = await parcelId(one.head, content);
      const sealed = {
        handle: one.handle,
        head: one.head,
        parcel,
        sealedSize,
        order: orderOf({ type, size }),
      };
      if (!(await isThere(room, sealed, content))) {
        held.delete(id);
        letGo(one);
        return err('damaged', 'captureReadBack');
      }
      const cited = {
        content: toHex(content),
        bind: one.bind,
        sha256: hash,
        size,
        type,
        name,
        description: '',
        tail,
      };
      const named = { name, type, bytes: size, sha256: hash, own };
      one.ahead = { id, sealed: { ...sealed, cited, named, ahead: true }, replaces: [one.spare] };
      return ok(size);
    },
    async drop(id) {
      const one = held.get(id);
      held.delete(id);
      await one?.running.abandon();
      // Also what a worker before this one sealed: it was thrown away, and is not to be sent as what a cut left.
      const pair = await pairOf(id);
      // What a capture took along is on its way.
      if (await isListed(room, pair.handle)) letGo(pair);
      else await remove(pair);
      return one === undefined ? err('notFound') : ok(true);
    },
    async copy(id) {
      const one = held.get(id);
      if (one === undefined || one.ahead !== null) return one?.ahead ?? undefined;
      held.delete(id);
      await one.running.abandon();
      letGo(one);
      return undefined;
    },
    take(ids) {
      const found = ids.flatMap((id) => held.get(id)?.ahead ?? []);
      return found.length === ids.length ? found : undefined;
    },
    forget(ids) {
      for (const id of ids) {
        const one = held.get(id);
        if (one !== undefined) letGo(one);
        held.delete(id);
      }
    },
    async rescue(lang, progress, signal) {
      const found = await cuts();
      if (!found.ok) return found;
      const codes: string[] = [];
      try {
        for (const one of found.value) room.making.add(one.handle).add(one.spare);
        for (const { handle, spare, sealed } of found.value) {
          const file: ToCapture = {
            file: cutFile(room, handle, spare, sealed),
            ...{ name: 'recording', type: CUT_TYPE, own: false, partial: true },
            replaces: [handle, spare],
          };
          const done = await capture(room, { lang, words: '', files: [file] }, progress, signal);
          if (!done.ok) return done;
          room.incidents.add('captureCompleted');
          codes.push(done.value.code);
        }
      } finally {
        for (const one of found.value) letGo(one);
      }
      return ok(codes);
    },
    async abandon() {
      const all = [...held.values()];
      held.clear();
      await Promise.allSettled(all.map(({ running }) => running.abandon()));
      for (const one of all) letGo(one);
    },
  };
}

/** A capture that takes along what was sealed before. `notFound`: one of it is not there. */
export async function captureWith(
  { room, captures }: { readonly room: Room; readonly captures: CaptureRecordings },
  {
    files,
    copies = [],
    as,
    ...rest
  }: Omit<Captured, 'files' | 'replaces' | 'as'> & {
    readonly files: readonly (Copied | SealedAlready)[];
    readonly copies?: readonly string[];
    readonly as?: { readonly id: string; readonly code: string };
  },
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<{ readonly code: string }, VaultCode>> {
  const ids = files.flatMap((one) => ('recorded' in one ? [one.recorded] : []));
  const ahead = captures.take(ids);
  if (ahead === undefined) return err('notFound');
  const all: (ToCapture | SealedAhead)[] = [];
  for (const one of files) {
    if ('recorded' in one) all.push(...ahead.filter(({ id }) => id === one.recorded));
    else if (one.copy === undefined) all.push(one);
    else {
      const { handle, spare } = await pairOf(one.copy);
      all.push((await captures.copy(one.copy)) ?? { ...one, replaces: [handle, spare] });
      ids.push(one.copy);
    }
  }
  const replaces: Handle[] = [];
  for (const id of copies) {
    await captures.copy(id);
    const { handle, spare } = await pairOf(id);
    replaces.push(handle, spare);
  }
  const asked: Captured = {
    ...rest,
    files: all,
    replaces,
    ...(as === undefined ? {} : { as: { handle: await handleOf(REPORT_NAME, as.id), code: as.code } }),
  };
  const done = await capture(room, asked, progress, signal);
  if (done.ok) captures.forget([...ids, ...copies]);
  return done;
}
