/** Owns what the list shows of additions: which report one is about, and which reports were taken back. Must never decide what holds: the history does. [REP10] */
import type { AuthorMark } from '../inbox/ports.ts';
import type { Card } from './card.ts';

export type LaterMarks = {
  /** Short codes by the ids of reports. */
  readonly codes: ReadonlyMap<string, string>;
  /** Ids of reports whose own author sent a withdrawal, not under force. */
  readonly takenBack: ReadonlySet<string>;
};

const authorOf = (mark: AuthorMark): string | null =>
  mark.verdict === 'anonymous'
    ? ''
    : mark.verdict === 'author' || mark.verdict === 'replayed'
      ? mark.forced === true
        ? null
        : mark.chain
      : null;

export function laterMarks(cards: readonly Card[]): LaterMarks {
  const reports = new Map(cards.map((card) => [card.id, card]));
  const takenBack = new Set<string>();
  for (const { kind, about, author } of cards) {
    const report = about === null ? undefined : reports.get(about);
    if (kind !== 'withdraw' || report === undefined) continue;
    const by = authorOf(author);
    if (by !== null && by === authorOf(report.author)) takenBack.add(report.id);
  }
  const codes = new Map(
    cards.flatMap(({ id, headline }) =>
      headline.shortCode === null ? [] : [[id, headline.shortCode] as const],
    ),
  );
  return { codes, takenBack };
}
