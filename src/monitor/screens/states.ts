/** Owns which words say how far a report is; each means what PRODUCT promises, and nothing else. [S5] */
import { together } from '../../domain/delivery.ts';
import type { MonitorTranslator } from '../../i18n/monitorMessages.ts';
import { percentOf } from '../../i18n/numbers.ts';
import type { ParcelView, Trace } from '../../vault/views.ts';
import type { Held } from '../sending.ts';

/** Whether the person should look at it: refused, or silent for 14 days. */
export const isTrouble = (trace: Trace): boolean => trace.state === 'refused' || trace.overdue;

/** Bytes acknowledged of all parcels together. */
export function progressOf(parcels: readonly ParcelView[]): {
  readonly sent: number;
  readonly total: number;
} {
  let sent = 0;
  let total = 0;
  for (const { state, offset, size } of parcels) {
    total += size;
    sent += state === 'queued' || state === 'sending' || state === 'refused' ? Math.min(offset, size) : size;
  }
  return { sent, total };
}

/** A report whose text has arrived while a film is still on its way is being sent. */
export function isMoving(trace: Trace): boolean {
  const state = together(
    trace.parcels.map(({ state: at, offset, size }) => ({
      bytes: size,
      state:
        at === 'sending'
          ? { at: 'sending', sent: offset, total: size }
          : at === 'stored'
            ? { at: 'stored', day: '', sequence: 0 }
            : at === 'refused'
              ? { at: 'refused', code: '' }
              : { at },
    })),
  );
  return state.at === 'sending';
}

/** Not known to have arrived: the sealed file is on this phone, and may be carried by hand. S6 */
export const isHere = ({ state }: ParcelView): boolean => state !== 'stored' && state !== 'received';

const WAITS: readonly string[] = ['queued', 'sending', 'sent'];

/** Everything of it that has not arrived is held back by the person. */
export function isHeld(trace: Trace, held: Held): boolean {
  const open = trace.parcels.filter(({ state }) => WAITS.includes(state));
  return open.length > 0 && open.every(({ handle }) => held.all || held.handles.includes(handle));
}

/** One line about a report. */
export function sayState(t: MonitorTranslator, trace: Trace, held: Held): string {
  if (isTrouble(trace)) return t('state.trouble');
  if (isHeld(trace, held)) return t('send.paused');
  switch (trace.state) {
    case 'received':
      return t('state.received');
    case 'stored':
    case 'read':
      return t('state.stored');
    case 'sent':
      return t('state.sent');
    case 'refused':
      return t('state.trouble');
    case 'queued':
    case 'sending': {
      if (!isMoving(trace)) return t('state.waiting');
      const { sent, total } = progressOf(trace.parcels);
      const at = trace.parcels.filter(({ state }) => state !== 'queued' && state !== 'sending').length + 1;
      return t('state.sending', {
        n: Math.min(at, trace.parcels.length),
        m: trace.parcels.length,
        percent: percentOf(sent, total),
      });
    }
  }
}
