/** Owns which issuer keys of an organisation are ours and alive. Must never name a key that its roots did not sign. [TOK2] */
import { createHash, createHmac } from 'node:crypto';
import { deriveIssuerKey, type IssuerKey } from '../../crypto/voprf.ts';
import { addDays } from '../../domain/day.ts';
import { dayOf } from '../../domain/ports.ts';
import { base64, toHex, utf8 } from '../../wire/bytes.ts';
import { parseManifest } from '../../wire/manifest.ts';
import { issuerSeedInput, KEY_MARK_BYTES, keyMarkInput, TOKEN_DAYS } from '../../wire/tokens.ts';
import type { Store } from '../deps.ts';
import { keep } from '../meta.ts';

/** `until`: the day on which a manifest no longer named it; null while one does. */
export type NamedKey = {
  readonly issuer: IssuerKey;
  /** 32 bytes hex. */
  readonly key: string;
  readonly mark: string;
  readonly since: string;
  readonly until: string | null;
};

export type TokenKeys = {
  /** Ours in the order in which the organisation's manifests named them, and the one they may name next. */
  of(org: string): Promise<{ readonly named: readonly NamedKey[]; readonly next: string }>;
  isAlive(key: NamedKey): boolean;
};

const SECRET_BYTES = 32;

export function createTokenKeys(store: Store): TokenKeys {
  const { rows, rng, clock } = store;
  let secret: Promise<string> | undefined;
  const known = new Map<string, { version: number; named: readonly NamedKey[]; next: string }>();

  async function derive(org: string, generation: number): Promise<IssuerKey> {
    secret ??= keep(rows, 'tokenSecret', toHex(rng(SECRET_BYTES)));
    const seed = createHmac('sha256', Buffer.from(await secret, 'hex'))
      .update(issuerSeedInput(org, generation))
      .digest();
    return deriveIssuerKey(new Uint8Array(seed), utf8('tumar/issuer/1'));
  }

  /** The signed manifests are the only list of keys: each names one, and the first that does not ends its time. */
  async function read(org: string, version: number) {
    const manifests = await rows
      .selectFrom('manifests')
      .select('manifest')
      .where('org', '=', org)
      .where('version', '<=', version)
      .orderBy('version')
      .execute();
    const named: NamedKey[] = [];
    let candidate = await derive(org, 1);
    for (const row of manifests) {
      const bytes = base64.parse(row.manifest);
      const parsed = bytes.ok ? parseManifest(bytes.value) : bytes;
      if (!parsed.ok) throw new Error('stored manifest does not parse');
      const { tokenKey, issued } = parsed.value;
      const last = named.at(-1);
      if (last !== undefined && last.until === null && last.key !== tokenKey)
        named[named.length - 1] = { ...last, until: issued };
      if (tokenKey === toHex(candidate.publicKey)) {
        named.push({ issuer: candidate, key: tokenKey, mark: markOf(tokenKey), since: issued, until: null });
        candidate = await derive(org, named.length + 1);
      }
    }
    return { version, named, next: toHex(candidate.publicKey) };
  }

  return {
    async of(org) {
      const row = await rows.selectFrom('orgs').select('version').where('org', '=', org).executeTakeFirst();
      // Nobody yet: what its first manifest may name.
      if (row === undefined) return { named: [], next: toHex((await derive(org, 1)).publicKey) };
      const held = known.get(org);
      if (held?.version === row.version) return held;
      const fresh = await read(org, row.version);
      known.set(org, fresh);
      return fresh;
    },
    isAlive: ({ until }) => until === null || dayOf(clock.now()) <= addDays(until, TOKEN_DAYS),
  };
}

const markOf = (key: string): string =>
  createHash('sha256')
    .update(keyMarkInput(key))
    .digest('hex')
    .slice(0, KEY_MARK_BYTES * 2);
