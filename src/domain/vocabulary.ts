/** Owns typed access to the code lists that the phone carries; must never invent, translate or re-order a code. */
import consent from './vocabulary/consent.json' with { type: 'json' };
import evidence from './vocabulary/evidence.json' with { type: 'json' };
import people from './vocabulary/people.json' with { type: 'json' };
import perpetrators from './vocabulary/perpetrators.json' with { type: 'json' };
import places from './vocabulary/places.json' with { type: 'json' };
import sources from './vocabulary/sources.json' with { type: 'json' };
import violations from './vocabulary/violations.json' with { type: 'json' };

/** The languages whose labels are complete. */
export type Lang = 'en' | 'ru';

/** One entry of a list: a stable code and its label per language. */
export type Option = {
  readonly code: string;
  readonly en: string;
  readonly ru: string;
  readonly deprecated?: boolean;
};

export type Violation = Option & {
  /** 1 (low) … 4 (life, torture, deportation). */
  readonly severity: number;
  /** Offered on screen 1 of the short form. */
  readonly short?: boolean;
  readonly block?: string;
  readonly flags?: readonly string[];
};
export type Region = Option & { readonly local: string; readonly seat: readonly number[] };
export type Country = Option & {
  readonly local: string;
  readonly utcOffset: string;
  /** [south, north, west, east] in degrees, rounded outward. */
  readonly box: readonly number[];
};
export type Perpetrator = Option & {
  readonly country?: string;
  readonly abbr?: string;
  readonly local?: string;
};
export type Precision = Option & { readonly decimals?: number };
export type Occupation = Option & { readonly hrd?: boolean };
export type Preset = Option & { readonly allows: readonly string[] };
export type Urgency = Option & { readonly answerHours?: number };
export type Theme = Option & { readonly groups: readonly string[] };

/** Every list, in display order. */
export type Lists = {
  readonly groups: readonly Option[];
  readonly violations: readonly Violation[];
  readonly themes: readonly Theme[];
  readonly countries: readonly Country[];
  readonly regions: readonly Region[];
  readonly hostCountries: readonly Option[];
  readonly precisions: readonly Precision[];
  readonly siteTypes: readonly Option[];
  readonly perpetrators: readonly Perpetrator[];
  readonly involvement: readonly Option[];
  readonly officialResponses: readonly Option[];
  readonly occupations: readonly Occupation[];
  readonly characteristics: readonly Option[];
  readonly victimStatuses: readonly Option[];
  readonly ageGroups: readonly Option[];
  readonly sexes: readonly Option[];
  readonly personKinds: readonly Option[];
  readonly hrdSectors: readonly Option[];
  readonly evidenceTypes: readonly Option[];
  readonly evidenceMethods: readonly Option[];
  readonly custodyActions: readonly Option[];
  readonly evidenceChecks: readonly Option[];
  readonly uses: readonly Option[];
  readonly presets: readonly Preset[];
  readonly nameForms: readonly Option[];
  readonly givenBy: readonly Option[];
  readonly consentMethods: readonly Option[];
  readonly informed: readonly Option[];
  readonly sourceTypes: readonly Option[];
  readonly reliability: readonly Option[];
  readonly credibility: readonly Option[];
  readonly verification: readonly Option[];
  readonly dateQualifiers: readonly Option[];
  readonly links: readonly Option[];
  readonly interventions: readonly Option[];
  readonly interventionStatuses: readonly Option[];
  readonly interventionResponses: readonly Option[];
  readonly urgency: readonly Urgency[];
  /** Codes '0' … '4'; the report stores the number. */
  readonly riskLevels: readonly Option[];
  readonly riskFlags: readonly Option[];
  readonly reportStatuses: readonly Option[];
};
export type ListName = keyof Lists;

export const lists: Lists = {
  ...violations,
  ...places,
  ...perpetrators,
  ...people,
  ...evidence,
  ...consent,
  ...sources,
};

const indexes = new Map<ListName, Map<string, Option>>();

function indexOf(list: ListName): Map<string, Option> {
  const known = indexes.get(list);
  if (known !== undefined) return known;
  const made = new Map<string, Option>(lists[list].map((option) => [option.code, option]));
  indexes.set(list, made);
  return made;
}

/** The entry of a code, or undefined for a code that this version does not know. */
export function find<N extends ListName>(list: N, code: string): Lists[N][number] | undefined {
  return indexOf(list).get(code);
}

/** The label of a code; an unknown code is shown as the code itself. */
export function label(list: ListName, code: string, lang: Lang): string {
  return find(list, code)?.[lang] ?? code;
}

/** What may be offered for choosing, in display order: everything that is not deprecated. */
export function options<N extends ListName>(list: N): readonly Lists[N][number][] {
  return lists[list].filter((option: Option) => option.deprecated !== true);
}

/** The group code of a violation type: the part before the dot. */
export const groupOf = (violation: string): string => violation.split('.')[0] ?? '';

/** Screen 1: the groups that have at least one type in the short form (law.* has none). */
export function shortGroups(): readonly Option[] {
  const used = new Set(shortViolations().map((type) => groupOf(type.code)));
  return options('groups').filter((group) => used.has(group.code));
}

/** Screen 1: the types of the short form, all or those of one group. */
export function shortViolations(group?: string): readonly Violation[] {
  return options('violations').filter(
    (type) => type.short === true && (group === undefined || groupOf(type.code) === group),
  );
}

/** The regions of one of the five countries; empty for any other. */
export function regionsOf(country: string): readonly Region[] {
  return options('regions').filter((region) => region.code.startsWith(`${country}-`));
}

/** The five countries first, then the host countries of exiles ("XX" = another country). */
export function allCountries(): readonly Option[] {
  return [...options('countries'), ...options('hostCountries')];
}

/** The label of any country of either list. */
export function countryLabel(country: string, lang: Lang): string {
  return find('countries', country)?.[lang] ?? label('hostCountries', country, lang);
}

/** Screen 5: the agencies of this country, then the generic types. */
export function perpetratorsOf(country: string): readonly Perpetrator[] {
  const all = options('perpetrators');
  return [...all.filter((one) => one.country === country), ...all.filter((one) => one.country === undefined)];
}

const ABROAD = ['police', 'migration', 'border', 'consulate', 'foreign_state', 'plainclothes'];

/** Screen 5: six large buttons for this country; "unknown" and "more" are the screen's own. */
export function quickPerpetrators(country: string): readonly Perpetrator[] {
  const own = options('perpetrators').filter((one) => one.country === country);
  if (own.length > 0) return own.slice(0, 6);
  return ABROAD.flatMap((code) => find('perpetrators', code) ?? []);
}
