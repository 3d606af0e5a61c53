/** Owns the English sentences for what goes wrong with settings of the organisation and with invites. */
import type { Catalogue } from '../message.ts';

export const joiningErrors = {
  'manifestUnsigned.what': 'The organisation’s settings that arrived are not signed by the organisation.',
  'manifestUnsigned.safe': 'They were refused. Reports are still sealed for the readers you already trust.',
  'manifestUnsigned.now':
    'Go on working. Tell your coordinator this code: somebody may be interfering with the connection.',

  'manifestOlder.what': 'The organisation’s settings that arrived are older than those already here.',
  'manifestOlder.safe': 'They were refused. The newer settings stay in use.',
  'manifestOlder.now': 'Go on working. If this comes again, tell your coordinator this code.',

  'manifestForked.what': 'Two different settings of the organisation claim the same number.',
  'manifestForked.safe': 'The ones that arrived were refused; those already here stay in use.',
  'manifestForked.now': 'Do not join new people. Tell your coordinator this code by another channel.',

  'manifestOvertaken.what': 'Another desk of your organisation published its settings before this one.',
  'manifestOvertaken.safe':
    'They are in force here now. What this desk could open it still opens; newer reports open at that desk.',
  'manifestOvertaken.now':
    'Agree on one desk that publishes; make your change there if it is missing. To read newer reports here, set this desk up anew with that desk’s key file.',

  'manifestExpired.what': 'The organisation’s settings on this phone are old.',
  'manifestExpired.safe':
    'Everything can still be written, sealed and sent; it goes to the standing key of the organisation.',
  'manifestExpired.now': 'Connect to the network when it is safe, so that new settings can arrive.',

  'inviteUsed.what': 'This invite has been used already.',
  'inviteUsed.safe': 'Your words and everything on this phone stay; it has only not joined with this invite.',
  'inviteUsed.now':
    'Ask your coordinator for a new invite. If you did not use this one yourself, tell your coordinator that somebody else did.',

  'inviteExpired.what': 'This invite is too old: invites are valid for seven days.',
  'inviteExpired.safe': 'What is already on this phone stays as it is.',
  'inviteExpired.now': 'Check the date on this phone. If it is right, ask your coordinator for a new invite.',

  'inviteRevoked.what': 'The coordinator took this invite back.',
  'inviteRevoked.safe':
    'Your words and everything on this phone stay; it has only not joined with this invite.',
  'inviteRevoked.now': 'Ask your coordinator for a new invite.',

  'inviteMalformed.what': 'This is not a whole invite.',
  'inviteMalformed.safe': 'Nothing on this phone was changed.',
  'inviteMalformed.now':
    'Paste the whole code from its first to its last letter, or scan the picture again in better light.',

  'inviteForeign.what': 'The organisation behind this invite does not match what the server shows.',
  'inviteForeign.safe': 'Nothing was sent, and nothing on this phone was changed.',
  'inviteForeign.now': 'Do not go on with this invite. Speak with your coordinator in person.',
} as const satisfies Catalogue;
