/** Owns the endpoint as one function from Request to Response. Must never hold a key that opens anything, or log a request. */
import { type Context, Hono } from 'hono';
import { createSigner } from '../crypto/minisign.ts';
import type { Result } from '../domain/result.ts';
import {
  BOARD_HEADER,
  type EndpointInfo,
  encodeStoreMark,
  MAX_INBOX_PAGE,
  OCTETS,
  parseBoardRecords,
  parseEnrolRequest,
  parseFoundRequest,
  parseInviteRequest,
  parsePublishRequest,
  parseSessionRequest,
  paths,
  STORE_HEADER,
  TUS_BODY,
  TUS_VERSION,
} from '../wire/endpointApi.ts';
import { parseTokenRequest } from '../wire/tokens.ts';
import { createBucketBlobs } from './blobs/bucketBlobs.ts';
import { recoverBucket } from './blobs/bucketRecovery.ts';
import { faultOf } from './blobs/disk.ts';
import { createDiskBlobs } from './blobs/diskBlobs.ts';
import { collect, recover, takeInOrphans } from './blobs/recovery.ts';
import { scrub } from './blobs/scrub.ts';
import { appendBoard, createBoardReader } from './board.ts';
import { type Base, type Config, createHealth, DEFAULTS, type Deps, type Store } from './deps.ts';
import { checkCode, codeAt, found } from './founding.ts';
import { givePage, giveParcel, giveReceipt } from './inboxDoors.ts';
import { createMembers } from './members.ts';
import { offerCode, readMeta, renewEpochWhenRestored } from './meta.ts';
import { type Failures, WATCHED } from './metrics.ts';
import { answerOptions, dress, json, Refusal, readBytes, readJson, refuse } from './replies.ts';
import { prepareRows } from './rows.ts';
import { enrol, registerInvite, revokeInvite } from './tokens/enrolment.ts';
import { createPool } from './tokens/pool.ts';
import { createTokens } from './tokens/tokens.ts';
import type { Line } from './uploads/feed.ts';
import { createArrivals } from './uploads/receive.ts';
import { answerStanding, count, createTusDoors, param } from './uploads/tusDoors.ts';
import { createUploads } from './uploads/uploads.ts';

export type Intake = {
  /** Never rejects. `line`: where the body can be had from directly. */
  fetch(request: Request, line?: Line): Promise<Response>;
  /** The set-up code that is good now. */
  setupCode(): string;
  /** Minisign public key line that receipts verify with. */
  readonly receiptKey: string;
  /** What is served, as the router has it; docs/openapi.json describes each. */
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  /** False once the disk can no longer be trusted. */
  readonly sound: () => boolean;
  /** How often somebody was told to come back later, since the start. */
  readonly failures: () => Failures;
  /** Stored files whose bytes changed by themselves, found since the start. */
  readonly damaged: () => number;
  /** Resolves, with the error, when the disk can no longer be trusted: then end the process, with a failure. */
  readonly broken: Promise<unknown>;
  /** Resolves when all that the disk holds was compared with the rows, some time after the start. */
  readonly lookedThrough: Promise<void>;
  /** Ends uploads, keeping what arrived, and waits for requests that are being answered. */
  stop(): Promise<void>;
};

/** 2,048 records of a member; a desk sends 1,000 at once. */
const BOARD_LIMIT = 65_536;
/** A manifest and its box. */
const LARGE_LIMIT = 1_048_576;
/** A session, an invite, an enrolment. */
const SMALL_LIMIT = 16_384;
const MOST_FOUNDERS = 8;
/** What the column of an engine holds. */
const MOST_VERSION = 2_147_483_647;
const DAY_MS = 86_400_000;

/** Puts the store in order and opens the doors. */
export async function createIntake(
  deps: Omit<Deps, 'config'> & { config?: Partial<Config> },
): Promise<Intake> {
  const config = { ...DEFAULTS, ...deps.config };
  await prepareRows(deps.rows);
  const restored = await renewEpochWhenRestored(deps.rows, deps.disk, deps.rng);
  const meta = await readMeta(deps.rows, deps.sodium, deps.rng, config.shared);
  const signer = createSigner(deps.sodium, meta.receiptKey.secret);
  const base: Base = { ...deps, config, health: createHealth(), ...meta, signer };
  const { bucket } = deps;
  const store: Store = {
    ...base,
    blobs: bucket === undefined ? createDiskBlobs(base) : createBucketBlobs(base, bucket),
  };
  const uploads = createUploads(store);
  const stopping = new AbortController();
  if (bucket === undefined) await recover(store, uploads);
  else await recoverBucket(store, bucket, uploads, restored);
  let code = await offerCode(deps, config.shared);

  const members = createMembers(store);
  const tokens = createTokens(store);
  const readBoard = createBoardReader(store);
  const arrivals = createArrivals(store.clock);
  const prefix = new URL(config.urls[0] ?? 'http://localhost').pathname.replace(/\/$/, '');
  const app = new Hono();
  const member = (c: Context, org: string): Promise<void> =>
    members.check(org, c.req.raw.headers.get('Authorization') ?? null);
  const small = (c: Context) => readJson(c.req.raw, SMALL_LIMIT, store.clock);
  const large = (c: Context) => readJson(c.req.raw, LARGE_LIMIT, store.clock);
  let founders = 0;
  const known = async (c: Context): Promise<string> => {
    const org = param(c.req.param('org'), 16);
    await members.current(org);
    return org;
  };

  app.get(paths.health, () => {
    const body = { ok: store.health.sound, version: config.version, store: store.epoch };
    return json(body, store.health.sound ? 200 : 503);
  });
  app.get(paths.endpoint, () => {
    const info: EndpointInfo = {
      receiptKey: store.receiptKey.publicKey,
      limits: { parcel: config.parcelLimit },
    };
    return json(info);
  });
  app.post(paths.orgs, async (c) => {
    // The one large body that anybody may send: a crowd without a code must neither fill the memory nor take the place of who has one.
    let counted = false;
    const body = await readJson(c.req.raw, LARGE_LIMIT, store.clock, async (beginning) => {
      const typed = codeAt(beginning);
      if (typed !== undefined) return checkCode(store, typed);
      if (founders >= MOST_FOUNDERS) throw new Refusal('tooMany');
      founders += 1;
      counted = true;
    }).finally(() => {
      if (counted) founders -= 1;
    });
    const { reply, fresh } = await found(store, take(parseFoundRequest(body)));
    if (fresh) code = await offerCode(store, config.shared);
    return json(reply, 201);
  });

  const org = new Hono();
  org.get('/manifest', async (c) => octets(await members.box(await known(c))));
  org.get('/manifest/:version', async (c) => {
    const version = count(c.req.param('version'));
    if (version === undefined || version > MOST_VERSION) throw new Refusal('notFound');
    return octets(await members.box(await known(c), version));
  });
  org.post('/manifest', async (c) => {
    const of = await known(c);
    await member(c, of);
    return json(await members.publish(of, take(parsePublishRequest(await large(c)))));
  });
  org.post('/session/nonce', async (c) => json(members.nonce(await known(c))));
  org.post('/session', async (c) =>
    json(await members.open(await known(c), take(parseSessionRequest(await small(c))))),
  );
  org.post('/invites', async (c) => {
    const of = await known(c);
    await member(c, of);
    await registerInvite(store, of, take(parseInviteRequest(await small(c))));
    return json({}, 201);
  });
  org.delete('/invites/:id', async (c) => {
    const of = await known(c);
    await member(c, of);
    return json(await revokeInvite(store, of, param(c.req.param('id'), 8)));
  });
  org.post('/enrol', async (c) => {
    const of = await known(c);
    return json(await enrol(store, of, take(parseEnrolRequest(await small(c)))), 201);
  });
  org.get('/tokens', async (c) => json(await tokens.info(param(c.req.param('org'), 16))));
  org.post('/tokens', async (c) => {
    const of = await known(c);
    return json(await tokens.issue(of, take(parseTokenRequest(await small(c)))));
  });
  org.get('/inbox', async (c) => {
    const of = await known(c);
    await member(c, of);
    const limit = Math.min(count(c.req.query('limit')) ?? MAX_INBOX_PAGE, MAX_INBOX_PAGE);
    return json(await givePage(store, of, count(c.req.query('after')) ?? 0, limit));
  });
  org.get('/board', async (c) => {
    const page = await readBoard(await known(c), count(c.req.query('after')) ?? 0);
    return octets(page.records, { [BOARD_HEADER]: String(page.head) });
  });
  org.post('/board', async (c) => {
    const of = await known(c);
    await member(c, of);
    const records = parseBoardRecords(await readBytes(c.req.raw, BOARD_LIMIT, store.clock));
    if (records === undefined) throw new Refusal('malformed');
    const head = await appendBoard(store, of, records);
    return json({ head }, 200, { [BOARD_HEADER]: String(head) });
  });
  org.get('/parcels/:parcel/receipt', async (c) =>
    giveReceipt(store, await known(c), param(c.req.param('parcel'), 32)),
  );
  // Hono answers HEAD through GET: 32 hex digits name an upload, 64 a parcel.
  org.get('/parcels/:name', async (c) => {
    const of = await known(c);
    const name = c.req.param('name');
    if (c.req.raw.method === 'HEAD' && name.length === 32) {
      return answerStanding(uploads, c.req.raw, of, param(name, 16));
    }
    await member(c, of);
    return giveParcel(store, of, param(name, 32), c.req.raw.headers.get('Range') ?? null);
  });
  org.use('/parcels/*', async (c, next) => {
    await known(c);
    await next();
  });
  org.route('/parcels', createTusDoors(store, uploads, tokens, arrivals, prefix));
  app.route('/o/:org/v1', org);

  app.notFound(() => refuse('notFound'));
  app.onError((error) => {
    store.health.note(error);
    if (error instanceof Refusal) return refuse(error.code, error.headers);
    const fault = faultOf(error);
    if (fault === 'full') return refuse('storageFull');
    return refuse(fault === undefined ? 'broken' : 'busy');
  });

  const running = new Set<Promise<Response>>();
  const answer = async (request: Request, line: Line | undefined): Promise<Response> => {
    const pathname = pathOf(request);
    if (request.method === 'OPTIONS') return marked(answerOptions(config.parcelLimit), request, pathname);
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    const open = store.health.sound && !stopping.signal.aborted;
    if (writes && !open) return marked(refuse('busy'), request, pathname);
    const brings = pathname.includes('/v1/parcels') && request.headers.get('Content-Type') === TUS_BODY;
    const arrival = brings ? arrivals.begin(request, line) : undefined;
    try {
      return await marked(await app.fetch(request), request, pathname);
    } finally {
      arrival?.end();
    }
  };

  /**
   * The head tells how many parcels came: members may know. Anybody else who knows the organisation's id could watch them come,
   * and gets 0. After a failure of the database it is the last head known, never a lower one.
   */
  const heads = new Map<string, number>();
  const headFor = async (request: Request, of: string): Promise<number> => {
    const authorization = request.headers.get('Authorization');
    if (authorization === null) return 0;
    try {
      await members.check(of, authorization);
      const { head } = await store.rows
        .selectFrom('orgs')
        .select('head')
        .where('org', '=', of)
        .executeTakeFirstOrThrow();
      heads.set(of, head);
      return head;
    } catch (error) {
      return error instanceof Refusal ? 0 : (heads.get(of) ?? 0);
    }
  };

  const failures = { 429: 0, 500: 0, 503: 0, 507: 0 };

  /** [EP1] on every answer. */
  const marked = async (reply: Response, request: Request, pathname: string): Promise<Response> => {
    const of = /^\/o\/([0-9a-f]{32})\//.exec(pathname)?.[1];
    const head = of === undefined ? 0 : await headFor(request, of);
    const watched = WATCHED.find((status) => status === reply.status);
    if (watched !== undefined) failures[watched] += 1;
    reply.headers.set(STORE_HEADER, encodeStoreMark({ epoch: store.epoch, head }));
    if (/\/parcels(\/[0-9a-f]{32})?$/.test(pathname)) reply.headers.set('Tus-Resumable', TUS_VERSION);
    return dress(reply);
  };

  let damaged = 0;
  const scrubToday = async (): Promise<void> => {
    if (bucket === undefined)
      damaged += await scrub(store, Math.floor(store.clock.now() / DAY_MS), stopping.signal);
  };
  const lookedThrough = (
    bucket === undefined ? takeInOrphans(store, stopping.signal) : Promise.resolve()
  ).catch((error: unknown) => store.health.note(error));
  void (async () => {
    await lookedThrough;
    while (!stopping.signal.aborted) {
      await clockDay(store, stopping.signal);
      if (!stopping.signal.aborted)
        await collect(store, uploads)
          .then(() => scrubToday())
          .then(tokens.tidy)
          .then(members.tidy)
          .then(() => createPool(store).tidy(uploads))
          .catch((error: unknown) => store.health.note(error));
    }
  })();

  return {
    fetch(request, line) {
      const reply = answer(request, line);
      running.add(reply);
      const done = (): void => void running.delete(reply);
      reply.then(done, done);
      return reply;
    },
    setupCode: () => code,
    receiptKey: store.receiptKey.publicKey,
    routes: app.routes.flatMap(({ method, path }) => (method === 'ALL' ? [] : [{ method, path }])),
    sound: () => store.health.sound,
    failures: () => failures,
    damaged: () => damaged,
    broken: store.health.broken,
    lookedThrough,
    async stop() {
      stopping.abort();
      await lookedThrough;
      await uploads.endAll();
      await Promise.allSettled(running);
    },
  };
}

const clockDay = (store: Store, signal: AbortSignal): Promise<void> => store.clock.sleep(DAY_MS, signal);

/** Its URL was parsed and put in order when the request was made: doing that again costs as much as a look into the database. */
export function pathOf({ url }: Request): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const end = url.slice(start).search(/[?#]/);
  return end < 0 ? url.slice(start) : url.slice(start, start + end);
}

function take<T>(parsed: Result<T>): T {
  if (!parsed.ok) throw new Refusal('malformed');
  return parsed.value;
}

const octets = (bytes: Uint8Array<ArrayBuffer>, more: Readonly<Record<string, string>> = {}): Response =>
  new Response(bytes, { headers: { 'Content-Type': OCTETS, 'Cache-Control': 'no-store', ...more } });
