/** Owns the proof that what a file tells is read right, and that leaving it out touches neither picture nor sound. */
import { describe, expect, it } from 'vitest';
import { MOST_PICTURE, readMetadata, stripMetadata } from '../../src/domain/evidence/evidenceMetadata.ts';
import { isTelling, NO_TRAITS, type Part } from '../../src/domain/evidence/evidenceTraits.ts';
import {
  appleFilm,
  ascii,
  be32,
  box,
  drawing,
  fileOf,
  film,
  filmWith,
  joined,
  outer,
  phoneFilm,
  phonePicture,
  phoneStill,
  phoneWebp,
  picture,
  tiff,
  toldDrawing,
} from './evidenceFiles.ts';

const read = (bytes: Uint8Array) => readMetadata(fileOf(bytes));
const put = (bytes: Uint8Array, parts: readonly Part[]): Uint8Array =>
  joined(...parts.map((part) => ('bytes' in part ? part.bytes : bytes.subarray(part.from, part.to))));
async function stripped(bytes: Uint8Array): Promise<Uint8Array> {
  const parts = await stripMetadata(fileOf(bytes));
  if (parts === null) throw new Error('it can be stripped');
  return put(bytes, parts);
}
const has = (bytes: Uint8Array, text: string): boolean => Buffer.from(bytes).includes(text, 0, 'latin1');

const phone = {
  taken: '2026-05-12T14:03:22',
  place: { lat: 39.9042, lon: 66.395 },
  device: 'Ulug A5',
};

describe('what a file tells', () => {
  it.each([true, false])(
    'is read out of a picture of a phone, also with little-endian %s',
    async (little) => {
      expect(await read(phonePicture(little))).toEqual({
        format: 'jpeg',
        ...phone,
        program: 'A5-build-17',
        author: 'Aygul',
        more: true,
        unread: false,
      });
    },
  );

  it('is read out of a PNG', async () => {
    const traits = await read(toldDrawing());
    expect(traits).toMatchObject({ format: 'png', place: phone.place, device: 'Ulug A5', more: true });
    expect(traits.program).toBe('Screenshot 3');
  });

  it('is read out of films of both families', async () => {
    expect(await read(phoneFilm())).toMatchObject({
      format: 'mp4',
      place: phone.place,
      device: 'Ulug A5',
      more: true,
    });
    expect(await read(appleFilm())).toMatchObject({ place: { lat: -12.5, lon: -45.25 }, device: 'Apfel' });
    const loci = box(
      'loci',
      be32(0),
      Uint8Array.of(0x15, 0xc7),
      ascii('Ay\0\0'),
      be32(66.5 * 65536),
      be32(39.25 * 65536),
      be32(0),
    );
    expect((await read(filmWith(box('udta', loci)))).place).toEqual({ lat: 39.25, lon: 66.5 });
  });

  it('is read out of a format that is not taken apart', async () => {
    const exif = joined(ascii('Exif\0\0'), tiff({ 271: 'Ulug' }, true));
    const webp = joined(
      ascii('RIFF'),
      be32(0),
      ascii('WEBPVP8X'),
      be32(0),
      ascii('EXIF'),
      be32(exif.length),
      exif,
    );
    expect(await read(webp)).toMatchObject({ format: 'webp', device: 'Ulug' });
    const heic = joined(
      be32(24),
      ascii('ftypheic'),
      be32(0),
      ascii('mif1heic'),
      new Uint8Array(900),
      be32(6),
      exif,
    );
    expect(await read(heic)).toMatchObject({ format: 'heic', device: 'Ulug' });
    expect(await stripMetadata(fileOf(webp))).toBeNull();
    expect(await stripMetadata(fileOf(heic))).toBeNull();
    expect((await read(heic)).more).toBe(true);
    expect(await read(tiff({ 271: 'Ulug' }, true))).toMatchObject({ device: 'Ulug', more: true });
  });

  it('is nothing where nothing stands', async () => {
    for (const bytes of [picture, drawing]) expect(isTelling(await read(bytes))).toBe(false);
    expect(await read(ascii('a plain text'))).toEqual(NO_TRAITS);
    expect(await read(new Uint8Array())).toEqual(NO_TRAITS);
    // An encoder writes when it began.
    expect(await read(film)).toMatchObject({ taken: '2026-11-22T09:07:52Z', more: false });
  });

  it('never claims a place that is none', async () => {
    const at = (lat: readonly number[], lon: readonly number[]) =>
      joined(picture.subarray(0, 2), Uint8Array.of(0xff, 0xe1), exifOf(lat, lon), picture.subarray(2));
    const exifOf = (lat: readonly number[], lon: readonly number[]): Uint8Array => {
      const body = joined(
        ascii('Exif\0\0'),
        tiff({ 34853: { 1: 'N', 2: { fractions: lat }, 3: 'E', 4: { fractions: lon } } }, false),
      );
      return joined(Uint8Array.of((body.length + 2) >> 8, (body.length + 2) & 255), body);
    };
    expect((await read(at([39, 30, 0], [66, 0, 0]))).place).toEqual({ lat: 39.5, lon: 66 });
    expect((await read(at([0, 0, 0], [0, 0, 0]))).place).toBeNull();
    expect((await read(at([139, 0, 0], [66, 0, 0]))).place).toBeNull();
    expect((await read(at([39, 0], [66, 0]))).place).toBeNull();
  });
});

describe('a kind that is not read here', () => {
  it.each(['%PDF-1.7', 'PK\u0003\u0004', '\u001aE\u00df\u00a3', 'OggS', 'ID3', 'RIFF', 'GIF89a'])(
    'is said to be one: %j',
    async (mark) => {
      const bytes = joined(ascii(mark), new Uint8Array(100));
      expect(await read(bytes)).toEqual({ ...NO_TRAITS, unread: true });
      expect(isTelling(await read(bytes))).toBe(true);
      expect(await stripMetadata(fileOf(bytes))).toBeNull();
    },
  );
});

describe('leaving it out', () => {
  it('of a JPEG leaves the compressed picture byte for byte, and how it is turned', async () => {
    const bytes = await stripped(phonePicture());
    for (const text of ['Ulug', 'SECRET', 'Aygul', 'SN-778812', '2026:05:12'])
      expect(has(bytes, text)).toBe(false);
    const tables = picture.indexOf(0xdb, 20) - 1;
    expect(Buffer.from(bytes).includes(Buffer.from(picture.subarray(tables)))).toBe(true);
    expect(await read(bytes)).toEqual({ ...NO_TRAITS, format: 'jpeg' });
    // Exif once more, with one tag: 6, to be turned right.
    expect(has(bytes, 'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06')).toBe(true);
  });

  it('of a PNG and of a file without anything changes nothing else', async () => {
    expect(await stripped(toldDrawing())).toEqual(drawing);
    expect(await stripped(picture)).toEqual(picture);
    expect(await stripped(drawing)).toEqual(drawing);
  });

  it.each([
    ['a phone', phoneFilm],
    ['the other family', appleFilm],
  ])('of a film of %s keeps each byte of picture and sound where it is', async (_, make) => {
    const before = make();
    const bytes = await stripped(before);
    expect(bytes.length).toBe(before.length);
    for (const text of ['Ulug', 'SECRET', 'Apfel', '+39.9', '-12.5', '2026-05-12'])
      expect(has(bytes, text)).toBe(false);
    const data = outer(before).filter(({ type }) => type === 'mdat');
    expect(data.length).toBeGreaterThan(0);
    for (const { from, to } of data) expect(bytes.subarray(from, to)).toEqual(before.subarray(from, to));
    expect(isTelling(await read(bytes))).toBe(false);
  });

  it.each([0, 1, 2])(
    'of a HEIC (items of version %i) blanks Exif and XMP where they are',
    async (version) => {
      const before = phoneStill({ version });
      expect(await read(before)).toMatchObject({
        format: 'heic',
        device: 'Ulug A5',
        place: { lat: 39.9042 },
        more: true,
      });
      const bytes = await stripped(before);
      expect(bytes.length).toBe(before.length);
      for (const text of ['Ulug', 'SECRET', 'Aygul', '2026:05:12']) expect(has(bytes, text)).toBe(false);
      expect(has(bytes, 'THE-PICTURE-ITSELF')).toBe(true);
      const other = before.findIndex((byte, at) => byte !== bytes[at]);
      expect(bytes.subarray(0, other)).toEqual(before.subarray(0, other));
      expect(await read(bytes)).toEqual({ ...NO_TRAITS, format: 'heic' });
    },
  );

  it('of a HEIC is refused where something would stay, or a picture would suffer', async () => {
    for (const strange of [
      phoneStill({ more: box('uuid', ascii('SECRET-UUID-BOX!')) }),
      phoneStill({ more: box('mpvd', film) }),
      phoneStill({ type: 'uri ' }),
      phoneStill({ shared: true }),
      phoneStill({ way: 2, version: 1 }),
      phoneStill({}).subarray(0, -1),
    ]) {
      expect(await stripMetadata(fileOf(strange))).toBeNull();
      expect(isTelling(await read(strange))).toBe(true);
    }
    // What lies in the box of small data is found there.
    expect(has(await stripped(phoneStill({ way: 1, version: 1 })), 'Ulug')).toBe(false);
  });

  it('of a WebP keeps each chunk of the picture, and how it is turned', async () => {
    const before = phoneWebp();
    expect(await read(before)).toMatchObject({ format: 'webp', device: 'Ulug A5', more: true });
    const bytes = await stripped(before);
    for (const text of ['Ulug', 'SECRET', 'XMP ']) expect(has(bytes, text)).toBe(false);
    expect(has(bytes, 'THE-PICTURE-ITSELF')).toBe(true);
    expect(new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)).toBe(bytes.length - 8);
    // Exif is still announced, with one tag: 6.
    expect((bytes[20] ?? 0) & 0x0c).toBe(0x08);
    expect(await read(bytes)).toEqual({ ...NO_TRAITS, format: 'webp' });
    expect(await stripped(bytes)).toEqual(bytes);
    expect(await stripMetadata(fileOf(before.subarray(0, 60)))).toBeNull();
  });

  it('is refused where something would stay: a cut file, a track that is neither picture nor sound, a packed index', async () => {
    expect(await stripMetadata(fileOf(picture.subarray(0, 700)))).toBeNull();
    expect(await stripMetadata(fileOf(drawing.subarray(0, 200)))).toBeNull();
    expect(await stripMetadata(fileOf(film.subarray(0, film.length - 9)))).toBeNull();
    const places = box('trak', box('mdia', box('hdlr', be32(0), be32(0), ascii('camm'), new Uint8Array(12))));
    expect(await stripMetadata(fileOf(filmWith(places)))).toBeNull();
    expect((await read(filmWith(places))).more).toBe(true);
    expect(await stripMetadata(fileOf(filmWith(box('cmov', new Uint8Array(40)))))).toBeNull();
    const large = {
      size: MOST_PICTURE + 1,
      slice: async (from: number, to: number) => picture.subarray(from, to),
    };
    expect(await stripMetadata(large)).toBeNull();
  });

  it('reads no more of a long film than its index', async () => {
    let taken = 0;
    const data = outer(film).find(({ type }) => type === 'mdat');
    const head = film.slice(0, data?.from ?? 0);
    // The last of eight pictures is a gigabyte long, and all lie behind a longer head.
    const run = Buffer.from(head).indexOf('trun') + 4;
    const numbers = new DataView(head.buffer);
    const add = (at: number, more: number) => numbers.setUint32(at, numbers.getUint32(at) + more);
    add(run + 8, 8);
    add(run + 16 + 7 * 8 + 4, 1_073_741_824 - 16 - ((data?.to ?? 0) - (data?.from ?? 0) - 8));
    const long = joined(head, be32(1), ascii('mdat'), be32(0), be32(1_073_741_824));
    const size = head.length + 1_073_741_824;
    const file = {
      size,
      slice: async (from: number, to: number) => {
        taken += to - from;
        return joined(long, new Uint8Array(64)).subarray(from, to);
      },
    };
    expect((await readMetadata(file)).taken).toBe('2026-11-22T09:07:52Z');
    expect((await stripMetadata(file))?.length).toBeGreaterThan(1);
    // Where most of it is no picture, that is too much to look through.
    const before = numbers.getUint32(run + 16 + 7 * 8 + 4);
    numbers.setUint32(run + 16 + 7 * 8 + 4, before - 1_000_000_000);
    long.set(head);
    expect(await stripMetadata(file)).toBeNull();
    expect((await readMetadata(file)).more).toBe(true);
    expect(taken).toBeLessThan(20_000);
  });
});
