/** Owns the state of a running phone command: one writer, each change durable before the next. Must never skip a write. */
import { type PhoneState, writePhone } from './phone.ts';
import type { PhoneStore } from './phoneOutbox.ts';

/** Progress of an upload may be lost in a crash, since the endpoint knows better; every other change may not. */
const isProgressOnly = (before: PhoneState, after: PhoneState): boolean =>
  skeleton(before) === skeleton(after);

const skeleton = (state: PhoneState): string =>
  JSON.stringify(state, (key, value: unknown) => (key === 'bytes' ? undefined : value));

export function createPhoneStore(folder: string, first: PhoneState): PhoneStore {
  let state = first;
  let writing: Promise<void> = Promise.resolve();
  return {
    read: () => state,
    change(next) {
      const before = state;
      state = next(state);
      if (isProgressOnly(before, state)) return writing;
      const now = state;
      writing = writing.then(() => writePhone(folder, now));
      return writing;
    },
  };
}
