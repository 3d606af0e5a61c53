/** Owns the English words both apps share; the source of keys for every language. */
import type { Catalogue } from '../message.ts';

export const common = {
  'action.back': 'Back',
  'action.next': 'Next',
  'action.continue': 'Continue',
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.done': 'Done',
  'action.save': 'Save',
  'action.copy': 'Copy',
  'action.copied': 'Copied',
  'action.retry': 'Try again',
  'action.undo': 'Undo',
  'action.delete': 'Delete',
  'action.change': 'Change',
  'action.open': 'Open',
  'action.print': 'Print',
  'action.hide': 'Hide',
  'action.clear': 'Clear',
  'action.reload': 'Reload',
  'action.add': 'Add',
  'action.remove': 'Remove',
  'action.more': 'More',

  'answer.yes': 'Yes',
  'answer.no': 'No',
  'answer.dontKnow': 'I don’t know',
  'answer.none': 'None',

  'field.optional': 'optional',
  'field.counter': '{used} of {limit}',
  'field.over': { one: '{n} character too many', other: '{n} characters too many' },
  'field.empty': 'Not filled in',
  'field.choose': 'Choose…',

  'step.at': 'Step {at} of {of}',
  'step.done': 'done',
  'step.now': 'now',
  'step.later': 'not yet',
  'step.trouble': 'needs attention',

  'work.loading': 'Opening…',
  'work.percent': '{percent} %',
  'work.amount': '{done} of {all}',

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

  'look.label': 'Appearance',
  'look.auto': 'As on this device',
  'look.light': 'Light',
  'look.dark': 'Dark',

  'error.code': 'Code {code}',
  'error.title': 'Something went wrong',

  'inert.note': 'Hidden characters in this text are shown by name.',
} as const satisfies Catalogue;
