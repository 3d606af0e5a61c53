/** Owns the proof of the whole line: set up, join, write, send, open, acknowledge. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runDemo } from '../../src/cli/demo.ts';
import { jpeg, png } from '../../src/cli/demoFiles.ts';
import { runTumar } from '../../src/cli/main.ts';
import { networkDeps } from '../../src/cli/member/networkDeps.ts';
import { createInbox } from '../../src/inbox/inbox.ts';
import { parseMember } from '../../src/inbox/member.ts';
import { encodeInvite, parseInvite } from '../../src/wire/invite.ts';
import { callIn, jsonOf } from '../cli/terminal.ts';
import { must, sha256Hex } from '../crypto/setup.ts';
import { realRng } from '../fakes/endpoint.ts';
import { createMemoryBox, createMemoryCopies, createMemoryRows } from '../fakes/inboxMemory.ts';
import {
  gone,
  honest,
  inbox,
  invite,
  joined,
  layLine,
  line,
  put,
  putReport,
  read,
  readJson,
  sample,
  samples,
  setUp,
  snapshot,
  status,
  tumar,
} from './line.ts';

layLine();

describe('the whole line', () => {
  it('S5 S6 [REP7] set up, invite, join, confirm, send with attachments, inbox, acknowledge, Received', async () => {
    await setUp();
    const { hello, safety, name } = await joined();
    expect(name).toBe('Steppe Watch');
    expect(String(safety).split(' ')).toHaveLength(10);
    expect((await inbox()).code).toBe(0);
    const wrong = await tumar('org', 'confirm', '--member', 'org/member.json', 'abide abide abide abide');
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('wordsUnknown') });

    const report = sample('S4');
    const video = realRng(1_500_000);
    put('voice.wav', png(1));
    put('..‮gnp.jpeg', jpeg(2));
    put('video.mp4', video);
    const sent = await tumar(
      'send',
      '--state',
      'phone',
      putReport(report),
      'voice.wav',
      '..‮gnp.jpeg',
      'video.mp4',
    );
    expect(sent).toMatchObject({ code: 0, out: `${report.local_ref}  Stored\n` });

    // Urgent text before the rest, pictures before the video. [UP6]
    type Held = { reports: { parcels: { order: number }[] }[] };
    const { reports } = readJson('phone', 'state.json') as unknown as Held;
    expect(reports[0]?.parcels.map(({ order }) => order)).toEqual([1, 4, 3, 5]);

    const item = `${report.local_ref}-${report.id.slice(0, 8)}`;
    expect((await inbox()).out).toBe(`${item}  notConfirmed  attachments 3/3\n`);
    const confirmed = await tumar(
      'org',
      'confirm',
      '--member',
      'org/member.json',
      ...String(hello).split(' '),
    );
    expect(confirmed.code).toBe(0);
    expect((await inbox()).out).toBe(`${item}  confirmed  attachments 3/3\n`);
    expect(readJson('in', item, 'report.json')).toEqual(report);
    expect(readdirSync(join(line.folder, 'in', item)).sort()).toEqual([
      '01-voice.wav',
      '02-gnp.jpeg',
      '03-video.mp4',
      'report.json',
      'verification.json',
    ]);
    expect(sha256Hex(read('in', item, '03-video.mp4'))).toBe(sha256Hex(video));
    const { attachments } = readJson('in', item, 'verification.json');
    expect(JSON.stringify(attachments)).not.toContain('tail');
    for (const path of [
      'org/member.json',
      'org/recovery.json',
      'phone/state.json',
      `in/${item}/report.json`,
    ]) {
      expect(statSync(join(line.folder, path)).mode & 0o777, path).toBe(0o600);
    }

    expect(await status()).toBe(`${report.local_ref}  Stored\n`);
    const before = snapshot(`in/${item}`);
    expect((await inbox('--ack')).code).toBe(0);
    expect((await inbox('--ack')).code).toBe(0);
    const after = snapshot(`in/${item}`);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(await status()).toBe(`${report.local_ref}  Received\n`);
    // Only the hello is left: what was received is purged.
    expect(readdirSync(join(line.folder, 'phone/sealed'))).toHaveLength(1);
    expect(readdirSync(join(line.folder, 'in')).filter((each) => !each.startsWith('.'))).toEqual([item]);

    // Another line.folder starts from nothing and finds the same.
    const other = await tumar('inbox', '--member', 'org/member.json', '--out', 'elsewhere');
    expect(other.out).toBe(`${item}  confirmed  attachments 3/3\n`);
  });

  it('S6 [EP5] an invite works once, for one device; the same device may ask again', async () => {
    await setUp();
    const code = await invite();
    line.tamper = async (request, next) =>
      new URL(request.url).pathname.endsWith('/enrol') ? next().then(gone) : next();
    const lost = await tumar('join', '--invite', code, '--state', 'phone');
    expect(lost.code).toBe(3);
    line.tamper = honest;
    // From standard input, so that the code stands in no list of processes.
    const piped = await callIn(line.folder, (io) =>
      runTumar(['join', '--invite', '-', '--state', 'phone'], {
        ...io,
        stdin: Readable.from([Buffer.from(`${code}\n`)]),
      }),
    );
    expect(piped.code).toBe(0);
    const second = await tumar('join', '--invite', code, '--state', 'other');
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining('inviteUsed') });
    const again = await tumar('join', '--invite', code, '--state', 'phone');
    expect(again.code).toBe(2);
  });

  it('[EP5] [INV1] malformed, expired and foreign invites each have their code', async () => {
    await setUp();
    const code = await invite();
    const good = must(parseInvite(code));
    const cases = [
      [`${code.slice(0, 30)}${code[30] === 'q' ? 'p' : 'q'}${code.slice(31)}`, 'inviteMalformed'],
      ['https://example.org', 'inviteMalformed'],
      [encodeInvite({ ...good, lastDay: '2020-01-01' }), 'inviteExpired'],
      [encodeInvite({ ...good, secret: realRng(16) }), 'inviteForeign'],
      [encodeInvite({ ...good, pin: '00'.repeat(32) }), 'manifestForeign'],
      [encodeInvite({ ...good, readKey: realRng(32) }), 'boxDamaged'],
    ] as const;
    for (const [text, expected] of cases) {
      const said = await tumar('join', '--invite', text, '--state', `phone-${expected}`, '--json');
      expect(said.code, expected).toBe(1);
      expect(jsonOf(said)).toMatchObject({ error: { code: expected } });
    }
  });

  it('[EP2] a set-up code founds one organisation, and the endpoint then offers another', async () => {
    const code = line.endpoint.setupCode();
    await setUp();
    const args = ['org', 'setup', '--url', line.served.url, '--name', 'Second', '--code'];
    const used = await tumar(...args, code, '--out', 'second');
    expect(used).toMatchObject({ code: 1, err: expect.stringContaining('setupCodeUsed') });
    expect(existsSync(join(line.folder, 'second/member.json'))).toBe(false);
    const wrong = await tumar(...args, 'AAAA-BBBB', '--out', 'second');
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('setupCodeWrong') });
    expect((await tumar(...args, line.endpoint.setupCode(), '--out', 'second')).code).toBe(0);
    const over = await tumar(...args, line.endpoint.setupCode(), '--out', 'second');
    expect(over).toMatchObject({ code: 2, err: expect.stringContaining('is there already') });
  });

  it('S6 [REP5] two devices, one id: both are kept, the later one beside the first', async () => {
    await setUp();
    await joined();
    await joined('second');
    const report = sample('S3');
    const item = `${report.local_ref}-${report.id.slice(0, 8)}`;
    await tumar('send', '--state', 'phone', putReport(report));
    expect((await inbox()).out).toBe(`${item}  notConfirmed  attachments 0/0\n`);
    await tumar('send', '--state', 'second', '--anonymous', putReport({ ...report, tags: ['other'] }));
    const [first = '', second = ''] = (await inbox()).out.split('\n');
    expect(first).toBe(`${item}  notConfirmed  attachments 0/0  conflict`);
    expect(second).toMatch(new RegExp(`^${item}-[0-9a-f]{4}  anonymous  attachments 0/0  conflict$`));
    expect(readJson('in', item, 'report.json')).toEqual(report);
    expect(readJson('in', second.split(' ')[0] ?? '', 'report.json')).toMatchObject({ tags: ['other'] });
  });
});

describe('the demo', () => {
  it('sends every sample, and a desk with nothing but member.json sees them all whole', async () => {
    const code = line.endpoint.setupCode();
    const said = await callIn(line.folder, (io) =>
      runDemo(['--url', line.served.url, '--out', 'demo', '--code', code], io),
    );
    expect(said).toMatchObject({ code: 0, err: '' });
    const member = must(parseMember(read('demo', 'member.json')));
    const opened = must(
      createInbox({
        ...(await networkDeps()),
        member,
        box: createMemoryBox(member),
        rows: createMemoryRows(),
        copies: createMemoryCopies(),
      }),
    );
    must(await opened.collect());
    const views = [];
    for (const row of await opened.items()) views.push(must(await opened.view(row)));
    expect(views).toHaveLength(samples.length);
    expect(new Set(views.map(({ verification }) => verification.author.verdict))).toEqual(
      new Set(['confirmed', 'notConfirmed']),
    );
    for (const { report, verification } of views) {
      expect(verification.complete).toBe(true);
      expect(verification.author.gaps).toEqual([]);
      type Evidence = { file?: { name: string; sha256: string } };
      for (const { file } of (report.fields['evidence'] ?? []) as Evidence[]) {
        const cited = report.attachments.find(({ name }) => name === file?.name);
        expect(cited?.sha256).toBe(file?.sha256);
      }
    }
  });
});
