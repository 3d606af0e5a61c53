/** Owns putting into words what must be called back, and where a report says that it was used. Must never decide what is allowed. */
import { outputNamed } from '../../domain/completeness.ts';
import type { Recall } from '../../domain/later/historyRecall.ts';
import { parsePartialDate } from '../../domain/partialDate.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields, textAt } from '../../domain/report.ts';
import type { DeskTranslator } from '../../i18n/deskMessages.ts';
import { formatDay } from '../../i18n/numbers.ts';
import { describeDate, describeInstant } from '../dates.ts';

/** What ended for each person, in the order of the people; two of one name are told together. */
export function endedFor({
  uses,
}: Recall): readonly { readonly person: string; readonly uses: readonly string[] }[] {
  const people = new Map<string, Set<string>>();
  for (const { person, use } of uses) people.set(person, (people.get(person) ?? new Set()).add(use));
  return [...people].map(([person, ended]) => ({ person, uses: [...ended] }));
}

function dayOf(entry: JsonObject, t: DeskTranslator): string {
  const partial = parsePartialDate(objectAt(entry, 'date'));
  if (partial.ok) return describeDate(partial.value, t);
  const text = textAt(entry, 'date') ?? '';
  return text === '' ? '' : (describeInstant(text) ?? formatDay(text));
}

const MOST = 50;

/** Each recorded use in one line: what it went into, of which kind, when. */
export function recordedUses(fields: ReportFields, t: DeskTranslator): readonly string[] {
  const lines = objectsAt(fields, 'outputs').map((entry) => {
    const code = textAt(entry, 'output') ?? '';
    return [outputNamed(code)?.[t.lang] ?? code, textAt(entry, 'kind') ?? '', dayOf(entry, t)]
      .filter((part) => part !== '')
      .join(' · ');
  });
  return [...new Set(lines)].filter((line) => line !== '').slice(0, MOST);
}
