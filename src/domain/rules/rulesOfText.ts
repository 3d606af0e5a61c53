/** Owns the rules about free text: V22, V25, V31; must never quote what it found. */
import type { Json } from '../bounded.ts';
import { mayBeNamed, usesOfPerson } from '../consent.ts';
import { entriesAt, objectAt, objectsAt, type ReportFields, textAt } from '../report.ts';
import { hasHidden, isNfc } from '../text.ts';
import type { Tell } from './finding.ts';
import { asWords, foldedNames, showsName } from './rulesOfPeople.ts';

/** V31: every text of the report, keys of the organisation's own making included. */
function hidden(value: Json, path: string, tell: Tell): void {
  if (typeof value === 'string') {
    if (hasHidden(value)) tell('V31', path, 'hiddenCharacters', 'warn');
    if (!isNfc(value)) tell('V31', path, 'notNormalised', 'warn');
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) hidden(item, `${path}[${index}]`, tell);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      hidden(member, path === '' ? name : `${path}.${name}`, tell);
    }
  }
}

/** The free texts of §2.13 that may reach an output; names, contacts and internal notes have their own fields. */
function freeTexts(fields: ReportFields): readonly (readonly [path: string, text: string])[] {
  const found: [string, string][] = [];
  const take = (owner: ReportFields, path: string, ...names: readonly string[]): void => {
    for (const name of names) {
      const text = textAt(owner, name);
      if (text !== null && text !== '') found.push([path === '' ? name : `${path}.${name}`, text]);
    }
  };
  take(fields, '', 'title');
  take(objectAt(fields, 'event'), 'event', 'summary', 'narrative', 'context', 'impact');
  take(objectAt(fields, 'urgency'), 'urgency', 'reason');
  for (const [index, act] of entriesAt(fields, 'acts')) {
    take(act, `acts[${index}]`, 'stated_reason', 'physical', 'psychological');
  }
  for (const [index, one] of entriesAt(fields, 'perpetrators'))
    take(one, `perpetrators[${index}]`, 'description');
  for (const [index, item] of entriesAt(fields, 'evidence'))
    take(item, `evidence[${index}]`, 'title', 'description');
  return found;
}

// Bounded repeats: without a limit a long word without "@" would be searched again from each of its letters.
const MAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}\.[\p{L}\p{N}-]{2,63}/u;
/** "+996 555 000 000" or a bare personal number of 12–14 digits. */
const PHONE = /\+\d(?:[\s().-]{0,2}\d){9,13}(?!\d)/;
const PERSONAL_NUMBER = /(?<![\d.])\d{12,14}(?![\d.])/;

/** V22: what should not stand in free text while consent forbids naming. */
function leaks(fields: ReportFields, tell: Tell): void {
  const protectedNames = objectsAt(fields, 'persons')
    .filter((person) => !mayBeNamed(usesOfPerson(fields, person)))
    .flatMap(foldedNames);
  for (const [path, text] of freeTexts(fields)) {
    // A long account is read at each pause in typing: the patterns only where their first sign is.
    const mail = text.includes('@') && MAIL.test(text);
    const phone = text.includes('+') && PHONE.test(text);
    if (mail || phone || PERSONAL_NUMBER.test(text)) {
      tell('V22', path, 'contactInText', 'warn');
    }
    const words = protectedNames.length > 0 ? asWords(text) : '';
    if (protectedNames.some((name) => showsName(words, name))) tell('V22', path, 'nameInText', 'warn');
  }
}

/** From here on a survivor is telling the story again: stop and refer (own threshold, code units). */
const LONG_ACCOUNT = 1000;

function sexualViolence(fields: ReportFields, tell: Tell): void {
  const told = freeTexts(fields).reduce((sum, [, text]) => sum + text.length, 0);
  for (const [index, act] of entriesAt(fields, 'acts')) {
    if (textAt(act, 'type') === 'tor.sexual' && told > LONG_ACCOUNT) {
      tell('V25', `acts[${index}]`, 'longAccountOfSexualViolence', 'warn');
    }
  }
}

export function rulesOfText(fields: ReportFields, tell: Tell): void {
  hidden(fields, '', tell);
  leaks(fields, tell);
  sexualViolence(fields, tell);
}
