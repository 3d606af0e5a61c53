/** Owns what is said when a browser test fails: what the open pages showed. Runs beside every one of them. */
import { afterEach } from 'vitest';
import { shownNow } from './shown.ts';

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const line of await shownNow()) process.stdout.write(`${task.name}\n  ${line}\n`);
});
