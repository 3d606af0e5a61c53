/** Owns writing a file as it is into the browser's own storage: what the machine can do. Must never be part of an app. */
/** As much of a worker and its storage as this uses; the standard types of pages and of workers exclude each other. */
type Handle = {
  write(bytes: Uint8Array, options: { readonly at: number }): void;
  flush(): void;
  close(): void;
};
type Writable = FileSystemFileHandle & { createSyncAccessHandle(): Promise<Handle> };
const worker = globalThis as unknown as {
  onmessage: (event: MessageEvent<File>) => Promise<void>;
  postMessage(took: number): void;
  close(): void;
};

const MIB = 1024 * 1024;

worker.onmessage = async ({ data }) => {
  const folder = await navigator.storage.getDirectory();
  const file = (await folder.getFileHandle('raw', { create: true })) as Writable;
  const handle = await file.createSyncAccessHandle();
  const from = performance.now();
  for (let at = 0; at < data.size; at += MIB)
    handle.write(new Uint8Array(await data.slice(at, at + MIB).arrayBuffer()), { at });
  handle.flush();
  worker.postMessage(performance.now() - from);
  handle.close();
  await folder.removeEntry('raw');
  worker.close();
};
