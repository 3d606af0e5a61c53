/** Owns reading a QR code from the camera or a picture, on the phone alone. Never keeps a frame. */
import { err, ok, type Result } from '../domain/result.ts';

type Found = Result<string, 'noQr'>;
type Reader = (
  source: ImageBitmap | HTMLVideoElement,
  width: number,
  height: number,
) => Promise<string | null>;

/** The platform's own reader where there is one; else ours, downloaded only then. */
async function createReader(): Promise<Reader> {
  const Detector = window.BarcodeDetector;
  if (Detector !== undefined && (await Detector.getSupportedFormats()).includes('qr_code')) {
    const detector = new Detector({ formats: ['qr_code'] });
    return async (source) => (await detector.detect(source))[0]?.rawValue ?? null;
  }
  const { decodeQR } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (source, width, height) => {
    if (context === null || width === 0 || height === 0) return null;
    canvas.width = width;
    canvas.height = height;
    context.drawImage(source, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    try {
      return decodeQR({ width, height, data });
    } catch {
      // Its way of saying that there is none in this picture.
      return null;
    }
  };
}

/** Largest side that is looked at: a photo of 48 megapixels would freeze a cheap phone. */
const LARGEST = 1_600;

/** The text of the first code in a picture file. */
export async function qrInPicture(file: Blob): Promise<Found> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return err('noQr');
  }
  const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const read = await createReader();
  const text = await read(picture, Math.round(picture.width * scale), Math.round(picture.height * scale));
  picture.close();
  return text === null ? err('noQr') : ok(text);
}

/** Shows the camera in `screen` until a code is seen or `signal` fires; `noCamera` when there is none to use. */
export async function qrInVideo(
  screen: HTMLVideoElement,
  signal: AbortSignal,
): Promise<Result<string, 'noCamera' | 'noQr'>> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'environment' },
      audio: false,
    });
  } catch {
    return err('noCamera');
  }
  const stop = (): void => {
    for (const track of stream.getTracks()) track.stop();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    screen.srcObject = stream;
    await screen.play();
    const read = await createReader();
    while (!signal.aborted) {
      const text = await read(screen, screen.videoWidth, screen.videoHeight);
      if (text !== null) return ok(text);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return err('noQr');
  } catch {
    return err('noCamera');
  } finally {
    stop();
    screen.srcObject = null;
  }
}
