/** Owns putting an error code into its three sentences; never shows an exception's text. */
import type { common } from './en/common.ts';
import type { errors } from './en/errors.ts';
import { errorCodeOf, errorNumbers } from './errorNumbers.ts';
import type { Translator } from './message.ts';

export type ErrorText = {
  readonly what: string;
  readonly safe: string;
  readonly now: string;
  /** "Code 101", for the trainer's table. */
  readonly code: string;
};

/** What happened, what is safe and what to do now, for any code from the rooms below. */
export function errorText(t: Translator<typeof common & typeof errors>, code: string): ErrorText {
  const known = errorCodeOf(code);
  return {
    what: t(`${known}.what`),
    safe: t(`${known}.safe`),
    now: t(`${known}.now`),
    code: t('error.code', { code: String(errorNumbers[known]) }),
  };
}
