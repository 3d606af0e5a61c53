/** Owns putting sizes into words; never rounds a size up to "all". */
import type { MonitorTranslator } from '../../i18n/monitorMessages.ts';
import { sizeParts } from '../../i18n/numbers.ts';

/** "3.2 MB" in the chosen language. */
export function sayBytes(t: MonitorTranslator, bytes: number): string {
  const { amount, unit } = sizeParts(bytes);
  return t(`size.${unit}`, { n: amount });
}
