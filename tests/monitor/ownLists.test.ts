/** Proves that the phone offers an organisation's own regions and agencies, and that what was chosen keeps its name. [MAN9] [REP11] */
import { describe, expect, it } from 'vitest';
import { type Draft, emptyDraft, encodeDraft, parseDraft, setFull } from '../../src/domain/draft.ts';
import { finish } from '../../src/domain/finish.ts';
import { withAnswer } from '../../src/domain/form/answers.ts';
import type { Definition } from '../../src/domain/form/definition.ts';
import { toFull } from '../../src/domain/form/fullDraft.ts';
import { finishFull } from '../../src/domain/form/fullFinish.ts';
import type { Question } from '../../src/domain/form/question.ts';
import { finishAddition } from '../../src/domain/later/addition.ts';
import {
  agenciesOffered,
  listsFor,
  NO_LISTS,
  parseOwnLists,
  regionsOffered,
  withNames,
} from '../../src/domain/ownLists.ts';
import { type JsonObject, textAt } from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import { pagesOf } from '../../src/monitor/form/pages.ts';
import { answersOf } from '../../src/monitor/short/answers.ts';
import { findAgencies } from '../../src/monitor/short/FormBy.tsx';
import { manifestWith } from '../crypto/organisation.ts';
import { NOW, TODAY } from '../domain/samples.ts';
import { boxOf, inviteText, save, WORDS } from '../vault/device.ts';
import { completeDraft } from './notes.ts';
import { opened, openPhone, type Phone, saved } from './phone.ts';

const GUARD = {
  code: 'own.guard1',
  names: { en: 'Dam guard', ru: 'Охрана плотины', kk: 'Бөгет күзеті' },
  country: 'TJ',
};
const HOUSE = { code: 'own.house1', names: { ru: 'Домком' } };
const REGION = { code: 'TJ-X01', names: { en: 'New Valley', ru: 'Новая долина' } };
const ownLists = {
  regions: { added: [REGION], withdrawn: ['TJ-SU'] },
  perpetrators: { added: [GUARD, HOUSE], withdrawn: ['tj.police', 'unknown'] },
};
const lists = parseOwnLists(ownLists);
const codes = (all: readonly { readonly code: string }[]) => all.map(({ code }) => code);

async function phoneWith(change: JsonObject | undefined): Promise<Phone> {
  const phone = await openPhone();
  phone.network.box = boxOf(manifestWith(change === undefined ? {} : { ownLists: change }));
  await phone.session.create(WORDS, inviteText);
  await phone.session.arrive();
  await opened(phone.session);
  return phone;
}

const inPlace = { where: { country: 'TJ', region: 'TJ-X01', locality: '' }, by: ['own.guard1', 'police'] };

/** Every choice of the full form at this path. */
function choice(questions: readonly Question[], [name, ...rest]: readonly string[]): Question | undefined {
  for (const question of questions)
    if (question.name === name) {
      const found =
        rest.length === 0 ? question : 'questions' in question ? choice(question.questions, rest) : undefined;
      if (found !== undefined) return found;
    }
  return undefined;
}
function offeredAt(
  form: readonly Definition[],
  own: typeof lists,
  path: readonly string[],
  here: JsonObject,
  root = here,
) {
  const { ours } = pagesOf(form as never, own);
  const question = choice(
    ours.flatMap(({ questions }) => questions),
    path,
  );
  if (question?.kind !== 'choice') throw new Error(`no ${path.join('.')}`);
  return question.choices({ root, here, path: [], today: TODAY });
}

describe('[MAN9] what is offered', () => {
  it('has the organisation’s own beside ours, and nothing that it took out but “I don’t know”', () => {
    expect(codes(regionsOffered(lists, 'TJ'))).toContain('TJ-X01');
    expect(codes(regionsOffered(lists, 'TJ'))).not.toContain('TJ-SU');
    expect(codes(regionsOffered(lists, 'KZ'))).not.toContain('TJ-X01');
    const tajik = codes(agenciesOffered(lists, 'TJ'));
    expect(tajik).toEqual(expect.arrayContaining(['own.guard1', 'own.house1', 'police', 'unknown']));
    expect(tajik).not.toContain('tj.police');
    expect(tajik.indexOf('own.guard1')).toBeLessThan(tajik.indexOf('police'));
    const uzbek = codes(agenciesOffered(lists, 'UZ'));
    expect([uzbek.includes('own.guard1'), uzbek.includes('own.house1')]).toEqual([false, true]);
  });

  it('is the same in the full form, where a shorter list leaves the organisation’s own in', () => {
    const here = { country: 'TJ' };
    expect(codes(offeredAt([], lists, ['place', 'region'], here))).toEqual([
      ...codes(regionsOffered(lists, 'TJ')),
      'unknown',
    ]);
    const root = { place: here };
    expect(codes(offeredAt([], lists, ['perpetrators', 'type'], {}, root))).toEqual(
      codes(agenciesOffered(lists, 'TJ')),
    );
    const short: Definition = {
      ...{ v: 1, id: 'short', version: '1', title: { en: 'Short' }, lists: {}, questions: [], absent: [] },
      offered: { perpetrators: ['police'] },
    };
    expect(codes(offeredAt([short], lists, ['perpetrators', 'type'], {}, root))).toEqual([
      'police',
      'own.guard1',
      ...['other', 'unknown', 'own.house1'],
    ]);
    expect(pagesOf([], NO_LISTS).ours).toBe(pagesOf([], NO_LISTS).ours);
  });

  it('is found in the short form by any of its names, in any language, or by what it is known as', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({
      code: `own.post${n}`,
      names: { ru: `Пост ${n}`, en: `Post ${n}` },
      ...(n === 7 ? { abbr: 'VII' } : {}),
    }));
    const { perpetrators } = ownLists;
    const own = parseOwnLists({ perpetrators: { ...perpetrators, added: [...perpetrators.added, ...many] } });
    const offered = agenciesOffered(own, 'TJ');
    const found = (typed: string) => codes(findAgencies(offered, typed, () => ''));
    expect(found('пост 59')).toEqual(['own.post59']);
    expect(found('vii')).toEqual(['own.post7']);
    expect(found('кузет бөгет')).toEqual(['own.guard1']);
    expect(found('post')).toHaveLength(60);
    expect(found('nobody')).toEqual([]);
    expect(found(' ')).toEqual([]);
  });

  it('keeps what was chosen, whatever was taken out since', () => {
    expect(codes(regionsOffered(lists, 'TJ', ['TJ-SU']))).toContain('TJ-SU');
    expect(codes(offeredAt([], lists, ['place', 'region'], { country: 'TJ', region: 'TJ-SU' }))).toContain(
      'TJ-SU',
    );
    expect(codes(agenciesOffered(lists, 'TJ', ['tj.police']))).toContain('tj.police');
  });
});

describe('[REP11] a draft with codes of the organisation’s own', () => {
  it('S10 has their names from the manifest, keeps them without it, and loses those that are not chosen any more', async () => {
    const phone = await phoneWith(ownLists);
    const handle = await completeDraft(phone);
    phone.session.composing.answer(inPlace);
    const { draft } = await saved(phone.session);
    const named = [
      { list: 'regions', ...REGION },
      { list: 'perpetrators', code: GUARD.code, names: GUARD.names },
    ];
    expect(draft.ownCodes).toEqual(named);
    expect(parseDraft(encodeDraft(draft))).toEqual({ ok: true, value: draft });

    // The lists are other ones by then.
    const later = listsFor(draft, NO_LISTS);
    expect(withNames(draft, NO_LISTS)).toBe(draft);
    expect(codes(regionsOffered(later, 'TJ', ['TJ-X01']))).toContain('TJ-X01');
    expect(codes(regionsOffered(later, 'TJ'))).not.toContain('TJ-X01');

    const again = await openPhone(save(phone.device));
    await again.session.unlock(WORDS);
    expect(await again.session.openDraft(handle)).toMatchObject({ value: { ownCodes: named } });
    again.session.composing.answer({ by: ['police'] });
    expect((await saved(again.session)).draft.ownCodes).toEqual([{ list: 'regions', ...REGION }]);
  });

  it('says on the last look what they are called, in the language of the screen', async () => {
    const draft: Draft = {
      ...emptyDraft({ id: ID, localRef: 'ABCDE', lang: 'ru', country: 'TJ', now: NOW }),
      ...inPlace,
    };
    const named = withNames(draft, lists);
    const said = async (lang: 'en' | 'ru' | 'kk') =>
      answersOf(await loadMonitorWords(lang), named).flatMap((answer) => answer.said);
    expect(await said('en')).toEqual(expect.arrayContaining(['New Valley', 'Dam guard']));
    expect(await said('ru')).toEqual(expect.arrayContaining(['Новая долина', 'Охрана плотины']));
    expect(await said('kk')).toEqual(expect.arrayContaining(['Бөгет күзеті']));
  });

  it('is finished with their names, in both forms and in an addition; without a name it is not finished', async () => {
    const phone = await phoneWith(ownLists);
    await completeDraft(phone);
    phone.session.composing.answer(inPlace);
    const { draft } = await saved(phone.session);
    const own_codes = [
      { list: 'regions', ...REGION },
      { list: 'perpetrators', code: GUARD.code, names: GUARD.names },
    ];
    const short = finish(draft, { now: NOW });
    expect(short).toMatchObject({ ok: true, value: { own_codes } });
    expect(short.ok && check(short.value, TODAY).filter(({ severity }) => severity === 'error')).toEqual([]);
    const { ownCodes: _none, ...nameless } = draft;
    expect(finish(nameless, { now: NOW })).toMatchObject({
      ok: false,
      issues: [
        { rule: 'V09', path: 'place.region' },
        { rule: 'F01', path: 'perpetrators[0].type' },
      ],
    });

    let id = 0;
    const full = setFull(
      draft,
      toFull(draft, () => {
        id += 1;
        return `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
      }),
      NOW,
    );
    const long = finishFull(full, { now: NOW });
    expect(long).toMatchObject({ ok: true, value: { own_codes } });
    expect(long.ok && textAt(long.value, 'title')).toContain('New Valley');
    expect(finishFull(setFull(nameless, full.full ?? {}, NOW), { now: NOW })).toMatchObject({
      ok: false,
      issues: expect.arrayContaining([
        expect.objectContaining({ rule: 'F01', path: 'perpetrators[0].type' }),
      ]),
    });

    const about = { report: ID, code: 'ABCDE', kind: 'correct' } as const;
    const answers = withAnswer(
      withAnswer({}, ['place'], { country: 'TJ', region: REGION.code }),
      ['perpetrators'],
      [{ type: GUARD.code }],
    );
    const addition = withNames(setFull({ ...draft, about }, answers, NOW), lists);
    expect(finishAddition(addition, about, { now: NOW })).toMatchObject({ ok: true, value: { own_codes } });
    const unnamed = setFull({ ...nameless, about }, answers, NOW);
    expect(finishAddition(unnamed, about, { now: NOW })).toMatchObject({ ok: false });
  });
});

const ID = '00000000-0000-4000-8000-0000000000aa';
