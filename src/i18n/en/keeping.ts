/** Owns the English words of the settings’ pages, of words under force, and of capture now. */
import type { Catalogue } from '../message.ts';

export const keeping = {
  'keep.words.detail': 'Change them, or set words for a forced moment',
  'keep.lock': 'Lock by itself',
  'keep.lock.detail': 'Out of sight: {hidden}. Without a touch: {idle}.',
  'keep.wipe': 'Wipe',
  'keep.wipe.keeps': 'Keeps sealed files that wait',
  'keep.wipe.all': 'Removes everything',
  'keep.phone': 'What is on this phone',
  'keep.phone.detail': 'And who could read it',
  'keep.about': 'About and version',

  'keep.duress': 'Words that empty the notes',
  'keep.coerced': 'Words that say you are forced',
  'keep.set': 'Set',
  'keep.notSet': 'Not set',
  'keep.setUp': 'Set such words',
  'keep.setOthers': 'Set other ones',
  'keep.removeThem': 'Remove them',
  'keep.foreign': 'Words were changed while you were forced',
  'keep.foreign.text':
    'Somebody opened the notes with the words that say you are forced, and set, replaced or removed words for a forced moment. Such words may open everything here. Remove them all, then set new ones if you need them.',
  'keep.foreign.remove': 'Remove all such words',
  'keep.helps': 'When they help',
  'keep.helpsNot': 'When they do not',
  'keep.know': 'Know beforehand',

  'duress.lead':
    'Typed instead of your own words, they erase your notes first. Then an empty, ordinary notebook opens.',
  'duress.helps':
    'A quick look, as at a checkpoint: somebody makes you open the app, sees an empty notebook and lets you go.',
  'duress.not.copy':
    'When the phone’s storage was copied before, or at the same time. The copy still has your drafts, and your own words open them.',
  'duress.not.knows':
    'When somebody knows this app. They know that such words exist, and may ask for the others.',
  'duress.not.camera': 'When a camera or a person saw you type your own words before.',
  'duress.know.law': 'In some places erasing is punished in itself. Think about that beforehand.',
  'duress.know.try': 'They cannot be tried out: the first time erases everything.',
  'duress.know.kept': 'Sealed files that wait are kept and still sent, as set under “Wipe”.',
  'duress.know.gone': 'Sealed files that wait are erased too, as set under “Wipe”.',
  'duress.done': 'The words that empty the notes are set.',

  'coerced.lead':
    'Typed instead of your own words, they open everything, and everything works as usual. Each report then tells the coordinators that it was written under force.',
  'coerced.helps': 'When you are watched and told to go on reporting.',
  'coerced.not.anonymous': 'An anonymous report cannot carry the sign. Neither can a capture.',
  'coerced.not.reads': 'Whoever stands beside you reads what you read. These words hide nothing.',
  'coerced.not.studies':
    'Somebody who studies a copy of the phone with these words in hand can find out what they are.',
  'coerced.know.agree': 'Agree with your coordinators beforehand what they will do when they see the sign.',
  'coerced.done': 'The words that say you are forced are set.',

  'under.ends': 'They end when you change your own words, and must then be set again.',
  'under.removed': 'Removed. These words no longer open anything.',
  'under.differ': 'They must be other words than your own.',
  'change.ends':
    'If you set words that empty the notes, or words that say you are forced: they end with this change. Set them again afterwards.',
  'change.done': 'The words are changed. The old ones open nothing.',

  'own.use': 'Use words of my own',
  'own.title': 'Words of your own',
  'own.lead':
    'Words drawn by chance are harder to guess than anything people make up. If you choose your own, take at least six that have nothing to do with each other or with you.',
  'own.field': 'Words of your own',
  'own.note': 'An estimate. Sayings, songs, names and dates are tried first, and are weaker than it says.',
  'own.offline': 'The lists of words are not on this phone yet. Connect once, then try again.',
  'strength.weak': 'Too weak',
  'strength.enough': 'Enough',
  'strength.strong': 'Strong',
  'strength.weak.text': 'Others could guess this. Add more words.',
  'strength.ignored': { one: '{n} word does not count', other: '{n} words do not count' },
  'strength.ignoredWhy': 'Repeated, or letters in a row.',
  'strength.guesses':
    'A computer that tries {rate} guesses a second needs about {time}. A thousand computers need a thousandth of that.',
  'time.seconds': { one: '{n} second', other: '{n} seconds' },
  'time.days': { one: '{n} day', other: '{n} days' },
  'time.years': { one: '{n} year', other: '{n} years' },
  'time.thousandYears': { one: '{n} thousand years', other: '{n} thousand years' },
  'time.millionYears': { one: '{n} million years', other: '{n} million years' },

  'locks.hidden': 'When the app is out of sight',
  'locks.idle': 'When nobody touches the screen',
  'locks.now': 'At once',
  'locks.nowHint': 'Also when the phone’s camera or its file list opens. Then a file can hardly be added.',
  'locks.always': 'Whatever you choose: Hide locks at once, and so does closing the app.',

  'wipes.question': 'Sealed files that have not been sent',
  'wipes.all': 'Erase them too',
  'wipes.allHint': 'Nothing is left. What had not arrived is lost for ever.',
  'wipes.keep': 'Keep them and go on sending',
  'wipes.keepHint': 'Nobody can read them here. But it can be seen that there are sealed files.',
  'wipes.waiting': {
    one: '{n} sealed file waits to be sent now.',
    other: '{n} sealed files wait to be sent now.',
  },
  'wipes.none': 'No sealed file waits now.',
  'wipes.means':
    'A wipe overwrites the keys first, then deletes the rest. It needs no words and works while locked. The phone’s memory may keep old traces; without the keys they cannot be read.',

  'phone.drafts': { one: '{n} draft', other: '{n} drafts' },
  'phone.drafts.who': 'Only somebody with your words.',
  'phone.waiting': { one: '{n} sealed report waits to be sent', other: '{n} sealed reports wait to be sent' },
  'phone.stored': {
    one: '{n} sealed report is with the server',
    other: '{n} sealed reports are with the server',
  },
  'phone.sealed.who': 'Only the coordinators. Not you, and not with your words.',
  'phone.received': {
    one: '{n} report received by a coordinator',
    other: '{n} reports received by a coordinator',
  },
  'phone.received.who':
    'Only its short code and its day are here, and only somebody with your words sees them. Without them it is seen how many there are.',
  'phone.captures': { one: '{n} capture', other: '{n} captures' },
  'phone.questions': {
    one: 'The key to questions about {n} report',
    other: 'The keys to questions about {n} reports',
  },
  'phone.questions.who':
    'Only somebody with your words. They open the coordinators’ questions, not the report, and are erased when the notes are opened 30 days after sealing or later. If nobody opens them, the keys stay, locked.',
  'phone.settings': 'Your settings and the organisation’s name',
  'phone.outer': {
    one: 'The notebook in front, with {n} note, and the language',
    other: 'The notebook in front, with {n} notes, and the language',
  },
  'phone.outer.who': 'Anybody who opens the app. Never write anything about reports there.',
  'phone.numbers':
    'Without your words somebody still sees how many sealed files there are, how large, in which order they leave, and from the phone’s own file dates when they were made.',
  'phone.parts': 'The app itself',
  'phone.parts.all': 'All of it is on this phone: everything works without a network.',
  'phone.parts.some':
    '{here} of {all} later parts are here. The rest comes by itself while there is a network; without one, the full form and some pages have to wait. The short form, capturing and wiping work.',
  'phone.storage': 'Storage',
  'phone.space.unknown': 'This browser does not say how much space is used.',
  'phone.ask': 'Ask the browser again',
  'phone.asked': 'The browser has not promised it. Open the app more often, or install it, and ask again.',
  'phone.kept': 'The browser promised to keep the notes until you delete them.',
  'phone.erase': 'Erasing',
  'phone.erase.inPlace':
    'Keys are overwritten in place before anything is deleted. The memory chip may still keep old blocks.',

  'about.check': 'Is this the version it claims to be?',
  'about.checking': 'Reading every file of the app…',
  'about.words': 'Words of this version',
  'about.hash': 'Its number',
  'about.same': {
    one: '{n} file of the app was read here and is as listed.',
    other: '{n} files of the app were read here and are as listed.',
  },
  'about.elsewhere': {
    one: '{n} file of the list is not kept on this phone.',
    other: '{n} files of the list are not kept on this phone.',
  },
  'about.differs': 'This is not the version it claims to be',
  'about.differsText':
    'A file on this phone is not as the list says. Finish nothing more here, and tell your coordinator by another channel.',
  'about.file': 'File',
  'about.noList': 'The list of files is not on this phone. Connect once, then look again.',
  'about.proves':
    'Compare the words with those that the organisation or the makers published. It shows a damaged or mixed-up app.',
  'about.provesNot':
    'An app that was changed on purpose could show any words. The file that starts the app without a network (sw.js) can only be compared from outside: another computer can fetch every file and compare it with files.txt.',

  'forgot.title': 'Words forgotten',
  'forgot.lead': 'Nobody can restore them. You can begin anew on this phone.',
  'forgot.lost': 'What is lost',
  'forgot.lost.text': 'All drafts on this phone, and the settings.',
  'forgot.stays': 'What stays',
  'forgot.stays.files': {
    one: '{n} sealed file stays and goes on being sent.',
    other: '{n} sealed files stay and go on being sent.',
  },
  'forgot.stays.none': 'No sealed file waits on this phone.',
  'forgot.stays.theirs': 'What the coordinators have stays with them.',
  'forgot.next': 'Then you join again, with a new invite of the same organisation and new words.',
  'forgot.sure': 'I have tried everything I remember, and give the drafts up',
  'forgot.button': 'Give the drafts up and begin anew',
  'forgot.doing': 'Erasing the keys…',

  'capture.title': 'Capture now',
  'capture.lead': 'Straight to the coordinators. Once sealed, it cannot be opened on this phone.',
  'capture.photo': 'Photo',
  'capture.film': 'Film',
  'capture.voice': 'Voice',
  'capture.file': 'File',
  'capture.camera': 'Use the phone’s camera app',
  'capture.cameraHint': 'It may keep the photo in the gallery. Delete it there yourself.',
  'capture.shoot': 'Take it',
  'capture.turn': 'Other camera',
  'capture.view': 'What the camera sees',
  'capture.starting': 'Starting…',
  'capture.recording': 'Recording, {time}',
  'capture.level': 'Loudness',
  'capture.stop': 'Stop',
  'capture.words': 'A few words',
  'capture.wordsHint': 'Who, where, what. You can add a full note later.',
  'capture.taken': 'Taken, not sealed yet',
  'capture.item.photo': 'Photo {n}',
  'capture.item.voice': 'Recording, {time}',
  'capture.item.film': 'Film, {time}',
  'capture.item.shared': 'Handed over: {name}',
  'capture.item.file': 'File {n}',
  'capture.seal': 'Seal now',
  'capture.sealing': 'Sealing',
  'capture.shared.waits': 'Something from another app or a web page waits here',
  'capture.shared.text':
    'Another app or a web page handed something over. Nothing of it is kept yet. Take it in, and it is sealed at once; or throw it away. It waits for a few minutes.',
  'capture.shared.take': 'Take it in',
  'capture.shared.taking': 'Taking it in and sealing it',
  'capture.hide':
    'Hide seals what is here. If the app dies before that, what you recorded, photographed or typed is not lost, but for the last seconds; files have to be chosen again.',
  'capture.cut':
    'The recording was stopped because the app went out of sight. What was there was sealed at once.',
  'capture.leave': 'Not sealed yet',
  'capture.leaveText': 'Seal it now, or throw it away.',
  'capture.throw': 'Throw away',
  'capture.done': 'Sealed',
  'capture.note': 'Note it: {code}',
  'capture.done.opened': 'It cannot be opened here any more, not even by you.',
  'capture.done.leavesLocked':
    'It leaves after the notes were opened once with your words and there is a connection.',
  'capture.done.leaves': 'It leaves as soon as there is a connection.',
  'capture.done.names': 'You can name it in a report later, so that both are found together.',
  'capture.another': 'Capture something else',
  'capture.unavailable': 'Not possible yet',
  'capture.unavailableText':
    'This phone has to join an organisation first. Open the notes once with your words.',
  'capture.forced': 'A capture does not carry your name or a sign from you.',
  'capture.kind': 'Captured',
  'capture.belongs': 'Belongs to a capture',
  'capture.belongsHint': 'Name what was captured before, so that the coordinators find both together.',
  'capture.typed': 'Or type its code',
  'capture.typedHint': 'Five letters and digits, such as ZKZ73.',
  'capture.notCode': 'A code has five letters and digits, without I, L, O, U, 0 and 1.',
  'capture.add': 'Add',
  'capture.doubtful':
    'It was sealed while the list of readers on this phone had been changed by somebody. Strangers may be able to open it. Tell your coordinator.',
} as const satisfies Catalogue;
