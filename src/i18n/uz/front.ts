/** Owns the Uzbek draft of the words of the notebook in front, of locked notes, and of the entry page. Not reviewed by a native reader. */
import type { front as source } from '../en/front.ts';
import type { Drafted } from '../message.ts';

export const front = {
  'front.search': 'Eslatmalardan qidirish',
  'front.searching': 'Qidirilmoqda…',
  'front.clear': 'Qidiruvni tozalash',
  'front.list': 'Eslatmalar',
  'front.new': 'Yangi eslatma',
  'front.empty.title': 'Hali eslatma yoʻq',
  'front.empty.text':
    '“Yangi eslatma” tugmasini bosing va yozishni boshlang. Hammasi yozganingiz sari saqlanadi.',
  'front.none.title': 'Eslatma topilmadi',
  'front.none.text': 'Kamroq yoki boshqa soʻz bilan qidirib koʻring.',
  'front.found': { one: '{n} ta eslatma topildi', other: '{n} ta eslatma topildi' },
  'front.count': { one: '{n} ta eslatma', other: '{n} ta eslatma' },
  'front.back': 'Barcha eslatmalar',
  'front.edit': 'Eslatma',
  'front.note.title': 'Sarlavha',
  'front.note.text': 'Biror narsa yozing…',
  'front.note.untitled': 'Sarlavhasiz',
  'front.changed': 'Oʻzgartirilgan: {when}',
  'front.delete': 'Oʻchirish',
  'front.deleted': 'Eslatma oʻchirildi',
  'front.notSaved':
    'Eslatmani saqlab boʻlmadi. Qurilmada joy boʻshating yoki matndan boshqa joyga nusxa oling.',
  'front.settings': 'Sozlamalar',
  'front.about': 'Eslatmalar shu qurilmada saqlanadi, hech qayerga yuborilmaydi.',
  'locked.title': 'Qulflangan eslatmalar',
  'locked.lock': 'Qulflash',
  'locked.empty.text': 'Bu yerda yozilgan eslatmalar parolingiz bilan qulflanadi.',
  'locked.how': 'Ularni ochish uchun parolni qidiruv qatoriga yozib, kiritish tugmasini bosing.',
  'locked.password': 'Parolni oʻzgartirish',
  'locked.password.old': 'Hozirgi parol',
  'locked.password.next': 'Yangi parol',
  'locked.password.hint': 'Kamida toʻrtta soʻz.',
  'locked.password.again': 'Yangi parol yana bir marta',
  'locked.password.wrong': 'Hozirgi parol notoʻgʻri.',
  'locked.password.short': 'Kamida toʻrtta soʻz kerak.',
  'locked.password.differ': 'Yangi parollar bir xil emas.',
  'locked.password.failed': 'Parolni oʻzgartirib boʻlmadi. Hozirgisi amalda.',
  'locked.password.done': 'Parol oʻzgartirildi',
  'locked.deleteAll': 'Hammasini oʻchirish',
  'locked.deleteAll.title': 'Barcha eslatmalar oʻchirilsinmi?',
  'locked.deleteAll.text': 'Shu qurilmadagi barcha eslatmalar oʻchiriladi. Ularni qaytarib boʻlmaydi.',
  'entry.capture.hint': 'Eslatmalarni ochmasdan: surat, video, ovoz yoki bir necha soʻz',
  'entry.forgot.hint': 'Nima yoʻqoladi, nima qoladi va qanday qilib qaytadan boshlanadi',
  'entry.invite.joined':
    'Bu telefon allaqachon qoʻshilgan, shuning uchun taklifnoma ishlatilmadi. Ochish uchun soʻzlaringizni yozing. Qaytadan qoʻshilish uchun “Soʻzlar esdan chiqdimi?” boʻlimiga oʻting.',
  'entry.what': 'Bu qanday ilova va u nimaga qodir emas',
  'entry.what.text':
    'Oddiy daftar ortidagi qulflangan daftar. Bu yerda yakunlangan narsa muhrlanadi, uni faqat tashkilotingiz koordinatorlari ocha oladi.',
  'entry.front':
    'Keyingi safar soʻzlaringizni toʻgʻridan toʻgʻri oldda turgan daftarning qidiruv qatoriga yozib, kiritish tugmasini bosing.',
  'entry.front.joined':
    'Endi ilova avval oddiy daftarni koʻrsatadi. Oʻz eslatmalaringizni ochish uchun soʻzlaringizni uning qidiruv qatoriga yozib, kiritish tugmasini bosing. Oldda turgan daftarga xabarlar haqida hech narsa yozmang: u qulflanmaydi.',
} as const satisfies Drafted<typeof source>;
