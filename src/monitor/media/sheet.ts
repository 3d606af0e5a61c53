/** Owns drawing nine stills of a film that lies on the phone onto one sheet. Must never copy the film, or leave an address of it behind. */
import type { Bytes } from '../../wire/bytes.ts';
import { drawAnew } from './draw.ts';

/** Stills a row, and rows. */
const SIDE = 3;
/** Of each still, at most, in pixels. */
const STILL = 480;
/** Milliseconds for one still: a film that cannot be read must not hold up the rest. */
const PATIENCE = 8_000;
/** Further than any film is long: the browser goes to its end and learns how long it is. */
const FAR = 1e7;

function heard(view: HTMLVideoElement, name: 'loadeddata' | 'seeked', gone: AbortSignal): Promise<boolean> {
  return new Promise((done) => {
    if (gone.aborted) return done(false);
    const ending = new AbortController();
    const end = (was: boolean) => (): void => {
      clearTimeout(timer);
      ending.abort();
      done(was);
    };
    const timer = setTimeout(end(false), PATIENCE);
    view.addEventListener(name, end(true), { signal: ending.signal });
    view.addEventListener('error', end(false), { signal: ending.signal });
    gone.addEventListener('abort', end(false), { signal: ending.signal });
  });
}

function seek(view: HTMLVideoElement, seconds: number, gone: AbortSignal): Promise<boolean> {
  const there = heard(view, 'seeked', gone);
  view.currentTime = seconds;
  return there;
}

/** JPEG without anything but pixels: stills from the beginning to the end, row by row. null: it is no film for this browser, or `gone`. */
export async function drawSheet(film: File, gone: AbortSignal): Promise<Bytes | null> {
  const address = URL.createObjectURL(film);
  const view = document.createElement('video');
  const canvas = document.createElement('canvas');
  view.muted = true;
  view.playsInline = true;
  view.preload = 'auto';
  try {
    const loaded = heard(view, 'loadeddata', gone);
    view.src = address;
    if (!(await loaded) || view.videoWidth === 0) return null;
    // What was recorded in a browser does not say how long it is.
    if (!Number.isFinite(view.duration) && !(await seek(view, FAR, gone))) return null;
    const length = Number.isFinite(view.duration) ? view.duration : view.currentTime;
    const part = Math.min(1, STILL / Math.max(view.videoWidth, view.videoHeight));
    const [width, height] = [view.videoWidth, view.videoHeight].map((side) =>
      Math.max(1, Math.round(side * part)),
    ) as [number, number];
    canvas.width = width * SIDE;
    canvas.height = height * SIDE;
    const pen = canvas.getContext('2d');
    if (pen === null) return null;
    for (let at = 0; at < SIDE * SIDE; at += 1) {
      if (!(await seek(view, (length * (at + 0.5)) / (SIDE * SIDE), gone))) return null;
      pen.drawImage(view, (at % SIDE) * width, Math.floor(at / SIDE) * height, width, height);
    }
    return drawAnew({ picture: canvas, width: canvas.width, height: canvas.height }, {});
  } finally {
    view.removeAttribute('src');
    view.load();
    URL.revokeObjectURL(address);
    canvas.width = 0;
    canvas.height = 0;
  }
}
