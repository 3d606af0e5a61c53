/** Owns what the parts of the vault share: the ports, the open files, the opened keys, one change at a time. Must never do their work. */
import type { Sodium } from '../crypto/sodium.ts';
import { type Clock, dayOf, type Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Disk, Handle } from '../store/disk.ts';
import { StoreFault } from '../store/fault.ts';
import type { Kit } from '../store/kitFile.ts';
import type { Rows } from '../store/rows.ts';
import type { Incident, VaultCode, VaultEvent } from './api.ts';
import type { Collections } from './collections.ts';
import type { ReadBeside } from './drafts/reading.ts';
import type { Join } from './joinRecord.ts';
import type { Keyring } from './keys/keyring.ts';
import type { Keystore } from './keys/keystore.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Records } from './records.ts';
import type { Argon2, WordsPolicy } from './words/words.ts';

export type VaultDeps = {
  readonly sodium: Sodium;
  readonly rng: Rng;
  readonly clock: Clock;
  readonly disk: Disk;
  readonly rows: Rows;
  readonly argon2: Argon2;
  /** Weaker than WORDS_POLICY only in tests. */
  readonly policy: WordsPolicy;
  readonly tell: (event: VaultEvent) => void;
  /** Reads large files in a worker of their own. */
  readonly readBeside?: ReadBeside;
};

/** What there is between unlock and lock. */
export type Opened = {
  readonly keyring: Keyring;
  readonly records: Records;
  readonly collections: Collections;
  join: Join | null;
};

export type Room = VaultDeps & {
  keystore: Keystore | null;
  ledger: Ledger | null;
  /** The database came back empty at this start; settled at unlock. [VLT16] */
  rowsLost: boolean;
  /** The database does not open at all; made anew at unlock, when the journal is known to have everything. [VLT16] */
  rowsBroken: boolean;
  opened: Opened | null;
  /** The kit as it lies here, its tag unchecked. [VLT11] */
  kit: Kit | null;
  /** Sealed files that are being written now and stand in no list yet. [VLT19] */
  readonly making: Set<Handle>;
  /** Both copies are beyond help. */
  broken: 'keystoreDamagedBoth' | 'newer' | null;
  readonly incidents: Set<Incident>;
  /** Runs changes one after the other; faults come out as codes. */
  exclusive<T>(work: () => Promise<Result<T, VaultCode>>): Promise<Result<T, VaultCode>>;
};

export function createRoom(deps: VaultDeps): Room {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...deps,
    keystore: null,
    ledger: null,
    rowsLost: false,
    rowsBroken: false,
    opened: null,
    kit: null,
    making: new Set(),
    broken: null,
    incidents: new Set(),
    exclusive(work) {
      const turn = last.then(() => caught(work));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** A broken or full storage becomes a code here; any other exception is a bug and goes on. */
export async function caught<T>(work: () => Promise<Result<T, VaultCode>>): Promise<Result<T, VaultCode>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreFault) return err(error.code, error.reason);
    throw error;
  }
}

export type Ready = { readonly keystore: Keystore; readonly ledger: Ledger };
type ReadyCode = 'noVault' | 'keystoreDamagedBoth' | 'newer';

/** The open files, with or without words. */
export function ready(room: Room): Result<Ready, ReadyCode> {
  if (room.broken !== null) return err(room.broken);
  if (room.keystore === null || room.ledger === null) return err('noVault');
  return ok({ keystore: room.keystore, ledger: room.ledger });
}

/** What locking does to keys in memory. [VLT15] */
export function forgetKeys(room: Room): void {
  room.opened?.keyring.wipe();
  room.opened?.collections.wipe();
  room.opened = null;
}

/** The open files and keys. `opened` is the live object: what changes is changed there. */
export type Open = Ready & Omit<Opened, 'join'> & { readonly opened: Opened };

export function unlocked(room: Room): Result<Open, ReadyCode | 'locked'> {
  const files = ready(room);
  if (!files.ok) return files;
  const { opened } = room;
  if (opened === null) return err('locked');
  const { keyring, records, collections } = opened;
  return ok({ ...files.value, keyring, records, collections, opened });
}

export const today = (room: Pick<Room, 'clock'>): string => dayOf(room.clock.now());
