/** Owns how a partial date and an instant are written for a person. Must never make a date more exact than it was said. */
import { type PartialDate, parseEdtf } from '../domain/partialDate.ts';
import type { DeskTranslator } from '../i18n/deskMessages.ts';
import { formatDay, localesOf } from '../i18n/numbers.ts';

/** "about 05.03.2026", "March 2026", "05.03.2026, 06:40", in the language of the reader. */
export function describeDate(date: PartialDate, t: DeskTranslator): string {
  const text = dayPart(date, t);
  return date.time === undefined ? text : `${text}, ${date.time}`;
}

function dayPart({ edtf, q }: PartialDate, t: DeskTranslator): string {
  const parsed = parseEdtf(edtf);
  if (!parsed.ok || parsed.value.kind === 'unknown') return t('date.unknown');
  const { kind, earliest, latest } = parsed.value;
  const point = edtf.replace(/[~?]$/, '');
  const exact = pointText(point, t);
  switch (kind) {
    case 'interval':
      if (earliest === null) return t('date.before', { day: pointText(inner(edtf, 1), t) });
      if (latest === null) return t('date.after', { day: pointText(inner(edtf, 0), t) });
      return t('date.between', { from: pointText(inner(edtf, 0), t), to: pointText(inner(edtf, 1), t) });
    case 'since':
      return t('date.since', { day: pointText(edtf.replace(/\/\.\.$/, ''), t) });
    default:
      return q === 'about' || /[~?]$/.test(edtf) ? t('date.about', { day: exact }) : exact;
  }
}

const inner = (edtf: string, at: 0 | 1): string => edtf.slice(1, -1).split('..')[at] ?? '';

function pointText(point: string, t: DeskTranslator): string {
  const [year = '', month = '', day] = point.split('-');
  if (day !== undefined) return formatDay(point);
  switch (month) {
    case '':
      return t('date.year', { year });
    case '21':
      return t('date.spring', { year });
    case '22':
      return t('date.summer', { year });
    case '23':
      return t('date.autumn', { year });
    case '24':
      return t('date.winter', { year });
    default:
      return monthText(year, month, t);
  }
}

function monthText(year: string, month: string, t: DeskTranslator): string {
  const name = new Intl.DateTimeFormat(localesOf(t.lang), { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2000, Number(month) - 1, 1),
  );
  return `${name} ${year}`;
}

/** An instant as day and time in the zone in which it was written; undefined when it is none. */
export function describeInstant(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  if (match === null) return undefined;
  const [, day = '', time = '', zone = ''] = match;
  return `${formatDay(day)}, ${time}${zone === '' ? '' : ` ${zone === 'Z' ? 'UTC' : `UTC${zone}`}`}`;
}

/** Whether the day of an instant (or a day) lies before `today`, `YYYY-MM-DD` in UTC. What is no date is not past. */
export function isPast(text: string, today: string): boolean {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) < today;
}
