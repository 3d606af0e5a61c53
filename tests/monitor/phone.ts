/** Owns a phone for the session's tests: the real session, client and vault, on storage that can lose power. Must never stand in for our code. */
import { createPlace, type Place } from '../../src/monitor/place.ts';
import { createSession, type Session } from '../../src/monitor/session.ts';
import type { VaultEvent } from '../../src/vault/api.ts';
import { createVaultClient, type VaultPort } from '../../src/vault/client.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { parseCall } from '../../src/vault/messages.ts';
import { serve } from '../../src/vault/serve.ts';
import type { Bytes } from '../../src/wire/bytes.ts';
import { manifestWith } from '../crypto/organisation.ts';
import { seededRng } from '../crypto/setup.ts';
import { boxOf, createDevice, type Device, type Saved } from '../vault/device.ts';

/** The worker's rim without a worker: the same calls in the same order, on the device's storage. */
export function portOn(device: Device, heard: (told: (event: VaultEvent) => void) => void): VaultPort {
  let engine: Promise<Engine> | null = null;
  const aborts = new Map<number, AbortController>();
  let ended = false;
  heard((event) => port.onmessage?.({ data: { told: event } } as MessageEvent));
  const port: VaultPort = {
    onmessage: null,
    onerror: null,
    terminate() {
      ended = true;
    },
    postMessage(message) {
      const call = parseCall(message);
      if (!call.ok) throw new Error('the client sent something that is no call');
      if ('abort' in call.value) {
        aborts.get(call.value.abort)?.abort();
        return;
      }
      const asked = call.value;
      const abort = new AbortController();
      aborts.set(asked.id, abort);
      const tell = (data: unknown): void => {
        if (!ended) port.onmessage?.({ data } as MessageEvent);
      };
      engine ??= device.boot();
      void engine
        .then((running) =>
          serve(
            {
              engine: running,
              signal: abort.signal,
              progress: (done, total) => tell({ id: asked.id, done, total }),
            },
            asked,
          ),
        )
        .then((result) => tell({ id: asked.id, result }));
    },
  };
  return port;
}

export const DOOR = 'open notebook';

/** A page's history as browsers keep it: entries with a state, and a place among them. */
export class FakeHistory {
  readonly entries: { state: unknown; url: string }[] = [{ state: null, url: '/' }];
  at = 0;
  private heard: (event: { readonly state: unknown }) => void = () => undefined;

  get state(): unknown {
    return this.entries[this.at]?.state;
  }
  readonly history = {
    state: null as unknown,
    pushState: (state: unknown, _: string, url: string): void => {
      this.entries.splice(this.at + 1, Number.POSITIVE_INFINITY, { state, url });
      this.at += 1;
      this.history.state = state;
    },
    replaceState: (state: unknown, _: string, url: string): void => {
      this.entries[this.at] = { state, url };
      this.history.state = state;
    },
    go: (delta: number): void => {
      this.at = Math.min(Math.max(0, this.at + delta), this.entries.length - 1);
      this.history.state = this.state;
      this.heard({ state: this.state });
    },
  };
  addEventListener(_: 'popstate', heard: (event: { readonly state: unknown }) => void): void {
    this.heard = heard;
  }
}

export type Phone = {
  readonly place: Place;
  readonly tabHistory: FakeHistory;
  readonly device: Device;
  readonly session: Session;
  /** What the network did; tests may change it. */
  readonly network: {
    up: boolean;
    /** Endpoints that are away. */
    away: readonly string[];
    /** What enrolling is refused with. */
    enrol: string | null;
    enrolled: readonly string[];
    box: Bytes;
  };
  readonly around: { free: number | null; persists: boolean; asked: number; forgotten: number };
  readonly woken: () => number;
  /** Has the worker say something unasked. */
  readonly tell: (event: VaultEvent) => void;
};

/** A phone as somebody finds it when the app is opened. */
export async function openPhone(from?: Saved): Promise<Phone> {
  const device = createDevice(from);
  const network: Phone['network'] = {
    up: true,
    away: [],
    enrol: null,
    enrolled: [],
    box: boxOf(manifestWith()),
  };
  const reached = (endpoint: string): boolean => network.up && !network.away.includes(endpoint);
  const around = { free: null as number | null, persists: true, asked: 0, forgotten: 0 };
  let woken = 0;
  let tell: (event: VaultEvent) => void = () => undefined;
  const tabHistory = new FakeHistory();
  const place = createPlace(tabHistory);
  const session = createSession({
    vault: createVaultClient({
      spawn: () =>
        portOn(device, (told) => {
          tell = told;
        }),
      reader: { fixed: async () => null, outgoing: device.disk.outgoing, kept: device.disk.kept },
    }),
    clock: device.clock,
    rng: seededRng(`session${from === undefined ? '' : ' again'}`),
    sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
    doors: {
      manifestBox: async (endpoint) =>
        reached(endpoint) ? { ok: true, value: network.box } : { ok: false, code: 'offline' },
      async enrol(endpoint) {
        if (!reached(endpoint)) return { ok: false, code: 'offline' };
        if (network.enrol !== null) return { ok: false, code: network.enrol };
        network.enrolled = [...network.enrolled, endpoint];
        return { ok: true, value: null };
      },
      firstTokens: async () => undefined,
    },
    around: {
      freeSpace: async () => around.free,
      async persist() {
        around.asked += 1;
        return around.persists;
      },
      async forget() {
        around.forgotten += 1;
      },
    },
    missing: null,
    place,
    doorPhrases: [DOOR],
    wake: () => {
      woken += 1;
    },
  });
  await session.start();
  return {
    place,
    tabHistory,
    device,
    session,
    network,
    around,
    woken: () => woken,
    tell: (event) => tell(event),
  };
}

/** Resolves when the life of the session is as wanted; looks after each change. */
export function until<T>(
  session: Session,
  wanted: (life: ReturnType<Session['life']['get']>) => T | null,
): Promise<T> {
  return new Promise((resolve) => {
    const stop = session.life.subscribe(look);
    function look(): void {
      const found = wanted(session.life.get());
      if (found === null) return;
      stop();
      resolve(found);
    }
    look();
  });
}

/** The open notes. */
export const opened = (session: Session) => until(session, (life) => (life.at === 'unlocked' ? life : null));

/** What stands on the screen once it is saved. */
export const saved = (session: Session) =>
  until(session, (life) =>
    life.at === 'unlocked' && life.composing?.saving.at === 'saved' && life.composing.work.length === 0
      ? life.composing
      : null,
  );
