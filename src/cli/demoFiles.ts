/** Owns the bytes of the demo's attachments: small real files, made in code. Must never be mistaken for evidence. */
import { crc32, deflateSync } from 'node:zlib';
import { concat, utf8 } from '../wire/bytes.ts';

export type DemoFile = {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** A shade 0–255 for a place, so that pictures differ by `seed` and look like something: soft rings and a horizon. */
const shade = (seed: number, x: number, y: number): number =>
  Math.round(
    128 +
      80 * Math.sin(Math.hypot(x - 0.3 - (seed % 5) / 10, y - 0.4) * (9 + (seed % 7))) +
      (y > 0.7 ? -40 : 20),
  );

const u16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 255);
const be32 = (value: number): Uint8Array => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
const le32 = (value: number): Uint8Array => be32(value).reverse();
const le16 = (value: number): Uint8Array => u16(value).reverse();

/** A PNG of 8-bit RGB (RFC 2083). */
export function png(seed: number, width = 480, height = 320): Uint8Array<ArrayBuffer> {
  const chunk = (name: string, data: Uint8Array): Uint8Array => {
    const body = concat(utf8(name), data);
    return concat(be32(data.length), body, be32(crc32(body)));
  };
  const rows = new Uint8Array((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = shade(seed, x / width, y / height);
      rows.set(
        [value, Math.round(value * 0.9), Math.round(255 - value * 0.5)],
        y * (width * 3 + 1) + 1 + x * 3,
      );
    }
  }
  return concat(
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', concat(be32(width), be32(height), Uint8Array.of(8, 2, 0, 0, 0))),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  );
}

/** Code lengths of the usual table for DC differences (ITU-T T.81, table K.3): symbols 0–11. */
const DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];

function dcCodes(): readonly string[] {
  const codes: string[] = [];
  let code = 0;
  DC_COUNTS.forEach((count, i) => {
    for (let n = 0; n < count; n += 1) codes.push((code++).toString(2).padStart(i + 1, '0'));
    code <<= 1;
  });
  return codes;
}

/** A grey baseline JPEG (ITU-T T.81) of flat blocks of 8×8: each block is its mean alone. */
export function jpeg(seed: number, columns = 60, rows = 40): Uint8Array<ArrayBuffer> {
  const segment = (marker: number, data: Uint8Array): Uint8Array =>
    concat(Uint8Array.of(0xff, marker), u16(data.length + 2), data);
  const codes = dcCodes();
  let bits = '';
  let before = 0;
  for (let at = 0; at < columns * rows; at += 1) {
    const mean = 8 * (shade(seed, (at % columns) / columns, Math.floor(at / columns) / rows) - 128);
    const difference = mean - before;
    before = mean;
    const size = difference === 0 ? 0 : Math.abs(difference).toString(2).length;
    const value = difference < 0 ? difference + 2 ** size - 1 : difference;
    // The one AC code, `0`, says that the block ends here.
    bits += `${codes[size]}${size === 0 ? '' : value.toString(2).padStart(size, '0')}0`;
  }
  const scan = (bits.padEnd(Math.ceil(bits.length / 8) * 8, '1').match(/.{8}/g) ?? []).flatMap((byte) => {
    const value = Number.parseInt(byte, 2);
    return value === 0xff ? [0xff, 0] : [value];
  });
  return concat(
    Uint8Array.of(0xff, 0xd8),
    segment(0xe0, concat(utf8('JFIF\0'), Uint8Array.of(1, 1, 0, 0, 1, 0, 1, 0, 0))),
    segment(0xdb, concat(Uint8Array.of(0), new Uint8Array(64).fill(1))),
    segment(0xc0, concat(Uint8Array.of(8), u16(rows * 8), u16(columns * 8), Uint8Array.of(1, 1, 0x11, 0))),
    segment(0xc4, Uint8Array.of(0x00, ...DC_COUNTS, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
    segment(0xc4, Uint8Array.of(0x10, 1, ...new Uint8Array(15), 0)),
    segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
    Uint8Array.from(scan),
    Uint8Array.of(0xff, 0xd9),
  );
}

/** Two seconds of a fading tone, PCM 8 kHz, 16 bits, one channel. */
export function wav(seed: number): Uint8Array<ArrayBuffer> {
  const rate = 8000;
  const samples = new Uint8Array(rate * 2 * 2);
  const view = new DataView(samples.buffer);
  for (let at = 0; at < rate * 2; at += 1) {
    const tone = Math.sin((2 * Math.PI * (220 + 40 * (seed % 8)) * at) / rate);
    view.setInt16(at * 2, Math.round(9000 * tone * Math.exp(-at / rate)), true);
  }
  const format = concat(le16(1), le16(1), le32(rate), le32(rate * 2), le16(2), le16(16));
  const body = concat(
    utf8('WAVEfmt '),
    le32(format.length),
    format,
    utf8('data'),
    le32(samples.length),
    samples,
  );
  return concat(utf8('RIFF'), le32(body.length), body);
}

/** A PDF 1.4 of one page with a few lines of Latin text. */
export function pdf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  const shown = lines
    .map((line) => `(${line.replace(/[^ -~]/g, '?').replace(/[\\()]/g, '\\$&')}) Tj T*`)
    .join('\n');
  const content = `BT /F1 12 Tf 72 760 Td 18 TL\n${shown}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return utf8(
    `${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`,
  );
}
