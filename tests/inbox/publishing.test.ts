/** Proves that a manifest is published step by step: whatever is cut off, no key that somebody sealed to is lost. */
import { expect, it } from 'vitest';
import { boxManifest } from '../../src/crypto/manifestBox.ts';
import type { MemberState } from '../../src/inbox/member.ts';
import { encodeMember, manifestOf, parseMember, secretBytes, signedFrom } from '../../src/inbox/member.ts';
import type { Send } from '../../src/inbox/ports.ts';
import {
  drawManifest,
  isPublishingDue,
  lacksKeys,
  publishManifest,
  resumePublishing,
  takeOver,
} from '../../src/inbox/publishing.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { must } from '../crypto/setup.ts';
import { createDesk, createPhone, openDesk, readAll, seal, upload } from './desk.ts';

const stored = (member: MemberState): MemberState => must(parseMember(encodeMember(member)));

/** What the desk last stored, through the text that it stores. */
function createDrawer() {
  const kept: MemberState[] = [];
  return {
    kept,
    keep: async (member: MemberState) => {
      kept.push(stored(member));
    },
    last: (): MemberState => kept.at(-1)!,
  };
}

it('[MAN6] [MAN7] a desk publishes before the epochs run out: three are always ahead, for a year', async () => {
  const desk = await createDesk();
  const clock = desk.deps.clock as typeof desk.deps.clock & { move(milliseconds: number): void };
  const phone = await createPhone(desk);
  let member = await desk.box.read();
  const opened: string[] = [];
  for (let day = 0; day < 400; day += 10) {
    const today = new Date(clock.now()).toISOString().slice(0, 10);
    if (isPublishingDue(member, today)) member = must(await publishManifest(desk.deps, member, {}));
    expect(isPublishingDue(member, today)).toBe(false);
    const { recipients, expires } = manifestOf(member);
    expect(recipients.filter(({ to }) => to >= today).length).toBe(3);
    expect(expires > today).toBe(true);
    await desk.box.write(member);
    if (day % 100 === 0) {
      const report = await seal(desk, {});
      await upload(desk, phone.monitor, report.parcel, report.sealed);
      opened.push(report.id);
    }
    clock.move(10 * 86_400_000);
  }
  expect(member.manifests.length).toBeGreaterThan(10);
  const again = openDesk(desk.endpoint, desk.deps, stored(member));
  expect((await readAll(again)).map(({ report }) => report.id).sort()).toEqual(opened.sort());
}, 120_000);

it('S8 [MAN7] the new keys are stored before anything is sent, and a cut after each step loses none', async () => {
  const desk = await createDesk();
  const first = await desk.box.read();
  const drawer = createDrawer();

  // Cut after drawing: nothing was sent.
  const drawn = must(await drawManifest(desk.deps, first, { name: 'Renamed' }));
  await drawer.keep(drawn);
  expect((await desk.endpoint.ask(paths.manifest(first.org, 2))).status).toBe(404);
  expect(manifestOf(drawer.last()).name).toBe('Steppe Watch');

  // Cut after the endpoint took it: the answer never came.
  const deaf: Send = async (request) => {
    const reply = await desk.deps.send(request);
    if (request.method === 'POST' && request.url.endsWith('/manifest')) throw new Error('cut');
    return reply;
  };
  const cut = await resumePublishing({ ...desk.deps, send: deaf }, drawer.last(), drawer.keep);
  expect(cut).toMatchObject({ ok: false, code: 'offline' });
  expect((await desk.endpoint.ask(paths.manifest(first.org, 2))).status).toBe(200);
  expect(drawer.last().pending?.version).toBe(2);

  // The next opening goes on: the same manifest is in force, with the keys that were drawn first.
  const after = must(await resumePublishing(desk.deps, drawer.last(), drawer.keep));
  expect(manifestOf(after).name).toBe('Renamed');
  expect(after.pending).toBeUndefined();
  expect(after.manifests.map(({ version }) => version)).toEqual([1, 2]);
  expect(drawer.last()).toEqual(stored(after));
  for (const { epoch } of manifestOf(after).recipients)
    expect(after.identities.some((one) => one.epoch === epoch)).toBe(true);
});

it('[MAN7] somebody else published first: what was pending is dropped, theirs is in force, and the change is made upon it', async () => {
  const desk = await createDesk();
  const first = await desk.box.read();
  const drawn = must(await drawManifest(desk.deps, first, { name: 'Mine' }));
  const theirs = must(await publishManifest(desk.deps, first, { name: 'Theirs' }));
  const drawer = createDrawer();
  expect(await resumePublishing(desk.deps, drawn, drawer.keep)).toMatchObject({
    ok: false,
    code: 'manifestOvertaken',
  });
  expect(drawer.last()).toEqual(stored(theirs));
  const mine = must(await publishManifest(desk.deps, drawer.last(), { name: 'Mine' }));
  expect(manifestOf(mine)).toMatchObject({ name: 'Mine', version: 3 });

  // But when ours was first and theirs came after it, ours is kept: somebody may have sealed to it.
  const ours = must(await drawManifest(desk.deps, mine, { name: 'Ours again' }));
  const next = must(await publishManifest(desk.deps, ours, { name: 'And on' }));
  expect(manifestOf(next).name).toBe('And on');
  const late = must(await resumePublishing(desk.deps, ours, drawer.keep));
  expect(late.manifests).toEqual(next.manifests);
  expect(late.identities.length).toBe(mine.identities.length + (ours.pending?.identities.length ?? 0));
  expect(late.pending).toBeUndefined();
});

it('[MAN6] [MAN7] two desks that renew at once: one is first, the other takes it over and knows that it lacks its keys', async () => {
  const desk = await createDesk();
  const clock = desk.deps.clock as typeof desk.deps.clock & { move(milliseconds: number): void };
  const first = await desk.box.read();
  clock.move(35 * 86_400_000);
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const other = must(await drawManifest(desk.deps, first, {}));
  const winner = must(await publishManifest(desk.deps, first, {}));
  const drawer = createDrawer();
  expect(await publishManifest(desk.deps, other, {}, drawer.keep)).toMatchObject({
    code: 'manifestOvertaken',
  });
  expect(drawer.last().manifests).toEqual(winner.manifests);
  expect([winner, drawer.last()].map((one) => lacksKeys(desk.deps, one, today))).toEqual([false, true]);
  // It does not draw again and again: nothing is due any more.
  expect(isPublishingDue(drawer.last(), today)).toBe(false);

  // One that drew nothing finds it too, each version by its number, and has the same again when there is no other.
  const third = must(await publishManifest(desk.deps, winner, { name: 'Renamed' }));
  const found = must(await takeOver(desk.deps, first, drawer.keep));
  expect(drawer.kept.slice(-2).map(({ manifests }) => manifests.length)).toEqual([2, 3]);
  expect([found.signed, found.manifests]).toEqual([third.signed, third.manifests]);
  expect(must(await takeOver(desk.deps, found, drawer.keep))).toBe(found);
});

it('[MAN7] refused with nothing in its place: what was pending is dropped, and the rest stays', async () => {
  const desk = await createDesk();
  const first = await desk.box.read();
  const drawn = must(await drawManifest(desk.deps, first, { name: 'Renamed' }));
  const stern: Send = async (request) => {
    if (request.method !== 'POST' || !request.url.endsWith('/manifest')) return desk.deps.send(request);
    const reply = await desk.deps.send(new Request(`${desk.endpoint.url}${paths.endpoint}`));
    const body = JSON.stringify({ error: { code: 'manifestKeyReused' } });
    return new Response(body, { status: 422, headers: reply.headers });
  };
  const drawer = createDrawer();
  expect(await resumePublishing({ ...desk.deps, send: stern }, drawn, drawer.keep)).toMatchObject({
    code: 'manifestKeyReused',
  });
  expect(drawer.last()).toEqual(stored(first));
});

/** An endpoint that takes a manifest, says that it did not, and shows it to others whenever it likes. */
function createLiar(honest: Send) {
  let lying = true;
  const send: Send = async (request) => {
    const reply = await honest(request);
    const refused = request.method === 'POST' && request.url.endsWith('/manifest');
    if (!lying || !(refused || request.url.endsWith('/manifest/2'))) return reply;
    const [status, code] = refused ? [409, 'manifestForked'] : [404, 'notFound'];
    const headers = { ...Object.fromEntries(reply.headers), 'content-type': 'application/json' };
    return new Response(JSON.stringify({ error: { code } }), { status: Number(status), headers });
  };
  const repent = (): void => {
    lying = false;
  };
  return { send, repent };
}

it('S6 [MAN7] keys of a version that was refused are kept: the endpoint has its bytes, and may put it in force later', async () => {
  const desk = await createDesk();
  const clock = desk.deps.clock as typeof desk.deps.clock & { move(milliseconds: number): void };
  const phone = await createPhone(desk);
  const first = await desk.box.read();
  clock.move(35 * 86_400_000);
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const liar = createLiar(desk.deps.send);
  const deps = { ...desk.deps, send: liar.send };
  const drawer = createDrawer();
  expect(await publishManifest(deps, first, {}, drawer.keep)).toMatchObject({ code: 'manifestForked' });
  const refused = drawer.last();
  const drawn = drawer.kept[0]?.pending?.identities ?? [];
  expect(drawn.length).toBeGreaterThan(0);
  expect(refused.pending).toBeUndefined();
  expect(refused.identities).toEqual([...first.identities, ...drawn]);

  // However often it refuses: the epoch keeps its key, and there is one.
  const again = must(await drawManifest(deps, refused, { name: 'Renamed' }));
  expect(again.pending?.identities).toEqual(drawn);
  expect(await resumePublishing(deps, again, drawer.keep)).toMatchObject({ code: 'manifestForked' });
  expect(drawer.last().identities).toEqual(refused.identities);

  liar.repent();
  const taken = must(await takeOver(deps, drawer.last(), drawer.keep));
  expect(manifestOf(taken).version).toBe(2);
  expect(lacksKeys(deps, taken, today)).toBe(false);
  const now = openDesk(desk.endpoint, desk.deps, stored(taken));
  clock.move(60 * 86_400_000);
  const report = await seal(now, {});
  await upload(now, phone.monitor, report.parcel, report.sealed);
  expect((await readAll(now)).map(({ report: { id } }) => id)).toEqual([report.id]);
});

it('[MAN2] [MAN7] what the roots did not sign is never taken over', async () => {
  const desk = await createDesk();
  const first = await desk.box.read();
  const next = must(await publishManifest(desk.deps, first, { name: 'Renamed' }));
  const readKey = secretBytes(first.readKey);
  const { manifest } = signedFrom(next.signed);
  const unsigned = boxManifest(desk.deps, { readKey, org: first.org, signed: { manifest, signatures: [] } });
  const lying: Send = async (request) => {
    const reply = await desk.deps.send(request);
    return request.url.endsWith('/manifest/2') ? new Response(unsigned, reply) : reply;
  };
  const drawer = createDrawer();
  expect(await takeOver({ ...desk.deps, send: lying }, first, drawer.keep)).toMatchObject({
    code: 'manifestUnsigned',
  });
  expect(drawer.kept).toEqual([]);
});

it('[MAN7] a member without a root publishes nothing', async () => {
  const desk = await createDesk();
  const member = { ...(await desk.box.read()), root: null };
  expect(isPublishingDue(member, '2099-01-01')).toBe(false);
  expect(await publishManifest(desk.deps, member, {})).toMatchObject({ ok: false, code: 'manifestUnsigned' });
});
