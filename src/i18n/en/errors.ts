/** Owns the English sentences of every error: what happened, what is safe, what to do now. */
import type { ErrorCode } from '../errorNumbers.ts';
import type { Catalogue } from '../message.ts';
import { joiningErrors } from './joiningErrors.ts';

export const errors = {
  'wrongWords.what': 'These words do not open this phone’s notes.',
  'wrongWords.safe': 'Nothing was changed or deleted. You can try as often as you like.',
  'wrongWords.now': 'Check the order and each letter, then try again.',

  'keystoreDamagedOne.what': 'One of the two copies of the key file was damaged.',
  'keystoreDamagedOne.safe': 'The other copy is whole and is in use. All drafts open.',
  'keystoreDamagedOne.now':
    'You can go on working. Finish what matters soon, and tell your coordinator this code.',

  'keystoreDamagedBoth.what':
    'Both copies of the key file are damaged. The drafts on this phone cannot be opened again.',
  'keystoreDamagedBoth.safe': 'Sealed reports are not affected: they will still be sent.',
  'keystoreDamagedBoth.now':
    'Press “Words forgotten?”: sealed reports stay and go on being sent, and you can join again with a new invite.',

  'wrongPassphrase.what': 'This passphrase does not open the desk.',
  'wrongPassphrase.safe': 'Nothing was changed or deleted. You can try as often as you like.',
  'wrongPassphrase.now': 'Check the order of the words and each letter, then try again.',

  'vaultMissing.what': 'The key file is gone from this browser.',
  'vaultMissing.safe': 'Sealed reports that were already sent are safe with the coordinators.',
  'vaultMissing.now':
    'If the browser’s data was cleared, join again with a new invite. Tell your coordinator this code.',

  'wordsMismatch.what': 'These are not the words you were given.',
  'wordsMismatch.safe': 'Nothing is saved yet.',
  'wordsMismatch.now':
    'Look at what you wrote down and type the words again, or go back to see them once more.',

  'kitChanged.what': 'The list of readers on this phone was changed while it was locked.',
  'kitChanged.safe':
    'Your drafts are untouched. What was captured while locked is marked in your list: strangers may be able to open it.',
  'kitChanged.now': 'Do not send anything more from this phone until you have spoken with your coordinator.',

  'notForThisKey.what': 'This sealed file is not addressed to this key.',
  'notForThisKey.safe': 'The file is unharmed and stays where it is.',
  'notForThisKey.now': 'Ask which organisation it was sealed for, or open it with that organisation’s key.',

  'damaged.what': 'This file was changed or damaged on its way.',
  'damaged.safe':
    'Nothing from it was shown as true. The sender still has the original until it is received.',
  'damaged.now': 'Fetch it again. If it stays damaged, ask the sender to send it once more.',

  'truncated.what': 'This file is not complete: its end is missing.',
  'truncated.safe': 'The part that arrived is kept.',
  'truncated.now': 'Wait until the rest arrives, or fetch the file again.',

  'unsupported.what': 'This file has a form that this version does not know.',
  'unsupported.safe': 'The file is unharmed and is kept as it is.',
  'unsupported.now': 'Update the app and open it again.',

  'sealFailed.what': 'Sealing stopped before it was complete.',
  'sealFailed.safe': 'The draft is as it was; nothing half-sealed will be sent.',
  'sealFailed.now': 'Check the free space and press Finish again.',

  ...joiningErrors,
  'setupCodeUsed.what': 'This set-up code has been used already.',
  'setupCodeUsed.safe': 'Nothing was made or changed.',
  'setupCodeUsed.now':
    'If you set up the organisation yourself, open the desk with your passphrase. Otherwise ask the operator for a new code.',

  'setupCodeWrong.what': 'The server does not know this set-up code.',
  'setupCodeWrong.safe': 'Nothing was made or changed.',
  'setupCodeWrong.now': 'Copy the code again from where the server printed it, without spaces at the ends.',

  'recoveryWrong.what': 'This is not the recovery file of this organisation.',
  'recoveryWrong.safe': 'Nothing was changed. The keys on this device still work.',
  'recoveryWrong.now': 'Choose the file that was saved during set-up, or save a new one.',

  'keyFileWrong.what': 'This is not a key file that the desk can open.',
  'keyFileWrong.safe': 'Nothing was changed.',
  'keyFileWrong.now': 'Choose the file that ends in .json and was made for a member of the organisation.',

  'phoneWordsWrong.what': 'These four words do not belong to the phone that used this invite.',
  'phoneWordsWrong.safe': 'The monitor is not confirmed. Nothing was lost.',
  'phoneWordsWrong.now':
    'Have the words read aloud once more. If they still differ, somebody else used the invite: revoke it and make a new one.',

  'notOurEndpoint.what':
    'Something else answered in place of our server: perhaps the login page of this Wi-Fi, or a block.',
  'notOurEndpoint.safe': 'Nothing was sent to it. Everything that waits is still on this phone.',
  'notOurEndpoint.now': 'Sign in to the Wi-Fi or use another network. The app will try again by itself.',

  'endpointBusy.what': 'The server is busy and asked to wait.',
  'endpointBusy.safe': 'What was already sent stays there; the rest is still on this phone.',
  'endpointBusy.now': 'Nothing needs to be done: the app will try again by itself.',

  'noConnection.what': 'There is no connection to the server now.',
  'noConnection.safe': 'Everything is saved on this phone.',
  'noConnection.now': 'Go on working. Sending starts by itself when a connection appears.',

  'endpointBroken.what': 'The server answered in a way that makes no sense.',
  'endpointBroken.safe': 'Nothing was marked as delivered; the phone keeps its copy.',
  'endpointBroken.now':
    'The app will try again by itself. If it goes on for a day, tell your coordinator this code.',

  'tokensRefused.what':
    'The server handed out upload passes that do not come from your organisation’s signed key. It may want to recognise this phone.',
  'tokensRefused.safe': 'None of them was kept or used. Your notes and sealed reports are not affected.',
  'tokensRefused.now': 'Tell your coordinator this code as soon as you can do so safely.',

  'receiptWrong.what': 'The server’s receipt does not carry the right signature.',
  'receiptWrong.safe': 'The report does not count as delivered. The phone keeps its copy.',
  'receiptWrong.now': 'Tell your coordinator this code. The app will go on trying.',

  'notAllowed.what': 'The server did not accept the permission of this device.',
  'notAllowed.safe': 'Nothing was lost; everything stays on this device.',
  'notAllowed.now': 'Ask your coordinator whether this device was removed, and for a new invite if so.',

  'endpointFull.what': 'The server has no room left.',
  'endpointFull.safe': 'Everything stays on this phone and will be sent later.',
  'endpointFull.now': 'Nothing needs to be done. If it lasts, tell your coordinator this code.',

  'clockWrong.what': 'The date on this device seems to be wrong.',
  'clockWrong.safe': 'Everything is saved. Reports are ordered without the clock.',
  'clockWrong.now': 'Set the date and time in the device’s settings, then try again.',

  'diskFull.what': 'This device has no free space left.',
  'diskFull.safe': 'Everything saved so far is still there. The last change may not be saved.',
  'diskFull.now': 'Delete something outside this app, such as old videos, then press Try again.',

  'quota.what': 'The browser does not give this app more space.',
  'quota.safe': 'Everything saved so far is still there. The last change may not be saved.',
  'quota.now': 'Free some space on the device, or remove an attachment, then press Try again.',

  'otherTab.what': 'The app is open in another tab or window.',
  'otherTab.safe': 'Both see the same notes, and nothing is lost.',
  'otherTab.now': 'Close the other one, or press Use here: the other will lock itself.',

  'fileUnreadable.what': 'This file could not be read.',
  'fileUnreadable.safe': 'The report and its other files are unchanged.',
  'fileUnreadable.now': 'Check that the file still exists and choose it again, or take another one.',

  'fileTooLarge.what': 'This file is larger than what can be sent.',
  'fileTooLarge.safe': 'The report and its other files are unchanged.',
  'fileTooLarge.now': 'Choose a shorter recording or a smaller picture.',

  'noServiceWorker.what': 'This browser cannot keep the app for use without a network.',
  'noServiceWorker.safe': 'Nothing was written yet.',
  'noServiceWorker.now':
    'Open the address in Chrome, Firefox or Safari itself, not inside a messenger and not in a private window.',

  'noSecureContext.what': 'This page was opened over a connection that the browser does not trust.',
  'noSecureContext.safe': 'Nothing was written yet.',
  'noSecureContext.now': 'Open the address that begins with https.',

  'noWasm.what': 'This browser does not allow what sealing needs.',
  'noWasm.safe': 'Nothing was written yet.',
  'noWasm.now':
    'On an iPhone, Lockdown Mode can be switched off for this one site. Otherwise use a newer browser.',

  'noOpfs.what': 'This browser stores files in a weaker way, as in a private window.',
  'noOpfs.safe': 'Everything works, but what is erased may stay on the phone for longer.',
  'noOpfs.now': 'Use the normal window of a current browser if you can.',

  'noCamera.what': 'The camera could not be opened.',
  'noCamera.safe': 'Nothing was changed.',
  'noCamera.now':
    'Allow the camera for this app in the browser’s settings, choose a picture, or paste the code.',

  'noQr.what': 'No invite was found in this picture.',
  'noQr.safe': 'Nothing was changed.',
  'noQr.now': 'Take the picture again: straight on, in good light, with the whole square inside.',

  'storageLost.what': 'The browser lost part of what was stored.',
  'storageLost.safe':
    'Sealed reports were restored from their second copy. Drafts that were lost are listed.',
  'storageLost.now': 'Check the list. Tell your coordinator this code.',

  'saveFailed.what': 'The last change could not be saved.',
  'saveFailed.safe': 'Everything before it is saved. Your text is still on the screen.',
  'saveFailed.now': 'Do not close this page. Press Try again.',

  'locked.what': 'The notes were locked in the meantime.',
  'locked.safe': 'What was saved is there and locked with your words.',
  'locked.now': 'Open the notes with your words and go on.',

  'vaultExists.what': 'There are notes in this browser already.',
  'vaultExists.safe': 'They were not touched, and nothing new was made.',
  'vaultExists.now': 'Open them with their words, or wipe them first if nobody needs them.',

  'workerLost.what': 'The part of the app that holds the keys was stopped, or could not be started.',
  'workerLost.safe': 'What was marked as saved is saved.',
  'workerLost.now':
    'Reload this page and open the notes with your words. If it comes back, close other apps and tabs first.',

  'badRequest.what': 'Two parts of the app do not understand each other.',
  'badRequest.safe': 'What was marked as saved is saved.',
  'badRequest.now':
    'Close every tab of the app and open it again. If this comes back, tell your coordinator this code.',

  'recordsDamaged.what': 'Some of what is saved here does not open any more.',
  'recordsDamaged.safe': 'Nothing was deleted. Everything else opens, and sealed reports are still sent.',
  'recordsDamaged.now': 'Look through the list for what is missing, and tell your coordinator this code.',

  'ledgerDamaged.what': 'The list of what is on its way was damaged.',
  'ledgerDamaged.safe': 'Drafts are not affected, and nothing was deleted.',
  'ledgerDamaged.now': 'Tell your coordinator this code: a sealed report may need help to arrive.',

  'newer.what': 'This was written by a newer version of the app.',
  'newer.safe': 'It is kept as it is, and nothing in it was changed.',
  'newer.now': 'Take the new version when the app offers it, or close all tabs and open the app again.',

  'storedDamaged.what': 'What was stored here does not read back as it was written.',
  'storedDamaged.safe': 'It was not taken for saved, and what was saved before was not overwritten.',
  'storedDamaged.now':
    'Try again. If this comes back, the storage may be failing: finish what matters and tell your coordinator this code.',

  'readersUnsupported.what': 'This version of the app cannot seal for one of the organisation’s readers.',
  'readersUnsupported.safe':
    'The draft is as it was. Nothing was sealed for fewer people than should read it.',
  'readersUnsupported.now': 'Update the app. If it is up to date, tell your coordinator this code.',

  'sealedFileMissing.what': 'A sealed file that was still to be sent cannot be read here any more.',
  'sealedFileMissing.safe': 'Other reports and drafts are not affected.',
  'sealedFileMissing.now':
    'Tell your coordinator this code and the short code of the report: it may have to be written again.',

  'incomplete.what': 'An answer is still missing, so the report cannot be finished yet.',
  'incomplete.safe': 'The draft is saved as it is.',
  'incomplete.now': 'Look at the list of what is still needed and press Finish again.',

  'manifestMalformed.what': 'The organisation’s settings that arrived cannot be read.',
  'manifestMalformed.safe': 'They were refused. What is already here stays in use.',
  'manifestMalformed.now': 'Go on working. If this comes again, tell your coordinator this code.',

  'notJoined.what': 'This app has not joined an organisation yet.',
  'notJoined.safe': 'What was written is saved; without an organisation nobody could read it.',
  'notJoined.now': 'Join with an invite from your coordinator, then try again.',

  'versionsDiffer.what': 'The server does not understand this version of the app.',
  'versionsDiffer.safe': 'Nothing was lost; everything that waits is kept here.',
  'versionsDiffer.now':
    'Take the new version when the app offers it. If there is none, tell your coordinator this code.',

  'sentDamaged.what': 'Something was lost or damaged on the way to the server.',
  'sentDamaged.safe': 'The server did not take it for whole, and every byte is kept here.',
  'sentDamaged.now': 'Nothing needs to be done: the app sends that part again by itself.',

  'receiptMissing.what': 'The server has taken everything but has not signed for it yet.',
  'receiptMissing.safe': 'The report does not count as stored, and the sealed copy is kept here.',
  'receiptMissing.now': 'Nothing needs to be done: the app asks again by itself.',

  'takenAndLost.what': 'The server took this several times and does not have it any more.',
  'takenAndLost.safe': 'It does not count as stored, and the sealed copy is kept here.',
  'takenAndLost.now':
    'The app tries again once a day, so as not to use up your data. Tell your coordinator this code.',

  'noEndpoint.what': 'The organisation’s settings name no server to send to.',
  'noEndpoint.safe': 'Everything is sealed and kept here.',
  'noEndpoint.now': 'Tell your coordinator this code. Sending starts when new settings arrive.',

  'sendRefused.what': 'The server refused this and gave no reason that the app knows.',
  'sendRefused.safe': 'Nothing was lost; the sealed copy is kept here.',
  'sendRefused.now':
    'Press Send now on a better connection. If it is refused again, tell your coordinator this code.',

  'vaultFull.what': 'There is no place left for more drafts, files or reports in the app.',
  'vaultFull.safe': 'Everything saved so far is still there.',
  'vaultFull.now': 'Finish or remove a draft, take received reports off the list, then press Try again.',

  'fileChanged.what': 'This file changed while it was being read.',
  'fileChanged.safe': 'Nothing half-read was kept. The report and its other files are unchanged.',
  'fileChanged.now': 'Wait until the recording or download has ended, then choose the file again.',

  'tooManyFiles.what': 'A report can have at most 50 files.',
  'tooManyFiles.safe': 'The files that are already sealed stay with it.',
  'tooManyFiles.now': 'Remove one, or put the rest into a second report.',

  'storageFailed.what': 'The storage of this browser answered with an error.',
  'storageFailed.safe': 'What was marked as saved is saved. Text on the screen stays there.',
  'storageFailed.now':
    'Do not close this page. Try again; if it fails again, restart the device and tell your coordinator this code.',

  'storageBlocked.what': 'Another tab with an older version of the app keeps the storage closed.',
  'storageBlocked.safe': 'What was marked as saved is saved. Text on the screen stays there.',
  'storageBlocked.now': 'Close all other tabs of the app, then try again.',

  'stopped.what': 'This was stopped before it was done.',
  'stopped.safe': 'Nothing half-done was kept, and nothing saved was changed.',
  'stopped.now': 'Begin again when you like.',

  'gone.what': 'This is no longer here.',
  'gone.safe': 'The rest of the list is unchanged.',
  'gone.now': 'Go back to the list. If it should be there, tell your coordinator this code.',

  'oldTab.what': 'A newer version of the app has taken over the notes, and this page is the older one.',
  'oldTab.safe': 'What was marked as saved is saved. Text that is only on this screen is not.',
  'oldTab.now':
    'Write down anything that is not saved, then reload this page or close it and open the app again.',

  'wordsWeak.what': 'These words are too easy to guess.',
  'wordsWeak.safe': 'Nothing was changed.',
  'wordsWeak.now': 'Add words that have nothing to do with the others, or have words drawn for you.',

  'noMicrophone.what': 'No microphone was found.',
  'noMicrophone.safe': 'What is on the screen stays there.',
  'noMicrophone.now': 'Connect one, or write a few words instead.',

  'microphoneRefused.what': 'This app may not use the microphone.',
  'microphoneRefused.safe': 'What is on the screen stays there.',
  'microphoneRefused.now':
    'Allow the microphone for this app in the browser’s settings and press again, or write a few words instead.',

  'cameraRefused.what': 'This app may not use the camera.',
  'cameraRefused.safe': 'What is on the screen stays there.',
  'cameraRefused.now':
    'Allow the camera for this app in the browser’s settings and press again, or use the phone’s own camera app below.',

  'recordingFailed.what': 'The recording stopped by itself.',
  'recordingFailed.safe': 'What was recorded before stays on the screen.',
  'recordingFailed.now': 'Press Record again. If it fails again, write a few words instead.',

  'cameraBusy.what': 'The camera does not start.',
  'cameraBusy.safe': 'What is on the screen stays there.',
  'cameraBusy.now':
    'Close other apps that use the camera and press again, or use the phone’s own camera app below.',

  'captureNotKept.what': 'What you captured could not be sealed, and was not kept.',
  'captureNotKept.safe': 'What was sealed before is not touched.',
  'captureNotKept.now':
    'Capture it again if you can. If the phone is full, delete something in another app first.',

  'captureFull.what': 'A capture can have at most 20 files.',
  'captureFull.safe': 'What is on this screen stays here.',
  'captureFull.now': 'Seal it now, and capture the rest after that; or remove something.',

  'sharedLost.what': 'What another app handed over did not arrive whole.',
  'sharedLost.safe': 'What came whole is here and sealed. The rest was not kept.',
  'sharedLost.now':
    'Hand it over once more, and take it in within a few minutes. Or choose the file from inside this app.',

  'sharedLong.what': 'The text that was handed over is longer than a capture can hold.',
  'sharedLong.safe': 'Its first 20,000 characters are here. Files that came with it are here too.',
  'sharedLong.now': 'Hand the rest over as a file, or in a second capture.',

  'sharedTwice.what': 'Something else was handed over while the first still waited.',
  'sharedTwice.safe': 'Only what came first is here. The other was not kept.',
  'sharedTwice.now':
    'Look at what came before you seal it. If it is not yours, remove it, and hand yours over once more.',

  'fileNotKept.what': 'A chosen file was not sealed yet when the note was left, hidden or ended.',
  'fileNotKept.safe': 'The note itself is saved. That file is not in it.',
  'fileNotKept.now': 'Add the file again, and wait until it is sealed.',

  'wordsTaken.what': 'These words open something here already.',
  'wordsTaken.safe': 'Nothing was changed.',
  'wordsTaken.now': 'Choose other words.',

  'sealedWaiting.what': 'Sealed files for another organisation still wait on this phone.',
  'sealedWaiting.safe': 'They are whole, and the new invite was not used.',
  'sealedWaiting.now':
    'Leave the app open with a connection until they are stored, then use the invite again. Or wipe, if they may be lost.',

  'savedRestored.what': 'The browser had lost or damaged some of what was saved.',
  'savedRestored.safe': 'All of it was put back from its second copy. Nothing is missing.',
  'savedRestored.now': 'You can go on working. If this comes again, tell your coordinator this code.',

  'storageRebuilt.what': 'The browser lost its database.',
  'storageRebuilt.safe':
    'Everything saved was put back from its second copy, and sealed reports are queued again.',
  'storageRebuilt.now':
    'You can go on working. Finish what matters soon, and tell your coordinator this code.',

  'formMalformed.what': 'One of the organisation’s own forms cannot be read.',
  'formMalformed.safe': 'Everything else works as before, and nothing was lost.',
  'formMalformed.now': 'Tell your coordinator this code. The form has to be published again.',

  'formTooLarge.what': 'One of the organisation’s own forms is too large.',
  'formTooLarge.safe': 'Everything else works as before, and nothing was lost.',
  'formTooLarge.now': 'Tell your coordinator this code. The form has to be made shorter.',

  'formNewer.what': 'One of the organisation’s own forms needs a newer version of the app.',
  'formNewer.safe': 'Everything else works as before, and nothing was lost.',
  'formNewer.now': 'Update the app when it offers that. Until then report with the usual form.',

  'formsTooMany.what': 'There are too many forms, or they are too large together.',
  'formsTooMany.safe': 'Nothing was published. The forms in force stay as they are.',
  'formsTooMany.now': 'Take out a form that is no longer needed, or make the new one shorter.',

  'listsTooLarge.what':
    'There are too many regions or agencies of your own, or their names are too long together.',
  'listsTooLarge.safe': 'Nothing was published. The lists in force stay as they are.',
  'listsTooLarge.now': 'Keep to 300 entries in each list, and shorten names. Then publish again.',

  'unexpected.what': 'Something happened that should not happen.',
  'unexpected.safe': 'What was marked as saved is saved.',
  'unexpected.now': 'Open the app again. If it comes back, tell your coordinator this code.',
} as const satisfies Catalogue & Record<`${ErrorCode}.${'what' | 'safe' | 'now'}`, string>;
