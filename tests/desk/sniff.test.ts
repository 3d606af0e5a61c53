/** Owns the proof that names and declared types of attachments are never believed (FAULTS A1–A4). */
import { describe, expect, it } from 'vitest';
import { previewOf } from '../../src/desk/report/preview.ts';
import { pixelsOf, saveName, sniff } from '../../src/desk/report/sniff.ts';
import { concat, utf8 } from '../../src/wire/bytes.ts';
import { must } from '../crypto/setup.ts';

const hex = (text: string) => concat(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const kindOf = (bytes: Uint8Array) => sniff(bytes, true);
const TEXT = sniff(utf8('words'), true);
const PNG = sniff(hex('89504e470d0a1a0a'), true);

/** A picture header that claims to be `width` × `height`. */
const png = (width: number, height: number) => {
  const head = hex('89504e470d0a1a0a 0000000d 49484452 00000000 00000000 08060000');
  new DataView(head.buffer).setUint32(16, width);
  new DataView(head.buffer).setUint32(20, height);
  return head;
};

const never = async (): Promise<never> => {
  throw new Error('must not be decoded');
};
const preview = (bytes: Uint8Array<ArrayBuffer>, decode: Parameters<typeof previewOf>[2] = never) =>
  previewOf(
    { size: bytes.length },
    async (write) => {
      write(bytes);
      return { ok: true, value: true };
    },
    decode,
  );

describe('what a file is', () => {
  it('A1 A2 markup is text, whatever it is called', () => {
    for (const markup of [
      '<!doctype html><script>x()</script>',
      '<svg onload="x()"/>',
      '<?xml version="1.0"?>',
    ])
      expect(kindOf(utf8(markup))).toEqual(TEXT);
  });

  it('A2 goes by the first bytes: pictures, sound, video, documents, archives, programs', () => {
    const corpus: readonly (readonly [string, string])[] = [
      ['89504e470d0a1a0a', 'image/png'],
      ['ffd8ffe000104a464946', 'image/jpeg'],
      ['474946383961', 'image/gif'],
      ['52494646 24000000 57454250', 'image/webp'],
      ['52494646 24000000 57415645', 'audio/wav'],
      ['4f676753', 'audio/ogg'],
      ['494433', 'audio/mpeg'],
      ['00000018 66747970 4d344120', 'audio/mp4'],
      ['00000018 66747970 69736f6d', 'video/mp4'],
      ['1a45dfa3', 'video/webm'],
      ['255044462d312e37', 'application/pdf'],
      ['504b0304', 'application/zip'],
      ['4d5a9000', 'application/octet-stream'],
      ['00010203', 'application/octet-stream'],
    ];
    for (const [bytes, mime] of corpus) expect(kindOf(hex(bytes)).mime).toBe(mime);
  });

  it('A2 an office document is told from other archives by the names in it', () => {
    const zip = (...files: readonly (readonly [string, string])[]) =>
      concat(
        ...files.flatMap(([name, body]) => {
          const head = hex(`504b0304 ${'00'.repeat(26)}`);
          head[26] = name.length;
          return [head, utf8(name), utf8(body)];
        }),
      );
    const types = ['[Content_Types].xml', '<Types/>'] as const;
    const odf = (kind: string) =>
      zip(['mimetype', `application/vnd.oasis.opendocument.${kind}`], ['content.xml', '']);
    for (const [file, ending] of [
      [zip(types, ['_rels/.rels', ''], ['word/document.xml', '<a/>']), 'docx'],
      [zip(types, ['xl/workbook.xml', '']), 'xlsx'],
      [zip(types, ['ppt/presentation.xml', '']), 'pptx'],
      [odf('text'), 'odt'],
      [odf('spreadsheet'), 'ods'],
      [odf('constructor'), 'zip'],
      [zip(['mimetype', 'application/vnd.oasis.opendocument.']), 'zip'],
      [zip(['word/document.xml', 'without the list of types']), 'zip'],
      [zip(types, ['photos/1.jpg', 'PK']), 'zip'],
      [zip(['notes.txt', 'says [Content_Types].xml and word/ only in its text']), 'zip'],
      [zip(types).subarray(0, 29), 'zip'],
    ] as const) {
      expect(kindOf(file).ending).toBe(ending);
      expect(saveName('a.exe', kindOf(file))).toBe(`a.${ending}`);
    }
  });

  it('A2 bytes that are no UTF-8, or hold control characters, are not text', () => {
    expect(kindOf(hex('c328')).kind).toBe('unknown');
    expect(kindOf(utf8('a\u0000b')).kind).toBe('unknown');
    expect(kindOf(new Uint8Array(0)).kind).toBe('unknown');
    // Cut inside a letter: still the beginning of a text.
    expect(sniff(utf8('день').subarray(0, 7), false).kind).toBe('text');
  });

  it('A3 reads the size of a picture before anything is decoded, and refuses bombs', async () => {
    expect(pixelsOf(png(65_000, 65_000), PNG)).toEqual({ width: 65_000, height: 65_000 });
    expect(must(await preview(png(65_000, 65_000)))).toMatchObject({ kind: 'none', why: 'tooLarge' });
    expect(must(await preview(png(0, 10)))).toMatchObject({ kind: 'none', why: 'broken' });
    expect(must(await preview(hex('ffd8ffe0 0010 4a46')))).toMatchObject({ kind: 'none', why: 'broken' });
  });

  it('A1 a picture is only ever the pixels that were drawn anew', async () => {
    const drawn = new Blob(['new'], { type: 'image/png' });
    const shown = must(await preview(png(10, 10), async () => ({ picture: drawn, width: 10, height: 10 })));
    expect(shown).toMatchObject({ kind: 'image', picture: drawn });
    expect(must(await preview(png(10, 10)))).toMatchObject({ kind: 'none', why: 'broken' });
  });

  it('A1 A3 documents, archives and programs are never shown; text comes as text, at most 256 KiB', async () => {
    for (const bytes of ['255044462d', '504b0304', '4d5a', 'd0cf11e0a1b11ae1'])
      expect(must(await preview(hex(bytes)))).toMatchObject({ kind: 'none', why: 'kind' });
    const html = '<img src=x onerror=alert(1)>';
    expect(must(await preview(utf8(html)))).toMatchObject({ kind: 'text', text: html, cut: false });
    const long = must(await preview(utf8('д'.repeat(200_000))));
    expect(long).toMatchObject({ kind: 'text', cut: true });
    expect(long.kind === 'text' && long.text.includes('\ufffd')).toBe(false);
  });

  it('A1 sound and video are handed to the player under the type that their bytes have', async () => {
    const shown = must(await preview(hex('52494646 24000000 57415645')));
    expect(shown.kind === 'audio' && shown.media.type).toBe('audio/wav');
  });
});

describe('the name to save under', () => {
  it('A2 keeps letters of any script and takes the ending of what the file is', () => {
    expect(saveName('Отчёт.html', TEXT)).toBe('Отчёт.txt');
    expect(saveName('photo.jpg.exe', PNG)).toBe('photo_jpg.png');
    expect(saveName('invoice\u202Egpj.exe', TEXT)).toBe('invoice_gpj.txt');
    expect(saveName('../../etc/passwd', TEXT)).toBe('passwd.txt');
    expect(saveName('C:\\Windows\\a b.txt', TEXT)).toBe('a_b.txt');
    expect(saveName('.htaccess', TEXT)).toBe('file.txt');
  });

  it('A2 never is empty, a device, hidden, or longer than a file system takes', () => {
    for (const name of [
      '',
      '...',
      'CON',
      'com1.txt',
      'NUL.',
      '\u200b\u202e',
      '/',
      'a/',
      '-rf',
      'x'.repeat(500),
      '👩‍👧'.repeat(80),
    ]) {
      const safe = saveName(name, TEXT);
      expect(safe, JSON.stringify(name)).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*\.txt$/u);
      expect(safe).not.toMatch(/^(con|com1|nul)\./i);
      expect(Buffer.byteLength(safe)).toBeLessThan(255);
    }
  });
});
