/** Owns which English words the monitor's app downloads; nothing of the desk is among them. */
import { common } from './common.ts';
import { delivery } from './delivery.ts';
import { errors } from './errors.ts';
import { form } from './form.ts';
import { front } from './front.ts';
import { join } from './join.ts';
import { keeping } from './keeping.ts';
import { monitor } from './monitor.ts';

export const forMonitor = {
  ...common,
  ...errors,
  ...delivery,
  ...join,
  ...form,
  ...monitor,
  ...keeping,
  ...front,
};
