/** Owns what was captured and is not sealed yet, as long as its screen lives; sealed by itself when the screen goes. Never stored. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Bytes } from '../../wire/bytes.ts';
import { useSession } from '../application.ts';
import { lookOf, type Picture } from '../media/camera.ts';
import { type Recording, startRecording } from '../media/voice.ts';
import { useT } from '../translation.tsx';

export type TakenItem = {
  readonly id: number;
  readonly kind: 'photo' | 'voice' | 'file';
  /** Bytes of this page, or a file that lies on the phone already. */
  readonly file: Bytes | File;
  readonly type: string;
  /** A small picture as a data: address; null when there is none. */
  readonly look: string | null;
  readonly name: string;
  readonly seconds: number;
};

export type TakenState = {
  readonly items: readonly TakenItem[];
  readonly words: string;
  /** Since when it records, epoch milliseconds; null = it does not. */
  readonly recordingSince: number | null;
  /** The recording ended because the page went out of sight. */
  readonly cut: boolean;
  readonly sealing: { readonly done: number; readonly total: number } | null;
  readonly trouble: string | null;
  /** Of what was sealed last. */
  readonly code: string | null;
};

const EMPTY: TakenState = {
  items: [],
  words: '',
  recordingSince: null,
  cut: false,
  sealing: null,
  trouble: null,
  code: null,
};

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'audio/mp4': 'm4a',
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
};

/** A name that says nothing but what kind of file it is. */
export const nameOf = (kind: 'photo' | 'voice', type: string, number: number): string =>
  `${kind}-${number}.${ENDINGS[type] ?? 'bin'}`;

export type Taken = ReturnType<typeof useTaken>;

export function useTaken() {
  const session = useSession();
  const { lang } = useT();
  const [state, setState] = useState(EMPTY);
  // What the screen shows and what leaves with it must be the same thing, also in the moment it goes.
  const now = useRef(EMPTY);
  const recording = useRef<Recording | null>(null);
  const last = useRef(0);
  const language = useRef(lang);
  language.current = lang;

  const actions = useMemo(() => {
    const change = (part: Partial<TakenState>): void => {
      now.current = { ...now.current, ...part };
      setState(now.current);
    };

    function add(item: Omit<TakenItem, 'id' | 'name'>, name: string | null = null): number {
      last.current += 1;
      const id = last.current;
      const called = name ?? nameOf(item.kind === 'voice' ? 'voice' : 'photo', item.type, id);
      change({ items: [...now.current.items, { ...item, id, name: called }], trouble: null });
      return id;
    }

    /** Picked among what the phone has. Its own name says too much of a picture that was just taken. */
    async function addFile(kind: 'photo' | 'file', file: File): Promise<void> {
      const id = add(
        { kind, file, type: file.type, look: null, seconds: 0 },
        kind === 'photo' ? null : file.name,
      );
      if (kind === 'file') return;
      const look = await lookOf(file);
      change({ items: now.current.items.map((item) => (item.id === id ? { ...item, look } : item)) });
    }

    async function stopRecording(): Promise<void> {
      const running = recording.current;
      const since = now.current.recordingSince;
      if (running === null || since === null) return;
      recording.current = null;
      const piece = await running.stop();
      change({ recordingSince: null });
      if (piece === null) change({ trouble: 'recordingFailed' });
      else {
        const seconds = Math.round((Date.now() - since) / 1000);
        add({ kind: 'voice', file: piece.bytes, type: piece.type, look: null, seconds });
      }
    }

    const isEmpty = (): boolean =>
      now.current.items.length === 0 && now.current.words.trim() === '' && recording.current === null;

    const request = () => ({
      lang: language.current,
      words: now.current.words.trim(),
      files: now.current.items.map(({ file, name, type }) => ({ file, name, type })),
    });

    let running: Promise<void> | null = null;
    const seal = (cut = false): Promise<void> => {
      running ??= sealAll(cut).finally(() => {
        running = null;
      });
      return running;
    };

    async function sealAll(cut: boolean): Promise<void> {
      await stopRecording();
      if (isEmpty()) return;
      change({ sealing: { done: 0, total: 0 }, trouble: null, cut });
      const sealed = await session.capture(request(), (done, total) => change({ sealing: { done, total } }));
      if (sealed.ok) change({ ...EMPTY, cut, code: sealed.value.code });
      else change({ sealing: null, trouble: sealed.code });
    }

    return {
      addPicture: ({ bytes, type, look }: Picture): void =>
        void add({ kind: 'photo', file: bytes, type, look, seconds: 0 }),
      addFile,
      isEmpty,
      seal,
      stopRecording,
      async record(): Promise<void> {
        if (recording.current !== null) return;
        const begun = await startRecording(() => void stopRecording());
        if (!begun.ok) {
          change({ trouble: begun.code });
          return;
        }
        recording.current = begun.value;
        change({ recordingSince: Date.now(), trouble: null, cut: false });
      },
      level: (): number => recording.current?.level() ?? 0,
      write: (words: string): void => change({ words }),
      remove: (id: number): void => change({ items: now.current.items.filter((item) => item.id !== id) }),
      told: (trouble: string | null): void => change({ trouble }),
      again: (): void => change(EMPTY),
      /** Thrown away on purpose. */
      drop(): void {
        void recording.current?.stop();
        recording.current = null;
        now.current = EMPTY;
      },
      /** Out of sight: the microphone goes, and what was recorded is sealed before the phone may end the app. */
      async cut(): Promise<void> {
        if (recording.current !== null) await seal(true);
      },
      /** The screen goes, and what is on it is sealed. What cannot be is told when somebody can be told. */
      async leave(): Promise<void> {
        const had = !isEmpty();
        await seal();
        if (had && now.current.trouble !== null) session.captureLost();
        now.current = EMPTY;
      },
    };
  }, [session]);

  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'hidden') void actions.cut();
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      // Hidden, locked, or another page: nothing is lost, and nothing readable stays. A seal under way goes on.
      void actions.leave();
    };
  }, [actions]);

  const unsealed = !actions.isEmpty();
  useEffect(() => {
    if (!unsealed) return;
    // A page that is drawn anew would lose it: the browser asks first.
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsealed]);

  return { state, ...actions };
}
