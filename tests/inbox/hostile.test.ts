/** Owns the proof that a lying endpoint and an enrolled monitor who turned can neither lose a report nor hold the inbox up. */
import { describe, expect, it } from 'vitest';
import { nextKey } from '../../src/crypto/chain.ts';
import { sealBytes } from '../../src/crypto/seal.ts';
import { reportRecipients } from '../../src/crypto/sealReport.ts';
import { encodeMember, manifestOf } from '../../src/inbox/member.ts';
import type { Copies, Send } from '../../src/inbox/ports.ts';
import { padTo } from '../../src/wire/buckets.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { composePayload, payloadLength } from '../../src/wire/payload.ts';
import { must, sodium } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';
import { attach, createDesk, createPhone, openDesk, readAll, seal, upload } from './desk.ts';

/** Spoils the download of one parcel, while it is named. */
function spoiling(): { parcel: string; how: 'flip' | 'broken' | 'unknown'; tamper: (send: Send) => Send } {
  const spoil = {
    parcel: '',
    how: 'flip' as 'flip' | 'broken' | 'unknown',
    tamper: (send: Send) => async (request: Request) => {
      const reply = await send(request);
      if (spoil.parcel === '' || !request.url.endsWith(`/parcels/${spoil.parcel}`)) return reply;
      const headers = new Headers(reply.headers);
      if (spoil.how === 'flip') {
        const bytes = new Uint8Array(await reply.arrayBuffer());
        // One bit in the wrapped key of the first stanza.
        bytes[1550]! ^= 1;
        return new Response(bytes, { headers });
      }
      headers.set('Content-Type', 'application/json');
      const [status, code] = spoil.how === 'broken' ? [500, 'broken'] : [404, 'parcelUnknown'];
      return new Response(JSON.stringify({ error: { code } }), { status, headers });
    },
  };
  return spoil;
}

describe('an endpoint that lost a parcel, or alters it', () => {
  for (const [how, code] of [
    ['flip', 'parcelMismatch'],
    ['broken', 'broken'],
    ['unknown', 'parcelUnknown'],
  ] as const) {
    it(`[EP7] [SEAL6] S6 ${code}: it is set apart without a copy, those behind it arrive, and so does it later`, async () => {
      const spoil = spoiling();
      const desk = await createDesk(spoil.tamper);
      const phone = await createPhone(desk);
      const first = await seal(desk, { fields: { narrative: 'first' } });
      const second = await seal(desk, { fields: { narrative: 'second' } });
      for (const { parcel, sealed } of [first, second]) await upload(desk, phone.monitor, parcel, sealed);
      Object.assign(spoil, { parcel: first.parcel, how });

      expect((await readAll(desk)).map(({ report }) => report.fields['narrative'])).toEqual(['second']);
      expect(await desk.inbox.quarantine()).toMatchObject([{ parcel: first.parcel, found: { code } }]);
      expect(await desk.copies.has(first.parcel)).toBe(false);
      expect(must(await desk.inbox.collect()).fresh).toBe(0);

      spoil.parcel = '';
      expect(must(await desk.inbox.collect()).fresh).toBe(1);
      expect((await readAll(desk)).map(({ report }) => report.fields['narrative'])).toEqual([
        'first',
        'second',
      ]);
      expect(await desk.inbox.quarantine()).toEqual([]);
    });
  }
});

describe('a copy that went missing on this side', () => {
  it('S5 [REP7] is fetched again, and as long as it is not, nothing is called whole', async () => {
    let away = false;
    const desk = await createDesk((send) => async (request) => {
      if (away) throw new TypeError('network');
      return send(request);
    });
    const phone = await createPhone(desk);
    const one = await attach(desk, utf8('true bytes'));
    const sealed = await seal(desk, { attachments: [one.attachment] });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    await upload(desk, phone.monitor, one.parcel, one.file);
    expect((await readAll(desk))[0]?.verification.complete).toBe(true);
    desk.copies.held.delete(one.parcel);
    away = true;
    const [row] = await desk.inbox.items();
    const without = must(await desk.inbox.view(row!));
    expect(without.verification).toMatchObject({ complete: false, attachments: [{ state: 'missing' }] });
    desk.copies.held.clear();
    expect(await desk.inbox.view(row!)).toMatchObject({ ok: false, code: 'offline' });
    away = false;
    expect(must(await desk.inbox.view(row!)).verification.complete).toBe(true);
    expect(desk.copies.held.size).toBe(2);
  });
});

describe('an endpoint that falls silent', () => {
  it.each(['never answers', 'stops in the middle'])(
    'N2 S6 %s: the inbox says offline and can be asked again',
    async (how) => {
      const desk = await createDesk();
      const phone = await createPhone(desk);
      const sealed = await seal(desk, {});
      await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
      const { promise: silence, resolve: stall } = Promise.withResolvers<void>();
      let stalls = true;
      const stalled: Send = async (request) => {
        const reply = await desk.deps.send(request);
        if (!stalls || !request.url.endsWith(`/parcels/${sealed.parcel}`)) return reply;
        if (how === 'never answers') {
          stall();
          return new Promise<Response>(() => undefined);
        }
        const whole = new Uint8Array(await reply.arrayBuffer());
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(whole.slice(0, 5000)),
          pull: () => stall(),
        });
        return new Response(body, { headers: reply.headers });
      };
      const clock = {
        ...desk.deps.clock,
        sleep: async (milliseconds: number) => {
          expect(milliseconds).toBeGreaterThanOrEqual(60_000);
          await (stalls ? silence : new Promise<void>(() => undefined));
        },
      };
      const deps = { ...desk.deps, clock, send: stalled };
      const { inbox, copies } = openDesk(desk.endpoint, deps, desk.founded);
      expect(await inbox.collect()).toMatchObject({ ok: false, code: 'offline' });
      expect(copies.held.size).toBe(0);
      stalls = false;
      expect(must(await inbox.collect()).fresh).toBe(1);
    },
  );
});

describe('a monitor who turned', () => {
  it('[REP1] I9 a report that this version cannot read is set apart, never taken for an attachment', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    const manifest = manifestOf(desk.founded);
    const recipients = must(reportRecipients(manifest, '2026-11-22'));
    for (const line of ['{"v":2,"kind":"report"}', '{"v":1,"kind":"report"}', '{"v":1,"kind":"question"}']) {
      const length = padTo(manifest.S, payloadLength(utf8(line), null));
      const plain = composePayload(utf8(line), null, length);
      const { S } = manifest;
      const sealed = must(await sealBytes({ sodium, rng: realRng, recipients, S, plain }));
      await upload(desk, phone.monitor, sealed.parcel, sealed.file);
    }
    expect(await readAll(desk)).toEqual([]);
    const found = (await desk.inbox.quarantine()).map((row) => row.found);
    expect(found).toEqual(Array(3).fill({ kind: 'quarantined', code: 'notAReport' }));
  });

  it('[REP2] citing a file under another key is answered without opening that file again', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    const one = await attach(desk, utf8('somebody else’s file'));
    await upload(desk, phone.monitor, one.parcel, one.file);
    const cited = Array.from({ length: 200 }, (_, i) => ({
      ...one.attachment,
      bind: i.toString(16).padStart(64, '0'),
    }));
    const sealed = await seal(desk, { attachments: cited });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    must(await desk.inbox.collect());
    let opened = 0;
    const counting: Copies = {
      ...desk.copies,
      read(parcel) {
        if (parcel === one.parcel) opened += 1;
        return desk.copies.read(parcel);
      },
    };
    const again = openDesk(desk.endpoint, desk.deps, desk.founded, { rows: desk.rows, copies: counting });
    const [row] = await again.inbox.items();
    const { verification } = must(await again.inbox.view(row!));
    expect(new Set(verification.attachments.map((each) => ('code' in each ? each.code : '')))).toEqual(
      new Set(['bindMismatch']),
    );
    expect(opened).toBe(0);
  });

  it('[REP4] leaps to the farthest number again and again do not fill the member’s file', async () => {
    const desk = await createDesk();
    const phone = await createPhone(desk);
    await phone.hello();
    let { key } = phone.chain;
    let n = 0;
    const verdicts: string[] = [];
    for (let leap = 0; leap < 2; leap += 1) {
      for (const target = n + 4000; n < target; n += 1) key = await nextKey(key);
      const voids = Array.from({ length: 4096 }, (_, i) => 1_000_000 * (leap + 1) + i);
      const sealed = await seal(desk, { chain: { id: phone.chain.id, n, key }, voids });
      await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
      verdicts.push((await readAll(desk)).at(-1)!.verification.author.verdict);
    }
    expect(verdicts).toEqual(['notConfirmed', 'tooFar']);
    const [monitor] = (await desk.box.read()).monitors;
    expect(monitor?.chain.voids).toEqual([]);
    expect(monitor?.chain.seen).toHaveLength(4001);
    expect(encodeMember(await desk.box.read()).length).toBeLessThan(1_500_000);
  });
});
