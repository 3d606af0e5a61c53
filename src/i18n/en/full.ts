/** Owns the English words of the full form, which are fetched only when it is opened. */
import type { Catalogue } from '../message.ts';

export const full = {
  'full.title': 'Full form',
  'full.lead': 'Write what you know. Nothing has to be complete, and everything is kept when you leave.',
  'full.parts': 'Parts of the form',
  'full.answers': { one: '{n} answer', other: '{n} answers' },
  'full.nothing': 'Nothing here yet',
  'full.look': { one: '{n} to look at', other: '{n} to look at' },
  'full.partOf': 'Part {at} of {of}',
  'full.toParts': 'All parts',
  'full.finish': 'Look once more',

  'full.uses': 'What it would serve',
  'full.uses.lead': 'Missing answers never stop you. They show what a coordinator would have to ask for.',
  'full.uses.missing': '{missing} of {of} missing',
  'full.uses.none': 'Nothing is missing',
  'full.uses.title': 'Missing: {output}',

  'full.entry': '{name} {n}',
  'full.entries.none': 'None yet',
  'full.entries.full': 'No more fit here.',
  'full.removed': 'Removed',
  'full.clear': 'Take the answer back',
  'full.chosen': 'Chosen',
  'full.chosenNone': 'Nothing chosen',
  'full.find': 'Search',
  'full.findNothing': 'Nothing found. Try another word.',
  'full.gone': 'No longer in the list',
  'full.least': 'Exactly, or at least',
  'full.most': 'At most',

  'full.date.how': 'How well is it known?',
  'full.date.day': 'Day',
  'full.date.first': 'From',
  'full.date.last': 'To',
  'full.date.month': 'Month',
  'full.date.year': 'Year',
  'full.date.season': 'Season',
  'full.date.spring': 'Spring',
  'full.date.summer': 'Summer',
  'full.date.autumn': 'Autumn',
  'full.date.winter': 'Winter, from December',
  'full.date.words': 'In the person’s own words',
  'full.date.wordsHint': 'For example “during Nowruz” or “two days before Eid”.',
  'full.date.time': 'Time',
  'full.date.kept': 'Understood as: {date}',
  'full.moment.day': 'Day',
  'full.moment.time': 'Time',

  'full.point.take': 'Use the place of this phone now',
  'full.point.hint':
    'Only if it harms nobody. It is taken once, when you press, and cut to the chosen precision. The phone may ask its maker where it is.',
  'full.point.taking': 'Looking for the place…',
  'full.point.failed': 'The phone gave no place. Write the numbers, or leave them out.',
  'full.point.lat': 'Latitude',
  'full.point.lon': 'Longitude',

  'full.wrong.missing': 'Not answered yet',
  'full.wrong.constraint': 'This does not fit the form',
  'full.wrong.tooLong': 'Longer than fits here',
  'full.wrong.outOfRange': 'Outside what is possible here',
  'full.wrong.wrongKind': 'Not complete, or not possible',
  'full.wrong.notOffered': 'Something chosen is no longer in the list',
  'full.wrong.tooFew': 'Too few entries',
  'full.wrong.tooMany': 'Too many entries',

  'full.errors': 'Still needed',
  'full.errors.lead': 'Without these nobody could work with the report.',
  'full.warnings': 'Worth a look',
  'full.warnings.lead': 'These do not stop you.',
  'full.summary': 'What will be sent',
  'full.whole': 'The report as a whole',

  'full.own.title': 'Questions of your organisation',
  'full.own.lead': 'Nobody has to answer them. What you answer goes with this note.',
  'full.own.gone':
    'This form of the organisation is not offered any more: {name}. What you answered goes along as it is.',
  'full.own.goneAside':
    'This form of the organisation is not offered any more: {name}. What you answered there is not sent, since the form is not chosen.',
  'full.own.refused': {
    one: '{n} form of the organisation needs a newer version of this app and is left out.',
    other: '{n} forms of the organisation need a newer version of this app and are left out.',
  },

  'full.later.correct': 'Correction',
  'full.later.correct.lead':
    'About {code}. What was sent cannot be opened here. Answer only what was wrong; everything else stays as it is there.',
  'full.later.add': 'Addition',
  'full.later.add.lead':
    'About {code}. What was sent cannot be opened here. Write only what is new; it is put beside what is there.',
  'full.later.consent': 'Another consent',
  'full.later.consent.lead':
    'About {code}. The new consent takes the place of the one before, also when it allows less.',
  'full.later.withdraw': 'Withdrawal',
  'full.later.withdraw.lead':
    'About {code}. From then on the coordinators may use nothing of it, and are shown what to call back. They still hold it.',
  'full.later.empty': 'Nothing is written yet that could be sent.',
  'consent.letter.title': 'What this says',
  'consent.letter.withdraw': 'The whole report {code} is taken back: nothing of it may be used any more.',
  'consent.letter.everybody': 'For everybody in {code}, this consent takes the place of the one before.',
  'consent.letter.some': 'In {code}, this consent takes the place of the one before, for: {names}.',
  'consent.letter.from': 'It counts from {day} on.',
  'consent.letter.allowed': 'Allowed from then on',
  'consent.letter.ended': 'Not allowed, even if it was before',
  'consent.letter.nothing': 'Nothing',
  'consent.letter.recall':
    'The coordinators are shown what to call back, and where it was used if that was written down. What is public already cannot be taken back from everybody: tell the person so.',

  'full.guide': 'Guide: {title}',
  'full.guide.ask': 'What to ask',
  'full.guide.avoid': 'What not to ask or do',
  'full.guide.stop': 'When to stop, and where to send the person',
  'full.guide.back': 'Back to the form',
} as const satisfies Catalogue;
