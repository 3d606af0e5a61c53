/** Owns what the tests of captures share: a locked phone, a capture, and opening it as a coordinator. Must never stand in for our code. */
import { openAttachment, openReport } from '../../src/crypto/openReport.ts';
import { extractFile } from '../../src/inbox/cutRecording.ts';
import { createPostbox, type PostboxParcel } from '../../src/store/postbox.ts';
import { capture } from '../../src/vault/capture/capture.ts';
import type { ToCapture } from '../../src/vault/capture/captureFile.ts';
import type { Engine } from '../../src/vault/engine.ts';
import { traces } from '../../src/vault/ledger/traces.ts';
import { concat } from '../../src/wire/bytes.ts';
import type { ReportLine } from '../../src/wire/payload.ts';
import { identityFor, must, seededRng, sodium } from '../crypto/setup.ts';
import { type Device, joined } from './device.ts';
import { kindOf } from './sealedKinds.ts';

export const quiet = (): void => undefined;
export const never = new AbortController().signal;
export const identities = [identityFor('epoch1')];
export const photo = seededRng('captured photo')(30_000);
export const voice = seededRng('captured voice')(5_000);
export const words = 'Стучат в дверь.';

const fileOf = (bytes: Uint8Array, name: string, type: string): ToCapture & { readonly file: Blob } => ({
  file: new Blob([new Uint8Array(bytes)]),
  name,
  type,
  own: true,
});
export const door = fileOf(photo, 'дверь.jpg', 'image/jpeg');
export const sound = fileOf(voice, 'voice.webm', 'audio/webm');

export const captureNow = (engine: Engine, files: readonly ToCapture[] = [door], text = words) =>
  capture(engine.room, { lang: 'ru', words: text, files }, quiet, never);

export const postboxOf = (device: Device) => createPostbox({ rows: device.rows, reader: device.disk.reader });
export const captureTraces = async (engine: Engine) =>
  must(await traces(engine.room)).filter(({ kind }) => kind === 'capture');
/** What is on its way besides the hello. */
export const dueOf = async (device: Device): Promise<PostboxParcel[]> =>
  (
    await Promise.all(
      (
        await postboxOf(device).dueParcels()
      ).map(async (one) => [one, await kindOf(device, one.handle)] as const),
    )
  )
    .filter(([, kind]) => kind !== 'hello')
    .map(([one]) => one);

type Opened = { readonly report: ReportLine; readonly auth: unknown; readonly files: readonly Buffer[] };

/** As a coordinator opens it, from the sealed files on this phone; null when it is no whole capture. */
export async function openedFrom(device: Device): Promise<readonly Opened[]> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const handle of await device.disk.outgoing.list())
    files.set(handle, (await device.disk.outgoing.slice(handle, 0, Number.MAX_SAFE_INTEGER)) ?? concat());
  const out: Opened[] = [];
  for (const file of files.values()) {
    const opened = await openReport({ sodium, identities, file });
    if (!opened.ok || opened.value.payload.kind !== 'report') continue;
    const { report, auth } = opened.value.payload;
    const contents: Buffer[] = [];
    for (const entry of report.attachments) {
      for (const source of files.values()) {
        const pieces: Uint8Array[] = [];
        const write = (piece: Uint8Array): void => void pieces.push(piece);
        const got = await extractFile({ sodium, identities, source: [source], entry, write });
        if (got.ok) contents.push(Buffer.concat(pieces));
      }
    }
    out.push({ report, auth, files: contents });
  }
  return out;
}

/** A phone that joined and was switched on again: locked. */
export async function lockedPhone(): Promise<{ device: Device; engine: Engine }> {
  const { device } = await joined();
  return { device, engine: await device.boot() };
}

/** The 32 bytes that end each attachment, as a coordinator learns them. */
export async function tailsOf(device: Device, report: ReportLine): Promise<Uint8Array<ArrayBuffer>[]> {
  const tails: Uint8Array<ArrayBuffer>[] = [];
  for (const handle of await device.disk.outgoing.list()) {
    const source = [(await device.disk.outgoing.slice(handle, 0, Number.MAX_SAFE_INTEGER)) ?? concat()];
    const opened = await openAttachment({ sodium, identities, source, write: quiet });
    const content = opened.ok ? opened.value.content : null;
    if (opened.ok && report.attachments.some((entry) => entry.content === content))
      tails.push(opened.value.tail);
  }
  return tails;
}
