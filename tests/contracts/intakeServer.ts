import { beforeAll, describe, expect, it } from 'vitest';
import { enrolHash } from '../../src/crypto/ack.ts';
import { sign } from '../../src/crypto/minisign.ts';
import { concat, toHex } from '../../src/wire/bytes.ts';
import { parseStoreMark, paths, sessionText } from '../../src/wire/endpointApi.ts';
import { memberKey } from '../crypto/organisation.ts';
import { sha256Hex, sodium } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';
import {
  bearer,
  codeIn,
  createUpload,
  creation,
  type Door,
  foundOrganisation,
  headInit,
  inboxOf,
  joinMonitor,
  type Monitor,
  type Organisation,
  offsetAt,
  patch,
  postJson,
  receiptJson,
  receiptOf,
  sealedFile,
  uploadWhole,
} from '../server/parties.ts';
import { creationWith } from '../server/tokenParties.ts';
import { receiptCase } from './receiptCase.ts';

/** `make`: a door, and a set-up code that is still good. */
export function intakeContract(
  name: string,
  make: () => Promise<{ readonly door: Door; readonly code: string }>,
): void {
  describe(`endpoint: ${name}`, () => {
    let door: Door;
    let organisation: Organisation;
    let monitor: Monitor;
    beforeAll(async () => {
      const opened = await make();
      door = opened.door;
      organisation = await foundOrganisation(door, opened.code);
      monitor = await joinMonitor(door, organisation);
    });

    it('[UP1] [UP3] [UP4] [EP7] stores a parcel: receipt, inbox, download whole and in ranges', async () => {
      const sealed = await sealedFile(32_768);
      const place = await uploadWhole(door, monitor, sealed);
      expect(await offsetAt(door, place)).toBe(32_768);
      const receipt = receiptJson(await receiptOf(door, monitor.org, sealed.parcel));
      expect(receipt).toMatchObject({
        purpose: 'tumar-receipt/1',
        parcel: sealed.parcel,
        size: 32_768,
        org: monitor.org,
      });
      const inbox = await inboxOf(door, organisation);
      expect(inbox).toContainEqual({
        sequence: receipt['sequence'],
        parcel: sealed.parcel,
        size: 32_768,
        day: receipt['day'],
      });
      expect(inbox.map(({ sequence }) => sequence)).toEqual(inbox.map((_, i) => i + 1));

      const path = paths.parcel(monitor.org, sealed.parcel);
      const whole = await door.ask(path, bearer(organisation.token));
      expect(new Uint8Array(await whole.arrayBuffer())).toEqual(sealed.file);
      for (const [range, from, to] of [
        ['bytes=0-0', 0, 1],
        ['bytes=100-199', 100, 200],
        ['bytes=32000-', 32_000, 32_768],
        ['bytes=-5', 32_763, 32_768],
      ] as const) {
        const part = await door.ask(path, bearer(organisation.token, { Range: range }));
        expect(part.status).toBe(206);
        expect(part.headers.get('Content-Range')).toBe(`bytes ${from}-${to - 1}/32768`);
        expect(new Uint8Array(await part.arrayBuffer())).toEqual(sealed.file.slice(from, to));
      }
      const beyond = await door.ask(path, bearer(organisation.token, { Range: 'bytes=32768-' }));
      expect([beyond.status, await codeIn(beyond)]).toEqual([416, 'rangeOutside']);
      expect((await door.ask(path)).status).toBe(401);
    });

    it('[UP1] the same creation gives the same upload with its offset, and stays complete under any secret', async () => {
      const sealed = await sealedFile();
      const create = (secret = sealed.secret) =>
        door.ask(paths.parcels(monitor.org), creation(monitor, { ...sealed, secret }, sealed.file.length));
      const first = await create();
      const place = first.headers.get('Location') ?? '';
      expect([first.status, first.headers.get('Upload-Offset')]).toEqual([201, '0']);
      await door.ask(place, patch(0, sealed.file.slice(0, 5000)));
      const again = await create();
      expect([again.headers.get('Location'), again.headers.get('Upload-Offset')]).toEqual([place, '5000']);
      const other = await create(toHex(realRng(16)));
      expect(other.headers.get('Location')).not.toBe(place);
      expect(other.headers.get('Upload-Offset')).toBe('0');
      await door.ask(place, patch(5000, sealed.file.slice(5000)));
      const receipt = await receiptOf(door, monitor.org, sealed.parcel);
      for (const reply of [await create(), await create(toHex(realRng(16)))]) {
        expect([reply.headers.get('Upload-Offset'), reply.headers.get('Upload-Length')]).toEqual([
          '16384',
          '16384',
        ]);
      }
      expect(await offsetAt(door, other.headers.get('Location') ?? '')).toBe(16_384);
      expect(await receiptOf(door, monitor.org, sealed.parcel)).toEqual(receipt);
    });

    it('[UP1] creation with upload takes the first bytes, or all', async () => {
      const half = await sealedFile();
      const begun = await door.ask(
        paths.parcels(monitor.org),
        creation(monitor, half, 16_384, half.file.slice(0, 7000)),
      );
      expect([begun.status, begun.headers.get('Upload-Offset')]).toEqual([201, '7000']);
      const whole = await sealedFile();
      const done = await door.ask(paths.parcels(monitor.org), creation(monitor, whole, 16_384, whole.file));
      expect([done.status, done.headers.get('Upload-Offset')]).toEqual([201, '16384']);
      expect(receiptJson(await receiptOf(door, monitor.org, whole.parcel))['parcel']).toBe(whole.parcel);
    });

    it('[UP3] a mismatch discards only that partial', async () => {
      const good = await sealedFile();
      const bad = { ...good, secret: toHex(realRng(16)), file: concat(good.file) };
      bad.file[9000]! ^= 1;
      const goodPlace = await createUpload(door, monitor, good);
      await door.ask(goodPlace, patch(0, good.file.slice(0, 8000)));
      const badPlace = await createUpload(door, monitor, bad);
      const refused = await door.ask(badPlace, patch(0, bad.file));
      expect([refused.status, await codeIn(refused)]).toEqual([422, 'parcelMismatch']);
      expect((await door.ask(badPlace, headInit)).status).toBe(404);
      expect((await door.ask(paths.receipt(monitor.org, good.parcel))).status).toBe(404);
      expect(await offsetAt(door, goodPlace)).toBe(8000);
      expect((await door.ask(goodPlace, patch(8000, good.file.slice(8000)))).status).toBe(204);
      await receiptOf(door, monitor.org, good.parcel);
    });

    it('S7 checks Upload-Checksum before bytes count', async () => {
      const sealed = await sealedFile();
      const place = await createUpload(door, monitor, sealed);
      const part = sealed.file.slice(0, 4096);
      const sum = (bytes: Uint8Array) => `sha256 ${Buffer.from(sha256Hex(bytes), 'hex').toString('base64')}`;
      const wrong = await door.ask(place, patch(0, part, { 'Upload-Checksum': sum(sealed.file) }));
      expect([wrong.status, await codeIn(wrong)]).toEqual([460, 'checksumMismatch']);
      expect(await offsetAt(door, place)).toBe(0);
      const unknown = await door.ask(place, patch(0, part, { 'Upload-Checksum': 'md5 abcd' }));
      expect([unknown.status, await codeIn(unknown)]).toEqual([400, 'checksumUnknown']);
      const right = await door.ask(place, patch(0, part, { 'Upload-Checksum': sum(part) }));
      expect([right.status, right.headers.get('Upload-Offset')]).toEqual([204, '4096']);
      const rest = sealed.file.slice(4096);
      expect((await door.ask(place, patch(4096, rest, { 'Upload-Checksum': sum(rest) }))).status).toBe(204);
      await receiptOf(door, monitor.org, sealed.parcel);
    });

    it('[UP2] refuses other offsets, and says which one it has', async () => {
      const sealed = await sealedFile();
      const place = await createUpload(door, monitor, sealed);
      await door.ask(place, patch(0, sealed.file.slice(0, 100)));
      for (const offset of [0, 99, 101, 16_384]) {
        const reply = await door.ask(place, patch(offset, sealed.file.slice(0, 10)));
        expect([reply.status, await codeIn(reply), reply.headers.get('Upload-Offset')]).toEqual([
          409,
          'offsetMismatch',
          '100',
        ]);
      }
      const long = await door.ask(place, patch(100, sealed.file));
      expect([long.status, await codeIn(long)]).toEqual([413, 'tooLarge']);
      expect(await offsetAt(door, place)).toBe(100);
    });

    it('terminates an upload; a stored parcel stays', async () => {
      const sealed = await sealedFile();
      const place = await createUpload(door, monitor, sealed);
      await door.ask(place, patch(0, sealed.file.slice(0, 100)));
      const tus = { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } };
      expect((await door.ask(place, tus)).status).toBe(204);
      expect((await door.ask(place, headInit)).status).toBe(404);
      expect((await door.ask(place, tus)).status).toBe(404);
      await uploadWhole(door, monitor, sealed);
      expect((await door.ask(place, tus)).status).toBe(204);
      await receiptOf(door, monitor.org, sealed.parcel);
    });

    it('lets PATCH and DELETE through as POST, for proxies that know only that', async () => {
      const sealed = await sealedFile();
      const place = await createUpload(door, monitor, sealed);
      const as = (method: string, init: RequestInit): RequestInit => ({
        ...init,
        method: 'POST',
        headers: { ...(init.headers as Record<string, string>), 'X-HTTP-Method-Override': method },
      });
      expect(
        (await door.ask(place, as('PATCH', patch(0, sealed.file.slice(0, 10))))).headers.get('Upload-Offset'),
      ).toBe('10');
      const remove = { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } };
      expect((await door.ask(place, as('DELETE', remove))).status).toBe(204);
    });

    it('[EP6] wants a valid ticket for exactly this parcel and organisation', async () => {
      const sealed = await sealedFile();
      const init = creation(monitor, sealed, 16_384);
      const headers = init.headers as Record<string, string>;
      const refused = async (change: Record<string, string>) => {
        const reply = await door.ask(paths.parcels(monitor.org), {
          ...init,
          headers: { ...headers, ...change },
        });
        return [reply.status, await codeIn(reply)];
      };
      const stranger = creation({ ...monitor, credential: realRng(32) }, sealed, 16_384).headers as Record<
        string,
        string
      >;
      const otherParcel = creation(monitor, await sealedFile(), 16_384).headers as Record<string, string>;
      for (const ticket of [stranger, otherParcel]) {
        expect(await refused({ 'Tumar-Ticket': ticket['Tumar-Ticket'] ?? '' })).toEqual([
          403,
          'ticketRefused',
        ]);
      }
      expect(await refused({ 'Tumar-Ticket': '' })).toEqual([403, 'ticketRefused']);
      expect(await refused({ 'Upload-Length': '16385' })).toEqual([400, 'sizeNotBucket']);
      expect(await refused({ 'Upload-Length': String(2 ** 40) })).toEqual([413, 'tooLarge']);
      expect(await refused({ 'Upload-Length': '-1' })).toEqual([400, 'malformed']);
      expect(await refused({ 'Upload-Metadata': 'parcel zz' })).toEqual([400, 'malformed']);
      expect(await refused({ 'Tus-Resumable': '0.2' })).toEqual([412, 'tusVersion']);
    });

    it('[EP1] [UP5] every answer carries the store mark, one error shape, and can be read from any origin', async () => {
      const { org } = monitor;
      const asked: [string, RequestInit?][] = [
        [paths.health],
        [paths.endpoint],
        [paths.manifest(org)],
        [paths.manifest('00'.repeat(16))],
        ['/o/nonsense/v1/board'],
        [paths.board(org)],
        [paths.inbox(org, 0, 1)],
        [paths.parcels(org), { method: 'OPTIONS' }],
        [paths.parcels(org), { method: 'POST' }],
        ['/v1/nothing'],
        [paths.orgs, { method: 'POST', body: '{' }],
        [paths.parcel(org, '00'.repeat(16)), headInit],
      ];
      for (const [path, init] of asked) {
        const reply = await door.ask(path, init);
        const mark = parseStoreMark(reply.headers.get('Tumar-Store'));
        expect(mark, path).toBeDefined();
        expect(mark?.head, path).toBe(0);
        expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('*');
        expect(reply.headers.get('Set-Cookie')).toBeNull();
        if (reply.status >= 400 && init?.method !== 'HEAD') {
          expect(Object.keys((await reply.json()) as object)).toEqual(['error']);
        } else await reply.arrayBuffer();
      }
      const headOf = async (token: string) =>
        parseStoreMark((await door.ask(paths.board(org), bearer(token))).headers.get('Tumar-Store'))?.head;
      expect(await headOf('ab'.repeat(32))).toBe(0);
      expect(await headOf(organisation.token)).toBe((await inboxOf(door, organisation)).length);
      const options = await door.ask(paths.parcels(org), { method: 'OPTIONS' });
      expect(options.headers.get('Tus-Extension')).toBe('creation,creation-with-upload,checksum,termination');
      expect(options.headers.get('Access-Control-Allow-Headers')).toContain('Upload-Checksum');
      const health = (await (await door.ask(paths.health)).json()) as Record<string, unknown>;
      expect(health).toMatchObject({ ok: true });
    });

    it('[EP8] the board keeps records in order and each one once', async () => {
      const { org } = monitor;
      const records = [1, 2, 3, 4].map((n) => new Uint8Array(32).fill(n));
      const post = (bytes: Uint8Array<ArrayBuffer>, token = organisation.token) =>
        door.ask(paths.board(org), {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/octet-stream' },
          body: bytes,
        });
      expect((await post(concat(records[0]!, records[1]!))).headers.get('Tumar-Board')).toBe('2');
      expect(
        (await post(concat(records[1]!, records[2]!, records[0]!, records[3]!))).headers.get('Tumar-Board'),
      ).toBe('4');
      const all = await door.ask(paths.board(org, 0));
      expect(all.headers.get('Tumar-Board')).toBe('4');
      expect(new Uint8Array(await all.arrayBuffer())).toEqual(concat(...records));
      const rest = await door.ask(paths.board(org, 3));
      expect(new Uint8Array(await rest.arrayBuffer())).toEqual(records[3]);
      expect((await (await door.ask(paths.board(org, 4))).arrayBuffer()).byteLength).toBe(0);
      expect((await post(concat(records[0]!, Uint8Array.of(1)))).status).toBe(400);
      expect((await post(concat(records[0]!), 'ab'.repeat(32))).status).toBe(401);
    });

    it('[EP5] an invite is used once, also when twenty try at the same time', async () => {
      const { org } = monitor;
      const secret = realRng(16);
      const invite = { enrol: await enrolHash(secret), expires: '2149-01-01' };
      expect((await door.ask(paths.invites(org), postJson(invite, organisation.token))).status).toBe(201);
      const pairs = Array.from({ length: 20 }, () => ({
        secret: toHex(secret),
        credential: toHex(realRng(32)),
      }));
      const replies = await Promise.all(pairs.map((pair) => door.ask(paths.enrol(org), postJson(pair))));
      const winner = replies.findIndex((reply) => reply.status === 201);
      expect(replies.map((reply) => reply.status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
      const again = await door.ask(paths.enrol(org), postJson(pairs[winner]));
      expect([again.status, await again.json()]).toEqual([201, { org }]);
      const loser = await door.ask(paths.enrol(org), postJson(pairs[(winner + 1) % 20]));
      expect(await codeIn(loser)).toBe('inviteUsed');
      const foreign = await door.ask(paths.enrol(org), postJson({ ...pairs[0], secret: toHex(realRng(16)) }));
      expect([foreign.status, await codeIn(foreign)]).toEqual([404, 'inviteForeign']);
      const old = realRng(16);
      await door.ask(
        paths.invites(org),
        postJson({ enrol: await enrolHash(old), expires: '2020-01-01' }, organisation.token),
      );
      const late = await door.ask(
        paths.enrol(org),
        postJson({ secret: toHex(old), credential: toHex(realRng(32)) }),
      );
      expect([late.status, await codeIn(late)]).toEqual([410, 'inviteExpired']);
      expect((await door.ask(paths.invites(org), postJson(invite))).status).toBe(401);
    });

    it('[EP4] a nonce opens one session, also when twenty try at the same time', async () => {
      const { org } = monitor;
      const asked = await door.ask(paths.nonce(org), { method: 'POST' });
      const { nonce } = (await asked.json()) as { nonce: string };
      const signature = sign(sodium, 'tumar-session/1', sessionText(org, door.url, nonce), memberKey.secret);
      const opening = postJson({ member: memberKey.publicKey, nonce, signature });
      const statuses = await Promise.all(
        Array.from({ length: 20 }, async () => (await door.ask(paths.session(org), opening)).status),
      );
      expect(statuses.sort()).toEqual([200, ...Array<number>(19).fill(401)]);
    });

    it('[TOK7] S6 without a ticket a small file takes a place, each upload its own, and the desk sees it marked', async () => {
      const { org } = monitor;
      const carried = await sealedFile();
      const couriers = [carried.secret, toHex(realRng(16))].map((secret) => ({ ...carried, secret }));
      const places = await Promise.all(
        couriers.map(async (names) => {
          const made = await door.ask(paths.parcels(org), creationWith(null, names, 16_384));
          expect(made.status).toBe(201);
          return made.headers.get('Location') ?? '';
        }),
      );
      expect(new Set(places).size).toBe(2);
      // Both bring the whole file at the same time: one copy, and both are told so.
      const sent = await Promise.all(places.map((place) => door.ask(place, patch(0, carried.file))));
      expect(sent.map(({ status }) => status)).toEqual([204, 204]);
      await uploadWhole(door, monitor, await sealedFile());
      const inbox = await inboxOf(door, organisation);
      expect(inbox.filter(({ parcel }) => parcel === carried.parcel)).toMatchObject([
        { size: 16_384, pooled: true },
      ]);
      // The number that the second copy took came back.
      expect(inbox.map(({ sequence }) => sequence)).toEqual(inbox.map((_, i) => i + 1));
      const large = creationWith(null, await sealedFile(), 8_388_608);
      const refused = await door.ask(paths.parcels(org), large);
      expect([refused.status, await codeIn(refused)]).toEqual([403, 'ticketRefused']);
    });

    it('[EP9] an invite is taken back with the device that came with it, and no other', async () => {
      const { org } = monitor;
      const secret = realRng(16);
      const credential = realRng(32);
      const enrol = await enrolHash(secret);
      await door.ask(paths.invites(org), postJson({ enrol, expires: '2149-01-01' }, organisation.token));
      const pair = { secret: toHex(secret), credential: toHex(credential) };
      expect((await door.ask(paths.enrol(org), postJson(pair))).status).toBe(201);
      const device: Monitor = { org, credential };
      await uploadWhole(door, device, await sealedFile());
      const taken = await door.ask(paths.invite(org, enrol.slice(0, 16)), {
        ...bearer(organisation.token),
        method: 'DELETE',
      });
      expect([taken.status, await taken.json()]).toEqual([200, { devices: 1 }]);
      await expect(uploadWhole(door, device, await sealedFile())).rejects.toThrow('403');
      expect(await codeIn(await door.ask(paths.enrol(org), postJson(pair)))).toBe('inviteRevoked');
      await uploadWhole(door, monitor, await sealedFile());
    });

    receiptCase(() => ({ door, monitor }));
  });
}
