/** Owns the proof of what goes wrong on the line: each fault has its code, and nothing is lost. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { networkDeps } from '../../src/cli/member/networkDeps.ts';
import { nodeClock } from '../../src/cli/platform.ts';
import { encodeMember, parseMember } from '../../src/inbox/member.ts';
import { publishManifest } from '../../src/inbox/publishing.ts';
import { jsonOf } from '../cli/terminal.ts';
import { must } from '../crypto/setup.ts';
import { createTestEndpoint, realRng } from '../fakes/endpoint.ts';
import { serve } from '../server/sockets.ts';
import {
  gone,
  honest,
  inbox,
  joined,
  layLine,
  line,
  put,
  putReport,
  read,
  readJson,
  sample,
  setUp,
  snapshot,
  status,
  tumar,
} from './line.ts';

layLine();

describe('a line that breaks, lies or is misused', () => {
  it('S1 S2 without a connection a report waits sealed, nothing readable is left, and it goes later', async () => {
    await setUp();
    await joined();
    line.tamper = gone;
    const report = { ...sample('S3'), secretWord: 'Крапива-и-полынь' };
    const file = put('note.txt', 'Крапива-и-полынь');
    const waiting = await tumar('send', '--state', 'phone', '--wait', '0', putReport(report), file);
    expect(waiting).toMatchObject({ code: 3, out: `${report.local_ref}  Waiting\n` });
    const kept = Object.keys(snapshot('phone')).map((path) => readFileSync(path).toString('utf8'));
    expect(kept.some((text) => text.includes('Крапива'))).toBe(false);
    expect((await tumar('status', '--state', 'phone')).code).toBe(3);
    expect((await tumar('send', '--state', 'phone', '--wait', '0')).code).toBe(3);
    line.tamper = honest;
    const twice = await tumar('send', '--state', 'phone', putReport(report), file);
    expect(twice).toMatchObject({ code: 2, err: expect.stringContaining('sent from here already') });
    expect(await tumar('send', '--state', 'phone')).toMatchObject({
      code: 0,
      out: `${report.local_ref}  Stored\n`,
    });
  });

  it('S6 an attachment on its way is listed as missing, and the report is complete when it came', async () => {
    await setUp();
    await joined();
    let files = 0;
    line.tamper = async (request, next) => {
      const length = Number(request.headers.get('Upload-Length') ?? 0);
      if (request.method === 'POST' && length > 65_536 && ++files < 100) return gone();
      return next();
    };
    const report = sample('S3');
    const item = `${report.local_ref}-${report.id.slice(0, 8)}`;
    put('big.bin', realRng(200_000));
    expect((await tumar('send', '--state', 'phone', '--wait', '0', putReport(report), 'big.bin')).code).toBe(
      3,
    );
    expect((await inbox('--ack')).out).toBe(`${item}  notConfirmed  attachments 0/1\n`);
    expect(await status()).not.toContain('Received');
    line.tamper = honest;
    expect((await tumar('send', '--state', 'phone')).code).toBe(0);
    expect((await inbox('--ack')).out).toBe(`${item}  notConfirmed  attachments 1/1\n`);
    expect(await status()).toBe(`${report.local_ref}  Received\n`);
  });

  it('S5 [UP4] [UP6] a forged receipt makes nothing stored', async () => {
    await setUp();
    await joined();
    line.tamper = async (request, next) => {
      const reply = await next();
      if (!new URL(request.url).pathname.endsWith('/receipt')) return reply;
      const body = (await reply.json()) as { receipt: string; signature: string };
      const text = Buffer.from(body.receipt, 'base64')
        .toString('utf8')
        .replace(/"sequence":\d+/, '"sequence":9');
      const forged = JSON.stringify({ ...body, receipt: Buffer.from(text).toString('base64') });
      return new Response(forged, { headers: reply.headers });
    };
    const report = sample('S3');
    const sent = await tumar('send', '--state', 'phone', '--wait', '0', putReport(report));
    expect(sent).toMatchObject({ code: 3, out: `${report.local_ref}  Sent\n` });
    line.tamper = honest;
    expect((await tumar('send', '--state', 'phone')).out).toBe(`${report.local_ref}  Stored\n`);
  });

  it('S8 [MAN4] an older or swapped manifest is refused aloud, and the phone goes on with the one it has', async () => {
    await setUp();
    await joined();
    const deps = await networkDeps();
    const member = must(parseMember(read('org', 'member.json')));
    const next = must(await publishManifest(deps, member, { name: 'Renamed' }));
    writeFileSync(join(line.folder, 'org/member.json'), encodeMember(next));
    expect((await tumar('send', '--state', 'phone')).code).toBe(0);
    const isManifest = (request: Request) => new URL(request.url).pathname.endsWith('/manifest');
    line.tamper = (request, go) =>
      isManifest(request) ? line.endpoint.fetch(new Request(`${request.url}/1`)) : go();
    const report = sample('S3');
    const sent = await tumar('send', '--state', 'phone', putReport(report));
    expect(sent).toMatchObject({ code: 0, err: expect.stringContaining('manifestOlder') });
    const item = `${report.local_ref}-${report.id.slice(0, 8)}`;
    await inbox();
    expect(readJson('in', item, 'verification.json')).toMatchObject({
      manifest: { known: true, version: 2 },
    });
  });

  it('[UP1] a file that the endpoint would not take is refused before it is sealed', async () => {
    const small = await createTestEndpoint({ clock: nodeClock, config: { parcelLimit: 65_536 } });
    const door = await serve((request) => small.fetch(request));
    const args = ['--url', door.url, '--code', small.setupCode(), '--name', 'Small', '--out', 'org'];
    expect((await tumar('org', 'setup', ...args)).code).toBe(0);
    await joined();
    put('fits.bin', realRng(50_000));
    put('large.bin', realRng(70_000));
    const refused = await tumar('send', '--state', 'phone', putReport(sample('S3')), 'large.bin', '--json');
    expect(refused.code).toBe(1);
    expect(jsonOf(refused)).toEqual({ error: { code: 'tooLarge', detail: 'large.bin' } });
    expect((await tumar('send', '--state', 'phone', 'report.json', 'fits.bin')).code).toBe(0);
    await door.stop();
    await small.stop();
  });

  it('[UP5] N3 a login page instead of the endpoint loses nothing and is named', async () => {
    await setUp();
    await joined();
    line.tamper = async () =>
      new Response('<html>Log in</html>', { headers: { 'Content-Type': 'text/html' } });
    const said = await inbox();
    expect(said).toMatchObject({ code: 3, err: expect.stringContaining('notOurEndpoint') });
    const report = sample('S3');
    expect((await tumar('send', '--state', 'phone', '--wait', '0', putReport(report))).code).toBe(3);
    line.tamper = honest;
    expect((await tumar('send', '--state', 'phone')).code).toBe(0);
    expect((await inbox()).code).toBe(0);
  });

  it('S9 [SIG1] verify: manifest against its pin, receipt against the manifest; altered ones are refused', async () => {
    await setUp();
    await joined();
    const shown = jsonOf(await tumar('verify', 'manifest', 'org/manifest.json', '--json'));
    const pin = String(shown['pin']);
    for (const file of ['org/manifest.json', 'org/member.json']) {
      expect((await tumar('verify', 'manifest', file, '--pin', pin)).code, file).toBe(0);
    }
    const foreign = await tumar('verify', 'manifest', 'org/manifest.json', '--pin', '0'.repeat(64));
    expect(foreign).toMatchObject({ code: 1, err: expect.stringContaining('manifestForeign') });
    const [receipt = ''] = readdirSync(join(line.folder, 'phone/receipts')).filter((name) =>
      name.endsWith('.json'),
    );
    const path = `phone/receipts/${receipt}`;
    const args = ['--manifest', 'org/manifest.json', '--pin', pin];
    expect((await tumar('verify', 'receipt', path, ...args)).code).toBe(0);
    put(path, read(path).toString('utf8').replace('"size":', '"size" :'));
    expect(await tumar('verify', 'receipt', path, ...args)).toMatchObject({
      code: 1,
      err: expect.stringContaining('badSignature'),
    });
    put('org/manifest.json', read('org/manifest.json').toString('utf8').replace('Steppe', 'Stoppe'));
    expect((await tumar('verify', 'manifest', 'org/manifest.json', '--pin', pin)).code).toBe(1);
  });

  it('wrong use: no such command, missing options, missing and damaged files', async () => {
    for (const args of [
      [],
      ['nonsense'],
      ['org'],
      ['org', 'setup'],
      ['join', '--state', 'x'],
      ['send'],
      ['send', '--state', 'nowhere'],
      ['status', '--state', 'nowhere'],
      ['inbox', '--member', 'nowhere.json', '--out', 'in'],
      ['verify', 'letter', 'x'],
      ['send', '--state', 'x', '--colour', 'blue'],
    ]) {
      const said = await tumar(...args);
      expect(said.code, args.join(' ')).toBe(2);
      expect(said.err, args.join(' ')).not.toMatch(/\n\s+at /);
    }
    for (const command of [
      'keygen',
      'seal',
      'open',
      'check',
      'verify',
      'org',
      'inbox',
      'join',
      'send',
      'status',
    ]) {
      expect(await tumar(command, '--help'), command).toMatchObject({ code: 0, err: '' });
    }
    put('member.json', '{"v":1}');
    const said = await tumar('inbox', '--member', 'member.json', '--out', 'in');
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('memberMalformed') });
    mkdirSync(join(line.folder, 'broken'));
    put('broken/state.json', '{}');
    expect(await tumar('status', '--state', 'broken')).toMatchObject({ code: 1 });
  });
});
