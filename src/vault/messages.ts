/** Owns the messages between page and worker, and parsing both at the border. Must never let an unchecked value through. */
import { SHORT_CODE } from '../domain/localRef.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { isHandle } from '../store/disk.ts';
import type { Bytes } from '../wire/bytes.ts';
import { isCount, isHex, isListOf, isObject, isText } from '../wire/shape.ts';
import { parseTokenReply, type TokenInfo, type TokenReply } from '../wire/tokens.ts';
import type { Item, VaultCode, VaultEvent } from './api.ts';
import type { Copied } from './capture/captureRecordings.ts';
import type { Readable } from './drafts/reading.ts';
import type { BoardCursor, CaptureFile, FinishRequest, SealedAlready } from './views.ts';

/** Page to worker. */
export type Call = { readonly id: number; readonly method: string; readonly args: readonly unknown[] };
export type Abort = { readonly abort: number };
/** Worker to page. */
export type Reply = { readonly id: number; readonly result: Result<unknown, VaultCode> };
export type Step = { readonly id: number; readonly done: number; readonly total: number };
export type Told = { readonly told: VaultEvent };

export function parseCall(value: unknown): Result<Call | Abort, 'badRequest'> {
  if (!isObject(value)) return err('badRequest');
  const { id, method, args, abort } = value;
  if (isCount(abort)) return ok({ abort });
  if (!isCount(id) || !isText(method, 40) || !Array.isArray(args) || args.length > 8)
    return err('badRequest');
  return ok({ id, method, args });
}

const isResult = (value: unknown): value is Result<unknown, VaultCode> =>
  isObject(value) && (value['ok'] === true || (value['ok'] === false && isText(value['code'], 40)));

const EVENTS: readonly unknown[] = ['takenOver', 'locked', 'upgraded', 'outbox'];

export function parseAnswer(value: unknown): Reply | Step | Told | undefined {
  if (!isObject(value)) return undefined;
  const { id, result, done, total, told } = value;
  if (isObject(told)) return EVENTS.includes(told['event']) ? { told: told as VaultEvent } : undefined;
  if (!isCount(id)) return undefined;
  if (isResult(result)) return { id, result };
  return isCount(done) && isCount(total) ? { id, done, total } : undefined;
}

// Small readers of arguments; undefined = not one.
export const asText = (value: unknown, most = 256): string | undefined =>
  isText(value, most) ? value : undefined;
export const asName = (value: unknown): string | undefined =>
  isText(value, 64) && value !== '' ? value : undefined;
export const asBytes = (value: unknown): Bytes | undefined =>
  value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? (value as Bytes) : undefined;
export const asParcel = (value: unknown): string | undefined => (isHex(value, 32) ? value : undefined);
export const asHandle = (value: unknown): string | undefined => (isHandle(value) ? value : undefined);

const isNamed = (value: unknown): value is string => isText(value, 256);
export const asNames = (value: unknown, most: number): readonly string[] | undefined =>
  isListOf(value, most, isNamed) ? value : undefined;

const isItem = (value: unknown): value is Item =>
  isObject(value) && isNamed(value['name']) && asBytes(value['bytes']) !== undefined;
export const asItems = (value: unknown, most: number): readonly Item[] | undefined =>
  isListOf(value, most, isItem) ? value : undefined;

export function asCursor(value: unknown): BoardCursor | undefined {
  if (!isObject(value)) return undefined;
  const { epoch, after } = value;
  return isHex(epoch, 8) && isCount(after) ? { epoch, after } : undefined;
}

type Listed = FinishRequest['attachments'][number];
const isListed = (value: unknown): value is Listed =>
  isObject(value) &&
  isText(value['id'], 64) &&
  isText(value['name'], 1024) &&
  isText(value['description'], 65_536);

/** A report's fields are checked by the domain before they come here; here only their outer shape. */
export function asFinishRequest(value: unknown): FinishRequest | undefined {
  if (!isObject(value)) return undefined;
  const { draft, code, form, fields, attachments, authored, urgent } = value;
  const whole =
    isText(draft, 64) &&
    isText(code, 8) &&
    isText(form, 80) &&
    isObject(fields) &&
    isListOf(attachments, 64, isListed) &&
    typeof authored === 'boolean' &&
    typeof urgent === 'boolean';
  return whole ? (value as unknown as FinishRequest) : undefined;
}

const LANGUAGES: readonly unknown[] = ['en', 'ru', 'kk', 'ky', 'tg', 'tk', 'uz-Latn', 'uz-Cyrl'];
const isCaptureFile = (value: unknown): value is CaptureFile =>
  isObject(value) &&
  asReadable(value['file']) !== undefined &&
  isText(value['name'], 1024) &&
  isText(value['type'], 256) &&
  (value['own'] === undefined || typeof value['own'] === 'boolean') &&
  (value['copy'] === undefined || isText(value['copy'], 64));

const PIECE = 65_536;

/** Bytes as a file is read: in pieces. */
const readable = (bytes: Uint8Array): Readable => ({
  size: bytes.length,
  stream() {
    let at = 0;
    return new ReadableStream({
      pull(to) {
        if (at < bytes.length) to.enqueue(bytes.slice(at, at + PIECE));
        at += PIECE;
        if (at >= bytes.length) to.close();
      },
    });
  },
});

/** A file, or bytes that the page alone holds. */
export const asReadable = (value: unknown): Readable | undefined =>
  value instanceof Blob ? value : value instanceof Uint8Array ? readable(value) : undefined;

const isId = (value: unknown): value is string => isText(value, 64);
const isAs = (value: unknown): value is { readonly id: string; readonly code: string } =>
  isObject(value) && isId(value['id']) && isText(value['code'], 5) && SHORT_CODE.test(value['code']);
const isRecorded = (value: unknown): value is SealedAlready =>
  isObject(value) && isText(value['recorded'], 64);
const isToSeal = (value: unknown): value is CaptureFile | SealedAlready =>
  isRecorded(value) || isCaptureFile(value);

export const asLanguage = (value: unknown): string | undefined =>
  isText(value, 8) && LANGUAGES.includes(value) ? value : undefined;

/** What was asked, with files as they are read. Lengths and numbers are judged by the capture, which has a code for them. */
export function asCaptureRequest(value: unknown):
  | {
      readonly lang: string;
      readonly words: string;
      readonly files: readonly (Copied | SealedAlready)[];
      readonly copies?: readonly string[];
      readonly as?: { readonly id: string; readonly code: string };
    }
  | undefined {
  if (!isObject(value)) return undefined;
  const { words, files, copies = [] } = value;
  const lang = asLanguage(value['lang']);
  if (lang === undefined || !isText(words, 4_194_304)) return undefined;
  if (!isListOf(files, 1_000, isToSeal) || !isListOf(copies, 100, isId)) return undefined;
  const as = value['as'];
  if (as !== undefined && !isAs(as)) return undefined;
  return {
    ...(value['copies'] === undefined ? {} : { copies }),
    ...(as === undefined ? {} : { as: { id: as.id, code: as.code } }),
    lang,
    words,
    files: files.map((one) =>
      'recorded' in one
        ? { recorded: one.recorded }
        : {
            ...{ name: one.name, type: one.type, own: one.own === true },
            file: asReadable(one.file) ?? readable(new Uint8Array(0)),
            ...(one.copy === undefined ? {} : { copy: one.copy }),
          },
    ),
  };
}

export const asCount = (value: unknown): number | undefined => (isCount(value) ? value : undefined);

type TokenKey = Pick<TokenInfo, 'key' | 'epoch'>;
export function asTokenKey(value: unknown): TokenKey | undefined {
  if (!isObject(value)) return undefined;
  const { key, epoch } = value;
  const whole = (key === null || isHex(key, 32)) && isCount(epoch, 0xffffffff);
  return whole ? { key, epoch } : undefined;
}

export function asTokenReply(value: unknown): TokenReply | undefined {
  const reply = parseTokenReply(value);
  return reply.ok ? reply.value : undefined;
}
