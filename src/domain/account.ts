/** Owns how a few words become the summary and the account of a report; must never lose or add one. */
import { graphemes, longerThan, nfc } from './text.ts';

const SUMMARY_LIMIT = 500;
const SUMMARY_POINTS = 1500;

/** Words longer than a summary may be go whole into the account; the summary keeps their beginning. */
export function account(words: string): { summary: string; narrative?: string } {
  const text = nfc(words.trim());
  if (!longerThan(text, SUMMARY_LIMIT) && text.length <= SUMMARY_POINTS) return { summary: text };
  let beginning = Array.from(text)
    .slice(0, SUMMARY_LIMIT - 1)
    .join('');
  // A cut inside a picture or an accent would show something nobody typed.
  while (beginning !== '' && graphemes(`${beginning}…`) > SUMMARY_LIMIT) beginning = beginning.slice(0, -1);
  const space = beginning.lastIndexOf(' ');
  if (space > 300) beginning = beginning.slice(0, space);
  return { summary: `${beginning.trimEnd()}…`, narrative: text };
}
