/** Owns how the times of locking are said. */
import type { MonitorTranslator } from '../../i18n/monitorMessages.ts';

export const sayIdle = (t: MonitorTranslator, seconds: number): string =>
  seconds < 60 ? t('time.seconds', { n: seconds }) : t('count.minutes', { n: seconds / 60 });

export const sayOutOfSight = (t: MonitorTranslator, seconds: number): string =>
  seconds === 0 ? t('locks.now') : sayIdle(t, seconds);
