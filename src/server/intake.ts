/** Owns the endpoint as one function from Request to Response. Must never hold a key that opens anything, or log a request. */
import { type Context, Hono } from 'hono';
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
  TUS_VERSION,
} from '../wire/endpointApi.ts';
import { appendBoard, readBoard } from './board.ts';
import { type Config, createHealth, DEFAULTS, type Deps, type Store } from './deps.ts';
import { faultOf } from './disk.ts';
import { enrol, registerInvite } from './enrolment.ts';
import { found } from './founding.ts';
import { givePage, giveParcel, giveReceipt } from './inboxDoors.ts';
import { createMembers } from './members.ts';
import { offerCode, readMeta, renewEpochWhenRestored } from './meta.ts';
import { collect, recover } from './recovery.ts';
import { answerOptions, dress, json, Refusal, readBytes, readJson, refuse } from './replies.ts';
import { prepareRows } from './rows.ts';
import { answerStanding, count, createTusDoors, param } from './tusDoors.ts';
import { createUploads } from './uploads.ts';

export type Intake = {
  /** Never rejects. */
  fetch(request: Request): Promise<Response>;
  /** The set-up code that is good now. */
  setupCode(): string;
  /** Minisign public key line that receipts verify with. */
  readonly receiptKey: string;
  /** Resolves, with the error, when the disk can no longer be trusted: then end the process, with a failure. */
  readonly broken: Promise<unknown>;
  /** Ends uploads, keeping what arrived, and waits for requests that are being answered. */
  stop(): Promise<void>;
};

const BOARD_LIMIT = 1_048_576;
/** A manifest and its box. */
const LARGE_LIMIT = 1_048_576;
/** A session, an invite, an enrolment. */
const SMALL_LIMIT = 16_384;
const MOST_FOUNDERS = 8;
const DAY_MS = 86_400_000;

/** Puts the store in order and opens the doors. */
export async function createIntake(
  deps: Omit<Deps, 'config'> & { config?: Partial<Config> },
): Promise<Intake> {
  const config = { ...DEFAULTS, ...deps.config };
  await prepareRows(deps.rows);
  await renewEpochWhenRestored(deps.rows, deps.disk, deps.rng);
  const meta = await readMeta(deps.rows, deps.sodium, deps.rng);
  const store: Store = { ...deps, config, health: createHealth(), ...meta };
  const uploads = createUploads(store);
  await recover(store, uploads);
  let code = await offerCode(deps.rows, deps.disk, deps.rng);

  const members = createMembers(store);
  const base = new URL(config.urls[0] ?? 'http://localhost').pathname.replace(/\/$/, '');
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
    // The one large body that anybody may send: a crowd of them must not fill the memory.
    if (founders >= MOST_FOUNDERS) throw new Refusal('tooMany');
    founders += 1;
    const body = await large(c).finally(() => {
      founders -= 1;
    });
    const { reply, fresh } = await found(store, take(parseFoundRequest(body)));
    if (fresh) code = await offerCode(store.rows, store.disk, store.rng);
    return json(reply, 201);
  });

  const org = new Hono();
  org.get('/manifest', async (c) => octets(await members.box(await known(c))));
  org.get('/manifest/:version', async (c) => {
    const version = count(c.req.param('version'));
    if (version === undefined) throw new Refusal('notFound');
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
  org.post('/enrol', async (c) => {
    const of = await known(c);
    return json(await enrol(store, of, take(parseEnrolRequest(await small(c)))), 201);
  });
  org.get('/inbox', async (c) => {
    const of = await known(c);
    await member(c, of);
    const limit = Math.min(count(c.req.query('limit')) ?? MAX_INBOX_PAGE, MAX_INBOX_PAGE);
    return json(await givePage(store, of, count(c.req.query('after')) ?? 0, limit));
  });
  org.get('/board', async (c) => {
    const page = await readBoard(store, await known(c), count(c.req.query('after')) ?? 0);
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
  org.route('/parcels', createTusDoors(store, uploads, base));
  app.route('/o/:org/v1', org);

  app.notFound(() => refuse('notFound'));
  app.onError((error) => {
    store.health.note(error);
    if (error instanceof Refusal) return refuse(error.code, error.headers);
    const fault = faultOf(error);
    if (fault === 'full') return refuse('storageFull');
    return refuse(fault === undefined ? 'broken' : 'busy');
  });

  const stopping = new AbortController();
  const running = new Set<Promise<Response>>();
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (request.method === 'OPTIONS') return marked(answerOptions(config.parcelLimit), pathname);
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    const open = store.health.sound && !stopping.signal.aborted;
    return marked(writes && !open ? refuse('busy') : await app.fetch(request), pathname);
  };

  const heads = new Map<string, number>();
  /** [EP1] on every answer; after a failure of the database the last head known, never a lower one. */
  const marked = async (reply: Response, pathname: string): Promise<Response> => {
    const of = /^\/o\/([0-9a-f]{32})\//.exec(pathname)?.[1];
    const row =
      of === undefined
        ? undefined
        : await store.rows
            .selectFrom('orgs')
            .select('head')
            .where('org', '=', of)
            .executeTakeFirst()
            .catch(() => undefined);
    if (of !== undefined && row !== undefined) heads.set(of, row.head);
    const head = heads.get(of ?? '') ?? 0;
    reply.headers.set(STORE_HEADER, encodeStoreMark({ epoch: store.epoch, head }));
    if (/\/parcels(\/[0-9a-f]{32})?$/.test(pathname)) reply.headers.set('Tus-Resumable', TUS_VERSION);
    return dress(reply);
  };

  void (async () => {
    while (!stopping.signal.aborted) {
      await clockDay(store, stopping.signal);
      if (!stopping.signal.aborted)
        await collect(store, uploads).catch((error: unknown) => store.health.note(error));
    }
  })();

  return {
    fetch(request) {
      const reply = answer(request);
      running.add(reply);
      const done = (): void => void running.delete(reply);
      reply.then(done, done);
      return reply;
    },
    setupCode: () => code,
    receiptKey: store.receiptKey.publicKey,
    broken: store.health.broken,
    async stop() {
      stopping.abort();
      await uploads.endAll();
      await Promise.allSettled(running);
    },
  };
}

const clockDay = (store: Store, signal: AbortSignal): Promise<void> => store.clock.sleep(DAY_MS, signal);

function take<T>(parsed: Result<T>): T {
  if (!parsed.ok) throw new Refusal('malformed');
  return parsed.value;
}

const octets = (bytes: Uint8Array<ArrayBuffer>, more: Readonly<Record<string, string>> = {}): Response =>
  new Response(bytes, { headers: { 'Content-Type': OCTETS, 'Cache-Control': 'no-store', ...more } });
