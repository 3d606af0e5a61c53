/** Owns showing text that somebody else chose in a terminal; must never let a sign through that moves or hides anything. */
import { showInert } from '../../domain/text.ts';

/** The text with its hidden signs named, and on one line. */
export const visible = (text: string): string =>
  showInert(text)
    .map((segment) => (segment.kind === 'plain' ? segment.text : `<${segment.code}>`))
    .join('')
    .replace(/\s+/g, ' ');
