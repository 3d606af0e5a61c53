/** Owns the English words of the desk about the organisation: room, servers, settings, invites taken back. */
import type { Catalogue } from '../message.ts';

export const organisation = {
  'room.little': 'The server has little room left for this organisation',
  'room.littleText':
    '{used} of {limit} are used. When it is full, phones keep their reports and try again; nothing is lost, but nothing new arrives. Ask the operator for more room.',
  'room.full': 'The server has no room left for this organisation',
  'room.fullText':
    '{used} of {limit} are used. Phones keep their reports and try again until there is room. Ask the operator for more room now.',
  'room.used': '{used} of {limit} used',
  'room.usedOpen': '{used} used',
  'mirror.away': 'A server does not answer',
  'mirror.awayText':
    'What lies only there has not arrived here: {servers}. The desk tries again every minute.',
  'team.room': 'Room on the server',
  'team.keysTill': 'Reading keys',
  'team.keysTill.till':
    'good until {day}; new ones are made and published by themselves while the desk is open',
  'team.publishing.trouble': 'New settings could not be published',
  'team.publishing.troubleText':
    'Phones go on with those they have. The desk tries again in an hour, or at once with the button.',
  'team.signed':
    'Signed. It goes out by itself as soon as the server can be reached. Until then phones, and this page, keep what was before.',
  'team.publishing.pending': 'New settings are signed and wait to be published.',
  'team.publish': 'Publish new settings now',
  'team.publishHint': 'Signs the organisation’s settings anew: later dates, more reading keys.',
  'team.published': 'Published. Phones take them at their next contact.',
  'team.cannotSign': 'This desk has no key to sign settings with.',
  'team.tokens': 'Upload passes',
  'team.tokens.yes': 'The server hands out passes that do not tell which phone sent what.',
  'team.tokens.no': 'None yet: they come with the next settings.',
  'team.servers': 'Servers',
  'team.servers.text':
    'Phones try them in this order. One with a store of its own keeps reports arriving when the first is blocked or seized; the desk reads all of them.',
  'team.servers.add': 'Add a server',
  'team.servers.url': 'Address of the server',
  'team.servers.code': 'Its set-up code',
  'team.servers.codeHint':
    'From its operator. Not needed for another address of a server that is here already.',
  'team.servers.addNow': 'Add and publish',
  'team.servers.added': 'Added. Phones learn of it at their next contact.',
  'team.servers.wrong': 'This is not an address of a server.',
  'revoke.button': 'Take back',
  'revoke.of': 'Take back {name}',
  'revoke.title': 'Take back {name}?',
  'revoke.invite': 'The invite can no longer be used. Nobody has come with it.',
  'revoke.device':
    'The server takes no more passes from this phone and gives it none. What it has sent stays here and readable.',
  'revoke.limit':
    'Passes that the phone has already cannot be told from others, and small reports are taken without one: what still comes from it is shown under its name. It can also still read the organisation’s settings. If the phone was taken by somebody, tell the others.',
  'revoke.do': 'Take back',
  'revoke.done': 'Taken back',
  'revoke.on': 'Taken back on {day}',
} as const satisfies Catalogue;
