/** Owns which Uzbek words the monitor's app downloads. */
import type { forMonitor as source } from '../en/forMonitor.ts';
import { fitting } from '../message.ts';
import { common } from './common.ts';
import { delivery } from './delivery.ts';
import { errors } from './errors.ts';
import { form } from './form.ts';
import { front } from './front.ts';
import { join } from './join.ts';
import { keeping } from './keeping.ts';
import { monitor } from './monitor.ts';

export { labels } from './labels.ts';

export const forMonitor = fitting<typeof source>()({
  ...common,
  ...delivery,
  ...errors,
  ...form,
  ...front,
  ...join,
  ...keeping,
  ...monitor,
});
