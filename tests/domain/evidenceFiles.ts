/** Owns pictures and films that tell something, made of real ones without. Must never use the code that reads them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

const media = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/media', name)));
export const picture = media('picture.jpg');
export const drawing = media('picture.png');
export const film = media('film.mp4');

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (one) => one.charCodeAt(0));
export const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
export const be32 = (n: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
};

type Value = string | { readonly fractions: readonly number[] } | { readonly short: number } | Tags;
type Tags = { readonly [tag: number]: Value };

/** A TIFF structure in either byte order; lists inside lists where the value is one. */
export function tiff(tags: Tags, little: boolean): Uint8Array {
  const bytes = new Uint8Array(4096);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii(little ? 'II' : 'MM'));
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  let free = 8;
  const list = (at: number, given: Tags): void => {
    const all = Object.entries(given);
    view.setUint16(at, all.length, little);
    free = at + 6 + all.length * 12;
    for (const [i, [tag, value]] of all.entries()) {
      const entry = at + 2 + i * 12;
      view.setUint16(entry, Number(tag), little);
      const put = (type: number, count: number, data: Uint8Array | null): void => {
        view.setUint16(entry + 2, type, little);
        view.setUint32(entry + 4, count, little);
        if (data === null) return;
        if (data.length <= 4) bytes.set(data, entry + 8);
        else {
          view.setUint32(entry + 8, free, little);
          bytes.set(data, free);
          free += data.length;
        }
      };
      if (typeof value === 'string') put(2, value.length + 1, ascii(`${value}\0`));
      else if ('short' in value) {
        put(3, 1, null);
        view.setUint16(entry + 8, Number(value.short), little);
      } else if ('fractions' in value && Array.isArray(value.fractions)) {
        const data = new Uint8Array(value.fractions.length * 8);
        const parts = new DataView(data.buffer);
        for (const [n, one] of value.fractions.entries()) {
          parts.setUint32(n * 8, Math.round(one * 10_000), little);
          parts.setUint32(n * 8 + 4, 10_000, little);
        }
        put(5, value.fractions.length, data);
      } else {
        put(4, 1, null);
        view.setUint32(entry + 8, free, little);
        list(free, value as Tags);
      }
    }
  };
  list(8, tags);
  return bytes.subarray(0, free);
}

/** What a phone writes, in a town of the region: 39° 54′ 15.12″ N, 66° 23′ 42″ E. */
export const phoneTags: Tags = {
  271: 'Ulug',
  272: 'Ulug A5',
  274: { short: 6 },
  305: 'A5-build-17',
  306: '2026:05:13 09:00:00',
  315: 'Aygul',
  34665: { 36867: '2026:05:12 14:03:22', 42033: 'SN-778812' },
  34853: { 1: 'N', 2: { fractions: [39, 54, 15.12] }, 3: 'E', 4: { fractions: [66, 23, 42] } },
};

const segment = (marker: number, body: Uint8Array): Uint8Array =>
  joined(Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255), body);

/** A JPEG as phones make them: Exif, remarks, a comment, and a second picture after the end. */
export const phonePicture = (little = true): Uint8Array =>
  joined(
    picture.subarray(0, 2),
    segment(0xe1, joined(ascii('Exif\0\0'), tiff(phoneTags, little))),
    segment(0xe1, ascii('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-XMP</x:xmpmeta>')),
    segment(0xfe, ascii('SECRET-COMMENT')),
    picture.subarray(2),
    ascii('SECRET-AFTER'),
  );

const chunk = (type: string, body: Uint8Array): Uint8Array => {
  const named = joined(ascii(type), body);
  return joined(be32(body.length), named, be32(crc32(named)));
};
export const toldDrawing = (): Uint8Array =>
  joined(
    drawing.subarray(0, 33),
    chunk('tEXt', ascii('Software\0Screenshot 3')),
    chunk('tIME', Uint8Array.of(0x07, 0xea, 5, 12, 14, 3, 22)),
    chunk('eXIf', tiff(phoneTags, false)),
    chunk('iTXt', ascii('Comment\0\0\0\0\0SECRET-NOTE')),
    drawing.subarray(33),
    ascii('SECRET-AFTER'),
  );

export const box = (type: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = joined(...parts);
  return joined(be32(body.length + 8), ascii(type), body);
};
const marked = (name: string, text: string): Uint8Array =>
  box(`\u00a9${name}`, Uint8Array.of(0, text.length, 0x15, 0xc7), ascii(text));

/** Where a box of the film begins, its type, and its length. */
export function outer(bytes: Uint8Array): { type: string; from: number; to: number }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: { type: string; from: number; to: number }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const to = at + view.getUint32(at);
    found.push({ type: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), from: at, to });
    at = to;
  }
  return found;
}

/** The film with more inside its index. */
export function filmWith(...more: readonly Uint8Array[]): Uint8Array {
  const moov = outer(film).find(({ type }) => type === 'moov');
  if (moov === undefined) throw new Error('the film has an index');
  const body = joined(film.subarray(moov.from + 8, moov.to), ...more);
  return joined(film.subarray(0, moov.from), box('moov', body), film.subarray(moov.to));
}

export const phoneFilm = (): Uint8Array =>
  joined(
    filmWith(
      box(
        'udta',
        marked('xyz', '+39.9042+066.3950/'),
        marked('mod', 'Ulug A5'),
        marked('day', '2026-05-12T14:03:22+0500'),
        box('smta', ascii('SECRET-MAKER')),
      ),
    ),
    box('uuid', ascii('SECRET-UUID-BOX!')),
  );

export const appleFilm = (): Uint8Array => {
  const names = ['com.apple.quicktime.location.ISO6709', 'com.apple.quicktime.make'];
  const keys = box('keys', be32(0), be32(names.length), ...names.map((name) => box('mdta', ascii(name))));
  const value = (text: string): Uint8Array => box('data', be32(1), be32(0), ascii(text));
  const item = (n: number, text: string): Uint8Array => {
    const data = value(text);
    return joined(be32(data.length + 8), be32(n), data);
  };
  return filmWith(box('meta', keys, box('ilst', item(1, '-12.5000-045.2500+010.000/'), item(2, 'Apfel'))));
};

export const fileOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  slice: async (from: number, to: number): Promise<Uint8Array> => bytes.subarray(from, to),
});

const be16 = (n: number): Uint8Array => Uint8Array.of(n >> 8, n & 255);

/**
 * A HEIC as phones make them, but for the picture: two tiles as items, Exif, and XMP. `way`: 1 = Exif and XMP lie in the box of small
 * data, 2 = they are said to be made of others; `shared`: Exif lies inside the picture; `type`: of a fifth item.
 */
export function phoneStill(like: {
  readonly version?: number;
  readonly way?: number;
  readonly shared?: boolean;
  readonly type?: string;
  readonly more?: Uint8Array;
}): Uint8Array {
  const { version = 0, way = 0, shared = false, type, more = new Uint8Array() } = like;
  const exif = joined(be32(6), ascii('Exif\0\0'), tiff(phoneTags, false));
  const xmp = ascii('<x:xmpmeta>SECRET-XMP</x:xmpmeta>');
  const tiles = [ascii('THE-PICTURE-ITSELF'), ascii('ITS-OTHER-TILE')];
  const types = ['hvc1', 'hvc1', 'Exif', 'mime', ...(type === undefined ? [] : [type])];
  const entry = (id: number, name: string): Uint8Array =>
    box(
      'infe',
      ...[Uint8Array.of(2, 0, 0, 0), be16(id), be16(0), ascii(name), ascii('\0')],
      name === 'mime' ? ascii('application/rdf+xml\0') : new Uint8Array(),
    );
  const infos = box('iinf', be32(0), be16(types.length), ...types.map((name, at) => entry(at + 1, name)));
  const data = way === 1 ? [...tiles] : [...tiles, exif, xmp];
  const small = way === 1 ? box('idat', exif, xmp) : new Uint8Array();
  const build = (start: number): Uint8Array => {
    const offsets: number[] = [];
    let at = start;
    for (const one of data) {
      offsets.push(at);
      at += one.length;
    }
    if (way === 1) offsets.push(0, exif.length);
    const all = [...tiles, exif, xmp];
    const located = types.map((_, i) => {
      const from = shared && i === 2 ? (offsets[0] ?? 0) : (offsets[i] ?? offsets[0] ?? 0);
      const told = version === 0 ? [] : [be16(i >= 2 ? way : 0)];
      const number = version === 2 ? be32(i + 1) : be16(i + 1);
      return joined(number, ...told, be16(0), be16(1), be32(from), be32(all[i]?.length ?? 4));
    });
    const count = version === 2 ? be32(types.length) : be16(types.length);
    const places = box('iloc', Uint8Array.of(version, 0, 0, 0, 0x44, 0), count, ...located);
    const handler = box('hdlr', be32(0), be32(0), ascii('pict'), new Uint8Array(13));
    const turned = box('iprp', box('ipco', box('irot', Uint8Array.of(1))));
    const meta = box('meta', be32(0), handler, box('pitm', be32(0), be16(1)), infos, places, turned, small);
    return joined(box('ftyp', ascii('heic'), be32(0), ascii('mif1heic')), meta);
  };
  const head = build(0);
  return joined(build(head.length + 8), box('mdat', ...data), more);
}

/** A WebP as phones make them, but for the picture; turned, with Exif, XMP, and something after its end. */
export function phoneWebp(): Uint8Array {
  const le32 = (n: number): Uint8Array => Uint8Array.from(be32(n)).reverse();
  const part = (name: string, body: Uint8Array): Uint8Array =>
    joined(ascii(name), le32(body.length), body, new Uint8Array(body.length % 2));
  const chunks = joined(
    part('VP8X', Uint8Array.of(0x0c, 0, 0, 0, 9, 0, 0, 9, 0, 0)),
    part('VP8 ', ascii('THE-PICTURE-ITSELF!')),
    part('EXIF', tiff(phoneTags, true)),
    part('XMP ', ascii('SECRET-XMP')),
    part('abcd', ascii('SECRET-OWN')),
  );
  return joined(ascii('RIFF'), le32(chunks.length + 4), ascii('WEBP'), chunks, ascii('SECRET-AFTER'));
}
