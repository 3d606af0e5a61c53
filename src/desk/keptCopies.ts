/** Owns the desk's own sealed copies and going on with one that was cut off. Must never see an opened byte. */
import type { Copies, Send } from '../inbox/ports.ts';
import type { SealedFile, SealedFiles } from '../store/disk.ts';

const PIECE = 1_048_576;
const PARCEL = /\/parcels\/([0-9a-f]{64})$/;

export type KeptCopies = {
  readonly copies: Copies;
  /** The same line, but what is here of a parcel already is not asked for again. [EP7] */
  readonly send: Send;
  /** Tells which parcels were written whole before this start. */
  readonly trust: (parcels: Iterable<string>) => void;
};

/**
 * `nameOf`: the name of a parcel's file, 32 hex digits, so that a disk does not tell which parcels are ours. `tell`: bytes
 * of the parcel that is being fetched.
 */
export function createKeptCopies(deps: {
  readonly files: SealedFiles;
  readonly send: Send;
  readonly nameOf: (parcel: string) => Promise<string>;
  readonly tell: (parcel: string, done: number, all: number | null) => void;
}): KeptCopies {
  const { files, nameOf } = deps;
  const sizes = new Map<string, number>();
  const whole = new Set<string>();

  async function* read(parcel: string, to = Number.MAX_SAFE_INTEGER): AsyncGenerator<Uint8Array> {
    const name = await nameOf(parcel);
    for (let at = 0; at < to; at += PIECE) {
      const piece = await files.slice(name, at, Math.min(to, at + PIECE));
      if (piece === null || piece.length === 0) return;
      yield piece;
    }
  }

  const copies: Copies = {
    has: async (parcel) => whole.has(parcel) && (await files.size(await nameOf(parcel))) !== null,
    async write(parcel, source) {
      const name = await nameOf(parcel);
      const before = (await files.size(name)) ?? 0;
      const writer = await files.create(name);
      let at = 0;
      let spoilt = false;
      try {
        for await (const piece of source) {
          // What is here already comes from here, so it need not be written once more.
          if (at + piece.length > before) await writer.write(at, piece as SealedFile);
          at += piece.length;
          deps.tell(parcel, at, sizes.get(parcel) ?? null);
        }
      } catch (error) {
        // What was cut off goes on from here later; what is not the parcel must not be gone on with.
        if (isMismatch(error)) spoilt = true;
        throw error;
      } finally {
        await writer.flush();
        await writer.close();
        if (spoilt) await files.remove(name);
      }
      whole.add(parcel);
    },
    read: (parcel) => read(parcel),
  };

  const send: Send = async (request) => {
    const parcel = request.method === 'GET' ? PARCEL.exec(new URL(request.url).pathname)?.[1] : undefined;
    if (parcel === undefined) return deps.send(request);
    const have = (await files.size(await nameOf(parcel))) ?? 0;
    if (have > 0) request.headers.set('Range', `bytes=${have}-`);
    const response = await deps.send(request);
    if (response.status === 416) {
      // Nothing is left to fetch, or the copy is longer than the parcel: from the start, to be sure.
      await files.remove(await nameOf(parcel));
      request.headers.delete('Range');
      return deps.send(request);
    }
    const size = Number(response.headers.get('Content-Length') ?? Number.NaN);
    if (Number.isFinite(size)) sizes.set(parcel, size + (response.status === 206 ? have : 0));
    if (response.status === 200 && have > 0) await files.remove(await nameOf(parcel));
    if (response.status !== 206 || response.body === null) return response;
    const rest = response.body;
    const whole = async function* (): AsyncGenerator<Uint8Array> {
      yield* read(parcel, have);
      const reader = rest.getReader();
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          yield value;
        }
      } finally {
        await reader.cancel().catch(() => undefined);
      }
    };
    return new Response(streamOf(whole()), { status: 200, headers: response.headers });
  };
  const trust = (parcels: Iterable<string>): void => {
    for (const parcel of parcels) whole.add(parcel);
  };
  return { copies, send, trust };
}

const isMismatch = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'parcelMismatch';

function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
