/** Owns the notes on the screen: written as one types, found again, deleted with a way back. Never knows where they rest. */
import type { Clock, Rng } from '../../domain/ports.ts';
import { createObservable } from '../../ui/observable.ts';
import { toHex } from '../../wire/bytes.ts';
import type { Note, NoteShelf } from './noteShelf.ts';

/** A keystroke waits so long for the next one before it is written. (milliseconds) */
const TYPING_PAUSE = 300;

export type Pages = {
  /** The one changed last on top; null until they are read. */
  readonly notes: readonly Note[] | null;
  /** A code that errorText() knows: the last change is on the screen only. */
  readonly trouble: string | null;
  /** Comes back until something else is done. */
  readonly removed: Note | null;
};

const EMPTY: Pages = { notes: null, trouble: null, removed: null };

export type NotebookDeps = { readonly shelf: NoteShelf; readonly clock: Clock; readonly rng: Rng };
export type Notebook = ReturnType<typeof createNotebook>;

const sorted = (notes: readonly Note[]): readonly Note[] =>
  [...notes].sort((a, b) => b.changed - a.changed || (a.id < b.id ? -1 : 1));

export function createNotebook({ shelf, clock, rng }: NotebookDeps) {
  const pages = createObservable<Pages>(EMPTY);
  const unwritten = new Map<string, Note>();
  let pause = new AbortController();

  const change = (next: Partial<Pages>): void => pages.set({ ...pages.get(), ...next });
  const notes = (): readonly Note[] => pages.get().notes ?? [];

  async function read(): Promise<void> {
    const listed = await shelf.list();
    if (!listed.ok) {
      change({ notes: notes(), trouble: listed.code });
      return;
    }
    // What is being typed here is newer than what rests there.
    const typed = [...unwritten.values()];
    const rest = listed.value.filter(({ id }) => !unwritten.has(id));
    change({ notes: sorted([...typed, ...rest]) });
  }

  /** Writes what was typed; a note without a letter is no note. */
  async function settle(): Promise<void> {
    pause.abort();
    const waiting = [...unwritten.values()];
    for (const note of waiting) {
      const done = note.text.trim() === '' ? await shelf.drop(note.id) : await shelf.put(note);
      if (done.ok && unwritten.get(note.id) === note) unwritten.delete(note.id);
      change({ trouble: done.ok ? null : done.code });
    }
  }

  return {
    pages: { get: pages.get, subscribe: pages.subscribe },
    read,
    settle,
    watch: (): (() => void) => shelf.watch(() => void read()),

    /** An empty note, kept from its first letter on. Answers with its id. */
    begin: (): string => toHex(rng(6)),

    write(id: string, text: string): void {
      const note = { id, text, changed: clock.now() };
      unwritten.set(id, note);
      change({ notes: sorted([note, ...notes().filter((one) => one.id !== id)]), removed: null });
      pause.abort();
      const waiting = new AbortController();
      pause = waiting;
      void clock.sleep(TYPING_PAUSE, waiting.signal).then(() => {
        if (!waiting.signal.aborted) void settle();
      });
    },

    /** Leaving a note: written, and gone from the list when nothing stands in it. */
    async leave(): Promise<void> {
      change({ notes: notes().filter(({ text }) => text.trim() !== '') });
      await settle();
    },

    async remove(id: string): Promise<void> {
      const note = notes().find((one) => one.id === id);
      if (note === undefined) return;
      unwritten.delete(id);
      change({
        notes: notes().filter((one) => one !== note),
        removed: note.text.trim() === '' ? null : note,
      });
      const gone = await shelf.drop(id);
      if (!gone.ok) change({ trouble: gone.code });
    },

    /** The note removed last is back as it was. */
    async undo(): Promise<void> {
      const { removed } = pages.get();
      if (removed === null) return;
      change({ notes: sorted([...notes(), removed]), removed: null });
      const kept = await shelf.put(removed);
      change({ trouble: kept.ok ? null : kept.code });
    },

    /** Before locking: all is written, and nothing is held any more. */
    async close(): Promise<void> {
      await settle();
      unwritten.clear();
      pages.set(EMPTY);
    },

    forgetRemoved: (): void => change({ removed: null }),
  };
}

/** The first line with letters. */
export const titleOf = (text: string): string => text.trim().split('\n', 1)[0]?.trim() ?? '';

/** What follows it, without empty lines. */
export const restOf = (text: string): string =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

/** Every word of the query somewhere in the note, whatever the case. */
export function findNotes(notes: readonly Note[], query: string): readonly Note[] {
  const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е');
  const words = fold(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  return notes.filter(({ text }) => {
    const folded = fold(text);
    return words.every((word) => folded.includes(word));
  });
}
