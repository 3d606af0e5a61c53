/** Owns how a notebook says when a note was changed, on the clock of the device. */
import type { MonitorTranslator } from '../../i18n/monitorMessages.ts';
import { localesOf } from '../../i18n/numbers.ts';

/** The hour today, *Yesterday*, else the day; the year when it is another. `changed`: epoch milliseconds. */
export function sayWhen(t: MonitorTranslator, changed: number): string {
  const then = new Date(changed);
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  const isSame = (day: Date): boolean => day.toDateString() === then.toDateString();
  if (isSame(today))
    return new Intl.DateTimeFormat(localesOf(t.speaks), { hour: '2-digit', minute: '2-digit' }).format(then);
  if (isSame(yesterday)) return t('day.yesterday');
  return new Intl.DateTimeFormat(localesOf(t.speaks), {
    day: 'numeric',
    month: 'long',
    ...(then.getFullYear() === today.getFullYear() ? {} : { year: 'numeric' }),
  }).format(then);
}
