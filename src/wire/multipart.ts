/** Owns reading multipart/form-data piece by piece (RFC 7578), as another app hands files over. Must never gather a file. */
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, concat, utf8 } from './bytes.ts';

/** What comes out, in order: a part begins, its bytes, it ends. */
export type PartEvent =
  /** `fileName`: null for a plain field. */
  | { readonly at: 'part'; readonly name: string; readonly fileName: string | null; readonly type: string }
  | { readonly at: 'bytes'; readonly bytes: Bytes }
  | { readonly at: 'end' };

export type Multipart = {
  /** `malformed`: it is none; nothing after it is read. */
  push(piece: Uint8Array): Result<readonly PartEvent[], 'malformed'>;
  /** Whether the closing boundary came. */
  isWhole(): boolean;
};

const CRLF = utf8('\r\n');
const BLANK = utf8('\r\n\r\n');
const MOST_HEAD = 16_384;
/** A share has a few texts and files. Each part costs the page something, however small it is. */
const MOST_PARTS = 64;

/** The boundary of a Content-Type, or null when it is not multipart/form-data. */
export function boundaryOf(contentType: string): string | null {
  const found = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType,
  );
  return found?.[1] ?? found?.[2] ?? null;
}

function indexOf(bytes: Uint8Array, what: Uint8Array, from = 0): number {
  const [first = 0] = what;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + what.length > bytes.length) return -1;
    if (what.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

/** What a browser writes for a quote or a line end in a name. */
const plainName = (name: string): string =>
  name.replace(/%22/g, '"').replace(/%0D/g, '\r').replace(/%0A/g, '\n');

function readHead(head: Uint8Array): Extract<PartEvent, { at: 'part' }> | null {
  const lines = new TextDecoder().decode(head).split('\r\n');
  const headerValue = (wanted: string): string | undefined =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${wanted}:`))
      ?.slice(wanted.length + 1)
      .trim();
  const disposition = headerValue('content-disposition') ?? '';
  const name = /;\s*name="([^"]*)"/.exec(disposition)?.[1];
  if (!/^form-data\b/i.test(disposition) || name === undefined) return null;
  const fileName = /;\s*filename="([^"]*)"/.exec(disposition)?.[1];
  return {
    at: 'part',
    name: plainName(name),
    fileName: fileName === undefined ? null : plainName(fileName),
    type: headerValue('content-type') ?? '',
  };
}

export function createMultipart(boundary: string): Multipart {
  const mark = utf8(`\r\n--${boundary}`);
  // The first boundary has no line end before it.
  let held: Bytes = concat(CRLF);
  /** What of it was read already: it is copied once a piece, not once a part. */
  let from = 0;
  let parts = 0;
  let at: 'before' | 'boundary' | 'head' | 'body' | 'end' | 'malformed' = 'before';

  /** One step; false when more bytes are needed. */
  function step(events: PartEvent[]): boolean {
    switch (at) {
      case 'before':
      case 'body': {
        const found = indexOf(held, mark, from);
        // What could be the beginning of a boundary stays.
        const until = found >= 0 ? found : Math.max(from, held.length - mark.length + 1);
        if (at === 'body' && until > from) events.push({ at: 'bytes', bytes: held.slice(from, until) });
        from = found >= 0 ? found + mark.length : until;
        if (found < 0) return false;
        if (at === 'body') events.push({ at: 'end' });
        at = 'boundary';
        return true;
      }
      case 'boundary': {
        if (held.length - from < 2) return false;
        const ends = held[from] === 0x2d && held[from + 1] === 0x2d;
        const goesOn = held[from] === 0x0d && held[from + 1] === 0x0a;
        at = ends ? 'end' : goesOn ? 'head' : 'malformed';
        // The line end stays: a head without lines is a blank line at once.
        return goesOn;
      }
      case 'head': {
        const found = indexOf(held, BLANK, from);
        if (found < 0) {
          if (held.length - from > MOST_HEAD) at = 'malformed';
          return false;
        }
        const part = readHead(held.subarray(from + 2, Math.max(from + 2, found)));
        parts += 1;
        if (part === null || parts > MOST_PARTS) {
          at = 'malformed';
          return false;
        }
        events.push(part);
        from = found + BLANK.length;
        at = 'body';
        return true;
      }
      default:
        from = held.length;
        return false;
    }
  }

  return {
    push(piece) {
      held = concat(held.subarray(from), piece);
      from = 0;
      const events: PartEvent[] = [];
      while (step(events));
      return at === 'malformed' ? err('malformed') : ok(events);
    },
    isWhole: () => at === 'end',
  };
}
