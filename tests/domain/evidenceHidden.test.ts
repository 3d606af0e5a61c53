/** Owns the proof that nothing hides in places where a decoder does not look: each is told, and left out or refused. Must never rely on one writer. */
import { describe, expect, it } from 'vitest';
import { readMetadata, stripMetadata } from '../../src/domain/evidence/evidenceMetadata.ts';
import { isTelling } from '../../src/domain/evidence/evidenceTraits.ts';
import { ascii, be32, box, drawing, fileOf, joined, picture } from './evidenceFiles.ts';

const HIDDEN = 'Saodat-of-Qorasuv';
const text = ascii(HIDDEN);
const zeros = (length: number): Uint8Array => new Uint8Array(length);
const be16 = (n: number): Uint8Array => Uint8Array.of(n >> 8, n & 255);
const le32 = (n: number): Uint8Array => Uint8Array.from(be32(n)).reverse();
const full = (type: string, flags: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  box(type, be32(flags), ...parts);

const segment = (marker: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = joined(...parts);
  return joined(Uint8Array.of(0xff, marker), be16(body.length + 2), body);
};
/** The picture with more behind its JFIF; `first`: in place of JFIF. */
const jpeg = (more: Uint8Array, first = picture.subarray(2, 20)): Uint8Array =>
  joined(picture.subarray(0, 2), first, more, picture.subarray(20));

const chunk = (type: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = joined(...parts);
  return joined(be32(body.length), ascii(type), body, zeros(4));
};
const png = (more: Uint8Array): Uint8Array => joined(drawing.subarray(0, 33), more, drawing.subarray(33));

const part = (type: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = joined(...parts);
  return joined(ascii(type), le32(body.length), body, zeros(body.length % 2));
};
const webp = (...parts: readonly Uint8Array[]): Uint8Array =>
  joined(ascii('RIFF'), le32(4 + joined(...parts).length), ascii('WEBP'), ...parts);
const extended = (flags: number): Uint8Array => joined(Uint8Array.of(flags), zeros(9));
const bitmap = part('VP8L', ascii('PICTURE!'));

type Still = {
  readonly property?: Uint8Array;
  readonly name?: string;
  readonly maker?: string;
  readonly left?: Uint8Array;
  readonly more?: Uint8Array;
};
function still({ property = zeros(0), name = '', maker = '', left = zeros(0), more = zeros(0) }: Still) {
  const build = (at: number): Uint8Array =>
    joined(
      box('ftyp', ascii('heic'), be32(0), ascii('mif1heic')),
      full(
        'meta',
        0,
        full('hdlr', 0, be32(0), ascii('pict'), zeros(12), ascii(`${maker}\0`)),
        full('pitm', 0, be16(1)),
        full('iinf', 0, be16(1), full('infe', 0x2000000, be16(1), be16(0), ascii(`hvc1${name}\0`))),
        full('iloc', 0, Uint8Array.of(0x44, 0), be16(1), be16(1), be16(0), be16(1), be32(at), be32(8)),
        box('iprp', box('ipco', full('ispe', 0, be32(8), be32(8)), property), full('ipma', 0, be32(0))),
        more,
      ),
    );
  const head = build(0);
  return joined(build(head.length + 8), box('mdat', ascii('PICTURE!'), left));
}

type Film = {
  readonly handler?: string;
  readonly packer?: string;
  readonly setup?: Uint8Array;
  readonly places?: Uint8Array;
  readonly media?: Uint8Array;
  readonly before?: Uint8Array;
  readonly index?: Uint8Array;
  readonly left?: Uint8Array;
  readonly tail?: Uint8Array;
};
const nowhere = full('dref', 0, be32(1), full('url ', 1));
/** One sample of eight bytes. */
function film(like: Film): Uint8Array {
  const { handler = '', packer = '', setup, places = nowhere, media, before, index, left, tail } = like;
  const some = (bytes: Uint8Array | undefined): Uint8Array => bytes ?? zeros(0);
  const named = joined(Uint8Array.of(packer.length), ascii(packer), zeros(31 - packer.length));
  const kind = box('avc1', zeros(7), Uint8Array.of(1), zeros(34), named, be16(24), be16(65535), some(setup));
  const build = (at: number): Uint8Array => {
    const tables = box(
      'stbl',
      full('stsd', 0, be32(1), kind),
      full('stts', 0, be32(1), be32(1), be32(1), some(tail)),
      full('stsc', 0, be32(1), be32(1), be32(1), be32(1)),
      full('stsz', 0, be32(0), be32(1), be32(8)),
      full('stco', 0, be32(1), be32(at)),
    );
    const inner = box('minf', full('vmhd', 1, zeros(8)), box('dinf', places), some(media), tables);
    const kindOf = full('hdlr', 0, be32(0), ascii('vide'), zeros(12), ascii(`${handler}\0`));
    const track = box(
      'trak',
      full('tkhd', 3, zeros(80)),
      box('mdia', full('mdhd', 0, zeros(20)), kindOf, inner),
    );
    return joined(
      box('ftyp', ascii('isom'), be32(0), ascii('isom')),
      some(before),
      box('moov', full('mvhd', 0, zeros(96)), track, some(index)),
    );
  };
  const head = build(0);
  return joined(build(head.length + 8), box('mdat', ascii('PICTURE!'), some(left)));
}

const jfif = (...parts: readonly Uint8Array[]): Uint8Array => segment(0xe0, ascii('JFIF\0'), ...parts);
const moving = part('ANIM', zeros(6));

/** Where somebody's name can stand that no viewer shows. */
const LEFT_OUT: readonly (readonly [string, Uint8Array])[] = [
  ['JPEG: the small picture of JFIF', jpeg(zeros(0), jfif(zeros(7), Uint8Array.of(2, 3), text, zeros(1)))],
  ['JPEG: a second JFIF', jpeg(jfif(text))],
  ['JPEG: behind APP14', jpeg(segment(0xee, ascii('Adobe'), zeros(7), text))],
  ['JPEG: a profile that is none', jpeg(segment(0xe2, ascii('ICC_PROFILE\0\x01\x01'), text))],
  ...[0xf0, 0xfd, 0x02, 0xc8].map(
    (marker) => [`JPEG: marker ${marker.toString(16)}`, jpeg(segment(marker, text))] as const,
  ),
  ['PNG: behind a size', png(chunk('pHYs', zeros(9), text))],
  ['PNG: a background', png(chunk('bKGD', text))],
  ['PNG: the name of a profile', png(chunk('iCCP', text, ascii('\0\0PROFILE')))],
  ['PNG: a frame where nothing moves', png(chunk('fdAT', be32(0), text))],
  ['WebP: behind VP8X', webp(part('VP8X', extended(0), text), bitmap)],
  [
    'WebP: in a frame',
    webp(part('VP8X', extended(2)), moving, part('ANMF', zeros(16), bitmap, part('XMP ', text))),
  ],
  ['WebP: a profile that is none', webp(part('VP8X', extended(0x20)), part('ICCP', text), bitmap)],
  ['HEIC: a description', still({ property: full('udes', 0, text) })],
  ['HEIC: when it was made', still({ property: full('crtt', 0, text) })],
  ['HEIC: another text', still({ property: full('altt', 0, text) })],
  ['HEIC: a property of a programme', still({ property: box('uuid', zeros(16), text) })],
  ['HEIC: the name of an item', still({ name: HIDDEN })],
  ['HEIC: who handles it', still({ maker: HIDDEN })],
  ['HEIC: beside all items', still({ left: text })],
  ['HEIC: another file', still({ more: box('dinf', full('dref', 0, be32(1), full('url ', 0, text))) })],
  ['film: who handles it', film({ handler: HIDDEN })],
  ['film: who packed it', film({ packer: HIDDEN })],
  ['film: in its kind', film({ setup: box('udta', box('name', text)) })],
  ['film: the head of another kind', film({ media: box('gmhd', box('text', text)) })],
  ['film: wide space', film({ before: box('wide', text) })],
  ['film: how it loads', film({ before: box('pdin', text) })],
  ['film: objects', film({ index: box('iods', text) })],
  ['film: behind a table', film({ tail: text })],
  ['film: behind a length', film({ index: box('mvex', full('mehd', 0, be32(1), text)) })],
  [
    'film: places of a car',
    film({ index: box('gps ', be32(1), be32(64)), left: box('free', ascii('GPS '), text) }),
  ],
  ['film: beside all chunks', film({ left: text })],
];
const REFUSED: readonly (readonly [string, Uint8Array])[] = [
  ['JPEG: behind a table', jpeg(segment(0xc4, zeros(17), text))],
  ['JPEG: a frame that is not known', jpeg(segment(0xc3, text))],
  ['PNG: a chunk that a picture needs', png(chunk('CgBI', text))],
  ['HEIC: a property that is not known', still({ property: box('abcd', text) })],
  ['HEIC: a profile that is none', still({ property: box('colr', ascii('prof'), text) })],
  ['HEIC: groups', still({ more: box('grpl', box('abcd', text)) })],
  ['film: another file', film({ places: full('dref', 0, be32(1), full('url ', 0, text)) })],
  ['film: a file of a Mac', film({ places: full('dref', 0, be32(1), full('alis', 0, text)) })],
];

async function stripped(bytes: Uint8Array): Promise<Uint8Array | null> {
  const parts = await stripMetadata(fileOf(bytes));
  return parts === null
    ? null
    : joined(...parts.map((one) => ('bytes' in one ? one.bytes : bytes.subarray(one.from, one.to))));
}
const has = (bytes: Uint8Array, what: string): boolean => Buffer.from(bytes).includes(what, 0, 'latin1');

describe('what no viewer shows', () => {
  it.each(LEFT_OUT)('is told and left out: %s', async (_, bytes) => {
    expect(has(bytes, HIDDEN)).toBe(true);
    expect(isTelling(await readMetadata(fileOf(bytes)))).toBe(true);
    const out = await stripped(bytes);
    if (out === null) throw new Error('it can be stripped');
    expect(has(out, HIDDEN)).toBe(false);
    expect(has(out, 'PICTURE!')).toBe(has(bytes, 'PICTURE!'));
    expect(isTelling(await readMetadata(fileOf(out)))).toBe(false);
    expect(await stripped(out)).toEqual(out);
  });

  it.each(REFUSED)('is told, and the file never called clean: %s', async (_, bytes) => {
    expect(isTelling(await readMetadata(fileOf(bytes)))).toBe(true);
    expect(await stripped(bytes)).toBeNull();
  });

  it('is not claimed of files in which nothing hides', async () => {
    for (const bytes of [
      still({}),
      film({}),
      film({ handler: 'VideoHandler' }),
      jpeg(zeros(0)),
      png(zeros(0)),
    ])
      expect(isTelling(await readMetadata(fileOf(bytes)))).toBe(false);
    expect(await stripped(jpeg(zeros(0)))).toEqual(picture);
    expect(await stripped(png(zeros(0)))).toEqual(drawing);
  });

  it('of a film whose tables do not say what is picture is never called left out', async () => {
    // The chunk begins where nothing of the film lies.
    const bytes = film({ left: text });
    const at = Buffer.from(bytes).indexOf('stco') + 12;
    bytes.set(be32(4), at);
    expect(await stripped(bytes)).toBeNull();
    expect((await readMetadata(fileOf(bytes))).more).toBe(true);
  });
});
