/** Owns the lists of a report from the full form's answers: acts, people, perpetrators, evidence and the rest. Must never re-order them. */
import type { Json } from '../bounded.ts';
import type { DraftAttachment } from '../draft.ts';
import { fileOf, TYPE_OF_KIND } from '../finish.ts';
import { entriesAt, type JsonObject, listAt, numberAt, objectAt, textAt, textsAt } from '../report.ts';
import type { Finding } from '../rules/finding.ts';
import { isUuid } from '../uuid.ts';
import { find, groupOf } from '../vocabulary.ts';
import { kept, keptOf, linesOf, withOffset } from './fullKept.ts';
import { blocksOf } from './fullWhen.ts';

/** Entries with their places among the answers. */
export type Listed = { readonly entries: readonly (readonly [index: number, entry: JsonObject])[] };

/** Entries in which something was answered. */
const answeredEntries = (answers: JsonObject, list: string): readonly (readonly [number, JsonObject])[] =>
  entriesAt(answers, list).filter(([, entry]) => kept(entry) !== undefined);

const HOURS_OF = ['hearing', 'flight'];

/** The members of the blocks that are asked, in one object; where two blocks ask the same, the type's own wins. */
function detailsOf(act: JsonObject, answers: JsonObject, country: string): JsonObject {
  const given = objectAt(act, 'details');
  const merged: { [name: string]: Json } = {};
  for (const block of blocksOf(act, answers)) {
    const inside = objectAt(given, block);
    const members = Object.entries(keptOf(inside));
    if (textAt(inside, '_judge') === 'no') members.push(['judge_seen', 'no']);
    for (const [name, value] of members) {
      if (Object.hasOwn(merged, name)) continue;
      merged[name] =
        HOURS_OF.includes(name) && typeof value === 'string' ? withOffset(value, country) : value;
    }
  }
  return merged;
}

/** The acts: exactly one is the main one, and the only act has all victims unless some were chosen. */
export function actsOf(
  answers: JsonObject,
  country: string,
  people: readonly JsonObject[],
  cures: Finding[],
): Listed {
  const list = entriesAt(answers, 'acts');
  const marked = list.filter(([, act]) => act['primary'] === true).map(([index]) => index);
  const [first = list[0]?.[0], second] = marked;
  if (second !== undefined)
    cures.push({
      rule: 'V02',
      severity: 'warn',
      path: `acts[${second}].primary`,
      code: 'severalPrimaryActs',
    });
  const idOf = (person: JsonObject): string | readonly never[] => textAt(person, 'id') ?? [];
  const everybody = people.filter((person) => textsAt(person, 'roles').includes('victim')).flatMap(idOf);
  const here = new Set(people.flatMap(idOf));
  return {
    entries: list.map(([index, act]) => {
      const { details: _blocks, victims: _named, type, primary: _mark, ...rest } = keptOf(act);
      // Somebody who was taken out of the report is nobody's victim any more.
      const chosen = textsAt(act, 'victims').filter((id) => here.has(id));
      const law = groupOf(textAt(act, 'type') ?? '') === 'law';
      const details = detailsOf(act, answers, country);
      return [
        index,
        {
          type: type ?? '',
          primary: index === first,
          victims: chosen.length > 0 || law || list.length > 1 ? [...chosen] : everybody,
          ...rest,
          ...(Object.keys(details).length > 0 ? { details } : {}),
        },
      ];
    }),
  };
}

const GROUPS: readonly (readonly [code: string, from: number, to: number])[] = [
  ['0-13', 0, 13],
  ['14-17', 14, 17],
  ['18-24', 18, 24],
  ['25-34', 25, 34],
  ['35-44', 35, 44],
  ['45-59', 45, 59],
  ['60+', 60, 120],
  ['minor', 0, 17],
  ['adult', 18, 120],
];

/** The narrowest age group that holds all of an age; "unknown" when none does. */
export function ageGroup(min: number, max: number): string {
  return GROUPS.find(([, from, to]) => min >= from && max <= to)?.[0] ?? 'unknown';
}

function personOf(
  [index, answers]: readonly [number, JsonObject],
  language: string,
  day: string,
  held: (id: string | null) => string,
  here: ReadonlySet<string>,
): JsonObject {
  const { roles, label, anonymity, aliases, kind, occupation, relations, ...rest } = keptOf(answers);
  const age = objectAt(answers, 'age');
  const [min, max] = [numberAt(age, 'min'), numberAt(age, 'max')];
  const jobs = textsAt({ occupation: occupation ?? [] }, 'occupation');
  const names = linesOf(aliases);
  const relatives = listAt({ relations: relations ?? [] }, 'relations').filter((one) => {
    const to = textAt(one, 'to');
    return to === null || here.has(to);
  });
  return {
    ...rest,
    id: textAt(answers, 'id') ?? '',
    kind: kind ?? 'individual',
    roles: roles ?? ['victim'],
    anonymity: anonymity ?? (label === undefined && rest['names'] === undefined ? 'anonymous' : 'pseudonym'),
    label:
      typeof label === 'string' ? label.trim() : `${language === 'en' ? 'Person' : 'Человек'} ${index + 1}`,
    ...(min !== null && max !== null ? { age_group: ageGroup(min, max) } : {}),
    ...(occupation === undefined ? {} : { occupation }),
    ...(rest['is_hrd'] === undefined && jobs.some((code) => find('occupations', code)?.hrd === true)
      ? { is_hrd: 'yes' }
      : {}),
    ...(names === undefined ? {} : { aliases: names }),
    ...(relatives.length > 0 ? { relations: relatives } : {}),
    // The situation is the one of the day on which it is reported, unless another day was said.
    ...(rest['status_now'] !== undefined && rest['status_at'] === undefined
      ? { status_at: { edtf: day, q: 'exact' } }
      : {}),
    consent: held(textAt(answers, 'consent')),
  };
}

export const peopleOf = (
  answers: JsonObject,
  language: string,
  day: string,
  held: (id: string | null) => string,
): Listed => ({
  entries: entriesAt(answers, 'persons').map((entry) => [
    entry[0],
    personOf(entry, language, day, held, idsOf(answers)),
  ]),
});

/** The perpetrators; acts are named by their place in the report. */
export function perpetratorsOf(answers: JsonObject, acts: readonly number[]): Listed {
  return {
    entries: answeredEntries(answers, 'perpetrators').map(([index, entry]) => {
      const { acts: _named, type, ...rest } = keptOf(entry);
      const named = listAt(entry, 'acts')
        .map((act) => acts.indexOf(Number(act)))
        .filter((act) => act >= 0);
      return [index, { type: type ?? 'unknown', ...rest, ...(named.length > 0 ? { acts: named } : {}) }];
    }),
  };
}

/** Every attachment of the draft, with what was said about it, and what has no file: links, papers seen. */
export function evidenceOf(
  answers: JsonObject,
  attachments: readonly DraftAttachment[],
  at: string,
  held: (id: string | null) => string,
): Listed {
  const given = answeredEntries(answers, 'evidence');
  const files = new Map(attachments.map((one) => [one.id, one]));
  const listed = new Set(given.map(([, entry]) => textAt(entry, 'id')));
  const alone = attachments.filter(({ id }) => !listed.has(id)).map(({ id }) => [-1, { id }] as const);
  const present = given.filter(
    ([, entry]) => textAt(entry, '_attached') !== 'yes' || files.has(textAt(entry, 'id') ?? ''),
  );
  return {
    entries: [...present, ...alone].map(([index, entry]) => {
      const id = textAt(entry, 'id') ?? '';
      const file = files.get(id);
      const { consent: _held, type, title, method, shows_people: shows, ...said } = keptOf(entry);
      const rest = withoutGone(said, 'obtained_from', idsOf(answers));
      const what = type ?? (file === undefined ? 'other' : TYPE_OF_KIND[file.kind]);
      const answered = file === undefined || file.showsPeople === 'notAsked' ? undefined : file.showsPeople;
      return [
        index,
        {
          ...rest,
          id,
          type: what,
          title: title ?? what,
          method: method ?? file?.method ?? 'other',
          // Default deny: what nobody answered is treated as showing somebody who did not agree.
          shows_people: shows ?? answered ?? 'identifiable',
          ...(file === undefined
            ? { custody: [] }
            : fileOf({ ...file, method: String(method ?? file.method) }, at)),
          consent: held(textAt(entry, 'consent')),
        },
      ];
    }),
  };
}

const idsOf = (answers: JsonObject): ReadonlySet<string> =>
  new Set(entriesAt(answers, 'persons').flatMap(([, person]) => textAt(person, 'id') ?? []));
/** An entry without a member that names somebody who was taken out of the report. */
function withoutGone(entry: JsonObject, name: string, here: ReadonlySet<string>): JsonObject {
  const id = textAt(entry, name);
  if (id === null || here.has(id) || !isUuid(id)) return entry;
  const { [name]: _gone, ...rest } = entry;
  return rest;
}

/** Sources, actions, complaints and links. */
export function othersOf(
  answers: JsonObject,
): Record<'sources' | 'interventions' | 'remedies' | 'links', Listed> {
  const plain = (list: string, fill: (entry: JsonObject) => JsonObject = (entry) => entry): Listed => ({
    entries: answeredEntries(answers, list).map(([index, entry]) => [index, fill(keptOf(entry))]),
  });
  return {
    sources: plain('sources', (entry) => ({
      type: 'unknown',
      ...withoutGone(entry, 'person', idsOf(answers)),
    })),
    interventions: plain('interventions', (entry) => ({
      type: 'other',
      date: { edtf: '', q: 'unknown' },
      ...entry,
    })),
    remedies: plain('remedies'),
    links: plain('links'),
  };
}
