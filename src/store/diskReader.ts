/** Owns choosing where a page or service worker reads: OPFS, or parts where there is none. Must never write. */
import type { DiskReader, SealedReader } from './disk.ts';
import { createOpfsReader, hasOpfs } from './opfsDisk.ts';

/** Decides with the first read, by the same test as the worker that writes. */
export function createDiskReader(): DiskReader {
  let chosen: Promise<DiskReader> | null = null;
  const reader = (): Promise<DiskReader> => {
    chosen ??= hasOpfs().then(async (there) =>
      there ? createOpfsReader() : (await import('./partsDisk.ts')).createPartsReader(),
    );
    return chosen;
  };
  const area = (name: 'outgoing' | 'kept'): SealedReader => ({
    size: async (handle) => (await reader())[name].size(handle),
    slice: async (handle, from, to) => (await reader())[name].slice(handle, from, to),
    blob: async (handle) => (await reader())[name].blob(handle),
    list: async () => (await reader())[name].list(),
  });
  return {
    fixed: async (name) => (await reader()).fixed(name),
    outgoing: area('outgoing'),
    kept: area('kept'),
  };
}
