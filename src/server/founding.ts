/** Owns how an organisation comes to be: once, with a set-up code. Must never let a code count twice. */
import { verifyManifest } from '../crypto/manifestCheck.ts';
import type { FoundRequest, PublishReply } from '../wire/endpointApi.ts';
import type { Store } from './deps.ts';
import { manifestRow } from './members.ts';
import { hashCode } from './meta.ts';
import { Refusal } from './replies.ts';

/** The code that a founding request begins with; undefined when it begins otherwise. */
export const codeAt = (beginning: Uint8Array): string | undefined =>
  /^\s*\{\s*"code"\s*:\s*"([^"\\]{1,64})"/.exec(new TextDecoder().decode(beginning))?.[1];

/** Refuses a code that was never given out. */
export async function checkCode({ rows }: Pick<Store, 'rows'>, code: string): Promise<void> {
  const known = await rows
    .selectFrom('setupCodes')
    .select('org')
    .where('hash', '=', hashCode(code))
    .executeTakeFirst();
  if (known === undefined) throw new Refusal('setupCodeWrong');
}

/** `fresh`: an organisation was made now, so a new code is due. The same request again gives the same answer. [EP2] */
export async function found(
  store: Store,
  { code, signed, box }: FoundRequest,
): Promise<{ readonly reply: PublishReply; readonly fresh: boolean }> {
  const { rows, sodium } = store;
  const hash = hashCode(code);
  await checkCode(store, code);
  const verified = await verifyManifest(sodium, signed, {});
  if (!verified.ok) throw new Refusal(verified.code);
  const { manifest } = verified.value;
  const { org, version } = manifest;
  if (version !== 1) throw new Refusal('manifestForked');

  const fresh = await rows.transaction().execute(async (tx) => {
    const used = await tx
      .updateTable('setupCodes')
      .set({ org })
      .where('hash', '=', hash)
      .where('org', 'is', null)
      .returning('hash')
      .executeTakeFirst();
    if (used === undefined) return false;
    const made = await tx
      .insertInto('orgs')
      .values({ org, version, head: 0, boardHead: 0 })
      .onConflict((on) => on.doNothing())
      .returning('org')
      .executeTakeFirst();
    // Rolls back: the code stays good.
    if (made === undefined) throw new Refusal('orgTaken');
    await tx.insertInto('usage').values({ org, bytes: 0 }).execute();
    await tx
      .insertInto('manifests')
      .values(manifestRow(org, verified.value, signed, box))
      .execute();
    return true;
  });
  if (!fresh && !(await isAgain(store, hash, org, verified.value.hash))) throw new Refusal('setupCodeUsed');
  return { reply: { org, version }, fresh };
}

async function isAgain(store: Store, code: string, org: string, manifest: string): Promise<boolean> {
  const row = await store.rows
    .selectFrom('setupCodes')
    .innerJoin('manifests', 'manifests.org', 'setupCodes.org')
    .select('manifests.hash')
    .where('setupCodes.hash', '=', code)
    .where('setupCodes.org', '=', org)
    .where('manifests.version', '=', 1)
    .executeTakeFirst();
  return row?.hash === manifest;
}
