/** Proves that what the screens say and offer is what was meant: kinds found, dates, states, letters, last look. */
import { describe, expect, it } from 'vitest';
import { answer, emptyDraft, putAttachment } from '../../src/domain/draft.ts';
import {
  aboutDay,
  inMonth,
  onDay,
  thisWeek,
  today,
  unknownDate,
  yesterday,
} from '../../src/domain/partialDate.ts';
import { loadMonitorWords } from '../../src/i18n/monitorMessages.ts';
import { attachmentOf, kindOf, reconcile } from '../../src/monitor/composing.ts';
import { stageOf } from '../../src/monitor/screens/Report.tsx';
import { isTrouble, progressOf, sayState } from '../../src/monitor/screens/states.ts';
import { answersOf, levelOf, sayDate } from '../../src/monitor/short/answers.ts';
import { withoutContradiction } from '../../src/monitor/short/FormBy.tsx';
import { findKinds } from '../../src/monitor/short/FormWhat.tsx';
import { saidOf } from '../../src/monitor/short/FormWhen.tsx';
import { manyOf } from '../../src/monitor/short/FormWho.tsx';
import { insertAt } from '../../src/monitor/short/LetterBar.tsx';
import type { ParcelView, Trace } from '../../src/vault/views.ts';

const day = '2026-11-22';
const draft = emptyDraft({
  id: '5f0b5c2e-0000-4000-8000-000000000000',
  localRef: 'ZKZ73',
  lang: 'en',
  country: 'KZ',
  now: 0,
});

const NOTHING_HELD = { all: false, handles: [] };

describe('screen 1', () => {
  it('finds kinds by the beginnings of words, in both languages and through the group', () => {
    const codes = (typed: string) => findKinds(typed).map((kind) => kind.code);
    expect(codes('arbit arrest')).toContain('lib.arrest');
    expect(codes('ЗАДЕРЖ')).toContain('lib.arrest');
    expect(codes('torture')).not.toEqual([]);
    expect(codes('xyzzy')).toEqual([]);
    expect(codes('  ')).toEqual([]);
  });
});

describe('screen 2', () => {
  const when = (start: ReturnType<typeof today>) => ({ start, time: null, ongoing: false });
  it.each([
    [today(day), 'today'],
    [yesterday(day), 'yesterday'],
    [thisWeek(day), 'week'],
    [onDay('2026-03-05'), 'other'],
    [aboutDay('2026-03-05'), 'other'],
    [unknownDate(), 'unknown'],
  ] as const)('knows %j again as %s', (date, said) => {
    expect(saidOf(when(date), day)).toBe(said);
  });

  it('shows yesterday’s “today” as a plain day, so that it does not move with the calendar', () => {
    expect(saidOf(when(today(day)), '2026-11-24')).toBe('other');
  });

  it('says a date as one would', async () => {
    const t = await loadMonitorWords('en');
    expect(sayDate(t, onDay('2026-03-05'))).toBe('05.03.2026');
    expect(sayDate(t, aboutDay('2026-03-05'))).toBe('Roughly: 05.03.2026');
    expect(sayDate(t, inMonth('2026-03'))).toBe('03.2026');
    expect(sayDate(t, thisWeek(day))).toBe('16.11.2026 – 22.11.2026');
  });
});

describe('screens 4 to 6', () => {
  it('knows a number of people again', () => {
    expect(manyOf({ kind: 'exact', count: 1 })).toBe('one');
    expect(manyOf({ kind: 'exact', count: 40 })).toBe('number');
    expect(manyOf({ kind: 'range', min: 2, max: 5 })).toBe('few');
    expect(manyOf({ kind: 'range', min: 30, max: 50 })).toBe('number');
    expect(manyOf({ kind: 'unknown' })).toBe('unknown');
  });

  it('lets “I don’t know” and an answer exclude each other, the last press wins', () => {
    expect(withoutContradiction(['kz.mvd'], ['kz.mvd', 'unknown'])).toEqual(['unknown']);
    expect(withoutContradiction(['unknown'], ['unknown', 'kz.mvd'])).toEqual(['kz.mvd']);
    expect(withoutContradiction([], ['unknown'])).toEqual(['unknown']);
  });

  it('puts a letter in place of the selection', () => {
    expect(insertAt('алам', 0, 0, 'қ')).toEqual({ text: 'қалам', at: 1 });
    expect(insertAt('кxyам', 1, 3, 'ал')).toEqual({ text: 'калам', at: 3 });
  });

  it('S1 brings the list of files together with what the vault holds after a cut', () => {
    const known = {
      id: 'a',
      kind: 'photo',
      name: 'a.jpg',
      mime: 'image/jpeg',
      bytes: 1,
      sha256: 'aa',
      title: '',
      description: 'kept words',
      method: 'own_capture',
      showsPeople: 'none',
      captured: null,
    } as const;
    const both = putAttachment(putAttachment(draft, known, 0), { ...known, id: 'lost' }, 0);
    const view = (id: string) => ({
      id,
      name: `${id}.mp4`,
      type: 'video/mp4',
      size: 9,
      sha256: 'bb',
      sealedSize: 16_384,
    });
    const after = reconcile(both, { attachments: [view('a'), view('b')] });
    expect(after.attachments).toMatchObject([
      { id: 'a', description: 'kept words' },
      { id: 'b', kind: 'video', bytes: 9, sha256: 'bb', method: 'other', showsPeople: 'notAsked' },
    ]);
    expect(kindOf('audio/ogg')).toBe('voice');
  });

  it('says of a file only what is known: captured here, or not; whom it shows is asked', () => {
    const held = { id: 'a', name: 'a.jpg', type: 'image/jpeg', size: 1, sha256: 'aa' };
    expect(attachmentOf(held, 'camera')).toMatchObject({ method: 'own_capture', showsPeople: 'notAsked' });
    expect(attachmentOf(held, 'chosen')).toMatchObject({ method: 'other', showsPeople: 'notAsked' });
  });

  it('shows every answer at the last look, in both languages', async () => {
    const whole = answer(
      draft,
      {
        what: 'lib.arrest',
        when: { start: onDay(day), time: 'evening', ongoing: true },
        where: { country: 'TJ', region: 'unknown', locality: 'Zarafsar' },
        who: {
          pseudonym: 'Sabira',
          count: { kind: 'exact', count: 2 },
          harmed: ['woman', 'child'],
          occupations: ['journalist'],
        },
        by: ['unknown'],
        words: 'What was said.',
        source: 'witness',
        use: {
          preset: 'partners',
          explained: false,
          givenBy: 'lawyer',
          method: 'written',
          urgency: 'u3',
          urgencyReason: '',
          monitorAtRisk: true,
          riskFlags: ['in_custody'],
        },
      },
      0,
    );
    for (const lang of ['en', 'ru'] as const) {
      const t = await loadMonitorWords(lang);
      const said = answersOf(t, whole);
      expect(said.map(({ screen }) => screen)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(said.every((one) => one.said.length > 0)).toBe(true);
      const all = said.flatMap((one) => one.said).join('\n');
      for (const word of ['Zarafsar', 'Sabira', 'What was said.', '22.11.2026']) expect(all).toContain(word);
      expect(all).toMatch(
        lang === 'en'
          ? /Who agreed\? Lawyer\nHow was the answer given\? Written/
          : /Кто дал согласие\? Адвокат\nКак дан ответ\? Письменно/,
      );
      expect(levelOf(whole)).toBe('u3');
      expect(levelOf({ ...whole, use: null })).toBe('u1');
      expect(all).toMatch(/Evening|Вечер/);
      expect(all).not.toMatch(/undefined|evening|in_custody|lib\.arrest|\bu3\b/);
    }
  });
});

describe('the last look', () => {
  it('says no number, “unknown” or giver without what it answers', async () => {
    const use = {
      ...{ preset: 'partners', explained: true, givenBy: 'unknown', method: null },
      ...{ urgency: null, urgencyReason: '', monitorAtRisk: false, riskFlags: [] },
    };
    const whole = answer(
      draft,
      {
        where: { country: 'TJ', region: 'unknown', locality: '' },
        who: {
          pseudonym: '',
          count: { kind: 'range', min: 2, max: 5 },
          harmed: [],
          occupations: [],
        },
        use,
      },
      0,
    );
    const saidOn = async (lang: 'en' | 'ru', screen: number, said = whole) =>
      answersOf(await loadMonitorWords(lang), said).find((one) => one.screen === screen)?.said;
    expect(await saidOn('en', 3)).toEqual(['Tajikistan', 'Region: I don’t know, or rather not say']);
    expect(await saidOn('en', 4)).toEqual(['How many people? 2–5']);
    expect(await saidOn('ru', 4)).toEqual(['Сколько людей? 2–5']);
    expect(await saidOn('en', 7)).toEqual([
      'Partner NGOs, no publication',
      'Who agreed? I don’t know who',
      'I explained the uses and the risks',
    ]);
    const long = { ...whole, words: 'One two three. '.repeat(1_000) };
    const [account = ''] = (await saidOn('en', 6, long)) ?? [];
    expect([account.length <= 201, account.endsWith('…')]).toEqual([true, true]);
    const refused = { ...whole, use: { ...use, preset: 'refused', givenBy: 'self', explained: false } };
    expect(await saidOn('en', 7, refused)).toEqual(['Refused: do not use', 'Who refused? The person']);
  });
});

describe('how far a report is', () => {
  const parcel = (state: ParcelView['state'], offset = 0, size = 100): ParcelView => ({
    handle: `${state}${offset}`,
    parcel: '',
    what: 'report',
    state,
    offset,
    size,
    code: null,
  });
  const trace = (state: Trace['state'], parcels: readonly ParcelView[], overdue = false): Trace => ({
    id: '',
    code: 'ZKZ73',
    kind: 'report',
    day,
    state,
    parcels,
    overdue,
    answerable: true,
    doubtful: false,
  });

  it.each([
    ['queued', [parcel('queued')], 'Waiting for connection', 'waiting'],
    ['sending', [parcel('sending', 45), parcel('queued')], 'Sending 1 of 2 (22 %)', 'sending'],
    ['queued', [parcel('stored'), parcel('queued')], 'Sending 2 of 2 (50 %)', 'sending'],
    ['sent', [parcel('sent')], 'Sent, not yet checked', 'sending'],
    ['stored', [parcel('stored')], 'Stored, waiting for a coordinator', 'stored'],
    ['read', [parcel('stored')], 'Stored, waiting for a coordinator', 'stored'],
    ['received', [], 'Received by a coordinator', 'received'],
    ['refused', [parcel('refused')], 'Needs attention', 'waiting'],
  ] as const)('S5 %s: says no more than is proved', async (state, parcels, said, stage) => {
    const t = await loadMonitorWords('en');
    expect(sayState(t, trace(state, parcels), NOTHING_HELD)).toBe(said);
    expect(stageOf(trace(state, parcels))).toBe(stage);
  });

  it('S7 says that it is paused only when everything left of it is held back, and never of what arrived', async () => {
    const t = await loadMonitorWords('en');
    const half = trace('queued', [parcel('stored'), { ...parcel('queued'), handle: 'video' }]);
    const one = { all: false, handles: ['video'] };
    expect(sayState(t, half, one)).toBe('Paused');
    expect(sayState(t, trace('queued', [parcel('queued'), ...half.parcels]), one)).toBe(
      'Sending 2 of 3 (33 %)',
    );
    expect(sayState(t, trace('queued', [parcel('queued')]), { all: true, handles: [] })).toBe('Paused');
    expect(sayState(t, trace('stored', [parcel('stored')]), { all: true, handles: [] })).toBe(
      'Stored, waiting for a coordinator',
    );
  });

  it('S6 warns after 14 days without being received', () => {
    expect(isTrouble(trace('stored', [parcel('stored')], true))).toBe(true);
    expect(isTrouble(trace('stored', [parcel('stored')]))).toBe(false);
  });

  it('S7 counts acknowledged bytes only', () => {
    expect(progressOf([parcel('sending', 45), parcel('queued', 0, 300)])).toEqual({ sent: 45, total: 400 });
    expect(progressOf([parcel('stored'), parcel('sent', 0, 50)])).toEqual({ sent: 150, total: 150 });
  });
});
