/** Owns the English words of evidence on the phone: what a file tells, recordings, covering faces, how long it takes. */
export const evidence = {
  'evidence.film': 'Film',
  'evidence.voice': 'Record voice',
  'evidence.begin': 'Start',
  'evidence.starting': 'Starting…',
  'evidence.taping': 'Recording, {time} · {size} sealed',
  'evidence.tapingText':
    'It is sealed while it is recorded. If the phone goes off, what was recorded until then is kept.',
  'evidence.stop': 'Stop',
  'evidence.partial': 'Cut off: this is what was recorded until then',

  'evidence.tells': 'This file tells more than it shows',
  'evidence.unread': 'What this file tells about itself is not known here',
  'evidence.unreadText':
    'Files of this kind often hold names, times, places or the program they were made with. It goes as it is, to the coordinators only.',
  'evidence.long': 'This file is large',
  'evidence.taken': 'When: {time}',
  'evidence.place': 'Where: {lat}, {lon}',
  'evidence.device': 'Device: {device}',
  'evidence.program': 'Program: {program}',
  'evidence.author': 'Author: {author}',
  'evidence.more': 'And other notes of the device or a program',
  'evidence.why':
    'Only the coordinators will see this. It helps to prove that the file is real. Take it out if it could betray somebody.',
  'evidence.cannot': 'These details cannot be taken out here without changing the picture.',
  'evidence.keep': 'Add as it is',
  'evidence.strip': 'Add without these details',
  'evidence.leaveOut': 'Do not add',
  'evidence.keepAll': 'Add all as they are',
  'evidence.takes': 'Sending it may take about {time} on this connection.',
  'evidence.takesBetween':
    'Sending it takes about {good} on a good connection, and about {weak} on a weak one. Words and small files go first.',
  'evidence.smallerFirst': 'Send a small copy first',
  'evidence.stillsFirst': 'Send nine stills of it first',
  'evidence.working': 'Preparing',

  'evidence.copy.stripped': 'Without hidden details',
  'evidence.copy.redacted': 'Copy with areas covered',
  'evidence.copy.smaller': 'Small copy, goes first',

  'evidence.cover': 'Cover faces',
  'evidence.coverTitle': 'Cover faces or other areas',
  'evidence.coverText':
    'Draw with a finger over what should not be seen. A copy with black blocks is added; the original stays and goes to the coordinators only.',
  'evidence.coverAdd': 'Add a block',
  'evidence.coverUndo': 'Remove the last block',
  'evidence.coverKeys':
    'With the keyboard: on the next button, arrows move the last block, and Shift with arrows changes its size.',
  'evidence.coverPicture': 'The picture with {n} blocks',
  'evidence.coverSave': 'Add the copy',
  'evidence.coverFailed': 'This picture cannot be drawn on this phone.',
} as const;
