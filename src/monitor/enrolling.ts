/** Owns the way from an invite in the vault to an enrolled phone; each step can be cut and taken again. Never keeps a secret. */
import { ok, type Result } from '../domain/result.ts';
import type { Vault } from '../vault/api.ts';
import type { JoinData } from '../vault/views.ts';
import { type Bytes, parseUtf8, utf8 } from '../wire/bytes.ts';
import { isEndpointUrl, isListOf, parseJsonObject } from '../wire/shape.ts';

/** The two doors of an endpoint that joining needs; `code` of the line or the endpoint when it fails. */
export type JoinDoors = {
  manifestBox(endpoint: string, org: string): Promise<Result<Bytes, string>>;
  enrol(
    endpoint: string,
    org: string,
    pair: { readonly secret: string; readonly credential: string },
  ): Promise<Result<unknown, string>>;
  /** Fetches the first tokens; joining does without them when it fails. [TOK6] */
  firstTokens(org: string, endpoints: readonly string[]): Promise<unknown>;
};

export type Joined = { readonly org: string; readonly helloWords: readonly number[] };

const first: Result<never, string> = { ok: false, code: 'offline' };

/** The first endpoint that answers with what we want; else the last refusal, which tells more than "offline". */
async function eachEndpoint<T>(
  endpoints: readonly string[],
  ask: (endpoint: string) => Promise<Result<T, string>>,
): Promise<Result<T, string>> {
  let last: Result<T, string> = first;
  for (const endpoint of endpoints) {
    const got = await ask(endpoint);
    if (got.ok) return got;
    if (last === first || last.ok || last.code === 'offline') last = got;
  }
  return last;
}

/** Fetches the organisation's manifest and offers it to the vault, which alone can open and check it. [MAN4] [MAN5] */
export async function refreshManifest(
  vault: Vault,
  doors: JoinDoors,
  data: Pick<JoinData, 'org' | 'endpoints'>,
): Promise<Result<string, string>> {
  return eachEndpoint(data.endpoints, async (endpoint) => {
    const box = await doors.manifestBox(endpoint, data.org);
    if (!box.ok) return box;
    const offered = await vault.offerManifest(box.value);
    return offered.ok ? ok(offered.value.manifest.name) : offered;
  });
}

/** The endpoints that know this phone, as a record of the vault. */
const KNOWN_AT = 'doors';

async function readKnown(vault: Pick<Vault, 'getRecord'>): Promise<readonly string[]> {
  const record = await vault.getRecord(KNOWN_AT);
  const text = record.ok ? parseUtf8(record.value) : record;
  const value = text.ok ? parseJsonObject(text.value) : undefined;
  const list = value?.['urls'];
  return isListOf(list, 64, isEndpointUrl) ? list : [];
}

const keepKnown = (vault: Pick<Vault, 'putRecord'>, urls: readonly string[]) =>
  vault.putRecord(KNOWN_AT, utf8(JSON.stringify({ urls })));

/**
 * Enrols with the same pair wherever this phone is not known yet: a mirror with a store of its own would take nothing but small
 * files of it. One that is away, or does not know the invite, is asked another time. [EP5] [UP7]
 */
export async function enrolEverywhere(
  vault: Pick<Vault, 'getRecord' | 'putRecord' | 'joinData' | 'manifest'>,
  doors: Pick<JoinDoors, 'enrol'>,
): Promise<void> {
  const [data, manifest] = [await vault.joinData(), await vault.manifest()];
  if (!data.ok || !manifest.ok) return;
  const { secret, credential, org } = data.value;
  let known = await readKnown(vault);
  for (const { url } of manifest.value.endpoints) {
    if (known.includes(url)) continue;
    if (!(await doors.enrol(url, org, { secret, credential })).ok) continue;
    known = [...known, url];
    await keepKnown(vault, known);
  }
}

/** Manifest, enrolment, hello. Repeating it after a cut gives the same phone. [EP5] [REP6] */
export async function enrolPhone(vault: Vault, doors: JoinDoors): Promise<Result<Joined, string>> {
  const data = await vault.joinData();
  if (!data.ok) return data;
  const org = await refreshManifest(vault, doors, data.value);
  if (!org.ok) return org;
  if (!data.value.enrolled) {
    const { secret, credential, org: id, endpoints } = data.value;
    const enrolled = await eachEndpoint(endpoints, async (endpoint) => {
      const taken = await doors.enrol(endpoint, id, { secret, credential });
      return taken.ok ? ok(endpoint) : taken;
    });
    if (!enrolled.ok) return enrolled;
    await keepKnown(vault, [enrolled.value]);
    const marked = await vault.markEnrolled();
    if (!marked.ok) return marked;
    await enrolEverywhere(vault, doors);
    // The enrolment has just said who this is: asking now says no more, and the first message already needs a ticket.
    await doors.firstTokens(id, endpoints);
  }
  const hello = await vault.hello();
  return hello.ok ? ok({ org: org.value, helloWords: hello.value.words }) : hello;
}
