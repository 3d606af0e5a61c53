/** Owns the proof that the real postman and the real endpoint agree in any weather. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../src/crypto/minisign.ts';
import { err } from '../../src/domain/result.ts';
import { createDrain, type DrainDeps } from '../../src/outbox/drain.ts';
import { ORDERS, type Parcel } from '../../src/outbox/ports.ts';
import { boardAfter, endpointInfo, enrol, fetchManifestBox, receiptFor } from '../../src/outbox/receipts.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { parseReceipt } from '../../src/wire/receipt.ts';
import { sodium } from '../crypto/setup.ts';
import { VirtualClock } from '../fakes/clock.ts';
import { createDice } from '../fakes/clockDice.ts';
import { createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';
import { MemoryLocks } from '../fakes/locks.ts';
import { GOOD_LINE, SimNet } from '../fakes/network.ts';
import { live, weatherOf, withSeed } from '../fakes/networkWeather.ts';
import { MemoryQueue } from '../fakes/queue.ts';
import {
  bearer,
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Monitor,
  type Organisation,
  sealedFile,
  ticketOf,
} from '../server/parties.ts';

const SEEDS = process.env['TUMAR_LONG'] === undefined ? 80 : 300;

let endpoint: TestEndpoint;
let organisation: Organisation;
let monitor: Monitor;

beforeAll(async () => {
  endpoint = await createTestEndpoint();
  organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  monitor = await joinMonitor(endpoint, organisation);
});
afterAll(() => endpoint.stop());

function createPhone(seed: number, faults = weatherOf(seed)) {
  const clock = new VirtualClock();
  const dice = createDice(seed);
  const handlers = new Map([[new URL(endpoint.url).origin, endpoint.fetch]]);
  const net = new SimNet(clock, dice, handlers, { ...GOOD_LINE, ...faults });
  const queue = new MemoryQueue();
  const deps: DrainDeps = {
    clock,
    rng: dice.rng,
    send: net.send,
    reader: queue,
    queue,
    locks: new MemoryLocks(),
    digest: async (bytes) => createHash('sha256').update(bytes).digest(),
    verifyReceipt: async (parcel, _endpoint, { receipt, signature }) => {
      const about = parseReceipt(receipt);
      if (!about.ok || about.value.parcel !== parcel.parcel || about.value.size !== parcel.size)
        return err('otherParcel');
      return verify(sodium, 'tumar-receipt/1', receipt, signature, endpoint.receiptKey);
    },
  };
  return { clock, dice, net, queue, deps };
}

async function seal(size: number, order: number): Promise<{ parcel: Parcel; file: Uint8Array<ArrayBuffer> }> {
  const { file, parcel, secret } = await sealedFile(size);
  return {
    file,
    parcel: {
      handle: parcel.slice(0, 8),
      org: organisation.org,
      parcel,
      secret,
      size,
      ticket: ticketOf(monitor, parcel),
      order,
      endpoints: [endpoint.url],
      stage: { name: 'queued' },
    },
  };
}

describe('the real postman and the real endpoint', () => {
  it(`S5 S6 S7 [UP1] [UP2] [UP3] [UP4] each parcel once, whole, proved, no byte repeated: ${SEEDS} seeds`, async () => {
    let stored = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      await withSeed(seed, async () => {
        const phone = createPhone(seed);
        const count = 1 + phone.dice.below(3);
        for (let i = 0; i < count; i += 1) {
          const { parcel, file } = await seal(16_384 * 2 ** phone.dice.below(3), phone.dice.below(6));
          phone.queue.add(parcel, file);
        }
        await live(phone.clock, phone.dice, () => createDrain(phone.deps));
        const inbox = await inboxOf(endpoint, organisation, stored);
        stored += count;
        expect(inbox.length).toBe(count);
        for (const { parcel, bytes, end } of [...phone.queue.entries.values()].map((e) => ({
          ...e,
          parcel: e.parcel.parcel,
        }))) {
          expect(inbox.filter((item) => item.parcel === parcel)).toHaveLength(1);
          const held = await endpoint.ask(paths.parcel(organisation.org, parcel), bearer(organisation.token));
          expect(Buffer.compare(Buffer.from(await held.arrayBuffer()), bytes)).toBe(0);
          expect(end?.name).toBe('stored');
        }
        expect([phone.net.repeated(), phone.net.mostAtOnce]).toEqual([[], 1]);
      });
    }
    const sequences = (await inboxOf(endpoint, organisation, stored - 400)).map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, i) => sequences[0]! + i));
  });

  it('S7 a link that dies after every few bytes still finishes a quarter of a megabyte', async () => {
    for (const diesAfter of [1_500, 9_999, 40_000]) {
      const phone = createPhone(diesAfter, { diesAfter, latency: 300, speed: 30 });
      const { parcel, file } = await seal(262_144, ORDERS.photo);
      phone.queue.add(parcel, file);
      await live(phone.clock, phone.dice, () => createDrain(phone.deps));
      expect(phone.queue.entry(parcel.handle).end?.name).toBe('stored');
      expect(phone.net.repeated()).toEqual([]);
    }
  });

  it('S4 [EP6] a parcel without a good ticket is refused, told, and blocks nothing', async () => {
    const phone = createPhone(1, {});
    const [bad, good] = [await seal(16_384, ORDERS.urgent), await seal(16_384, ORDERS.text)];
    phone.queue.add({ ...bad.parcel, ticket: '00'.repeat(32) }, bad.file);
    phone.queue.add(good.parcel, good.file);
    await phone.clock.until(createDrain(phone.deps).run());
    expect(phone.queue.entry(bad.parcel.handle).end).toEqual({ name: 'refused', code: 'ticketRefused' });
    expect(phone.queue.entry(good.parcel.handle).end?.name).toBe('stored');
  });

  it('[UP3] a file that is not what its name says never arrives', async () => {
    const phone = createPhone(2, {});
    const { parcel, file } = await seal(32_768, ORDERS.text);
    file[20_000] = (file[20_000] ?? 0) ^ 1;
    phone.queue.add(parcel, file);
    const summary = await phone.clock.until(createDrain(phone.deps).run());
    expect([summary.stored, summary.left]).toEqual([0, 1]);
    expect(phone.queue.entry(parcel.handle).changes.at(-1)).toEqual({
      name: 'waiting',
      code: 'parcelMismatch',
    });
  });

  it('[EP2] [EP3] [EP5] [EP8] every other door of the postman opens', async () => {
    const { deps, clock } = createPhone(3, {});
    const ask = <T>(work: Promise<T>) => clock.until(work);
    const { org } = organisation;
    const code = (got: { ok: boolean; code?: string }) => got.code ?? 'ok';
    expect(code(await ask(endpointInfo(deps, endpoint.url)))).toBe('ok');
    expect(code(await ask(fetchManifestBox(deps, endpoint.url, org)))).toBe('ok');
    expect(code(await ask(fetchManifestBox(deps, endpoint.url, org, 9)))).toBe('notFound');
    expect(code(await ask(fetchManifestBox(deps, endpoint.url, 'ff'.repeat(16))))).toBe('orgUnknown');
    expect(await ask(boardAfter(deps, endpoint.url, org, 0))).toEqual({
      ok: true,
      value: { records: [], head: 0 },
    });
    const foreign = { secret: '00'.repeat(16), credential: '00'.repeat(32) };
    expect(code(await ask(enrol(deps, endpoint.url, org, foreign)))).toBe('inviteForeign');
    expect(code(await ask(receiptFor(deps, endpoint.url, org, '00'.repeat(32))))).toBe('parcelUnknown');
  });
});
