/** Owns what was captured and is not sealed yet, as long as its screen lives; sealed by itself when the screen goes. Never stored. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSession } from '../application.ts';
import { type Recording, startRecording } from '../media/voice.ts';
import { useT } from '../translation.tsx';

export type TakenItem = {
  readonly id: number;
  readonly kind: 'photo' | 'voice' | 'file';
  readonly file: Blob;
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

    function add(kind: TakenItem['kind'], file: Blob, name: string | null, seconds = 0): void {
      last.current += 1;
      const id = last.current;
      const item = {
        id,
        kind,
        file,
        name: name ?? nameOf(kind === 'voice' ? kind : 'photo', file.type, id),
        seconds,
      };
      change({ items: [...now.current.items, item], trouble: null });
    }

    async function stopRecording(): Promise<void> {
      const running = recording.current;
      const since = now.current.recordingSince;
      if (running === null || since === null) return;
      recording.current = null;
      const file = await running.stop();
      change({ recordingSince: null });
      if (file === null) change({ trouble: 'recordingFailed' });
      else add('voice', file, null, Math.round((Date.now() - since) / 1000));
    }

    const isEmpty = (): boolean =>
      now.current.items.length === 0 && now.current.words.trim() === '' && recording.current === null;

    const request = () => ({
      lang: language.current,
      words: now.current.words.trim(),
      files: now.current.items.map(({ file, name }) => ({ file, name, type: file.type })),
    });

    async function seal(): Promise<void> {
      if (now.current.sealing !== null) return;
      await stopRecording();
      if (isEmpty()) return;
      change({ sealing: { done: 0, total: 0 }, trouble: null, cut: false });
      const sealed = await session.capture(request(), (done, total) => change({ sealing: { done, total } }));
      if (sealed.ok) change({ ...EMPTY, code: sealed.value.code });
      else change({ sealing: null, trouble: sealed.code });
    }

    return {
      add,
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
      /** Out of sight: what was recorded stays, the microphone goes. */
      async cut(): Promise<void> {
        if (recording.current === null) return;
        change({ cut: true });
        await stopRecording();
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
      void actions.seal().finally(() => {
        now.current = EMPTY;
      });
    };
  }, [actions]);

  return { state, ...actions };
}
