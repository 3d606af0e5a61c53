/** Owns the microphone as a thin rim: record, tell how loud it is, stop. Must never keep a recording. */
import { err, ok, type Result } from '../../domain/result.ts';
import { concat } from '../../wire/bytes.ts';
import { hasDevices, letGo, type Piece } from './camera.ts';

export type VoiceTrouble = 'microphoneRefused' | 'noMicrophone' | 'recordingFailed';

export type Recording = {
  /** 0…1, of the last moment. */
  readonly level: () => number;
  /** Ends it; the answer is what was recorded, null when there is nothing. Calling it twice gives the same. */
  readonly stop: () => Promise<Piece | null>;
};

/** In the order of how well the coordinators' programs open them. */
const FORMATS = ['audio/mp4', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus'];
/** Handed over in pieces so long: a cut loses no more than the last one, and a small piece never leaves the browser's memory. */
const PIECE = 1_000;

/** Starts recording. `onCut` is called when it ends without having been asked to: the microphone was taken away. */
export async function startRecording(onCut: () => void): Promise<Result<Recording, VoiceTrouble>> {
  if (!hasDevices() || typeof MediaRecorder === 'undefined') return err('noMicrophone');
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: false });
  } catch (cause) {
    return err(
      cause instanceof DOMException && cause.name === 'NotAllowedError'
        ? 'microphoneRefused'
        : 'noMicrophone',
    );
  }
  try {
    return ok(record(stream, onCut));
  } catch {
    letGo(stream);
    return err('recordingFailed');
  }
}

function record(stream: MediaStream, onCut: () => void): Recording {
  const type = FORMATS.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type });
  const pieces: Promise<Uint8Array>[] = [];
  const loudness = listen(stream);
  let asked = false;
  const gather = async (): Promise<Piece | null> => {
    const bytes = concat(...(await Promise.all(pieces)));
    return bytes.length === 0 ? null : { bytes, type: recorder.mimeType.split(';')[0] ?? '' };
  };
  const whole = new Promise<Piece | null>((done) => {
    recorder.addEventListener('stop', () => {
      loudness.end();
      letGo(stream);
      void gather()
        .catch(() => null)
        .then(done);
      if (!asked) onCut();
    });
  });
  recorder.addEventListener('dataavailable', ({ data }) => {
    // Read at once, so that the browser keeps no piece long enough to write it to disk.
    pieces.push(data.arrayBuffer().then((bytes) => new Uint8Array(bytes)));
  });
  recorder.addEventListener('error', () => {
    if (recorder.state !== 'inactive') recorder.stop();
  });
  recorder.start(PIECE);
  return {
    level: loudness.level,
    stop() {
      asked = true;
      if (recorder.state !== 'inactive') recorder.stop();
      return whole;
    },
  };
}

function listen(stream: MediaStream): { readonly level: () => number; readonly end: () => void } {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  return {
    level() {
      analyser.getByteTimeDomainData(samples);
      const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0);
      return Math.min(1, peak / 100);
    },
    end: () => void context.close(),
  };
}
