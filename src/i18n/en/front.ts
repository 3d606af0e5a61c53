/** Owns the English words of the notebook that stands in front, of locked notes, and of the entry page behind it. */
import type { Catalogue } from '../message.ts';

export const front = {
  'front.search': 'Search notes',
  'front.searching': 'Searching…',
  'front.clear': 'Clear the search',
  'front.list': 'Notes',
  'front.new': 'New note',
  'front.empty.title': 'No notes yet',
  'front.empty.text': 'Press “New note” and start writing. Everything is kept as you type.',
  'front.none.title': 'No notes found',
  'front.none.text': 'Try fewer words, or other ones.',
  'front.found': { one: '{n} note found', other: '{n} notes found' },
  'front.count': { one: '{n} note', other: '{n} notes' },
  'front.back': 'All notes',
  'front.edit': 'Edit note',
  'front.note.title': 'Title',
  'front.note.text': 'Write something…',
  'front.note.untitled': 'Untitled',
  'front.changed': 'Changed {when}',
  'front.delete': 'Delete',
  'front.deleted': 'Note deleted',
  'front.notSaved': 'This note could not be kept. Free some space on the device, or copy the text elsewhere.',
  'front.settings': 'Settings',
  'front.about': 'Your notes are kept on this device. Nothing is uploaded.',

  'locked.title': 'Locked notes',
  'locked.lock': 'Lock',
  'locked.empty.text': 'Notes written here are locked with your password.',
  'locked.how': 'To open them, type your password into the search line and press Enter or Search.',
  'locked.password': 'Change password',
  'locked.password.old': 'Present password',
  'locked.password.next': 'New password',
  'locked.password.hint': 'At least four words.',
  'locked.password.again': 'New password once more',
  'locked.password.wrong': 'The present password is not right.',
  'locked.password.short': 'Use at least four words.',
  'locked.password.differ': 'The two new ones are not the same.',
  'locked.password.failed': 'The password could not be changed. The present one still works.',
  'locked.password.done': 'Password changed',
  'locked.deleteAll': 'Delete everything',
  'locked.deleteAll.title': 'Delete all notes?',
  'locked.deleteAll.text': 'All notes on this device are deleted. This cannot be undone.',

  'entry.capture.hint': 'Photo, film, voice or a few words, without opening',
  'entry.forgot.hint': 'What is lost, what stays, and how to begin anew',
  'entry.invite.joined':
    'This phone has joined already, so the invite was not used. Type your words to open. To join anew, go to “Words forgotten?”.',
  'entry.what': 'What this app is, and its limits',
  'entry.what.text':
    'A locked notebook behind an ordinary one. What is finished here is sealed, and only the coordinators of your organisation can open it.',
  'entry.front':
    'Next time, type your words straight into the search line of the notebook in front and press Enter or Search.',
  'entry.front.joined':
    'From now on this app shows an ordinary notebook first. To open your notes, type your words into its search line and press Enter or Search. Never write anything about reports in that notebook in front: it is not locked.',
} as const satisfies Catalogue;
