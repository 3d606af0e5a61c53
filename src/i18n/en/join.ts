/** Owns the English words of the monitor’s way in: language, install, invite, words, limits. */
import type { Catalogue } from '../message.ts';

export const join = {
  'join.language.title': 'Language',
  'join.language.lead':
    'You can change it at any time. Finish setting up in one go: it takes a few minutes, and if you leave halfway you may have to begin again.',

  'join.install.title': 'Put the app on this phone',
  'join.install.lead': 'It then opens without a network and keeps its own storage.',
  'join.install.button': 'Install',
  'join.install.android':
    'Open the browser’s menu and choose “Add to Home screen”. Then open the app from there.',
  'join.install.ios':
    'Press the share button, choose “Add to Home Screen”, then open the app from there. An installed app has its own storage, so join only after installing.',
  'join.install.note': 'The phone’s maker may learn that an app was installed.',
  'join.install.later': 'Go on without installing',

  'join.inApp.title': 'Open this page in the browser itself',
  'join.inApp.text':
    'You opened the link inside another app, which cannot keep notes without a network. Copy the address and open it in Chrome, Firefox or Safari.',
  'join.inApp.copy': 'Copy the address',

  'join.invite.title': 'Your invite',
  'join.invite.lead': 'The coordinator shows it as a picture or gives it as a code.',
  'join.invite.scan': 'Scan with the camera',
  'join.invite.scanHint': 'Hold the phone straight over the square.',
  'join.invite.scanning': 'Looking for the invite…',
  'join.invite.picture': 'Choose a picture of it',
  'join.invite.field': 'Invite code',
  'join.invite.hint': 'Only here, inside the app. Never type it into the address line.',
  'join.invite.check': 'Check the invite',
  'join.invite.checking': 'Checking the invite…',

  'join.compare.title': 'Compare ten words',
  'join.compare.lead': 'Read them aloud with your coordinator. All ten must be the same on both screens.',
  'join.compare.language': 'Other words? First choose the same language as the coordinator’s screen.',
  'join.compare.org': 'Organisation',
  'join.compare.words': 'Words to compare',
  'join.compare.same': 'They are the same',
  'join.compare.differ': 'They differ',
  'join.compare.differTitle': 'Stop here',
  'join.compare.differText':
    'Somebody may have changed the invite. Nothing was sent. Speak with your coordinator in person and ask for a new one.',

  'join.words.title': { one: 'Write down {n} word', other: 'Write down {n} words' },
  'join.words.lead': 'They open your notes on this phone. Nobody else has them, and nobody can restore them.',
  'join.words.label': 'Your words',
  'join.words.advice':
    'On paper, not in a photo and not in a message. Destroy the paper once you know them by heart.',
  'join.words.other': 'Other words',
  'join.words.written': 'I have written them down',
  'join.repeat.title': 'Type the words once',
  'join.repeat.lead': 'So that you know your note is right.',
  'join.repeat.field': 'Your words',
  'join.repeat.hint': 'Small letters, with spaces between the words.',
  'join.making': 'Preparing the lock. On an old phone this takes up to a minute.',

  'join.hello.title': 'Read four words to the coordinator',
  'join.hello.lead':
    'The coordinator types them at the desk. Then your reports are known to come from this phone.',
  'join.hello.words': 'Words of this phone',
  'join.hello.later': 'The four words stay under Settings until the coordinator has them.',
  'join.hello.done': 'Done, open the notes',

  'join.storage.notKept':
    'The browser may clear the notes when the phone runs out of space. Installing the app makes this less likely.',

  'limits.title': 'What it can and cannot protect',
  'limits.lead': 'Said aloud, so that you can decide.',
  'limits.can': 'It can',
  'limits.can.sealed': 'After Finish, nothing on this phone opens a report again, not even your words.',
  'limits.can.locked': 'While locked, drafts are unreadable without your words.',
  'limits.can.blind':
    'The server keeps only sealed files. It cannot read them, and it does not keep who sent which.',
  'limits.can.proof': '“Received by a coordinator” appears only when a coordinator holds the whole report.',
  'limits.cannot': 'It cannot',
  'limits.cannot.screenshots': 'It cannot block screenshots, or somebody looking over your shoulder.',
  'limits.cannot.installed': 'It cannot hide that it was installed. Android may tell Google about it.',
  'limits.cannot.ios': 'On an iPhone it sends only while it is open.',
  'limits.cannot.erase': 'It overwrites the keys, but the phone’s memory may keep old traces.',
  'limits.cannot.memory': 'The browser may hold text in its own memory after locking: close the browser too.',
  'limits.cannot.certificate': 'It cannot see a false certificate that this phone was made to trust.',
  'limits.cannot.host': 'Whoever controls the address you installed it from can change the app.',
  'limits.cannot.shared':
    'If the app’s data was cleared in the browser, what another app hands over goes unsealed to the address you installed it from.',
  'limits.cannot.keyboard': 'Keyboards learn words. Use one that does not send them anywhere.',
  'limits.cannot.recognised': 'A sealed file can be recognised as sealed, though not read.',
  'limits.cannot.linked': 'A hostile server could tell that two reports came from the same phone.',
  'limits.cannot.few': 'With twelve monitors, each report comes from one of twelve.',
  'limits.cannot.forced': 'When you are made to type your own words, every unfinished draft opens.',
  'limits.understood': 'Understood, go on',
  'join.install.isInstalled': 'The app is installed. You can go on.',
  'join.compare.otherInvite': 'Use another invite',
  'join.words.inRu': 'Words in Russian',
  'join.words.inEn': 'Words in English',
  'join.connect.title': 'Connect once',
  'join.connect.lead':
    'The phone fetches the organisation’s settings and says that it has joined. Your invite is kept: you can stop and go on later.',
  'join.connect.button': 'Connect',
} as const satisfies Catalogue;
