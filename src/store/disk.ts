/** Owns the port to files: fixed ones overwritten in place, and sealed ones. Must never know what a file means. */
import type { Rng } from '../domain/ports.ts';
import { type Bytes, toHex } from '../wire/bytes.ts';

/** Ciphertext under a vault key; only the vault makes one. */
export type VaultBox = Bytes & { readonly purpose: 'vaultBox' };
/** Bytes of a sealed file; only sealing code makes them. */
export type SealedFile = Bytes & { readonly purpose: 'sealedFile' };

/** 32 hex digits, random: the only name anything has in storage. */
export type Handle = string;
export const createHandle = (rng: Rng): Handle => toHex(rng(16));
export const isHandle = (value: unknown): value is Handle =>
  typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);

/** Keystore copies A and B, the ledger, the locked kit. */
export type FixedName = 'a' | 'b' | 'ledger' | 'kit';

/** A file that keeps its size and is overwritten in place. Nothing is durable before `flush`. */
export type FixedFile = {
  /** All bytes; none when the file was just made. */
  read(): Promise<Bytes>;
  write(at: number, bytes: Uint8Array): Promise<void>;
  flush(): Promise<void>;
};

/** Writing one sealed file. Positions may be skipped once (the header's place) and filled later. */
export type SealedWriter = {
  write(at: number, bytes: SealedFile): Promise<void>;
  /** Durable up to here. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

/** Reading, from any context: page, worker, service worker; also while a writer is open. */
export type SealedReader = {
  /** Bytes, or null when there is none. */
  size(handle: Handle): Promise<number | null>;
  /** Bytes from..to (to not included, cut at the end); null when there is no such file. */
  slice(handle: Handle, from: number, to: number): Promise<Bytes | null>;
  /** For lazily reading a large file. */
  blob(handle: Handle): Promise<Blob | null>;
  list(): Promise<Handle[]>;
};

export type SealedFiles = SealedReader & {
  create(handle: Handle): Promise<SealedWriter>;
  /** An existing file. */
  reopen(handle: Handle): Promise<SealedWriter>;
  /** Gone or never there: no error. */
  remove(handle: Handle): Promise<void>;
};

/** Small files that are written once, whole: the second copy of saved records. [VLT16] */
export type JournalFiles = {
  /** Durable and read back when it resolves. */
  put(handle: Handle, bytes: VaultBox): Promise<void>;
  /** null when there is none. */
  get(handle: Handle): Promise<VaultBox | null>;
  list(): Promise<Handle[]>;
  /** Gone or never there: no error. */
  remove(handle: Handle): Promise<void>;
};

/** What the vault's worker holds. All methods throw `StoreFault` only. */
export type Disk = {
  readonly erasure: 'inPlace' | 'weak';
  /** Opens (and makes) a fixed file; the same object each time until `close`. */
  fixed(name: FixedName): Promise<FixedFile>;
  /** Attachments of drafts and parcels on their way. */
  readonly outgoing: SealedFiles;
  /** Parcels that a desk collected. */
  readonly kept: SealedFiles;
  /** null where everything lies in IndexedDB anyway. */
  readonly journal: JournalFiles | null;
  /** Deletes every file but the fixed ones and these outgoing ones. */
  empty(keep: readonly Handle[]): Promise<void>;
  /** Deletes a fixed file; `fixed` makes a new one. */
  removeFixed(name: FixedName): Promise<void>;
  /** Deletes everything, fixed files too; `close` included. */
  destroy(): Promise<void>;
  close(): Promise<void>;
};

/** What a page or service worker may read without the worker. */
export type DiskReader = {
  /** null when it does not exist. */
  fixed(name: 'ledger' | 'kit'): Promise<Bytes | null>;
  readonly outgoing: SealedReader;
  readonly kept: SealedReader;
};
