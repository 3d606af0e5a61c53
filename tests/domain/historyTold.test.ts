/** Owns the proof that a later consent gives nobody more than they were asked for, and that what changed is told as it changed. */
import { describe, expect, it } from 'vitest';
import { glanceOf, summaryNow } from '../../src/desk/glance.ts';
import { consentById, imagesAllowed, usesOf, usesOfPerson } from '../../src/domain/consent.ts';
import { additionFields } from '../../src/domain/later/addition.ts';
import type { AdditionKind } from '../../src/domain/later/additionNames.ts';
import { history } from '../../src/domain/later/history.ts';
import { differences } from '../../src/domain/later/historyChanges.ts';
import { headline, type JsonObject, objectsAt, type ReportFields, textAt } from '../../src/domain/report.ts';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';
import { changed, fieldsOf, NOW, sample } from './samples.ts';

const S5 = fieldsOf(sample('S5').report);
const CONSENT = '00000000-0000-4000-8000-00000000000c';

function sentLater(
  about: ReportFields,
  kind: AdditionKind,
  answers: JsonObject,
  whose: readonly string[] = [],
) {
  const made = additionFields({
    id: '00000000-0000-4000-8000-000000000101',
    code: 'ABCDE',
    about: { report: textAt(about, 'id') ?? '', code: '' },
    kind,
    language: 'ru',
    reason: '',
    answers,
    whose,
    attachments: [],
    now: NOW + 60_000,
  });
  if (!made.ok) throw new Error(made.code);
  const sent = (fields: ReportFields) => ({ fields, author: 'chain-1', n: null, forced: false });
  const version = history(sent(about), [sent(fieldsOf(made.value))]).at(-1);
  if (version === undefined) throw new Error('no version');
  return version;
}

describe('[REP10] another consent', () => {
  const answers = {
    consents: [{ id: CONSENT, preset: 'internal', informed: ['uses', 'risks'], given_by: 'self' }],
  };
  const unasked = changed(S5, ['persons', 1, 'consent'], undefined);

  it('for everybody gives nothing to somebody who never held one; named, they are given it', () => {
    const [first, second] = objectsAt(sentLater(unasked, 'consent', answers).fields, 'persons');
    expect([first?.['consent'], second?.['consent']]).toEqual([CONSENT, undefined]);
    expect(usesOfPerson(unasked, second ?? {}).size).toBe(0);
    const label = textAt(objectsAt(S5, 'persons')[1] ?? {}, 'label') ?? '';
    const named = sentLater(unasked, 'consent', answers, [label]);
    expect(objectsAt(named.fields, 'persons')[1]?.['consent']).toBe(CONSENT);
  });
});

describe('[REP10] the consent of a file', () => {
  const by = { given_by: 'self' };
  const WIDE = ['store', 'statistics', 'partners', 'public_anonymous', 'public_named', 'image'];
  const item = (id: string, consent?: string) => ({
    id,
    shows_people: 'identifiable',
    ...(consent === undefined ? {} : { consent }),
  });
  const report = (own: JsonObject, people: readonly JsonObject[]): ReportFields =>
    fieldsOf({
      id: 'r',
      persons: people,
      consents: [
        { id: 'c1', preset: 'internal', uses: ['store', 'statistics'], ...by },
        { id: 'f1', ...by, ...own },
      ],
      evidence: [item('shared', 'c1'), item('own', 'f1'), item('none')],
    });
  const aigul = { id: 'p', label: 'Aigul', roles: ['victim'], consent: 'c1' };
  const letter = (id: string, uses: readonly string[], whose: readonly string[] = []): ReportFields =>
    fieldsOf({
      id: `a-${id}`,
      form: 'addition',
      kind: 'consent',
      about: { report: 'r' },
      whose,
      add: { consents: [{ id, preset: 'custom', uses, ...by }] },
    });
  /** What each piece of evidence allows in the end, by its id. */
  const inTheEnd = (original: ReportFields, ...letters: readonly ReportFields[]) => {
    const sent = (fields: ReportFields) => ({ fields, author: 'chain-1', n: null, forced: false });
    const { fields } = history(sent(original), letters.map(sent)).at(-1) ?? { fields: {} };
    const uses = (id: string) => {
      const one = objectsAt(fields, 'evidence').find((piece) => piece['id'] === id);
      return [...usesOf(consentById(fields, textAt(one ?? {}, 'consent')))];
    };
    return { fields, own: uses('own'), shared: uses('shared'), none: uses('none') };
  };
  const refused = { preset: 'refused', uses: [] };
  const partners = { preset: 'partners', uses: ['store', 'partners', 'legal'] };

  it.each([
    ['with people', [aigul]],
    ['without people', []],
  ])('is never widened by one for everybody, only narrowed: %s', (_name, people) => {
    const wide = inTheEnd(report(refused, people), letter('c2', WIDE));
    expect(wide).toMatchObject({ own: [], shared: WIDE, none: [] });
    expect(imagesAllowed(wide.fields)).toBe(false);
    expect(inTheEnd(report(partners, people), letter('c2', WIDE)).own).toEqual(['store', 'partners']);
    // What was cut once stays cut, and stays the file's own.
    for (const whose of [[], ['Somebody']])
      expect(
        inTheEnd(report(partners, people), letter('c2', ['store'], whose), letter('c3', WIDE)),
      ).toMatchObject({ own: ['store'], shared: WIDE, none: [] });
    expect(
      inTheEnd(report(partners, people), letter('c2', WIDE), letter('c3', WIDE), letter('c4', ['partners']))
        .own,
    ).toEqual(['partners']);
  });

  it('goes with the person who has it too, and a file without any gets none', () => {
    const unasked = { id: 'q', label: 'Botir', roles: ['victim'] };
    const named = inTheEnd(report(refused, [aigul, unasked]), letter('c2', WIDE, ['Aigul', 'Botir']));
    expect(named).toMatchObject({ own: [], shared: WIDE, none: [] });
    expect(inTheEnd(report(refused, [aigul]), letter('c2', [])).shared).toEqual([]);
  });
});

describe('[REP10] what is told of a change', () => {
  it('no text can stand in the letter as a use', () => {
    const uses = ['store', '\u202Egnihton\u202C', 'partners'];
    const odd = fieldsOf({ ...S5, consents: objectsAt(S5, 'consents').map((one) => ({ ...one, uses })) });
    const { uses: ended } = sentLater(odd, 'withdraw', {}).recall;
    expect(new Set(ended.map(({ use }) => use))).toEqual(new Set(['store', 'partners']));
  });

  it('of a list of choices only what was taken away and what came, wherever it stood', () => {
    const before = { consents: [{ uses: ['lawyer', 'statistics', 'store'] }] };
    expect(differences(before, { consents: [{ uses: ['store', 'statistics'] }] }).changes).toEqual([
      { path: 'consents[0].uses[0]', before: 'lawyer', after: undefined },
    ]);
    expect(
      differences(before, { consents: [{ uses: ['store', 'media', 'lawyer', 'statistics'] }] }).changes,
    ).toEqual([{ path: 'consents[0].uses[1]', before: undefined, after: 'media' }]);
  });

  it('a withdrawal calls back pictures of nobody too', () => {
    const free = changed(S5, ['evidence', 0, 'shows_people'], 'none');
    expect(sentLater(free, 'withdraw', {}).recall.images).toBe(true);
  });

  it('the sentence above the report goes when the account was corrected and it was not', () => {
    const told = (answers: JsonObject) => summaryNow(sentLater(S5, 'correct', answers).fields, S5);
    expect(told({ event: { narrative: 'Other words' } })).toBe('');
    expect(told({ event: { narrative: 'Other words', summary: 'Other' } })).toBe('Other');
    expect(summaryNow(S5, S5)).toBe(headline(S5).summary);
  });

  it('where and when are said as they stand now', async () => {
    const t = await loadDeskWords('en');
    const { fields } = sentLater(S5, 'correct', { place: { country: 'KG', region: 'KG-C' } });
    const where = glanceOf(fields, headline(fields), t).find(({ id }) => id === 'where');
    expect(where?.value).not.toBe(glanceOf(S5, headline(S5), t).find(({ id }) => id === 'where')?.value);
  });
});
