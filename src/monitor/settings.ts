/** Owns the form of what is remembered in the vault between two openings; never anything of a report. */
import type { Rng } from '../domain/ports.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, parseUtf8, toHex, utf8 } from '../wire/bytes.ts';
import type { HiddenSeconds, IdleSeconds, Settings } from './life.ts';

export const SETTINGS_RECORD = 'monitor/settings';

/** What may be chosen for locking by itself, the shortest first. */
export const HIDDEN_CHOICES: readonly HiddenSeconds[] = [0, 15, 60, 180];
export const IDLE_CHOICES: readonly IdleSeconds[] = [60, 180, 600];
/** UX manner 4: a minute out of sight, three without a touch. Also in force while there is no record to read. */
export const USUAL_LOCK = { hiddenSeconds: 60, idleSeconds: 180 } as const;

/** What a new phone starts with. */
export const firstSettings = (rng: Rng): Settings => ({
  pepper: toHex(rng(16)),
  // Nobody has said one yet: a country is remembered only from a report that was finished.
  country: '',
  background: false,
  storageAsked: false,
  ...USUAL_LOCK,
});

export const encodeSettings = (settings: Settings): Bytes => utf8(JSON.stringify({ v: 1, ...settings }));

/** Reads the record; members of newer versions are passed over, and a lock time that is no choice is the usual one. */
export function parseSettings(bytes: Uint8Array): Result<Settings, 'damaged'> {
  const text = parseUtf8(bytes);
  if (!text.ok) return err('damaged');
  let value: unknown;
  try {
    value = JSON.parse(text.value);
  } catch {
    return err('damaged');
  }
  if (typeof value !== 'object' || value === null) return err('damaged');
  const { pepper, country, background, storageAsked, hiddenSeconds, idleSeconds } = value as {
    [K in keyof Settings]: unknown;
  };
  if (typeof pepper !== 'string' || typeof country !== 'string') return err('damaged');
  return ok({
    pepper,
    country,
    background: background === true,
    storageAsked: storageAsked === true,
    hiddenSeconds: HIDDEN_CHOICES.find((one) => one === hiddenSeconds) ?? USUAL_LOCK.hiddenSeconds,
    idleSeconds: IDLE_CHOICES.find((one) => one === idleSeconds) ?? USUAL_LOCK.idleSeconds,
  });
}
