/** Owns making a report out of a draft and its sealed attachments: keys in, plan out. Must never leave a file key behind. */

import { nextKey } from '../../crypto/chain.ts';
import { bindOf, type FileKey, parseFileKey } from '../../crypto/fileKey.ts';
import { writeHeader } from '../../crypto/header.ts';
import { parcelId } from '../../crypto/seal.ts';
import { reportRecipients, type SealedAttachment, sealReport } from '../../crypto/sealReport.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { createHandle, type SealedFile } from '../../store/disk.ts';
import { type Bytes, parseHex, toHex } from '../../wire/bytes.ts';
import type { Progress, VaultCode } from '../api.ts';
import { ORDER } from '../join.ts';
import { saveJoin } from '../joinRecord.ts';
import { SLOT } from '../keys/keystoreLayout.ts';
import { ranksFor } from '../ledger/known.ts';
import { type LockedTrace, lockTrace, NOTHING_EXPECTED } from '../ledger/trace.ts';
import { type Room, today } from '../room.ts';
import { takeTickets } from '../tokens/wallet.ts';
import type { FinishRequest } from '../views.ts';
import { filesOf, loadStored, type StoredAttachment, withOpen } from './drafts.ts';
import { commitLeaving, type Leaving } from './finish.ts';

const LARGE = 67_108_864;

/** When a file leaves, by what it is. [UP6] */
export function orderOf({ type, size }: { readonly type: string; readonly size: number }): number {
  if (type.startsWith('audio/')) return ORDER.sound;
  return type.startsWith('video/') || size > LARGE ? ORDER.video : ORDER.photo;
}

const bytesOf = (hex: string): Bytes => {
  const bytes = parseHex(hex);
  if (!bytes.ok) throw new Error('stored attachments were parsed');
  return bytes.value;
};

const keyOf = (attachment: StoredAttachment): FileKey => {
  const key = parseFileKey(bytesOf(attachment.fileKey));
  if (!key.ok) throw new Error('stored attachments were parsed');
  return key.value;
};

/** [REP1] [SEAL8] [VLT7]. The answer is the id of the report, which is the draft's. */
export const finishDraft = (
  room: Room,
  request: FinishRequest,
  progress: Progress,
): Promise<Result<string, VaultCode>> =>
  withOpen(room, async (open) => {
    const { keyring, opened } = open;
    const { join } = opened;
    if (join === null || join.manifest === null) return err('notJoined');
    const { manifest, hash } = join.manifest;
    const stored = await loadStored(open, request.draft);
    if (!stored.ok) return stored;
    const chain = request.authored ? keyring.chain() : null;
    if (request.authored && chain === null) return err('notJoined', 'hello');
    const day = today(room);
    const recipients = reportRecipients(manifest, day);
    if (!recipients.ok) return recipients;

    const listed: { one: StoredAttachment; cited: SealedAttachment; head: Bytes; parcel: string }[] = [];
    const total = request.attachments.length + 2;
    for (const { id, name, description } of request.attachments) {
      const one = stored.value.attachments.find(
        (file) => file.id === id && file.aside !== true && file.recording === undefined,
      );
      if (one === undefined) return err('notFound', 'attachment');
      const fileKey = keyOf(one);
      const header = await writeHeader({
        sodium: room.sodium,
        rng: room.rng,
        fileKey,
        recipients: recipients.value,
        S: one.S,
      });
      if (!header.ok) return header;
      const { content, sha256, size, type } = one;
      const cited = {
        content,
        bind: toHex(await bindOf(fileKey)),
        sha256,
        size,
        type,
        name,
        description,
        tail: bytesOf(one.tail),
      };
      listed.push({ one, cited, head: header.value, parcel: await parcelId(header.value, bytesOf(content)) });
      fileKey.fill(0);
      progress(listed.length, total);
    }
    const sealed = await sealReport({
      sodium: room.sodium,
      rng: room.rng,
      manifest,
      manifestHash: hash,
      day,
      id: request.draft,
      form: request.form,
      fields: request.fields,
      attachments: listed.map(({ cited }) => cited),
      chain,
      forced: keyring.slot !== SLOT.own,
      voids: chain === null ? [] : join.voids,
    });
    if (!sealed.ok) return sealed;
    progress(total - 1, total);

    const { id, reply, expected, parcel } = sealed.value;
    const base = { id, code: request.code, kind: 'report', read: false, doubtful: false } as const;
    const at = Math.floor(room.clock.now() / 1000);
    const order = request.urgent ? ORDER.urgent : ORDER.text;
    const ranks = ranksFor(room, open, [
      { order, size: sealed.value.sealed.length },
      ...listed.map(({ one }) => ({ order: orderOf(one), size: one.sealedSize })),
    ]);
    const [ticket = '', ...tickets] = await takeTickets(room, open, [
      parcel,
      ...listed.map((one) => one.parcel),
    ]);
    const leave = (
      what: 'report' | 'attachment',
      file: { handle: string; head: Bytes; parcel: string; size: number; order: number; ticket: string },
      rank: number,
      trace: Omit<LockedTrace, 'about'>,
    ): Leaving => ({
      head: file.head as SealedFile,
      fresh: what === 'report',
      entry: {
        what: 'sealed',
        order: rank,
        handle: file.handle,
        parcel: file.parcel,
        secret: toHex(room.rng(16)),
        ticket: file.ticket,
        size: file.size,
        day: null,
        locked: lockTrace(room, keyring.ledgerKey, file.handle, {
          ...trace,
          about: { what, order: file.order, at },
        }),
      },
    });
    const report = {
      handle: createHandle(room.rng),
      head: sealed.value.sealed,
      parcel,
      size: sealed.value.sealed.length,
      order,
      ticket,
    };
    const head = { ...base, n: chain?.n ?? null, expected, reply };
    const leaving = [leave('report', report, ranks[0] ?? 0, head)];
    for (const [i, { one, head, parcel: name }] of listed.entries()) {
      const { handle, sealedSize: size } = one;
      const file = { handle, head, parcel: name, size, order: orderOf(one), ticket: tickets[i] ?? '' };
      const trace = { ...base, n: null, expected: NOTHING_EXPECTED, reply: null };
      leaving.push(leave('attachment', file, ranks[i + 1] ?? 0, trace));
    }
    const nextChain = chain && { id: chain.id, n: chain.n + 1, key: await nextKey(chain.key) };
    const done = await commitLeaving(room, open, {
      leaving,
      versions: open.records.versionsOf('draft', request.draft),
      dropFiles: stored.value.attachments
        .filter((one) => !listed.some((use) => use.one === one))
        .flatMap(filesOf),
      nextChain,
      usedChain: chain,
    });
    reply.fill(0);
    chain?.key.fill(0);
    nextChain?.key.fill(0);
    if (!done.ok) return done;
    // Listed twice after a cut here, which a reader takes as listed once.
    if (chain !== null && join.voids.length > 0) await saveJoin(opened, { ...join, voids: [] });
    progress(total, total);
    return ok(id);
  });
