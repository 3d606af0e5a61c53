/** Owns Debian's own Firefox on a profile of its own, driven by the same steps as Chromium. Must never know a screen. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type BrowserContext, firefox, type Page } from 'playwright-core';
import { watchShown } from './shown.ts';

const root = resolve(import.meta.dirname, '../..');

/** What the set-up found; undefined on a machine without Firefox. */
function firefoxPath(): string | undefined {
  const tools = join(root, '.cache/tools.json');
  if (!existsSync(tools)) return undefined;
  const known: unknown = JSON.parse(readFileSync(tools, 'utf8'));
  const path = typeof known === 'object' && known !== null && 'firefox' in known ? known.firefox : undefined;
  return typeof path === 'string' ? path : undefined;
}

/** What a person's Firefox does by default, and drivers switch off: keeping the open tabs, pictures of pages, logins. */
const AS_FOR_A_PERSON = {
  'browser.sessionstore.resume_from_crash': true,
  'browser.sessionstore.interval': 1_000,
  // A driver's keys are not a person's: Firefox believes that nobody is there, and would save once an hour.
  'browser.sessionstore.interval.idle': 1_000,
  'browser.sessionstore.idleDelay': 86_400,
  // After a crash it asks before it opens the old tabs again, so that the steps know which tab is theirs.
  'browser.sessionstore.max_resumed_crashes': 0,
  'browser.pagethumbnails.capturing_disabled': false,
  'browser.newtabpage.enabled': true,
  'signon.autofillForms': true,
  'signon.rememberSignons': true,
};

export type Firefox = {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly offline: (off: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Ends the whole browser as a flat battery would. */
  readonly kill: () => Promise<void>;
};

/** The processes that were started on this profile: ours, and nobody else's. */
const processesOf = (profile: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const said = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        return said.includes('--profile') && said.includes(profile);
      } catch {
        return false;
      }
    })
    .map(Number);

/** Firefox on a profile folder, so that what it leaves on disk can be read afterwards. */
export async function openFirefox(profile: string): Promise<Firefox> {
  const path = firefoxPath();
  if (path === undefined) throw new Error('no Firefox: "npm run setup -- --browser" says what is missing');
  const folder = await mkdtemp(join(tmpdir(), 'door-'));
  const door = join(folder, 'firefox');
  await writeFile(door, `#!/bin/sh\nexec '${process.execPath}' '${import.meta.filename}' '${path}' "$@"\n`);
  await chmod(door, 0o700);
  const context = await firefox.launchPersistentContext(profile, {
    channel: 'moz-firefox',
    executablePath: door,
    headless: true,
    viewport: { width: 360, height: 720 },
    locale: 'en-GB',
    firefoxUserPrefs: AS_FOR_A_PERSON,
  });
  watchShown(context);
  // The driver's own way of typing sets the value behind the app's back: as an edit, the page sees it as from a hand.
  await context.addInitScript(() => {
    const insert = (text: string): void => void document.execCommand('insertText', false, text);
    Object.defineProperty(globalThis, '__pw_bidiInsertText', { get: () => insert, set: () => undefined });
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(60_000);
  const drop = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return {
    context,
    page,
    offline: (off) => context.setOffline(off),
    async close() {
      await context.close();
      await drop();
    },
    async kill() {
      for (let ids = processesOf(profile); ids.length > 0; ids = processesOf(profile)) {
        for (const id of ids)
          try {
            process.kill(id, 'SIGKILL');
          } catch {
            // It ended by itself.
          }
        await new Promise((done) => setTimeout(done, 50));
      }
      await context.close().catch(() => undefined);
      await drop();
    },
  };
}

/** An answer that says "I do not know how to emulate this", as one that says "done"; anything else as it is. */
function softened(text: string): string {
  if (!text.includes('"unknown command"') || !/"message":"emulation\./.test(text)) return text;
  const { id } = JSON.parse(text) as { id: number };
  return JSON.stringify({ type: 'success', id, result: {} });
}

/** One unmasked text frame of a server (RFC 6455, 5.2). */
function frameOf(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.from(body.length < 126 ? [0x81, body.length] : [0x81, 126, 0, 0]);
  if (body.length >= 126) head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

/** Whole frames out of a server's bytes, softened where they must be, and the bytes that are not yet a frame. */
function passFrames(bytes: Buffer, send: (frame: Buffer) => void): Buffer {
  for (let at = 0; ; ) {
    const short = (bytes[at + 1] ?? 0) & 127;
    const wide = short === 127 ? 8 : short === 126 ? 2 : 0;
    const start = at + 2 + wide;
    if (bytes.length < start) return bytes.subarray(at);
    const length =
      wide === 8 ? Number(bytes.readBigUInt64BE(at + 2)) : wide === 2 ? bytes.readUInt16BE(at + 2) : short;
    const end = start + length;
    if (bytes.length < end) return bytes.subarray(at);
    const text = bytes[at] === 0x81 && length < 4_096 ? bytes.toString('utf8', start, end) : '';
    send(softened(text) === text ? bytes.subarray(at, end) : frameOf(softened(text)));
    at = end;
  }
}

/**
 * Stands between the driver and Firefox. The driver sets looks (dark or light) that this Firefox cannot emulate, and
 * takes its refusal for a failed start; nothing else is changed on the way.
 */
async function standBetween(path: string, args: readonly string[]): Promise<void> {
  const child = spawn(path, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  child.on('exit', (code) => process.exit(code ?? 1));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /WebDriver BiDi listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port === undefined) {
      process.stderr.write(`${line}\n`);
      continue;
    }
    const server = createServer((driver) => {
      const browser = connect(Number(port), '127.0.0.1');
      let held: Buffer = Buffer.alloc(0);
      let greeted = false;
      // It answers only who asks for the very port that it listens on.
      driver.once('data', (asked) => {
        browser.write(asked.toString('latin1').replace(/^(Host: 127\.0\.0\.1):\d+/m, `$1:${port}`), 'latin1');
        driver.pipe(browser);
      });
      browser.on('data', (bytes) => {
        held = Buffer.concat([held, bytes]);
        const greeting = held.indexOf('\r\n\r\n') + 4;
        if (!greeted && greeting < 4) return;
        if (!greeted) driver.write(held.subarray(0, greeting));
        if (!greeted) held = held.subarray(greeting);
        greeted = true;
        held = passFrames(held, (frame) => driver.write(frame));
      });
      browser.on('close', () => driver.destroy());
      driver.on('close', () => browser.destroy());
      for (const side of [driver, browser]) side.on('error', () => side.destroy());
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const own = typeof address === 'object' && address !== null ? address.port : 0;
      process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${own}\n`);
    });
  }
}

const [, , path, ...args] = process.argv;
if (import.meta.main && path !== undefined) await standBetween(path, args);
