/** Proves that what came without a ticket is read like the rest, but never before it. */
import { expect, it } from 'vitest';
import { toHex } from '../../src/wire/bytes.ts';
import { paths } from '../../src/wire/endpointApi.ts';
import { must } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';
import { patch } from '../server/parties.ts';
import { creationWith } from '../server/tokenParties.ts';
import { createDesk, createPhone, type Desk, readAll, seal, upload } from './desk.ts';

/** Carried to the endpoint by somebody who has no ticket. */
async function carry(
  { endpoint, founded }: Desk,
  parcel: string,
  file: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const init = creationWith(null, { parcel, secret: toHex(realRng(16)) }, file.length);
  const made = await endpoint.ask(paths.parcels(founded.org), init);
  expect(made.status).toBe(201);
  expect((await endpoint.ask(made.headers.get('Location') ?? '', patch(0, file))).status).toBe(204);
}

it('[TOK7] S6 a courier’s parcels, garbage and a true report, wait behind what monitors sent, and then are judged alike', async () => {
  const asked: string[] = [];
  const desk = await createDesk((send) => async (request) => {
    const parcel = /\/parcels\/([0-9a-f]{64})$/.exec(request.url)?.[1];
    if (parcel !== undefined) asked.push(parcel);
    return send(request);
  });
  const phone = await createPhone(desk);
  const [carried, sent, elsewhere] = [
    await seal(desk, {}),
    await seal(desk, {}),
    await seal(await createDesk(), {}),
  ];
  await carry(desk, elsewhere.parcel, elsewhere.sealed);
  await carry(desk, carried.parcel, carried.sealed);
  await upload(desk, phone.monitor, sent.parcel, sent.sealed);
  expect(must(await desk.inbox.collect()).fresh).toBe(3);
  expect(asked).toEqual([sent, elsewhere, carried].map(({ parcel }) => parcel));
  expect(await readAll(desk)).toHaveLength(2);
  const row = await desk.rows.get(elsewhere.parcel);
  expect(row).toMatchObject({ pooled: true, found: { kind: 'quarantined', code: 'notForThisKey' } });
  expect((await desk.rows.cursor())?.after).toBe(3);
  expect(must(await desk.inbox.collect()).fresh).toBe(0);
});
