/** Owns the Uzbek draft of the words about sending and carrying by hand. Not reviewed by a native reader. */
import type { delivery as source } from '../en/delivery.ts';
import type { Drafted } from '../message.ts';

export const delivery = {
  'send.title': 'Yuborish',
  'send.detail': 'Pauza, serverlar, qoʻlma-qoʻl berish',
  'send.lead': 'Xabarlar oʻzi ketadi: avval shoshilinchlari, keyin matn, surat, ovoz va video.',
  'send.pause': 'Pauza',
  'send.pauseOne': 'Pauza: {name}',
  'send.pauseAll': 'Yuborishni toʻxtatib turish',
  'send.go': 'Davom etish',
  'send.goOne': 'Davom etish: {name}',
  'send.goAll': 'Yuborishni davom ettirish',
  'send.paused': 'Toʻxtatib turilgan',
  'send.pausedAll': 'Yuborish toʻxtatib turilgan',
  'send.pausedAllText':
    'Siz davom ettirmaguningizcha muhrlangan xabarlar shu telefonda qoladi, ilova yopilsa ham. Yetib borgan narsa joyida qoladi.',
  'send.pausedOne': 'Buni siz ushlab turibsiz. Siz davom ettirmaguningizcha undan hech narsa yuborilmaydi.',
  'send.pausedSome': 'Baʼzi fayllarni siz ushlab turibsiz, faqat qolganlari yuboriladi.',
  'send.movedOn': 'Yuborishni boshqa server oldi. U toʻxtagan joyidan davom etmoqda.',
  'send.movedAnew': 'Yuborishni boshqa server oldi. U yerda qaytadan boshlashga toʻgʻri keldi.',
  'send.nextTry': 'Keyingi urinish oʻzi boʻladi, soat {time}.',
  'send.servers': 'Serverlar',
  'send.serversText':
    'Ilova ularni shu tartibda sinaydi. Biri ishlamasa yoki bloklangan boʻlsa, oʻzi keyingisiga oʻtadi.',
  'send.settings': 'Tashkilot sozlamalari',
  'send.settings.version': 'Raqami {n}, imzolangan kuni: {day}',
  'send.settings.till': 'Oʻqish kalitlari shu kungacha amal qiladi: {day}',
  'send.settings.checked': 'Oxirgi marta soʻralgan vaqti: {time}',
  'send.settings.notChecked': 'Eslatmalar ochilganidan beri hali soʻralmadi',
  'send.settings.ask': 'Hozir soʻrash',
  'send.settings.old':
    'Ular eski. Yangilari kelguncha xabarlar tashkilotning doimiy kaliti bilan muhrlanadi.',
  'send.reveals':
    'Internetni kuzatayotgan odam bu telefon shu serverlar bilan bogʻlanayotganini, qachon va taxminan qancha maʼlumot yuborayotganini koʻradi. Bu telefon sertifikatiga ishonadigan odam bundan koʻproq narsani koʻrishi mumkin, ilova buni seza olmaydi. Muhrlangan narsani hech kim oʻqiy olmaydi va oʻzgartira olmaydi.',
  'carry.title': 'Qoʻlma-qoʻl berish',
  'carry.text':
    'Internet boʻlmasa, muhrlangan faylni birovga bering: xotira kartasida, kabel orqali yoki messenjerda. Uni har kim yetkaza oladi, hech kim oʻqiy olmaydi. U shu yerdan ham ketsa, baribir bitta xabar boʻlib qoladi.',
  'carry.save': 'Muhrlangan faylni saqlash',
  'carry.saveAll': { one: '{n} ta muhrlangan faylni saqlash', other: '{n} ta muhrlangan faylni saqlash' },
  'carry.share': 'Ulashish…',
  'carry.none': 'Bu yerda kutayotgan muhrlangan fayl yoʻq.',
  'carry.saved': {
    one: '{n} ta fayl brauzerning yuklanmalariga berildi: u yerda ekanini qarang. Uni boshqalar koʻrishi mumkin. Berganingizdan keyin uni u yerdan oʻchiring.',
    other:
      '{n} ta fayl brauzerning yuklanmalariga berildi: hammasi u yerda ekanini qarang. Ularni boshqalar koʻrishi mumkin. Berganingizdan keyin ularni u yerdan oʻchiring.',
  },
  'carry.shared': 'Boshqa ilovaga berildi.',
  'carry.cannotSave': 'Faylni bu yerda oʻqib boʻlmadi.',
  'carry.address': 'Uni qayerga yetkazish kerak',
  'carry.addressText':
    'Faylni olib boradigan odam shu manzilni istalgan brauzerda ochadi yoki shu ilovaga qoʻyadi.',
  'carry.copy': 'Manzildan nusxa olish',
  'deliver.title': 'Muhrlangan faylni yetkazish',
  'deliver.detail': 'Sizga birov bergan faylni',
  'deliver.lead': 'Uni siz ham, bu ilova ham oʻqiy olmaydi. Buning uchun qoʻshilish shart emas.',
  'deliver.address': 'Yetkazish manzili',
  'deliver.addressHint': 'Sizga fayl bilan birga berilgan manzil. Oxirida 32 ta harf va raqam bor.',
  'deliver.addressWrong': 'Bu yetkazish manzili emas. Undan yana toʻliq nusxa oling.',
  'deliver.choose': 'Muhrlangan fayllarni tanlash',
  'deliver.chosen': { one: '{n} ta fayl tanlandi', other: '{n} ta fayl tanlandi' },
  'deliver.send': 'Yetkazish',
  'deliver.sending': 'Yetkazilmoqda…',
  'deliver.stop': 'Toʻxtatish',
  'deliver.stored': 'Server uni toʻliq oldi. Buni muhrlagan odam ham koʻradi.',
  'deliver.waiting':
    'Hali yetib bormadi. Borgan qismi oʻsha yerda qoladi: aloqa yaxshilanganda “Yetkazish” tugmasini yana bosing.',
  'deliver.notSealed': 'Bu muhrlangan fayl emas. U yuborilmadi.',
  'deliver.cannotRead': 'Bu faylni oʻqib boʻlmadi.',
  'deliver.ticket':
    'Server bugun ruxsatnomasiz boshqa fayl qabul qilmaydi yoki bu fayl buning uchun juda katta. Ertaga urinib koʻring yoki qoʻshilgan odamdan yetkazishni soʻrang.',
  'deliver.refused': 'Server bu faylni qabul qilmayapti.',
  'deliver.log': 'Har bir fayl nima boʻldi',
  'deliver.entry': 'Birov uchun muhrlangan faylni yetkazish',
} as const satisfies Drafted<typeof source>;
