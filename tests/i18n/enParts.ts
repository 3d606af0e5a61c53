/** Lists the parts each app's English catalogue is put together from, so that a test sees a key that one part hides. */
import { common } from '../../src/i18n/en/common.ts';
import { custody } from '../../src/i18n/en/custody.ts';
import { delivery } from '../../src/i18n/en/delivery.ts';
import { desk } from '../../src/i18n/en/desk.ts';
import { deskScreens } from '../../src/i18n/en/deskScreens.ts';
import { errors } from '../../src/i18n/en/errors.ts';
import { findings } from '../../src/i18n/en/findings.ts';
import { form } from '../../src/i18n/en/form.ts';
import { forms } from '../../src/i18n/en/forms.ts';
import { front } from '../../src/i18n/en/front.ts';
import { join } from '../../src/i18n/en/join.ts';
import { keeping } from '../../src/i18n/en/keeping.ts';
import { lists } from '../../src/i18n/en/lists.ts';
import { monitor } from '../../src/i18n/en/monitor.ts';
import { organisation } from '../../src/i18n/en/organisation.ts';
import { reportParts } from '../../src/i18n/en/reportParts.ts';
import { setup } from '../../src/i18n/en/setup.ts';

export const ofMonitor = [common, errors, delivery, join, form, monitor, keeping, front];
export const ofDesk = [
  common,
  errors,
  setup,
  desk,
  deskScreens,
  reportParts,
  organisation,
  forms,
  lists,
  findings,
  custody,
];
