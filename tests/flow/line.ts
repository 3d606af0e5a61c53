/** Owns a person at a terminal before a real endpoint, with a line between that a test can spoil. Must never skip a command. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { nodeClock } from '../../src/cli/platform.ts';
import { jsonOf, type Said, tumarIn } from '../cli/terminal.ts';
import { sha256Hex, vectorFile } from '../crypto/setup.ts';
import { createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';
import { type Served, serve } from '../server/sockets.ts';

export type Sample = { key: string; report: Record<string, unknown> & { id: string; local_ref: string } };
export const { samples } = vectorFile<{ samples: Sample[] }>('sample-reports');
export const sample = (key: string): Sample['report'] => {
  const found = samples.find((each) => each.key.startsWith(key));
  if (found === undefined) throw new Error(`no sample ${key}`);
  return found.report;
};

export type Tamper = (request: Request, next: () => Promise<Response>) => Promise<Response>;
export const honest: Tamper = (_request, next) => next();
/** A proxy with nothing behind it. */
export const gone = async (): Promise<Response> => new Response('Bad gateway', { status: 502 });

/** What there is while a test runs; `tamper` stands between the commands and the endpoint. */
export const line = { tamper: honest, folder: '' } as {
  endpoint: TestEndpoint;
  served: Served;
  tamper: Tamper;
  folder: string;
};
export const tumar = (...args: string[]): Promise<Said> => tumarIn(line.folder)(...args);

/** To be called once in a test file. */
export function layLine(): void {
  beforeAll(async () => {
    line.served = await serve((request) => line.tamper(request, () => line.endpoint.fetch(request)));
    line.endpoint = await createTestEndpoint({ clock: nodeClock, config: { urls: [line.served.url] } });
  });
  afterAll(async () => {
    await line.served.stop();
    await line.endpoint.stop();
  });
  beforeEach(() => {
    line.tamper = honest;
    line.folder = mkdtempSync(join(tmpdir(), 'tumar-line-'));
  });
  afterEach(() => rmSync(line.folder, { recursive: true, force: true }));
}

export async function setUp(): Promise<void> {
  const code = line.endpoint.setupCode();
  const said = await tumar(
    'org',
    'setup',
    '--url',
    line.served.url,
    '--code',
    code,
    '--name',
    'Steppe Watch',
    '--out',
    'org',
  );
  expect(said).toMatchObject({ code: 0, err: '' });
}
export const invite = async (): Promise<string> =>
  (await tumar('org', 'invite', '--member', 'org/member.json')).out.trim();
export const inbox = (...more: string[]) =>
  tumar('inbox', '--member', 'org/member.json', '--out', 'in', ...more);
export async function joined(state = 'phone'): Promise<Record<string, unknown>> {
  const said = await tumar('join', '--invite', await invite(), '--state', state, '--json');
  expect(said.code).toBe(0);
  return jsonOf(said);
}
export const status = async (): Promise<string> => (await tumar('status', '--state', 'phone')).out;
export const put = (name: string, data: string | Uint8Array): string => {
  writeFileSync(join(line.folder, name), data);
  return name;
};
export const putReport = (report: object, name = 'report.json') => put(name, JSON.stringify(report));
export const read = (...parts: string[]) => readFileSync(join(line.folder, ...parts));
export const readJson = (...parts: string[]) =>
  JSON.parse(read(...parts).toString('utf8')) as Record<string, unknown>;

/** Every file below a line.folder with its bytes' hash, without the journal. */
export function snapshot(name: string): Record<string, string> {
  const entries = readdirSync(join(line.folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.inbox'))
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(entries.sort().map((path) => [path, sha256Hex(readFileSync(path))]));
}
