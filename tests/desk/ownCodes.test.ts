/** Proves that the desk calls an organisation's own regions and agencies what the report itself says, and ours what we do. */
import { describe, expect, it } from 'vitest';
import { changesShown } from '../../src/desk/additions.ts';
import { createCard, headlineOf, parseCard } from '../../src/desk/card.ts';
import { glanceOf } from '../../src/desk/glance.ts';
import { NO_FILTER, shortlist } from '../../src/desk/inbox/shortlist.ts';
import { labelWords, placeLabel } from '../../src/desk/labels.ts';
import { type Line, sectionsOf } from '../../src/desk/report/reportLines.ts';
import { history } from '../../src/domain/later/history.ts';
import { type ReportFields, textAt } from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { by, made } from '../domain/additions.ts';
import { changed, fieldsOf, sample, TODAY } from '../domain/samples.ts';

const en = await loadDeskWords('en');
const ru = await loadDeskWords('ru');

const valley = {
  list: 'regions',
  code: 'TJ-X01',
  names: { en: 'Upper Valley', ru: 'Верхняя долина' },
} as const;
const patrol = {
  list: 'perpetrators',
  code: 'own.patrol01',
  names: { en: 'Night patrol', ru: 'Ночной дозор', tg: 'Посбонон' },
} as const;

const withOwn = (codes: unknown): ReportFields => {
  const place = { country: 'TJ', region: 'TJ-X01', precision: 'region' };
  const own = changed(
    changed(sample('S1').report, ['place'], place),
    ['perpetrators'],
    [{ type: 'own.patrol01' }],
  );
  return codes === undefined ? own : fieldsOf({ ...own, own_codes: codes });
};
const report = withOwn([valley, patrol]);
const cardOf = (fields: ReportFields) =>
  createCard(
    { parcel: 'a'.repeat(64), sequence: 1, size: 16_384, day: TODAY },
    {
      id: textAt(fields, 'id') ?? '',
      line: 'ab'.repeat(32),
      author: { verdict: 'anonymous' },
      acknowledged: 'nothing',
    },
    { fields, attachments: [] },
  );
type Leaf = Extract<Line, { readonly kind: 'values' }>;
const leaves = (lines: readonly Line[]): readonly Leaf[] =>
  lines.flatMap((line) => (line.kind === 'group' ? leaves(line.lines) : [line]));
const shownAt = (fields: ReportFields, t: typeof en, path: string) =>
  leaves(sectionsOf(fields, {}, t).flatMap(({ lines }) => lines)).find((line) => line.path === path)
    ?.values[0];
const glanced = (fields: ReportFields, t: typeof en) =>
  glanceOf(fields, headlineOf(fields), t)
    .map(({ value, note }) => `${value} ${note ?? ''}`)
    .join('\n');

describe('[REP11] an organisation’s own codes at the desk', () => {
  it('are called by their names in the list, at a glance and in the sections, in both languages', () => {
    for (const [t, place, agency] of [
      [en, 'Upper Valley', 'Night patrol'],
      [ru, 'Верхняя долина', 'Ночной дозор'],
    ] as const) {
      expect(placeLabel(cardOf(report).headline, t.lang)).toBe(place);
      expect(glanced(report, t)).toContain(place);
      expect(glanced(report, t)).toContain(agency);
      expect(shownAt(report, t, 'place.region')).toMatchObject({ text: place, note: 'TJ-X01' });
      expect(shownAt(report, t, 'perpetrators[0].type')).toMatchObject({
        text: agency,
        note: 'own.patrol01',
      });
    }
  });

  it('are found by their names in either language, also after the line was kept', () => {
    const kept = parseCard(utf8(JSON.stringify(cardOf(report))));
    if (!kept.ok) throw new Error(kept.code);
    expect(kept.value).toEqual(cardOf(report));
    expect(labelWords(kept.value, 'en')).toContain('Upper Valley');
    expect(labelWords(kept.value, 'en')).toContain('Верхняя долина');
    expect(labelWords(cardOf(withOwn(undefined)), 'en')).not.toContain('Valley');
    for (const text of ['upper valley', 'верхняя'])
      expect(shortlist([kept.value], { ...NO_FILTER, text }, (card) => labelWords(card, 'en'))).toHaveLength(
        1,
      );
  });

  it('a line that names its region with hidden characters is no line', () => {
    const card = cardOf(report);
    const turned = { ...card, headline: { ...card.headline, regionNames: { en: 'a\u202eb' } } };
    expect(parseCard(utf8(JSON.stringify(turned))).ok).toBe(false);
  });

  it('are listed themselves under names of fields', () => {
    const sections = sectionsOf(report, {}, en);
    expect(sections.find(({ id }) => id === 'other')).toBeUndefined();
    const own = leaves(sections.flatMap(({ lines }) => lines)).filter(({ path }) =>
      path.startsWith('own_codes[1]'),
    );
    expect(own.map(({ label, values }) => `${label}: ${values[0]?.text}`)).toEqual([
      'List: Agencies',
      'Code: own.patrol01',
      'Name in English: Night patrol',
      'Name in Russian: Ночной дозор',
      'Name in Tajik: Посбонон',
    ]);
  });

  it('cannot rename ours, nor hide what turns words round', () => {
    const names = { en: 'Friends', ru: 'Друзья' };
    const liar = fieldsOf({
      ...changed(changed(report, ['place', 'region'], 'KZ-10'), ['perpetrators', 0, 'type'], 'police'),
      own_codes: [
        { list: 'perpetrators', code: 'police', names },
        { list: 'regions', code: 'KZ-10', names },
      ],
    });
    expect(placeLabel(cardOf(liar).headline, 'en')).toBe('Abai Region');
    expect(shownAt(liar, en, 'perpetrators[0].type')?.text).toBe('Police');
    expect(shownAt(liar, ru, 'place.region')?.text).toBe('Абайская область');
    expect(glanced(liar, en)).not.toContain('Friends');
    const turned = withOwn([{ ...patrol, names: { en: 'a\u202eb' } }]);
    expect(shownAt(turned, en, 'perpetrators[0].type')?.text).toBe('own.patrol01');
    expect(glanced(turned, en)).not.toContain('\u202e');
  });

  it('without a name are shown as the code, and are found as F01 and V09', () => {
    const bare = withOwn(undefined);
    expect(shownAt(bare, en, 'perpetrators[0].type')).toMatchObject({ text: 'own.patrol01', kind: 'theirs' });
    expect(placeLabel(cardOf(bare).headline, 'en')).toBe('Tajikistan');
    const found = (fields: ReportFields) =>
      check(fields, TODAY)
        .filter(({ code }) => code === 'unknownCode' || code === 'unknownRegion')
        .map(({ rule, path }) => `${rule} ${path}`);
    expect(found(bare)).toEqual(['F01 perpetrators[0].type', 'V09 place.region']);
    expect(found(report)).toEqual([]);
  });

  it('[REP10] a later correction to one says its name in what changed and in the version', () => {
    const about = changed(changed(report, ['place', 'region'], 'TJ-DU'), ['own_codes'], [patrol]);
    const sent = made(about, {
      answers: { place: { country: 'TJ', region: 'TJ-X01' } },
      ownCodes: [valley],
    });
    const version = history(by(about), [by(sent)]).at(-1);
    const after = version?.fields ?? {};
    for (const [t, name] of [
      [en, 'Upper Valley'],
      [ru, 'Верхняя долина'],
    ] as const) {
      expect(shownAt(after, t, 'place.region')?.text).toBe(name);
      expect(placeLabel(headlineOf(after), t.lang)).toBe(name);
      const shown = changesShown(version?.changes ?? [], { before: about, after }, t);
      expect(shown.flatMap((one) => one.after.map(({ text }) => text))).toContain(name);
    }
    expect(shownAt(after, en, 'perpetrators[0].type')?.text).toBe('Night patrol');
  });
});
