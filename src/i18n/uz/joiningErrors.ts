/** Owns the Uzbek draft of the sentences for what goes wrong with settings of the organisation and with invites. Not reviewed by a native reader. */
import type { joiningErrors as source } from '../en/joiningErrors.ts';
import type { Drafted } from '../message.ts';

export const joiningErrors = {
  'manifestUnsigned.what': 'Kelgan tashkilot sozlamalarida tashkilot imzosi yoʻq.',
  'manifestUnsigned.safe': 'Ular qabul qilinmadi. Xabarlar avvalgi ishonchli oʻquvchilar uchun muhrlanadi.',
  'manifestUnsigned.now':
    'Ishlayvering. Bu kodni koordinatorga ayting: kimdir ulanishga aralashayotgan boʻlishi mumkin.',
  'manifestOlder.what': 'Kelgan tashkilot sozlamalari bu yerdagilardan eskiroq.',
  'manifestOlder.safe': 'Ular qabul qilinmadi. Yangiroq sozlamalar amalda qoladi.',
  'manifestOlder.now': 'Ishlayvering. Bu takrorlansa, bu kodni koordinatorga ayting.',
  'manifestForked.what': 'Tashkilotning ikki xil sozlamalari bitta raqam bilan keldi.',
  'manifestForked.safe': 'Kelganlari qabul qilinmadi, bu yerdagilar amalda qoladi.',
  'manifestForked.now':
    'Yangi odamlarni qoʻshmang. Koordinator bilan boshqa yoʻl orqali gaplashib, bu kodni ayting.',
  'manifestExpired.what': 'Bu telefondagi tashkilot sozlamalari eskirgan.',
  'manifestExpired.safe':
    'Hammasini avvalgidek yozish, muhrlash va yuborish mumkin: xabarlar tashkilotning doimiy kaliti bilan muhrlanadi.',
  'manifestExpired.now': 'Xavfsiz vaqtda internetga ulaning, shunda yangi sozlamalar keladi.',
  'inviteUsed.what': 'Bu taklifnoma allaqachon ishlatilgan.',
  'inviteUsed.safe':
    'Soʻzlaringiz va bu telefondagi hamma narsa joyida: telefon faqat shu taklifnoma bilan qoʻshilmadi.',
  'inviteUsed.now':
    'Koordinatordan yangi taklifnoma soʻrang. Uni oʻzingiz ishlatmagan boʻlsangiz, boshqa birov ishlatganini koordinatorga ayting.',
  'inviteExpired.what': 'Bu taklifnomaning muddati oʻtgan: taklifnomalar yetti kun amal qiladi.',
  'inviteExpired.safe': 'Bu telefonda bor narsalar oʻzgarmaydi.',
  'inviteExpired.now':
    'Telefondagi sanani tekshiring. Sana toʻgʻri boʻlsa, koordinatordan yangi taklifnoma soʻrang.',
  'inviteRevoked.what': 'Koordinator bu taklifnomani qaytarib olgan.',
  'inviteRevoked.safe':
    'Soʻzlaringiz va bu telefondagi hamma narsa joyida: telefon faqat shu taklifnoma bilan qoʻshilmadi.',
  'inviteRevoked.now': 'Koordinatordan yangi taklifnoma soʻrang.',
  'inviteMalformed.what': 'Bu toʻliq taklifnoma emas.',
  'inviteMalformed.safe': 'Bu telefonda hech narsa oʻzgartirilmadi.',
  'inviteMalformed.now':
    'Kodni birinchi harfidan oxirgi harfigacha qoʻying yoki rasmni yorugʻroq joyda yana skanerlang.',
  'inviteForeign.what': 'Bu taklifnomadagi tashkilot server koʻrsatayotganiga mos kelmaydi.',
  'inviteForeign.safe': 'Hech narsa yuborilmadi, bu telefonda hech narsa oʻzgartirilmadi.',
  'inviteForeign.now': 'Bu taklifnoma bilan davom etmang. Koordinator bilan yuzma-yuz gaplashing.',
} satisfies Drafted<typeof source>;
