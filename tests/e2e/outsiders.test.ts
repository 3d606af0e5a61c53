/** Proves that both apps talk to nobody else, and that foreign code, in their pages or in an attachment, does nothing. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as ask, createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join as joinPath } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundAtDesk, lookForReports, showInvite } from './deskSteps.ts';
import { browserPath, createFolder, type Folder, type System, startSystem } from './harness.ts';
import { addAsTheyAre, fillShortForm, join, press, seeSaved, seeTitle, seeWhole } from './monitorSteps.ts';
import { watchShown } from './shown.ts';

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

const NOWHERE = 'http://127.0.0.1:9';

/** Files that try to be run: as a page, as a picture that is a page, as a document, and as two things at once. */
const HOSTILE: readonly (readonly [name: string, type: string, bytes: Buffer])[] = [
  ['photo.jpg', 'image/jpeg', `<!doctype html><script>hacked=1;fetch("${NOWHERE}/a")</script>`],
  [
    'drawing.svg',
    'image/svg+xml',
    `<svg xmlns="http://www.w3.org/2000/svg" onload="hacked=1"><script>hacked=1</script><image href="${NOWHERE}/b"/></svg>`,
  ],
  [
    'paper.pdf',
    'application/pdf',
    `%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1);this.submitForm("${NOWHERE}/c"))>>>>endobj\ntrailer<</Root 1 0 R>>`,
  ],
  ['both.gif', 'image/gif', 'GIF89a=1;hacked=1;//<script>hacked=1</script>'],
].map(([name = '', type = '', text = '']) => [name, type, Buffer.from(text)] as const);

/** A real picture with a page behind its last byte. */
const pictureAndPage = (): readonly [string, string, Buffer] => [
  'picture.png',
  'image/png',
  Buffer.concat([
    readFileSync('public/desk/icon-192.png'),
    Buffer.from(`<script>hacked=1;fetch("${NOWHERE}/d")</script>`),
  ]),
];

/** The headers that docs/THREAT-MODEL.md says the server sends for a file of either app. */
function documented(part: string): Readonly<Record<string, string>> {
  const text = readFileSync('docs/THREAT-MODEL.md', 'utf8');
  const block = text.split(`<!-- headers: ${part} -->\n\n\`\`\`http\n`)[1]?.split('\n```')[0] ?? '';
  // A long value goes on in lines that begin with a blank, as headers once did (RFC 9112, 5.2).
  const lines = block.replaceAll(/\n +/g, ' ').split('\n');
  return Object.fromEntries(lines.map((line) => /^([^:]+): (.*)$/.exec(line)?.slice(1) ?? []));
}

/** Everything that foreign code in a page may try; what ran, what threw, what the policy noted. */
async function tryEverything(page: Page): Promise<{ ran: string[]; threw: string[]; noted: string[] }> {
  await page.evaluate(() => {
    const noted: string[] = [];
    Object.assign(globalThis, { noted });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      noted.push(effectiveDirective),
    );
  });
  // From a timer: the debugger's own call may do what the page may not.
  return page.evaluate(
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
}

describe('S11 nobody else', () => {
  let system: System;
  let folder: Folder;
  let watchman: Awaited<ReturnType<typeof createWatchman>>;
  let context: BrowserContext;
  let page: Page;
  let desk: Page;
  const foreigners = (): string[] =>
    [...watchman.asked].filter((host) => !MAKERS.test(host) && ![system.url, system.deskUrl].includes(host));

  beforeAll(async () => {
    folder = await createFolder();
    system = await startSystem();
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
    watchShown(context);
    page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(15_000);
    desk = await context.newPage();
    desk.setDefaultTimeout(15_000);
    await desk.setViewportSize({ width: 1280, height: 800 });
  });
  afterAll(async () => {
    await context?.close();
    watchman?.server.close();
    await system?.stop();
    await folder?.drop();
  });

  it('from the first visit to a stored and read report every request, the service worker’s too, goes to the deployment', async () => {
    await foundAtDesk(desk, system, { name: 'Aq Joly Initiative', pseudonym: 'mira' }, folder.path);
    const { code } = await showInvite(desk, 'Juniper');
    await page.bringToFront();
    await page.goto(system.url);
    await join(page, code);
    await seeWhole(page);
    await fillShortForm(page, { place: 'Kishlak', name: 'somebody', words: 'What they saw.' });
    await page.getByRole('list', { name: 'What will be sent' }).getByText('In a few words').click();
    const files = [...HOSTILE, pictureAndPage()];
    await page
      .locator('input[type=file][multiple]')
      .setInputFiles(files.map(([name, mimeType, buffer]) => ({ name, mimeType, buffer })));
    await addAsTheyAre(page, files.length);
    await seeSaved(page);
    await press(page, 'Summary');
    await press(page, 'Finish');
    await seeTitle(page, /Waiting|Sending|Stored/);
    await seeTitle(page, 'Stored');
    expect(watchman.asked).toEqual(new Set([...watchman.asked, system.url, system.deskUrl]));
    expect(foreigners()).toEqual([]);
  });

  it('A6 hostile files shown at the desk do nothing: a page, a picture with script, a document with script, two things at once', async () => {
    await desk.bringToFront();
    await desk.getByRole('link', { name: /Inbox/ }).click();
    await lookForReports(desk);
    await desk.getByRole('list', { name: 'Reports' }).getByRole('button').first().click();
    await desk.getByText('Every attachment matched').waitFor();
    const open = desk.getByRole('button', { name: 'Show safely' });
    await open.first().waitFor();
    expect(await open.count()).toBe(5);
    for (let left = 5; left > 0; left -= 1) {
      await open.first().click();
      await expect.poll(() => open.count()).toBe(left - 1);
    }
    await desk.getByText('Opening and comparing…').waitFor({ state: 'detached' });
    // The real picture is shown, and the markup stands there as text: they were opened.
    await desk.getByText('Drawn anew from its pixels').first().waitFor();
    expect((await desk.getByLabel('Text of the file').allInnerTexts()).join()).toContain('<script>');
    expect(await desk.evaluate(() => Reflect.get(globalThis, 'hacked'))).toBeUndefined();
    expect(desk.frames().length).toBe(1);
    expect(await desk.locator('iframe, object, embed, svg [onload], svg script').count()).toBe(0);
    expect(context.pages().length).toBe(2);
    expect(foreigners()).toEqual([]);
  });

  it('the headers are as they are documented, on both pages, the workers and the service worker', async () => {
    const read = async (url: string): Promise<Record<string, string | null>> => {
      const { headers } = await fetch(url);
      const names = [...Object.keys(documented('every file')), 'Content-Security-Policy'];
      return Object.fromEntries(names.map((name) => [name, headers.get(name)]));
    };
    const every = documented('every file');
    expect(Object.keys(every).length).toBe(6);
    const as = (part: string): Record<string, string> => ({ ...every, ...documented(part) });
    expect(await read(system.url)).toEqual(as('phone'));
    expect(await read(`${system.url}/sw.js`)).toEqual(as('service worker'));
    const shown = as('desk');
    const policy = shown['Content-Security-Policy']?.replace('{endpoint}', system.url);
    expect(await read(system.deskUrl)).toEqual({ ...shown, 'Content-Security-Policy': policy });
    expect(JSON.stringify([as('phone'), shown])).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
    expect(await (await fetch(system.url)).text()).not.toMatch(/<script(?![^>]*\bsrc=)/);
    for (const one of [page, desk]) {
      expect(await one.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
      // Cached copies keep them.
      const cached = await one.evaluate(async () =>
        (await fetch('/index.html')).headers.get('content-security-policy'),
      );
      expect(cached).toBe(one === page ? as('phone')['Content-Security-Policy'] : policy);
    }
    const [worker] = page.workers();
    expect(await read(worker?.url() ?? system.url)).toEqual(as('worker'));
    // The worker that holds keys cannot talk, not even home.
    const said = await worker?.evaluate(() =>
      fetch('/healthz').then(
        () => 'reached',
        () => 'refused',
      ),
    );
    expect(said).toBe('refused');
  });

  it.each(['phone', 'desk'])(
    'foreign code in the page of the %s does nothing: tags, handlers, eval, addresses, workers, frames, other hosts',
    async (where) => {
      const one = where === 'desk' ? desk : page;
      await one.bringToFront();
      const outcome = await tryEverything(one);
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
      expect(new URL(one.url()).origin).toBe(where === 'desk' ? system.deskUrl : system.url);
      expect(foreigners()).toEqual([]);
    },
  );
});
