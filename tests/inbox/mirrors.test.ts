/** Proves that an organisation can have several endpoints: whatever arrives at any of them is read, and phones are known at all. */
import { expect, it } from 'vitest';
import { createInbox } from '../../src/inbox/inbox.ts';
import { createInvite } from '../../src/inbox/invites.ts';
import { manifestOf } from '../../src/inbox/member.ts';
import { addMirror, spreadManifests } from '../../src/inbox/mirrors.ts';
import type { InboxDeps, Send } from '../../src/inbox/ports.ts';
import { publishManifest } from '../../src/inbox/publishing.ts';
import { createSession } from '../../src/inbox/session.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { codeOf, must } from '../crypto/setup.ts';
import { createTestEndpoint } from '../fakes/endpoint.ts';
import { becomes, createPostPhone, finishPost, joinPost, stateOf } from '../monitor/post.ts';
import { createDesk, type Desk } from './desk.ts';

const MIRROR = 'http://mirror.localhost:8788';
const FIRST = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';

async function world() {
  const mirror = await createTestEndpoint({ config: { urls: [MIRROR] } });
  const away = new Set<string>();
  const doors = new Map<string, Send>([[new URL(MIRROR).origin, mirror.fetch]]);
  const send: Send = async (request) => {
    const { origin } = new URL(request.url);
    if (away.has(origin)) throw new TypeError('away');
    const door = doors.get(origin);
    if (door === undefined) throw new TypeError('nobody');
    return door(request);
  };
  const desk = await createDesk((own) => {
    doors.set('http://localhost:8787', own);
    return send;
  });
  return { mirror, desk, away, doors };
}

const keepIn = (desk: Desk) => desk.box.write;

/** The inbox of a desk that was opened again, with what it held. */
async function reopened(desk: Desk, deps: InboxDeps) {
  const member = await desk.box.read();
  return must(createInbox({ ...deps, member, box: desk.box, rows: desk.rows, copies: desk.copies }));
}

it('S6 [UP7] [EP2] an endpoint with a store of its own: founded with its code, brought up to date, and read like the first', async () => {
  const { mirror, desk, away, doors } = await world();
  expect(
    codeOf(
      await addMirror(desk.deps, await desk.box.read(), { endpoint: MIRROR, code: 'WRONG' }, keepIn(desk)),
    ),
  ).toBe('setupCodeWrong');
  let member = must(
    await addMirror(
      desk.deps,
      must(await publishManifest(desk.deps, await desk.box.read(), { name: 'Renamed' }, keepIn(desk))),
      { endpoint: MIRROR, code: mirror.setupCode() },
      keepIn(desk),
    ),
  );
  expect(manifestOf(member).endpoints.map(({ url }) => url)).toEqual([desk.endpoint.url, MIRROR]);
  expect((await mirror.ask(paths.manifest(member.org, 3))).status).toBe(200);

  // Again: nothing changes.
  const version = manifestOf(member).version;
  member = must(await addMirror(desk.deps, member, { endpoint: MIRROR, code: '' }, keepIn(desk)));
  expect(manifestOf(member).version).toBe(version);

  // A phone joins while its first endpoint is away: by the mirror alone, where its invite is known, too.
  const made = must(await createInvite(desk.deps, createSession(desk.deps, member), await desk.box.read()));
  await desk.box.write(made.member);
  expect(made.invite.endpoints).toEqual([desk.endpoint.url, MIRROR]);
  const line = { at: new Map(doors), sent: [] };
  line.at.delete('http://localhost:8787');
  const phone = await createPostPhone(line);
  await joinPost(phone, made.invite);
  await finishPost(phone, FIRST);
  const sending = phone.start();
  await becomes(async () => expect(await stateOf(phone, FIRST)).toBe('stored'));

  // The desk finds it there, and its acknowledgement gets to both boards.
  const inbox = await reopened(desk, desk.deps);
  const collected = must(await inbox.collect());
  expect(collected.away).toEqual([]);
  const items = await inbox.items();
  expect(items.map(({ found }) => found.id)).toEqual([FIRST]);
  away.add(new URL(MIRROR).origin);
  const views = [must(await inbox.view(items[0]!))];
  must(await inbox.acknowledge(views));
  expect(must(await inbox.collect()).away).toEqual([MIRROR]);
  away.clear();
  must(await inbox.collect());
  sending.wake();
  await becomes(async () => expect(await stateOf(phone, FIRST)).toBe('received'));
  await sending.stop();

  // Published while the mirror is away: it gets all versions later.
  away.add(new URL(MIRROR).origin);
  for (const name of ['A', 'B'])
    member = must(await publishManifest(desk.deps, await desk.box.read(), { name }, keepIn(desk)));
  expect(codeOf(await spreadManifests(desk.deps, member, MIRROR))).toBe('offline');
  away.clear();
  must(await spreadManifests(desk.deps, member, MIRROR));
  expect((await mirror.ask(paths.manifest(member.org, manifestOf(member).version))).status).toBe(200);
}, 60_000);

it('[EP5] [UP7] [TOK8] a phone that joined before there was a mirror enrols there later, and may send large files to it', async () => {
  const { mirror, desk, doors } = await world();
  const first = await desk.box.read();
  const made = must(await createInvite(desk.deps, createSession(desk.deps, first), first));
  await desk.box.write(made.member);
  const line = { at: new Map(doors), sent: [] as string[] };
  const phone = await createPostPhone(line);
  await joinPost(phone, made.invite);
  const sending = phone.start();
  await becomes(async () =>
    expect((await phone.device.rows.outbox()).map(({ state }) => state)).toEqual(['stored']),
  );
  const inbox = await reopened(desk, desk.deps);
  must(await inbox.collect());
  expect((await desk.box.read()).monitors).toHaveLength(1);
  await sending.stop();

  must(
    await addMirror(
      desk.deps,
      await desk.box.read(),
      { endpoint: MIRROR, code: mirror.setupCode() },
      keepIn(desk),
    ),
  );
  const again = phone.start();
  again.wake();
  await becomes(() => expect(line.sent).toContain(`POST ${MIRROR}/o/${first.org}/v1/enrol`));
  await again.stop();
  line.at.delete('http://localhost:8787');
  await finishPost(phone, FIRST, new Blob([new Uint8Array(6 * 1024 * 1024)]));
  const alone = phone.start();
  alone.wake();
  await becomes(async () => expect(await stateOf(phone, FIRST)).toBe('stored'));
  await alone.stop();
}, 60_000);
