/** Owns the proof of delivery by hand: sealed files carried by somebody else, by two ways, twice, in pieces, are one report. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonOf } from '../cli/terminal.ts';
import { realRng } from '../fakes/endpoint.ts';
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
  readJson,
  sample,
  setUp,
  tumar,
} from '../flow/line.ts';

layLine();

/** A phone without a connection has sealed a report with a file; gives the sealed files. */
async function sealedFiles(size = 200_000): Promise<string[]> {
  await setUp();
  await joined();
  await joined('courier');
  line.tamper = gone;
  put('video.bin', realRng(size));
  expect(
    (await tumar('send', '--state', 'phone', '--wait', '0', putReport(sample('S3')), 'video.bin')).code,
  ).toBe(3);
  line.tamper = honest;
  const { reports } = readJson('phone', 'state.json') as unknown as {
    reports: { parcels: { handle: string }[] }[];
  };
  return reports.flatMap(({ parcels }) =>
    parcels.map(({ handle }) => join('phone', 'sealed', `${handle}.age`)),
  );
}

/** Counts the bytes that uploads carry from now on. */
function watched(): { bytes: number; spoil: (sent: number) => boolean } {
  const seen = { bytes: 0, spoil: (_sent: number): boolean => false };
  line.tamper = async (request, next) => {
    const length = Number(request.headers.get('Content-Length') ?? 0);
    if (request.headers.get('Content-Type') !== 'application/offset+octet-stream') return next();
    if (seen.spoil(seen.bytes)) return gone();
    seen.bytes += length;
    return next();
  };
  return seen;
}

const items = (): string[] => readdirSync(join(line.folder, 'in')).filter((name) => !name.startsWith('.'));

describe('tumar deliver', () => {
  it('S5 S6 a courier brings the files, then the phone sends them too: one report, whole, and not a byte twice', async () => {
    const files = await sealedFiles();
    const seen = watched();
    const said = await tumar('deliver', '--state', 'courier', ...files);
    expect(said).toMatchObject({ code: 0, err: '', out: files.map((file) => `${file}  Stored\n`).join('') });
    const carried = seen.bytes;
    expect(carried).toBeGreaterThan(200_000);

    expect((await tumar('deliver', '--state', 'courier', ...files, ...files)).code).toBe(0);
    expect((await tumar('send', '--state', 'phone')).code).toBe(0);
    // The phone's own hello was still to go.
    expect(seen.bytes - carried).toBeLessThan(20_000);
    expect((await inbox('--ack')).out).toContain('attachments 1/1');
    expect(items()).toHaveLength(1);
    expect((await tumar('status', '--state', 'phone')).out).toContain('Received');
  });

  it('S6 a file that is missing, a folder and a pipe are refused by name, and the others go all the same', async () => {
    const [file = ''] = await sealedFiles(1_000);
    execFileSync('mkfifo', [join(line.folder, 'pipe.age')]);
    mkdirSync(join(line.folder, 'folder.age'));
    const hidden = 'a\u001b[2Jb\u202ec.age';
    const said = await tumar(
      'deliver',
      '--state',
      'courier',
      'none.age',
      'pipe.age',
      'folder.age',
      hidden,
      file,
    );
    expect(said.code).toBe(2);
    const lines = said.out.trim().split('\n');
    expect(lines.map((one) => / {2}(Refused {2}fileUnreadable|Stored)/.exec(one)?.[1])).toEqual([
      ...Array.from({ length: 4 }, () => 'Refused  fileUnreadable'),
      'Stored',
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a terminal
    expect(said.out).not.toMatch(/[\u001b\u202e]/);
    expect(lines[3]).toMatch(/^a<.+>\[2Jb<.+>c\.age /);
  });

  it('[UP8] S7 goes on where an earlier run stopped, whoever ran it', async () => {
    const files = await sealedFiles(900_000);
    const seen = watched();
    seen.spoil = (sent) => sent > 400_000;
    const cut = await tumar('deliver', '--state', 'courier', '--wait', '0', ...files);
    expect(cut.code).toBe(3);
    expect(cut.out).toContain('Waiting');
    const before = seen.bytes;
    seen.spoil = () => false;
    expect((await tumar('deliver', '--state', 'phone', ...files)).code).toBe(0);
    expect(before).toBeGreaterThan(100_000);
    expect(seen.bytes).toBeLessThan(1_100_000);
    expect((await inbox()).out).toContain('attachments 1/1');
  });

  it('S6 to the organisation of an invite, which is not used up; and to a bare address, saying what nobody checked', async () => {
    const files = await sealedFiles();
    expect((await tumar('deliver', '--state', 'courier', ...files)).code).toBe(0);
    const code = await invite();
    const byInvite = await tumar('deliver', '--invite', code, '--json', ...files);
    const { org } = readJson('courier', 'state.json') as { org: string };
    const byAddress = await tumar('deliver', '--url', line.served.url, '--org', org, ...files);
    // Without a ticket an endpoint may refuse; what it may not do is lose, double or pretend.
    const { files: told } = jsonOf(byInvite) as { files: { state: string; code?: string }[] };
    for (const file of told)
      expect([
        ['stored', undefined],
        ['refused', 'ticketRefused'],
      ]).toContainEqual([file.state, file.code]);
    expect([0, 1]).toContain(byAddress.code);
    for (const text of byAddress.out.trim().split('\n'))
      expect(text).toMatch(/the endpoint says so|ticketRefused/);
    expect((await tumar('join', '--invite', code, '--state', 'new')).code).toBe(0);
    expect((await inbox()).code).toBe(0);
    expect(items()).toHaveLength(1);
  });

  it('N3 a portal, nobody, a file that is none: exit codes 3, 3, 1, and 2 for what was asked wrongly', async () => {
    const [file = ''] = await sealedFiles();
    line.tamper = async () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } });
    expect((await tumar('deliver', '--state', 'courier', '--wait', '0', file)).code).toBe(3);
    line.tamper = gone;
    expect((await tumar('deliver', '--state', 'courier', '--wait', '0', file)).code).toBe(3);
    line.tamper = honest;
    put('note.txt', 'not sealed');
    put('empty', '');
    const mixed = await tumar('deliver', '--state', 'courier', 'note.txt', 'empty', file);
    expect(mixed.code).toBe(1);
    expect(mixed.out.match(/notSealed: this is not a sealed file/g)).toHaveLength(2);
    expect(mixed.out).toContain(`${file}  Stored`);
    for (const args of [
      [],
      [file],
      ['--state', 'courier'],
      ['--state', 'courier', 'nowhere.age'],
      ['--state', 'courier', '--url', 'http://a.example', '--org', '0'.repeat(32), file],
      ['--url', 'http://a.example', file],
      ['--url', 'file:///etc', '--org', '0'.repeat(32), file],
      ['--url', 'http://a.example', '--org', 'x', file],
      ['--state', 'courier', '--wait', 'soon', file],
    ])
      expect((await tumar('deliver', ...args)).code, args.join(' ')).toBe(2);
    expect((await tumar('deliver', '--help')).code).toBe(0);
    expect((await tumar('deliver', '--invite', 'join1nonsense', file)).code).toBe(1);
  });

  it('S5 a file that is damaged on the way to the courier arrives nowhere, and blocks nothing', async () => {
    const [report = '', video = ''] = await sealedFiles();
    const bytes = readFileSync(join(line.folder, video));
    bytes[150_000] = (bytes[150_000] ?? 0) ^ 1;
    put('damaged.age', bytes);
    // It has a name of its own, so the endpoint takes it; the desk cannot match it with any report.
    expect((await tumar('deliver', '--state', 'courier', 'damaged.age', report)).code).toBe(0);
    expect((await inbox()).out).toContain('attachments 0/1');
    expect((await tumar('deliver', '--state', 'courier', video)).code).toBe(0);
    expect((await inbox()).out).toContain('attachments 1/1');
    expect(items()).toHaveLength(1);
  });
});
