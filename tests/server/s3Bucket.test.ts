/** Owns the proof that a store which is slow, lies or breaks off is neither believed nor taken for empty. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Bucket } from '../../src/server/blobs/bucket.ts';
import { createS3Bucket } from '../../src/server/blobs/s3Bucket.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { createTestClock } from '../fakes/endpoint.ts';

type Answer = (request: IncomingMessage, reply: ServerResponse, turn: number) => void;
let answer: Answer;
const asked: string[] = [];
const waits: number[] = [];
const server = createServer((request, reply) => {
  asked.push(`${request.method} ${request.url}`);
  answer(request, reply, asked.length);
});
let bucket: Bucket;

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const clock = { ...createTestClock(), sleep: async (ms: number) => void waits.push(ms) };
  const keys = { keyId: 'id', secret: 'secret', region: 'us-east-1' };
  bucket = createS3Bucket({ endpoint: `http://127.0.0.1:${port}`, bucket: 'tumar', ...keys }, clock);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
beforeEach(() => {
  asked.length = 0;
  waits.length = 0;
});

const SHA = 'ab'.repeat(32);
const put = () =>
  bucket.put('key', 5, SHA, async function* () {
    yield utf8('he');
    yield utf8('llo');
  });
const readAll = async (start: number, end: number): Promise<string> => {
  let text = '';
  for await (const piece of bucket.read('key', start, end)) text += new TextDecoder().decode(piece);
  return text;
};
const drained = (request: IncomingMessage): Promise<string> =>
  new Promise((done) => {
    let text = '';
    request.on('data', (part: Buffer) => {
      text += part.toString();
    });
    request.on('end', () => done(text));
  });

it('S15 says hash and length of what it puts, signs it, and sends it whole again when the store was busy', async () => {
  const bodies: string[] = [];
  answer = async (request, reply, turn) => {
    bodies.push(await drained(request));
    expect(request.headers).toMatchObject({ 'content-length': '5', 'x-amz-content-sha256': SHA });
    expect(request.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/us-east-1\/s3\/aws4_request, SignedHeaders=.*x-amz-content-sha256/,
    );
    expect(request.headers['if-none-match']).toBeUndefined();
    reply.writeHead(turn < 3 ? 503 : 200).end();
  };
  await put();
  expect(bodies).toEqual(['hello', 'hello', 'hello']);
  expect(waits).toHaveLength(2);
});

it.each([
  [500, 4, 'busy'],
  [403, 1, 'busy'],
  [400, 1, 'busy'],
  [404, 1, 'busy'],
  [507, 1, 'full'],
])('S15 a PUT answered with %i is no success (asked %i times, %s)', async (status, times, fault) => {
  answer = (request, reply) => void drained(request).then(() => reply.writeHead(status).end());
  await expect(put()).rejects.toMatchObject({ name: 'DiskError', fault });
  expect(asked).toHaveLength(times);
});

it('S15 a full store says so in words too', async () => {
  answer = (request, reply) =>
    void drained(request).then(() => reply.writeHead(403).end('<Error><Code>QuotaExceeded</Code></Error>'));
  await expect(put()).rejects.toMatchObject({ fault: 'full' });
});

it('S15 a connection that breaks is tried again, and then an error', async () => {
  answer = (request) => void request.socket.destroy();
  await expect(put()).rejects.toMatchObject({ name: 'DiskError', fault: 'busy' });
  expect(asked).toHaveLength(4);
});

it('S5 S15 "not there" is believed only when the bucket is', async () => {
  answer = (request, reply) => reply.writeHead(request.url === '/tumar' ? 200 : 404).end();
  expect(await bucket.size('key')).toBeUndefined();
  answer = (_request, reply) => reply.writeHead(404).end();
  await expect(bucket.size('key')).rejects.toMatchObject({ name: 'DiskError', fault: 'busy' });
});

it.each<[string, Answer]>([
  ['too short', (_request, reply) => reply.writeHead(206).end('hel')],
  ['too long', (_request, reply) => reply.writeHead(206).end('hello!!')],
  [
    'broken off',
    (_request, reply) => {
      reply.writeHead(206, { 'Content-Length': '5' }).write('hel');
      setImmediate(() => reply.destroy());
    },
  ],
  ['another range', (_request, reply) => reply.writeHead(200).end('01234hello')],
])('S15 a body that is %s is an error, never the bytes', async (_name, given) => {
  answer = given;
  await expect(readAll(5, 10)).rejects.toMatchObject({ name: 'DiskError', fault: 'busy' });
});

it('reads the range it asked for', async () => {
  answer = (request, reply) => {
    expect(request.headers.range).toBe('bytes=5-9');
    reply.writeHead(206).end('hello');
  };
  expect(await readAll(5, 10)).toBe('hello');
});

it('lists page after page', async () => {
  const item = (key: string) =>
    `<Contents><Key>${key}</Key><LastModified>2026-11-22T01:02:03.000Z</LastModified><Size>1</Size></Contents>`;
  answer = (request, reply) => {
    const url = new URL(request.url ?? '', 'http://x');
    const next = url.searchParams.get('continuation-token');
    expect([url.searchParams.get('list-type'), url.searchParams.get('prefix')]).toEqual(['2', 'partial/']);
    const more = next === null ? '<NextContinuationToken>a&amp;b=/</NextContinuationToken>' : '';
    if (next !== null) expect(next).toBe('a&b=/');
    reply.writeHead(200).end(`<List>${item(next === null ? 'partial/1' : 'partial/2')}${more}</List>`);
  };
  const found: unknown[] = [];
  for await (const one of bucket.list('partial/')) found.push(one);
  const changed = Date.UTC(2026, 10, 22, 1, 2, 3);
  expect(found).toEqual([
    { key: 'partial/1', changed },
    { key: 'partial/2', changed },
  ]);
});
