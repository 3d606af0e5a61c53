/** Owns the form of one finding about a report; must never carry words of the report itself, only where they are. */

/**
 * "V01" … "V34" as in DOMAIN §2.15, and our own: F01 wrong shape or unknown code, F02 dangling reference,
 * F03 act without victims, F04 neither words nor voice, F05 attachment not read to its end, F06 consent that nobody gave,
 * F07 consent that nobody has, F08 name that may be public but is withheld.
 */
export type RuleId = `V${number}` | `F0${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;
/** `info` is V34's alone: what an output would still need never stands in anybody's way. */
export type Severity = 'error' | 'warn' | 'info';

/** `path` like "acts[1].start"; `code` names what is wrong, the sentence for it lives at the top. */
export type Finding = {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly path: string;
  readonly code: FindingCode;
};

export type FindingCode =
  | 'noAct'
  | 'unknownType'
  | 'deprecatedType'
  | 'noPrimaryAct'
  | 'severalPrimaryActs'
  | 'whenNotAnswered'
  | 'dateForm'
  | 'dateCalendar'
  | 'dateReversed'
  | 'qualifierDiffers'
  | 'inFuture'
  | 'endBeforeStart'
  | 'veryOld'
  | 'countryMissing'
  | 'regionOfOtherCountry'
  | 'unknownRegion'
  | 'coordinatesIncomplete'
  | 'coordinatesOutOfRange'
  | 'coordinatesOutsideCountry'
  | 'precisionLeak'
  | 'countImpossible'
  | 'moreVictimsThanStated'
  | 'nameMissing'
  | 'pseudonymShowsName'
  | 'ageImpossible'
  | 'ageContradictsBirth'
  | 'birthImpossible'
  | 'minorNamedWithoutGuardian'
  | 'risksNotExplained'
  | 'fullNameNotAllowed'
  | 'consentByNobody'
  | 'consentOfNobody'
  | 'unnamedMayBeNamed'
  | 'contactInText'
  | 'nameInText'
  | 'hashChanged'
  | 'imageWithoutConsent'
  | 'longAccountOfSexualViolence'
  | 'urgentWithoutReason'
  | 'verifiedByTooFew'
  | 'linkToItself'
  | 'linkCyclic'
  | 'hiddenCharacters'
  | 'notNormalised'
  | 'tooLong'
  | 'missing'
  | 'wrongKind'
  | 'unknownCode'
  | 'wrongForm'
  | 'tooMany'
  | 'tooFew'
  | 'repeated'
  | 'endAndOngoing'
  | 'unknownReference'
  | 'actWithoutVictims'
  | 'neitherWordsNorVoice'
  | 'attachmentNotReady'
  | 'victimWithoutAct'
  | 'receivedBeforeEvent'
  | 'useNotAllowed'
  | 'duplicateSuspected'
  | 'formulaInCell'
  | 'placeDateOccupation'
  | 'missingForOutput';

/** Collects findings while rules walk a report. */
export type Tell = (rule: RuleId, path: string, code: FindingCode, severity?: Severity) => void;
