/** Owns the step from Draft to Report: finish(); must never lose an answer, and never ask more than DOMAIN §2.2 requires. */
import { account } from './account.ts';
import type { Json } from './bounded.ts';
import { usesOfPreset } from './consent.ts';
import { addDays, instant, localDay } from './day.ts';
import type { ConsentSaid, Draft, DraftAttachment, Who } from './draft.ts';
import { defaultUse, hasChild } from './draft.ts';
import { draftIssues, draftWarnings, giverOf, type Issue } from './finishIssues.ts';
import { withOwnCodes } from './ownCodes.ts';
import type { JsonObject, ReportFields } from './report.ts';
import { nfc } from './text.ts';
import { suggestedUrgency, urgencyOf } from './urgency.ts';
import { derivedId } from './uuid.ts';
import { find } from './vocabulary.ts';

export type Finished =
  | { readonly ok: true; readonly value: ReportFields; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly code: 'incomplete'; readonly issues: readonly Issue[] };

/** The offset of a country's clock in minutes; UTC for a country that is not one of the five. */
export function offsetOf(country: string): number {
  const match = /^([+-])(\d\d):(\d\d)$/.exec(find('countries', country)?.utcOffset ?? '');
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** Whether more is known than that somebody was harmed. */
export const isDescribed = (who: Who): boolean =>
  who.pseudonym.trim() !== '' ||
  who.harmed.length > 0 ||
  who.occupations.length > 0 ||
  who.count.kind === 'exact';

const isOnePerson = (who: Who): boolean =>
  who.count.kind === 'unknown' ||
  (who.count.kind === 'exact' && who.count.count <= 1) ||
  (who.count.kind === 'range' && who.count.max <= 1);

/** Whoever screen 4 describes, as an entry of `persons`. */
export function person(draft: Draft, who: Who, ids: { person: string; consent: string }): JsonObject {
  const one = isOnePerson(who);
  const pseudonym = nfc(who.pseudonym.trim());
  const english = draft.language === 'en';
  const automatic = one ? (english ? 'Person 1' : 'Человек 1') : english ? 'Group 1' : 'Группа 1';
  const woman = who.harmed.includes('woman');
  const man = who.harmed.includes('man');
  const child = who.harmed.includes('child');
  const defender = who.occupations.some((code) => find('occupations', code)?.hrd === true);
  return {
    id: ids.person,
    kind: one ? 'individual' : 'community',
    roles: ['victim'],
    anonymity: pseudonym === '' ? 'anonymous' : 'pseudonym',
    label: pseudonym === '' ? automatic : pseudonym,
    ...(one && woman !== man ? { sex: woman ? 'f' : 'm' } : {}),
    ...(one && child ? { age_group: 'minor' } : {}),
    ...(who.occupations.length > 0 ? { occupation: [...new Set(who.occupations)] } : {}),
    ...(defender ? { is_hrd: 'yes' } : {}),
    consent: ids.consent,
  };
}

/** The numbers of screen 4; null = not known. */
export function victimGroup(who: Who): JsonObject | null {
  if (who.count.kind === 'unknown') return null;
  if (who.count.kind === 'range') return { min: who.count.min, max: who.count.max };
  const all = who.count.count;
  const [only] = who.harmed;
  const named = { woman: 'women', man: 'men', child: 'minors' } as const;
  return {
    count_exact: all,
    ...(who.harmed.length === 1 && only !== undefined ? { [named[only]]: all } : {}),
  };
}

/** The type of evidence that a kind of attachment is. */
export const TYPE_OF_KIND = { photo: 'photo', video: 'video', voice: 'audio', file: 'other' } as const;

function evidence(one: DraftAttachment, holder: DraftAttachment, consent: string, at: string): JsonObject {
  const type = TYPE_OF_KIND[one.kind];
  return {
    id: one.id,
    type,
    title: one.title.trim() === '' ? type : nfc(one.title.trim()),
    ...(one.description.trim() === '' ? {} : { description: nfc(one.description.trim()) }),
    method: one.method,
    // Default deny: what nobody answered is treated as showing somebody who did not agree.
    shows_people: one.showsPeople === 'notAsked' ? 'identifiable' : one.showsPeople,
    ...(one.captured === null ? {} : { captured: { ...one.captured } }),
    ...obtained(one),
    ...fileOf(one, at),
    consent: isNil(holder.use) ? consent : ownConsent(holder),
  };
}

/** Whose consent holds for a file: of a copy about which nothing was said, its original's. [FORM6] */
export const holderOf = (all: readonly DraftAttachment[], one: DraftAttachment): DraftAttachment =>
  (isNil(one.use) ? all.find(({ id }) => id === one.copyOf?.id) : undefined) ?? one;

const isNil = (value: unknown): value is null | undefined => value === null || value === undefined;

/** The id of the consent for one file. */
const ownConsent = ({ id }: DraftAttachment): string => derivedId(id, 1);

/** From whom a file came, where that was said. */
export const obtained = ({ obtainedFrom }: DraftAttachment): JsonObject =>
  isNil(obtainedFrom) ? {} : { obtained_from: obtainedFrom };

/** Who gave a consent and how, where that was said. */
export function agreed(said: ConsentSaid): JsonObject {
  const [by, method] = [giverOf(said), said.method ?? ''];
  return {
    ...(by === 'nobody' ? {} : { given_by: by }),
    ...(said.preset === 'none' || find('consentMethods', method) === undefined ? {} : { method }),
  };
}

/** What custody calls the making of a copy. */
const MADE = { stripped: 'copied', redacted: 'redacted', smaller: 'copied' } as const;

/** The file of an attachment, what it was made from, and the first entries of its custody log. */
export function fileOf(
  one: DraftAttachment,
  at: string,
): {
  readonly file: JsonObject;
  readonly custody: Json;
  readonly partial?: true;
  readonly copy_of?: JsonObject;
} {
  const { copyOf } = one;
  const when = one.addedAt ?? at;
  return {
    file: { name: one.name, mime: one.mime, bytes: one.bytes, sha256: one.sha256 },
    ...(one.partial === undefined ? {} : { partial: true }),
    ...(copyOf === undefined
      ? {}
      : {
          copy_of: {
            how: copyOf.how,
            sha256: copyOf.sha256,
            ...(copyOf.id === null ? {} : { evidence: copyOf.id }),
          },
        }),
    custody: [
      // Only what was taken here is said to be captured; a chosen file came from somewhere else.
      { at: when, actor: 'monitor', action: one.method === 'own_capture' ? 'captured' : 'received' },
      ...(copyOf === undefined
        ? []
        : [{ at: when, actor: 'device', action: MADE[copyOf.how], of: copyOf.sha256 }]),
      { at: when, actor: 'device', action: 'hashed', hash: one.sha256 },
      ...(one.addedAt === undefined ? [] : [{ at: when, actor: 'device', action: 'encrypted' }]),
    ],
  };
}

function consent(draft: Draft, use: ConsentSaid, id: string, day: string): JsonObject {
  const by = giverOf(use);
  return {
    id,
    preset: use.preset,
    uses: [...usesOfPreset(use.preset, { explained: use.explained, child: hasChild(draft), by })],
    name_form: draft.who !== null && draft.who.pseudonym.trim() !== '' ? 'pseudonym' : 'none',
    given_by: by,
    ...agreed(use),
    date: { edtf: day, q: 'exact' },
    language: draft.language,
    informed: use.explained ? ['uses', 'risks'] : [],
    review_on: addDays(day, 365),
  };
}

/**
 * Turns the answers into the fields of a report (form "short", status "ready"). `now` is epoch milliseconds by the
 * device's clock. Not answered = unknown or not asked, never invented. Uses that need an explanation are left out
 * when there was none, and a child's name in public: the preset says what was wished, `uses` what is allowed (default deny).
 */
export function finish(draft: Draft, { now }: { now: number }): Finished {
  const day = localDay(now, offsetOf(draft.where.country));
  const issues = draftIssues(draft, day);
  const { what, when } = draft;
  if (issues.length > 0 || what === null || when === null) return { ok: false, code: 'incomplete', issues };

  const ids = { person: derivedId(draft.id, 1), consent: derivedId(draft.id, 2) };
  const use = draft.use ?? defaultUse();
  const who = draft.who;
  const persons: Json[] = who !== null && isDescribed(who) ? [person(draft, who, ids)] : [];
  const flags = new Set(use.riskFlags);
  if (use.monitorAtRisk) flags.add('monitor_exposed');
  if (hasChild(draft)) flags.add('minor');
  const at = instant(now);
  const told = account(draft.words);
  const ongoing = when.ongoing || when.start.q === 'ongoing';
  const group = who === null ? null : victimGroup(who);

  const value: ReportFields = {
    id: draft.id,
    schema_version: '1.0.0',
    form: 'short',
    local_ref: draft.localRef,
    status: 'ready',
    created_at: draft.createdAt,
    updated_at: at,
    language: draft.language,
    urgency: {
      level: urgencyOf(suggestedUrgency(what, [...flags]), use.urgency),
      ...(use.urgencyReason.trim() === '' ? {} : { reason: nfc(use.urgencyReason.trim()) }),
    },
    acts: [{ type: what, primary: true, victims: persons.length > 0 ? [ids.person] : [] }],
    event: {
      start: { ...when.start },
      ...(ongoing ? { ongoing: true } : {}),
      ...(when.time === null || when.time === '' ? {} : { time: when.time }),
      ...(told.summary === '' ? {} : told),
    },
    place: {
      country: draft.where.country,
      ...(draft.where.region === null ? {} : { region: draft.where.region }),
      ...(draft.where.locality.trim() === '' ? {} : { locality: nfc(draft.where.locality.trim()) }),
    },
    persons,
    // Nobody described and no number: the empty group says "unknown".
    ...(group !== null ? { victim_group: group } : persons.length === 0 ? { victim_group: {} } : {}),
    perpetrators:
      draft.by === null || draft.by.length === 0 ? [{ type: 'unknown' }] : draft.by.map((type) => ({ type })),
    sources: [{ type: draft.source ?? 'unknown' }],
    evidence: draft.attachments.map((one, _, all) => evidence(one, holderOf(all, one), ids.consent, at)),
    consents: [
      consent(draft, use, ids.consent, day),
      ...draft.attachments.flatMap((one) =>
        isNil(one.use) ? [] : [consent(draft, one.use, ownConsent(one), day)],
      ),
    ],
    risk: { flags: [...flags] },
    ...(draft.captures.length > 0 ? { captures: [...new Set(draft.captures)] } : {}),
  };
  return { ok: true, value: withOwnCodes(value, draft.ownCodes), warnings: draftWarnings(draft) };
}
