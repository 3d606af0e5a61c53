import { inviteText, WORDS } from '../vault/device.ts';
import { opened, openPhone, type Phone, saved } from './phone.ts';

export const texts = 'Two men in plain clothes took her at dawn.';

export async function joinedPhone(): Promise<Phone> {
  const phone = await openPhone();
  await phone.session.create(WORDS, inviteText);
  await phone.session.arrive();
  await opened(phone.session);
  return phone;
}

/** A new note with every required answer. */
export async function completeDraft(phone: Phone): Promise<string> {
  const handle = (await phone.session.newDraft('en')) ?? '';
  const { composing } = phone.session;
  composing.answer({ what: 'lib.arrest' });
  composing.answer({ when: { start: { edtf: '', q: 'unknown' }, time: null, ongoing: false } });
  composing.chooseCountry('TJ');
  composing.answer({ words: texts });
  await saved(phone.session);
  return handle;
}

export const fileOf = (name: string, type: string, size: number) =>
  new File([new Uint8Array(size).fill(7)], name, { type });
