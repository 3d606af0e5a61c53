/** Owns the forms of what the desk keeps in its vault besides parcels: codenames, settings, a founding under way. Must never hold a report. */
import { err, ok, type Result } from '../domain/result.ts';
import { parseRecovery, type RecoveryFile } from '../inbox/member.ts';
import { type Bytes, utf8 } from '../wire/bytes.ts';
import { isDay, isHex, isListOf, isObject, isText, parseJsonObject } from '../wire/shape.ts';

export const MEMBER_RECORD = 'member';
export const NOTES_RECORD = 'desk/notes';
export const FOUNDING_RECORD = 'desk/founding';
export const CARDS = 'cards';
export const PARCELS = 'parcels';
export const CURSOR_ITEM = 'cursor';

/** The codename that was given with an invite; the invite itself is not kept. */
export type Codename = { readonly invite: string; readonly name: string; readonly made: string };

export type DeskNotes = {
  readonly codenames: readonly Codename[];
  /** The day on which the recovery file was checked; null when that was done elsewhere. */
  readonly recoveryChecked: string | null;
};

export const NO_NOTES: DeskNotes = { codenames: [], recoveryChecked: null };

/** Between the keys being made and the organisation being published. */
export type Founding = {
  readonly recovery: RecoveryFile;
  /** What is sent to the endpoint, with the set-up code. */
  readonly request: { readonly [key: string]: unknown };
  readonly checked: boolean;
};

export const encodeNotes = (notes: DeskNotes): Bytes => utf8(JSON.stringify({ v: 1, ...notes }));
export const encodeFounding = (founding: Founding): Bytes => utf8(JSON.stringify({ v: 1, ...founding }));

const isCodename = (value: unknown): value is Codename =>
  isObject(value) && isHex(value['invite'], 8) && isText(value['name'], 200) && isDay(value['made']);

export function parseNotes(bytes: Uint8Array): Result<DeskNotes, 'damaged'> {
  const value = parseJsonObject(bytes);
  if (value === undefined || !isListOf(value['codenames'], 1_000_000, isCodename)) return err('damaged');
  const { codenames, recoveryChecked } = value;
  return ok({ codenames, recoveryChecked: isDay(recoveryChecked) ? recoveryChecked : null });
}

export function parseFounding(bytes: Uint8Array): Result<Founding, 'damaged'> {
  const value = parseJsonObject(bytes);
  if (value === undefined || !isObject(value['request'])) return err('damaged');
  const recovery = parseRecovery(JSON.stringify(value['recovery']));
  if (!recovery.ok) return err('damaged');
  return ok({ recovery: recovery.value, request: value['request'], checked: value['checked'] === true });
}
