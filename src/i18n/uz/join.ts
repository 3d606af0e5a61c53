/** Owns the Uzbek draft of the words of joining. Not reviewed by a native reader. */
import type { join as source } from '../en/join.ts';
import type { Drafted } from '../message.ts';

export const join = {
  'join.language.title': 'Til',
  'join.language.lead':
    'Tilni istalgan vaqtda oʻzgartirish mumkin. Sozlashni bir yoʻla tugating: bu bir necha daqiqa oladi. Yarmida toʻxtasangiz, qaytadan boshlashga toʻgʻri kelishi mumkin.',
  'join.install.title': 'Ilovani telefonga oʻrnating',
  'join.install.lead': 'Shunda u internetsiz ochiladi va eslatmalarni oʻzida saqlaydi.',
  'join.install.button': 'Oʻrnatish',
  'join.install.android':
    'Brauzer menyusini ochib, “Bosh ekranga qoʻshish”ni tanlang. Keyin ilovani oʻsha yerdan oching.',
  'join.install.ios':
    'Ulashish tugmasini bosing, “Bosh ekranga qoʻshish”ni tanlang, keyin ilovani oʻsha yerdan oching. Oʻrnatilgan ilovaning oʻz xotirasi boʻladi, shuning uchun faqat oʻrnatgandan keyin qoʻshiling.',
  'join.install.note': 'Telefon ishlab chiqaruvchisi ilova oʻrnatilganini bilishi mumkin.',
  'join.install.later': 'Oʻrnatmasdan davom etish',
  'join.inApp.title': 'Bu sahifani brauzerning oʻzida oching',
  'join.inApp.text':
    'Siz havolani boshqa ilova ichida ochdingiz, u eslatmalarni internetsiz saqlay olmaydi. Manzildan nusxa olib, uni Chrome, Firefox yoki Safari brauzerida oching.',
  'join.inApp.copy': 'Manzildan nusxa olish',
  'join.invite.title': 'Taklifnomangiz',
  'join.invite.lead': 'Koordinator uni rasm qilib koʻrsatadi yoki kod qilib beradi.',
  'join.invite.scan': 'Kamera bilan skanerlash',
  'join.invite.scanHint': 'Telefonni kvadratning ustida toʻgʻri tuting.',
  'join.invite.scanning': 'Taklifnoma qidirilmoqda…',
  'join.invite.picture': 'Uning suratini tanlash',
  'join.invite.field': 'Taklifnoma kodi',
  'join.invite.hint': 'Faqat shu yerda, ilova ichida. Uni hech qachon manzil qatoriga yozmang.',
  'join.invite.check': 'Taklifnomani tekshirish',
  'join.invite.checking': 'Taklifnoma tekshirilmoqda…',
  'join.compare.title': 'Oʻnta soʻzni solishtiring',
  'join.compare.lead':
    'Ularni koordinator bilan birga ovoz chiqarib oʻqing. Oʻntasi ham ikkala ekranda bir xil boʻlishi kerak.',
  'join.compare.language': 'Soʻzlar boshqachami? Avval koordinator ekranidagi tilni tanlang.',
  'join.compare.org': 'Tashkilot',
  'join.compare.words': 'Solishtiriladigan soʻzlar',
  'join.compare.same': 'Bir xil',
  'join.compare.differ': 'Bir xil emas',
  'join.compare.differTitle': 'Shu yerda toʻxtang',
  'join.compare.differText':
    'Taklifnomani kimdir almashtirgan boʻlishi mumkin. Hech narsa yuborilmadi. Koordinator bilan yuzma-yuz gaplashib, yangisini soʻrang.',
  'join.words.title': { one: '{n} ta soʻzni yozib oling', other: '{n} ta soʻzni yozib oling' },
  'join.words.lead':
    'Ular shu telefondagi eslatmalaringizni ochadi. Ular boshqa hech kimda yoʻq va hech kim ularni tiklay olmaydi.',
  'join.words.label': 'Sizning soʻzlaringiz',
  'join.words.advice':
    'Qogʻozga yozing: suratga olmang, xabar qilib yubormang. Yodlab olganingizdan keyin qogʻozni yoʻq qiling.',
  'join.words.other': 'Boshqa soʻzlar',
  'join.words.written': 'Ularni yozib oldim',
  'join.repeat.title': 'Soʻzlarni bir marta yozing',
  'join.repeat.lead': 'Shunda toʻgʻri yozib olganingizni bilasiz.',
  'join.repeat.field': 'Sizning soʻzlaringiz',
  'join.repeat.hint': 'Kichik harflar bilan, soʻzlar orasini ochib.',
  'join.making': 'Qulf tayyorlanmoqda. Eski telefonda bu bir daqiqagacha vaqt oladi.',
  'join.hello.title': 'Koordinatorga toʻrtta soʻzni oʻqib bering',
  'join.hello.lead':
    'Koordinator ularni oʻzida yozadi. Shunda xabarlaringiz shu telefondan kelayotgani bilinadi.',
  'join.hello.words': 'Shu telefonning soʻzlari',
  'join.hello.later': 'Koordinator olguncha ular sozlamalarda turadi.',
  'join.hello.done': 'Tayyor, eslatmalarni ochish',
  'join.storage.notKept':
    'Telefonda joy tugasa, brauzer eslatmalarni oʻchirib yuborishi mumkin. Ilovani oʻrnatsangiz, bu xavf kamayadi.',
  'limits.title': 'Ilova nimani himoya qiladi, nimani qilmaydi',
  'limits.lead': 'Oʻzingiz qaror qilishingiz uchun ochiq aytamiz.',
  'limits.can': 'Himoya qiladi',
  'limits.can.sealed':
    'Yakunlangandan keyin bu telefonda xabarni hech narsa ochmaydi, hatto sizning soʻzlaringiz ham.',
  'limits.can.locked': 'Qulf yopiq turganda qoralamalarni sizning soʻzlaringizsiz oʻqib boʻlmaydi.',
  'limits.can.blind':
    'Serverda faqat muhrlangan fayllar bor. U ularni oʻqiy olmaydi va kim qaysi birini yuborganini saqlamaydi.',
  'limits.can.proof':
    '“Koordinator oldi” degan yozuv xabar toʻliq holda koordinatorlarda boʻlgandagina chiqadi.',
  'limits.cannot': 'Himoya qilmaydi',
  'limits.cannot.screenshots': 'Ekran suratga olinishini yoki kimdir yelkangiz osha qarashini toʻsa olmaydi.',
  'limits.cannot.installed':
    'Oʻrnatilganini yashira olmaydi. Android bu haqda Google kompaniyasiga xabar berishi mumkin.',
  'limits.cannot.ios': 'iPhone telefonida faqat ochiq turganda yuboradi.',
  'limits.cannot.erase':
    'Kalitlar ustidan yozib oʻchiriladi, lekin telefon xotirasida eski izlar qolishi mumkin.',
  'limits.cannot.memory':
    'Qulflangandan keyin ham matn brauzer xotirasida qolishi mumkin: brauzerni ham yoping.',
  'limits.cannot.certificate': 'Bu telefon ishonadigan qilib qoʻyilgan soxta sertifikatni koʻra olmaydi.',
  'limits.cannot.host': 'Ilova oʻrnatilgan manzilni kim boshqarsa, ilovani oʻzgartira oladi.',
  'limits.cannot.shared':
    'Brauzerda ilova maʼlumotlari oʻchirilgan boʻlsa, boshqa ilova bergan narsa muhrlanmasdan, ilova oʻrnatilgan manzilga ketadi.',
  'limits.cannot.keyboard':
    'Klaviaturalar soʻzlarni eslab qoladi. Ularni hech qayerga yubormaydiganini ishlating.',
  'limits.cannot.recognised': 'Fayl muhrlangani koʻrinib turadi, lekin uni oʻqib boʻlmaydi.',
  'limits.cannot.linked': 'Yomon niyatli server ikki xabar bitta telefondan kelganini bilib olishi mumkin.',
  'limits.cannot.few': 'Kuzatuvchilar oʻn ikkita boʻlsa, har bir xabar oʻsha oʻn ikkitadan biridan keladi.',
  'limits.cannot.forced':
    'Oʻz soʻzlaringizni yozishga majburlashsa, yakunlanmagan barcha qoralamalar ochiladi.',
  'limits.understood': 'Tushunarli, keyingi',
  'join.install.isInstalled': 'Ilova oʻrnatilgan. Davom etishingiz mumkin.',
  'join.compare.otherInvite': 'Boshqa taklifnoma ishlatish',
  'join.words.inRu': 'Rus tilidagi soʻzlar',
  'join.words.inEn': 'Ingliz tilidagi soʻzlar',
  'join.connect.title': 'Bir marta ulaning',
  'join.connect.lead':
    'Telefon tashkilot sozlamalarini oladi va qoʻshilganini bildiradi. Taklifnomangiz saqlanadi: toʻxtab, keyin davom etishingiz mumkin.',
  'join.connect.button': 'Ulanish',
} as const satisfies Drafted<typeof source>;
