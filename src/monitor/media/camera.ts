/** Owns the camera as a thin rim: open it, take one picture, let it go. Must never keep a picture or put it into the gallery. */
import { err, ok, type Result } from '../../domain/result.ts';

export type CameraTrouble = 'cameraRefused' | 'cameraBusy';
export type Facing = 'environment' | 'user';

const QUALITY = 0.9;

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

/** What the camera shows now, as JPEG without place, time or device in it; null when there is no picture yet. */
export async function takePicture(view: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth: width, videoHeight: height } = view;
  if (width === 0 || height === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(view, 0, 0);
  const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  // The pixels would stay until the collector comes.
  canvas.width = 0;
  canvas.height = 0;
  return picture;
}
