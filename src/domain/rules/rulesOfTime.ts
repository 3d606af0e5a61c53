/** Owns the rules about dates: V03–V07; must never ask the clock: `today` is an argument. */
import type { Json } from '../bounded.ts';
import { addDays } from '../day.ts';
import { type Bounds, bounds, parseEdtf, parsePartialDate, qualifierFits } from '../partialDate.ts';
import {
  dateAt,
  entriesAt,
  type JsonObject,
  objectAt,
  objectsAt,
  type ReportFields,
  textAt,
} from '../report.ts';
import { groupOf } from '../vocabulary.ts';
import type { Tell } from './finding.ts';

const OLDEST = '1991-01-01';

/** V04: every object with an `edtf`, wherever it stands, also in the details of an act. */
function wellFormed(value: Json, path: string, tell: Tell): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) wellFormed(item, `${path}[${index}]`, tell);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const edtf = (value as JsonObject)['edtf'];
  if (typeof edtf === 'string') {
    const parsed = parseEdtf(edtf);
    if (!parsed.ok) {
      const code = { form: 'dateForm', calendar: 'dateCalendar', reversed: 'dateReversed' } as const;
      tell('V04', `${path}.edtf`, code[parsed.code]);
    } else {
      const date = parsePartialDate(value);
      if (date.ok && !qualifierFits(date.value)) tell('V04', path, 'qualifierDiffers', 'warn');
    }
  }
  for (const [name, member] of Object.entries(value)) {
    wellFormed(member, path === '' ? name : `${path}.${name}`, tell);
  }
}

/** A risk of return, or a law that will come, may lie ahead (V05). */
export const mayLieAhead = (type: string): boolean => type === 'tnr.risk' || groupOf(type) === 'law';

/** V05, V06, V07 for one pair of start and end. */
function period(owner: JsonObject, path: string, today: string, ahead: boolean, tell: Tell): void {
  const start = dateAt(owner, 'start');
  const end = dateAt(owner, 'end');
  const first: Bounds = start === null ? { earliest: null, latest: null } : bounds(start);
  // One day of grace: somewhere it is tomorrow already.
  if (!ahead && first.earliest !== null && first.earliest > addDays(today, 1)) {
    tell('V05', `${path}.start`, 'inFuture');
  }
  if (first.earliest !== null && first.earliest < OLDEST) tell('V07', `${path}.start`, 'veryOld', 'warn');
  const last = end === null ? null : bounds(end).latest;
  if (first.earliest !== null && last !== null && last < first.earliest) {
    tell('V06', `${path}.end`, 'endBeforeStart');
  }
}

export function rulesOfTime(fields: ReportFields, today: string, tell: Tell): void {
  wellFormed(fields, '', tell);
  const event = objectAt(fields, 'event');
  const start = objectAt(event, 'start');
  const answered = textAt(start, 'q') === 'unknown' || (textAt(start, 'edtf') ?? '') !== '';
  if (!answered) tell('V03', 'event.start', 'whenNotAnswered');
  // The schema forbids the pair even when `ongoing` is false.
  if (Object.hasOwn(event, 'end') && Object.hasOwn(event, 'ongoing'))
    tell('F01', 'event.end', 'endAndOngoing');
  const ahead = objectsAt(fields, 'acts').some((act) => mayLieAhead(textAt(act, 'type') ?? ''));
  period(event, 'event', today, ahead, tell);
  for (const [index, act] of entriesAt(fields, 'acts')) period(act, `acts[${index}]`, today, ahead, tell);
  received(fields, today, tell);
}

/** Nobody can tell, or take a picture, before it happened or tomorrow. */
function received(fields: ReportFields, today: string, tell: Tell): void {
  const start = dateAt(objectAt(fields, 'event'), 'start');
  const first = start === null ? null : bounds(start).earliest;
  for (const [index, source] of entriesAt(fields, 'sources')) {
    const date = dateAt(source, 'received');
    const last = date === null ? null : bounds(date).latest;
    if (first !== null && last !== null && last < first)
      tell('V06', `sources[${index}].received`, 'receivedBeforeEvent', 'warn');
  }
  for (const [index, item] of entriesAt(fields, 'evidence')) {
    const date = dateAt(item, 'captured');
    const from = date === null ? null : bounds(date).earliest;
    if (from !== null && from > addDays(today, 1))
      tell('V05', `evidence[${index}].captured`, 'inFuture', 'warn');
  }
}
