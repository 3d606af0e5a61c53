/** Owns the Turkmen draft of the words of evidence. Not reviewed by a native reader. */
import type { evidence as source } from '../en/evidence.ts';
import type { Drafted } from '../message.ts';

export const evidence = {
  'evidence.film': 'Wideo almak',
  'evidence.voice': 'Ses ýazmak',
  'evidence.begin': 'Başlamak',
  'evidence.starting': 'Başlanýar…',
  'evidence.taping': 'Ýazylýar, {time} · {size} möhürlendi',
  'evidence.tapingText': 'Ýazgy ýazylýan wagty möhürlenýär. Telefon öçse, şoňa çenli ýazylany saklanýar.',
  'evidence.stop': 'Duruzmak',
  'evidence.partial': 'Kesildi: bu ýerde şoňa çenli ýazylany',
  'evidence.tells': 'Bu faýl görkezýäninden köp zat aýdýar',
  'evidence.long': 'Bu faýl uly',
  'evidence.taken': 'Haçan: {time}',
  'evidence.place': 'Nirede: {lat}, {lon}',
  'evidence.device': 'Enjam: {device}',
  'evidence.program': 'Programma: {program}',
  'evidence.author': 'Awtory: {author}',
  'evidence.more': 'We enjamyň ýa-da programmanyň başga bellikleri',
  'evidence.why':
    'Muny diňe utgaşdyryjylar görýär. Bu faýlyň hakykydygyny subut etmäge kömek edýär. Kimdir birini görkezip biljek bolsa, aýryň.',
  'evidence.cannot': 'Bu maglumatlary suratyň özüni üýtgetmän bu ýerde aýryp bolmaýar.',
  'evidence.keep': 'Bolşy ýaly goşmak',
  'evidence.strip': 'Bu maglumatlarsyz goşmak',
  'evidence.leaveOut': 'Goşmazlyk',
  'evidence.keepAll': 'Hemmesini bolşy ýaly goşmak',
  'evidence.takes': 'Şu baglanyşyk bilen ibermek takmynan {time} alyp biler.',
  'evidence.takesBetween':
    'Ibermek wagty: gowy baglanyşykda takmynan {good}, gowşak baglanyşykda {weak}. Ilki sözler we kiçi faýllar gidýär.',
  'evidence.smallerFirst': 'Ilki kiçi nusgasyny ibermek',
  'evidence.stillsFirst': 'Ilki dokuz kadry ibermek',
  'evidence.working': 'Taýýarlanýar',
  'evidence.copy.stripped': 'Gizlin maglumatlarsyz',
  'evidence.copy.redacted': 'Käbir ýeri ýapylan nusga',
  'evidence.copy.smaller': 'Kiçi nusga, birinji gidýär',
  'evidence.cover': 'Ýüzleri ýapmak',
  'evidence.coverTitle': 'Ýüzleri ýa-da başga ýerleri ýapmak',
  'evidence.coverText':
    'Görünmeli däl ýeriň üstünden barmagyňyzy geçiriň. Gara dörtburçluklar bilen nusga goşulýar; asyl nusga galýar we diňe utgaşdyryjylara gidýär.',
  'evidence.coverAdd': 'Dörtburçluk goşmak',
  'evidence.coverUndo': 'Soňkusyny aýyrmak',
  'evidence.coverKeys':
    'Klawiatura bilen: indiki düwmede oklar soňky dörtburçlugy süýşürýär, Shift bilen ölçegini üýtgedýär.',
  'evidence.coverPicture': 'Surat, dörtburçluklar: {n}',
  'evidence.coverSave': 'Nusgany goşmak',
  'evidence.coverFailed': 'Bu suraty şu telefonda açyp bolmaýar.',
  'evidence.unread': 'Bu faýlyň özi barada näme aýdýandygy bu ýerde belli däl',
  'evidence.unreadText':
    'Şeýle faýllarda köplenç atlar, wagt, ýer ýa-da olaryň edilen programmasy bolýar. Faýl bolşy ýaly, diňe utgaşdyryjylara gidýär.',
} as const satisfies Drafted<typeof source>;
