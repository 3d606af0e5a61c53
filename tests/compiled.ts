/** Owns where the processes that tests start again and again keep what they compiled: half of a short command's work. */
import { resolve } from 'node:path';

export const compiled = { NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../.cache/compiled') };
