/** Owns telling what a file is by its first bytes, and which names are safe to save under. Must never believe a name or a declared type. */

export type FileKind = 'image' | 'audio' | 'video' | 'text' | 'document' | 'archive' | 'program' | 'unknown';
export type Sniffed = { readonly kind: FileKind; readonly mime: string; readonly ending: string };

const UNKNOWN: Sniffed = { kind: 'unknown', mime: 'application/octet-stream', ending: 'bin' };

type Mark = { readonly at: number; readonly bytes: string; readonly is: Sniffed };

/** `bytes`: hexadecimal, `..` for any byte. */
const MARKS: readonly Mark[] = [
  { at: 0, bytes: '89504e470d0a1a0a', is: { kind: 'image', mime: 'image/png', ending: 'png' } },
  { at: 0, bytes: 'ffd8ff', is: { kind: 'image', mime: 'image/jpeg', ending: 'jpg' } },
  { at: 0, bytes: '474946383761', is: { kind: 'image', mime: 'image/gif', ending: 'gif' } },
  { at: 0, bytes: '474946383961', is: { kind: 'image', mime: 'image/gif', ending: 'gif' } },
  { at: 0, bytes: '52494646........57454250', is: { kind: 'image', mime: 'image/webp', ending: 'webp' } },
  { at: 4, bytes: '6674797061766966', is: { kind: 'image', mime: 'image/avif', ending: 'avif' } },
  { at: 4, bytes: '6674797068656963', is: { kind: 'image', mime: 'image/heic', ending: 'heic' } },
  { at: 4, bytes: '667479706d696631', is: { kind: 'image', mime: 'image/heic', ending: 'heic' } },
  { at: 0, bytes: '52494646........57415645', is: { kind: 'audio', mime: 'audio/wav', ending: 'wav' } },
  { at: 0, bytes: '4f676753', is: { kind: 'audio', mime: 'audio/ogg', ending: 'ogg' } },
  { at: 0, bytes: '494433', is: { kind: 'audio', mime: 'audio/mpeg', ending: 'mp3' } },
  { at: 0, bytes: 'fffb', is: { kind: 'audio', mime: 'audio/mpeg', ending: 'mp3' } },
  { at: 0, bytes: 'fff1', is: { kind: 'audio', mime: 'audio/aac', ending: 'aac' } },
  { at: 0, bytes: '664c6143', is: { kind: 'audio', mime: 'audio/flac', ending: 'flac' } },
  { at: 0, bytes: '2321414d52', is: { kind: 'audio', mime: 'audio/amr', ending: 'amr' } },
  { at: 4, bytes: '667479704d344120', is: { kind: 'audio', mime: 'audio/mp4', ending: 'm4a' } },
  { at: 4, bytes: '66747970', is: { kind: 'video', mime: 'video/mp4', ending: 'mp4' } },
  { at: 0, bytes: '1a45dfa3', is: { kind: 'video', mime: 'video/webm', ending: 'webm' } },
  { at: 0, bytes: '255044462d', is: { kind: 'document', mime: 'application/pdf', ending: 'pdf' } },
  { at: 0, bytes: 'd0cf11e0a1b11ae1', is: { kind: 'document', mime: 'application/msword', ending: 'doc' } },
  { at: 0, bytes: '504b0304', is: { kind: 'archive', mime: 'application/zip', ending: 'zip' } },
  { at: 0, bytes: '526172211a07', is: { kind: 'archive', mime: 'application/vnd.rar', ending: 'rar' } },
  {
    at: 0,
    bytes: '377abcaf271c',
    is: { kind: 'archive', mime: 'application/x-7z-compressed', ending: '7z' },
  },
  { at: 0, bytes: '1f8b', is: { kind: 'archive', mime: 'application/gzip', ending: 'gz' } },
  { at: 0, bytes: '4d5a', is: { kind: 'program', mime: 'application/octet-stream', ending: 'bin' } },
  { at: 0, bytes: '7f454c46', is: { kind: 'program', mime: 'application/octet-stream', ending: 'bin' } },
];

function fits(head: Uint8Array, { at, bytes }: Mark): boolean {
  const pairs = bytes.match(/../g) ?? [];
  return pairs.every((pair, i) => pair === '..' || head[at + i] === Number.parseInt(pair, 16));
}

/** True for UTF-8 without control characters (tab and line ends aside); `cut`: the text may end inside a letter. */
function isText(head: Uint8Array, cut: boolean): boolean {
  if (head.length === 0) return false;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: cut });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return !/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text);
  } catch {
    return false;
  }
}

const ZIP = 'application/zip';
const OOXML = 'application/vnd.openxmlformats-officedocument';
/** By a folder that only such a file has. */
const OFFICE: readonly (readonly [string, Sniffed])[] = [
  ['word/', { kind: 'document', mime: `${OOXML}.wordprocessingml.document`, ending: 'docx' }],
  ['xl/', { kind: 'document', mime: `${OOXML}.spreadsheetml.sheet`, ending: 'xlsx' }],
  ['ppt/', { kind: 'document', mime: `${OOXML}.presentationml.presentation`, ending: 'pptx' }],
];
const ODF = new Map([
  ['text', 'odt'],
  ['spreadsheet', 'ods'],
  ['presentation', 'odp'],
]);
const ODF_MIME = 'application/vnd.oasis.opendocument.';

/** An office document is a ZIP that holds certain names; one whose names do not show in its beginning stays a ZIP. */
function officeIn(head: Uint8Array): Sniffed | undefined {
  const text = new TextDecoder('latin1').decode(head);
  const names: string[] = [];
  for (let at = 0; at >= 0 && at + 30 < head.length; at = text.indexOf('PK\u0003\u0004', at + 4)) {
    const length = (head[at + 26] ?? 0) | ((head[at + 27] ?? 0) << 8);
    names.push(text.slice(at + 30, at + 30 + length));
  }
  if (names[0] === 'mimetype') {
    // OpenDocument says what it is in the first file, stored as it is.
    const said = text.slice(38, 120);
    const kind = said.startsWith(ODF_MIME) ? /^[a-z]+/.exec(said.slice(ODF_MIME.length))?.[0] : undefined;
    const ending = ODF.get(kind ?? '');
    if (ending !== undefined) return { kind: 'document', mime: `${ODF_MIME}${kind}`, ending };
  }
  if (!names.includes('[Content_Types].xml')) return undefined;
  return OFFICE.find(([folder]) => names.some((name) => name.startsWith(folder)))?.[1];
}

/** What the bytes are. `head`: the first few kilobytes; `whole`: whether that is all. Markup is text: it is only ever shown as text. */
export function sniff(head: Uint8Array, whole: boolean): Sniffed {
  const mark = MARKS.find((one) => fits(head, one));
  if (mark !== undefined) return (mark.is.mime === ZIP ? officeIn(head) : undefined) ?? mark.is;
  return isText(head, !whole) ? { kind: 'text', mime: 'text/plain', ending: 'txt' } : UNKNOWN;
}

/** The picture's width and height as its header says, before anything is decoded; null when it does not say. */
export function pixelsOf(head: Uint8Array, { mime }: Sniffed): { width: number; height: number } | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (mime === 'image/png' && head.length >= 24)
    return { width: view.getUint32(16), height: view.getUint32(20) };
  if (mime === 'image/gif' && head.length >= 10)
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (mime === 'image/jpeg') return jpegPixels(view);
  if (mime === 'image/webp') return webpPixels(view);
  return null;
}

function jpegPixels(view: DataView): { width: number; height: number } | null {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpPixels(view: DataView): { width: number; height: number } | null {
  if (view.byteLength < 30) return null;
  const form = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + 12, 4));
  const u24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  if (form === 'VP8X') return { width: u24(24) + 1, height: u24(27) + 1 };
  if (form === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** Names that Windows gives to devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)$/i;
const MAX_LETTERS = 60;

/**
 * A name to save under: the letters and digits of the last part of the given name, and the ending of what the file truly
 * is. No controls, no bidi marks, no path, no second ending, no device name. (FAULTS A2)
 */
export function saveName(name: string, sniffed: Sniffed): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const stem = last
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{M}\p{N}-]+/gu, '_')
    .replace(/^[_-]+|[_-]+$/g, '');
  const cut = [...stem].slice(0, MAX_LETTERS).join('');
  return `${cut === '' || RESERVED.test(cut) ? `file_${cut}`.replace(/_$/, '') : cut}.${sniffed.ending}`;
}
