/** Proves what becomes of answers to an organisation's own form when the forms change while somebody is writing. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/bounded.ts';
import { emptyDraft, parseDraft, setExtra, setFull } from '../../../src/domain/draft.ts';
import { seenIn, withAnswer } from '../../../src/domain/form/answers.ts';
import type { Definition } from '../../../src/domain/form/definition.ts';
import { extraSections, offeredPages } from '../../../src/domain/form/definitionExtra.ts';
import { finishFull, previewFull } from '../../../src/domain/form/fullFinish.ts';
import { ownAnswers } from '../../../src/domain/form/fullReport.ts';
import { isTaken, withChosenForm, withdrawnFrom, withHidden } from '../../../src/domain/form/ownKept.ts';
import { recalculated } from '../../../src/domain/form/settled.ts';
import { NO_LISTS } from '../../../src/domain/ownLists.ts';
import { type JsonObject, objectAt } from '../../../src/domain/report.ts';
import { pagesOf, withWithdrawn } from '../../../src/monitor/form/pages.ts';
import { NOW, TODAY } from '../samples.ts';

const form = (id: string, version = '1'): Definition => ({
  v: 1,
  id,
  version,
  title: { en: id },
  lists: {
    yesno: [
      { name: 'yes', label: { en: 'Yes' } },
      { name: 'no', label: { en: 'No' } },
    ],
  },
  absent: [],
  questions: [
    { kind: 'text', lines: 'few', name: 'story', label: { en: 'What happened?' } },
    { kind: 'one', list: 'yesno', name: 'known', label: { en: 'Is there a phone?' } },
    { kind: 'text', lines: 'one', name: 'phone', label: { en: 'Phone' }, relevant: "${known} = 'yes'" },
    { kind: 'whole', name: 'calls', label: { en: 'Calls' } },
    {
      kind: 'repeat',
      name: 'call',
      label: { en: 'Call' },
      count: '${calls}',
      questions: [{ kind: 'text', lines: 'one', name: 'by', label: { en: 'By whom?' } }],
    },
  ],
});
const [A, B, C] = [form('a'), form('b', '2'), form('c')];

/** The pages as the screen has them for these answers. */
const pages = (forms: readonly Definition[], root: JsonObject) =>
  withWithdrawn(
    pagesOf(forms, NO_LISTS),
    withdrawnFrom(
      forms.map(({ id }) => id),
      objectAt(root, 'extra'),
    ).map(({ id }) => id),
  ).own;
/** What the screen does after each change. */
const settle = (forms: readonly Definition[], root: JsonObject): JsonObject => {
  const own = pages(forms, root);
  return withHidden(own, recalculated(own, root, TODAY), TODAY);
};
const put = (
  forms: readonly Definition[],
  root: JsonObject,
  answers: Readonly<Record<string, Json>>,
): JsonObject =>
  Object.entries(answers).reduce(
    (now, [name, value]) => settle(forms, withAnswer(now, ['extra', 'answers', name], value)),
    root,
  );
const choose = (forms: readonly Definition[], root: JsonObject, id: string): JsonObject =>
  settle(forms, withChosenForm(root, id));
const sent = (forms: readonly Definition[], root: JsonObject): JsonObject | null =>
  ownAnswers(objectAt(root, 'extra'), TODAY, extraSections(forms));

const toldA = put([A], {}, { story: 'told to a', known: 'no' });
const travels = { form: 'a', version: '1', answers: { story: 'told to a', known: 'no' } };

describe('answers to a form that is not offered any more', () => {
  it.each([
    ['none is left', []],
    ['another one came', [B]],
    ['two others came', [B, C]],
  ])('[FORM7] S1 travel as they stand: %s', (_, forms) => {
    expect(sent([A], toldA)).toEqual(travels);
    expect(sent(forms, toldA)).toEqual(travels);
    // Also after anything was worked out anew.
    expect(sent(forms, settle(forms, toldA))).toEqual(travels);
    expect(recalculated(extraSections(forms), toldA, TODAY)).toEqual(toldA);
    expect(withdrawnFrom(['b', 'c'], objectAt(toldA, 'extra'))).toEqual([
      { id: 'a', sent: true, said: true },
    ]);
  });

  it('[FORM7] [FORM4] S1 travel with a full form, and keep the version they were answered in', () => {
    const draft = setFull(
      emptyDraft({
        id: '7e127b35-baaa-4b43-bacf-a1b61d3183ab',
        localRef: 'ZKZ73',
        lang: 'en',
        country: 'KG',
        now: NOW,
      }),
      toldA,
      NOW,
    );
    for (const forms of [[], [B], [B, C]])
      expect(previewFull(draft, TODAY, extraSections(forms)).fields['extra']).toEqual(travels);
    expect(finishFull(draft, { now: NOW, own: extraSections([B]) })).toHaveProperty('ok');
  });

  it('[FORM7] are not shown on, and never mixed with, the pages of the one that took its place', () => {
    const [page] = extraSections([B]);
    expect([...seenIn(page?.questions ?? [], toldA, [], TODAY)].map(({ question }) => question.name)).toEqual(
      ['form', 'version'],
    );
    expect(isTaken(toldA, 'b')).toBe(false);
    const own = pages([B], toldA);
    expect(offeredPages(own, toldA).map(({ name }) => name)).toEqual(['own0']);
    const chosen = choose([B], toldA, 'b');
    expect(offeredPages(pages([B], chosen), chosen).map(({ name }) => name)).toEqual(['own0', 'own1']);
    const toldB = put([B], chosen, { known: 'yes' });
    expect(sent([B], toldB)).toEqual({ form: 'b', version: '2', answers: { known: 'yes' } });
    expect(withdrawnFrom(['b'], objectAt(toldB, 'extra'))).toEqual([{ id: 'a', sent: false, said: true }]);
    // And back: what was answered to it is as it was.
    expect(sent([B], choose([B], toldB, 'a'))).toEqual(travels);
  });

  it('[FORM7] of two forms the chosen one goes: its answers stay its own, and the other’s come back when chosen', () => {
    const both = [A, B];
    const a = put(both, choose(both, {}, 'a'), { story: 'A text' });
    const ab = put(both, choose(both, a, 'b'), { story: 'B text' });
    expect(sent([A], ab)).toEqual({ form: 'b', version: '2', answers: { story: 'B text' } });
    expect(isTaken(ab, 'a')).toBe(false);
    const back = put([A], choose([A], ab, 'a'), { known: 'yes' });
    expect(sent([A], back)).toEqual({
      form: 'a',
      version: '1',
      answers: { story: 'A text', known: 'yes' },
    });
    expect(withdrawnFrom(['a'], objectAt(back, 'extra'))).toEqual([{ id: 'b', sent: false, said: true }]);
    // None was chosen when only one was left: what was set aside comes back before anything is asked.
    const none = settle(both, withChosenForm(a, undefined));
    expect([isTaken(none, 'a'), isTaken({}, 'a'), isTaken(toldA, 'a')]).toEqual([false, true, true]);
    expect(sent([A], choose([A], none, 'a'))).toMatchObject({ answers: { story: 'A text' } });
    // What was taken back does not come again.
    const cleared = settle([A], withAnswer(choose([A], none, 'a'), ['extra', 'answers'], {}));
    expect([isTaken(cleared, 'a'), sent([A], cleared)]).toEqual([true, null]);
  });

  it('[FORM1] [FORM7] travel without what was hidden: an answer, and entries beyond the number', () => {
    const all = put(
      [A],
      {},
      { known: 'yes', phone: '+99290', calls: 2, call: [{ by: 'x' }, { by: 'y' }, { by: 'z' }] },
    );
    expect(sent([], all)).toMatchObject({
      answers: { known: 'yes', phone: '+99290', call: [{ by: 'x' }, { by: 'y' }] },
    });
    const fewer = put([A], all, { known: 'no', calls: 1 });
    const shown = { form: 'a', version: '1', answers: { known: 'no', calls: 1, call: [{ by: 'x' }] } };
    for (const forms of [[A], [], [B], [B, C]]) expect(sent(forms, fewer)).toEqual(shown);
    expect(objectAt(objectAt(fewer, 'extra'), 'answers')).toMatchObject({ phone: '+99290' });
    // Set aside meanwhile, and chosen after it was gone.
    const later = choose([B], choose([A, B], fewer, 'b'), 'a');
    expect(sent([B], later)).toEqual(shown);
    // Shown again, it travels again.
    expect(sent([], put([A], fewer, { known: 'yes' }))).toMatchObject({ answers: { phone: '+99290' } });
  });

  it('[FORM1] where everything is hidden nothing travels and nothing is told, and it mixes with nothing', () => {
    const hidden = put([A], put([A], {}, { known: 'yes', phone: '+99290' }), { known: '' });
    expect([sent([], hidden), sent([B], hidden)]).toEqual([null, null]);
    expect(withdrawnFrom(['b'], objectAt(hidden, 'extra'))).toEqual([{ id: 'a', sent: true, said: false }]);
    const toldB = put([B], choose([B], hidden, 'b'), { known: 'yes' });
    expect(sent([B], toldB)).toEqual({ form: 'b', version: '2', answers: { known: 'yes' } });
  });

  it('[FORM7] a draft from before, without the note of what is hidden, opens and travels', () => {
    const extra = { form: 'a', version: '1', answers: { story: 'told to a' }, _aside: { b: { story: 'B' } } };
    const draft = setExtra(
      emptyDraft({
        id: '7e127b35-baaa-4b43-bacf-a1b61d3183ab',
        localRef: 'ZKZ73',
        lang: 'en',
        country: 'KG',
        now: NOW,
      }),
      extra,
      NOW,
    );
    expect(parseDraft(draft)).toEqual({ ok: true, value: draft });
    for (const forms of [[A], [A, B], [], [B], [C]])
      expect(sent(forms, { extra })).toEqual({ form: 'a', version: '1', answers: { story: 'told to a' } });
    // What stands in its place and is no note hides nothing.
    for (const _hidden of [7, { a: 'x' }, { a: [{}, 'story'] }])
      expect(sent([], { extra: { ...extra, _hidden } })).toMatchObject({ answers: { story: 'told to a' } });
  });
});
