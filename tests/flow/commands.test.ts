/** Owns the proof that the commands work as processes against the real endpoint process, from any folder. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Running, startProcess } from '../server/process.ts';

const root = resolve(import.meta.dirname, '../..');
const launcher = join(root, 'src/cli/tumar.mjs');
let folder = '';
let endpoint: Running;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tumar-commands-'));
  endpoint = await startProcess(join(folder, 'data'));
});
afterAll(async () => {
  await endpoint.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

function run(args: string[], options: SpawnOptions): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout?.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.stderr?.on('data', (data: Buffer) => {
      err += data.toString();
    });
    child.on('close', (code) => done({ code, out, err }));
  });
}

/** Without what npm adds when it runs these tests. */
const plainEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD)/.test(name)),
);
const tumar = (...args: string[]) => run([launcher, ...args], { cwd: folder, env: plainEnv });

it('S5 the line through processes: paths are relative to where the command was called', async () => {
  const code = readFileSync(join(folder, 'data/setup-code'), 'utf8').trim();
  const setup = await tumar(
    'org',
    'setup',
    '--url',
    endpoint.url,
    '--code',
    code,
    '--name',
    'Lake',
    '--out',
    'org',
  );
  expect(setup).toMatchObject({ code: 0, err: '' });
  const invited = await tumar('org', 'invite', '--member', 'org/member.json');
  expect(invited.out).toMatch(/^join1[a-z0-9]+\n$/);
  const joined = await tumar('join', '--invite', invited.out.trim(), '--state', 'phone');
  expect(joined.code).toBe(0);
  const report = { id: '8b0f6f0e-5f0c-4a54-9f0e-1d2c3b4a5f60', local_ref: 'ABC23', form: 'short' };
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
  writeFileSync(join(folder, 'note.txt'), 'Invented.\n');
  expect(await tumar('send', '--state', 'phone', 'report.json', 'note.txt')).toEqual({
    code: 0,
    out: 'ABC23  Stored\n',
    err: '',
  });
  const inbox = await tumar('inbox', '--member', 'org/member.json', '--out', 'in', '--ack');
  expect(inbox).toEqual({ code: 0, out: 'ABC23-8b0f6f0e  notConfirmed  attachments 1/1\n', err: '' });
  expect(readFileSync(join(folder, 'in/ABC23-8b0f6f0e/01-note.txt'), 'utf8')).toBe('Invented.\n');
  expect((await tumar('status', '--state', 'phone')).out).toBe('ABC23  Received\n');
  const verified = await tumar('verify', 'manifest', 'org/manifest.json');
  expect(verified.code).toBe(0);
});

it('S5 the endpoint restarts and everything is still there', async () => {
  const url = new URL(endpoint.url);
  await endpoint.kill();
  const down = await tumar('status', '--state', 'phone');
  expect(down).toMatchObject({ code: 3, out: 'ABC23  Received\n', err: expect.stringContaining('offline') });
  endpoint = await startProcess(join(folder, 'data'), { PORT: url.port });
  const again = await tumar('inbox', '--member', 'org/member.json', '--out', 'again');
  expect(again.out).toBe('ABC23-8b0f6f0e  notConfirmed  attachments 1/1\n');
});

it('as npm runs it: in the project’s folder, told where it was called', async () => {
  mkdirSync(join(folder, 'called'), { recursive: true });
  const env = { ...process.env, INIT_CWD: join(folder, 'called') };
  const made = await run(['--no-warnings', join(root, 'src/cli/main.ts'), 'keygen', '-o', 'key.txt'], {
    cwd: root,
    env,
  });
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(existsSync(join(folder, 'called/key.txt'))).toBe(true);
  expect(existsSync(join(root, 'key.txt'))).toBe(false);
});

it('says what it is, and what is wrong, with documented exit codes', async () => {
  expect(await tumar('--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Exit codes'),
    err: '',
  });
  expect((await tumar('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(await tumar()).toMatchObject({ code: 2, out: '' });
  expect(await tumar('toString')).toMatchObject({ code: 2, err: expect.stringContaining('no command') });
});

it('[MAN7] [EP9] S6 a mirror is added, settings are published, and a device is taken back, each by a command', async () => {
  const second = await startProcess(join(folder, 'second'));
  const [code, other] = [
    readFileSync(join(folder, 'data/setup-code'), 'utf8').trim(),
    readFileSync(join(folder, 'second/setup-code'), 'utf8').trim(),
  ];
  const where = ['--url', endpoint.url, '--code', code, '--name', 'Two stores', '--out', 'two'];
  expect((await tumar('org', 'setup', ...where)).code).toBe(0);
  const member = ['--member', 'two/member.json'];
  const added = await tumar('org', 'mirror', ...member, '--url', second.url, '--code', other);
  expect(added).toMatchObject({ code: 0, out: `${endpoint.url}\n${second.url}\n`, err: '' });
  const published = JSON.parse((await tumar('org', 'publish', ...member, '--json')).out) as {
    version: number;
  };
  expect(published.version).toBe(3);
  const { org } = JSON.parse(readFileSync(join(folder, 'two/member.json'), 'utf8')) as { org: string };
  expect((await fetch(`${second.url}/o/${org}/v1/manifest/3`)).status).toBe(200);

  const made = JSON.parse((await tumar('org', 'invite', ...member, '--json')).out) as {
    invite: string;
    id: string;
  };
  const join2 = (state: string) => tumar('join', '--invite', made.invite, '--state', state);
  expect((await join2('device')).code).toBe(0);
  const taken = await tumar('org', 'revoke', ...member, made.id);
  expect(taken).toMatchObject({ code: 0, out: `Taken back  ${made.id}  (devices: 1)\n` });
  const late = await join2('late');
  expect(late.code).toBe(1);
  expect(late.err).toContain('inviteRevoked');
  expect((await tumar('org', 'revoke', ...member, 'nonsense')).code).toBe(2);
  await second.stop();
}, 120_000);
