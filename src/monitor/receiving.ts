/** Owns taking in what another app handed over: each file is sealed as it comes, the texts become words. Must never hold a file whole. [VLT21] */
import { MOST_CAPTURED_FILES, MOST_CAPTURED_WORDS } from '../domain/capture.ts';
import type { Result } from '../domain/result.ts';
import { showInert } from '../domain/text.ts';
import { type Bytes, concat } from '../wire/bytes.ts';
import { boundaryOf, createMultipart } from '../wire/multipart.ts';
import type { Ahead } from './ahead.ts';
import type { HandedOver } from './handedOver.ts';

export type Received = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
};

export type Receiving = {
  readonly begin: (about: {
    readonly name: string;
    readonly type: string;
    readonly own: boolean;
  }) => Promise<Result<Ahead, string>>;
  readonly drop: (id: string) => Promise<void>;
  /** A file that came whole. */
  readonly came: (file: Received) => void;
  /** Nobody wants the rest: nothing comes any more, and the file that was coming is dropped. */
  readonly signal: AbortSignal;
};

/** Each piece is made durable: larger ones than the browser gives are faster by far. */
const PIECE = 1_048_576;

/** A name that another app gave, as it is shown: what cannot be seen, or turns letters round, stands there by name. */
export const shownName = (name: string): string =>
  showInert(name)
    .map((part) => (part.kind === 'plain' ? part.text : part.code))
    .join('');

/** At most `most` UTF-16 code units, and no half of a character. */
function cutTo(text: string, most: number): string {
  const cut = text.slice(0, most);
  return cut.length < text.length ? cut.replace(/[\uD800-\uDBFF]$/, '') : cut;
}

/** Texts as the words of one capture, one below the other; `cut`: they are more than it may have. */
export function wordsOf(texts: readonly string[]): { readonly words: string; readonly cut: boolean } {
  const all = texts.filter((one) => one.trim() !== '').join('\n');
  const words = cutTo(all, MOST_CAPTURED_WORDS);
  return { words, cut: words.length < all.length };
}

/** Answers the texts that came with it, and why not all of it is here; null when it is, or when nobody wants it. */
export async function receiveAll(
  { type, pieces, twice }: HandedOver,
  { begin, drop, came, signal }: Receiving,
): Promise<{ readonly text: string; readonly trouble: string | null }> {
  const boundary = boundaryOf(type);
  if (boundary === null) return { text: '', trouble: 'sharedLost' };
  const reader = createMultipart(boundary);
  const texts: string[] = [];
  let decoder = new TextDecoder();
  let field: string | null = null;
  let file: { readonly ahead: Ahead; readonly name: string; readonly type: string } | null = null;
  let files = 0;
  let size = 0;
  let waiting: Bytes[] = [];
  let held = 0;
  let trouble: string | null = null;

  /** Of the file that is coming: what waits is sealed. */
  async function flush(): Promise<void> {
    const bytes = concat(...waiting);
    waiting = [];
    held = 0;
    if (file === null || trouble !== null || bytes.length === 0) return;
    const added = await file.ahead.into.add(bytes);
    bytes.fill(0);
    if (!added.ok) trouble = added.code;
  }

  async function endFile(): Promise<void> {
    await flush();
    const one = file;
    file = null;
    if (one === null) return;
    if (trouble !== null) return drop(one.ahead.id);
    const ended = await one.ahead.into.end();
    if (signal.aborted) await drop(one.ahead.id);
    else if (ended.ok) came({ id: one.ahead.id, name: one.name, type: one.type, size });
    // An empty file is nothing to send.
    else if (size > 0) trouble = ended.code;
  }

  try {
    for await (const piece of pieces) {
      if (signal.aborted) break;
      const events = reader.push(piece);
      if (!events.ok) {
        trouble = 'sharedLost';
        break;
      }
      for (const event of events.value) {
        if (event.at === 'part') {
          [size, field, decoder] = [0, event.fileName === null ? '' : null, new TextDecoder()];
          if (event.fileName === null) continue;
          files += 1;
          if (files > MOST_CAPTURED_FILES) trouble = 'captureFull';
          const name = event.fileName === '' ? 'file' : cutTo(event.fileName, 200);
          const about = { name, type: event.type.slice(0, 200), own: false };
          const begun: Result<Ahead, string> | null = trouble === null ? await begin(about) : null;
          if (begun?.ok === true) file = { ahead: begun.value, name, type: about.type };
          else if (begun !== null) trouble = begun.code;
        } else if (event.at === 'bytes' && field !== null) {
          // One more than there may be: that it is too long is told.
          if (field.length <= MOST_CAPTURED_WORDS) field += decoder.decode(event.bytes, { stream: true });
        } else if (event.at === 'bytes') {
          waiting.push(event.bytes);
          size += event.bytes.length;
          held += event.bytes.length;
          if (held >= PIECE) await flush();
        } else if (field !== null) texts.push(field.trim());
        else await endFile();
        if (trouble !== null || signal.aborted) break;
      }
      if (trouble !== null || signal.aborted) break;
    }
    if (trouble === null && !reader.isWhole()) trouble = 'sharedLost';
  } catch {
    trouble = 'sharedLost';
  }
  // What did not come whole is not passed off as the file.
  if (file !== null) await drop(file.ahead.id);
  if (signal.aborted) return { text: '', trouble: null };
  const { words, cut } = wordsOf([...new Set(texts)]);
  return { text: words, trouble: trouble ?? (cut ? 'sharedLong' : twice ? 'sharedTwice' : null) };
}
