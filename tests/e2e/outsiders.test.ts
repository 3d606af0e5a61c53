/** Proves that the phone's app talks to nobody else, and that foreign code in its page does nothing. */
import { once } from 'node:events';
import { request as ask, createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join as joinPath } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pagePolicy, serviceWorkerPolicy, WORKER_POLICY } from '../../src/server/headers.ts';
import {
  browserPath,
  createFolder,
  type Folder,
  foundOrganisation,
  type Organisation,
  type System,
  startSystem,
} from './harness.ts';
import { fillShortForm, join, press, seeTitle } from './monitorSteps.ts';

/** A proxy that all of the browser's traffic must take, and that writes down whom it asks for. */
async function createWatchman(): Promise<{ server: Server; asked: Set<string>; port: number }> {
  const asked = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '');
    asked.add(url.origin);
    const { method, headers } = incoming;
    const passed = ask(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.on('connect', (incoming, socket) => {
    asked.add(`tunnel ${incoming.url}`);
    const [host, port] = (incoming.url ?? '').split(':');
    const through = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      through.pipe(socket);
      socket.pipe(through);
    });
    through.on('error', () => socket.destroy());
    socket.on('error', () => through.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, asked, port: (server.address() as AddressInfo).port };
}

/** Hosts of the browser's maker: what it asks them by itself, with or without our page, is not the app's doing. */
const MAKERS = /^(tunnel |http:\/\/)[a-z0-9-]+\.google(apis)?\.com(:443)?$/;

const NAMES = ['content-security-policy', 'cross-origin-opener-policy', 'cross-origin-embedder-policy'];

describe('S11 nobody else', () => {
  let system: System;
  let folder: Folder;
  let organisation: Organisation;
  let watchman: Awaited<ReturnType<typeof createWatchman>>;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    folder = await createFolder();
    system = await startSystem();
    organisation = await foundOrganisation(system, 'Aq Joly Initiative', folder.path);
    watchman = await createWatchman();
    context = await chromium.launchPersistentContext(joinPath(folder.path, 'profile'), {
      executablePath: browserPath(),
      headless: true,
      // What the browser itself asks its maker is not the app's doing.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-features=AutofillServerCommunication',
      ],
      proxy: { server: `http://127.0.0.1:${watchman.port}`, bypass: '<-loopback>' },
      viewport: { width: 360, height: 720 },
      hasTouch: true,
      locale: 'en-GB',
    });
    page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(15_000);
  });
  afterAll(async () => {
    await context?.close();
    watchman?.server.close();
    await system?.stop();
    await folder?.drop();
  });

  it('from the first visit to a stored report every request, the service worker’s too, goes to the deployment', async () => {
    await page.goto(system.url);
    await join(page, (await organisation.invite('en')).code);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await fillShortForm(page, { place: 'Kishlak', name: 'somebody', words: 'What they saw.' });
    await press(page, 'Finish');
    await seeTitle(page, /Waiting|Sending|Stored/);
    await seeTitle(page, 'Stored');
    expect([...watchman.asked].filter((host) => !MAKERS.test(host))).toEqual([system.url]);
  });

  it('the headers are as they are documented, on the page, its worker and the service worker', async () => {
    const read = async (path: string): Promise<Headers> => (await fetch(`${system.url}${path}`)).headers;
    const home = await read('/');
    const html = await (await fetch(system.url)).text();
    expect(home.get('referrer-policy')).toBe('no-referrer');
    expect(home.get('x-content-type-options')).toBe('nosniff');
    expect(home.get('cross-origin-resource-policy')).toBe('same-origin');
    for (const off of ['usb=()', 'serial=()', 'display-capture=()', 'camera=(self)', 'geolocation=(self)'])
      expect(home.get('permissions-policy')).toContain(off);
    expect(NAMES.map((name) => home.get(name))).toEqual([
      pagePolicy('monitor', []),
      'same-origin',
      'require-corp',
    ]);
    for (const strict of [
      `default-src 'none'`,
      `require-trusted-types-for 'script'`,
      `frame-ancestors 'none'`,
      `form-action 'none'`,
    ])
      expect(home.get('content-security-policy')).toContain(strict);
    expect(home.get('content-security-policy')).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
    expect((await read('/sw.js')).get('content-security-policy')).toBe(serviceWorkerPolicy([]));
    // Cached copies keep them.
    const cached = await page.evaluate(async () =>
      (await fetch('/index.html')).headers.get('content-security-policy'),
    );
    expect(cached).toBe(pagePolicy('monitor', []));
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    const [worker] = page.workers();
    const path = new URL(worker?.url() ?? system.url).pathname;
    expect((await read(path)).get('content-security-policy')).toBe(WORKER_POLICY);
    // The worker that holds keys cannot talk, not even home.
    const said = await worker?.evaluate(() =>
      fetch('/healthz').then(
        () => 'reached',
        () => 'refused',
      ),
    );
    expect(said).toBe('refused');
  });

  it('foreign code in the page does nothing: tags, handlers, eval, addresses, workers, frames, other hosts', async () => {
    await page.evaluate(() => {
      const noted: string[] = [];
      Object.assign(globalThis, { noted });
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        noted.push(effectiveDirective),
      );
    });
    // From a timer: the debugger's own call may do what the page may not.
    const outcome = await page.evaluate(
      () =>
        new Promise<{ ran: string[]; threw: string[]; noted: string[] }>((done) => {
          const ran: string[] = [];
          const threw: string[] = [];
          const world = globalThis as unknown as { hit: (name: string) => void; noted: string[] };
          world.hit = (name) => void ran.push(name);
          const attempt = (name: string, act: () => unknown): void => {
            try {
              const made = act();
              if (made instanceof Promise) made.then(() => ran.push(name)).catch(() => threw.push(name));
            } catch {
              threw.push(name);
            }
          };
          const add = (tag: string, set: (made: HTMLElement) => unknown): void => {
            const made = document.createElement(tag);
            set(made);
            document.body.append(made);
          };
          const script = (name: string): string => `hit('${name}')`;
          setTimeout(() => {
            attempt('inline', () =>
              add('script', (made) => made.append(document.createTextNode(script('inline')))),
            );
            attempt('text', () =>
              add('script', (made) => Object.assign(made, { textContent: script('text') })),
            );
            attempt('markup', () =>
              Object.assign(document.body, { innerHTML: `<img src=x onerror="hit('markup')">` }),
            );
            attempt('fragment', () => document.createRange().createContextualFragment('<b>x</b>'));
            attempt('handler', () =>
              add('img', (made) => {
                made.setAttribute('onerror', script('handler'));
                made.setAttribute('src', '/nothing.png');
              }),
            );
            attempt('address', () =>
              add('a', (made) => {
                made.setAttribute('href', `javascript:${script('address')}`);
                made.click();
              }),
            );
            // biome-ignore lint/security/noGlobalEval: that it is refused is the point
            attempt('eval', () => globalThis.eval(script('eval')));
            attempt('function', () => new Function(script('function'))());
            attempt('timer', () => (setTimeout as (code: unknown) => number)(script('timer')));
            attempt('import', () => import(/* @vite-ignore */ `data:text/javascript,${script('import')}`));
            attempt('worker', () => new Worker(URL.createObjectURL(new Blob(['1']))));
            attempt('script', () =>
              add('script', (made) => made.setAttribute('src', 'http://127.0.0.1:9/x.js')),
            );
            attempt('policy', () =>
              (
                globalThis as unknown as { trustedTypes: { createPolicy(n: string, r: object): unknown } }
              ).trustedTypes.createPolicy('other', { createScript: (text: string) => text }),
            );
            attempt('frame', () => add('iframe', (made) => made.setAttribute('src', 'http://127.0.0.1:9/')));
            attempt('picture', () =>
              add('img', (made) => made.setAttribute('src', 'http://127.0.0.1:9/x.png')),
            );
            attempt('fetch', () => fetch('http://127.0.0.1:9/'));
            attempt('beacon', () => navigator.sendBeacon('http://127.0.0.1:9/', 'x'));
            attempt('socket', () => new WebSocket('ws://127.0.0.1:9/'));
            attempt('form', () =>
              add('form', (made) => {
                made.setAttribute('action', 'http://127.0.0.1:9/');
                (made as HTMLFormElement).submit();
              }),
            );
            attempt('base', () => add('base', (made) => made.setAttribute('href', 'http://127.0.0.1:9/')));
          }, 0);
          setTimeout(() => done({ ran, threw, noted: world.noted }), 1_500);
        }),
    );
    expect(outcome.ran).toEqual([]);
    expect(outcome.threw).toEqual(
      expect.arrayContaining([
        'text',
        'markup',
        'fragment',
        'eval',
        'function',
        'timer',
        'import',
        'worker',
        'script',
        'policy',
        'fetch',
      ]),
    );
    expect(outcome.noted).toEqual(
      expect.arrayContaining([
        'script-src-elem',
        'require-trusted-types-for',
        'trusted-types',
        'frame-src',
        'img-src',
        'connect-src',
        'base-uri',
      ]),
    );
    expect(new URL(page.url()).origin).toBe(system.url);
    expect([...watchman.asked].filter((host) => !MAKERS.test(host))).toEqual([system.url]);
  });
});
