/** Owns recording sound, or picture and sound, as a thin rim: pieces out as they come. Must never keep one. */
import { err, ok, type Result } from '../../domain/result.ts';
import type { Bytes } from '../../wire/bytes.ts';
import { hasDevices, letGo } from './camera.ts';

export type RecordTrouble =
  | 'cameraRefused'
  | 'cameraBusy'
  | 'microphoneRefused'
  | 'noMicrophone'
  | 'recordingFailed';
export type RecordKind = 'voice' | 'video';

export type Recorder = {
  /** What it records, without codecs: "video/mp4". */
  readonly type: string;
  /** For the picture on the screen; the recording goes on without one. */
  readonly stream: MediaStream;
  /** Begins; each piece is given once, in order. `onEnd` when no more will come, asked or not. */
  readonly start: (onPiece: (piece: Bytes) => void, onEnd: () => void) => void;
  readonly stop: () => void;
};

/** In the order of how well the coordinators' programs open them. All may be cut off at any piece. */
const FORMATS: Readonly<Record<RecordKind, readonly string[]>> = {
  voice: ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'],
  video: ['video/webm;codecs=vp8,opus', 'video/mp4', 'video/webm'],
};
/** Milliseconds: a cut loses no more, and a small piece never leaves the browser's memory. */
const PIECE = 1_000;
const VIDEO_BITS = 1_200_000;
const VOICE_BITS = 64_000;

/** Asks for camera or microphone; only after a press. */
export async function prepareRecorder(
  kind: RecordKind,
  facing: 'environment' | 'user',
): Promise<Result<Recorder, RecordTrouble>> {
  const [refused, busy] =
    kind === 'video'
      ? (['cameraRefused', 'cameraBusy'] as const)
      : (['microphoneRefused', 'noMicrophone'] as const);
  if (!hasDevices() || typeof MediaRecorder === 'undefined') return err(busy);
  let stream: MediaStream;
  try {
    const video = { facingMode: facing, width: { ideal: 1280 }, height: { ideal: 720 } };
    stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: kind === 'video' && video });
  } catch (cause) {
    return err(cause instanceof DOMException && cause.name === 'NotAllowedError' ? refused : busy);
  }
  try {
    const mimeType = FORMATS[kind].find((one) => MediaRecorder.isTypeSupported(one));
    const recorder = new MediaRecorder(stream, {
      ...(mimeType === undefined ? {} : { mimeType }),
      audioBitsPerSecond: VOICE_BITS,
      ...(kind === 'video' ? { videoBitsPerSecond: VIDEO_BITS } : {}),
    });
    return ok(
      around(stream, recorder, mimeType?.split(';')[0] ?? (kind === 'video' ? 'video/mp4' : 'audio/mp4')),
    );
  } catch {
    letGo(stream);
    return err('recordingFailed');
  }
}

function around(stream: MediaStream, recorder: MediaRecorder, type: string): Recorder {
  return {
    type,
    stream,
    start(onPiece, onEnd) {
      let reading: Promise<void> = Promise.resolve();
      recorder.addEventListener('dataavailable', ({ data }) => {
        // Read at once, so that the browser keeps no piece long enough to write it to disk.
        const bytes = data.arrayBuffer();
        reading = reading.then(async () => {
          const piece = new Uint8Array(await bytes);
          if (piece.length > 0) onPiece(piece);
        });
      });
      recorder.addEventListener('error', () => {
        if (recorder.state !== 'inactive') recorder.stop();
      });
      recorder.addEventListener('stop', () => {
        letGo(stream);
        void reading.catch(() => undefined).then(onEnd);
      });
      recorder.start(PIECE);
    },
    stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      else letGo(stream);
    },
  };
}
