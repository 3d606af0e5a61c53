/** Owns the proof of how the built apps are given out: policies, caching, ranges, deep links. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFiles, type Files } from '../../src/server/pages/static.ts';
import { parseSettings } from '../../src/server/settings.ts';
import { serve } from './sockets.ts';

const root = mkdtempSync(join(tmpdir(), 'tumar-static-'));
const script = 'console.log(1);\n'.repeat(200);
const mirror = 'https://mirror.example';
let monitor: Files;
let desk: Files;
beforeAll(async () => {
  mkdirSync(join(root, 'assets'));
  const put = (name: string, bytes: string | Uint8Array) => writeFileSync(join(root, name), bytes);
  put('index.html', '<!doctype html><title>Notes</title>');
  put('sw.js', script);
  put('app.webmanifest', '{}');
  put('.stamp', 'x');
  put('assets/index-abc.js', script);
  put('assets/index-abc.js.br', brotliCompressSync(script));
  put('assets/index-abc.js.gz', gzipSync(script));
  put('assets/worker-abc.js', script);
  monitor = await createFiles(root, 'monitor', [mirror]);
  desk = await createFiles(root, 'desk', [mirror]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', files = monitor) =>
  files.answer(new Request(`http://localhost:1${path}`, { method, headers }));
const header = (reply: Response, name: string) => reply.headers.get(name) ?? '';

describe('files', () => {
  it('gives hashed assets for ever, and asks again for pages, manifest and service worker', () => {
    expect(header(ask('/assets/index-abc.js'), 'Cache-Control')).toBe('public, max-age=31536000, immutable');
    for (const path of ['/', '/index.html', '/sw.js', '/app.webmanifest']) {
      expect(header(ask(path), 'Cache-Control'), path).toBe('no-cache');
    }
    expect(header(ask('/app.webmanifest'), 'Content-Type')).toBe('application/manifest+json');
  });

  it('prefers brotli, then gzip, unless they are refused, each with its own strong ETag', async () => {
    const path = '/assets/index-abc.js';
    const got = ['gzip, deflate, br', 'gzip', 'br;q=0, gzip;q=0.5', 'identity', ''].map((accepts) =>
      header(ask(path, { 'Accept-Encoding': accepts }), 'Content-Encoding'),
    );
    expect(got).toEqual(['br', 'gzip', 'gzip', '', '']);
    const replies = ['br', 'gzip', ''].map((accepts) => ask(path, { 'Accept-Encoding': accepts }));
    const tags = replies.map((reply) => header(reply, 'ETag'));
    expect(new Set(tags).size).toBe(3);
    for (const tag of tags) expect(tag).toMatch(/^"[^"]+"$/);
    expect(replies.map((reply) => header(reply, 'Vary'))).toEqual(Array(3).fill('Accept-Encoding'));
    expect(await replies[2]?.text()).toBe(script);
    const again = ask(path, { 'Accept-Encoding': 'br', 'If-None-Match': tags[0] ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('goes on with a cut download, only of the same bytes', async () => {
    const path = '/assets/index-abc.js';
    const tag = header(ask(path), 'ETag');
    const part = ask(path, { Range: 'bytes=10-', 'If-Range': tag });
    expect([part.status, header(part, 'Content-Range')]).toEqual([
      206,
      `bytes 10-${script.length - 1}/${script.length}`,
    ]);
    expect(await part.text()).toBe(script.slice(10));
    expect(ask(path, { Range: 'bytes=10-', 'If-Range': '"other"' }).status).toBe(200);
    expect(ask(path, { Range: 'bytes=99999-' }).status).toBe(416);
    const head = ask(path, {}, 'HEAD');
    expect([head.status, header(head, 'Content-Length'), await head.text()]).toEqual([
      200,
      String(script.length),
      '',
    ]);
  });

  it('gives the page for deep links, and never for doors, assets, files or hidden names', () => {
    const page = { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html' };
    for (const path of ['/', '/report/7/where', '/join']) expect(ask(path, page).status, path).toBe(200);
    expect(ask('/join', { Accept: 'text/html,*/*' }).status).toBe(200);
    for (const path of [
      '/o/abc',
      '/v1/x',
      '/assets/none.js',
      '/none.js',
      '/.stamp',
      '/../package.json',
      '/%2e%2e/package.json',
    ]) {
      expect(ask(path, page).status, path).toBe(404);
    }
    expect(ask('/join', { 'Sec-Fetch-Mode': 'cors', Accept: 'text/html' }).status).toBe(404);
    expect(ask('/join').status).toBe(404);
    expect(ask('/', {}, 'POST').status).toBe(405);
  });

  it('answers 404 when nothing was built', async () => {
    const none = await createFiles(join(root, 'none'), 'monitor', []);
    expect([none.count, none.answer(new Request('http://localhost:1/')).status]).toEqual([0, 404]);
  });
});

describe('policies', () => {
  const policyOf = (path: string, files = monitor) => {
    const parts = header(ask(path, {}, 'GET', files), 'Content-Security-Policy').split('; ');
    return new Map(parts.map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]));
  };

  it('S11 pages load nothing from anywhere else and run only our scripts', () => {
    for (const files of [monitor, desk]) {
      const policy = policyOf('/', files);
      expect(policy.get('default-src')).toBe(`'none'`);
      expect(policy.get('script-src')).toBe(`'self' 'wasm-unsafe-eval'`);
      expect(policy.get('style-src')).toBe(`'self'`);
      expect(policy.get('connect-src')).toBe(`'self' ${mirror}`);
      expect(policy.get('frame-ancestors')).toBe(`'none'`);
      expect(policy.get('require-trusted-types-for')).toBe(`'script'`);
      for (const value of policy.values())
        expect(value).not.toMatch(/unsafe-inline|unsafe-eval'? |\*|https?:\/\/(?!mirror)/);
    }
    expect(policyOf('/').get('frame-src')).toBe(`'none'`);
    expect(policyOf('/', desk).get('frame-src')).toBe('blob:');
  });

  it('S2 S11 the worker that holds keys may connect to nobody', () => {
    expect(policyOf('/assets/worker-abc.js').get('connect-src')).toBe(`'none'`);
    expect(policyOf('/sw.js').get('connect-src')).toBe(`'self' ${mirror}`);
  });

  it('isolates the page on every answer', () => {
    for (const reply of [ask('/'), ask('/assets/index-abc.js'), ask('/nothing'), ask('/', {}, 'POST')]) {
      expect(header(reply, 'Cross-Origin-Opener-Policy')).toBe('same-origin');
      expect(header(reply, 'Cross-Origin-Embedder-Policy')).toBe('require-corp');
      expect(header(reply, 'Cross-Origin-Resource-Policy')).toBe('same-origin');
      expect(header(reply, 'X-Content-Type-Options')).toBe('nosniff');
      expect(header(reply, 'Referrer-Policy')).toBe('no-referrer');
      expect(header(reply, 'Permissions-Policy')).toContain('camera=(self)');
    }
  });
});

describe('settings', () => {
  it('has safe defaults', () => {
    expect(parseSettings({})).toEqual({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 8787,
        deskPort: 8788,
        data: './data',
        publicUrls: [],
        deskUrl: undefined,
        connect: [],
        parcelLimit: undefined,
        orgBytes: undefined,
        databaseUrl: undefined,
        s3: undefined,
        metricsPort: undefined,
      },
    });
  });
  it('names the variable that is wrong', () => {
    const wrong = {
      PORT: '99999',
      DESK_PORT: 'x',
      TUMAR_PUBLIC_URL: 'ftp://a',
      TUMAR_DESK_URL: 'desk',
      TUMAR_CONNECT: 'https://a https://b/?q',
      TUMAR_PARCEL_LIMIT: '12',
      TUMAR_ORG_LIMIT: '12',
      TUMAR_METRICS_PORT: '70000',
      DATABASE_URL: 'mysql://a/b',
      S3_ENDPOINT: 's3.example',
    };
    for (const [name, value] of Object.entries(wrong)) {
      expect(parseSettings({ [name]: value })).toMatchObject({ code: 'malformed', detail: name });
    }
    const s3 = {
      S3_ENDPOINT: 'https://s3.example',
      S3_BUCKET: 'tumar',
      S3_ACCESS_KEY_ID: 'id',
      S3_SECRET_ACCESS_KEY: 'secret',
    };
    expect(
      parseSettings({ ...s3, DATABASE_URL: 'postgresql://u@h/d', TUMAR_METRICS_PORT: '0' }),
    ).toMatchObject({
      value: {
        s3: {
          endpoint: 'https://s3.example',
          bucket: 'tumar',
          keyId: 'id',
          secret: 'secret',
          region: 'us-east-1',
        },
        databaseUrl: 'postgresql://u@h/d',
        metricsPort: 0,
      },
    });
    for (const name of Object.keys(s3).slice(1))
      expect(parseSettings({ ...s3, [name]: undefined })).toMatchObject({ code: 'malformed', detail: name });
    const good = parseSettings({
      TUMAR_PUBLIC_URL: 'https://a.example/, http://x.onion',
      TUMAR_CONNECT: mirror,
    });
    expect(good).toMatchObject({
      value: { publicUrls: ['https://a.example', 'http://x.onion'], connect: [mirror] },
    });
  });
});

it('S2 reads nothing of what is sent to a page, and ends the connection that brings it', async () => {
  const served = await serve((request) => monitor.answer(request));
  const socket = connect(served.port, '127.0.0.1');
  let text = '';
  socket.on('data', (part) => {
    text += part.toString();
  });
  socket.on('error', () => undefined);
  const gone = new Promise((done) => socket.once('close', done));
  // Its body never comes whole: only the server can end this.
  socket.write(
    'POST /receive HTTP/1.1\r\nHost: a\r\nContent-Length: 400000000\r\n\r\nthe beginning of a film',
  );
  await gone;
  await served.stop();
  expect(text).toMatch(/^HTTP\/1\.1 405 /);
  expect(text).toMatch(/\r\nconnection: close\r\n/i);
});
