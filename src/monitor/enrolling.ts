/** Owns the way from an invite in the vault to an enrolled phone; each step can be cut and taken again. Never keeps a secret. */
import { ok, type Result } from '../domain/result.ts';
import type { JoinData, Vault } from '../vault/api.ts';
import type { Bytes } from '../wire/bytes.ts';

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

/** Manifest, enrolment, hello. Repeating it after a cut gives the same phone. [EP5] [REP6] */
export async function enrolPhone(vault: Vault, doors: JoinDoors): Promise<Result<Joined, string>> {
  const data = await vault.joinData();
  if (!data.ok) return data;
  const org = await refreshManifest(vault, doors, data.value);
  if (!org.ok) return org;
  if (!data.value.enrolled) {
    const { secret, credential, org: id, endpoints } = data.value;
    const enrolled = await eachEndpoint(endpoints, (endpoint) =>
      doors.enrol(endpoint, id, { secret, credential }),
    );
    if (!enrolled.ok) return enrolled;
    const marked = await vault.markEnrolled();
    if (!marked.ok) return marked;
    // The enrolment has just said who this is: asking now says no more, and the first message already needs a ticket.
    await doors.firstTokens(id, endpoints);
  }
  const hello = await vault.hello();
  return hello.ok ? ok({ org: org.value, helloWords: hello.value.words }) : hello;
}
