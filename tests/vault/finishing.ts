/** Owns the phone on which proofs of Finish begin: a draft with two files, what leaves it, and whether the draft is whole. Must never finish anything. */
import { expect } from 'vitest';
import { openReport } from '../../src/crypto/openReport.ts';
import { type Placed, parseLedger } from '../../src/store/ledgerFile.ts';
import { createPostbox } from '../../src/store/postbox.ts';
import { attach, previewAttachment } from '../../src/vault/drafts/attach.ts';
import type { Engine } from '../../src/vault/engine.ts';
import type { ReportLine } from '../../src/wire/payload.ts';
import { identityFor, must, seededRng, sha256Hex, sodium } from '../crypto/setup.ts';
import { type Device, joined, type Saved, save } from './device.ts';
import { kindOf } from './sealedKinds.ts';

export const quiet = (): void => undefined;
const never = new AbortController().signal;
export const DRAFT = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';
export const BODY = 'what was written';
export const photo = seededRng('evidence')(30_000);
export const identities = [identityFor('epoch1')];

export const request = {
  draft: DRAFT,
  code: 'ZKZ73',
  form: 'short/1',
  fields: { summary: 'a fictional case' },
  attachments: [{ id: 'p1', name: 'photo.jpg', description: 'the door' }],
  authored: true,
  urgent: false,
};

export async function addFile(engine: Engine, id: string): Promise<void> {
  const file = { size: photo.length, stream: () => new Blob([photo]).stream() };
  must(
    await attach(
      engine.room,
      { draft: DRAFT, attachment: id, name: 'n', type: 'image/jpeg', file },
      quiet,
      never,
    ),
  );
}

/** A joined phone with one draft of two attachments, of which the report cites one. */
export async function drafted(): Promise<{ device: Device; engine: Engine; saved: Saved }> {
  const { device, engine } = await joined();
  must(await engine.drafts.save(DRAFT, BODY));
  await addFile(engine, 'p1');
  await addFile(engine, 'p2');
  return { device, engine, saved: save(device) };
}

type Sent = { line: ReportLine; n: number | null; bytes: string; parcel: string };
/** Opening costs most of the time here; the same bytes say the same. */
const known = new Map<string, Sent | null>();

/** What the postman, who needs no words, could send now. */
export async function sendable(device: Device): Promise<Sent[]> {
  const postbox = createPostbox({ rows: device.rows, reader: device.disk.reader });
  const out: Sent[] = [];
  for (const { handle, size, parcel } of await postbox.dueParcels()) {
    const file = await postbox.slice(handle, 0, size);
    const bytes = sha256Hex(file);
    let sent = known.get(bytes);
    if (sent === undefined) {
      const opened = await openReport({ sodium, identities, file });
      const payload = opened.ok ? opened.value.payload : null;
      sent = null;
      if (opened.ok && payload?.kind === 'report') {
        sent = { line: payload.report, n: payload.auth?.n ?? null, bytes, parcel: opened.value.parcel };
      }
      known.set(bytes, sent);
    }
    if (sent === null) continue;
    expect(sent.parcel).toBe(parcel);
    out.push(sent);
  }
  return out;
}

export async function isDraftWhole(engine: Engine): Promise<boolean> {
  const draft = await engine.drafts.load(DRAFT);
  if (!draft.ok) {
    expect(draft.code).toBe('notFound');
    return false;
  }
  expect(draft.value.body).toBe(BODY);
  expect(draft.value.attachments.length).toBe(2);
  for (const id of ['p1', 'p2'])
    expect(must(await previewAttachment(engine.room, DRAFT, id, quiet))).toEqual(photo);
  return true;
}

/** What of the ledger leaves besides the hello. */
export async function leaving(device: Device): Promise<Placed[]> {
  const entries = await parseLedger(device.disk.dump().get('ledger') ?? new Uint8Array(0));
  const kinds = await Promise.all(entries.map(({ handle }) => kindOf(device, handle)));
  return entries.filter((_, at) => kinds[at] !== 'hello');
}

export const leavingFiles = async (device: Device): Promise<string[]> =>
  (await leaving(device)).map(({ handle }) => `out/${handle}`);
