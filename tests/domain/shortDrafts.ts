/** Owns drafts of the short form for tests: empty, with the least, any. */
import fc from 'fast-check';
import { answer, type Draft, type DraftAttachment, emptyDraft } from '../../src/domain/draft.ts';
import { finish } from '../../src/domain/finish.ts';
import { aboutDay, inMonth, onDay, thisWeek, unknownDate, yesterday } from '../../src/domain/partialDate.ts';
import { options, perpetratorsOf, shortViolations } from '../../src/domain/vocabulary.ts';
import { NOW, TODAY } from './samples.ts';

export const empty = (): Draft =>
  emptyDraft({
    id: '7e127b35-baaa-4b43-bacf-a1b61d3183ab',
    localRef: 'ZKZ73',
    lang: 'ru',
    country: 'TM',
    now: NOW,
  });

/** The least that may be finished. */
export const least = (): Draft =>
  answer(
    empty(),
    {
      what: 'mov.offload',
      when: { start: unknownDate(), time: null, ongoing: false },
      words: 'Не пустили на рейс.',
    },
    NOW,
  );

export const photo: DraftAttachment = {
  id: '5d32fe61-985f-44e7-aa09-5ee82bb29976',
  kind: 'photo',
  name: 'IMG.jpg',
  mime: 'image/jpeg',
  bytes: 12,
  sha256: 'a'.repeat(64),
  title: '',
  description: '',
  method: 'own_capture',
  showsPeople: 'identifiable',
  captured: onDay(TODAY),
};

export const reportOf = (draft: Draft) => {
  const done = finish(draft, { now: NOW });
  if (!done.ok) throw new Error(JSON.stringify(done.issues));
  return done.value;
};

export const issuesOf = (draft: Draft) => {
  const done = finish(draft, { now: NOW });
  return done.ok ? [] : done.issues.map((one) => `${one.screen} ${one.rule} ${one.path}`);
};

export const anyDraft: fc.Arbitrary<Draft> = fc
  .record({
    what: fc.constantFrom(null, ...shortViolations().map((type) => type.code)),
    when: fc.option(
      fc.record({
        start: fc.constantFrom(
          unknownDate(),
          onDay(TODAY),
          yesterday(TODAY),
          thisWeek(TODAY),
          aboutDay('2026-10-01'),
          inMonth('2026-03'),
        ),
        time: fc.constantFrom(null, 'night', '06:40'),
        ongoing: fc.boolean(),
      }),
    ),
    where: fc.record({
      country: fc.constantFrom('TM', 'KZ', 'DE', 'XX'),
      region: fc.constantFrom(null, 'unknown'),
      locality: fc.string({ unit: 'grapheme', maxLength: 40 }),
    }),
    who: fc.option(
      fc.record({
        pseudonym: fc.string({ maxLength: 40 }),
        count: fc.oneof(
          fc.record({ kind: fc.constant('exact' as const), count: fc.nat({ max: 5000 }) }),
          fc.nat({ max: 99 }).map((min) => ({ kind: 'range' as const, min, max: min + 10 })),
          fc.constant({ kind: 'unknown' as const }),
        ),
        harmed: fc.uniqueArray(fc.constantFrom('woman' as const, 'man' as const, 'child' as const)),
        occupations: fc.array(fc.constantFrom(...options('occupations').map((one) => one.code)), {
          maxLength: 3,
        }),
      }),
    ),
    by: fc.option(
      fc.array(fc.constantFrom(...perpetratorsOf('TM').map((one) => one.code)), { maxLength: 3 }),
    ),
    words: fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'grapheme', minLength: 480, maxLength: 900 }),
    ),
    attachments: fc.constantFrom(
      [],
      [photo],
      [{ ...photo, kind: 'voice' as const, showsPeople: 'notAsked' as const, method: 'other' }],
      [{ ...photo, obtainedFrom: 'witness', use: { preset: 'refused', explained: false } }],
      [{ ...photo, use: { preset: 'public_name', explained: true, givenBy: 'self', method: null } }],
    ),
    source: fc.constantFrom(null, 'victim', 'monitor_self'),
    use: fc.option(
      fc.record({
        preset: fc.constantFrom(...options('presets').map((one) => one.code)),
        explained: fc.boolean(),
        givenBy: fc.constantFrom(null, 'unknown', ...options('givenBy').map((one) => one.code)),
        method: fc.constantFrom(null, ...options('consentMethods').map((one) => one.code)),
        urgency: fc.constantFrom(null, 'u0', 'u3'),
        urgencyReason: fc.string({ maxLength: 60 }),
        monitorAtRisk: fc.boolean(),
        riskFlags: fc.uniqueArray(fc.constantFrom(...options('riskFlags').map((one) => one.code))),
      }),
    ),
  })
  .map((answers) => ({ ...empty(), ...answers }));
