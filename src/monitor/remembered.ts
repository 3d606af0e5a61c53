/** Owns the settings as they rest in the open vault; never what one means. */
import type { Rng } from '../domain/ports.ts';
import type { Vault } from '../vault/api.ts';
import type { Settings } from './life.ts';
import { encodeSettings, firstSettings, parseSettings, SETTINGS_RECORD } from './settings.ts';

export const writeSettings = (vault: Pick<Vault, 'putRecord'>, settings: Settings) =>
  vault.putRecord(SETTINGS_RECORD, encodeSettings(settings));

/** Those of before, else the first ones, kept from now on. */
export async function readSettings(
  vault: Pick<Vault, 'getRecord' | 'putRecord'>,
  rng: Rng,
): Promise<Settings> {
  const record = await vault.getRecord(SETTINGS_RECORD);
  const parsed = record.ok ? parseSettings(record.value) : record;
  if (parsed.ok) return parsed.value;
  const settings = firstSettings(rng);
  await writeSettings(vault, settings);
  return settings;
}
