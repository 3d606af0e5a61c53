/** Owns importing a form's file at the desk, in a worker that holds no key and ends with its answer. Must never publish. */
import { err, ok, type Result } from '../../domain/result.ts';
import type { Converted } from '../../xlsform/convert.ts';

/** Larger files are refused by their first bytes; no more of them is read. */
const MOST_READ = 8 * 1024 * 1024 + 1;

export type ImportPort = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

export const spawnImporter = (): ImportPort =>
  new Worker(new URL('./importer.ts', import.meta.url), { type: 'module', name: 'importer' });

/** `fileUnreadable`: the file went away; `stopped`: `signal` ended it; `workerLost`: the worker died over it. */
export async function importForm(
  spawn: () => ImportPort,
  file: File,
  signal: AbortSignal,
): Promise<Result<Converted>> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.slice(0, MOST_READ).arrayBuffer());
  } catch {
    return err('fileUnreadable');
  }
  if (signal.aborted) return err('stopped');
  return new Promise((done) => {
    const port = spawn();
    const end = (result: Result<Converted>): void => {
      port.onmessage = null;
      port.onerror = null;
      port.terminate();
      done(result);
    };
    signal.addEventListener('abort', () => end(err('stopped')), { once: true });
    port.onmessage = ({ data }) => end(ok(data as Converted));
    port.onerror = () => end(err('workerLost'));
    port.postMessage({ bytes, name: file.name.replace(/\.[^.]*$/, '') });
  });
}
