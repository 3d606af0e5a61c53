/** Owns the names of parts and the words for answers that the vocabularies leave to us. Must never guess: what is unknown stays as it is. */
import { answerWord, methods } from '../../domain/answerWords.ts';
import { find } from '../../domain/vocabulary.ts';
import type { DeskTranslator } from '../../i18n/deskMessages.ts';
import type { reportParts } from '../../i18n/en/reportParts.ts';

type Key = keyof typeof reportParts;

const parts: readonly (readonly [RegExp, Key])[] = [
  [/^fictional$/, 'part.fictional'],
  [/\.legal_basis\[\]\.law$/, 'part.law'],
  [/\.legal_basis\[\]\.article$/, 'part.article'],
  [/\.names\[\]\.script$/, 'part.script'],
  [/\.lang$/, 'part.lang'],
  [/\.names\[\]\.full$/, 'part.full'],
  [/\.names\[\]\.family$/, 'part.family'],
  [/\.names\[\]\.given$/, 'part.given'],
  [/\.names\[\]\.patronymic$/, 'part.patronymic'],
  [/\.names\[\]\.primary$/, 'part.primary'],
  [/\.(age|count|participants|detained|injured|details\.[a-z_]+)\.min$/, 'part.min'],
  [/\.(age|count|participants|detained|injured|details\.[a-z_]+)\.max$/, 'part.max'],
  [/^victim_group\.min$/, 'part.min'],
  [/^victim_group\.max$/, 'part.max'],
  [/^victim_group\.count_exact$/, 'part.exact'],
  [/^victim_group\.women$/, 'part.women'],
  [/^victim_group\.men$/, 'part.men'],
  [/^victim_group\.minors$/, 'part.minors'],
  [/^victim_group\.description$/, 'part.description'],
  [/^victim_group\.estimated_by$/, 'part.estimatedBy'],
  [/\.detention\.place$/, 'part.heldAt'],
  [/\.detention\.since$/, 'part.heldSince'],
  [/\.detention\.charge$/, 'part.charge'],
  [/\.detention\.sentence_years$/, 'part.sentenceYears'],
  [/\.detention\.release_expected$/, 'part.release'],
  [/^(evidence|consents|links)\[\]\.id$/, 'part.id'],
  [/\.file\.name$/, 'part.fileName'],
  [/\.file\.mime$/, 'part.fileType'],
  [/\.file\.bytes$/, 'part.fileSize'],
  [/\.file\.sha256$/, 'part.fileHash'],
  [/\.custody\[\]\.at$/, 'part.at'],
  [/\.custody\[\]\.actor$/, 'part.actor'],
  [/\.custody\[\]\.action$/, 'part.action'],
  [/\.custody\[\]\.note$/, 'part.note'],
  [/\.custody\[\]\.hash_before$/, 'part.hashBefore'],
  [/\.custody\[\]\.hash_after$/, 'part.hashAfter'],
  [/\.relations\[\]\.person$/, 'part.person'],
  [/\.relations\[\]\.type$/, 'part.relation'],
  [/\.detention\.sentence_months$/, 'part.sentenceMonths'],
  [/\.detention\.release_due$/, 'part.release'],
  [/\.relations\[\]\.to$/, 'part.person'],
  [/\.custody\[\]\.hash$/, 'part.fileHash'],
  [/^(follow_ups|outputs)\[\]\.id$/, 'part.id'],
  [/^follow_ups\[\]\.question$/, 'part.question'],
  [/^follow_ups\[\]\.field_path$/, 'part.field'],
  [/^follow_ups\[\]\.asked_by$/, 'part.askedBy'],
  [/^follow_ups\[\]\.asked_at$/, 'part.askedAt'],
  [/^follow_ups\[\]\.due$/, 'part.due'],
  [/^follow_ups\[\]\.status$/, 'part.status'],
  [/^follow_ups\[\]\.answer$/, 'part.answer'],
  [/^remedies\[\]\.body$/, 'part.body'],
  [/^(remedies|outputs)\[\]\.date$|\.details\.[a-z_]+\.date$/, 'part.date'],
  [/\.details\.[a-z_]+\.text$/, 'part.text'],
  [/^remedies\[\]\.ref$/, 'part.ref'],
  [/^remedies\[\]\.result$/, 'part.result'],
  [/^outputs\[\]\.kind$/, 'part.kind'],
  [/^links\[\]\.report$/, 'part.report'],
  [/^links\[\]\.type$/, 'part.link'],
  [/\.amount$|\.details\.[a-z_]+\.value$/, 'part.amount'],
  [/\.currency$/, 'part.currency'],
  [/\.(years)$/, 'part.years'],
  [/\.(months)$/, 'part.months'],
  [/\.(fine)$/, 'part.fine'],
  [/\.details\.[a-z_]+\.other$/, 'part.other'],
];

const keyOf = (path: string): Key | undefined => parts.find(([form]) => form.test(path))?.[1];

/** Whether a part of a known field has a name here. `path` in its general form, `acts[].legal_basis[].law`. */
export const hasPart = (path: string): boolean => keyOf(path) !== undefined;

export function partLabel(path: string, t: DeskTranslator): string {
  const key = keyOf(path);
  return key === undefined ? path : t(key);
}

const ENTRIES = { acts: 'report.act', persons: 'report.person', consents: 'report.consent' } as const;

/** What others call an entry by, "Consent 3"; undefined where nobody refers to entries. */
export function entryLabel(path: string, t: DeskTranslator): string | undefined {
  const [, list = '', at] = /^([a-z]+)\[(\d+)\]$/.exec(path) ?? [];
  if (list !== 'acts' && list !== 'persons' && list !== 'consents') return undefined;
  return t(ENTRIES[list], { n: Number(at) + 1 });
}

/** Words for codes of lists that the fields do not name: where a file has been, what it is, how violence was done. */
export function codeWord(path: string, value: string, t: DeskTranslator): string | undefined {
  if (path === 'own_codes[].list')
    return value === 'regions'
      ? t('lists.regions')
      : value === 'perpetrators'
        ? t('lists.agencies')
        : undefined;
  if (path === 'evidence[].custody[].action') return find('custodyActions', value)?.[t.lang];
  // A phone puts the kind where nobody wrote a title.
  if (path === 'evidence[].title') return find('evidenceTypes', value)?.[t.lang];
  if (/^acts\[\]\.(methods|details\.methods)(\[\])*$/.test(path) && /^\d{12}$/.test(value))
    return (
      methods.find(({ code }) => code === value)?.[t.lang] ??
      t('report.method', { code: value, source: 'HURIDOCS' })
    );
  return undefined;
}

const WORDED =
  /^(acts\[\]\.details\.[a-z_]+(\[\])*|persons\[\]\.(roles\[\]|roles|anonymity|is_hrd)|perpetrators\[\]\.confidence|follow_ups\[\]\.status|evidence\[\]\.shows_people|evidence\[\]\.custody\[\]\.actor|persons\[\]\.citizenship(\[\])?|evidence\[\]\.obtained_from|form|kind|language|.*\.lang|consents\[\]\.language|sources\[\]\.interview_language|.*\.script|event\.time|status)$/;

/** Our word for an answer that is a code, in its place where it means something else there; undefined when it is free text or not known. */
export function wordFor(path: string, value: string, t: DeskTranslator, place = ''): string | undefined {
  return WORDED.test(path) ? answerWord(value, t.lang, place) : undefined;
}
