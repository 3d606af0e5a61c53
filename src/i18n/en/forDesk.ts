/** Owns which English words the desk downloads. */
import { common } from './common.ts';
import { custody } from './custody.ts';
import { desk } from './desk.ts';
import { deskScreens } from './deskScreens.ts';
import { errors } from './errors.ts';
import { findings } from './findings.ts';
import { forms } from './forms.ts';
import { lists } from './lists.ts';
import { organisation } from './organisation.ts';
import { reportParts } from './reportParts.ts';
import { setup } from './setup.ts';

export const forDesk = {
  ...common,
  ...errors,
  ...setup,
  ...desk,
  ...custody,
  ...deskScreens,
  ...findings,
  ...forms,
  ...lists,
  ...organisation,
  ...reportParts,
};
