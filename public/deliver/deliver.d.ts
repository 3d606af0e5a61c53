/** Owns the shape of deliver.js for its tests; the page itself is plain JavaScript, so that anybody can read what it does. */
export function nameOf(file: Blob): Promise<{ parcel: string; secret: string } | null>;
export function deliver(ask: {
  readonly file: Blob;
  readonly org: string;
  readonly base?: string;
  readonly send?: (url: string, init: RequestInit) => Promise<Response>;
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly onProgress?: (bytes: number, total: number) => void;
  readonly signal?: AbortSignal;
}): Promise<string>;
