/** Owns our own full form: eight sections (DOMAIN 2.3), as questions. Loaded only when somebody wants it. */

import { accountSection, placeSection } from './fullAccount.ts';
import { actsSection } from './fullActs.ts';
import { consentSection } from './fullConsent.ts';
import { peopleSection } from './fullPeople.ts';
import { perpetratorsSection } from './fullPerpetrators.ts';
import { remediesSection } from './fullRemedies.ts';
import { sourcesSection } from './fullSources.ts';
import type { Section } from './question.ts';

const sections: readonly Section[] = [
  actsSection,
  peopleSection,
  perpetratorsSection,
  accountSection,
  placeSection,
  sourcesSection,
  consentSection,
  remediesSection,
];

/** The sections in their order: acts, people, perpetrators, account, place, sources, consent, remedies. */
export const fullSections = (): readonly Section[] => sections;
