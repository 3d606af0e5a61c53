/** Owns the camera as a thin rim: open it, take one picture, let it go. Must never keep a picture or put it into the gallery. */
import { err, ok, type Result } from '../../domain/result.ts';
import type { Bytes } from '../../wire/bytes.ts';

export type CameraTrouble = 'cameraRefused' | 'cameraBusy';
export type Facing = 'environment' | 'user';

/** A picture, or a recording, as bytes of this page alone. A Blob would lie with the browser, which may write it to disk. */
export type Piece = { readonly bytes: Bytes; readonly type: string };
/** `look`: a small picture of it as a data: address, for the list. */
export type Picture = Piece & { readonly look: string };

const QUALITY = 0.9;
const LOOK_SIDE = 96;
const TYPE = 'image/jpeg';

/** Whether this browser lets a page use a camera or microphone at all. */
export const hasDevices = (): boolean => navigator.mediaDevices?.getUserMedia !== undefined;

/** A running camera; ask for it only when somebody pressed something. */
export async function openCamera(facing: Facing): Promise<Result<MediaStream, CameraTrouble>> {
  if (!hasDevices()) return err('cameraBusy');
  try {
    const video = { facingMode: facing, width: { ideal: 1920 }, height: { ideal: 1080 } };
    return ok(await navigator.mediaDevices.getUserMedia({ video, audio: false }));
  } catch (cause) {
    return err(
      cause instanceof DOMException && cause.name === 'NotAllowedError' ? 'cameraRefused' : 'cameraBusy',
    );
  }
}

export function letGo(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** JPEG as a data: address; `toBlob` would hand the picture to the browser. null when nothing could be drawn. */
function draw(from: CanvasImageSource, width: number, height: number): string | null {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(from, 0, 0, width, height);
  const drawn = canvas.toDataURL(TYPE, QUALITY);
  // The pixels would stay until the collector comes.
  canvas.width = 0;
  canvas.height = 0;
  return drawn.startsWith(`data:${TYPE};base64,`) ? drawn : null;
}

/** A small picture of what is `width` by `height`. */
function drawLook(from: CanvasImageSource, width: number, height: number): string {
  const part = LOOK_SIDE / Math.max(width, height, LOOK_SIDE);
  return draw(from, Math.max(1, Math.round(width * part)), Math.max(1, Math.round(height * part))) ?? '';
}

/** What the camera shows now, as JPEG without place, time or device in it; null when there is no picture yet. */
export function takePicture(view: HTMLVideoElement): Picture | null {
  const { videoWidth: width, videoHeight: height } = view;
  if (width === 0 || height === 0) return null;
  const drawn = draw(view, width, height);
  if (drawn === null) return null;
  const text = atob(drawn.slice(drawn.indexOf(',') + 1));
  const bytes = Uint8Array.from(text, (one) => one.charCodeAt(0));
  return { bytes, type: TYPE, look: drawLook(view, width, height) };
}

/** A small picture of a file that lies on the phone already; null when it is none. */
export async function lookOf(file: Blob): Promise<string | null> {
  try {
    const picture = await createImageBitmap(file);
    const look = drawLook(picture, picture.width, picture.height);
    picture.close();
    return look;
  } catch {
    return null;
  }
}
