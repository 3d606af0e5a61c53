/** Owns when this desk first had a report and each of its files before somebody's eyes. Must never tell a time that was not written down. */
import type { JsonObject } from '../domain/report.ts';
import { isHex, isObject } from '../wire/shape.ts';

/** The first time of each, in UTC; a step that did not happen, or that an older version did not write down, is not there. */
export type FileHandled = { readonly shown?: string; readonly saved?: string };
export type Handled = {
  /** When somebody first looked at the report. */
  readonly openedAt: string | null;
  /** The same of its files, by their `content`. */
  readonly files: Readonly<Record<string, FileHandled>>;
};

export const NOT_HANDLED: Handled = { openedAt: null, files: {} };

/** The first time stays: what is looked at again was opened before. */
export const openedFirst = (handled: Handled, at: string): Handled => ({
  ...handled,
  openedAt: handled.openedAt ?? at,
});

export function fileHandled(handled: Handled, content: string, step: keyof FileHandled, at: string): Handled {
  const before = handled.files[content];
  if (before?.[step] !== undefined) return handled;
  return { ...handled, files: { ...handled.files, [content]: { ...before, [step]: at } } };
}

const MOST_FILES = 200;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const isTime = (value: unknown): boolean =>
  value === undefined || (typeof value === 'string' && INSTANT.test(value));
const isFile = ([content, file]: readonly [string, unknown]): boolean =>
  isHex(content, 32) && isObject(file) && isTime(file['shown']) && isTime(file['saved']);

/** As a line of the inbox kept it. */
export function isHandled(value: unknown): value is Handled {
  if (!isObject(value) || !isObject(value['files'])) return false;
  const files = Object.entries(value['files'] as JsonObject);
  return (
    (value['openedAt'] === null || isTime(value['openedAt'])) &&
    files.length <= MOST_FILES &&
    files.every(isFile)
  );
}
