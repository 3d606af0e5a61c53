/** Owns the consents of a report from the full form's answers: what was wished, and what of it may be allowed now. Default deny. */
import { isGiver, namesInPublic, needsExplaining, usesOfPreset } from '../consent.ts';
import { addDays } from '../day.ts';
import {
  dateAt,
  entriesAt,
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  objectsAt,
  textAt,
  textsAt,
} from '../report.ts';
import type { Finding } from '../rules/finding.ts';
import { isMinor } from '../rules/rulesOfPeople.ts';
import { derivedId, isUuid } from '../uuid.ts';
import { find } from '../vocabulary.ts';
import type { Listed } from './fullEntries.ts';
import { keptOf } from './fullKept.ts';

export type Consents = {
  readonly list: Listed;
  /** The id of a consent that exists; where none was chosen, the one that allows nothing but keeping. */
  readonly held: (id: string | null) => string;
};

const wishedOf = (entry: JsonObject, preset: string): readonly string[] =>
  preset === 'custom'
    ? [...new Set(textsAt(entry, 'uses'))].filter((use) => find('uses', use) !== undefined)
    : usesOfPreset(preset, { explained: true, child: false, by: 'self' });

/** Children are among those harmed, without being recorded one by one. */
const someMinors = (answers: JsonObject): boolean =>
  textsAt(objectAt(answers, 'risk'), 'flags').includes('minor') ||
  (numberAt(objectAt(answers, 'victim_group'), 'minors') ?? 0) > 0;
const isManyHarmed = (person: JsonObject): boolean =>
  textsAt(person, 'roles').includes('victim') && (textAt(person, 'kind') ?? 'individual') !== 'individual';

/**
 * The consents with the uses that are allowed: only keeping where it is not said who agreed (FORM6), none that needs an
 * explanation nobody gave (V20), no name in public for a
 * child without its guardian (V18), no full name without one of these (V21). What was left out is told in `cures`.
 */
export function consentsOf(
  report: string,
  answers: JsonObject,
  day: string,
  language: string,
  cures: Finding[],
): Consents {
  const children = new Map(
    entriesAt(answers, 'persons')
      .filter(([, person]) => isMinor(person) || (someMinors(answers) && isManyHarmed(person)))
      .map(([index, person]) => [textAt(person, 'consent'), `persons[${index}]`]),
  );
  // Nobody knows who is on a file: where a child is among those harmed, it may be the child. The short form says so too.
  if (children.size > 0 || someMinors(answers)) {
    const people = new Set(objectsAt(answers, 'persons').map((person) => textAt(person, 'consent')));
    for (const [index, item] of entriesAt(answers, 'evidence')) {
      const id = textAt(item, 'consent');
      if (!people.has(id)) children.set(id, `evidence[${index}]`);
    }
  }
  const list = entriesAt(answers, 'consents')
    .filter(([, entry]) => isUuid(textAt(entry, 'id') ?? ''))
    .map(([index, entry]): readonly [number, JsonObject] => {
      const cure = (rule: 'V20' | 'V21', member: string, code: Finding['code']): void => {
        cures.push({ rule, severity: 'warn', path: `consents[${index}].${member}`, code });
      };
      const { uses: _ticked, ...said } = keptOf(entry);
      const preset = textAt(said, 'preset') ?? 'none';
      const informed = textsAt(said, 'informed');
      const explained = informed.includes('uses') && informed.includes('risks');
      const asked = preset !== 'none';
      // Not said is nobody: the rule about it tells so. [FORM6]
      const giver = textAt(said, 'given_by');
      const by = isGiver(giver) ? giver : 'nobody';
      const wished = wishedOf(entry, preset);
      const allowed = wished.filter((use) => by !== 'nobody' || use === 'store');
      const told = allowed.filter((use) => explained || !needsExplaining(use));
      if (told.length < allowed.length) cure('V20', 'informed', 'risksNotExplained');
      const child = children.get(textAt(entry, 'id'));
      const uses = told.filter((use) => child === undefined || by === 'guardian' || !namesInPublic(use));
      if (uses.length < told.length)
        cures.push({
          rule: 'V18',
          severity: 'warn',
          path: `${child}.consent`,
          code: 'minorNamedWithoutGuardian',
        });
      const wishedForm = textAt(said, 'name_form') ?? 'none';
      const hidden = wishedForm === 'full' && !uses.some(namesInPublic);
      if (hidden) cure('V21', 'name_form', 'fullNameNotAllowed');
      return [
        index,
        {
          ...said,
          preset,
          uses: [...uses],
          name_form: hidden ? 'none' : wishedForm,
          given_by: by,
          date: dateAt(said, 'date') ?? { edtf: day, q: 'exact' },
          ...(asked && textAt(said, 'language') === null ? { language } : {}),
          informed: [...informed],
          review_on: textAt(said, 'review_on') ?? addDays(day, 365),
        },
      ];
    });
  const nobody = derivedId(report, 2);
  const ids = new Set(list.map(([, entry]) => textAt(entry, 'id')));
  let needed = list.length === 0;
  const held = (id: string | null): string => {
    if (id !== null && ids.has(id)) return id;
    needed = true;
    return nobody;
  };
  return {
    held,
    list: {
      get entries() {
        return needed
          ? [...list, [listAt(answers, 'consents').length, notAsked(nobody, day)] as const]
          : list;
      },
    },
  };
}

const notAsked = (id: string, day: string): JsonObject => ({
  id,
  preset: 'none',
  uses: ['store'],
  name_form: 'none',
  given_by: 'nobody',
  date: { edtf: day, q: 'exact' },
  informed: [],
  review_on: addDays(day, 365),
});
