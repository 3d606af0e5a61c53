/** Owns which mini-guides there are; never their words. */
import type { GuideName } from '../../i18n/fullMessages.ts';

const NAMES: Readonly<Record<GuideName, true>> = {
  asking: true,
  consent: true,
  names: true,
  dates: true,
  place: true,
  arrest: true,
  torture: true,
  sexualViolence: true,
  children: true,
  disappearance: true,
  death: true,
  perpetrators: true,
  sources: true,
  evidence: true,
  risk: true,
  remedies: true,
  abroad: true,
};

export const guideNames = Object.keys(NAMES) as readonly GuideName[];

export const isGuide = (name: string): name is GuideName => Object.hasOwn(NAMES, name);
