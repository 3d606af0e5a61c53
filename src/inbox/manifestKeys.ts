/** Owns what every version of a manifest needs: its epochs' keys, its issuer key, its signature. Must never publish one. */
import { createIdentity, encodeIdentity, encodeRecipient } from '../crypto/identity.ts';
import { manifestHash } from '../crypto/manifestCheck.ts';
import { type SigningKey, sign } from '../crypto/minisign.ts';
import { addDays } from '../domain/day.ts';
import { ok, type Result } from '../domain/result.ts';
import { encodeManifest, MANIFEST_PURPOSE, type Manifest, type SignedManifest } from '../wire/manifest.ts';
import { parseTokenInfo, type TokenInfo, tokensPath } from '../wire/tokens.ts';
import { type DoorError, jsonOf, knock } from './doors.ts';
import type { MemberState } from './member.ts';
import type { InboxDeps } from './ports.ts';

const EPOCH_DAYS = 30;
/** Epochs that are not over, in each manifest. [MAN6] */
export const EPOCHS_AHEAD = 3;
export const MANIFEST_DAYS = 365;
/** A new issuer key after so many days, with the next manifest: longer, and tokens would never end. [TOK2] */
export const TOKEN_KEY_DAYS = 180;

export async function signManifest(
  { sodium }: InboxDeps,
  manifest: Manifest,
  root: SigningKey,
): Promise<{ readonly signed: SignedManifest; readonly hash: string }> {
  const bytes = encodeManifest(manifest);
  const signed = { manifest: bytes, signatures: [sign(sodium, MANIFEST_PURPOSE, bytes, root.secret)] };
  return { signed, hash: await manifestHash(bytes) };
}

/** Identities and entries of epochs that follow each other, `EPOCH_DAYS` each, from `from`. [MAN6] */
export function drawEpochs({ sodium, rng }: InboxDeps, first: number, from: string, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const identity = createIdentity(sodium, rng);
    const start = addDays(from, i * EPOCH_DAYS);
    const epoch = first + i;
    return {
      identity: { epoch, identity: encodeIdentity(identity) },
      entry: {
        epoch,
        from: start,
        to: addDays(start, EPOCH_DAYS - 1),
        recipient: encodeRecipient(identity.recipient),
      },
    };
  });
}

/** What the endpoint says of its issuer keys; null from one that gives no tokens. [TOK2] */
export async function tokenInfo(
  deps: Pick<InboxDeps, 'send' | 'clock'>,
  endpoint: string,
  org: string,
): Promise<Result<TokenInfo | null, DoorError>> {
  const info = await jsonOf(
    await knock(deps, endpoint, { method: 'GET', path: tokensPath(org) }),
    parseTokenInfo,
  );
  if (info.ok) return ok(info.value.value);
  return info.code === 'notFound' || info.code === 'orgUnknown' ? ok(null) : info;
}

/** The issuer key of the next manifest: the first, the one in force, or its successor. [TOK2] */
export async function nextTokenKey(
  deps: Pick<InboxDeps, 'send' | 'clock'>,
  { org, endpoint }: MemberState,
  before: string | null,
  today: string,
): Promise<Result<string | null, DoorError>> {
  const info = await tokenInfo(deps, endpoint, org);
  if (!info.ok || info.value === null) return info.ok ? ok(before) : info;
  const { key, next, since } = info.value;
  if (before === null) return ok(next);
  const old = key === before && since !== null && addDays(since, TOKEN_KEY_DAYS) <= today;
  return ok(old ? next : before);
}
