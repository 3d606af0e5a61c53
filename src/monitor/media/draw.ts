/** Owns drawing a picture anew: smaller, or with areas covered. Must never hand one to the browser to keep: no Blob, no address of one. */
import type { Bytes } from '../../wire/bytes.ts';

const TYPE = 'image/jpeg';
const QUALITY = 0.85;
const SMALL_SIDE = 1_280;
/** Phones have little memory: a larger picture is drawn at this size. */
const MOST_SIDE = 4_096;
const STEP = 32_768;

/** Parts of a picture, each 0…1 of its width and height. */
export type Area = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
export type Drawn = { readonly picture: CanvasImageSource; readonly width: number; readonly height: number };

function base64(bytes: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < bytes.length; at += STEP)
    letters += String.fromCharCode(...bytes.subarray(at, at + STEP));
  return btoa(letters);
}

/** Bytes of this page become a picture by a data: address; a file lies on the phone already. null: it is none. */
export async function readPicture(content: Bytes | File, type: string): Promise<Drawn | null> {
  try {
    if (content instanceof Blob) {
      const picture = await createImageBitmap(content);
      return { picture, width: picture.width, height: picture.height };
    }
    const picture = new Image();
    picture.src = `data:${type};base64,${base64(content)}`;
    await picture.decode();
    return { picture, width: picture.naturalWidth, height: picture.naturalHeight };
  } catch {
    return null;
  }
}

/** JPEG without anything but pixels; null when nothing could be drawn. */
export function drawAnew(
  { picture, width, height }: Drawn,
  { most = MOST_SIDE, areas = [] }: { readonly most?: number; readonly areas?: readonly Area[] },
): Bytes | null {
  const part = Math.min(1, most / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * part));
  canvas.height = Math.max(1, Math.round(height * part));
  const pen = canvas.getContext('2d');
  pen?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  if (pen !== null) pen.fillStyle = '#000';
  // Whole pixels, and one more on each side: nothing shines through an edge.
  for (const { x, y, w, h } of areas)
    pen?.fillRect(
      Math.floor(x * canvas.width) - 1,
      Math.floor(y * canvas.height) - 1,
      Math.ceil(w * canvas.width) + 2,
      Math.ceil(h * canvas.height) + 2,
    );
  const drawn = canvas.toDataURL(TYPE, QUALITY);
  canvas.width = 0;
  canvas.height = 0;
  if (!drawn.startsWith(`data:${TYPE};base64,`)) return null;
  const letters = atob(drawn.slice(drawn.indexOf(',') + 1));
  return Uint8Array.from(letters, (one) => one.charCodeAt(0));
}

/** A copy of at most 1,280 pixels a side. */
export async function drawSmaller(content: Bytes | File, type: string): Promise<Bytes | null> {
  const read = await readPicture(content, type);
  return read === null ? null : drawAnew(read, { most: SMALL_SIDE });
}
