/** Owns the properties of the full form: whatever is answered makes a report that survives its journey. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/bounded.ts';
import { completeness } from '../../src/domain/completeness.ts';
import { blockers } from '../../src/domain/consent.ts';
import { answer, type Draft, emptyDraft, encodeDraft, parseDraft, setFull } from '../../src/domain/draft.ts';
import { finish } from '../../src/domain/finish.ts';
import { toFull } from '../../src/domain/form/fullDraft.ts';
import { checkFull, finishFull, previewFull } from '../../src/domain/form/fullFinish.ts';
import { additionFields } from '../../src/domain/later/addition.ts';
import { history } from '../../src/domain/later/history.ts';
import {
  encodeFields,
  headline,
  type JsonObject,
  parseFieldsText,
  type ReportFields,
} from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { options } from '../../src/domain/vocabulary.ts';
import { anyAnswers, anyDate, anyJson } from './anyAnswers.ts';
import { NOW, schemaAccepts, TODAY } from './samples.ts';
import { AUTOMATIC, typedIn } from './typedIn.ts';

const ID = '7e127b35-baaa-4b43-bacf-a1b61d3183ab';
const start = (): Draft => emptyDraft({ id: ID, localRef: 'ZKZ73', lang: 'ru', country: 'KZ', now: NOW });
const withAnswers = (answers: JsonObject): Draft => setFull(start(), answers, NOW);

/** Answers that leave nothing necessary out; what contradicts itself is left to the rules. */
const complete = anyAnswers.map((answers): JsonObject => {
  const acts = Array.isArray(answers['acts']) ? answers['acts'] : [];
  const [first] = acts as JsonObject[];
  return {
    ...answers,
    acts: [{ type: 'lib.arrest', ...first }, ...acts.slice(1)],
    event: { start: { edtf: '2026-03', q: 'unknown_day' }, summary: 'It happened.' },
    place: { ...(answers['place'] as JsonObject | undefined), country: 'KZ', region: 'KZ-10' },
  };
});

/** Errors that only contradictions in the answers make; anything else would be the form's own fault. */
const THEIRS =
  /^(V01|V05|V06|V13|V15|V16|V17|V29|F01 (links|persons\[\d+\]\.(names|relations)|acts\[\d+\]\.legal_basis))/;
const errorsOf = (fields: ReportFields): string[] =>
  check(fields, TODAY)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path, code }) => `${rule} ${path} ${code}`);

describe('any answers of the right kind', () => {
  it('make a report without any mistake of the form’s own', () => {
    fc.assert(
      fc.property(complete, (answers) => {
        const { fields } = previewFull(withAnswers(answers), TODAY);
        expect(errorsOf(fields).filter((line) => !THEIRS.test(line))).toEqual([]);
        const stays = encodeFields(fields);
        expect(stays).not.toMatch(/"_[a-z]/);
      }),
      { numRuns: 300 },
    );
  });

  it('S10 a finished report survives parse(encode(x)), and is one the schema accepts', () => {
    let finished = 0;
    fc.assert(
      fc.property(complete, (answers) => {
        const draft = withAnswers(answers);
        const done = finishFull(draft, { now: NOW });
        if (!done.ok) return;
        finished += 1;
        const again = parseFieldsText(encodeFields(done.value));
        expect(again).toEqual({ ok: true, value: done.value });
        // The schema knows links by ids alone; a phone knows short codes too.
        expect(schemaAccepts({ ...done.value, links: [] })).toBe(true);
        expect(headline(done.value).type).not.toBe(null);
        expect(finishFull(draft, { now: NOW })).toEqual(done);
        const stored = parseDraft(encodeDraft(draft));
        expect(stored.ok && finishFull(stored.value, { now: NOW })).toEqual(done);
      }),
      { numRuns: 300 },
    );
    expect(finished).toBeGreaterThan(40);
  });

  it('typing a finished report in again makes the same report', () => {
    const stated = (fields: ReportFields): Json =>
      JSON.parse(
        JSON.stringify(
          Object.fromEntries(Object.entries(fields).filter(([name]) => !AUTOMATIC.includes(name))),
          (name, value) => (name === 'custody' ? undefined : value),
        ),
      );
    let compared = 0;
    fc.assert(
      fc.property(complete, (answers) => {
        const done = finishFull(withAnswers(answers), { now: NOW });
        if (!done.ok) return;
        const again = finishFull(withAnswers(typedIn(done.value)), { now: NOW });
        if (!again.ok) throw new Error(JSON.stringify(again.issues));
        // A block beside the type's own keeps its answers under the same names.
        expect(Object.keys(again.value).sort()).toEqual(Object.keys(done.value).sort());
        const { acts: _a, ...before } = stated(done.value) as Record<string, Json>;
        const { acts: _b, ...after } = stated(again.value) as Record<string, Json>;
        expect(after).toEqual(before);
        compared += 1;
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  it('[REP10] S1 sent as an addition, each answer arrives in the report it is about', () => {
    fc.assert(
      fc.property(complete, (answers) => {
        const made = additionFields({
          id: '00000000-0000-4000-8000-000000000001',
          code: 'ABCDE',
          about: { report: ID, code: 'ZKZ73' },
          kind: 'add',
          language: 'ru',
          reason: '',
          answers,
          whose: [],
          attachments: [],
          now: NOW,
        });
        if (!made.ok) throw new Error(made.code);
        expect(errorsOf(made.value).filter((line) => !/F01 add|V|F02/.test(line))).toEqual([]);
        const original: ReportFields = { id: ID, form: 'short', acts: [], consents: [], event: {} };
        const versions = history({ fields: original, author: null, n: null, forced: false }, [
          { fields: made.value, author: null, n: null, forced: false },
        ]);
        expect(versions).toHaveLength(2);
        // The consent that allows nothing is named after what it came with.
        const alike = (fields: ReportFields | undefined) =>
          JSON.stringify(fields?.['persons'] ?? []).replace(/"consent":"[^"]*"/g, '');
        expect(alike(versions[1]?.fields)).toBe(alike(previewFull(withAnswers(answers), TODAY).fields));
      }),
      { numRuns: 100 },
    );
  });
});

it('any JSON at all: no crash, and nothing is finished that the rules refuse', () => {
  fc.assert(
    fc.property(anyJson, (answers) => {
      const draft = withAnswers(answers);
      expect(Array.isArray(checkFull(draft, TODAY))).toBe(true);
      const done = finishFull(draft, { now: NOW });
      if (done.ok) expect(errorsOf(done.value)).toEqual([]);
      const fields = previewFull(draft, TODAY).fields;
      expect(completeness(fields, TODAY).length).toBeGreaterThan(0);
      expect(completeness(answers, TODAY).length).toBeGreaterThan(0);
      expect(Array.isArray(blockers(answers, 'partners'))).toBe(true);
      const sent = { fields: answers, author: null, n: null, forced: false };
      expect(history(sent, [sent])).toHaveLength(1);
    }),
    { numRuns: 500 },
  );
});

it('S10 any short report becomes a full one that says the same', () => {
  const types = options('violations').filter(({ short }) => short === true);
  fc.assert(
    fc.property(
      fc.constantFrom(...types.map(({ code }) => code)),
      anyDate(2000, 2025),
      fc.array(fc.constantFrom('woman' as const, 'man' as const, 'child' as const), { maxLength: 3 }),
      fc.integer({ min: 0, max: 40 }),
      fc.constantFrom(
        ...options('presets')
          .map(({ code }) => code)
          .filter((code) => code !== 'custom'),
      ),
      fc.boolean(),
      (what, date, harmed, count, preset, explained) => {
        const draft = answer(
          start(),
          {
            what,
            when: { start: date, time: null, ongoing: false },
            who: {
              pseudonym: 'Сосед',
              count: { kind: 'exact', count },
              harmed: [...new Set(harmed)],
              occupations: [],
            },
            words: 'Слова.',
            use: { preset, explained, urgency: null, urgencyReason: '', monitorAtRisk: false, riskFlags: [] },
          },
          NOW,
        );
        const short = finish(draft, { now: NOW });
        let next = 0;
        const newId = () => {
          next += 1;
          return `00000000-0000-4000-8000-${String(next).padStart(12, '0')}`;
        };
        const full = finishFull(setFull(draft, toFull(draft, newId), NOW), { now: NOW });
        if (!short.ok || !full.ok) throw new Error(JSON.stringify([short, full]));
        for (const name of ['urgency', 'event', 'place', 'victim_group', 'perpetrators', 'sources', 'risk'])
          expect([name, full.value[name]]).toEqual([name, short.value[name]]);
        const uses = (fields: ReportFields) =>
          JSON.stringify((fields['consents'] as JsonObject[])[0]?.['uses']);
        expect(uses(full.value)).toBe(uses(short.value));
      },
    ),
    { numRuns: 200 },
  );
});
