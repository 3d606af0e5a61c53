/** Owns who may upload: invites and credentials. Must never keep which credential belongs to which person. [EP5] */
import { createHash } from 'node:crypto';
import { dayOf } from '../../domain/ports.ts';
import type { EnrolReply, EnrolRequest, InviteRequest, RevokeReply } from '../../wire/endpointApi.ts';
import { enrolInput } from '../../wire/inputs.ts';
import type { Store } from '../deps.ts';
import { Refusal } from '../replies.ts';
import type { Rows } from '../rows.ts';

/** Stands where the hash of a pair would: nobody has that one. */
const REVOKED = 'revoked';

/** [EP5] The first registration of an enrolment stands. */
export async function registerInvite(store: Store, org: string, invite: InviteRequest): Promise<void> {
  await store.rows
    .insertInto('invites')
    .values({ org, enrol: invite.enrol, expires: invite.expires, usedBy: null })
    .onConflict((on) => on.doNothing())
    .execute();
}

/** Uses an invite once; the same pair again is answered as before. [EP5] */
export async function enrol(store: Store, org: string, request: EnrolRequest): Promise<EnrolReply> {
  const secret = Buffer.from(request.secret, 'hex');
  const enrolHash = createHash('sha256')
    .update(enrolInput(new Uint8Array(secret)))
    .digest('hex');
  const usedBy = createHash('sha256')
    .update(secret)
    .update(Buffer.from(request.credential, 'hex'))
    .digest('hex');
  await store.rows.transaction().execute(async (tx) => {
    const used = await tx
      .updateTable('invites')
      .set({ usedBy })
      .where('org', '=', org)
      .where('enrol', '=', enrolHash)
      .where('usedBy', 'is', null)
      .where('expires', '>=', dayOf(store.clock.now()))
      .returning('enrol')
      .executeTakeFirst();
    if (used !== undefined) {
      await tx
        .insertInto('credentials')
        .values({ org, credential: request.credential })
        .onConflict((on) => on.doNothing())
        .execute();
      await tx
        .insertInto('devices')
        .values({ org, enrol: enrolHash, credential: request.credential })
        .onConflict((on) => on.doNothing())
        .execute();
      await noteChange(tx, org);
      return;
    }
    const invite = await tx
      .selectFrom('invites')
      .select('usedBy')
      .where('org', '=', org)
      .where('enrol', '=', enrolHash)
      .executeTakeFirst();
    if (invite === undefined) throw new Refusal('inviteForeign');
    if (invite.usedBy === null) throw new Refusal('inviteExpired');
    if (invite.usedBy === REVOKED) throw new Refusal('inviteRevoked');
    if (invite.usedBy !== usedBy) throw new Refusal('inviteUsed');
  });
  return { org };
}

/**
 * Takes an invite back, and the credential of the device that came with it: no ticket, no tokens from now on. Tokens that the device has
 * already cannot be told from others. The same again changes nothing. `id`: 16 hex digits. [EP9]
 */
export async function revokeInvite(store: Store, org: string, id: string): Promise<RevokeReply> {
  return store.rows.transaction().execute(async (tx) => {
    const taken = await tx
      .updateTable('invites')
      .set({ usedBy: REVOKED })
      .where('org', '=', org)
      .where('enrol', 'like', `${id}%`)
      .returning('enrol')
      .execute();
    if (taken.length === 0) throw new Refusal('inviteForeign');
    let devices = 0;
    for (const { enrol } of taken) {
      const came = await tx
        .deleteFrom('devices')
        .where('org', '=', org)
        .where('enrol', '=', enrol)
        .returning('credential')
        .execute();
      for (const { credential } of came)
        await tx
          .deleteFrom('credentials')
          .where('org', '=', org)
          .where('credential', '=', credential)
          .execute();
      devices += came.length;
    }
    await noteChange(tx, org);
    return { devices };
  });
}

/** Whoever keeps a list of credentials sees that it is not the one of before. */
async function noteChange(tx: Rows, org: string): Promise<void> {
  await tx
    .insertInto('enrolled')
    .values({ org, version: 1 })
    .onConflict((on) => on.column('org').doUpdateSet((was) => ({ version: was('enrolled.version', '+', 1) })))
    .execute();
}
