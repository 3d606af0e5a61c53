/** Owns which capture and which report name each other, among what is here. Must never take a name for a proof. */
import { CAPTURE_FORM } from '../../domain/capture.ts';
import type { Headline } from '../../domain/report.ts';
import type { Card } from '../card.ts';

export const isCaptureCard = ({ headline }: { readonly headline: Headline }): boolean =>
  headline.form === CAPTURE_FORM;

/** The captures that a report names, and those of that code that are here: none, one, or by chance several. [REP9] */
export function capturesNamedBy(
  card: Card,
  cards: readonly Card[],
): readonly { readonly code: string; readonly found: readonly Card[] }[] {
  return card.captures.map((code) => ({
    code,
    found: cards.filter((one) => isCaptureCard(one) && one.headline.shortCode === code),
  }));
}

/** The reports that say a capture belongs to them. Whoever knows the code can say so. [REP9] */
export function reportsNaming(capture: Card, cards: readonly Card[]): readonly Card[] {
  const code = capture.headline.shortCode;
  if (code === null || !isCaptureCard(capture)) return [];
  return cards.filter((one) => !isCaptureCard(one) && one.captures.includes(code));
}
