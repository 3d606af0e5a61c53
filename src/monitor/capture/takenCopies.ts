/** Owns the sealed copies of what is only in this page: a page that dies must not take it along. Must never keep anything readable. [VLT21] */
import { type Bytes, utf8 } from '../../wire/bytes.ts';
import type { Ahead } from '../ahead.ts';
import type { Session } from '../session.ts';

type About = Parameters<Session['ahead']['begin']>[0];
/** `id`: null while nothing was begun, or once it could not be kept. */
type Copy = { id: string | null; done: Promise<void> };

/** Milliseconds between two copies of the words that are being typed: each is sealed for every coordinator. */
const PAUSE = 2_000;
const WORDS: About = { name: 'words.txt', type: 'text/plain', own: true };

export function createCopies(ahead: Pick<Session['ahead'], 'begin' | 'drop'>) {
  const pictures = new Map<number, Copy>();
  let words: Copy[] = [];
  let wanted = '';
  let kept = '';
  let turning = false;
  let resting = false;
  let wake = (): void => undefined;

  /** What could not be kept takes no room: the page still has it. */
  async function fill(copy: Copy, { id, into }: Ahead, bytes: Bytes): Promise<void> {
    copy.id = id;
    const added = await into.add(bytes);
    if (added.ok) {
      await into.end();
      return;
    }
    copy.id = null;
    await ahead.drop(id);
  }

  function keep(bytes: Bytes, about: About): Copy {
    const copy: Copy = { id: null, done: Promise.resolve() };
    copy.done = ahead.begin(about).then((begun) => (begun.ok ? fill(copy, begun.value, bytes) : undefined));
    return copy;
  }

  const dropOne = (copy: Copy): Promise<void> =>
    copy.done.then(() => (copy.id === null ? undefined : ahead.drop(copy.id)));

  /** The one before goes once this one is durable. */
  async function turn(): Promise<void> {
    const text = wanted;
    const before = words;
    if (text !== '') {
      const copy = keep(utf8(text), WORDS);
      words = [...before, copy];
      await copy.done;
      if (copy.id === null) {
        // Tried again after the pause; the one before stays.
        words = words.filter((one) => one !== copy);
        return;
      }
    }
    for (const one of before) await dropOne(one);
    words = words.filter((one) => !before.includes(one));
    kept = text;
  }

  let current: Promise<void> = Promise.resolve();
  async function go(): Promise<void> {
    if (turning) return;
    turning = true;
    while (!resting && wanted !== kept) {
      current = turn();
      await current;
      if (resting) break;
      // What was deleted is not to be found by a crash.
      if (wanted === '') continue;
      await new Promise<void>((done) => {
        const timer = setTimeout(done, PAUSE);
        wake = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
    turning = false;
  }

  return {
    /** A picture of this page, by the number of its item. */
    picture(number: number, bytes: Bytes, about: About): void {
      pictures.set(number, keep(bytes, about));
    },
    /** The words as they stand: at once, and while more is typed at short intervals. */
    write(text: string): void {
      wanted = text.trim();
      if (wanted === '') wake();
      void go();
    },
    /** The page may go in a moment. */
    hurry: (): void => wake(),
    remove(number: number): void {
      const copy = pictures.get(number);
      pictures.delete(number);
      if (copy !== undefined) void dropOne(copy);
    },
    /** Nothing more is written; answers with what there is: of pictures by the numbers of their items, and of the words. */
    async rest(): Promise<{
      readonly pictures: ReadonlyMap<number, string>;
      readonly words: readonly string[];
    }> {
      resting = true;
      wake();
      await Promise.all([current, ...[...pictures.values()].map(({ done }) => done)]);
      const found = [...pictures].flatMap(([number, { id }]): [number, string][] =>
        id === null ? [] : [[number, id]],
      );
      return { pictures: new Map(found), words: words.flatMap(({ id }) => id ?? []) };
    },
    /** It could not be sealed: what is on the page is kept as before. */
    goOn(): void {
      resting = false;
      wake();
      void go();
    },
    /** They went with what was sealed. */
    forget(): void {
      pictures.clear();
      [words, wanted, kept, resting] = [[], '', '', false];
    },
    /** Thrown away on purpose. */
    async drop(): Promise<void> {
      resting = true;
      wake();
      await current;
      await Promise.all([...pictures.values(), ...words].map(dropOne));
    },
  };
}
