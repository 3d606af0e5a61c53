/** Owns the Turkmen draft of the sentences for what goes wrong with settings of the organisation and with invites. Not reviewed by a native reader. */
import type { joiningErrors as source } from '../en/joiningErrors.ts';
import type { Drafted } from '../message.ts';

export const joiningErrors = {
  'manifestUnsigned.what': 'Gelen guramanyň sazlamalarynda guramanyň goly ýok.',
  'manifestUnsigned.safe': 'Olar kabul edilmedi. Habarlar öňki ynanylýan okyjylar üçin möhürlenýär.',
  'manifestUnsigned.now':
    'Işläberiň. Bu kody utgaşdyryja aýdyň: kimdir biri birikmä goşulýan bolmagy mümkin.',
  'manifestOlder.what': 'Gelen guramanyň sazlamalary bu ýerdäkilerden köne.',
  'manifestOlder.safe': 'Olar kabul edilmedi. Täzeräk sazlamalar güýjünde galýar.',
  'manifestOlder.now': 'Işläberiň. Bu gaýtalansa, bu kody utgaşdyryja aýdyň.',
  'manifestForked.what': 'Guramanyň iki dürli sazlamalary bir belgi bilen geldi.',
  'manifestForked.safe': 'Gelenleri kabul edilmedi, bu ýerdäkiler güýjünde galýar.',
  'manifestForked.now': 'Täze adamlary goşmaň. Utgaşdyryjy bilen başga ýol arkaly gürleşip, bu kody aýdyň.',
  'manifestExpired.what': 'Bu telefondaky guramanyň sazlamalary könelişipdir.',
  'manifestExpired.safe':
    'Hemme zady öňküsi ýaly ýazyp, möhürläp, iberip bolýar: ol guramanyň hemişelik açary bilen möhürlenýär.',
  'manifestExpired.now': 'Howpsuz wagty internete birigiň, şonda täze sazlamalar gelýär.',
  'inviteUsed.what': 'Bu çakylyk eýýäm ulanylypdyr.',
  'inviteUsed.safe':
    'Sözleriňiz we bu telefondaky hemme zat ýerinde: telefon diňe şu çakylyk bilen goşulmady.',
  'inviteUsed.now':
    'Utgaşdyryjydan täze çakylyk soraň. Muny özüňiz ulanmadyk bolsaňyz, başga biriniň ulanandygyny utgaşdyryja aýdyň.',
  'inviteExpired.what': 'Bu çakylygyň möhleti geçipdir: çakylyklar ýedi gün güýjünde bolýar.',
  'inviteExpired.safe': 'Bu telefonda bar zatlar üýtgemeýär.',
  'inviteExpired.now': 'Telefondaky senäni barlaň. Sene dogry bolsa, utgaşdyryjydan täze çakylyk soraň.',
  'inviteRevoked.what': 'Utgaşdyryjy bu çakylygy yzyna aldy.',
  'inviteRevoked.safe':
    'Sözleriňiz we bu telefondaky hemme zat ýerinde: telefon diňe şu çakylyk bilen goşulmady.',
  'inviteRevoked.now': 'Utgaşdyryjydan täze çakylyk soraň.',
  'inviteMalformed.what': 'Bu doly çakylyk däl.',
  'inviteMalformed.safe': 'Bu telefonda hiç zat üýtgedilmedi.',
  'inviteMalformed.now':
    'Kody birinji harpyndan soňky harpyna çenli goýuň ýa-da suraty ýagtyrak ýerde ýene okadyň.',
  'inviteForeign.what': 'Bu çakylykdaky gurama serweriň görkezýänine gabat gelmeýär.',
  'inviteForeign.safe': 'Hiç zat iberilmedi, bu telefonda hiç zat üýtgedilmedi.',
  'inviteForeign.now': 'Bu çakylyk bilen dowam etmäň. Utgaşdyryjy bilen ýüzbe-ýüz gürleşiň.',
} satisfies Drafted<typeof source>;
