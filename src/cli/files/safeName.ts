/** Owns turning a stranger's file name into one that no system runs, hides or misreads. Must never keep a path. */

/** Names that Windows gives to devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const MAX_LETTERS = 80;
/** File systems count bytes: 255, and a file that is being written has 45 more in its name. */
const MAX_BYTES = 160;

/** The beginning of a text, cut between letters. */
function beginning(text: string): string {
  let [kept, bytes] = ['', 0];
  for (const letter of text) {
    bytes += Buffer.byteLength(letter);
    if (bytes > MAX_BYTES || kept.length + letter.length > MAX_LETTERS) break;
    kept += letter;
  }
  return kept;
}

/**
 * `{number}-{name}`: letters, digits, dot, dash and underscore of any script; no controls, bidi marks, zero-width letters,
 * separators, leading dots or device names. The number keeps names apart and the order of the report.
 */
export function safeName(name: string, index: number): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const letters = last.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_').replace(/\.{2,}/g, '.');
  const dot = letters.lastIndexOf('.');
  const cut = dot > 0 ? letters.slice(0, dot) : letters;
  const ending =
    dot > 0
      ? letters
          .slice(dot + 1)
          .replace(/[^A-Za-z0-9]/g, '')
          .slice(0, 8)
      : '';
  const stem = beginning(cut.replace(/^[._-]+|[._-]+$/g, ''));
  const plain =
    stem === '' || RESERVED.test(stem.split('.')[0] ?? '') ? `file${stem === '' ? '' : `_${stem}`}` : stem;
  const number = String(index + 1).padStart(2, '0');
  return ending === '' ? `${number}-${plain}` : `${number}-${plain}.${ending}`;
}
