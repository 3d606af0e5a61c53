/** Proves keygen, seal and open as a person meets them: real processes, pipes, files and exit codes. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import * as age from 'age-encryption';
import { afterAll, expect, test } from 'vitest';
import { runKeygen } from '../../src/cli/files/keygen.ts';
import { runOpen } from '../../src/cli/files/openFile.ts';
import { runSeal } from '../../src/cli/files/sealFile.ts';
import { createSigningKey } from '../../src/crypto/minisign.ts';
import { createRng } from '../../src/crypto/random.ts';
import { encodeMember, type RecoveryFile } from '../../src/inbox/member.ts';
import { isBucket } from '../../src/wire/buckets.ts';
import { sodium } from '../crypto/setup.ts';

const cwd = mkdtempSync(join(tmpdir(), 'tumar-cli-'));
afterAll(() => rmSync(cwd, { recursive: true }));
const entry = new URL('sealingEntry.ts', import.meta.url).pathname;

type Run = { code: number | null; out: Buffer; text: string; err: string };

/** A process of its own: real pipes and exit codes. */
function spawned(args: string[], input: Uint8Array = new Uint8Array(0)): Promise<Run> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--no-warnings', entry, ...args], { cwd });
    const out: Buffer[] = [];
    let err = '';
    child.stdout.on('data', (data: Buffer) => out.push(data));
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
    });
    // A command that refuses early does not read all of its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('close', (code) => {
      const all = Buffer.concat(out);
      done({ code, out: all, text: all.toString(), err });
    });
  });
}

/** The same command in this process: starting Node for each of the many cases would take most of the time. */
async function tumar([name = '', ...args]: string[], input: Uint8Array = new Uint8Array(0)): Promise<Run> {
  const commands: Record<string, typeof runKeygen> = { keygen: runKeygen, seal: runSeal, open: runOpen };
  const collect = () => {
    const parts: Buffer[] = [];
    const stream = new Writable({
      write(part: Buffer, _encoding, done) {
        parts.push(Buffer.from(part));
        done();
      },
    });
    return { stream, all: () => Buffer.concat(parts) };
  };
  const [out, err] = [collect(), collect()];
  const io = { stdin: Readable.from([input]), stdout: out.stream, stderr: err.stream, cwd };
  const code = (await commands[name]?.(args, io)) ?? null;
  return { code, out: out.all(), text: out.all().toString(), err: err.all().toString() };
}

const file = (name: string) => join(cwd, name);
const plain = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) & 255));
writeFileSync(file('plain'), plain);

async function newKey(name: string): Promise<string> {
  const made = await tumar(['keygen', '-o', name]);
  expect(made.code).toBe(0);
  return made.text.trim();
}

test('[SEAL2] keygen writes an identity only its owner can read, prints the recipient, and overwrites nothing', async () => {
  const recipient = await newKey('first.key');
  const text = readFileSync(file('first.key'), 'utf8');
  expect(statSync(file('first.key')).mode & 0o777).toBe(0o600);
  expect(text).toMatch(/^# public key: age1pq1\S+\nAGE-SECRET-KEY-PQ-1\S+\n$/);
  expect(text).toContain(recipient);
  expect(await age.identityToRecipient(text.split('\n')[1] ?? '')).toBe(recipient);

  const again = await tumar(['keygen', '-o', 'first.key']);
  expect([again.code, again.out.length]).toEqual([2, 0]);
  expect(again.err).toContain('EEXIST');
  expect(readFileSync(file('first.key'), 'utf8')).toBe(text);

  const printed = await spawned(['keygen']);
  expect(printed.text).toMatch(/^# public key: age1pq1\S+\nAGE-SECRET-KEY-PQ-1\S+\n$/);
  expect(printed.err).toMatch(/^Public key: age1pq1/);
  expect(printed.text).not.toBe(text);
  const asJson = JSON.parse((await tumar(['keygen', '--json'])).text) as Record<string, string>;
  expect(await age.identityToRecipient(asJson['identity'] ?? '')).toBe(asJson['recipient']);
});

test('[SEAL1] [SEAL4] S9 seal and open by file and by pipe, for two recipients; typage opens it', async () => {
  const [a, b] = [await newKey('a.key'), await newKey('b.key')];
  const made = await tumar(['seal', '-r', a, '-r', b, '-o', 'sealed.age', '--json', 'plain']);
  expect([made.code, made.err]).toEqual([0, '']);
  const said = JSON.parse(made.text) as Record<string, unknown>;
  expect(said).toMatchObject({ size: 300_000, fileSize: statSync(file('sealed.age')).size });

  for (const key of ['a.key', 'b.key']) {
    const opened = await tumar(['open', '-i', key, '--json', 'sealed.age']);
    expect(opened.code).toBe(0);
    expect(opened.out.equals(plain)).toBe(true);
    const { parcel, content } = said;
    expect(JSON.parse(opened.err)).toEqual({ parcel, content, stanzas: 2, size: 300_000 });
  }
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(readFileSync(file('b.key'), 'utf8').split('\n')[1] ?? '');
  expect(plain.equals(await decrypter.decrypt(readFileSync(file('sealed.age'))))).toBe(true);

  const piped = await spawned(['seal', '-r', a], plain);
  expect(piped.code).toBe(0);
  const opened = await spawned(['open', '-i', 'a.key'], piped.out);
  expect([opened.code, opened.out.equals(plain)]).toEqual([0, true]);
  const empty = await tumar(['open', '-i', 'a.key'], (await tumar(['seal', '-r', a])).out);
  expect([empty.code, empty.out.length]).toEqual([0, 0]);
});

test('[SEAL3] [SEAL5] [SEAL8] seal --parcel makes four stanzas and a bucket', async () => {
  const recipient = await newKey('parcel.key');
  const made = await tumar(['seal', '--parcel', '-r', recipient, '-o', 'parcel.age', 'plain']);
  expect(made.code).toBe(0);
  const sealed = readFileSync(file('parcel.age'));
  expect(isBucket(sealed.length)).toBe(true);
  expect(sealed.toString('latin1').split('-> mlkem768x25519 ')).toHaveLength(5);
  const opened = await tumar(['open', '-i', 'parcel.key', 'parcel.age']);
  expect(opened.out.subarray(0, plain.length).equals(plain)).toBe(true);
  const five = ['-r', recipient, '-r', recipient, '-r', recipient, '-r', recipient, '-r', recipient];
  expect((await tumar(['seal', '--parcel', ...five, 'plain'])).code).toBe(1);
});

test('[MAN2] [SEAL4] S10 open takes a recovery file as it was saved, and refuses a damaged one with code 2', async () => {
  const [mine, other] = [await newKey('team.key'), await newKey('recovery.key')];
  const identity = readFileSync(file('recovery.key'), 'utf8').split('\n')[1] ?? '';
  const root = createSigningKey(sodium, createRng());
  const recovery: RecoveryFile = {
    v: 1,
    kind: 'tumar-recovery',
    org: '00'.repeat(16),
    name: 'Steppe Watch',
    identity,
    root,
  };
  writeFileSync(file('tumar-recovery.json'), encodeMember(recovery));
  expect((await tumar(['seal', '--parcel', '-r', mine, '-r', other, '-o', 'lost.age', 'plain'])).code).toBe(
    0,
  );
  const opened = await spawned(['open', '-i', 'tumar-recovery.json', 'lost.age']);
  expect([opened.code, opened.out.subarray(0, plain.length).equals(plain)]).toEqual([0, true]);
  await tumar(['seal', '-r', mine, '-o', 'foreign.age', 'plain']);
  expect((await tumar(['open', '-i', 'tumar-recovery.json', 'foreign.age'])).code).toBe(1);

  for (const damaged of [
    { ...recovery, kind: 'tumar-member' },
    { ...recovery, identity: 'AGE-SECRET' },
  ]) {
    writeFileSync(file('damaged.json'), JSON.stringify(damaged));
    const said = await tumar(['open', '-i', 'damaged.json', 'lost.age']);
    expect([said.code, said.out.length]).toEqual([2, 0]);
    expect(said.err).toContain('damaged.json: neither identities nor a recovery file');
  }
});

test('[SEAL7] a refused file gives code 1, a word for it, and no output at all', async () => {
  const recipient = await newKey('mine.key');
  await newKey('other.key');
  await tumar(['seal', '-r', recipient, '-o', 'good.age', 'plain']);
  const good = readFileSync(file('good.age'));
  const bad = (name: string, bytes: Uint8Array) => writeFileSync(file(name), bytes);
  const flipped = Buffer.from(good);
  flipped[good.length - 5] = (flipped[good.length - 5] ?? 0) ^ 4;
  bad('flipped.age', flipped);
  bad('cut.age', good.subarray(0, 70 + 1557 + 16 + 3 * 65_552));
  bad('picture.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]));
  const cases = [
    ['mine.key', 'flipped.age', 'damaged'],
    ['mine.key', 'cut.age', 'truncated'],
    ['other.key', 'good.age', 'notForThisKey'],
    ['mine.key', 'picture.jpg', 'unsupported'],
  ] as const;
  for (const [key, name, code] of cases) {
    const said = await spawned(['open', '-i', key, name]);
    expect([said.code, said.out.length], name).toEqual([1, 0]);
    expect(said.err).toMatch(new RegExp(`^tumar: ${code}: .*\n$`));
    const json = await tumar(['open', '-i', key, '--json', name]);
    expect(JSON.parse(json.err), name).toEqual({ error: { code } });

    const before = readdirSync(cwd);
    expect((await tumar(['open', '-i', key, '-o', `${name}.plain`, name])).code, name).toBe(1);
    expect(readdirSync(cwd), name).toEqual(before);
    const piped = await tumar(['open', '-i', key], readFileSync(file(name)));
    expect(piped.code, name).toBe(1);
    expect(piped.out.length, name).toBeLessThan(plain.length);
  }
});

test('[SEAL3] [SEAL7] wrong use and unreadable files give code 2, recipients that are not post-quantum code 1', async () => {
  const recipient = await newKey('use.key');
  const x25519 = await age.identityToRecipient(await age.generateX25519Identity());
  expect((await tumar(['seal', '-r', x25519, 'plain'])).code).toBe(1);
  expect((await tumar(['seal', '-r', x25519, '-o', 'never.age', 'plain'])).err).toContain('unsupported');
  writeFileSync(file('not.key'), 'hello\n');
  writeFileSync(file('old.key'), `${await age.generateX25519Identity()}\n`);
  const wrong = [
    ['seal', 'plain'],
    ['seal', '-r', 'age1pq1nonsense', 'plain'],
    ['seal', '-r', recipient, 'missing'],
    ['seal', '-r', recipient, '.'],
    ['seal', '-r', recipient, 'plain', 'plain'],
    ['seal', '-r', recipient, '-o', 'no/such/folder', 'plain'],
    ['seal', '--nonsense'],
    ['open', 'plain'],
    ['open', '-i', 'missing', 'plain'],
    ['open', '-i', 'not.key', 'plain'],
    ['open', '-i', 'old.key', 'plain'],
    ['open', '-i', 'use.key', 'missing'],
    ['open', '-i', 'use.key', '.'],
    ['keygen', '-o', 'no/such/folder'],
    ['keygen', 'extra'],
  ];
  expect((await spawned(['open', '-i', 'use.key', 'missing'])).code).toBe(2);
  const said = await Promise.all(wrong.map((args) => tumar(args)));
  for (const [i, { code, out, err }] of said.entries()) {
    const args = wrong[i]?.join(' ').slice(0, 40);
    expect([code, out.length], args).toEqual([2, 0]);
    expect(err, args).toMatch(/^tumar: .*\n$/);
  }
  expect(readdirSync(cwd).filter((name) => /partial|never/.test(name))).toEqual([]);
  for (const name of ['keygen', 'seal', 'open']) {
    const help = await tumar([name, '--help']);
    expect([help.code, help.text.split('\n')[0]]).toEqual([0, expect.stringContaining(`tumar ${name}`)]);
  }
});
