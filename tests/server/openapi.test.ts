/** Owns the proof that docs/openapi.json says what the endpoint does: every route, status, code and shape is seen once. */
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { enrolHash } from '../../src/crypto/ack.ts';
import { boxManifest } from '../../src/crypto/manifestBox.ts';
import { manifestHash } from '../../src/crypto/manifestCheck.ts';
import { createDeliverPage } from '../../src/server/pages/deliverPage.ts';
import { concat, toHex } from '../../src/wire/bytes.ts';
import { encodePublishRequest, paths, TUS_BODY } from '../../src/wire/endpointApi.ts';
import type { Manifest } from '../../src/wire/manifest.ts';
import { tokensPath } from '../../src/wire/tokens.ts';
import { memberKey, readKey, recipientFor, signedBy, signingKeyFor } from '../crypto/organisation.ts';
import { sodium } from '../crypto/setup.ts';
import { createMemoryDisk, faulty } from '../fakes/disk.ts';
import { createTestEndpoint, realRng, type TestEndpoint } from '../fakes/endpoint.ts';
import { createJudge, operations } from './openapiJudge.ts';
import { provesTrouble } from './openapiTrouble.ts';
import {
  bearer,
  creation,
  type Door,
  firstManifest,
  foundRequest,
  headInit,
  joinMonitor,
  type Monitor,
  type Organisation,
  patch,
  postJson,
  sealedFile,
} from './parties.ts';
import { creationWith, foundWithTokens, freshParcel, infoOf, keyOf, orderOf } from './tokenParties.ts';

const judge = createJudge();
const disk = createMemoryDisk();
const ORG = '0'.repeat(32);
let endpoint: TestEndpoint;
let door: Door;
let organisation: Organisation;
let monitor: Monitor;

const doorOf = (one: TestEndpoint): Door => ({ url: one.url, ask: judge.watch(one.ask) });
const statusOf = async (reply: Promise<Response>): Promise<number> => (await reply).status;
const manifestBody = (manifest: Manifest, signed = signedBy(manifest)) =>
  encodePublishRequest({
    signed,
    box: boxManifest({ sodium, rng: realRng }, { readKey, org: manifest.org, signed }),
  });

beforeAll(async () => {
  endpoint = await createTestEndpoint({ disk });
  door = doorOf(endpoint);
  organisation = await foundWithTokens(door, endpoint.setupCode());
  monitor = await joinMonitor(door, organisation);
});

describe('what the endpoint answers is what the document says', () => {
  it('[EP1] [EP2] about itself', async () => {
    expect(await statusOf(door.ask(paths.health))).toBe(200);
    expect(await statusOf(door.ask(paths.endpoint))).toBe(200);
    expect(await statusOf(door.ask(paths.parcels(ORG), { method: 'OPTIONS' }))).toBe(204);
  });

  it('[UP8] the page of couriers', async () => {
    const answer = await createDeliverPage(resolve(import.meta.dirname, '../../public/deliver'));
    const pageAt = judge.watch(async (path, init) => {
      const reply = answer(new Request(`${endpoint.url}${path}`, init));
      return reply ?? new Response(null, { status: 404 });
    });
    const html = await (await pageAt('/deliver')).text();
    const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at = '']) => at);
    expect(named.length).toBeGreaterThan(1);
    for (const path of ['/deliver', ...named, '/deliver/deliver.js'])
      for (const method of ['GET', 'HEAD']) expect(await statusOf(pageAt(path, { method }))).toBe(200);
  });

  it('[EP2] founding', async () => {
    const { receiptKey } = (await (await door.ask(paths.endpoint)).json()) as { receiptKey: string };
    const code = endpoint.setupCode();
    const manifest = firstManifest(door, receiptKey);
    const found = (change: Partial<Manifest>, by = code, signers?: Parameters<typeof signedBy>[1]) => {
      const changed = { ...manifest, ...change };
      return statusOf(door.ask(paths.orgs, foundRequest(by, signedBy(changed, signers), changed.org)));
    };
    expect(await statusOf(door.ask(paths.orgs, postJson({})))).toBe(400);
    expect(await found({}, 'wrong')).toBe(403);
    expect(await found({}, code, [signingKeyFor('stranger')])).toBe(403);
    expect(await found({ version: 2, prev: 'ab'.repeat(32) })).toBe(409);
    expect(await found({ org: organisation.org })).toBe(409);
    expect(await found({ late: recipientFor('recovery') })).toBe(422);
    const garbage = { ...manifestBody(manifest), manifest: 'AAAA' };
    expect(await statusOf(door.ask(paths.orgs, postJson({ code, ...garbage })))).toBe(422);
    expect(await statusOf(door.ask(paths.orgs, postJson({ code: ' '.repeat(1_100_000) })))).toBe(413);
    expect(await found({})).toBe(201);
    expect(await found({ org: toHex(realRng(16)) })).toBe(409);
    const held = Promise.withResolvers<void>();
    const slow = () =>
      new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(300).fill(32)),
        pull: async (controller) => held.promise.then(() => controller.close()),
      });
    const crowd = Array.from({ length: 8 }, () =>
      door.ask(paths.orgs, { method: 'POST', body: slow(), duplex: 'half' } as RequestInit),
    );
    const blank = { method: 'POST', body: ' '.repeat(300) };
    expect(await statusOf(door.ask(paths.orgs, blank))).toBe(429);
    held.resolve();
    for (const reply of crowd) expect(await statusOf(reply)).toBe(400);
  });

  it('[EP3] manifests', async () => {
    const { org, token, manifest, signed } = organisation;
    const publish = (change: Partial<Manifest>, by = token, signers?: Parameters<typeof signedBy>[1]) => {
      const changed = { ...manifest, ...change };
      return statusOf(
        door.ask(paths.manifest(org), postJson(manifestBody(changed, signedBy(changed, signers)), by)),
      );
    };
    const next = { version: 2, prev: await manifestHash(signed.manifest) };
    for (const path of [paths.manifest(org), paths.manifest(org, 1)])
      expect(await statusOf(door.ask(path))).toBe(200);
    expect(await statusOf(door.ask(paths.manifest(org), postJson({}, token)))).toBe(400);
    expect(await statusOf(door.ask(paths.manifest(org), postJson({})))).toBe(401);
    expect(await publish(next, 'ab'.repeat(32))).toBe(401);
    expect(await publish(next, token, [signingKeyFor('stranger')])).toBe(403);
    expect(await publish({ ...next, org: ORG })).toBe(403);
    expect(await publish({ ...next, prev: 'ab'.repeat(32) })).toBe(409);
    expect(await publish({ ...next, late: recipientFor('recovery') })).toBe(422);
    const garbage = { ...manifestBody(manifest), manifest: 'AAAA' };
    expect(await statusOf(door.ask(paths.manifest(org), postJson(garbage, token)))).toBe(422);
    const long = postJson({ box: ' '.repeat(1_100_000) }, token);
    expect(await statusOf(door.ask(paths.manifest(org), long))).toBe(413);
    expect(await publish(next)).toBe(200);
    expect(await publish({})).toBe(409);
    for (const path of [paths.manifest(org, 99), paths.manifest('nonsense'), paths.manifest('nonsense', 1)])
      expect(await statusOf(door.ask(path))).toBe(404);
  });

  it('[EP4] [EP5] sessions, invites and enrolments', async () => {
    const { org, token } = organisation;
    const signature = 'untrusted comment: none';
    const refused = { member: memberKey.publicKey, nonce: '00'.repeat(32), signature };
    expect(await statusOf(door.ask(paths.session(org), postJson(refused)))).toBe(401);
    const secret = realRng(16);
    const invite = { enrol: await enrolHash(secret), expires: '2026-11-29' };
    expect(await statusOf(door.ask(paths.invites(org), postJson(invite, token)))).toBe(201);
    expect(await statusOf(door.ask(paths.invites(org), postJson(invite)))).toBe(401);
    expect(await statusOf(door.ask(paths.invites(org), postJson(invite, 'ab'.repeat(32))))).toBe(401);
    const enrol = (of: Uint8Array, credential = realRng(32)) =>
      statusOf(door.ask(paths.enrol(org), postJson({ secret: toHex(of), credential: toHex(credential) })));
    expect(await enrol(secret)).toBe(201);
    expect(await enrol(secret)).toBe(409);
    expect(await enrol(realRng(16))).toBe(404);
    const old = realRng(16);
    const past = { enrol: await enrolHash(old), expires: '2020-01-01' };
    await door.ask(paths.invites(org), postJson(past, token));
    const take = { ...bearer(token), method: 'DELETE' };
    const taken = paths.invite(org, (await enrolHash(secret)).slice(0, 16));
    expect(await statusOf(door.ask(taken, { method: 'DELETE' }))).toBe(401);
    expect(await statusOf(door.ask(taken, { ...bearer('ab'.repeat(32)), method: 'DELETE' }))).toBe(401);
    expect(await (await door.ask(taken, take)).json()).toEqual({ devices: 1 });
    expect(await enrol(secret)).toBe(410);
    expect(await statusOf(door.ask(paths.invite(org, '0'.repeat(16)), take))).toBe(404);
    expect(await statusOf(door.ask(paths.invite(org, 'none'), take))).toBe(404);
    expect(await statusOf(door.ask(paths.invite(ORG, '0'.repeat(16)), take))).toBe(404);
    expect(await enrol(old)).toBe(410);
    for (const [path, sent] of [
      [paths.session(org), undefined],
      [paths.invites(org), token],
      [paths.enrol(org), undefined],
      [tokensPath(org), undefined],
    ] as const) {
      expect(await statusOf(door.ask(path, postJson({}, sent)))).toBe(400);
      expect(await statusOf(door.ask(path, postJson({ long: ' '.repeat(20_000) }, sent)))).toBe(413);
    }
  });

  it('[TOK2] [TOK3] tokens', async () => {
    const { org } = organisation;
    const { epoch } = await infoOf(door, org);
    const ask = async (who: Monitor, at: { epoch: number; batch: number }) => {
      const { request } = await orderOf(who, keyOf(organisation), at);
      return statusOf(door.ask(tokensPath(org), postJson(request)));
    };
    expect(await ask(monitor, { epoch, batch: 0 })).toBe(200);
    expect(await ask(monitor, { epoch, batch: 0 })).toBe(409);
    expect(await ask(monitor, { epoch: epoch + 1, batch: 1 })).toBe(410);
    expect(await ask({ ...monitor, credential: realRng(32) }, { epoch, batch: 0 })).toBe(403);
    expect(await statusOf(door.ask(tokensPath('nonsense')))).toBe(404);
  });

  it('[UP1] creations', async () => {
    const { org } = monitor;
    const sealed = await sealedFile();
    const create = (change: Record<string, string>, body?: BodyInit, what = sealed) => {
      const init = creation(monitor, what, 16_384);
      const typed = body === undefined ? {} : { 'Content-Type': TUS_BODY };
      const headers = { ...(init.headers as Record<string, string>), ...typed, ...change };
      return door.ask(paths.parcels(org), {
        ...init,
        headers,
        ...(body === undefined ? {} : { body, duplex: 'half' }),
      } as RequestInit);
    };
    const sum = `sha256 ${Buffer.alloc(32).toString('base64')}`;
    expect(await statusOf(create({}))).toBe(201);
    expect(await statusOf(create({ 'Upload-Metadata': 'parcel zz' }))).toBe(400);
    expect(await statusOf(create({ 'Upload-Length': '16385' }))).toBe(400);
    expect(await statusOf(create({ 'Upload-Checksum': 'md5 abcd' }, 'x'))).toBe(400);
    expect(await statusOf(create({ 'Tumar-Ticket': '' }))).toBe(403);
    expect(await statusOf(create({ 'Tus-Resumable': '0.2' }))).toBe(412);
    expect(await statusOf(create({ 'Upload-Length': String(2 ** 40) }))).toBe(413);
    expect(await statusOf(create({ 'Upload-Checksum': sum }, 'x'))).toBe(460);
    const mixed = { ...sealed, secret: toHex(realRng(16)) };
    expect(await statusOf(create({}, (await sealedFile()).file, mixed))).toBe(422);
    const never = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(sealed.file.slice(0, 10)),
    });
    const taken = create({}, never);
    const place = paths.parcel(org, (await create({})).headers.get('Location')?.slice(-32) ?? '');
    await door.ask(place, headInit);
    expect(await statusOf(taken)).toBe(423);
    disk.onOperation = (name) => {
      if (name === 'write') throw faulty('full');
    };
    // Not whole, so it needs the disk.
    expect(await statusOf(create({}, sealed.file.slice(0, 100), await sealedFile()))).toBe(507);
    disk.onOperation = () => undefined;

    const small = await createTestEndpoint({ config: { openUploads: 1 } });
    const smallDoor = doorOf(small);
    const other = await joinMonitor(smallDoor, await foundWithTokens(smallDoor, small.setupCode()));
    const begin = async () => {
      const one = await sealedFile();
      return statusOf(smallDoor.ask(paths.parcels(other.org), creation(other, one, 16_384)));
    };
    expect([await begin(), await begin()]).toEqual([201, 429]);
  });

  it('[TOK7] [EP8] a crowd without tickets, and a board without room', async () => {
    const small = await createTestEndpoint({ config: { orgBytes: 65_536 } });
    const smallDoor = doorOf(small);
    const { org, token } = await foundWithTokens(smallDoor, small.setupCode());
    const board = (records: number) =>
      smallDoor.ask(paths.board(org), {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
        body: realRng(records * 32),
      });
    expect(await statusOf(board(2048))).toBe(200);
    expect(await statusOf(board(1))).toBe(507);

    const places: string[] = [];
    for (let i = 0; i < 110; i += 1) {
      const made = await door.ask(paths.parcels(monitor.org), creationWith(null, freshParcel()));
      places.push(made.headers.get('Location') ?? '');
    }
    const lines: ReadableStreamDefaultController<Uint8Array>[] = [];
    const crowd = places.map((place) =>
      door.ask(place, {
        ...patch(0, new Uint8Array()),
        body: new ReadableStream<Uint8Array>({ start: (controller) => void lines.push(controller) }),
        duplex: 'half',
      } as RequestInit),
    );
    expect(
      await Promise.any(crowd.map(async (one) => ((await one).status === 429 ? 429 : Promise.reject()))),
    ).toBe(429);
    for (const line of lines) line.error(new Error('cut'));
    await Promise.all(crowd);
  });

  it.each(['PATCH', 'POST'])('[UP2] [UP3] appending by %s', async (method) => {
    const { org } = monitor;
    const sealed = await sealedFile();
    const created = await door.ask(paths.parcels(org), creation(monitor, sealed, 16_384));
    const place = created.headers.get('Location') ?? '';
    const append = (change: Record<string, string>, body: BodyInit, offset = 0, at = place) => {
      const init = patch(offset, new Uint8Array());
      const headers = {
        ...(init.headers as Record<string, string>),
        'X-HTTP-Method-Override': 'PATCH',
        ...change,
      };
      return door.ask(at, { method, headers, body, duplex: 'half' } as RequestInit);
    };
    expect(await statusOf(append({}, 'x', 7))).toBe(409);
    expect(await statusOf(append({ 'Upload-Offset': 'x' }, 'x'))).toBe(400);
    expect(await statusOf(append({ 'Content-Type': 'text/plain' }, 'x'))).toBe(415);
    expect(await statusOf(append({ 'Tus-Resumable': '0.2' }, 'x'))).toBe(412);
    expect(await statusOf(append({}, 'x', 0, paths.parcel(org, 'ab'.repeat(16))))).toBe(404);
    if (method === 'PATCH') {
      const sum = `sha256 ${Buffer.alloc(32).toString('base64')}`;
      expect(await statusOf(append({ 'Upload-Checksum': 'md5 abcd' }, 'x'))).toBe(400);
      expect(await statusOf(append({ 'Upload-Checksum': sum }, 'x'))).toBe(460);
      expect(await statusOf(append({}, concat(sealed.file, sealed.file)))).toBe(413);
      const never = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(sealed.file.slice(0, 10)),
      });
      const taken = append({}, never);
      // The newer request ends it; what it brought by then is kept.
      const at = Number((await door.ask(place, headInit)).headers.get('Upload-Offset'));
      expect(await statusOf(taken)).toBe(423);
      disk.onOperation = (name) => {
        if (name === 'write') throw faulty('full');
      };
      expect(await statusOf(append({}, sealed.file.slice(at), at))).toBe(507);
      disk.onOperation = () => undefined;
      expect(await statusOf(append({}, new Uint8Array(16_384 - at), at))).toBe(422);
    } else {
      expect(await statusOf(append({ 'X-HTTP-Method-Override': 'PUT' }, 'x'))).toBe(405);
      expect(await statusOf(append({}, sealed.file))).toBe(204);
    }
  });

  it('[UP2] [UP4] [EP7] [EP8] uploads, files, receipts, inbox and board', async () => {
    const { org, token } = organisation;
    const sealed = await sealedFile();
    const place =
      (await door.ask(paths.parcels(org), creation(monitor, sealed, 16_384))).headers.get('Location') ?? '';
    expect(await statusOf(door.ask(place, patch(0, sealed.file)))).toBe(204);
    expect(await statusOf(door.ask(place, headInit))).toBe(200);
    expect(await statusOf(door.ask(place, { method: 'HEAD' }))).toBe(412);
    expect(await statusOf(door.ask(paths.receipt(org, sealed.parcel)))).toBe(200);
    expect(await statusOf(door.ask(paths.receipt(org, 'ab'.repeat(32))))).toBe(404);
    const path = paths.parcel(org, sealed.parcel);
    expect(await statusOf(door.ask(path, bearer(token)))).toBe(200);
    expect(await statusOf(door.ask(path, bearer(token, { Range: 'bytes=0-9' })))).toBe(206);
    expect(await statusOf(door.ask(path, bearer(token, { Range: 'bytes=99999-' })))).toBe(416);
    expect(await statusOf(door.ask(path))).toBe(401);
    expect(await statusOf(door.ask(path, bearer('ab'.repeat(32))))).toBe(401);
    expect(await statusOf(door.ask(paths.parcel(org, 'ab'.repeat(32)), bearer(token)))).toBe(404);
    expect(await statusOf(door.ask(paths.parcel(org, 'nonsense'), bearer(token)))).toBe(404);
    const tus = { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } };
    expect(await statusOf(door.ask(place, { method: 'DELETE' }))).toBe(412);
    expect(await statusOf(door.ask(place, tus))).toBe(204);
    expect(await statusOf(door.ask(place, tus))).toBe(404);
    expect(await statusOf(door.ask(place, headInit))).toBe(404);

    expect(await statusOf(door.ask(paths.inbox(org, 0, 10), bearer(token)))).toBe(200);
    expect(await statusOf(door.ask(paths.inbox(org, 0, 10)))).toBe(401);
    expect(await statusOf(door.ask(paths.inbox(org, 0, 10), bearer('ab'.repeat(32))))).toBe(401);
    const board = (body: Uint8Array<ArrayBuffer>, by?: string) =>
      statusOf(
        door.ask(paths.board(org), {
          method: 'POST',
          headers: by === undefined ? {} : { Authorization: `Bearer ${by}` },
          body,
        }),
      );
    expect(await board(new Uint8Array(64), token)).toBe(200);
    expect(await board(new Uint8Array(31), token)).toBe(400);
    expect(await board(new Uint8Array(32))).toBe(401);
    expect(await board(new Uint8Array(32), 'ab'.repeat(32))).toBe(401);
    expect(await board(new Uint8Array(1_100_000), token)).toBe(413);
    expect(await statusOf(door.ask(paths.board(org)))).toBe(200);
  });

  it('an organisation that is not there, and a name that is none', async () => {
    for (const { path, method, operation } of operations) {
      const told = operation.responses['404']?.['x-codes']?.includes('orgUnknown') ?? false;
      if (!path.startsWith('/o/') || (!told && method !== 'HEAD')) continue;
      for (const org of [ORG, 'nonsense']) {
        const name = method === 'GET' ? 'ab'.repeat(32) : 'ab'.repeat(16);
        const at = path
          .replace('{org}', org)
          .replace('{name}', name)
          .replace('{parcel}', 'ab'.repeat(32))
          .replace('{id}', 'ab'.repeat(8))
          .replace('{version}', '1');
        const reply = await door.ask(at, { method, headers: { 'Tus-Resumable': '1.0.0' } });
        expect(reply.status, `${method} ${at}`).toBe(404);
      }
    }
  });

  provesTrouble(judge);

  it('leaves nothing of the document unseen', () => {
    expect(judge.missing()).toEqual([]);
  });
});
