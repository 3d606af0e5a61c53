/** Owns reading what films say in words: user data, lists of QuickTime and iTunes, places of 3GPP. Must never blank anything. */
import { type Box, innerBoxes } from './evidenceBoxes.ts';
import {
  joinTraits,
  latin,
  NO_TRAITS,
  placeOf,
  type Traits,
  tidyText,
  timeOf,
  u16,
  u32,
} from './evidenceTraits.ts';

const MARK = '\u00a9';

/** "+39.9042+066.3950+512.1/". (ISO 6709) */
function iso6709(text: string | null): Traits['place'] {
  const match = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)/.exec(text ?? '');
  return match === null ? null : placeOf(Number(match[1]), Number(match[2]));
}

const trait = (name: string, text: string | null): Traits => {
  if (text === null) return { ...NO_TRAITS, more: true };
  if (/xyz$|location\.ISO6709$/.test(name)) {
    const place = iso6709(text);
    return { ...NO_TRAITS, place, more: place === null };
  }
  if (/day$|creationdate$/.test(name)) {
    const taken = timeOf(text);
    return { ...NO_TRAITS, taken, more: taken === null };
  }
  if (/mak$|\.make$|mod$|\.model$|manufacturer$/.test(name)) return { ...NO_TRAITS, device: text };
  if (/swr$|too$|enc$|software$/.test(name)) return { ...NO_TRAITS, program: text };
  if (/aut$|ART$|author$|artist$/.test(name)) return { ...NO_TRAITS, author: text };
  return { ...NO_TRAITS, more: true };
};

/** `udta`: texts with a mark before their name (QuickTime), `loci` (3GPP), or another list inside `meta`. */
export function readUserData(bytes: Uint8Array, { body, to }: Box): Traits {
  let traits = NO_TRAITS;
  const boxes = innerBoxes(bytes, body, to);
  if (boxes === undefined) return { ...NO_TRAITS, more: true };
  for (const box of boxes) {
    if (box.type.startsWith(MARK)) {
      const length = u16(bytes, box.body);
      const text = tidyText(bytes.subarray(box.body + 4, Math.min(box.to, box.body + 4 + (length || 0))));
      traits = joinTraits(traits, trait(box.type.slice(1), text));
    } else if (box.type === 'loci') {
      traits = joinTraits(traits, readLoci(bytes.subarray(box.body, box.to)));
    } else if (box.type === 'meta') traits = joinTraits(traits, readMeta(bytes, box));
    else traits = joinTraits(traits, { ...NO_TRAITS, more: true });
  }
  return traits;
}

/** 3GPP TS 26.244 8.10: version, language, name, role, then 16.16 longitude and latitude. */
function readLoci(bytes: Uint8Array): Traits {
  const wide = u16(bytes, 6) === 0xfeff;
  let at = 6;
  while (at < bytes.length && (wide ? u16(bytes, at) !== 0 : bytes[at] !== 0)) at += wide ? 2 : 1;
  at += (wide ? 2 : 1) + 1;
  const signed = (i: number): number => (u32(bytes, i) | 0) / 65_536;
  const place = at + 8 <= bytes.length ? placeOf(signed(at + 4), signed(at)) : null;
  return { ...NO_TRAITS, place, more: place === null };
}

/** `meta`: names in `keys`, values in `ilst` by number (QuickTime), or names as types (iTunes). */
export function readMeta(bytes: Uint8Array, box: Box): Traits {
  // In MP4 four bytes of version come first, in QuickTime they do not.
  const boxes = innerBoxes(bytes, box.body + 4, box.to) ?? innerBoxes(bytes, box.body, box.to) ?? undefined;
  if (boxes === undefined) return { ...NO_TRAITS, more: true };
  const names: string[] = [];
  const keys = boxes.find(({ type }) => type === 'keys');
  for (const key of keys === undefined ? [] : (innerBoxes(bytes, keys.body + 8, keys.to) ?? []))
    names.push(latin(bytes, key.body, key.to));
  const values = boxes.find(({ type }) => type === 'ilst');
  const listed = values === undefined ? [] : (innerBoxes(bytes, values.body, values.to) ?? []);
  return listed.reduce<Traits>((traits, value) => {
    const name = value.type.startsWith(MARK) ? value.type : (names[u32(bytes, value.from + 4) - 1] ?? '');
    const [data] = innerBoxes(bytes, value.body, value.to) ?? [];
    const text = data?.type === 'data' ? tidyText(bytes.subarray(data.body + 8, data.to)) : null;
    return joinTraits(traits, trait(name, text));
  }, NO_TRAITS);
}
