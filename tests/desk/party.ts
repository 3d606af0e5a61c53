/** Owns a desk for tests: real session, real vault, real opening, an intake in memory; messages are cloned as a worker's are. Must never skip a border. */

import { createKeptCopies } from '../../src/desk/keptCopies.ts';
import { createMailbox, type Mailbox } from '../../src/desk/mailbox.ts';
import { createOpenerClient, type OpenerPort } from '../../src/desk/openerClient.ts';
import type { FromWorker, Save } from '../../src/desk/openerMessages.ts';
import { parseToWorker } from '../../src/desk/openerMessages.ts';
import { createOpening } from '../../src/desk/opening.ts';
import { createSession, type Session } from '../../src/desk/session.ts';
import type { Result } from '../../src/domain/result.ts';
import type { Send } from '../../src/inbox/ports.ts';
import { createVaultClient, type VaultPort } from '../../src/vault/client.ts';
import { parseCall } from '../../src/vault/messages.ts';
import { serve } from '../../src/vault/serve.ts';
import { must, sha256Hex, sodium } from '../crypto/setup.ts';
import { createTestClock, createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import { createDevice, type Device } from '../vault/device.ts';

export type Party = {
  readonly session: Session;
  readonly mailbox: Mailbox;
  readonly device: Device;
  readonly endpoint: TestEndpoint;
  /** The desk's, and its endpoint's when that was made with it. */
  readonly clock: ReturnType<typeof createTestClock>;
  /** The line of the desk; to be changed by a test. */
  readonly line: { send: Send };
};

/** A desk on this storage, started. `endpoint`: an intake that lives on. */
export async function createParty(
  held: { device?: Device; endpoint?: TestEndpoint; config?: { orgBytes: number } } = {},
): Promise<Party> {
  const clock = createTestClock();
  const device = held.device ?? createDevice();
  const endpoint = held.endpoint ?? (await createTestEndpoint({ clock, config: held.config ?? {} }));
  const line: { send: Send } = { send: (request) => endpoint.fetch(request) };
  const engine = await device.boot();

  const spawnVault = (): VaultPort => {
    let ended = false;
    const port: VaultPort = {
      onmessage: null,
      onerror: null,
      terminate: () => {
        ended = true;
      },
      postMessage(message) {
        const call = must(parseCall(structuredClone(message)));
        if ('abort' in call) return;
        const signal = new AbortController().signal;
        void serve({ engine, progress: () => undefined, signal }, call).then((result) => {
          if (!ended) port.onmessage?.({ data: structuredClone({ id: call.id, result }) } as MessageEvent);
        });
      },
    };
    return port;
  };

  const spawnOpener = (): OpenerPort => {
    let ended = false;
    const saves = new Map<number, (result: Result<true>) => void>();
    let last = 0;
    const say = (message: FromWorker): void => {
      if (!ended) port.onmessage?.({ data: structuredClone(message) } as MessageEvent);
    };
    const { copies, send, trust } = createKeptCopies({
      files: device.disk.kept,
      send: (request) => line.send(request),
      nameOf: async (parcel) => sha256Hex(Buffer.from(parcel)).slice(0, 32),
      tell: (parcel, done, all) => say({ told: { event: 'fetched', parcel, done, all } }),
    });
    const opening = createOpening({
      sodium,
      rng: realRng,
      clock,
      copies,
      trust,
      send,
      decode: async () => {
        throw new Error('no pictures here');
      },
      tell: (told) => say({ told }),
      save: (what: Save) => {
        last += 1;
        const id = last;
        return new Promise((done) => {
          saves.set(id, done);
          say({ save: id, what });
        });
      },
    });
    const port: OpenerPort = {
      onmessage: null,
      onerror: null,
      terminate: () => {
        ended = true;
      },
      postMessage(message) {
        const asked = parseToWorker(structuredClone(message));
        if (asked === undefined) throw new Error('a message that the worker does not know');
        if ('saved' in asked) return saves.get(asked.saved)?.(asked.result);
        const work = opening[asked.method] as (...args: readonly unknown[]) => Promise<Result<unknown>>;
        void work(...asked.args).then((result) => say({ answer: asked.call, result }));
      },
    };
    return port;
  };

  const vault = createVaultClient({ spawn: spawnVault, reader: device.disk.reader });
  const mailbox = createMailbox(vault);
  const opener = createOpenerClient({ spawn: spawnOpener, save: mailbox.save, tell: mailbox.hear });
  const session = createSession({ vault, opener, mailbox, clock, missing: null });
  await session.start();
  return { session, mailbox, device, endpoint, clock, line };
}

/** Until something holds; the state is looked at again whenever it changes. */
export function until<T>(
  watched: { get: () => T; subscribe: (changed: () => void) => () => void },
  holds: (now: T) => boolean,
): Promise<T> {
  return new Promise((done) => {
    const look = (): void => {
      if (!holds(watched.get())) return;
      stop();
      done(watched.get());
    };
    const stop = watched.subscribe(look);
    queueMicrotask(look);
  });
}
