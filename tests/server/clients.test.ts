/** Owns the proof that no client, enrolled or not, can stop the endpoint by how it sends. Must never need a real disk. */
import { expect, it } from 'vitest';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { concat, utf8 } from '../../src/wire/bytes.ts';
import { paths, TUS_BODY } from '../../src/wire/endpointApi.ts';
import { createTestClock, createTestEndpoint } from '../fakes/endpoint.ts';
import {
  codeIn,
  createUpload,
  foundOrganisation,
  joinMonitor,
  offsetAt,
  patch,
  sealedFile,
} from './parties.ts';
import { patchHead, sendAndCut, serve } from './sockets.ts';

const org = '0'.repeat(32);
/** Streams hand on what they have. */
const turns = async (): Promise<void> => {
  for (let i = 0; i < 10; i += 1) await new Promise((next) => setImmediate(next));
};
const doors = [paths.orgs, paths.session(org), paths.enrol(org), paths.parcels(org), paths.board(org)];

it.each(['FIN', 'RST'] as const)(
  'N3 a request that is cut in its body (%s) is no broken disk: the endpoint goes on',
  async (cut) => {
    const endpoint = await createTestEndpoint();
    const answers: Promise<Response>[] = [];
    const served = await serve((request) => {
      const answer = endpoint.fetch(request);
      answers.push(answer);
      return answer;
    });
    for (const [i, door] of doors.entries()) {
      const head = `POST ${door} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nContent-Length: 900\r\n\r\n{"code`;
      await sendAndCut(served.port, Buffer.from(head), cut);
      await expect.poll(() => answers.length).toBe(i + 1);
    }
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses[0]).toBe(400);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect((await endpoint.ask(paths.health)).status).toBe(200);
    await foundOrganisation(endpoint, endpoint.setupCode());
    await served.stop();
  },
);

it('[EP2] a crowd that sends large bodies without a set-up code is told to wait, and whoever has one is not', async () => {
  const endpoint = await createTestEndpoint();
  const { promise: held, resolve: end } = Promise.withResolvers<void>();
  const body = () =>
    new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(300).fill(32)),
      async pull(controller) {
        await held;
        controller.close();
      },
    });
  const wrong = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(utf8(`{"code":"AAAAA","manifest":"${'A'.repeat(300)}`)),
  });
  const post = (path: string, what: BodyInit) =>
    endpoint.ask(path, { method: 'POST', body: what, duplex: 'half' } as RequestInit);
  const crowd = Array.from({ length: 8 }, () => post(paths.orgs, body()));
  const turned = await post(paths.orgs, ' '.repeat(300));
  // Its end never comes, and is not waited for.
  expect(await codeIn(await post(paths.orgs, wrong))).toBe('setupCodeWrong');
  expect([turned.status, await codeIn(turned), turned.headers.has('Retry-After')]).toEqual([
    429,
    'tooMany',
    true,
  ]);
  const { org } = await foundOrganisation(endpoint, endpoint.setupCode());
  end();
  for (const reply of await Promise.all(crowd)) expect(reply.status).toBe(400);
  for (const path of [paths.enrol(org), paths.session(org)])
    expect(await codeIn(await post(path, ' '.repeat(20_000)))).toBe('tooLarge');
});

it('N3 [UP2] a body that falls silent, or drips without an end, is not waited for', async () => {
  const clock = createTestClock();
  const waits: { readonly milliseconds: number; readonly end: () => void }[] = [];
  const endpoint = await createTestEndpoint({
    clock: {
      ...clock,
      sleep: (milliseconds, signal) =>
        new Promise((end) => {
          waits.push({ milliseconds, end });
          signal?.addEventListener('abort', () => end(), { once: true });
        }),
    },
  });
  const ask = (more: (controller: ReadableStreamDefaultController<Uint8Array>) => void) =>
    endpoint.ask(paths.orgs, {
      method: 'POST',
      body: new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
        pull: more,
      }),
      duplex: 'half',
    } as RequestInit);
  const minute = () => waits.filter(({ milliseconds }) => milliseconds === 60_000);
  const silent = ask(() => new Promise<void>(() => undefined) as unknown as undefined);
  await expect.poll(() => minute().length).toBeGreaterThan(0);
  minute().at(-1)?.end();
  expect(await codeIn(await silent)).toBe('malformed');

  let pieces = 0;
  const dripping = ask((controller) => {
    pieces += 1;
    if (pieces === 1000) waits.findLast(({ milliseconds }) => milliseconds === 600_000)?.end();
    controller.enqueue(new Uint8Array([0x20]));
  });
  expect(await codeIn(await dripping)).toBe('malformed');
  expect(pieces).toBeLessThan(10_000);
});

it('S7 [UP2] an upload that brings less than 1 kbit/s in a minute gives its place back, keeps what came, and may go on', async () => {
  const clock = createTestClock();
  const minutes: (() => void)[] = [];
  const endpoint = await createTestEndpoint({
    clock: {
      ...clock,
      sleep: (milliseconds, signal) =>
        new Promise((end) => {
          if (milliseconds === 60_000) minutes.push(end);
          signal?.addEventListener('abort', () => end(), { once: true });
        }),
    },
  });
  const monitor = await joinMonitor(endpoint, await foundOrganisation(endpoint, endpoint.setupCode()));
  const sealed = await sealedFile(65_536);
  const place = await createUpload(endpoint, monitor, sealed);
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      stream = controller;
    },
  });
  minutes.length = 0;
  const reply = endpoint.ask(place, {
    method: 'PATCH',
    headers: { 'Tus-Resumable': '1.0.0', 'Content-Type': TUS_BODY, 'Upload-Offset': '0' },
    body,
    duplex: 'half',
  } as RequestInit);
  let at = 0;
  const bring = async (size: number): Promise<void> => {
    stream?.enqueue(sealed.file.slice(at, at + size));
    at += size;
    await turns();
  };
  const passMinute = async (): Promise<void> => {
    await expect.poll(() => minutes.length).toBe(1);
    minutes.shift()?.();
    await turns();
  };
  // 1 kbit/s is enough, minute after minute; what came fast before does not count later.
  for (const size of [20_000, 7_680, 7_680]) {
    await bring(size);
    await passMinute();
  }
  await bring(7_679);
  await passMinute();
  const ended = await reply;
  expect([ended.status, await codeIn(ended), ended.headers.has('Retry-After')]).toEqual([503, 'busy', true]);
  expect(await offsetAt(endpoint, place)).toBe(at);
  expect((await endpoint.ask(place, patch(at, sealed.file.slice(at)))).status).toBe(204);
});

it('S7 [UP2] what came before a cut is kept, also when the database answers only after it', async () => {
  let gate = Promise.resolve();
  const rows = createRows(openSqlite(':memory:')).withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => gate.then(() => result),
  });
  const endpoint = await createTestEndpoint({ rows });
  const answers: Promise<Response>[] = [];
  const served = await serve((request) => {
    const answer = endpoint.fetch(request);
    answers.push(answer);
    return answer;
  });
  const monitor = await joinMonitor(endpoint, await foundOrganisation(endpoint, endpoint.setupCode()));
  const sealed = await sealedFile();
  const place = await createUpload(endpoint, monitor, sealed);
  const { promise: closed, resolve: open } = Promise.withResolvers<void>();
  gate = closed;
  const head = patchHead(served.port, place, 0, sealed.file.length);
  const gone = sendAndCut(served.port, concat(new Uint8Array(head), sealed.file.slice(0, 10_000)), 'FIN');
  await expect.poll(() => answers.length).toBe(1);
  await gone;
  open();
  await answers[0];
  expect(await offsetAt(endpoint, place)).toBe(10_000);
  await served.stop();
});
