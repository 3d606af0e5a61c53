/** Owns the proof of what the list shows, in which order, and of what search finds. */
import { describe, expect, it } from 'vitest';
import { type Card, createCard, parseCard } from '../../src/desk/card.ts';
import { NO_FILTER, neighbour, shortlist } from '../../src/desk/inbox/shortlist.ts';
import { labelWords } from '../../src/desk/labels.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { codeOf, must } from '../crypto/setup.ts';
import { fieldsOf, samples } from '../domain/samples.ts';

const cards: readonly Card[] = samples.map(({ report }, at) =>
  createCard(
    { parcel: at.toString(16).padStart(64, '0'), sequence: at + 1, size: 16_384, day: '2026-11-22' },
    { id: `id-${at}`, line: 'ab'.repeat(32), author: { verdict: 'anonymous' }, acknowledged: 'nothing' },
    { fields: fieldsOf(report), attachments: [] },
  ),
);
const codes = (list: readonly Card[]) => list.map(({ headline }) => headline.shortCode);
const find = (text: string, lang: 'en' | 'ru' = 'en') =>
  codes(shortlist(cards, { ...NO_FILTER, text }, (card) => labelWords(card, lang)));

describe('the list', () => {
  it('shows urgent ones first, the most urgent on top, then the newest', () => {
    const shown = shortlist(cards, NO_FILTER);
    expect(shown.map(({ headline }) => headline.urgency).slice(0, 2)).toEqual(['u3', 'u2']);
    const rest = shown.slice(2).map(({ sequence }) => sequence);
    expect(rest).toEqual([...rest].sort((a, b) => b - a));
    expect(shown).toHaveLength(samples.length);
  });

  it('finds words in any script, case and spelling, from their beginnings', () => {
    expect(find('LABOUR lawyer')).toContain('9CSCM');
    expect(find('9csc')).toEqual(['9CSCM']);
    expect(find('кайырсын')).toEqual(['9CSCM']);
    expect(find('Қайырсын')).toEqual(['9CSCM']);
    expect(find('no such word anywhere')).toEqual([]);
  });

  it('finds by the names of places and kinds, in the other language too', () => {
    expect(find('Актюб')).toEqual(find('Aktobe'));
    expect(find('Aktobe')).toContain('9CSCM');
  });

  it('filters by unread, urgency and country, together', () => {
    const [first] = cards;
    const read = cards.map((card) => (card === first ? { ...card, unread: false } : card));
    expect(shortlist(read, { ...NO_FILTER, unread: true })).toHaveLength(cards.length - 1);
    expect(shortlist(cards, { ...NO_FILTER, urgent: true }).map(({ headline }) => headline.urgency)).toEqual([
      'u3',
      'u2',
    ]);
    expect(codes(shortlist(cards, { ...NO_FILTER, country: 'KZ', urgent: true }))).toEqual(['9CSCM']);
  });

  it('moves to neighbours and stays at the ends', () => {
    const shown = shortlist(cards, NO_FILTER);
    expect(neighbour(shown, null, 1)).toBe(shown[0]);
    expect(neighbour(shown, null, -1)).toBe(shown.at(-1));
    expect(neighbour(shown, shown[0]?.parcel ?? null, 1)).toBe(shown[1]);
    expect(neighbour(shown, shown[0]?.parcel ?? null, -1)).toBe(shown[0]);
    expect(neighbour([], 'x', 1)).toBeUndefined();
  });

  it('reads its own lines back and refuses others', () => {
    for (const card of cards) {
      expect(card.words.length).toBeLessThanOrEqual(3_000);
      expect(must(parseCard(utf8(JSON.stringify(card))))).toEqual(card);
    }
    for (const bad of ['', '[]', '{}', JSON.stringify({ ...cards[0], line: 'x' })])
      expect(codeOf(parseCard(utf8(bad)))).toBe('damaged');
  });
});
