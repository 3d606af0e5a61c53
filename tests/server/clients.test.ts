/** Owns the proof that no client, enrolled or not, can stop the endpoint by how it sends. Must never need a real disk. */
import { expect, it } from 'vitest';
import { createRows, openSqlite } from '../../src/server/rows.ts';
import { concat } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { createTestClock, createTestEndpoint } from '../fakes/endpoint.ts';
import { codeIn, createUpload, foundOrganisation, joinMonitor, offsetAt, sealedFile } from './parties.ts';
import { patchHead, sendAndCut, serve } from './sockets.ts';

const org = '0'.repeat(32);
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

it('a crowd that sends large bodies without being known is told to wait, and cannot fill the memory', async () => {
  const endpoint = await createTestEndpoint();
  const { promise: held, resolve: end } = Promise.withResolvers<void>();
  const body = () =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        await held;
        controller.close();
      },
    });
  const post = (path: string, what: BodyInit) =>
    endpoint.ask(path, { method: 'POST', body: what, duplex: 'half' } as RequestInit);
  const crowd = Array.from({ length: 8 }, () => post(paths.orgs, body()));
  const turned = await post(paths.orgs, '{}');
  expect([turned.status, await codeIn(turned), turned.headers.has('Retry-After')]).toEqual([
    429,
    'tooMany',
    true,
  ]);
  end();
  for (const reply of await Promise.all(crowd)) expect(reply.status).toBe(400);
  await foundOrganisation(endpoint, endpoint.setupCode());

  const { org } = await foundOrganisation(endpoint, endpoint.setupCode());
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
