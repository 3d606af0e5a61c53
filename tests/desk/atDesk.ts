/** Owns a desk that is open, with monitors at hand, and what its coordinator does first. Never what must follow. */
import { encodeMember } from '../../src/inbox/member.ts';
import { createDesk, type Desk } from '../inbox/desk.ts';
import { createParty, type Party, until } from './party.ts';

export const WORDS = 'ember willow canyon saddle brisk';
export const opened = (party: Party) => until(party.session.life, ({ at }) => at === 'open');
export const idle = (party: Party) =>
  until(
    party.mailbox.fetching,
    ({ running, checkedAt, trouble }) => !running && (checkedAt ?? trouble) !== null,
  );
/** As the page does it: opened, drawn, read. */
export async function view(party: Party, parcel: string) {
  const opened = await party.session.peek(parcel);
  if (opened.ok) await party.session.read([parcel]);
  return opened;
}
/** A desk opened from the key file of an organisation whose monitors are at hand. */
export async function opening(): Promise<{ readonly party: Party; readonly desk: Desk }> {
  const desk = await createDesk();
  const party = await createParty({ endpoint: desk.endpoint });
  await party.session.openKeyFile(encodeMember(desk.founded), WORDS);
  await opened(party);
  await idle(party);
  return { party, desk };
}

export const report = (code: string) => ({
  local_ref: code,
  acts: [{ type: 'lib.arrest', primary: true, victims: [] }],
  event: { start: { edtf: '2026-11-20', q: 'exact' }, summary: `Invented ${code}` },
  place: { country: 'KZ' },
  urgency: { level: 'u1' },
});
