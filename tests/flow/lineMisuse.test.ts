/** Owns the proof that a turned monitor, a lost answer or two commands at once cost the coordinator nothing. */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/cli/outcome.ts';
import { withLock } from '../../src/cli/platform.ts';
import { ENDPOINT_STATUS } from '../../src/wire/endpointApi.ts';
import { jsonOf } from '../cli/terminal.ts';
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
  tumar,
} from './line.ts';

layLine();

const setUpWith = (code: string, ...more: string[]) =>
  tumar('org', 'setup', '--url', line.served.url, '--code', code, '--name', 'Lake', '--out', 'org', ...more);
const isFounding = (request: Request) => request.url.endsWith('/v1/orgs');

describe('founding', () => {
  it('[EP2] S1 an answer that never came leaves the keys, and the same command finishes', async () => {
    const code = line.endpoint.setupCode();
    line.tamper = async (request, next) => {
      const reply = await next();
      return isFounding(request) ? gone() : reply;
    };
    const lost = await setUpWith(code);
    expect(lost).toMatchObject({ code: 3, err: expect.stringContaining('notOurEndpoint') });
    const keys = read('org', 'member.json');
    expect(existsSync(join(line.folder, 'org/recovery.json'))).toBe(true);
    line.tamper = honest;
    expect((await setUpWith(line.endpoint.setupCode())).code).toBe(1);
    expect(read('org', 'member.json')).toEqual(keys);
    expect(await setUpWith(code)).toMatchObject({ code: 0, err: '' });
    expect(read('org', 'member.json')).toEqual(keys);
    expect((await tumar('verify', 'manifest', 'org/manifest.json')).code).toBe(0);
    await joined();
    expect((await setUpWith(line.endpoint.setupCode())).code).toBe(2);
  });

  it('[EP2] a wrong code or name is said, and leaves nothing behind', async () => {
    expect(await setUpWith('WRONG')).toMatchObject({
      code: 1,
      err: expect.stringContaining('setupCodeWrong'),
    });
    expect(readdirSync(join(line.folder, 'org'))).toEqual([]);
    for (const name of ['', ' ', 'x'.repeat(201)]) {
      const said = await setUpWith(line.endpoint.setupCode(), '--name', name);
      expect(said).toMatchObject({ code: 2, err: expect.stringContaining('--name') });
    }
  });
});

describe('the inbox folder', () => {
  it('[REP5] S6 reports under one id never overwrite each other, whatever their hashes, also when a copy is damaged', async () => {
    await setUp();
    await joined();
    await joined('other');
    const report = sample('S3');
    const folder = `${report.local_ref}-${report.id.slice(0, 8)}`;
    const narratives = ['first', 'second', 'third'];
    // Three devices with the same id: what a monitor who learnt of it could do.
    for (const [i, narrative] of narratives.entries()) {
      const state = `phone${i}`;
      await joined(state);
      const name = putReport({ ...report, narrative }, `${narrative}.json`);
      expect((await tumar('send', '--state', state, name)).code).toBe(0);
    }
    const seen = (): unknown[] =>
      readdirSync(join(line.folder, 'in'))
        .filter((name) => name.startsWith(folder))
        .sort()
        .map((name) => readJson('in', name, 'report.json')['narrative']);
    await inbox();
    expect(new Set(seen())).toEqual(new Set(narratives));
    const before = seen();
    const first = readJson('in', folder, 'verification.json')['parcel'] as string;
    writeFileSync(join(line.folder, 'in/.sealed', `${first}.age`), 'torn');
    const again = await inbox();
    expect(again.err).toContain(first);
    expect(seen()).toEqual(before);
  });

  it('[REP5] a third report whose hash begins like the second’s gets a folder of its own', async () => {
    const { folderFor } = await import('../../src/cli/member/inboxCommand.ts');
    const taken = new Map<string, string>();
    const name = (hash: string): string => folderFor('ABC23-00112233', hash, (other) => taken.get(other));
    for (const hash of [`aaaa${'0'.repeat(60)}`, `aaaa${'1'.repeat(60)}`, `aaaa${'2'.repeat(60)}`])
      taken.set(name(hash), hash);
    expect([...taken.keys()]).toEqual([
      'ABC23-00112233',
      'ABC23-00112233-aaaa',
      `ABC23-00112233-aaaa${'2'.repeat(60)}`,
    ]);
    expect(name(`aaaa${'1'.repeat(60)}`)).toBe('ABC23-00112233-aaaa');
  });

  it('I9 an attachment whose copy was torn afterwards is told, and holds nothing up', async () => {
    await setUp();
    await joined();
    const report = sample('S3');
    const folder = `${report.local_ref}-${report.id.slice(0, 8)}`;
    put('note.txt', 'true bytes');
    expect((await tumar('send', '--state', 'phone', putReport(report), 'note.txt')).code).toBe(0);
    await inbox();
    const { attachments } = readJson('in', folder, 'verification.json') as {
      attachments: { file: string }[];
    };
    const file = join(line.folder, 'in', folder, attachments[0]!.file);
    const copies = join(line.folder, 'in/.sealed');
    const sizes = readdirSync(copies).map((name) => [statSync(join(copies, name)).mtimeMs, name] as const);
    for (const [, name] of sizes) {
      const path = join(copies, name);
      if (readJson('in', folder, 'verification.json')['parcel'] !== name.slice(0, 64))
        writeFileSync(path, 'torn');
    }
    writeFileSync(file, '');
    const said = await inbox('--ack');
    expect(said.code).toBe(0);
    expect(said.err).toMatch(/note\.txt: (damaged|truncated|unsupported)/);
    expect(said.out).toContain('attachments 0/1');
    expect((await tumar('status', '--state', 'phone')).out).not.toContain('Received');
  });
});

describe('the device', () => {
  it('I9 what an endpoint refused once is offered again by the next send', async () => {
    await setUp();
    await joined();
    line.tamper = async (request, next) =>
      request.method === 'POST'
        ? new Response('{"error":{"code":"orgUnknown"}}', {
            status: 404,
            headers: { 'Tus-Resumable': '1.0.0', 'Content-Type': 'application/json' },
          })
        : next();
    const report = sample('S3');
    const refused = await tumar('send', '--state', 'phone', putReport(report));
    expect(refused).toMatchObject({ code: 1, out: `${report.local_ref}  Refused\n` });
    expect((await tumar('send', '--state', 'phone')).code).toBe(1);
    line.tamper = honest;
    expect(await tumar('send', '--state', 'phone')).toMatchObject({
      code: 0,
      out: `${report.local_ref}  Stored\n`,
    });
  });

  it('a report that is not UTF-8 is refused, not altered', async () => {
    await setUp();
    await joined();
    const name = put('latin.json', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    expect(await tumar('send', '--state', 'phone', name)).toMatchObject({
      code: 2,
      err: expect.stringContaining('notUtf8'),
    });
    expect(await tumar('check', name)).toMatchObject({ code: 2, err: expect.stringContaining('notUtf8') });
    expect(await tumar('send', '--state', 'phone', put('bom.json', '\uFEFF{"id":"x"}'))).toMatchObject({
      code: 0,
    });
    expect(jsonOf(await tumar('status', '--state', 'phone', '--json'))['reports']).toHaveLength(1);
  });

  it('a time to wait is a number of seconds, or the command does nothing', async () => {
    await setUp();
    await joined();
    for (const wait of ['soon', '-1', '1.5', '100000', '']) {
      const given = `--wait=${wait}`;
      for (const said of [
        await tumar('send', '--state', 'phone', given, putReport(sample('S3'))),
        await tumar('deliver', '--state', 'phone', given, 'sealed.age'),
      ])
        expect(said).toMatchObject({ code: 2, err: expect.stringContaining('--wait takes seconds') });
    }
    expect(jsonOf(await tumar('status', '--state', 'phone', '--json'))['reports']).toEqual([]);
  });
});

describe('two commands at once', () => {
  it('S6 only one of them holds the folder, and a lock of a process that is gone holds nobody', async () => {
    const path = join(line.folder, 'deep/lock');
    const order: string[] = [];
    const { promise: held, resolve: enter } = Promise.withResolvers<void>();
    const { promise: leave, resolve: end } = Promise.withResolvers<void>();
    const first = withLock(path, async () => {
      order.push('first');
      enter();
      await leave;
    });
    await held;
    await expect(withLock(path, async () => void order.push('second'))).rejects.toThrow('in use');
    end();
    await first;
    await withLock(path, async () => void order.push('third'));
    expect(order).toEqual(['first', 'third']);
  });
});

it('every code that an endpoint can answer with has a sentence of its own', () => {
  for (const code of Object.keys(ENDPOINT_STATUS)) expect(sentenceOf(code), code).not.toBe('refused');
});
