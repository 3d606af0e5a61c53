/** Owns made-up answers to any list of questions, for properties: of the right kind, or of none. */
import fc from 'fast-check';
import type { Json } from '../../src/domain/bounded.ts';
import { daysInMonth, formatDay } from '../../src/domain/day.ts';
import { fullSections } from '../../src/domain/form/full.ts';
import type { Question, Scope } from '../../src/domain/form/question.ts';
import { type PartialDate, parseEdtf } from '../../src/domain/partialDate.ts';
import type { JsonObject } from '../../src/domain/report.ts';

const number = (min: number, max: number) => fc.integer({ min, max });

/** A day that exists, leap days included more often than chance would have them. */
export const anyDay = (from = 1992, to = 2026): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 1,
      arbitrary: fc.constantFrom('1996-02-29', '2000-02-29', '2024-02-29', '2025-12-31', '2024-01-01'),
    },
    {
      weight: 6,
      arbitrary: fc
        .tuple(number(from, to), number(1, 12), number(1, 31))
        .map(([year, month, day]) => formatDay(year, month, Math.min(day, daysInMonth(year, month)))),
    },
  );

/** Every kind of partial date of DOMAIN 2.5, calendar-valid and with the qualifier that fits. */
export function anyDate(from = 1992, to = 2026): fc.Arbitrary<PartialDate> {
  const day = anyDay(from, to);
  const pair = fc.tuple(day, day).map(([a, b]) => (a < b ? [a, b] : [b, a]));
  return fc
    .oneof(
      day.map((edtf) => ({ edtf, q: 'exact' as const })),
      day.map((one) => ({ edtf: `${one}~`, q: 'about' as const })),
      day.map((one) => ({ edtf: one.slice(0, 7), q: 'unknown_day' as const })),
      day.map((one) => ({ edtf: one.slice(0, 4), q: 'unknown_month' as const })),
      pair.map(([a, b]) => ({ edtf: `[${a}..${b}]`, q: 'between' as const })),
      day.map((one) => ({ edtf: `[..${one}]`, q: 'before' as const })),
      day.map((one) => ({ edtf: `[${one}..]`, q: 'after' as const })),
      fc
        .tuple(day, number(1, 4))
        .map(([one, season]) => ({ edtf: `${one.slice(0, 4)}-2${season}`, q: 'season' as const })),
      day.map((one) => ({ edtf: `${one}/..`, q: 'ongoing' as const })),
      fc.constant({ edtf: '', q: 'unknown' as const }),
    )
    .filter(({ edtf }) => parseEdtf(edtf).ok);
}

/** Words in the alphabets of the region, with what people paste beside them. */
const anyWords = (most: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'Қайырсын',
          'Oʻzbekiston',
          'Türkmençe',
          'тоҷикӣ',
          'кыргызча',
          'слово',
          'word',
          '👩🏽‍⚖️',
          '=1+1',
          '—',
          '№ 7',
          'e\u0301',
        ),
        fc.string({ minLength: 1, maxLength: 6 }).filter((one) => /^[\p{L}\p{N} ]+$/u.test(one)),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((words) => words.join(' ').slice(0, most).trim())
    .filter((words) => words !== '');

const uuid = fc.uuid({ version: 4 });

/** The people, consents and acts that answers may point to. */
type World = { readonly people: readonly string[]; readonly consents: readonly string[] };

function scopeOf({ people, consents }: World): Scope {
  const root: JsonObject = {
    persons: people.map((id) => ({ id })),
    consents: consents.map((id) => ({ id })),
    acts: [{}, {}],
    place: { country: 'KZ' },
  };
  return { root, here: { country: 'KZ' }, path: [], today: '2026-11-22' };
}

const ONE_LINE_EACH: ReadonlySet<string> = new Set(['tags', 'cases', 'aliases']);

/** One answer of the right kind; undefined = not answered. */
function anyAnswer(question: Question, world: World): fc.Arbitrary<Json | undefined> {
  switch (question.kind) {
    case 'text':
      if (question.name === 'url') return fc.webUrl();
      // Lists are typed one entry a line, and each entry has a limit of its own.
      return anyWords(ONE_LINE_EACH.has(question.name) ? 30 : Math.min(question.max, 60));
    case 'whole':
      return number(question.min ?? 0, Math.min(question.max ?? 50, 50));
    case 'decimal':
      return number(question.min ?? 0, Math.min(question.max ?? 50, 50)).map((one) => one / 2);
    case 'range':
      return fc
        .tuple(number(0, Math.min(question.max, 100)), number(0, Math.min(question.max, 100)))
        .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
    case 'partialDate':
      return anyDate().map((date) => ({ ...date }));
    case 'day':
      return anyDay();
    case 'time':
      return fc
        .tuple(number(0, 23), number(0, 59))
        .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    case 'instant':
      return anyDay().map((day) => `${day}T10:00`);
    case 'flag':
      return fc.boolean();
    case 'choice': {
      const codes = question.choices(scopeOf(world)).map(({ code }) => code);
      if (codes.length === 0) return fc.constant(undefined);
      return question.many
        ? fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1, maxLength: 3 })
        : fc.constantFrom(...codes);
    }
    case 'point':
      return fc
        .tuple(number(-90, 90), number(-180, 180))
        .map(([lat, lon]) => ({ lat: lat / 1.01, lon: lon / 1.01 }));
    case 'group':
      return anyObject(question.questions, world);
    case 'repeat': {
      const entry = anyObject(question.questions, world);
      // Evidence is named by its id from the moment it is added.
      const named = fc.tuple(uuid, entry).map(([id, answers]): JsonObject => ({ id, ...answers }));
      return fc.array(question.name === 'evidence' ? named : entry, { maxLength: 2 });
    }
    case 'note':
    case 'calculated':
      return fc.constant(undefined);
  }
}

function anyObject(questions: readonly Question[], world: World): fc.Arbitrary<JsonObject> {
  const members = questions.map((question) =>
    fc
      .option(anyAnswer(question, world), { nil: undefined, freq: 2 })
      .map((answer) => [question.name, answer] as const),
  );
  return fc
    .tuple(...members)
    .map((all) => Object.fromEntries(all.filter((one): one is [string, Json] => one[1] !== undefined)));
}

const questionsNamed = (name: string): readonly Question[] => {
  const found = fullSections()
    .flatMap(({ questions }) => questions)
    .find((question) => question.name === name);
  return found?.kind === 'repeat' ? found.questions : [];
};

/** Answers to the whole full form, each of the right kind; people and consents that are pointed to exist. */
export const anyAnswers: fc.Arbitrary<JsonObject> = fc
  .record({
    people: fc.uniqueArray(uuid, { maxLength: 3 }),
    consents: fc.uniqueArray(uuid, { maxLength: 2 }),
  })
  .chain((world) => {
    const sections = fullSections().map(({ questions }) =>
      anyObject(
        questions.filter(({ name }) => name !== 'persons' && name !== 'consents'),
        world,
      ),
    );
    const entries = (name: string, ids: readonly string[]) =>
      fc.tuple(
        ...ids.map((id) =>
          anyObject(questionsNamed(name), world).map((entry): JsonObject => ({ id, ...entry })),
        ),
      );
    return fc
      .tuple(fc.tuple(...sections), entries('persons', world.people), entries('consents', world.consents))
      .map(([parts, persons, consents]): JsonObject => {
        // Two sections ask into the event.
        const events = Object.assign({}, ...parts.map((part) => part['event'] ?? {})) as JsonObject;
        return { ...Object.assign({}, ...parts), event: events, persons, consents };
      });
  });

/** What nobody meant: any JSON in any place. */
export const anyJson: fc.Arbitrary<JsonObject> = fc
  .dictionary(
    fc.constantFrom(
      'acts',
      'persons',
      'event',
      'place',
      'consents',
      'evidence',
      'perpetrators',
      'urgency',
      'risk',
      'sources',
      'themes',
      'links',
      'tags',
      'x',
    ),
    fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>,
    { maxKeys: 8 },
  )
  .map((value) => ({ ...value }));
