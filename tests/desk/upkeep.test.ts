/** Proves what the desk does for the organisation by itself, and what it says when it cannot. */
import { expect, it } from 'vitest';
import { MEMBER_RECORD } from '../../src/desk/deskRecords.ts';
import { createUpkeep } from '../../src/desk/upkeep.ts';
import { encodeMember, parseMember } from '../../src/inbox/member.ts';
import { publishManifest } from '../../src/inbox/publishing.ts';
import { unlocked } from '../../src/vault/room.ts';
import { isNearlyFull } from '../../src/wire/endpointApi.ts';
import { must, sodium } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';
import { createDesk, openDesk, seal, upload } from '../inbox/desk.ts';
import { joinMonitor, openSession } from '../server/parties.ts';
import { createDevice, save } from '../vault/device.ts';
import { createParty, type Party, until } from './party.ts';

const WORDS = 'ember willow canyon saddle brisk';
const DAY = 86_400_000;

async function founded(config?: { orgBytes: number }): Promise<Party> {
  const party = await createParty(config === undefined ? {} : { config });
  const { endpoint, session } = party;
  const plan = { name: 'Steppe Watch', pseudonym: 'Saiga', endpoint: endpoint.url };
  await session.setUp(WORDS, { ...plan, code: endpoint.setupCode() });
  const life = session.life.get();
  if (life.at !== 'founding' || life.made === null) throw new Error('no keys were made');
  await session.checkRecovery(encodeMember(life.made.recovery));
  await until(session.life, ({ at }) => at === 'open');
  await until(party.mailbox.fetching, ({ running, checkedAt }) => !running && checkedAt !== null);
  return party;
}

const depsOf = ({ clock, endpoint }: Party) => ({
  sodium,
  rng: realRng,
  clock,
  send: (request: Request) => endpoint.fetch(request),
});

/** The member as the desk's vault holds it, read from a copy: two engines on one storage would be in each other's way. */
async function memberOf(party: Party) {
  const engine = await createDevice(save(party.device)).boot();
  must(await engine.unlock(WORDS));
  const open = must(unlocked(engine.room));
  return must(parseMember(must(await open.records.get('named', MEMBER_RECORD))));
}

it('[MAN6] [MAN7] while it is open it publishes new settings in time, keeps their keys, and opens what is sealed to them', async () => {
  const party = await founded();
  const { session, mailbox, clock, endpoint } = party;
  const first = mailbox.team.get();
  expect(first).toMatchObject({ signs: true, pending: false, tokens: true, manifest: { version: 1 } });
  clock.move(35 * DAY);

  // The first try meets a line that breaks off: the next hour tries again, and says so meanwhile.
  const good = party.line.send;
  party.line.send = async (request) => {
    if (request.method === 'POST' && request.url.endsWith('/manifest')) throw new Error('cut');
    return good(request);
  };
  await session.collect();
  await until(mailbox.standing, ({ publishing }) => publishing !== null);
  expect(mailbox.standing.get().publishing).toBe('offline');
  expect(mailbox.team.get()).toMatchObject({ pending: true, manifest: { version: 1 } });
  party.line.send = good;
  clock.move(3_700_000);
  await session.collect();
  await until(mailbox.team, (team) => team?.manifest.version === 2);
  expect(mailbox.team.get()).toMatchObject({ pending: false });
  expect((mailbox.team.get()?.keysTill ?? '') > (first?.keysTill ?? '')).toBe(true);

  // A phone seals to the last of the new epochs; the same desk reads it, without being opened again.
  clock.move(80 * DAY);
  const member = await memberOf(party);
  const monitors = openDesk(endpoint, depsOf(party), member);
  const token = await openSession(endpoint, member.org, member.sign);
  const monitor = await joinMonitor(endpoint, { org: member.org, token }, '2027-12-31');
  const report = await seal(monitors, { fields: { local_ref: 'ABC23' } });
  await upload(monitors, monitor, report.parcel, report.sealed);
  await session.collect();
  await until(mailbox.cards, (cards) => cards.length === 1);
  await session.lock();
}, 60_000);

it('[MAN7] what another desk published is in force here within the hour, and that its keys lie there is said', async () => {
  const party = await founded();
  const { session, mailbox, clock } = party;
  clock.move(35 * DAY);
  must(await publishManifest(depsOf(party), await memberOf(party), {}));
  await session.collect();
  await until(mailbox.team, (team) => team?.manifest.version === 2);
  await until(mailbox.standing, ({ publishing }) => publishing !== null);
  expect(mailbox.standing.get().publishing).toBe('manifestOvertaken');
  expect(mailbox.team.get()).toMatchObject({ pending: false });
  // It stays said, and nothing is published against the other desk.
  clock.move(3_700_000);
  await session.collect();
  expect(mailbox.standing.get().publishing).toBe('manifestOvertaken');
  expect(mailbox.team.get()).toMatchObject({ manifest: { version: 2 } });
}, 60_000);

it('[EP7] an organisation with little room left is told so before it stops', async () => {
  const party = await founded({ orgBytes: 60_000 });
  const { session, mailbox, endpoint } = party;
  expect(mailbox.standing.get().usage).toEqual({ bytes: 0, limit: 60_000 });
  const member = await memberOf(party);
  const monitors = openDesk(endpoint, depsOf(party), member);
  const token = await openSession(endpoint, member.org, member.sign);
  const monitor = await joinMonitor(endpoint, { org: member.org, token }, '2027-12-31');
  for (let i = 0; i < 3; i += 1) {
    const report = await seal(monitors, {});
    await upload(monitors, monitor, report.parcel, report.sealed);
  }
  await session.collect();
  await until(mailbox.standing, ({ usage }) => usage !== null && usage.bytes > 0);
  const { usage } = mailbox.standing.get();
  expect([usage, usage !== null && isNearlyFull(usage)]).toEqual([{ bytes: 49_152, limit: 60_000 }, true]);
}, 60_000);

it('[EP9] an invite is taken back at the desk, and stays so after it was locked', async () => {
  const party = await founded();
  const { id } = must(await party.session.invite('Juniper'));
  expect(must(await party.session.revoke(id))).toEqual({ devices: 0 });
  await until(
    party.mailbox.team,
    (team) => team?.invites.some(({ revoked }) => revoked !== undefined) ?? false,
  );
  await party.session.lock();
  await party.session.unlock(WORDS);
  await until(party.session.life, ({ at }) => at === 'open');
  expect(party.mailbox.team.get()?.invites).toMatchObject([{ id, revoked: '2026-11-22' }]);
  expect(await party.session.revoke('ab'.repeat(8))).toMatchObject({ ok: false, code: 'inviteForeign' });
}, 60_000);

it('S6 [MAN7] keys of a version that the endpoint says it refused are used for opening at once', async () => {
  const desk = await createDesk();
  const clock = desk.deps.clock as typeof desk.deps.clock & { move(milliseconds: number): void };
  clock.move(35 * DAY);
  const send = async (request: Request): Promise<Response> => {
    const reply = await desk.deps.send(request);
    if (!/\/manifest(?:\/2)?$/.test(request.url)) return reply;
    const [status, code] = request.method === 'POST' ? [409, 'manifestForked'] : [404, 'notFound'];
    const headers = { ...Object.fromEntries(reply.headers), 'content-type': 'application/json' };
    return new Response(JSON.stringify({ error: { code } }), { status: Number(status), headers });
  };
  let member = await desk.box.read();
  const opensWith: number[] = [];
  const upkeep = createUpkeep({
    net: { ...desk.deps, send },
    current: () => member,
    keep: async (next) => {
      member = next;
    },
    renewed: () => void opensWith.push(member.identities.length),
  });
  const before = member.identities.length;
  expect(await upkeep.look()).toBe('manifestForked');
  expect(opensWith).toEqual([before + 1]);
  expect(member.pending).toBeUndefined();
});
