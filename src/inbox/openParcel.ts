/** Owns telling what a sealed file is: report, hello, attachment, or nothing of ours. Must never write a payload anywhere. */
import type { Identity } from '../crypto/identity.ts';
import { openAttachment, openReport } from '../crypto/openReport.ts';
import type { Sodium } from '../crypto/sodium.ts';
import { type Bytes, concat } from '../wire/bytes.ts';
import type { InboxEntry } from '../wire/endpointApi.ts';
import { type HelloLine, MAX_REPORT_PAYLOAD, type Payload } from '../wire/payload.ts';
import type { Copies } from './ports.ts';

export type OpenedParcel =
  | { readonly kind: 'report'; readonly payload: Extract<Payload, { kind: 'report' }> }
  | { readonly kind: 'hello'; readonly hello: HelloLine }
  | { readonly kind: 'attachment'; readonly content: string; readonly bind: string; readonly tail: Bytes }
  /** `code`: an opening error, `parcelMismatch` (the copy is not what its name says), `orgForeign` or `notAReport`. */
  | { readonly kind: 'quarantined'; readonly code: string };

type With = { readonly sodium: Sodium; readonly identities: readonly Identity[]; readonly copies: Copies };

const quarantined = (code: string): OpenedParcel => ({ kind: 'quarantined', code });
const ignore = (): void => undefined;

/** Opens a member's copy, any size with constant memory. `org`: what is addressed to another organisation is set apart. */
export async function openParcel(
  { sodium, identities, copies }: With,
  entry: InboxEntry,
  org: string,
): Promise<OpenedParcel> {
  // The largest report fits into a bucket of 8 MiB; larger files are attachments and are never held in memory.
  if (entry.size <= 2 * MAX_REPORT_PAYLOAD) {
    const pieces: Uint8Array[] = [];
    for await (const piece of copies.read(entry.parcel)) pieces.push(piece);
    const opened = await openReport({ sodium, identities, file: concat(...pieces) });
    if (opened.ok) {
      const { payload, parcel } = opened.value;
      if (parcel !== entry.parcel) return quarantined('parcelMismatch');
      const addressee = payload.kind === 'report' ? payload.report.org : payload.hello.org;
      if (addressee !== org) return quarantined('orgForeign');
      return payload.kind === 'report'
        ? { kind: 'report', payload }
        : { kind: 'hello', hello: payload.hello };
    }
    // An attachment ends in 32 random bytes: two lines of JSON are a report, if one that this version cannot read.
    const unread = opened.code === 'notAReport' && opened.detail !== 'lines' && opened.detail !== 'json';
    if (unread || (opened.code !== 'notAReport' && opened.code !== 'tooLarge'))
      return quarantined(opened.code);
  }
  const source = copies.read(entry.parcel);
  const opened = await openAttachment({ sodium, identities, source, write: ignore });
  if (!opened.ok) return quarantined(opened.code);
  const { content, bind, tail, parcel } = opened.value;
  return parcel === entry.parcel
    ? { kind: 'attachment', content, bind, tail }
    : quarantined('parcelMismatch');
}
