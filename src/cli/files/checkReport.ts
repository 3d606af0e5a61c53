/** Owns the `check` command: one report against the vocabularies and rules; must never send or change anything. */

import { isDay } from '../../domain/day.ts';
import { dayOf } from '../../domain/ports.ts';
import { check, isClean } from '../../domain/rules/check.ts';
import type { Finding, FindingCode } from '../../domain/rules/finding.ts';
import { showInert } from '../../domain/text.ts';
import { readReportFile } from './reportFile.ts';

const HELP = `tumar check REPORT.json [--now DATE] [--json]

Checks the fields of one report against the vocabularies and the rules V01–V34 that concern one report by itself
(V19, V28, V30, V33 and V34 belong to outputs), and its shape (F01–F08). One line each: rule, severity, path, what.

  --now DATE   the day to compare with, YYYY-MM-DD (default: today, UTC)
  --json       print the findings as JSON
  --help       this text

Exit code: 0 no errors (warnings allowed), 1 errors, 2 not readable or wrong arguments.
`;

const SENTENCES: Record<FindingCode, string> = {
  noAct: 'no act selected',
  unknownType: 'unknown type of violation',
  deprecatedType: 'this type of violation is no longer used',
  noPrimaryAct: 'no act is marked as the main one',
  severalPrimaryActs: 'more than one act is marked as the main one',
  whenNotAnswered: '"when" has no answer ("unknown" is one)',
  dateForm: 'not a date of the EDTF subset',
  dateCalendar: 'no such day or month in the calendar',
  dateReversed: 'the interval ends before it starts',
  qualifierDiffers: 'the qualifier does not say the same as the date',
  inFuture: 'lies in the future',
  endBeforeStart: 'latest end is before earliest start',
  veryOld: 'before 1991',
  countryMissing: 'no country',
  regionOfOtherCountry: 'the region belongs to another country',
  unknownRegion: 'unknown region',
  coordinatesIncomplete: 'coordinates need latitude, longitude and precision',
  coordinatesOutOfRange: 'out of range',
  coordinatesOutsideCountry: 'the coordinates are outside the country',
  precisionLeak: 'more decimals than the precision allows',
  countImpossible: 'impossible number of people',
  moreVictimsThanStated: 'more victims recorded than stated',
  nameMissing: 'recorded as named, but there is no name',
  pseudonymShowsName: 'the pseudonym shows a recorded real name',
  ageImpossible: 'impossible age',
  ageContradictsBirth: 'age and date of birth differ by more than a year',
  birthImpossible: 'impossible date of birth',
  minorNamedWithoutGuardian: 'a minor would be named in public without a guardian’s consent',
  risksNotExplained: 'uses and risks were not explained',
  fullNameNotAllowed: 'full name without consent to be named in public',
  consentByNobody: 'it is not said who gave this consent',
  consentOfNobody: 'no person and no file has this consent',
  unnamedMayBeNamed: 'a name that is withheld here may be public',
  contactInText: 'looks like a phone number, e-mail address or personal number',
  nameInText: 'contains a recorded real name that may not be told',
  hashChanged: 'the hash differs from the one taken when the file came in',
  imageWithoutConsent: 'people can be recognised, and there is no consent to images',
  longAccountOfSexualViolence: 'long account of sexual violence: stop and refer',
  urgentWithoutReason: 'emergency without reason or deadline',
  verifiedByTooFew: 'verified needs two people, not the author alone',
  linkToItself: 'linked to itself',
  linkCyclic: 'the same report is both part and whole',
  hiddenCharacters: 'contains bidi controls, zero-width or control characters',
  notNormalised: 'not in Unicode normal form C',
  tooLong: 'too long',
  missing: 'missing',
  wrongKind: 'wrong kind of value',
  unknownCode: 'unknown code',
  wrongForm: 'wrong form or out of range',
  tooMany: 'too many entries',
  tooFew: 'too few entries',
  repeated: 'the same entry twice',
  endAndOngoing: 'has an end and says whether it is ongoing',
  unknownReference: 'refers to nothing in this report',
  actWithoutVictims: 'act without a victim',
  neitherWordsNorVoice: 'neither words nor a voice recording',
  attachmentNotReady: 'attachment not read to its end',
  victimWithoutAct: 'a victim of no act',
  receivedBeforeEvent: 'received before the event',
  useNotAllowed: 'somebody did not agree to this use',
  duplicateSuspected: 'another report may be about the same event',
  formulaInCell: 'a spreadsheet could run this text as a formula',
  placeDateOccupation: 'place, date and occupation together may show who an anonymous person is',
  missingForOutput: 'missing for this output',
};

/** A path may hold member names that somebody else chose: nothing hidden in them reaches the terminal. */
const visible = (path: string): string =>
  showInert(path)
    .map((segment) => (segment.kind === 'plain' ? segment.text : `<${segment.code}>`))
    .join('')
    .replace(/[\t\r\n]/g, ' ');

const line = (finding: Finding): string =>
  `${finding.rule} ${finding.severity} ${visible(finding.path)} ${SENTENCES[finding.code]}`;

type Arguments = { readonly file: string; readonly today: string; readonly json: boolean };

function parseArguments(words: readonly string[], today: string): Arguments | string {
  let file: string | undefined;
  let day = today;
  let json = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--json') json = true;
    else if (word === '--now') {
      index += 1;
      day = (words[index] ?? '').slice(0, 10);
      if (!isDay(day)) return '--now needs a date YYYY-MM-DD';
    } else if (word.startsWith('--')) return `unknown option ${word}`;
    else if (file === undefined) file = word;
    else return 'only one report at a time';
  }
  return file === undefined ? 'no report given' : { file, today: day, json };
}

/** Where the words of the command go, so that it can be called without a process. */
export type CheckOutput = { out(text: string): void; err(text: string): void };

/**
 * Runs `check` and returns its exit code: 0 clean or warnings only, 1 errors, 2 unreadable or wrong arguments.
 * `now` is epoch milliseconds; `resolve` turns a path as it was typed into one that can be opened.
 */
export async function checkReport(
  words: readonly string[],
  output: CheckOutput,
  now: number,
  resolve: (path: string) => string = (path) => path,
): Promise<number> {
  if (words.includes('--help')) {
    output.out(HELP);
    return 0;
  }
  const given = parseArguments(words, dayOf(now));
  if (typeof given === 'string') {
    output.err(`check: ${given}\n\n${HELP}`);
    return 2;
  }
  const fields = await readReportFile(resolve(given.file)).catch(() => undefined);
  if (fields === undefined) {
    output.err(`check: cannot read ${given.file}\n`);
    return 2;
  }
  if (!fields.ok) {
    if (given.json) output.out(`${JSON.stringify({ readable: false, code: fields.code })}\n`);
    output.err(`check: not a report (${fields.code})\n`);
    return 2;
  }
  const findings = check(fields.value, given.today);
  const clean = isClean(findings);
  if (given.json) output.out(`${JSON.stringify({ readable: true, clean, findings }, null, 2)}\n`);
  else for (const finding of findings) output.out(`${line(finding)}\n`);
  return clean ? 0 : 1;
}
