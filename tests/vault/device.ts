/** Owns a phone for the vault's tests: fake storage that can lose power, real engine, real keys. Must never stand in for our code. */

import { boxManifest } from '../../src/crypto/manifestBox.ts';
import { createRng } from '../../src/crypto/random.ts';
import type { Disk } from '../../src/store/disk.ts';
import type { VaultEvent } from '../../src/vault/api.ts';
import { createEngine, type Engine } from '../../src/vault/engine.ts';
import { hello, markEnrolled, offerManifest, putInvite } from '../../src/vault/join.ts';
import { stretch } from '../../src/vault/words/argon2.ts';
import type { WordsPolicy } from '../../src/vault/words/words.ts';
import type { Bytes } from '../../src/wire/bytes.ts';
import { encodeInvite } from '../../src/wire/invite.ts';
import type { Manifest } from '../../src/wire/manifest.ts';
import { manifestWith, org, pin, readKey, signedBy } from '../crypto/organisation.ts';
import { must, seededRng, sodium } from '../crypto/setup.ts';
import { createFakeDisk, type FakeDisk } from '../fakes/clientDisk.ts';
import { createPower, type Power } from '../fakes/clientPower.ts';
import { createFakeRows, type FakeRows, type RowsDump } from '../fakes/clientRows.ts';
import { VirtualClock } from '../fakes/clock.ts';

export const WORDS = 'ember willow canyon saddle brisk';
/** Argon2id at full strength takes a second a try; what it computes is tested with its own vector. */
export const QUICK: WordsPolicy = { passes: 1, memoryKiB: 64, leastMemoryKiB: 64 };

export type Device = {
  readonly power: Power;
  readonly disk: FakeDisk;
  readonly rows: FakeRows;
  readonly clock: VirtualClock;
  readonly events: VaultEvent[];
  /** A freshly started app on this storage; not unlocked. */
  boot(policy?: WordsPolicy, onDisk?: Disk): Promise<Engine>;
};

export type Saved = { readonly files: ReadonlyMap<string, Bytes>; readonly rows: RowsDump };
export const save = (device: Device): Saved => ({ files: device.disk.dump(), rows: device.rows.dump() });

export function createDevice(from?: Saved, clock = new VirtualClock(), rng = createRng()): Device {
  const power = createPower();
  const disk = createFakeDisk(power, from?.files);
  const rows = createFakeRows(power, from?.rows);
  const events: VaultEvent[] = [];
  return {
    power,
    disk,
    rows,
    clock,
    events,
    async boot(policy = QUICK, onDisk: Disk = disk) {
      const tell = (event: VaultEvent): void => {
        events.push(event);
      };
      const engine = createEngine({
        sodium,
        rng,
        clock,
        disk: onDisk,
        rows,
        argon2: stretch,
        policy,
        tell,
      });
      must(await engine.start());
      return engine;
    },
  };
}

export const boxOf = (manifest: Manifest): Bytes =>
  boxManifest({ sodium, rng: createRng() }, { readKey, org, signed: signedBy(manifest) });

export const inviteText = encodeInvite({
  org,
  pin,
  readKey,
  secret: seededRng('secret')(16),
  lastDay: '2026-11-29',
  endpoints: ['http://localhost:8787'],
});

/** A device whose owner joined; the hello is queued. */
export async function joined(device = createDevice()): Promise<{ device: Device; engine: Engine }> {
  const engine = await device.boot();
  must(await engine.create(WORDS));
  must(await putInvite(engine.room, inviteText));
  must(await offerManifest(engine.room, boxOf(manifestWith())));
  must(await markEnrolled(engine.room));
  must(await hello(engine.room));
  return { device, engine };
}

/** The same storage in a newly started app, unlocked. */
export async function reopened(device: Device, words = WORDS): Promise<Engine> {
  const engine = await device.boot();
  must(await engine.unlock(words));
  return engine;
}
