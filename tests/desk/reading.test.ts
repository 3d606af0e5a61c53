/** Owns the proof of what happens to what arrives at the desk: reports that stay, copies that go on, acknowledgements that wait. */
import { describe, expect, it } from 'vitest';
import { additionsTo, sinceShown } from '../../src/desk/additions.ts';
import { instant } from '../../src/domain/day.ts';
import { additionFields } from '../../src/domain/later/addition.ts';
import type { SealedFile } from '../../src/store/disk.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { loadSafetyWords, wordsOf } from '../../src/wire/words/words.ts';
import { codeOf, must, sha256Hex } from '../crypto/setup.ts';
import { attach, boardOf, createDesk, createPhone, seal, upload } from '../inbox/desk.ts';
import { createDevice, save } from '../vault/device.ts';
import { opened, opening, report, view, WORDS } from './atDesk.ts';
import { createParty, until } from './party.ts';

describe('the inbox', () => {
  it('[EP7] [REP7] S5 S6 a report appears, is read, and is complete only when its attachment matched; lock and restart keep all', async () => {
    const { party, desk } = await opening();
    const phone = await createPhone(desk);
    // The invite belongs to the desk's own state, which is another copy of the member here.
    await phone.hello();
    const one = await attach(desk, utf8('true bytes'));
    const sealed = await seal(desk, {
      chain: phone.chain,
      attachments: [one.attachment],
      fields: report('ABCDE'),
    });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    await party.session.collect();
    const [card] = await until(party.mailbox.cards, (cards) => cards.length === 1);
    expect(card).toMatchObject({ unread: true, arrived: 0, headline: { shortCode: 'ABCDE' } });
    expect(await boardOf(desk)).toEqual([]);

    const shown = must(await view(party, card!.parcel));
    expect(shown.fields).toEqual(report('ABCDE'));
    expect(Object.keys(shown)).not.toContain('ack');
    expect(JSON.stringify(shown)).not.toContain('"ack"');
    await until(party.mailbox.cards, ([now]) => now?.acknowledged === 'read');
    expect(await boardOf(desk)).toEqual([sealed.expected.read]);

    await upload(desk, phone.monitor, one.parcel, one.file);
    await party.session.collect();
    await until(party.mailbox.cards, ([now]) => now?.arrived === 1 && now.acknowledged === 'complete');
    expect(new Set(await boardOf(desk))).toEqual(new Set([sealed.expected.read, sealed.expected.complete]));
    expect(must(await party.session.preview(card!.parcel, 0))).toMatchObject({
      kind: 'text',
      text: 'true bytes',
    });
    const blob = must(await party.session.extract(card!.parcel, 0));
    expect(await blob.text()).toBe('true bytes');

    await party.session.lock();
    expect(party.mailbox.all()).toEqual([]);
    const again = await createParty({ device: createDevice(save(party.device)), endpoint: party.endpoint });
    again.line.send = () => Promise.reject(new TypeError('offline'));
    await again.session.unlock(WORDS);
    await opened(again);
    const [kept] = await until(again.mailbox.cards, (cards) => cards.length === 1);
    expect(kept).toMatchObject({ acknowledged: 'complete', arrived: 1, opened: true, unread: false });
    expect(must(await view(again, kept!.parcel)).fields).toEqual(report('ABCDE'));
  });

  it('S5 writes down when a report and its files were first opened and saved, and keeps it over a restart', async () => {
    const { party, desk } = await opening();
    const phone = await createPhone(desk);
    const one = await attach(desk, utf8('true bytes'));
    const sealed = await seal(desk, { attachments: [one.attachment], fields: report('LMNPQ') });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    await upload(desk, phone.monitor, one.parcel, one.file);
    await party.session.collect();
    const [{ parcel } = { parcel: '' }] = await until(party.mailbox.cards, (cards) => cards.length === 1);
    const compared = instant(party.clock.now());
    const { verification } = must(await party.session.peek(parcel));
    expect(verification.attachments).toMatchObject([{ state: 'matched', at: compared }]);
    expect(party.mailbox.get(parcel)).toMatchObject({ unread: true, handled: { openedAt: null, files: {} } });

    const times: string[] = [];
    const pass = (): void => {
      party.clock.move(61_000);
      times.push(instant(party.clock.now()));
    };
    pass();
    await party.session.read([parcel]);
    pass();
    must(await party.session.preview(parcel, 0));
    pass();
    must(await party.session.extract(parcel, 0));
    const [openedAt, shown, saved] = times;
    const handled = { openedAt, files: { [one.attachment.content]: { shown, saved } } };
    expect(party.mailbox.get(parcel)?.handled).toEqual(handled);
    // The first time stays.
    pass();
    await party.session.read([parcel]);
    must(await party.session.preview(parcel, 0));
    must(await party.session.extract(parcel, 0));
    expect(party.mailbox.get(parcel)?.handled).toEqual(handled);

    await party.session.lock();
    const again = await createParty({ device: createDevice(save(party.device)), endpoint: party.endpoint });
    await again.session.unlock(WORDS);
    await opened(again);
    expect(again.mailbox.get(parcel)).toMatchObject({ unread: false, handled });
    expect(must(await again.session.peek(parcel)).verification.attachments).toMatchObject([{ at: compared }]);
  });

  it('[REP10] what arrives while its report is open stays unread until it is shown', async () => {
    const { party, desk } = await opening();
    const phone = await createPhone(desk);
    const id = '11111111-1111-4111-8111-111111111111';
    const first = await seal(desk, { id, fields: report('MNPQR') });
    await upload(desk, phone.monitor, first.parcel, first.sealed);
    await party.session.collect();
    const [card] = await until(party.mailbox.cards, (cards) => cards.length === 1);
    must(await view(party, card!.parcel));
    const onThePage = new Set(additionsTo(card!, party.mailbox.all()).map(({ parcel }) => parcel));

    const made = additionFields({
      id: '22222222-2222-4222-8222-222222222222',
      code: 'NPQRS',
      about: { report: id, code: 'MNPQR' },
      kind: 'withdraw',
      language: 'en',
      reason: '',
      answers: {},
      whose: [],
      attachments: [],
      now: party.clock.now(),
    });
    const later = await seal(desk, { id: '22222222-2222-4222-8222-222222222222', fields: must(made) });
    await upload(desk, phone.monitor, later.parcel, later.sealed);
    await party.session.collect();
    const cards = await until(party.mailbox.cards, (now) => now.length === 2);
    const { here, arrived } = sinceShown(additionsTo(card!, cards), onThePage);
    expect(here).toEqual([]);
    expect(arrived).toMatchObject([{ parcel: later.parcel, unread: true, opened: false, kind: 'withdraw' }]);
    // Opened to be drawn; read when it is.
    must(await party.session.peek(later.parcel));
    expect(party.mailbox.get(later.parcel)).toMatchObject({ unread: true, opened: false });
    await party.session.read([later.parcel]);
    expect(party.mailbox.get(later.parcel)).toMatchObject({ unread: false, opened: true });
  });

  it('[REP7] what was opened offline is acknowledged when the line is back', async () => {
    const { party, desk } = await opening();
    const phone = await createPhone(desk);
    const sealed = await seal(desk, { fields: report('BCDEF') });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    await party.session.collect();
    const [card] = await until(party.mailbox.cards, (cards) => cards.length === 1);
    const { send } = party.line;
    party.line.send = () => Promise.reject(new TypeError('offline'));
    must(await view(party, card!.parcel));
    await until(party.mailbox.fetching, ({ trouble }) => trouble === 'offline');
    expect(await boardOf(desk)).toEqual([]);
    party.line.send = send;
    await party.session.collect();
    expect(new Set(await boardOf(desk))).toEqual(new Set([sealed.expected.read, sealed.expected.complete]));
  });

  it('[INV2] [REP6] an invite carries a codename; the four words confirm the phone, wrong words nobody', async () => {
    const { party, desk } = await opening();
    const invite = must(await party.session.invite('Juniper'));
    expect(party.session.notes.get().codenames).toMatchObject([{ invite: invite.id, name: 'Juniper' }]);
    const phone = await createPhone(desk, invite.text);
    const words = wordsOf(phone.words, await loadSafetyWords('ru')).join(' ');
    expect(codeOf(await party.session.confirm(words))).toBe('wordsUnknown');
    await phone.hello();
    expect(codeOf(await party.session.confirm('one two three'))).toBe('wordsCount');
    expect(must(await party.session.confirm(words))).toEqual({ invite: invite.id, alarm: 'none' });
    expect(party.mailbox.team.get()?.monitors).toMatchObject([{ confirmed: true, invite: invite.id }]);
  });

  it('[REP5] S6 the same number with another line is a conflict beside the first', async () => {
    const { party, desk } = await opening();
    const phone = await createPhone(desk);
    const id = '11111111-1111-4111-8111-111111111111';
    for (const code of ['CDEFG', 'DEFGH']) {
      const sealed = await seal(desk, { id, fields: report(code) });
      await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    }
    await party.session.collect();
    const cards = await until(party.mailbox.cards, (now) => now.length === 2);
    const shown = must(await view(party, cards[0]!.parcel));
    expect(shown.verification.conflicts).toEqual([cards[1]!.line]);
  });

  it('[SEAL7] what cannot be opened is set aside with its code; the others come in', async () => {
    const { party, desk } = await opening();
    const phone = await createPhone(desk);
    const foreign = await createDesk();
    const other = await seal(foreign, { fields: report('EFGHJ') });
    const good = await seal(desk, { fields: report('FGHJK') });
    await upload(desk, phone.monitor, other.parcel, other.sealed);
    await upload(desk, phone.monitor, good.parcel, good.sealed);
    await party.session.collect();
    await until(party.mailbox.cards, (cards) => cards.length === 1);
    expect(party.mailbox.quarantine.get()).toMatchObject([{ parcel: other.parcel, code: 'notForThisKey' }]);
  });

  it('[EP7] S7 a copy that was cut off goes on from its byte; a full disk stops fetching and loses nothing', async () => {
    const { party, desk } = await opening();
    const phone = await createPhone(desk);
    const one = await attach(desk, new Uint8Array(300_000).fill(7));
    await upload(desk, phone.monitor, one.parcel, one.file);
    const { send } = party.line;
    const ranges: (string | null)[] = [];
    party.line.send = async (request) => {
      const response = await send(request);
      if (!request.url.endsWith(one.parcel)) return response;
      ranges.push(request.headers.get('Range'));
      if (ranges.length > 1 || response.body === null) return response;
      const whole = new Uint8Array(await response.arrayBuffer());
      let told = false;
      const cut = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (told) return controller.error(new TypeError('cut'));
          told = true;
          controller.enqueue(whole.slice(0, 100_000));
        },
      });
      return new Response(cut, { headers: response.headers });
    };
    await party.session.collect();
    expect(party.mailbox.fetching.get().trouble).toBe('offline');
    await party.session.collect();
    expect(ranges).toEqual([null, 'bytes=100000-']);
    expect(party.mailbox.fetching.get().trouble).toBeNull();
    expect(party.mailbox.quarantine.get()).toEqual([]);

    party.device.disk.full = true;
    const sealed = await seal(desk, { fields: report('GHJKM'), attachments: [one.attachment] });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    party.line.send = send;
    await party.session.collect();
    expect(party.mailbox.fetching.get()).toMatchObject({ running: false, trouble: 'diskFull' });
    party.device.disk.full = false;
    await party.session.collect();
    const [card] = await until(party.mailbox.cards, (cards) => cards.length === 1);
    expect(card).toMatchObject({ arrived: 1, contents: [one.attachment.content] });
  });

  it('[EP7] S6 a part that a crash spoilt is thrown away with the copy, and the parcel is fetched anew', async () => {
    const { party, desk } = await opening();
    const phone = await createPhone(desk);
    const sealed = await seal(desk, { fields: report('JKMNP') });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    const name = sha256Hex(Buffer.from(sealed.parcel)).slice(0, 32);
    const writer = await party.device.disk.kept.create(name);
    await writer.write(0, new Uint8Array(5_000) as SealedFile);
    await writer.flush();
    await writer.close();
    const { send } = party.line;
    const ranges: (string | null)[] = [];
    party.line.send = (request) => {
      if (request.url.endsWith(sealed.parcel)) ranges.push(request.headers.get('Range'));
      return send(request);
    };
    await party.session.collect();
    expect(party.mailbox.all()).toEqual([]);
    await party.session.collect();
    await until(party.mailbox.cards, (cards) => cards.length === 1);
    expect(ranges).toEqual(['bytes=5000-', null]);
    expect(party.mailbox.quarantine.get()).toEqual([]);
  });

  it('[REP7] S5 while the vault cannot keep a report, nothing is acknowledged for it', async () => {
    const { party, desk } = await opening();
    const phone = await createPhone(desk);
    const sealed = await seal(desk, { fields: report('KMNPQ') });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    party.device.rows.trouble = 'full';
    await party.session.collect();
    expect(party.mailbox.fetching.get().trouble).toBe('diskFull');
    expect(await boardOf(desk)).toEqual([]);
    party.device.rows.trouble = 'none';
    await party.session.collect();
    const [card] = await until(party.mailbox.cards, (cards) => cards.length === 1);
    must(await view(party, card!.parcel));
    await until(party.mailbox.cards, ([now]) => now?.acknowledged === 'complete');
  });

  it('[EP1] another store epoch means reading from the start, and changes nothing that is here', async () => {
    const { party, desk } = await opening();
    const phone = await createPhone(desk);
    const sealed = await seal(desk, { fields: report('HJKMN') });
    await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
    await party.session.collect();
    const { send } = party.line;
    const asked: string[] = [];
    party.line.send = async (request) => {
      asked.push(request.url);
      const response = await send(request);
      const headers = new Headers(response.headers);
      headers.set('Tumar-Store', `0123456789abcdef ${headers.get('Tumar-Store')?.split(' ')[1] ?? 0}`);
      return new Response(response.body, { status: response.status, headers });
    };
    await party.session.collect();
    expect(asked.some((url) => url.includes('after=0'))).toBe(true);
    expect(asked.some((url) => url.endsWith(sealed.parcel))).toBe(false);
    expect(party.mailbox.all()).toHaveLength(1);
  });
});
