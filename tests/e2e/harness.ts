/** Owns a running system for end-to-end tests: server, command line, real Chromium on a profile of its own. Must never know a screen. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { compiled } from '../compiled.ts';
import { watchShown } from './shown.ts';

const root = resolve(import.meta.dirname, '../..');
const run = ['--no-warnings'];

export type Folder = { readonly path: string; readonly drop: () => Promise<void> };

/** A folder that is gone after the test. */
export async function createFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'e2e-'));
  return { path, drop: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

export type System = {
  /** The monitor's app and the endpoint. */
  readonly url: string;
  readonly deskUrl: string;
  readonly setupCode: string;
  readonly data: string;
  readonly stop: () => Promise<void>;
  /** Ends the process; the data stays. */
  readonly end: () => Promise<void>;
  /** The same data on the same ports again. */
  readonly restart: () => Promise<void>;
};

async function readAddress(
  child: ChildProcess,
): Promise<{ url: string; deskUrl: string; setupCode: string }> {
  let said = '';
  child.stdout?.setEncoding('utf8');
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (text: string) => {
    said += text;
  });
  return new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}: ${said}`)));
    child.stdout?.on('data', (text: string) => {
      said += text;
      const url = /endpoint\s+(http\S+)/.exec(said)?.[1];
      const deskUrl = /desk\s+(http\S+)/.exec(said)?.[1];
      const setupCode = /Set-up code\s+(\S+)/.exec(said)?.[1];
      if (said.includes('Ready.') && url !== undefined && deskUrl !== undefined && setupCode !== undefined)
        done({ url, deskUrl, setupCode });
    });
  });
}

export type Where = {
  /** Where the apps are, if not in their usual place. */
  readonly dist?: string;
  /** Data of before and the ports that it belongs to; else fresh data and free ports. */
  readonly before?: { readonly data: string; readonly url: string; readonly deskUrl: string };
};

/** Starts the real server. The apps must be built. */
export async function startSystem({ dist, before }: Where = {}): Promise<System> {
  if (!existsSync(join(root, 'dist/monitor/index.html')))
    throw new Error('the apps are not built: run "npm run build" first');
  const folder: Folder =
    before === undefined ? await createFolder() : { path: before.data, drop: async () => undefined };
  let child: ChildProcess;
  const start = async (port: string, deskPort: string) => {
    child = spawn(process.execPath, [...run, join(root, 'src/server/main.ts')], {
      cwd: root,
      env: {
        ...process.env,
        ...compiled,
        PORT: port,
        DESK_PORT: deskPort,
        TUMAR_DATA: folder.path,
        ...(dist === undefined ? {} : { TUMAR_DIST: dist }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return readAddress(child);
  };
  const end = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  const portOf = (url?: string): string => (url === undefined ? '0' : new URL(url).port);
  const address = await start(portOf(before?.url), portOf(before?.deskUrl));
  return {
    ...address,
    data: folder.path,
    end,
    async stop() {
      await end();
      await folder.drop();
    },
    async restart() {
      await end();
      await start(portOf(address.url), portOf(address.deskUrl));
    },
  };
}

export type Told = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs `tumar` with these arguments; the caller judges the exit code. */
export async function tumar(...args: readonly string[]): Promise<Told> {
  const child = spawn(process.execPath, [...run, join(root, 'src/cli/main.ts'), ...args], {
    cwd: root,
    env: { ...process.env, ...compiled },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout, stderr };
}

/** The same, for commands that must end well. */
export async function tumarMust(...args: readonly string[]): Promise<Told> {
  const told = await tumar(...args);
  if (told.code !== 0) throw new Error(`tumar ${args.join(' ')} ended with ${told.code}: ${told.stderr}`);
  return told;
}

export type Organisation = {
  readonly memberFile: string;
  /** A fresh invite, as a person would get it, with the words to compare in `lang`. */
  readonly invite: (lang: 'en' | 'ru') => Promise<{ readonly code: string; readonly said: string }>;
  /** Collects into `out`; with `ack` the phones learn of it. */
  readonly collect: (out: string, ...flags: readonly string[]) => Promise<Told>;
};

/** An organisation founded through the command line. */
export async function foundOrganisation(system: System, name: string, folder: string): Promise<Organisation> {
  const out = join(folder, 'org');
  await tumarMust(
    'org',
    'setup',
    '--url',
    system.url,
    '--code',
    system.setupCode,
    '--name',
    name,
    '--out',
    out,
  );
  return organisationOf(out);
}

/** One that was founded before, from the folder that the founding wrote. */
export function organisationOf(folder: string): Organisation {
  const memberFile = join(folder, 'member.json');
  return {
    memberFile,
    async invite(lang) {
      const told = await tumarMust('org', 'invite', '--member', memberFile, '--lang', lang);
      return { code: told.stdout.trim(), said: told.stderr };
    },
    collect: (into, ...flags) => tumarMust('inbox', '--member', memberFile, '--out', into, ...flags),
  };
}

/** What the set-up found, or the places where systems keep it. */
export function browserPath(): string {
  const tools = join(root, '.cache/tools.json');
  if (existsSync(tools)) {
    const known: unknown = JSON.parse(readFileSync(tools, 'utf8'));
    if (typeof known === 'object' && known !== null && 'chromium' in known) return String(known.chromium);
  }
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return usual.find((path) => existsSync(path)) ?? chromium.executablePath();
}

export type Browser = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Everything that the page asked of any host, and every error it told. */
  readonly requests: readonly string[];
  readonly errors: readonly string[];
  readonly offline: (off: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Ends the whole browser as a flat battery would. */
  readonly kill: () => Promise<void>;
};

export type Looks = {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly locale?: string;
  /** A camera and a microphone that are not there, allowed without a question. */
  readonly fakeDevices?: boolean;
  /** With fake devices: a .y4m file that the camera shows. */
  readonly camera?: string;
};

/** The processes that were started on this profile: ours, and nobody else's. */
function processesOf(profile: string): readonly number[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`--user-data-dir=${profile}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Chromium on a profile folder, so that what it leaves on disk can be read afterwards. */
export async function openBrowser(profile: string, looks: Looks = {}): Promise<Browser> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(looks.fakeDevices === true
        ? ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
        : []),
      ...(looks.camera === undefined ? [] : [`--use-file-for-fake-video-capture=${looks.camera}`]),
    ],
    viewport: { width: looks.width ?? 360, height: looks.height ?? 720 },
    colorScheme: looks.dark === true ? 'dark' : 'light',
    locale: looks.locale ?? 'en-GB',
    serviceWorkers: 'allow',
    hasTouch: (looks.width ?? 360) < 800,
  });
  watchShown(context);
  const requests: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('weberror', (error) => errors.push(String(error.error())));
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(45_000);
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  return {
    context,
    page,
    requests,
    errors,
    offline: (off) => context.setOffline(off),
    close: () => context.close(),
    async kill() {
      for (const id of processesOf(profile)) process.kill(id, 'SIGKILL');
      await context.close().catch(() => undefined);
    },
  };
}

function filesBelow(path: string): string[] {
  return readdirSync(path).flatMap((name) => {
    const inside = join(path, name);
    const seen = statSync(inside, { throwIfNoEntry: false });
    if (seen === undefined) return [];
    return seen.isDirectory() ? filesBelow(inside) : [inside];
  });
}

/** Files of a closed profile that hold any of these texts, as UTF-8 or UTF-16LE. */
export function findTexts(
  profile: string,
  texts: readonly string[],
): { readonly files: number; readonly found: readonly string[] } {
  const wanted = texts.flatMap((text) => [
    { text, bytes: Buffer.from(text, 'utf8') },
    { text, bytes: Buffer.from(text, 'utf16le') },
  ]);
  const files = filesBelow(profile);
  const found = files.flatMap((file) => {
    const content = readFileSync(file);
    return wanted.filter(({ bytes }) => content.includes(bytes)).map(({ text }) => `${text} in ${file}`);
  });
  return { files: files.length, found };
}
