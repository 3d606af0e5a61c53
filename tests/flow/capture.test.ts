/** Owns the whole way of a capture: a locked phone, the postman, a real intake, a coordinator, and back. */
import { expect, it } from 'vitest';
import { parseFieldsText, textAt } from '../../src/domain/report.ts';
import { createInvite } from '../../src/inbox/invites.ts';
import { createSession } from '../../src/inbox/session.ts';
import { browserDigest } from '../../src/outbox/browserPorts.ts';
import { createDrain } from '../../src/outbox/drain.ts';
import { createPostbox } from '../../src/store/postbox.ts';
import { capture } from '../../src/vault/capture/capture.ts';
import { finishDraft } from '../../src/vault/drafts/finishDraft.ts';
import { hello, joinData, markEnrolled, offerManifest, putInvite } from '../../src/vault/join.ts';
import { applyBoard, traces } from '../../src/vault/ledger/traces.ts';
import { concat } from '../../src/wire/bytes.ts';
import { must, seededRng, unhex } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';
import { MemoryLocks } from '../fakes/locks.ts';
import { boardOf, createDesk, type Desk, readAll } from '../inbox/desk.ts';
import { postJson } from '../server/parties.ts';
import { createDevice, type Device, WORDS } from '../vault/device.ts';

const quiet = (): void => undefined;
const photo = seededRng('photo of a door')(40_000);

/** A phone that joined this desk's organisation through its own doors. */
async function joinedPhone(desk: Desk): Promise<Device> {
  const device = createDevice();
  const engine = await device.boot();
  must(await engine.create(WORDS));
  const member = await desk.box.read();
  const created = must(await createInvite(desk.deps, createSession(desk.deps, member), member));
  await desk.box.write(created.member);
  const { org } = must(await putInvite(engine.room, created.text));
  const box = await desk.endpoint.ask(`/o/${org}/v1/manifest`);
  must(await offerManifest(engine.room, concat(new Uint8Array(await box.arrayBuffer()))));
  const { secret, credential } = must(await joinData(engine.room));
  const enrolled = await desk.endpoint.ask(`/o/${org}/v1/enrol`, postJson({ secret, credential }));
  expect(enrolled.ok).toBe(true);
  must(await markEnrolled(engine.room));
  must(await hello(engine.room));
  return device;
}

/** One round of the postman, as the service worker makes it: without words or keys. */
async function drain(desk: Desk, device: Device): Promise<number> {
  const postbox = createPostbox({ rows: device.rows, reader: device.disk.reader });
  const round = createDrain({
    clock: desk.deps.clock,
    rng: realRng,
    send: (request) => desk.endpoint.fetch(request),
    digest: browserDigest,
    locks: new MemoryLocks(),
    queue: postbox,
    reader: postbox,
  });
  const { sent, refused, left } = await round.run();
  expect([refused, left]).toEqual([0, 0]);
  return sent;
}

it('[VLT19] [REP9] S5 captured on a locked phone, sent after it was opened once, read at the desk, received on the phone', async () => {
  const desk = await createDesk();
  const device = await joinedPhone(desk);
  expect(await drain(desk, device)).toBe(1);

  const locked = await device.boot();
  const file = { file: new Blob([photo]), name: 'door.jpg', type: 'image/jpeg', own: true };
  const request = { lang: 'ru', words: 'Стучат в дверь.', files: [file] };
  const { code } = must(await capture(locked.room, request, quiet, new AbortController().signal));
  expect(await drain(desk, device)).toBe(0);

  const engine = await device.boot();
  must(await engine.unlock(WORDS));
  const draft = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';
  must(await engine.drafts.save(draft, 'later, in peace'));
  const fields = must(
    parseFieldsText(JSON.stringify({ form: 'short', local_ref: 'ABC23', captures: [code] })),
  );
  const finishing = {
    draft,
    code: 'ABC23',
    form: 'short',
    fields,
    attachments: [],
    authored: true,
    urgent: false,
  };
  must(await finishDraft(engine.room, finishing, quiet));
  expect(await drain(desk, device)).toBe(3);

  const read = await readAll(desk);
  const captured = read.find(({ report }) => report.form === 'capture');
  const report = read.find(({ report: one }) => one.form === 'short');
  expect(read.length).toBe(2);
  expect(captured?.verification).toMatchObject({
    author: { verdict: 'anonymous' },
    manifest: { known: true },
    complete: true,
    attachments: [{ state: 'matched', entry: { name: 'door.jpg', size: photo.length } }],
  });
  expect(report?.verification.author).toMatchObject({ n: 0, gaps: [] });
  expect(textAt(captured?.report.fields as never, 'local_ref')).toBe(code);
  expect(report?.report.fields).toMatchObject({ captures: [code] });

  must(await desk.inbox.acknowledge(read));
  must(
    await applyBoard(engine.room, unhex((await boardOf(desk)).join('')), {
      epoch: 'aabbccddeeff0011',
      after: 4,
    }),
  );
  const states = must(await traces(engine.room)).map(({ kind, state }) => [kind, state]);
  expect(states).toEqual(
    expect.arrayContaining([
      ['capture', 'received'],
      ['report', 'received'],
    ]),
  );
});
