/** Owns the rules about consent, evidence, urgency and verification: V20, V21, V23, V24, V26, V27, F04, F06, F07; must never decide about an output. */
import { capturesOf } from '../capture.ts';
import { consentById, heldIn, isByNobody, namesInPublic, needsExplaining, usesOf } from '../consent.ts';
import { entriesAt, objectAt, objectsAt, type ReportFields, textAt, textsAt } from '../report.ts';
import type { Tell } from './finding.ts';

function consents(fields: ReportFields, tell: Tell): void {
  for (const [index, consent] of entriesAt(fields, 'consents')) {
    const uses = textsAt(consent, 'uses');
    const informed = textsAt(consent, 'informed');
    const explained = informed.includes('uses') && informed.includes('risks');
    if (uses.some(needsExplaining) && !explained)
      tell('V20', `consents[${index}].informed`, 'risksNotExplained');
    if (textAt(consent, 'name_form') === 'full' && !uses.some(namesInPublic)) {
      tell('V21', `consents[${index}].name_form`, 'fullNameNotAllowed');
    }
    if (isByNobody(consent)) tell('F06', `consents[${index}].given_by`, 'consentByNobody', 'warn');
  }
  // Whatever it allows, it is allowed for nobody. Without people, it is the report's own.
  if (objectsAt(fields, 'persons').length === 0) return;
  const held = heldIn(fields);
  for (const [index, consent] of entriesAt(fields, 'consents'))
    if (textAt(consent, 'preset') !== 'none' && !held.has(textAt(consent, 'id')))
      tell('F07', `consents[${index}]`, 'consentOfNobody', 'warn');
}

function evidence(fields: ReportFields, tell: Tell): void {
  for (const [index, item] of entriesAt(fields, 'evidence')) {
    const sha256 = textAt(objectAt(item, 'file'), 'sha256');
    // The hash taken when the file came in is in the custody log; the file's own may not differ from it.
    const taken = objectsAt(item, 'custody')
      .filter((entry) => textAt(entry, 'action') === 'hashed')
      .flatMap((entry) => textAt(entry, 'hash') ?? []);
    if (sha256 !== null && taken.some((hash) => hash !== sha256)) {
      tell('V23', `evidence[${index}].file.sha256`, 'hashChanged');
    }
    const uses = usesOf(consentById(fields, textAt(item, 'consent')));
    if (textAt(item, 'shows_people') === 'identifiable' && !uses.has('image')) {
      tell('V24', `evidence[${index}].consent`, 'imageWithoutConsent', 'warn');
    }
  }
}

function urgency(fields: ReportFields, tell: Tell): void {
  const level = objectAt(fields, 'urgency');
  const explained = (textAt(level, 'reason') ?? '') !== '' || (textAt(level, 'deadline') ?? '') !== '';
  if (textAt(level, 'level') === 'u3' && !explained) tell('V26', 'urgency', 'urgentWithoutReason', 'warn');
}

function verification(fields: ReportFields, tell: Tell): void {
  const verified = objectAt(fields, 'verification');
  if (textAt(verified, 'status') !== 'verified') return;
  const by = new Set(textsAt(verified, 'by'));
  const author = textAt(fields, 'monitor');
  const onlyAuthor = author !== null && [...by].every((one) => one === author);
  if (by.size < 2 || onlyAuthor) {
    tell('V27', 'verification.by', 'verifiedByTooFew');
  }
}

const SPOKEN = new Set(['audio', 'video', 'testimony_victim', 'testimony_witness', 'interview']);

/** DOMAIN §2.2: words or voice are required; a capture that belongs to it may hold them. [REP9] */
function account(fields: ReportFields, tell: Tell): void {
  const event = objectAt(fields, 'event');
  const written = ['summary', 'narrative'].some((name) => (textAt(event, name) ?? '').trim() !== '');
  const spoken = objectsAt(fields, 'evidence').some((item) => SPOKEN.has(textAt(item, 'type') ?? ''));
  if (!written && !spoken && capturesOf(fields).length === 0)
    tell('F04', 'event.summary', 'neitherWordsNorVoice');
}

export function rulesOfUse(fields: ReportFields, tell: Tell): void {
  consents(fields, tell);
  evidence(fields, tell);
  urgency(fields, tell);
  verification(fields, tell);
  account(fields, tell);
}
