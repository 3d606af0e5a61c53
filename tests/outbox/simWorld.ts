/** Owns one deterministic world: phones with the real postman, endpoints with the real intake, weather, deaths, wrong clocks, virtual time. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { enrolHash } from '../../src/crypto/ack.ts';
import { verify } from '../../src/crypto/minisign.ts';
import type { Clock } from '../../src/domain/ports.ts';
import { err } from '../../src/domain/result.ts';
import { createDrain, type Drain, type DrainDeps } from '../../src/outbox/drain.ts';
import type { Change, Parcel } from '../../src/outbox/ports.ts';
import { endpointInfo } from '../../src/outbox/receipts.ts';
import { toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { parseReceipt } from '../../src/wire/receipt.ts';
import { manifestWith, memberKey, signedBy } from '../crypto/organisation.ts';
import { sodium } from '../crypto/setup.ts';
import { VirtualClock } from '../fakes/clock.ts';
import { createDice, type Dice } from '../fakes/clockDice.ts';
import { MemoryLocks } from '../fakes/locks.ts';
import { GOOD_LINE, SimNet } from '../fakes/network.ts';
import { weatherOf } from '../fakes/networkWeather.ts';
import { MemoryQueue } from '../fakes/queue.ts';
import { sealedAlike } from '../fakes/sealed.ts';
import { bearer, foundRequest, inboxOf, openSession, postJson, ticketOf } from '../server/parties.ts';
import { Machine, SOUND } from './simMachine.ts';

const HOUR = 3_600_000;
/** Trouble ends after so many hours, from 2 to 10; then everything must come to rest. */
const STORM = { least: 2, spread: 9 };
const MOST = 30 * 24 * HOUR;
const YEAR = 365 * 24 * HOUR;

/** Storage of a phone that fails now and then; what it said it kept, it kept. */
class ShakyQueue extends MemoryQueue {
  shaky = 0;
  /** An acknowledgement could not be kept: to this phone it never came. */
  onForgotten = (): void => undefined;
  private readonly dice: Dice;
  constructor(dice: Dice) {
    super();
    this.dice = dice;
    this.onRead = () => this.shake();
  }
  private shake(): void {
    if (this.dice.chance(this.shaky)) throw new Error('storage failed');
  }
  override async dueParcels(): Promise<readonly Parcel[]> {
    this.shake();
    return super.dueParcels();
  }
  override async change(handle: string, change: Change): Promise<void> {
    try {
      this.shake();
    } catch (error) {
      this.onForgotten();
      throw error;
    }
    return super.change(handle, change);
  }
}

type Phone = {
  readonly queue: ShakyQueue;
  readonly net: SimNet;
  readonly deps: DrainDeps;
  readonly dice: Dice;
  skew: number;
};

export type Story = {
  readonly requests: number;
  readonly deaths: number;
  readonly restores: number;
  readonly parcels: number;
};

/** Plays one seed to its end and judges it. Throws when a promise was broken. */
export async function play(seed: number): Promise<Story> {
  const dice = createDice(seed);
  const clock = new VirtualClock();
  const during = <T>(work: Promise<T>): Promise<T> => clock.until(clock.during(work));

  // One store or two; the first may have two doors.
  const machines = Array.from(
    { length: 1 + dice.below(2) },
    (_, i) => new Machine(clock, createDice(seed * 31 + i), `https://store${i}.example`),
  );
  for (const machine of machines) await during(machine.start());
  const doors = new Map(machines.map((machine) => [machine.url, machine.handle] as const));
  const second = 'https://door.example';
  const [first] = machines;
  if (first === undefined) throw new Error('no machine');
  if (dice.chance(0.4)) doors.set(second, first.handle);
  const urls = [...doors.keys()].sort(() => dice.next() - 0.5);

  const org = toHex(dice.rng(16));
  const keyOf = (url: string): string =>
    (machines.find((machine) => machine.url === url) ?? first).endpoint.receiptKey;
  const keys = [...new Set(urls.map(keyOf))];
  const listed = machines.map(({ url, endpoint }) => ({ url, receiptKey: endpoint.receiptKey }));
  const signed = signedBy(manifestWith({ org, endpoints: listed }));
  const [secret, credential] = [dice.rng(16), dice.rng(32)];
  for (const { endpoint, url } of machines) {
    const ask = (path: string, init?: RequestInit) => endpoint.ask(path, init);
    const founded = await during(ask(paths.orgs, foundRequest(endpoint.setupCode(), signed, org)));
    if (founded.status !== 201) throw new Error(`founding: ${founded.status}`);
    const token = await during(openSession({ url, ask }, org, memberKey));
    const enrol = await enrolHash(secret);
    await during(ask(paths.invites(org), postJson({ enrol, expires: '2026-11-29' }, token)));
    const pair = { secret: toHex(secret), credential: toHex(credential) };
    const enrolled = await during(ask(paths.enrol(org), postJson(pair)));
    if (enrolled.status !== 201) throw new Error(`enrolment: ${enrolled.status}`);
  }

  const phones = await Promise.all(Array.from({ length: 1 + dice.below(3) }, (_, i) => createPhone(i)));

  async function createPhone(number: number): Promise<Phone> {
    const own = createDice(seed * 101 + number);
    const queue = new ShakyQueue(own);
    const net = new SimNet(clock, own, doors, { ...GOOD_LINE, ...weatherOf(seed * 13 + number) });
    queue.onForgotten = () => net.witness.forget();
    const phoneClock: Clock = {
      now: () => clock.now() + phone.skew,
      sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
    };
    const phone: Phone = {
      queue,
      net,
      dice: own,
      skew: 0,
      deps: {
        clock: phoneClock,
        rng: own.rng,
        send: net.send,
        reader: queue,
        queue,
        locks: new MemoryLocks(),
        digest: async (bytes) => createHash('sha256').update(bytes).digest(),
        verifyReceipt: async (parcel, _endpoint, { receipt, signature }) => {
          const about = parseReceipt(receipt);
          if (!about.ok || about.value.parcel !== parcel.parcel || about.value.size !== parcel.size)
            return err('otherParcel');
          const good = keys.some((key) => verify(sodium, 'tumar-receipt/1', receipt, signature, key).ok);
          return good ? { ok: true, value: true } : err('badSignature');
        },
      },
    };
    for (let i = 1 + own.below(3); i > 0; i -= 1) {
      const size = 16_384 * 2 ** own.below(4);
      const { file, parcel, secret: mine } = await sealedAlike(own.rng, size);
      const one: Parcel = {
        handle: `${number}-${i}`,
        org,
        parcel,
        secret: mine,
        size,
        ticket: ticketOf({ org, credential }, parcel),
        order: own.below(6),
        endpoints: urls,
        stage: { name: 'queued' },
      };
      queue.add(one, file);
    }
    return phone;
  }

  const calmAt = clock.now() + (STORM.least + dice.below(STORM.spread)) * HOUR;
  const calm = (): boolean => clock.now() >= calmAt;
  const settled = (phone: Phone): boolean =>
    [...phone.queue.entries.values()].every(({ end }) => end?.name === 'stored');

  /** Opened, closed, opened again, in one tab or two; only the queue survives. */
  async function live(phone: Phone): Promise<void> {
    const { dice: own, net, deps } = phone;
    let drain = createDrain(deps);
    const end = clock.now() + MOST;
    // At the end each store was met once more: one that came back from a backup is given again what it lost.
    let met = false;
    let metOnce = false;
    while (clock.now() < end && !(met && settled(phone))) {
      phone.queue.shaky = calm() ? 0 : 0.01;
      if (calm()) net.faults = GOOD_LINE;
      const kill = new AbortController();
      const awake = new AbortController();
      if (!calm() && own.chance(0.3))
        void clock.sleep(own.below(60_000), awake.signal).then(() => kill.abort());
      if (!calm() && own.chance(0.1)) phone.skew = (own.next() - 0.5) * 4 * YEAR;
      const tabs = own.chance(0.2) ? [drain, createDrain(deps)] : [drain];
      const rounds = await Promise.allSettled(tabs.map((tab) => tab.run(kill.signal)));
      awake.abort();
      if (kill.signal.aborted || rounds.some(({ status }) => status === 'rejected'))
        drain = createDrain(deps);
      const nextAt = rounds[0]?.status === 'fulfilled' ? rounds[0].value.nextAt : null;
      // With nothing to send the page still looks at the board now and then, and so meets each store.
      const wait = nextAt === null ? HOUR : Math.max(0, nextAt - deps.clock.now());
      expect(wait).toBeLessThanOrEqual(HOUR + 1);
      await clock.sleep(wait);
      if (nextAt !== null) continue;
      const quiet = calm() && machines.every(({ isUp }) => isUp);
      let answers = 0;
      for (const url of urls) answers += Number(await look(drain, deps, url));
      const noticed = await drain.noticeStores().then(
        () => true,
        () => false,
      );
      if (!quiet || !noticed || answers < urls.length) continue;
      // A store that changed is told of once a day at most, and somebody in between may have named another one today.
      met = metOnce;
      if (!met) await clock.sleep(25 * HOUR);
      metOnce = true;
    }
  }

  /** True when this store answered; the postman saw which one it is. */
  const look = async (drain: Drain, deps: DrainDeps, url: string): Promise<boolean> =>
    (await endpointInfo({ ...deps, send: drain.watched(deps.send) }, url)).ok;

  /** What befalls the machines, at random times of the storm. */
  async function befall(machine: Machine): Promise<void> {
    const worst = { powerCut: dice.next() * 0.004, full: dice.next() * 0.02, broken: dice.next() * 0.002 };
    while (!calm()) {
      await clock.sleep(1 + dice.below(2 * HOUR));
      if (calm()) break;
      machine.trouble = dice.chance(0.7) ? worst : SOUND;
      if (dice.chance(0.3)) machine.backUp();
      if (dice.chance(0.1)) machine.die();
      if (dice.chance(0.15)) machine.skew = (dice.next() - 0.5) * 60 * 24 * HOUR;
      if (dice.chance(0.1) && (await clock.during(machine.restore())))
        for (const { net } of phones) net.witness.forget();
    }
    machine.trouble = SOUND;
    machine.skew = 0;
    while (!machine.isUp) await clock.sleep(HOUR);
  }

  await clock.until(Promise.all([...phones.map(live), ...machines.map(befall)]));

  // The oracle: proved ⊆ kept, once in each store, byte for byte, no hole, nothing that nobody sent.
  const known = new Map<string, Uint8Array>();
  for (const { queue, net } of phones) {
    for (const { parcel, bytes, end } of queue.entries.values()) {
      known.set(parcel.parcel, bytes);
      expect([parcel.handle, end?.name]).toEqual([parcel.handle, 'stored']);
    }
    expect(net.repeated()).toEqual([]);
    expect(net.mostAtOnce).toBeLessThanOrEqual(1);
  }
  const kept = new Map<string, Set<string>>();
  for (const machine of machines) {
    const door = {
      url: machine.url,
      ask: (path: string, init?: RequestInit) => machine.endpoint.ask(path, init),
    };
    const token = await during(openSession(door, org, memberKey));
    const inbox = await during(inboxOf(door, { org, token, manifest: manifestWith(), signed }));
    expect(inbox.map(({ sequence }) => sequence)).toEqual(inbox.map((_, i) => i + 1));
    const names = new Set(inbox.map(({ parcel }) => parcel));
    expect(names.size).toBe(inbox.length);
    for (const name of names) {
      const reply = await during(machine.endpoint.ask(paths.parcel(org, name), bearer(token)));
      const bytes = new Uint8Array(await reply.arrayBuffer());
      expect(Buffer.compare(bytes, known.get(name) ?? new Uint8Array())).toBe(0);
    }
    kept.set(machine.url, names);
  }
  for (const { queue } of phones)
    for (const { parcel, end } of queue.entries.values()) {
      const at = end?.name === 'stored' ? (end.endpoint === second ? first.url : end.endpoint) : '';
      expect([parcel.handle, kept.get(at)?.has(parcel.parcel)]).toEqual([parcel.handle, true]);
    }
  const sum = (of: (machine: Machine) => number): number => machines.reduce((all, one) => all + of(one), 0);
  return {
    requests: phones.reduce((all, { net }) => all + net.sights.length, 0),
    deaths: sum(({ lives }) => lives.deaths),
    restores: sum(({ lives }) => lives.restores),
    parcels: known.size,
  };
}
