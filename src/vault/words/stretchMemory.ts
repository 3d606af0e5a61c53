/** Owns having Argon2id's memory there before the words are. Must never hash, know words, or run where anything else uses WebAssembly. */

/** hash-wasm's module for Argon2 (4.13.0), by the two functions with which it asks for memory itself at the start of a hash. */
type Kernel = {
  readonly memory: WebAssembly.Memory;
  Hash_SetMemorySize(bytes: number): void;
  Hash_GetBuffer(): number;
};
type Instantiate = (
  module: WebAssembly.Module,
  imports?: WebAssembly.Imports,
) => Promise<WebAssembly.Instance>;
/** The part of `WebAssembly` that the library goes through. */
export type Wasm = { instantiate: Instantiate };

const BLOCK = 1_024;
const isKernel = (module: WebAssembly.Module): boolean =>
  WebAssembly.Module.exports(module).some(({ name }) => name === 'Hash_SetMemorySize');

/**
 * The library makes an instance for each hash and asks for its memory with the words in hand; the system then hands out
 * 64 MiB page by page, which was a fifth of the whole. So its next instance is made ahead. `wasm` is changed: this is for a
 * worker that does nothing else.
 */
export function createStretchMemory(wasm: Wasm) {
  const instantiate = wasm.instantiate.bind(wasm);
  let kernel: WebAssembly.Module | null = null;
  let ahead: WebAssembly.Instance | null = null;
  wasm.instantiate = async (module, imports) => {
    if (!isKernel(module)) return instantiate(module, imports);
    kernel = module;
    const ready = ahead;
    // Once: Argon2id begins with memory that holds nothing.
    ahead = null;
    return ready ?? instantiate(module, imports);
  };

  return {
    /** For the next hash, with that much memory, after one that made the library's code known; else nothing happens. */
    async getReady(memoryKiB: number): Promise<void> {
      if (kernel === null) return;
      const made = await instantiate(kernel, {});
      const { memory, Hash_SetMemorySize, Hash_GetBuffer } = made.exports as Kernel;
      // In this order: the first asking for the place sets it.
      const at = Hash_GetBuffer();
      // The library wants a block more, and adds a page for it: asked for less than there is, its sum would go below zero.
      const bytes = memoryKiB * BLOCK;
      Hash_SetMemorySize(bytes);
      // Zeros, as it was: written, they are really there.
      new Uint8Array(memory.buffer, at, bytes).fill(0);
      ahead = made;
    },
  };
}
