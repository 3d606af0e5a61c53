/** Owns the fields of a capture: what was sealed straight to the coordinators, before anybody could be asked. Must never claim more than that. */
import { account } from './account.ts';
import { instant } from './day.ts';
import { SHORT_CODE } from './localRef.ts';
import { dayOf } from './ports.ts';
import { type JsonObject, type ReportFields, textAt, textsAt } from './report.ts';
import { derivedId } from './uuid.ts';

/** The `form` of a capture. */
export const CAPTURE_FORM = 'capture';
export const MOST_CAPTURED_FILES = 20;
/** UTF-16 code units. */
export const MOST_CAPTURED_WORDS = 20_000;

/** A sealed file as the capture names it. */
export type CapturedFile = {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  /** Of the untouched original, hex. */
  readonly sha256: string;
  /** Made with this app's own camera or microphone. */
  readonly own: boolean;
  /** What a cut left of a recording. */
  readonly partial?: true;
};

/** Whether fields are those of a capture. */
export const isCapture = (fields: ReportFields): boolean => textAt(fields, 'form') === CAPTURE_FORM;

/** A short code as a person typed it, or null: upper case, nothing around it. */
export function parseCaptureCode(typed: string): string | null {
  const code = typed.trim().toUpperCase();
  return SHORT_CODE.test(code) ? code : null;
}

/** The short codes of captures that a report says belong to it; what is not one is passed over. */
export const capturesOf = (fields: ReportFields): readonly string[] => [
  ...new Set(textsAt(fields, 'captures').filter((code) => SHORT_CODE.test(code))),
];

function kindOf(type: string): 'photo' | 'audio' | 'video' | 'other' {
  if (type.startsWith('image/')) return 'photo';
  if (type.startsWith('audio/')) return 'audio';
  return type.startsWith('video/') ? 'video' : 'other';
}

function evidence(id: string, consent: string, file: CapturedFile, at: string): JsonObject {
  const mime = file.type === '' ? 'application/octet-stream' : file.type;
  const type = kindOf(mime);
  return {
    id,
    type,
    title: type,
    method: file.own ? 'own_capture' : 'other',
    // Nobody was asked: default deny.
    shows_people: 'identifiable',
    ...(file.partial === undefined ? {} : { partial: true }),
    file: { name: file.name, mime, bytes: file.bytes, sha256: file.sha256 },
    custody: [
      { at, actor: 'monitor', action: file.own ? 'captured' : 'received' },
      { at, actor: 'device', action: 'hashed', hash: file.sha256 },
    ],
    consent,
  };
}

/**
 * The fields of a capture: language, time by the device's clock, a few words, files with their hashes; a consent that
 * allows no use. What happened, where and to whom is not there: nobody was asked. `now` is epoch milliseconds.
 */
export function captureFields(capture: {
  readonly id: string;
  readonly code: string;
  readonly lang: string;
  readonly words: string;
  readonly files: readonly CapturedFile[];
  readonly now: number;
}): ReportFields {
  const { id, code, lang, words, files, now } = capture;
  const at = instant(now);
  const consent = derivedId(id, 1);
  return {
    id,
    schema_version: '1.0.0',
    form: CAPTURE_FORM,
    local_ref: code,
    status: 'ready',
    created_at: at,
    language: lang,
    event: words.trim() === '' ? {} : account(words),
    evidence: files.map((file, index) => evidence(derivedId(id, index + 2), consent, file, at)),
    consents: [
      {
        id: consent,
        preset: 'none',
        uses: ['store'],
        name_form: 'none',
        given_by: 'nobody',
        date: { edtf: dayOf(now), q: 'exact' },
        informed: [],
      },
    ],
  };
}
