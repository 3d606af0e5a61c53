/** Owns the English words both apps share; the source of keys for every language. */
import type { Catalogue } from '../message.ts';

export const common = {
  'action.back': 'Back',
  'action.next': 'Next',
  'action.continue': 'Continue',
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.done': 'Done',
  'action.copied': 'Copied',
  'action.retry': 'Try again',
  'action.undo': 'Undo',
  'action.delete': 'Delete',
  'action.change': 'Change',
  'action.reload': 'Reload',
  'action.add': 'Add',
  'action.remove': 'Remove',
  'action.more': 'More',

  'answer.dontKnow': 'I don’t know',

  'field.optional': 'optional',
  'field.counter': '{used} of {limit}',
  'field.empty': 'Not filled in',
  'field.choose': 'Choose…',

  'step.at': 'Step {at} of {of}',
  'step.done': 'done',
  'step.now': 'now',
  'step.later': 'not yet',
  'step.trouble': 'needs attention',

  'work.loading': 'Opening…',
  'work.percent': '{percent} %',

  'size.b': '{n} B',
  'size.kb': '{n} KB',
  'size.mb': '{n} MB',
  'size.gb': '{n} GB',

  'count.files': { one: '{n} file', other: '{n} files' },
  'count.days': { one: '{n} day', other: '{n} days' },
  'count.hours': { one: '{n} hour', other: '{n} hours' },
  'count.minutes': { one: '{n} minute', other: '{n} minutes' },
  'count.reports': { one: '{n} report', other: '{n} reports' },
  'count.people': { one: '{n} person', other: '{n} people' },

  'day.yesterday': 'Yesterday',

  'lang.label': 'Language',
  'lang.unreviewed': 'unreviewed translation',

  'error.code': 'Code {code}',
} as const satisfies Catalogue;
