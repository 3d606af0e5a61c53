/** Owns taking in what another app handed over: each file is sealed as it comes, the texts become words. Must never hold a file whole. [VLT21] */
import { MOST_CAPTURED_FILES } from '../domain/capture.ts';
import type { Result } from '../domain/result.ts';
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
};

/** Each piece is made durable: larger ones than the browser gives are faster by far. */
const PIECE = 1_048_576;
/** UTF-16 code units of a plain field. */
const MOST_TEXT = 20_000;

/** Answers the texts that came with it, and why not all of it is here; null when it is. */
export async function receiveAll(
  { type, pieces }: HandedOver,
  { begin, drop, came }: Receiving,
): Promise<{ readonly text: string; readonly trouble: string | null }> {
  const boundary = boundaryOf(type);
  if (boundary === null) return { text: '', trouble: 'sharedLost' };
  const reader = createMultipart(boundary);
  const texts: string[] = [];
  let decoder = new TextDecoder();
  let field = '';
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
    if (ended.ok) came({ id: one.ahead.id, name: one.name, type: one.type, size });
    // An empty file is nothing to send.
    else if (size > 0) trouble = ended.code;
  }

  try {
    for await (const piece of pieces) {
      const events = reader.push(piece);
      if (!events.ok) {
        trouble = 'sharedLost';
        break;
      }
      for (const event of events.value) {
        if (event.at === 'part') {
          [size, field, decoder] = [0, '', new TextDecoder()];
          if (event.fileName === null) continue;
          files += 1;
          if (files > MOST_CAPTURED_FILES) trouble = 'tooManyFiles';
          const name = event.fileName === '' ? 'file' : event.fileName.slice(0, 200);
          const about = { name, type: event.type.slice(0, 200), own: false };
          const begun: Result<Ahead, string> | null = trouble === null ? await begin(about) : null;
          if (begun?.ok === true) file = { ahead: begun.value, name, type: about.type };
          else if (begun !== null) trouble = begun.code;
        } else if (event.at === 'bytes' && file === null) {
          if (field.length < MOST_TEXT) field += decoder.decode(event.bytes, { stream: true });
        } else if (event.at === 'bytes') {
          waiting.push(event.bytes);
          size += event.bytes.length;
          held += event.bytes.length;
          if (held >= PIECE) await flush();
        } else if (file !== null) await endFile();
        else if (field.trim() !== '' && files === 0) texts.push(field.trim().slice(0, MOST_TEXT));
      }
      if (trouble !== null) break;
    }
    if (trouble === null && !reader.isWhole()) trouble = 'sharedLost';
  } catch {
    trouble = 'sharedLost';
  }
  // What did not come whole is not passed off as the file.
  if (file !== null) await drop(file.ahead.id);
  return { text: [...new Set(texts)].join('\n').slice(0, MOST_TEXT), trouble };
}
