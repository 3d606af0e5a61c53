/** Owns manifests on this side and the sessions of the members they name. Must never write a session to disk. */
import { createHash } from 'node:crypto';
import type { VerifiedManifest } from '../crypto/manifestCheck.ts';
import { verifySuccessor } from '../crypto/manifestCheck.ts';
import { verify } from '../crypto/minisign.ts';
import { addDays } from '../domain/day.ts';
import { dayOf } from '../domain/ports.ts';
import { base64 } from '../wire/bytes.ts';
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
import { createPasses } from './passes.ts';
import { Refusal } from './replies.ts';
import { question } from './rows.ts';

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
  /** Forgets nonces that are over. */
  tidy(): Promise<void>;
};

const NONCE_SECONDS = 300;
const SESSION_SECONDS = 28_800;

export function createMembers(store: Store): Members {
  const { rows, sodium, rng, clock, config } = store;
  const passes = createPasses(store.sessionKey, () => Math.floor(clock.now() / 1000));
  const parsed = new Map<string, VerifiedManifest>();

  const read = async (org: string, version: number) =>
    rows
      .selectFrom('manifests')
      .select(['hash', 'manifest', 'signatures', 'box'])
      .where('org', '=', org)
      .where('version', '=', version)
      .executeTakeFirst();

  const version = question(rows, rows.selectFrom('orgs').select('version').where('org', '=', ''));
  const versionOf = async (org: string): Promise<number> => {
    const row = await version(org);
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

  /** Only of who signed, so that nobody else makes rows. False when it opened a session before, at any process. */
  const spend = async (org: string, nonce: string): Promise<boolean> => {
    const made = await rows
      .insertInto('noncesUsed')
      .values({
        nonce: createHash('sha256').update(org).update(nonce).digest('hex'),
        day: dayOf(clock.now()),
      })
      .onConflict((on) => on.doNothing())
      .returning('nonce')
      .executeTakeFirst();
    return made !== undefined;
  };

  return {
    async tidy() {
      await rows
        .deleteFrom('noncesUsed')
        .where('day', '<', addDays(dayOf(clock.now()), -1))
        .execute();
    },
    current,
    nonce(org) {
      return { nonce: passes.nonce(org, rng(12), NONCE_SECONDS) };
    },
    async open(org, { member, nonce, signature }) {
      if (!passes.isNonce(org, nonce)) throw new Refusal('sessionRefused');
      const { manifest } = await current(org);
      const ours = manifest.endpoints.filter(({ receiptKey }) => receiptKey === store.receiptKey.publicKey);
      const urls = [...new Set([...ours.map(({ url }) => url), ...config.urls])];
      const signed = urls.some(
        (url) => verify(sodium, 'tumar-session/1', sessionText(org, url, nonce), signature, member).ok,
      );
      if (!signed || !(await isMember(org, member)) || !(await spend(org, nonce)))
        throw new Refusal('sessionRefused');
      return { token: passes.token(org, member, SESSION_SECONDS), seconds: SESSION_SECONDS };
    },
    async check(org, authorization) {
      const token = /^Bearer ([\w.-]{1,400})$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) throw new Refusal('sessionMissing');
      const member = passes.memberOf(org, token);
      // A member who left loses the open sessions too.
      if (member === undefined || !(await isMember(org, member))) throw new Refusal('sessionRefused');
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
