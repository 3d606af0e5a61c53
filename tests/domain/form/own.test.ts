/** Proves how an organisation's own form goes with ours: hidden answers, beginnings, counts, calculations, shorter lists. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/bounded.ts';
import {
  answer,
  type Draft,
  emptyDraft,
  encodeDraft,
  isUntouched,
  parseDraft,
  setExtra,
  setFull,
} from '../../../src/domain/draft.ts';
import { withAnswer } from '../../../src/domain/form/answers.ts';
import type { Definition } from '../../../src/domain/form/definition.ts';
import { extraSections } from '../../../src/domain/form/definitionExtra.ts';
import { findingsOf } from '../../../src/domain/form/findings.ts';
import { fullSections } from '../../../src/domain/form/full.ts';
import { toFull } from '../../../src/domain/form/fullDraft.ts';
import { finishFull } from '../../../src/domain/form/fullFinish.ts';
import { offeredBy, withOffered } from '../../../src/domain/form/fullOffered.ts';
import type { Choice, Path, Question } from '../../../src/domain/form/question.ts';
import { withoutEntry } from '../../../src/domain/form/removal.ts';
import { begun, grown, recalculated } from '../../../src/domain/form/settled.ts';
import { unknownDate } from '../../../src/domain/partialDate.ts';
import { type JsonObject, objectAt, objectsAt, type ReportFields } from '../../../src/domain/report.ts';
import { allCountries } from '../../../src/domain/vocabulary.ts';
import { finishBeside } from '../../../src/monitor/form/finishingFull.ts';
import { beginPage } from '../../../src/monitor/form/useBegun.ts';
import { NOW, schemaAccepts, TODAY } from '../samples.ts';

const wells: Definition = {
  v: 1,
  id: 'wells',
  version: '7',
  title: { en: 'Wells', ru: 'Колодцы' },
  lists: {
    yesno: [
      { name: 'yes', label: { en: 'Yes' } },
      { name: 'no', label: { en: 'No' } },
    ],
  },
  absent: [],
  offered: { countries: ['TJ', 'KG'], violations: ['lib.arrest'] },
  questions: [
    { kind: 'one', list: 'yesno', name: 'any', label: { en: 'Any wells?' } },
    {
      kind: 'whole',
      name: 'many',
      label: { en: 'How many?' },
      relevant: "${any} = 'yes'",
      required: true,
      start: { value: 2 },
    },
    {
      kind: 'repeat',
      name: 'well',
      label: { en: 'Well' },
      relevant: "${any} = 'yes'",
      count: '${many}',
      questions: [{ kind: 'decimal', name: 'depth', label: { en: 'Depth' } }],
    },
    { kind: 'calculated', name: 'deep', label: {}, value: 'sum(${depth})' },
  ],
};
const own = extraSections([wells]);
const page = own[0];
if (page === undefined) throw new Error('no page');

const AT: Path = ['extra', 'answers'];
let ids = 0;
const newId = (): string => {
  ids += 1;
  return String(ids);
};
/** What the screen does after each change. */
const settle = (root: JsonObject): JsonObject =>
  recalculated(own, grown(page.questions, root, TODAY, newId), TODAY);
const put = (root: JsonObject, name: string | Path, value: Json | undefined): JsonObject =>
  settle(withAnswer(root, [...AT, ...(typeof name === 'string' ? [name] : name)], value));

const needed: JsonObject = {
  acts: [{ type: 'lib.arrest' }],
  event: { start: { edtf: '2026-11-20', q: 'exact' }, summary: 'Taken away' },
  place: { country: 'KG' },
};
const draftOf = (full: JsonObject): Draft =>
  setFull(
    emptyDraft({
      id: '7e127b35-baaa-4b43-bacf-a1b61d3183ab',
      localRef: 'ZKZ73',
      lang: 'en',
      country: 'KG',
      now: NOW,
    }),
    { ...needed, ...full },
    NOW,
  );
const sealed = (full: JsonObject): ReportFields => {
  const done = finishFull(draftOf(full), { now: NOW, own });
  if (!done.ok) throw new Error(JSON.stringify(done.issues));
  return done.value;
};

describe('a form of the organisation’s own', () => {
  it('[FORM1] [MAN8] hidden answers stay in the draft and never travel', () => {
    const shown = put(put({}, 'any', 'yes'), ['well', 0, 'depth'], 12.5);
    const hidden = put(shown, 'any', 'no');
    expect(objectAt(objectAt(hidden, 'extra'), 'answers')).toMatchObject({ well: [{ depth: 12.5 }] });
    expect(sealed(hidden)['extra']).toEqual({
      form: 'wells',
      version: '7',
      answers: { any: 'no', deep: 0 },
    });
    const again = put(hidden, 'any', 'yes');
    expect(objectsAt(objectAt(objectAt(again, 'extra'), 'answers'), 'well')[0]).toEqual({ depth: 12.5 });
  });

  it('[FORM1] of our own form too: a block that the act does not ask for, and its members', () => {
    const acts = [
      { type: 'lib.arrest', details: { torture: { injuries: 'Bruises' }, arrest: { charges: 'None' } } },
    ];
    const [act] = objectsAt(sealed({ acts }), 'acts');
    expect(act?.['details']).toEqual({ charges: 'None' });
  });

  it('[FORM2] a list with a count has as many entries, those beyond it stay unseen; calculations count what is seen', () => {
    let root = put(put({}, 'any', 'yes'), 'many', 3);
    for (const [at, depth] of [10, 20, 30].entries()) root = put(root, ['well', at, 'depth'], depth);
    const answers = (of: JsonObject): JsonObject => objectAt(objectAt(of, 'extra'), 'answers');
    expect(answers(root)['deep']).toBe(60);
    const fewer = put(root, 'many', 2);
    expect(objectsAt(answers(fewer), 'well')).toHaveLength(3);
    expect(objectsAt(answers(sealed(fewer)), 'well')).toHaveLength(2);
    expect(objectsAt(answers(put(fewer, 'many', 3)), 'well')[2]).toEqual({ depth: 30 });
    // Nobody's number makes the phone draw a million entries.
    expect(objectsAt(answers(put(root, 'many', 1_000_000)), 'well')).toHaveLength(200);
  });

  it('[FORM3] what a page starts with is set once, where nothing was answered, and may be taken back', () => {
    expect(beginPage(page, 'own1', {}, TODAY)).toEqual({});
    const asked = put({}, 'any', 'yes');
    const started = settle(beginPage(page, 'own1', asked, TODAY));
    expect(objectAt(objectAt(started, 'extra'), 'answers')['many']).toBe(2);
    const cleared = put(started, 'many', undefined);
    expect(objectAt(cleared, 'extra')['_begun']).toEqual(['own1']);
    expect(begun(page.questions, put(asked, 'many', 9), [], TODAY)).toMatchObject({
      extra: { answers: { many: 9 } },
    });
    expect(sealed(started)['extra']).toEqual({
      form: 'wells',
      version: '7',
      answers: { any: 'yes', many: 2, well: [{}, {}], deep: 0 },
    });
  });

  it('[FORM4] what it requires or does not take is told and stops nobody', () => {
    const root = put({}, 'any', 'yes');
    expect(findingsOf(own, root, TODAY).map(({ code, question }) => `${question.name} ${code}`)).toEqual([
      'many missing',
    ]);
    expect(sealed(root)['extra']).toMatchObject({ answers: { any: 'yes' } });
  });

  it('[FORM4] text travels in normal form C, and nothing that was only chosen or left blank', () => {
    const answers = { any: ' ', name_: 'e\u0301', list: ['e\u0301'], empty: null };
    expect(sealed({ extra: { form: 'wells', version: '7', answers } })['extra']).toEqual({
      form: 'wells',
      version: '7',
      answers: { name_: '\u00e9', list: ['\u00e9'] },
    });
    expect(sealed({ extra: { form: 'wells', version: '7', answers: {} } })).not.toHaveProperty('extra');
  });

  it('[FORM7] S1 beside the short form it is kept, sealed with it, and taken along into the full form', () => {
    const short = answer(
      emptyDraft({
        id: '7e127b35-baaa-4b43-bacf-a1b61d3183ab',
        localRef: 'ZKZ73',
        lang: 'en',
        country: 'KG',
        now: NOW,
      }),
      {
        what: 'mov.offload',
        when: { start: unknownDate(), time: null, ongoing: false },
        words: 'Turned back.',
      },
      NOW,
    );
    const extra = objectAt(put(put({}, 'any', 'yes'), 'many', 1), 'extra');
    const draft = setExtra(short, { ...extra, _begun: ['own1'] }, NOW);
    const finished = (of: Draft): ReportFields => {
      const done = finishBeside(of, NOW, [wells]);
      if (!done.ok) throw new Error(JSON.stringify(done.issues));
      return done.value;
    };
    expect(parseDraft(encodeDraft(draft))).toEqual({ ok: true, value: draft });
    expect(parseDraft({ ...draft, extra: 'words' })).toMatchObject({ code: 'notADraft', detail: 'extra' });
    const sent = finished(draft);
    expect(sent).toMatchObject({ form: 'short', acts: [{ type: 'mov.offload' }] });
    expect(sent['extra']).toEqual({
      form: 'wells',
      version: '7',
      answers: { any: 'yes', many: 1, well: [{}], deep: 0 },
    });
    expect(schemaAccepts(sent)).toBe(true);
    expect(finished(setExtra(short, objectAt(put(draft, 'any', 'no'), 'extra'), NOW))['extra']).toEqual({
      form: 'wells',
      version: '7',
      answers: { any: 'no', deep: 0 },
    });
    // Opened and left without an answer; or the form was taken out meanwhile.
    expect(finished(setExtra(short, { _begun: ['own1'] }, NOW))).toEqual(finished(short));
    expect(toFull(draft, newId)['extra']).toEqual(draft.extra);
    const fresh = { ...emptyDraft({ ...draft, lang: 'en', country: 'KG', now: NOW }), id: draft.id };
    expect([isUntouched(fresh), isUntouched(setExtra(fresh, extra, NOW))]).toEqual([true, false]);
  });

  it('[FORM5] [MAN8] offers shorter lists, but keeps what was chosen and “I don’t know”', () => {
    const named = (questions: readonly Question[], path: readonly string[]): Question => {
      const [name, ...rest] = path;
      const found = questions.find(
        (question) => question.name === name && (rest.length === 0 || 'questions' in question),
      );
      if (found === undefined) throw new Error(`no ${name}`);
      return rest.length === 0 || !('questions' in found)
        ? found
        : named(
            [...questions.filter((one) => one.name === name)].flatMap((one) =>
              'questions' in one ? one.questions : [],
            ),
            rest,
          );
    };
    const offered = withOffered(fullSections(), offeredBy([wells]));
    const all = offered.flatMap(({ questions }) => questions);
    const codes = (path: readonly string[], here: JsonObject = {}): readonly string[] => {
      const question = named(all, path);
      if (question.kind !== 'choice') throw new Error('no choice');
      const scope = { root: { place: here }, here, path: [], today: TODAY };
      return question.choices(scope).map(({ code }: Choice) => code);
    };
    expect(codes(['place', 'country'])).toEqual(['TJ', 'KG']);
    expect(codes(['place', 'country'], { country: 'KZ' })).toContain('KZ');
    expect(codes(['acts', 'type'])).toEqual(['lib.arrest']);
    expect(codes(['perpetrators', 'type'])).toContain('unknown');
    // Where somebody is from is not where the organisation works.
    expect(codes(['persons', 'citizenship']).length).toBeGreaterThan(allCountries().length);
    expect(withOffered(fullSections(), offeredBy([]))).toBe(fullSections());
  });
});

describe('taking an entry out', () => {
  const people = [
    { id: '00000000-0000-4000-8000-000000000001', label: 'A', roles: ['victim'] },
    {
      id: '00000000-0000-4000-8000-000000000002',
      label: 'B',
      roles: ['victim'],
      relations: [{ to: '00000000-0000-4000-8000-000000000001', type: 'sister' }],
    },
  ];
  const [A = '', B = ''] = people.map(({ id }) => id);

  it('[FORM1] a person who was removed is nobody’s victim, source or relative in the report', () => {
    const full: JsonObject = {
      persons: people,
      acts: [
        { type: 'lib.arrest', victims: [A, B] },
        { type: 'tor.torture', victims: [A] },
      ],
      sources: [{ type: 'victim', person: A }],
      evidence: [{ id: '00000000-0000-4000-8000-0000000000e1', type: 'photo', obtained_from: A }],
    };
    const left = sealed(withoutEntry(full, ['persons'], 0));
    expect(objectsAt(left, 'acts').map((act) => act['victims'])).toEqual([[B], []]);
    expect(left).toMatchObject({ persons: [{ label: 'B' }], sources: [{ type: 'victim' }] });
    expect(JSON.stringify(left)).not.toContain(A);
    expect(JSON.stringify(sealed(full)).split(A)).toHaveLength(7);
  });

  it('[FORM1] perpetrators go on naming the acts they named', () => {
    const full: JsonObject = {
      acts: [{ type: 'lib.arrest' }, { type: 'tor.torture' }, { type: 'lib.pretrial' }],
      perpetrators: [
        { type: 'unknown', acts: ['0', '2'] },
        { type: 'court', acts: ['1'] },
        { type: 'court' },
      ],
    };
    expect(withoutEntry(full, ['acts'], 1)['perpetrators']).toEqual([
      { type: 'unknown', acts: ['0', '1'] },
      { type: 'court' },
      { type: 'court' },
    ]);
  });
});
