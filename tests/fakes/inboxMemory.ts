/** Owns the inbox's ports in memory: copies, rows, the member's box. Must never be kinder than a disk. */
import { encodeMember, type MemberState, parseMember } from '../../src/inbox/member.ts';
import type { Copies, Cursor, MemberBox, ParcelRow, Rows } from '../../src/inbox/ports.ts';
import { concat } from '../../src/wire/bytes.ts';

export function createMemoryCopies(): Copies & { readonly held: Map<string, Uint8Array> } {
  const held = new Map<string, Uint8Array>();
  return {
    held,
    has: async (parcel) => held.has(parcel),
    async write(parcel, source) {
      const pieces: Uint8Array[] = [];
      for await (const piece of source) pieces.push(piece.slice());
      held.set(parcel, concat(...pieces));
    },
    async *read(parcel) {
      const bytes = held.get(parcel);
      if (bytes === undefined) throw new Error('no such copy');
      for (let at = 0; at < bytes.length; at += 50_000) yield bytes.slice(at, at + 50_000);
    },
  };
}

/** Rows go through JSON, as they would to a disk. */
export function createMemoryRows(): Rows {
  const rows = new Map<string, string>();
  let cursor: Cursor | undefined;
  const all = (): ParcelRow[] =>
    [...rows.values()].map((text) => JSON.parse(text) as ParcelRow).sort((a, b) => a.sequence - b.sequence);
  return {
    cursor: async () => cursor,
    async setCursor(next) {
      cursor = next;
    },
    get: async (parcel) => all().find((row) => row.parcel === parcel),
    async put(row) {
      rows.set(row.parcel, JSON.stringify(row));
    },
    all: async () => all(),
    withId: async (id) => all().filter(({ found }) => found.kind === 'report' && found.id === id),
    withContent: async (content) =>
      all().filter(({ found }) => found.kind === 'attachment' && found.content === content),
  };
}

/** The member goes through its file format at each step. */
export function createMemoryBox(first: MemberState): MemberBox {
  let text = encodeMember(first);
  return {
    async read() {
      const state = parseMember(text);
      if (!state.ok) throw new Error(state.code);
      return state.value;
    },
    async write(state) {
      text = encodeMember(state);
    },
  };
}
