/** Owns where a notebook's notes rest: in plain sight on this origin, or as locked records. Never decides when. */
import { err, ok, type Result } from '../../domain/result.ts';
import type { Vault } from '../../vault/api.ts';
import { parseUtf8, utf8 } from '../../wire/bytes.ts';
import { toldCode } from '../codes.ts';

/** `id`: letters that say nothing. `changed`: epoch milliseconds. */
export type Note = { readonly id: string; readonly text: string; readonly changed: number };

export type NoteShelf = {
  list(): Promise<Result<readonly Note[], string>>;
  put(note: Note): Promise<Result<true, string>>;
  drop(id: string): Promise<Result<true, string>>;
  /** Calls back when another tab changed something. */
  watch(changed: () => void): () => void;
};

const encodeNote = ({ text, changed }: Note): string => JSON.stringify({ text, changed });

/** Reads one note; null for what is none. */
function parseNote(id: string, json: string): Note | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('text' in value) || !('changed' in value)) return null;
  const { text, changed } = value;
  return typeof text === 'string' && typeof changed === 'number' ? { id, text, changed } : null;
}

const found = (notes: readonly (Note | null)[]): Result<readonly Note[], never> =>
  ok(notes.filter((note) => note !== null));

/** The part of a page that is used; a `window` fits. */
export type ShelfPage = {
  readonly localStorage: Storage;
  addEventListener(type: 'storage', heard: () => void): void;
  removeEventListener(type: 'storage', heard: () => void): void;
};

const PREFIX = 'note.';

/** Anybody can read these: no word about reports belongs here. */
export function openShelf(page: ShelfPage): NoteShelf {
  /** A private window or a full disk answers with an exception. */
  const asking = async <T>(work: (storage: Storage) => T): Promise<Result<T, 'storageFailed'>> => {
    try {
      return ok(work(page.localStorage));
    } catch {
      return err('storageFailed');
    }
  };
  return {
    list: async () => {
      const notes = await asking((storage) =>
        Object.keys(storage)
          .filter((key) => key.startsWith(PREFIX))
          .map((key) => parseNote(key.slice(PREFIX.length), storage.getItem(key) ?? '')),
      );
      return notes.ok ? found(notes.value) : notes;
    },
    put: (note) =>
      asking((storage) => {
        storage.setItem(PREFIX + note.id, encodeNote(note));
        return true as const;
      }),
    drop: (id) =>
      asking((storage) => {
        storage.removeItem(PREFIX + id);
        return true as const;
      }),
    watch(changed) {
      page.addEventListener('storage', changed);
      return () => page.removeEventListener('storage', changed);
    },
  };
}

const RECORDS = 'note/';

/** Notes as named records of the open vault. */
export function lockedShelf(
  vault: Pick<Vault, 'listRecords' | 'getRecord' | 'putRecord' | 'deleteRecord'>,
): NoteShelf {
  const told = <T>(answer: Result<T, string>): Result<T, string> =>
    answer.ok ? answer : err(toldCode(answer.code, answer.detail));
  return {
    async list() {
      const names = await vault.listRecords();
      if (!names.ok) return told(names);
      const notes: (Note | null)[] = [];
      for (const name of names.value.filter((one) => one.startsWith(RECORDS))) {
        const record = await vault.getRecord(name);
        const text = record.ok ? parseUtf8(record.value) : record;
        notes.push(text.ok ? parseNote(name.slice(RECORDS.length), text.value) : null);
      }
      return found(notes);
    },
    put: async (note) => told(await vault.putRecord(RECORDS + note.id, utf8(encodeNote(note)))),
    async drop(id) {
      const gone = await vault.deleteRecord(RECORDS + id);
      return gone.ok || gone.code === 'notFound' ? ok(true) : told(gone);
    },
    watch: () => () => undefined,
  };
}
