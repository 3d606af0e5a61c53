/** Owns the proof that each report is in the inbox once, with every doubt shown, and acknowledged only when it is held. */
import { describe, expect, it } from 'vitest';
import { nextKey } from '../../src/crypto/chain.ts';
import { rewrap } from '../../src/crypto/open.ts';
import { parcelId } from '../../src/crypto/seal.ts';
import { reportRecipients } from '../../src/crypto/sealReport.ts';
import { createInbox } from '../../src/inbox/inbox.ts';
import { confirmHello } from '../../src/inbox/invites.ts';
import { manifestOf, memberIdentities } from '../../src/inbox/member.ts';
import { publishManifest } from '../../src/inbox/publishing.ts';
import { headerSize } from '../../src/wire/ageHeader.ts';
import { concat, utf8 } from '../../src/wire/bytes.ts';
import { collector, must, sodium } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';
import { attach, boardOf, createDesk, createPhone, openDesk, readAll, seal, upload } from './desk.ts';

const sha = async (file: Uint8Array) => {
  const length = headerSize(4);
  const content = collector();
  content.write(file.subarray(length));
  return { header: concat(file.subarray(0, length)), payload: content.bytes() };
};

describe('inbox', () => {
  it('[REP8] a report written under force is told at the desk, and nothing outside its seal differs', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    await phone.hello();
    const free = await seal(desk, { chain: phone.chain });
    const key = await nextKey(phone.chain.key);
    const bound = await seal(desk, { chain: { ...phone.chain, n: 1, key }, forced: true });
    // No author line, no place for the sign. [REP8]
    const anonymous = await seal(desk, { chain: null, forced: true });
    expect(new Set([free, bound, anonymous].map(({ sealed }) => sealed.length)).size).toBe(1);
    for (const { parcel, sealed } of [bound, free, anonymous])
      await upload(desk, phone.monitor, parcel, sealed);
    const read = await readAll(desk);
    const signs = new Map(read.map(({ report, verification }) => [report.id, verification.author.forced]));
    expect(signs).toEqual(
      new Map([
        [free.id, false],
        [bound.id, true],
        [anonymous.id, false],
      ]),
    );
  });

  it('[EP4] [EP7] S5 a report with its attachment is opened, verified and acknowledged; the board holds both records', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    await phone.hello();
    const plain = utf8('true bytes');
    const one = await attach(desk, plain);
    const sealed = await seal(desk, { chain: phone.chain, attachments: [one.attachment] });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);

    const [early] = await readAll(desk);
    expect(early?.verification).toMatchObject({
      author: { verdict: 'notConfirmed', n: 0, gaps: [], alarm: 'none' },
      manifest: { known: true, version: 1 },
      attachments: [{ state: 'missing' }],
      complete: false,
    });
    must(await desk.inbox.acknowledge([early!]));
    expect(await boardOf(desk)).toEqual([sealed.expected.read]);

    await upload(desk, phone.monitor, one.parcel, one.file);
    const { member } = must(confirmHello(await desk.box.read(), phone.words));
    await desk.box.write(member);
    const [whole] = await readAll(desk);
    expect(whole?.verification).toMatchObject({
      author: { verdict: 'confirmed' },
      attachments: [{ state: 'matched' }],
      complete: true,
      acknowledged: 'read',
    });
    const out = collector();
    must(await desk.inbox.extract(one.parcel, whole!.report.attachments[0]!, out.write));
    expect(out.bytes()).toEqual(plain);
    must(await desk.inbox.acknowledge([whole!]));
    const again = await readAll(desk);
    expect(must(await desk.inbox.acknowledge(again)).published).toBe(0);
    expect(new Set(await boardOf(desk))).toEqual(new Set([sealed.expected.read, sealed.expected.complete]));
    expect(await boardOf(desk)).toHaveLength(2);
  });

  it('[REP5] S6 the same report in two parcels is one item; another line under its id is a conflict beside it', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    const sealed = await seal(desk, { fields: { narrative: 'one' } });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);

    const { header, payload } = await sha(sealed.sealed);
    const member = await desk.box.read();
    const recipients = must(reportRecipients(manifestOf(member), '2026-11-22'));
    const identities = must(memberIdentities(sodium, member));
    const wrapped = must(await rewrap({ sodium, rng: realRng, header, identities, recipients, S: 4 }));
    const hash = await crypto.subtle.digest('SHA-256', payload.slice(16));
    const content = new Uint8Array(
      await crypto.subtle.digest('SHA-256', concat(payload.slice(0, 16), new Uint8Array(hash))),
    );
    await upload(desk, phone.monitor, await parcelId(wrapped, content), concat(wrapped, payload));
    expect(await readAll(desk)).toHaveLength(1);
    expect(await desk.rows.all()).toHaveLength(2);

    const other = await seal(desk, { id: sealed.id, fields: { narrative: 'two' } });
    await upload(desk, phone.monitor, other.parcel, other.sealed);
    const views = await readAll(desk);
    expect(views.map(({ report }) => report.fields['narrative'])).toEqual(['one', 'two']);
    const [first, second] = views.map(({ verification }) => verification);
    expect(first?.conflicts).toEqual([second?.line]);
    expect(second?.conflicts).toEqual([first?.line]);

    // What was sent later under the id of a report stands beside it, too. [REP10]
    const about = { report: '22222222-2222-4222-8222-222222222222' };
    const later = await seal(desk, { id: sealed.id, form: 'addition', fields: { form: 'addition', about } });
    await upload(desk, phone.monitor, later.parcel, later.sealed);
    const [report, , third] = await readAll(desk);
    expect(report?.verification.conflicts).toContain(third?.verification.line);
  });

  it('[REP4] a gap is shown until it is declared void, and a fork for ever', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    await phone.hello();
    const keys = [phone.chain.key];
    for (let n = 0; n < 3; n += 1) keys.push(await nextKey(keys[n]!));
    const chainAt = (n: number) => ({ id: phone.chain.id, n, key: keys[n]! });
    const send = async (change: Parameters<typeof seal>[1]) => {
      const sealed = await seal(desk, change);
      await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    };
    await send({ chain: chainAt(0) });
    await send({ chain: chainAt(2) });
    expect((await readAll(desk)).at(-1)?.verification.author).toMatchObject({
      verdict: 'notConfirmed',
      gaps: [1],
    });
    await send({ chain: chainAt(3), voids: [1] });
    expect((await readAll(desk)).at(-1)?.verification.author).toMatchObject({
      verdict: 'notConfirmed',
      gaps: [],
    });
    await send({ chain: chainAt(2), fields: { narrative: 'another second report' } });
    const verdicts = (await readAll(desk)).map(({ verification }) => verification.author.verdict);
    expect(verdicts).toEqual(['notConfirmed', 'notConfirmed', 'notConfirmed', 'fork']);
  });

  it('[REP6] a report before its hello is judged when the hello comes; words confirm; a second hello alarms', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    const sealed = await seal(desk, { chain: phone.chain });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    expect((await readAll(desk))[0]?.verification.author.verdict).toBe('unknownChain');
    await phone.hello();
    expect((await readAll(desk))[0]?.verification.author).toMatchObject({
      verdict: 'notConfirmed',
      alarm: 'none',
    });
    expect(confirmHello(await desk.box.read(), [1, 2, 3, 4])).toMatchObject({ code: 'wordsUnknown' });
    expect(confirmHello(await desk.box.read(), phone.words.slice(1))).toMatchObject({ code: 'wordsUnknown' });
    await desk.box.write(must(confirmHello(await desk.box.read(), phone.words)).member);
    expect((await readAll(desk))[0]?.verification.author.verdict).toBe('confirmed');

    // The invite itself works once, but an enrolled device could carry a second hello for it.
    const thief = await createPhone(desk, phone.invite);
    await expect(thief.hello()).rejects.toThrow('ticketRefused');
    const other = await createPhone(desk);
    await thief.hello(other.monitor);
    await readAll(desk);
    const { monitors } = await desk.box.read();
    expect(monitors.map(({ alarm }) => alarm)).toEqual(['secondHello', 'secondHello']);
    expect(monitors.map(({ confirmed }) => confirmed)).toEqual([true, false]);
  });

  it('[REP6] a device confirmed while a report of it is judged stays confirmed', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    await phone.hello();
    await readAll(desk);
    const sealed = await seal(desk, { chain: phone.chain });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    const confirm = async () => desk.box.write(must(confirmHello(await desk.box.read(), phone.words)).member);
    let confirming: Promise<void> | undefined;
    const box = {
      ...desk.box,
      async read() {
        const state = await desk.box.read();
        confirming ??= confirm();
        return state;
      },
    };
    const { deps, rows, copies, founded } = desk;
    const inbox = must(createInbox({ ...deps, member: founded, box, rows, copies }));
    must(await inbox.collect());
    await confirming;
    expect((await desk.box.read()).monitors[0]).toMatchObject({ confirmed: true, chain: { next: 1 } });
  });

  it('[REP2] S6 an attachment under another key, or with other bytes, counts as missing', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    const one = await attach(desk, utf8('one'));
    await upload(desk, phone.monitor, one.parcel, one.file);
    for (const change of [{ bind: '00'.repeat(32) }, { sha256: '00'.repeat(32) }, { size: 2 }]) {
      const sealed = await seal(desk, { attachments: [{ ...one.attachment, ...change }] });
      await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    }
    const views = await readAll(desk);
    expect(views.map(({ verification }) => verification.attachments[0]?.state)).toEqual(
      Array(3).fill('mismatched'),
    );
    must(await desk.inbox.acknowledge(views));
    expect(await boardOf(desk)).toHaveLength(3);
  });

  it('I9 what is not ours is set apart and holds nothing up', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    const send = (parcel: string, file: Uint8Array<ArrayBuffer>) => upload(desk, phone.monitor, parcel, file);
    const good = await seal(desk, {});
    const broken = good.sealed.slice();
    broken[broken.length - 5]! ^= 1;
    const { header, payload } = await sha(broken);
    const inner = new Uint8Array(await crypto.subtle.digest('SHA-256', payload.slice(16)));
    const content = new Uint8Array(
      await crypto.subtle.digest('SHA-256', concat(payload.slice(0, 16), inner)),
    );
    await send(await parcelId(header, content), broken);
    const foreign = await seal(desk, { manifest: { ...manifestOf(desk.founded), org: '00'.repeat(16) } });
    await send(foreign.parcel, foreign.sealed);
    const other = await createDesk();
    const stranger = await seal(other, {});
    await send(stranger.parcel, stranger.sealed);
    await send(good.parcel, good.sealed);
    expect(await readAll(desk)).toHaveLength(1);
    const codes = (await desk.inbox.quarantine()).map(({ found }) =>
      found.kind === 'quarantined' ? found.code : '',
    );
    expect(codes).toEqual(['damaged', 'orgForeign', 'notForThisKey']);
  });

  it('[MAN1] S8 a report sealed under a manifest that was never published says so', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    const sealed = await seal(desk, { manifestHash: '11'.repeat(32) });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    expect((await readAll(desk))[0]?.verification.manifest.known).toBe(false);
  });

  it('[EP3] [MAN6] the next manifest keeps three epochs ahead, and reports under either open', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    const first = await seal(desk, {});
    const { clock } = desk.deps as unknown as { clock: { move(ms: number): void } };
    clock.move(45 * 86_400_000);
    const member = must(await publishManifest(desk.deps, await desk.box.read(), { name: 'Renamed' }));
    await desk.box.write(member);
    const manifest = manifestOf(member);
    expect(manifest).toMatchObject({ version: 2, name: 'Renamed', prev: desk.founded.manifests[0]?.sha256 });
    expect(manifest.recipients.map(({ epoch }) => epoch)).toEqual([2, 3, 4]);
    const later = openDesk(desk.endpoint, desk.deps, member);
    const second = await seal(later, {});
    await upload(later, phone.monitor, first.parcel, first.sealed);
    await upload(later, phone.monitor, second.parcel, second.sealed);
    const views = await readAll(later);
    expect(views.map(({ verification }) => verification.manifest)).toMatchObject([
      { known: true, version: 1 },
      { known: true, version: 2 },
    ]);
  });
});

describe('lines that break or lie', () => {
  it('[UP5] N3 a portal, a redirect, a missing mark and a cut body are no answers, and nothing is half kept', async () => {
    let mode = 'ours';
    const desk = await createDesk((send) => async (request) => {
      const reply = await send(request);
      if (mode === 'portal') return new Response('<html>', { headers: { 'Content-Type': 'text/html' } });
      if (mode === 'redirect') return new Response(null, { status: 302, headers: { Location: '/' } });
      if (mode === 'unmarked')
        return new Response(reply.body, { headers: { 'Content-Type': 'application/json' } });
      if (mode === 'down') throw new TypeError('network');
      if (mode === 'cut' && new URL(request.url).pathname.includes('/parcels/')) {
        const bytes = new Uint8Array(await reply.arrayBuffer());
        return new Response(bytes.slice(0, 9000), { headers: reply.headers });
      }
      return reply;
    });
    const phone = await createPhone(desk);
    const sealed = await seal(desk, {});
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    for (const [state, code] of [
      ['portal', 'notOurEndpoint'],
      ['redirect', 'notOurEndpoint'],
      ['unmarked', 'notOurEndpoint'],
      ['down', 'offline'],
      ['cut', 'offline'],
    ] as const) {
      mode = state;
      expect(await desk.inbox.collect(), state).toMatchObject({ ok: false, code });
      expect(desk.copies.held.size, state).toBe(0);
    }
    mode = 'ours';
    expect(await readAll(desk)).toHaveLength(1);
  });

  it('[EP4] a session that ended is opened again, once', async () => {
    let refused = 0;
    const desk = await createDesk((send) => async (request) => {
      if (refused > 0 && new URL(request.url).pathname.endsWith('/inbox')) {
        refused -= 1;
        const headers = new Headers(request.headers);
        headers.set('Authorization', `Bearer ${'0'.repeat(64)}`);
        return send(new Request(request, { headers }));
      }
      return send(request);
    });
    must(await desk.inbox.collect());
    refused = 1;
    must(await desk.inbox.collect());
    refused = 5;
    expect(await desk.inbox.collect()).toMatchObject({ ok: false, code: 'sessionRefused' });
  });

  it('[EP1] S9 a new store epoch reads the list again from the start and fetches nothing twice', async () => {
    let epoch: string | undefined;
    let downloads = 0;
    const desk = await createDesk((send) => async (request) => {
      if (request.method === 'GET' && new URL(request.url).pathname.includes('/parcels/')) downloads += 1;
      const reply = await send(request);
      if (epoch !== undefined) reply.headers.set('Tumar-Store', `${epoch} 1`);
      return reply;
    });
    const phone = await createPhone(desk);
    const sealed = await seal(desk, {});
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    expect(await readAll(desk)).toHaveLength(1);
    epoch = 'ab'.repeat(8);
    expect(must(await desk.inbox.collect()).fresh).toBe(0);
    expect(await desk.rows.cursor()).toEqual({ epoch, after: 1 });
    expect(downloads).toBe(1);
  });
});
