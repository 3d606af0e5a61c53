/** Owns what was captured and is not on its way yet, as long as its screen lives; sealed by itself when the screen goes. Never stored in clear. [VLT21] */
import { useEffect, useMemo, useRef, useState } from 'react';
import { MOST_CAPTURED_FILES } from '../../domain/capture.ts';
import type { Bytes } from '../../wire/bytes.ts';
import { useApplication, useSession } from '../application.ts';
import type { Taping } from '../evidence/taping.ts';
import { letGo, lookOf, type Picture } from '../media/camera.ts';
import { type Loudness, listen } from '../media/loudness.ts';
import { prepareRecorder, type RecordKind } from '../media/record.ts';
import { type Received, receiveAll, wordsOf } from '../receiving.ts';
import { useT } from '../translation.tsx';
import { createCopies } from './takenCopies.ts';

export type TakenItem = {
  readonly id: number;
  readonly kind: 'photo' | 'voice' | 'video' | 'file' | 'shared';
  /** Bytes of this page, a file that lies on the phone already, or what was sealed as it came. */
  readonly content: Bytes | File | { readonly recorded: string };
  readonly type: string;
  /** A small picture as a data: address; null when there is none. */
  readonly look: string | null;
  readonly name: string;
  readonly seconds: number;
};

export type TakenState = {
  readonly items: readonly TakenItem[];
  readonly words: string;
  /** What is recorded now, since when (epoch milliseconds). */
  readonly recording: {
    readonly kind: RecordKind;
    readonly since: number;
    readonly stream: MediaStream;
  } | null;
  /** What another app handed over is coming in. */
  readonly receiving: boolean;
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
  recording: null,
  receiving: false,
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
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

/** A name that says nothing but what kind of file it is. */
export const nameOf = (kind: 'photo' | 'voice' | 'film', type: string, number: number): string =>
  `${kind}-${number}.${ENDINGS[type] ?? 'bin'}`;

type Running = {
  readonly kind: RecordKind;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly since: number;
  readonly taping: Taping<number>;
  readonly loudness: Loudness;
};

export type Taken = ReturnType<typeof useTaken>;

export function useTaken() {
  const session = useSession();
  const { sharing } = useApplication();
  const { lang } = useT();
  const [state, setState] = useState(EMPTY);
  // What the screen shows and what leaves with it must be the same thing, also in the moment it goes.
  const now = useRef(EMPTY);
  const running = useRef<Running | null>(null);
  /** The screen went: a device that is only now given is let go at once. */
  const gone = useRef(false);
  const coming = useRef<{ readonly ending: AbortController; readonly ended: Promise<void> } | null>(null);
  const last = useRef(0);
  const language = useRef(lang);
  language.current = lang;

  const actions = useMemo(() => {
    const copies = createCopies(session.ahead);
    const change = (part: Partial<TakenState>): void => {
      now.current = { ...now.current, ...part };
      setState(now.current);
    };
    const nextId = (): number => {
      last.current += 1;
      return last.current;
    };
    const add = (item: TakenItem): void => change({ items: [...now.current.items, item], trouble: null });

    /** Told before anything is taken: at the end it would have to be taken out again. */
    const isFull = (): boolean => {
      if (now.current.items.length < MOST_CAPTURED_FILES) return false;
      change({ trouble: 'captureFull' });
      return true;
    };

    /** Picked among what the phone has. Its own name says too much of a picture that was just taken. */
    async function addFile(kind: 'photo' | 'file', file: File): Promise<void> {
      if (isFull()) return;
      const id = nextId();
      const name = kind === 'photo' ? nameOf('photo', file.type, id) : file.name;
      add({ id, kind, content: file, type: file.type, look: null, seconds: 0, name });
      if (kind === 'file') return;
      const look = await lookOf(file);
      change({ items: now.current.items.map((item) => (item.id === id ? { ...item, look } : item)) });
    }

    /** Begins at once: nobody in danger presses twice. Each second is sealed as it comes. */
    async function record(kind: RecordKind): Promise<void> {
      if (running.current !== null || now.current.receiving || isFull()) return;
      const ready = await prepareRecorder(kind, 'environment');
      if (ready.ok && gone.current) return letGo(ready.value.stream);
      if (!ready.ok) return change({ trouble: ready.code });
      const { stream, type } = ready.value;
      const number = nextId();
      const name = nameOf(kind === 'video' ? 'film' : 'voice', type, number);
      const begun = await session.ahead.tape(
        ready.value,
        { name, type, own: true },
        {
          size: () => undefined,
          ended(code) {
            if (code !== null) change({ trouble: code });
            void stopRecording();
          },
        },
      );
      if (!begun.ok) {
        letGo(stream);
        return change({ trouble: begun.code });
      }
      if (gone.current) return void begun.value.taping.stop().then(() => session.ahead.drop(begun.value.id));
      const since = Date.now();
      running.current = { kind, name, type, since, ...begun.value, loudness: listen(stream) };
      change({ recording: { kind, since, stream }, trouble: null, cut: false });
    }

    async function stopRecording(): Promise<void> {
      const one = running.current;
      if (one === null) return;
      running.current = null;
      one.loudness.end();
      const { kind, id, name, type, since } = one;
      const ended = await one.taping.stop();
      change({ recording: null });
      if (ended.ok) {
        const seconds = Math.round((Date.now() - since) / 1_000);
        const trouble = now.current.trouble;
        add({ id: nextId(), kind, content: { recorded: id }, type, look: null, seconds, name });
        change({ trouble });
      } else
        change({ trouble: now.current.trouble ?? (ended.code === 'gone' ? 'recordingFailed' : ended.code) });
    }

    function takeShared(): void {
      if (now.current.receiving || running.current !== null) return;
      change({ receiving: true, trouble: null });
      const ending = new AbortController();
      coming.current = { ending, ended: receive(ending.signal) };
    }

    async function receive(signal: AbortSignal): Promise<void> {
      const shared = await sharing.take(signal);
      const got =
        shared === null
          ? { text: '', trouble: signal.aborted ? null : 'sharedLost' }
          : await receiveAll(shared, { ...session.ahead, signal, came });
      coming.current = null;
      change({ receiving: false, trouble: got.trouble });
      if (got.text === '') return;
      const { words, cut } = wordsOf([now.current.words, got.text]);
      copies.write(words);
      change({ words, trouble: got.trouble ?? (cut ? 'sharedLong' : null) });
    }

    const came = ({ id, name, type }: Received): void =>
      add({ id: nextId(), kind: 'shared', content: { recorded: id }, type, look: null, seconds: 0, name });

    /** What came whole stays; the rest is dropped. */
    async function endReceiving(): Promise<void> {
      coming.current?.ending.abort();
      await coming.current?.ended;
    }

    const isEmpty = (): boolean =>
      now.current.items.length === 0 &&
      now.current.words.trim() === '' &&
      running.current === null &&
      !now.current.receiving;

    async function request() {
      const { pictures, words: kept } = await copies.rest();
      return {
        lang: language.current,
        words: now.current.words.trim(),
        files: now.current.items.map(({ id, content, name, type }) => {
          if ('recorded' in content) return content;
          const copy = pictures.get(id);
          return { file: content, name, type, ...(copy === undefined ? {} : { copy }) };
        }),
        copies: kept,
      };
    }

    let sealing: Promise<void> | null = null;
    const seal = (cut = false): Promise<void> => {
      sealing ??= sealAll(cut).finally(() => {
        sealing = null;
      });
      return sealing;
    };

    async function sealAll(cut: boolean): Promise<void> {
      await stopRecording();
      // Sealed in the middle, the rest would be in no list.
      await coming.current?.ended;
      if (isEmpty()) return;
      change({ sealing: { done: 0, total: 0 }, trouble: null, cut });
      const sealed = await session.capture(await request(), (done, total) =>
        change({ sealing: { done, total } }),
      );
      if (sealed.ok) {
        copies.forget();
        change({ ...EMPTY, cut, code: sealed.value.code });
      } else {
        copies.goOn();
        change({ sealing: null, trouble: sealed.code });
      }
    }

    const dropOne = ({ content }: TakenItem): void => {
      if ('recorded' in content) void session.ahead.drop(content.recorded);
    };

    return {
      addPicture({ bytes, type, look }: Picture): void {
        if (isFull()) return;
        const id = nextId();
        const name = nameOf('photo', type, id);
        add({ id, kind: 'photo', content: bytes, type, look, seconds: 0, name });
        copies.picture(id, bytes, { name, type, own: false });
      },
      addFile,
      isEmpty,
      seal,
      record,
      stopRecording,
      takeShared,
      endReceiving,
      level: (): number => running.current?.loudness.level() ?? 0,
      write(words: string): void {
        change({ words });
        copies.write(words);
      },
      remove(id: number): void {
        for (const item of now.current.items) if (item.id === id) dropOne(item);
        copies.remove(id);
        change({ items: now.current.items.filter((item) => item.id !== id) });
      },
      told: (trouble: string | null): void => change({ trouble }),
      again: (): void => change(EMPTY),
      /** Thrown away on purpose: nothing of it may lie there when the app starts again. */
      drop(): void {
        void endReceiving();
        const one = running.current;
        running.current = null;
        one?.loudness.end();
        void one?.taping.stop().then(() => session.ahead.drop(one.id));
        now.current.items.forEach(dropOne);
        void copies.drop();
        now.current = EMPTY;
      },
      /** Out of sight: the microphone goes, and what was recorded is on its way before the phone may end the app. */
      async cut(): Promise<void> {
        copies.hurry();
        if (running.current !== null) await seal(true);
      },
      /** The screen goes, and what is on it is sealed. What cannot be is told when somebody can be told. */
      async leave(): Promise<void> {
        const had = !isEmpty();
        const half = coming.current !== null;
        await endReceiving();
        await seal();
        if (half) change({ trouble: now.current.trouble ?? 'sharedLost' });
        if (had && now.current.trouble !== null) session.captureLost();
        now.current = EMPTY;
      },
    };
  }, [session, sharing]);

  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'hidden') void actions.cut();
    };
    document.addEventListener('visibilitychange', look);
    gone.current = false;
    return () => {
      gone.current = true;
      document.removeEventListener('visibilitychange', look);
      // Hidden, locked, or another page: nothing is lost, and nothing readable stays. A seal under way goes on.
      void actions.leave();
    };
  }, [actions]);

  const unsealed = !actions.isEmpty();
  useEffect(() => {
    if (!unsealed) return;
    // A page that is drawn anew loses its list, and chosen files: the browser asks first.
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsealed]);

  return { state, ...actions };
}
