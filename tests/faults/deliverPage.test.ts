/** Owns the proof of the public page: what its script does to the line, what the server says about its files. */

import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliver, nameOf } from '../../public/deliver/deliver.js';
import { createDeliverPage } from '../../src/server/pages/deliverPage.ts';
import { createParcelHash } from '../../src/server/uploads/parcelHash.ts';
import { createTestEndpoint, type TestEndpoint } from '../fakes/endpoint.ts';
import {
  foundOrganisation,
  inboxOf,
  joinMonitor,
  type Monitor,
  type Organisation,
  sealedFile,
  ticketOf,
} from '../server/parties.ts';

const page = await createDeliverPage(resolve(import.meta.dirname, '../../public/deliver'));

let endpoint: TestEndpoint;
let organisation: Organisation;
let monitor: Monitor;
let bodies: number[] = [];
let tamper: (request: Request, next: () => Promise<Response>) => Promise<Response>;
beforeAll(async () => {
  endpoint = await createTestEndpoint();
  organisation = await foundOrganisation(endpoint, endpoint.setupCode());
  monitor = await joinMonitor(endpoint, organisation);
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  bodies = [];
  tamper = (_request, next) => next();
});
afterEach(() => expect(bodies.every((size) => size <= 131_072)).toBe(true));

/** As the page's `fetch`; `ticketed`: the endpoint is one that takes files from anybody, which a ticket stands in for here. */
function senderFor(parcel: string, ticketed = true) {
  return (url: string, init: RequestInit): Promise<Response> => {
    const request = new Request(url, { ...init, redirect: 'manual' });
    if (request.method === 'PATCH') bodies.push((init.body as Uint8Array).length);
    if (ticketed && request.method === 'POST')
      request.headers.set('Tumar-Ticket', `v1.${ticketOf(monitor, parcel)}`);
    return tamper(request, () => endpoint.fetch(request));
  };
}

const deliverIt = (file: Uint8Array<ArrayBuffer>, parcel: string, ticketed = true, signal?: AbortSignal) =>
  deliver({
    file: new Blob([file]),
    org: organisation.org,
    base: endpoint.url,
    send: senderFor(parcel, ticketed),
    sleep: async () => undefined,
    ...(signal === undefined ? {} : { signal }),
  });
const held = async (parcel: string): Promise<number> =>
  (await inboxOf(endpoint, organisation)).filter((item) => item.parcel === parcel).length;

describe('the script', () => {
  it.each([16_384, 1_048_576, 1_310_720, 4_194_304])(
    '[SEAL6] names a file of %i bytes as the endpoint does',
    async (size) => {
      const { file, parcel } = await sealedFile(size);
      expect((await nameOf(new Blob([file])))?.parcel).toBe(parcel);
      const hash = createParcelHash();
      hash.feed(file);
      expect(hash.parcel()).toBe(parcel);
    },
  );

  it('[UP8] S6 delivers once, and a second time without a byte', async () => {
    const { file, parcel } = await sealedFile(524_288);
    expect(await deliverIt(file, parcel)).toBe('stored');
    const sent = bodies.reduce((sum, size) => sum + size, 0);
    expect(await deliverIt(file, parcel)).toBe('stored');
    expect([sent, bodies.reduce((sum, size) => sum + size, 0), await held(parcel)]).toEqual([
      524_288, 524_288, 1,
    ]);
  });

  it('S7 goes on after every kind of broken line, and never sends what was acknowledged', async () => {
    const { file, parcel } = await sealedFile(1_048_576);
    let count = 0;
    tamper = async (_request, next) => {
      count += 1;
      if (count % 7 === 2) throw new TypeError('reset');
      if (count % 7 === 3)
        return new Response('<html>Log in</html>', { headers: { 'Content-Type': 'text/html' } });
      if (count % 7 === 4) return new Response('Bad gateway', { status: 502 });
      const reply = await next();
      if (count % 11 === 10) throw new TypeError('the answer was lost');
      return reply;
    };
    expect(await deliverIt(file, parcel)).toBe('stored');
    expect(await held(parcel)).toBe(1);
  });

  it('S5 says stored only when the receipt names this file', async () => {
    const [one, other] = [await sealedFile(), await sealedFile()];
    expect(await deliverIt(other.file, other.parcel)).toBe('stored');
    const stop = new AbortController();
    let forged = 0;
    tamper = (request, next) => {
      if (!request.url.endsWith('/receipt')) return next();
      forged += 1;
      if (forged === 5) stop.abort();
      return endpoint.ask(`/o/${organisation.org}/v1/parcels/${other.parcel}/receipt`);
    };
    expect(await deliverIt(one.file, one.parcel, true, stop.signal)).toBe('stopped');
  });

  it('[EP6] says how it was refused, and only when it was said twice', async () => {
    const { file, parcel } = await sealedFile();
    expect(['ticketRefused', 'stored']).toContain(await deliverIt(file, parcel, false));
    let garbled = 0;
    tamper = async (request, next) => {
      if (request.method === 'POST' && garbled++ === 0) request.headers.set('Upload-Length', 'x');
      return next();
    };
    const second = await sealedFile();
    expect(await deliverIt(second.file, second.parcel)).toBe('stored');
  });

  it.each([
    [new Uint8Array(0)],
    [new Uint8Array(70_000)],
    [new TextEncoder().encode('age-encryption.org/v1\n-> x\n')],
  ])('sends nothing of what is not sealed (%#)', async (file) => {
    const send = (): Promise<Response> => Promise.reject(new Error('sent all the same'));
    expect(await deliver({ file: new Blob([file]), org: organisation.org, send })).toBe('notSealed');
  });
});

describe('the page', () => {
  it('S9 is four files of its own, and nothing else may run, load or be reached', async () => {
    const answer = (path: string, method = 'GET') => page(new Request(`http://x${path}`, { method }));
    for (const [path, type] of [
      ['/deliver', 'text/html'],
      ['/deliver/', 'text/html'],
      ['/deliver/page.js', 'text/javascript'],
      ['/deliver/deliver.js', 'text/javascript'],
      ['/deliver/page.css', 'text/css'],
    ] as const) {
      const reply = answer(path);
      expect([path, reply?.status]).toEqual([path, 200]);
      expect(reply?.headers.get('Content-Type')).toContain(type);
      const policy = reply?.headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain(`default-src 'none'`);
      expect(policy).toContain(`connect-src 'self'`);
      expect(policy).toContain(`require-trusted-types-for 'script'`);
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(reply?.headers.get('Referrer-Policy')).toBe('no-referrer');
      expect((await answer(path, 'HEAD')?.text())?.length).toBe(0);
    }
    for (const path of [
      '/',
      '/deliver.html',
      '/deliver/deliver.d.ts',
      '/deliver/../package.json',
      '/delivery',
    ])
      expect(answer(path)).toBe(undefined);
    expect(answer('/deliver', 'POST')).toBe(undefined);
  });

  it('has nothing inline and loads nothing from elsewhere', async () => {
    const html = await page(new Request('http://x/deliver'))?.text();
    expect(html).not.toMatch(/<style|style=|\son\w+=|https?:\/\/|<script(?![^>]*src=)/);
    const script = await page(new Request('http://x/deliver/page.js'))?.text();
    expect(script).not.toMatch(/innerHTML|localStorage|sessionStorage|indexedDB|cookie|https?:\/\//);
  });
});
