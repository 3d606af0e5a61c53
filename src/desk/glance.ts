/** Owns who did what to whom, where, when and how urgent, in a few words. Must never replace the report beside it. */
import { codeLabel } from '../domain/ownCodes.ts';
import {
  type Headline,
  type JsonObject,
  objectAt,
  objectsAt,
  type ReportFields,
  textAt,
  victims,
} from '../domain/report.ts';
import { label } from '../domain/vocabulary.ts';
import type { DeskTranslator } from '../i18n/deskMessages.ts';
import { formatNumber } from '../i18n/numbers.ts';
import type { CardHeadline } from './card.ts';
import { placeLabel, typeLabel, whenLabel } from './labels.ts';

/** `value` and `note` may hold text from outside: to be shown inert. */
export type GlanceCell = {
  readonly id: 'by' | 'what' | 'whom' | 'where' | 'when' | 'risk';
  readonly label: string;
  readonly value: string;
  readonly note: string;
};

const MOST_NAMES = 3;

export function glanceOf(
  fields: JsonObject,
  headline: CardHeadline,
  t: DeskTranslator,
): readonly GlanceCell[] {
  const { lang } = t;
  const acts = objectsAt(fields, 'acts');
  const others = acts
    .map((act) => textAt(act, 'type'))
    .filter((type): type is string => type !== null && type !== headline.type);
  const by = objectsAt(fields, 'perpetrators').map((one) => {
    const type = textAt(one, 'type');
    return {
      type: type === null ? '' : codeLabel(fields, 'perpetrators', type, lang),
      agency: textAt(one, 'agency') ?? '',
    };
  });
  const people = victims(fields).map((person) => textAt(person, 'label') ?? '');
  const place = objectAt(fields, 'place');
  const finer = ['district', 'locality', 'site_name'].flatMap((key) => textAt(place, key) ?? []);
  const named = people.slice(0, MOST_NAMES).filter((name) => name !== '');
  const more = people.length - named.length;
  return [
    {
      id: 'by',
      label: t('item.by'),
      value: first(
        by.map(({ type }) => type),
        t,
      ),
      note: by
        .map(({ agency }) => agency)
        .filter((agency) => agency !== '')
        .slice(0, 2)
        .join(' · '),
    },
    {
      id: 'what',
      label: t('item.what'),
      value: typeLabel(headline, t),
      note: [...new Set(others)].map((type) => label('violations', type, lang)).join(' · '),
    },
    {
      id: 'whom',
      label: t('item.who'),
      value: countText(headline, t),
      note: [named.join(', '), more > 0 && named.length > 0 ? t('desk.andMore', { n: more }) : '']
        .filter((part) => part !== '')
        .join(' '),
    },
    {
      id: 'where',
      label: t('item.where'),
      value: placeLabel(headline, lang) || t('answer.dontKnow'),
      note: finer.join(', '),
    },
    {
      id: 'when',
      label: t('item.when'),
      value: whenLabel(headline, t) || t('date.unknown'),
      note: objectAt(fields, 'event')['ongoing'] === true ? t('desk.ongoing') : '',
    },
    {
      id: 'risk',
      label: t('item.urgency'),
      value: label('urgency', headline.urgency, lang),
      note: textAt(objectAt(fields, 'urgency'), 'reason') ?? '',
    },
  ];
}

const first = (names: readonly string[], t: DeskTranslator): string => {
  const known = [...new Set(names.filter((name) => name !== ''))];
  const [one] = known;
  if (one === undefined) return t('desk.notAnswered');
  return known.length === 1 ? one : `${one} ${t('desk.andMore', { n: known.length - 1 })}`;
};

function countText({ victims: count }: Headline, t: DeskTranslator): string {
  if (count === null) return t('answer.dontKnow');
  const { min, max } = count;
  if (max === null) return t('desk.atLeast', { n: formatNumber(t.lang, min) });
  if (max === min) return t('count.people', { n: min });
  return t('desk.range', { from: formatNumber(t.lang, min), to: formatNumber(t.lang, max) });
}

/** The short sentence above the report; none once the account was corrected and it was not: it would tell what no longer holds. */
export function summaryNow(now: ReportFields, first: ReportFields): string {
  const [here, before] = [objectAt(now, 'event'), objectAt(first, 'event')];
  const summary = textAt(here, 'summary') ?? '';
  const stale =
    summary === (textAt(before, 'summary') ?? '') &&
    textAt(here, 'narrative') !== textAt(before, 'narrative');
  return stale ? '' : summary;
}
