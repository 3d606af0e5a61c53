/** Owns a bucket behind the S3 API: signing, asking, reading answers. Must never take a store that cannot be asked for an empty one. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AwsV4Signer } from 'aws4fetch';
import type { Clock } from '../../domain/ports.ts';
import type { Bucket } from './bucket.ts';
import { DiskError } from './disk.ts';

export type S3Settings = {
  /** `https://s3.example`, without the bucket. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
};

const CONNECTIONS = 64;
const SILENCE_MS = 60_000;
const WAITS = [100, 400, 1_600];
const PASSING = [408, 429, 500, 502, 503, 504];
const LIST_BYTES = 8_388_608;

type Ask = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Path below the bucket, with a query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: () => AsyncIterable<Uint8Array>;
};

export function createS3Bucket(settings: S3Settings, clock: Clock): Bucket {
  const secure = settings.endpoint.startsWith('https:');
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: CONNECTIONS });
  const root = `${settings.endpoint.replace(/\/+$/, '')}/${settings.bucket}`;

  const once = async ({ method, path, headers = {}, body }: Ask): Promise<IncomingMessage> => {
    const signed = await new AwsV4Signer({
      method,
      url: `${root}${path}`,
      headers: { 'X-Amz-Content-Sha256': EMPTY, ...headers },
      accessKeyId: settings.keyId,
      secretAccessKey: settings.secret,
      service: 's3',
      region: settings.region,
    }).sign();
    const request = (secure ? httpsRequest : httpRequest)(signed.url, {
      method,
      agent,
      headers: { ...Object.fromEntries(signed.headers), ...headers },
    });
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error('the store is silent')));
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      // Also for errors that come after the answer: nobody waits for them any more.
      request.on('error', reject);
    });
    if (body === undefined) request.end();
    // A store that refuses may answer before it has read everything: then the answer counts, not the broken pipe.
    else pipeline(Readable.from(body(), { objectMode: false }), request).catch(() => undefined);
    return answered;
  };

  /** Asks again when the store is busy or a connection broke; gives answers below 400 and 404. */
  const ask = async (what: Ask): Promise<IncomingMessage> => {
    for (const wait of [...WAITS, undefined]) {
      const answer = await once(what).catch((error: unknown) => error as Error);
      if (!(answer instanceof Error)) {
        const { statusCode: status = 0 } = answer;
        if (status < 400 || status === 404) return answer;
        const text = await textOf(answer).catch(() => '');
        if (status === 507 || /<Code>(QuotaExceeded|EntityTooLarge)</.test(text))
          throw failed('full', answer);
        if (!PASSING.includes(status) || wait === undefined) throw failed('busy', answer);
      } else if (wait === undefined) throw new DiskError('busy', answer);
      await clock.sleep(wait);
    }
    throw new Error('unreachable');
  };

  /** A bucket that is not there answers 404 too, and must not look like one that lost everything. */
  const missing = async (): Promise<undefined> => {
    const answer = await ask({ method: 'HEAD', path: '' });
    answer.resume();
    if (answer.statusCode === 200) return undefined;
    throw new DiskError('busy', new Error('no such bucket'));
  };

  return {
    async put(key, size, sha256, body) {
      const headers = { 'Content-Length': String(size), 'X-Amz-Content-Sha256': sha256 };
      const answer = await ask({ method: 'PUT', path: `/${key}`, headers, body });
      answer.resume();
      if (answer.statusCode !== 200) throw failed('busy', answer);
    },
    async size(key) {
      const answer = await ask({ method: 'HEAD', path: `/${key}` });
      answer.resume();
      if (answer.statusCode === 404) return missing();
      return Number(answer.headers['content-length']);
    },
    async *read(key, start, end) {
      if (end <= start) return;
      const headers = { Range: `bytes=${start}-${end - 1}` };
      const answer = await ask({ method: 'GET', path: `/${key}`, headers });
      if (answer.statusCode === 404) {
        answer.resume();
        throw new DiskError('busy', new Error('no such object'));
      }
      const whole = answer.statusCode === 200 && start === 0;
      if (answer.statusCode !== 206 && !whole) {
        answer.destroy();
        throw failed('busy', answer);
      }
      let left = end - start;
      try {
        for await (const piece of answer as AsyncIterable<Uint8Array<ArrayBuffer>>) {
          left -= piece.length;
          if (left < 0) break;
          yield piece;
        }
      } catch (error) {
        throw new DiskError('busy', error);
      } finally {
        answer.destroy();
      }
      if (left !== 0) throw new DiskError('busy', new Error('the object has another size'));
    },
    async remove(key) {
      const answer = await ask({ method: 'DELETE', path: `/${key}` });
      answer.resume();
    },
    async *list(prefix) {
      let token: string | undefined;
      do {
        const next = token === undefined ? '' : `&continuation-token=${encodeURIComponent(token)}`;
        const path = `?list-type=2&prefix=${encodeURIComponent(prefix)}${next}`;
        const answer = await ask({ method: 'GET', path });
        const text = await textOf(answer);
        if (answer.statusCode !== 200) throw failed('busy', answer);
        for (const [, item = ''] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          yield { key: element(item, 'Key') ?? '', changed: Date.parse(element(item, 'LastModified') ?? '') };
        }
        token = element(text, 'NextContinuationToken');
      } while (token !== undefined);
    },
  };
}

/** SHA-256 of nothing. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const failed = (fault: 'busy' | 'full', answer: IncomingMessage): DiskError =>
  new DiskError(fault, new Error(`the store answered ${answer.statusCode}`));

async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > LIST_BYTES) throw new Error('too long');
      parts.push(part);
    }
  } catch (error) {
    throw new DiskError('busy', error);
  }
  return Buffer.concat(parts).toString('utf8');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The text of the first element of this name in a flat piece of XML. */
function element(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replace(/&(\w+);/g, (all, entity: string) => ENTITIES[entity] ?? all);
}
