/** Owns joining an organisation: invite, credential, manifest in force, the first message. Must never use the network itself. */
import { helloHash, inviteId } from '../crypto/ack.ts';
import { type Chain, createChain } from '../crypto/chain.ts';
import { openManifestBox } from '../crypto/manifestBox.ts';
import { verifyManifest } from '../crypto/manifestCheck.ts';
import { sealHello } from '../crypto/sealReport.ts';
import { localRef } from '../domain/localRef.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { uuid } from '../domain/uuid.ts';
import { createHandle, type SealedFile } from '../store/disk.ts';
import { type Bytes, toHex } from '../wire/bytes.ts';
import { parseInvite } from '../wire/invite.ts';
import type { Manifest } from '../wire/manifest.ts';
import type { VaultCode } from './api.ts';
import { adoptCaptures } from './capture/captureAdopt.ts';
import { withOpen } from './drafts/drafts.ts';
import { commitLeaving } from './drafts/finish.ts';
import { saveJoin } from './joinRecord.ts';
import { kitFor, writeKit } from './ledger/kit.ts';
import { ranksFor } from './ledger/known.ts';
import { lockTrace, NOTHING_EXPECTED } from './ledger/trace.ts';
import { type Open, type Room, today } from './room.ts';
import { takeTickets } from './tokens/wallet.ts';
import type { JoinData } from './views.ts';
import { refuseOtherOrg } from './wiping.ts';

/** Sending order of the postman: hello, urgent, text, photos and documents, sound, video. [UP6] */
export const ORDER = { hello: 0, urgent: 1, text: 2, photo: 3, sound: 4, video: 5 } as const;

/** A second invite replaces an earlier one only before a manifest was accepted under it. */
export const putInvite = (
  room: Room,
  text: string,
): Promise<Result<{ org: string; lastDay: string }, VaultCode>> =>
  withOpen(room, async (open) => {
    const invite = parseInvite(text);
    if (!invite.ok) return invite;
    const { org, lastDay } = invite.value;
    const known = open.opened.join;
    if (known !== null && known.manifest !== null && known.invite.org !== org) return err('manifestForeign');
    const free = await refuseOtherOrg(room, org);
    if (!free.ok) return free;
    const credential = toHex(room.rng(32));
    const fresh = {
      text,
      invite: invite.value,
      credential,
      enrolled: false,
      words: null,
      signed: null,
      manifest: null,
      voids: [],
    };
    const saved = await saveJoin(
      open.opened,
      known?.invite.org === org ? { ...known, text, invite: invite.value } : fresh,
    );
    return saved.ok ? ok({ org, lastDay }) : saved;
  });

export const joinData = (room: Room): Promise<Result<JoinData, VaultCode>> =>
  withOpen(room, async ({ opened }) => {
    if (opened.join === null) return err('notJoined');
    const { invite, credential, enrolled } = opened.join;
    const { org, endpoints, lastDay } = invite;
    return ok({ org, endpoints, lastDay, secret: toHex(invite.secret), credential, enrolled });
  });

export const markEnrolled = (room: Room): Promise<Result<true, VaultCode>> =>
  withOpen(room, async (open) => {
    const { opened } = open;
    if (opened.join === null) return err('notJoined');
    const saved = await saveJoin(opened, { ...opened.join, enrolled: true });
    // Captured before: from now on there are tickets. [VLT19]
    if (saved.ok) await adoptCaptures(room, open);
    return saved;
  });

export const currentManifest = (room: Room): Promise<Result<Manifest, VaultCode>> =>
  withOpen(room, async ({ opened }) => {
    const manifest = opened.join?.manifest?.manifest;
    return manifest === undefined ? err('notJoined') : ok(manifest);
  });

/** Checks against pin or predecessor and against the mark in the keystore, which outlives a lost database. [MAN4] */
export const offerManifest = (
  room: Room,
  box: Bytes,
): Promise<Result<{ manifest: Manifest; news: boolean }, VaultCode>> =>
  withOpen(room, async (open) => {
    const { join } = open.opened;
    if (join === null) return err('notJoined');
    const { readKey, org, pin } = join.invite;
    const opened = openManifestBox(room.sodium, { readKey, org, box });
    if (!opened.ok) return err(opened.code === 'boxDamaged' ? 'manifestForeign' : opened.code);
    const trust = join.manifest === null ? { pin } : { previous: join.manifest };
    const verified = await verifyManifest(room.sodium, opened.value, trust);
    if (!verified.ok) return err(verified.code === 'manifestKeyReused' ? 'manifestMalformed' : verified.code);
    const { manifest, hash } = verified.value;
    if (manifest.org !== org) return err('manifestForeign');
    const mark = open.keyring.manifest();
    if (mark !== null && manifest.version < mark.version) return err('manifestOlder');
    if (mark !== null && manifest.version === mark.version && hash !== mark.hash)
      return err('manifestForked');
    const news = hash !== join.manifest?.hash;
    if (news) {
      const saved = await saveJoin(open.opened, { ...join, signed: opened.value, manifest: verified.value });
      if (!saved.ok) return saved;
    }
    if (news) await writeKit(room, open.keyring.kitKey, kitFor(room.sodium, open, verified.value));
    // Last: a mark that is not behind says that the kit is of this vault. [VLT11]
    if (mark?.version !== manifest.version)
      await open.keyring.setManifest({ version: manifest.version, hash });
    return ok({ manifest, news });
  });

/** 44 bits as four numbers of 11. [REP6] */
async function wordsOf({ id, key }: Chain): Promise<number[]> {
  const bits = [...(await helloHash(id, key)).subarray(0, 6)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return [0, 11, 22, 33].map((at) => Number.parseInt(bits.slice(at, at + 11), 2));
}

export const hello = (room: Room): Promise<Result<{ words: readonly number[] }, VaultCode>> =>
  withOpen(room, async (open) => {
    const { join } = open.opened;
    if (join === null || join.manifest === null) return err('notJoined');
    if (join.words !== null) return ok({ words: join.words });
    const known = open.keyring.chain();
    // Cut off between the commit and the words: K₀ is still there, since no report used it.
    if (known !== null) {
      if (known.n === 0) return keepWords(open, known);
      known.key.fill(0);
      return ok({ words: [] });
    }
    const chain = createChain(room.rng);
    const { manifest } = join.manifest;
    const day = today(room);
    const invite = await inviteId(join.invite.secret);
    const sealed = await sealHello({ sodium: room.sodium, rng: room.rng, manifest, day, invite, chain });
    if (!sealed.ok) return sealed;
    const handle = createHandle(room.rng);
    const trace = {
      id: uuid(room.rng),
      code: localRef(room.rng),
      kind: 'hello',
      n: null,
      read: false,
      expected: NOTHING_EXPECTED,
      reply: null,
      doubtful: false,
      about: { what: 'hello', order: ORDER.hello, at: Math.floor(room.clock.now() / 1000) },
    } as const;
    const { length: size } = sealed.value.sealed;
    const [rank = 0] = ranksFor(room, open, [{ order: ORDER.hello, size }]);
    const [ticket = ''] = await takeTickets(room, open, [sealed.value.parcel]);
    const entry = {
      what: 'sealed',
      order: rank,
      handle,
      parcel: sealed.value.parcel,
      secret: toHex(room.rng(16)),
      ticket,
      size,
      day: null,
      locked: lockTrace(room, open.keyring.ledgerKey, handle, trace),
    } as const;
    const done = await commitLeaving(room, open, {
      leaving: [{ head: sealed.value.sealed as SealedFile, fresh: true, entry }],
      versions: [],
      dropFiles: [],
      nextChain: chain,
      usedChain: null,
    });
    return done.ok ? keepWords(open, chain) : done;
  });

async function keepWords(open: Open, chain: Chain): Promise<Result<{ words: readonly number[] }, VaultCode>> {
  const { join } = open.opened;
  const words = await wordsOf(chain);
  chain.key.fill(0);
  if (join === null) return ok({ words });
  const saved = await saveJoin(open.opened, { ...join, words });
  return saved.ok ? ok({ words }) : saved;
}
