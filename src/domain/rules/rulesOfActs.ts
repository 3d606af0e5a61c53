/** Owns the rules about acts and references: V01, V02, V29, F02, F03; must never look at dates or texts. */

import { entriesAt, listAt, objectsAt, type ReportFields, textAt, textsAt } from '../report.ts';
import { find, groupOf } from '../vocabulary.ts';
import type { Tell } from './finding.ts';

function types(fields: ReportFields, tell: Tell): void {
  if (listAt(fields, 'acts').length === 0) tell('V01', 'acts', 'noAct');
  for (const [index, act] of entriesAt(fields, 'acts')) {
    const known = find('violations', textAt(act, 'type') ?? '');
    if (known === undefined) tell('V01', `acts[${index}].type`, 'unknownType');
    else if (known.deprecated === true) tell('V01', `acts[${index}].type`, 'deprecatedType');
  }
}

function primary(fields: ReportFields, tell: Tell): void {
  const acts = entriesAt(fields, 'acts');
  const marked = acts.filter(([, act]) => act['primary'] === true);
  if (acts.length > 0 && marked.length === 0) tell('V02', 'acts', 'noPrimaryAct');
  const second = marked[1];
  if (second !== undefined) tell('V02', `acts[${second[0]}].primary`, 'severalPrimaryActs');
}

/** A law or policy has no individual victim; every other act without one is kept and pointed at. */
function victimsOfActs(fields: ReportFields, tell: Tell): void {
  const people = new Set(objectsAt(fields, 'persons').map((person) => textAt(person, 'id')));
  for (const [index, act] of entriesAt(fields, 'acts')) {
    const path = `acts[${index}].victims`;
    const named = textsAt(act, 'victims');
    if (named.length === 0 && groupOf(textAt(act, 'type') ?? '') !== 'law') {
      tell('F03', path, 'actWithoutVictims', 'warn');
    }
    for (const [at, victim] of named.entries()) {
      if (!people.has(victim)) tell('F02', `${path}[${at}]`, 'unknownReference');
    }
  }
}

/** Somebody who was harmed, but by nothing that is written down. */
function actsOfVictims(fields: ReportFields, tell: Tell): void {
  const acts = objectsAt(fields, 'acts');
  if (acts.every((act) => groupOf(textAt(act, 'type') ?? '') === 'law')) return;
  const named = new Set(acts.flatMap((act) => textsAt(act, 'victims')));
  for (const [index, person] of entriesAt(fields, 'persons')) {
    if (textsAt(person, 'roles').includes('victim') && !named.has(textAt(person, 'id') ?? ''))
      tell('F03', `persons[${index}]`, 'victimWithoutAct', 'warn');
  }
}

function references(fields: ReportFields, tell: Tell): void {
  const consents = new Set(objectsAt(fields, 'consents').map((one) => textAt(one, 'id')));
  const people = new Set(objectsAt(fields, 'persons').map((one) => textAt(one, 'id')));
  for (const list of ['persons', 'evidence']) {
    for (const [index, one] of entriesAt(fields, list)) {
      const consent = textAt(one, 'consent');
      if (consent !== null && !consents.has(consent)) {
        tell('F02', `${list}[${index}].consent`, 'unknownReference');
      }
    }
  }
  for (const [index, source] of entriesAt(fields, 'sources')) {
    const person = textAt(source, 'person');
    if (person !== null && !people.has(person)) tell('F02', `sources[${index}].person`, 'unknownReference');
  }
  const acts = listAt(fields, 'acts').length;
  for (const [index, one] of entriesAt(fields, 'perpetrators')) {
    for (const [at, act] of listAt(one, 'acts').entries()) {
      if (typeof act === 'number' && act >= acts) {
        tell('F02', `perpetrators[${index}].acts[${at}]`, 'unknownReference');
      }
    }
  }
}

/** One report alone shows two kinds of cycle: itself, and one other that is both its part and its whole. */
function links(fields: ReportFields, tell: Tell): void {
  const own = textAt(fields, 'id');
  const wholes = new Set<string>();
  const parts = new Set<string>();
  for (const [index, link] of entriesAt(fields, 'links')) {
    const other = textAt(link, 'report');
    if (other === null) continue;
    if (other === own) tell('V29', `links[${index}]`, 'linkToItself');
    const type = textAt(link, 'type');
    if (type === 'part_of') wholes.add(other);
    if (type === 'encompasses') parts.add(other);
    if (wholes.has(other) && parts.has(other)) tell('V29', `links[${index}]`, 'linkCyclic');
  }
}

export function rulesOfActs(fields: ReportFields, tell: Tell): void {
  types(fields, tell);
  primary(fields, tell);
  victimsOfActs(fields, tell);
  actsOfVictims(fields, tell);
  references(fields, tell);
  links(fields, tell);
}
