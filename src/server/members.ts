/** Owns manifests on this side and the sessions of the members they name. Must never write a session to disk. */
import { createHash } from 'node:crypto';
import type { VerifiedManifest } from '../crypto/manifestCheck.ts';
import { verifySuccessor } from '../crypto/manifestCheck.ts';
import { verify } from '../crypto/minisign.ts';
import { base64, toHex } from '../wire/bytes.ts';
import {
  type NonceReply,
  type PublishReply,
  type PublishRequest,
  type SessionReply,
  type SessionRequest,
  sessionText,
} from '../wire/endpointApi.ts';
import { parseManifest } from '../wire/manifest.ts';
import type { Store } from './deps.ts';
import { Refusal } from './replies.ts';

export type Members = {
  nonce(org: string): NonceReply;
  /** [EP4] */
  open(org: string, request: SessionRequest): Promise<SessionReply>;
  /** Refuses unless the token belongs to somebody whom the current manifest still names. */
  check(org: string, authorization: string | null): Promise<void>;
  current(org: string): Promise<VerifiedManifest>;
  /** The box of a version, the current one without a number. [EP3] */
  box(org: string, version?: number): Promise<Uint8Array<ArrayBuffer>>;
  publish(org: string, request: PublishRequest): Promise<PublishReply>;
};

const NONCE_MS = 300_000;
const SESSION_SECONDS = 28_800;
const MOST = 20_000;

/** Values that are forgotten after a while, in memory only: a restart forgets them too, and members sign in again. [EP1] */
function createShortLived<T>(now: () => number, milliseconds: number) {
  const held = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    put(key: string, value: T): void {
      for (const [oldest, { until }] of held) {
        if (until > now() && held.size < MOST) break;
        held.delete(oldest);
      }
      held.set(key, { value, until: now() + milliseconds });
    },
    get(key: string): T | undefined {
      const found = held.get(key);
      return found !== undefined && found.until > now() ? found.value : undefined;
    },
    drop(key: string): void {
      held.delete(key);
    },
  };
}

export function createMembers(store: Store): Members {
  const { rows, sodium, rng, clock, config } = store;
  const now = (): number => clock.now();
  const nonces = createShortLived<string>(now, NONCE_MS);
  const sessions = createShortLived<{ org: string; member: string }>(now, SESSION_SECONDS * 1000);
  const parsed = new Map<string, VerifiedManifest>();

  const read = async (org: string, version: number) =>
    rows
      .selectFrom('manifests')
      .select(['hash', 'manifest', 'signatures', 'box'])
      .where('org', '=', org)
      .where('version', '=', version)
      .executeTakeFirst();

  const versionOf = async (org: string): Promise<number> => {
    const row = await rows.selectFrom('orgs').select('version').where('org', '=', org).executeTakeFirst();
    if (row === undefined) throw new Refusal('orgUnknown');
    return row.version;
  };

  const current = async (org: string): Promise<VerifiedManifest> => {
    const version = await versionOf(org);
    const known = parsed.get(org);
    if (known?.manifest.version === version) return known;
    const row = await read(org, version);
    const bytes = base64.parse(row?.manifest ?? '');
    const manifest = bytes.ok ? parseManifest(bytes.value) : bytes;
    // It was checked before it was stored.
    if (row === undefined || !manifest.ok) throw new Error('stored manifest does not parse');
    const made = { manifest: manifest.value, hash: row.hash };
    parsed.set(org, made);
    return made;
  };

  const isMember = async (org: string, sign: string): Promise<boolean> =>
    (await current(org)).manifest.members.some((member) => member.sign === sign);

  return {
    current,
    nonce(org) {
      const nonce = toHex(rng(32));
      nonces.put(nonce, org);
      return { nonce };
    },
    async open(org, { member, nonce, signature }) {
      const given = nonces.get(nonce);
      nonces.drop(nonce);
      const { manifest } = await current(org);
      const ours = manifest.endpoints.filter(({ receiptKey }) => receiptKey === store.receiptKey.publicKey);
      const urls = [...new Set([...ours.map(({ url }) => url), ...config.urls])];
      const signed = urls.some(
        (url) => verify(sodium, 'tumar-session/1', sessionText(org, url, nonce), signature, member).ok,
      );
      if (given !== org || !signed || !(await isMember(org, member))) throw new Refusal('sessionRefused');
      const token = toHex(rng(32));
      sessions.put(tokenHash(token), { org, member });
      return { token, seconds: SESSION_SECONDS };
    },
    async check(org, authorization) {
      const token = /^Bearer ([0-9a-f]{64})$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) throw new Refusal('sessionMissing');
      const session = sessions.get(tokenHash(token));
      // A member who left loses the open sessions too.
      if (session?.org !== org || !(await isMember(org, session.member))) throw new Refusal('sessionRefused');
    },
    async box(org, version) {
      const row = await read(org, version ?? (await versionOf(org)));
      const bytes = base64.parse(row?.box ?? '');
      if (row === undefined || !bytes.ok) throw new Refusal('notFound');
      return bytes.value;
    },
    async publish(org, { signed, box }) {
      const before = await current(org);
      const verified = await verifySuccessor(sodium, signed, before);
      if (!verified.ok) throw new Refusal(verified.code);
      const { manifest, hash } = verified.value;
      const reply = { org, version: manifest.version };
      if (hash === before.hash) return reply;
      await rows.transaction().execute(async (tx) => {
        const moved = await tx
          .updateTable('orgs')
          .set({ version: manifest.version })
          .where('org', '=', org)
          .where('version', '=', before.manifest.version)
          .returning('version')
          .executeTakeFirst();
        // Somebody else published at the same time: theirs was first.
        if (moved === undefined) throw new Refusal('manifestForked');
        await tx
          .insertInto('manifests')
          .values(manifestRow(org, verified.value, signed, box))
          .execute();
      });
      return reply;
    },
  };
}

export function manifestRow(
  org: string,
  { manifest, hash }: VerifiedManifest,
  signed: PublishRequest['signed'],
  box: Uint8Array,
) {
  return {
    org,
    version: manifest.version,
    hash,
    manifest: base64.encode(signed.manifest),
    signatures: JSON.stringify(signed.signatures),
    box: base64.encode(box),
  };
}

const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
