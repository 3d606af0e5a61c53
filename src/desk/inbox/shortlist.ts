/** Owns which lines of the inbox are shown and in which order. Must never change one. */
import { foldedWords } from '../../domain/fold.ts';
import type { Card } from '../card.ts';

export type Filter = {
  readonly text: string;
  readonly unread: boolean;
  readonly urgent: boolean;
  /** A country's code, or '' for any. */
  readonly country: string;
};

export const NO_FILTER: Filter = { text: '', unread: false, urgent: false, country: '' };

export const isUrgent = ({ headline }: Card): boolean =>
  headline.urgency === 'u2' || headline.urgency === 'u3';

const LEVELS = ['u0', 'u1', 'u2', 'u3'];

/** Urgent first (the most urgent on top), then the newest; equal ones by the order of the endpoint. */
export function byUrgencyThenAge(a: Card, b: Card): number {
  const level = ({ headline }: Card): number => {
    const at = LEVELS.indexOf(headline.urgency);
    return at >= 2 ? at : 0;
  };
  return level(b) - level(a) || b.sequence - a.sequence;
}

/** The lines that fit; every typed word must be the beginning of a word of the report. `more`: words of labels. */
export function shortlist(
  cards: readonly Card[],
  filter: Filter,
  more: (card: Card) => string = () => '',
): readonly Card[] {
  const wanted = foldedWords(filter.text).map((word) => ` ${word}`);
  return cards
    .filter((card) => {
      if (filter.unread && !card.unread) return false;
      if (filter.urgent && !isUrgent(card)) return false;
      if (filter.country !== '' && card.headline.country !== filter.country) return false;
      if (wanted.length === 0) return true;
      const words = `${card.words} ${foldedWords(more(card)).join(' ')}`;
      return wanted.every((word) => words.includes(word));
    })
    .sort(byUrgencyThenAge);
}

/** The line `step` places from `current`; the first (or last) when it is not shown. */
export function neighbour(shown: readonly Card[], current: string | null, step: 1 | -1): Card | undefined {
  const at = shown.findIndex(({ parcel }) => parcel === current);
  if (at < 0) return step === 1 ? shown[0] : shown.at(-1);
  return shown[at + step] ?? shown[at];
}
