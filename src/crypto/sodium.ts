/** Owns the door to libsodium. Must never be used before it is ready, nor made a global: it is passed as an argument. */
import libsodium from 'libsodium-wrappers';

export type Sodium = typeof libsodium;

/** libsodium, ready. Once at the start of a worker or process. */
export async function createSodium(): Promise<Sodium> {
  await libsodium.ready;
  return libsodium;
}
