/** Owns the Uzbek draft of the words of evidence. Not reviewed by a native reader. */
import type { evidence as source } from '../en/evidence.ts';
import type { Drafted } from '../message.ts';

export const evidence = {
  'evidence.film': 'Video olish',
  'evidence.voice': 'Ovoz yozish',
  'evidence.begin': 'Boshlash',
  'evidence.starting': 'Boshlanmoqda…',
  'evidence.taping': 'Yozilmoqda, {time} · {size} muhrlandi',
  'evidence.tapingText':
    'Yozuv yozilayotganda muhrlanadi. Telefon oʻchib qolsa, shungacha yozilgani saqlanadi.',
  'evidence.stop': 'Toʻxtatish',
  'evidence.partial': 'Uzilib qoldi: bu yerda shungacha yozilgani',
  'evidence.tells': 'Bu fayl koʻrsatganidan koʻprogʻini aytadi',
  'evidence.long': 'Bu fayl katta',
  'evidence.taken': 'Qachon: {time}',
  'evidence.place': 'Qayerda: {lat}, {lon}',
  'evidence.device': 'Qurilma: {device}',
  'evidence.program': 'Dastur: {program}',
  'evidence.author': 'Muallifi: {author}',
  'evidence.more': 'Va qurilma yoki dasturning boshqa belgilari',
  'evidence.why':
    'Buni faqat koordinatorlar koʻradi. Bu faylning haqiqiyligini isbotlashga yordam beradi. Kimnidir fosh qilishi mumkin boʻlsa, olib tashlang.',
  'evidence.cannot': 'Bu maʼlumotlarni suratning oʻzini oʻzgartirmasdan bu yerda olib tashlab boʻlmaydi.',
  'evidence.keep': 'Shundayligicha qoʻshish',
  'evidence.strip': 'Bu maʼlumotlarsiz qoʻshish',
  'evidence.leaveOut': 'Qoʻshmaslik',
  'evidence.keepAll': 'Hammasini shundayligicha qoʻshish',
  'evidence.takes': 'Shu aloqa bilan yuborish taxminan {time} olishi mumkin.',
  'evidence.takesBetween':
    'Yuborish vaqti: yaxshi aloqada taxminan {good}, sust aloqada {weak}. Avval soʻzlar va kichik fayllar ketadi.',
  'evidence.smallerFirst': 'Avval kichik nusxasini yuborish',
  'evidence.stillsFirst': 'Avval toʻqqizta kadrni yuborish',
  'evidence.working': 'Tayyorlanmoqda',
  'evidence.copy.stripped': 'Yashirin maʼlumotlarsiz',
  'evidence.copy.redacted': 'Baʼzi joylari yopilgan nusxa',
  'evidence.copy.smaller': 'Kichik nusxa, birinchi ketadi',
  'evidence.cover': 'Yuzlarni yopish',
  'evidence.coverTitle': 'Yuzlarni yoki boshqa joylarni yopish',
  'evidence.coverText':
    'Koʻrinmasligi kerak joydan barmoq bilan suring. Qora toʻrtburchakli nusxa qoʻshiladi; asl nusxa qoladi va faqat koordinatorlarga ketadi.',
  'evidence.coverAdd': 'Toʻrtburchak qoʻshish',
  'evidence.coverUndo': 'Oxirgisini olib tashlash',
  'evidence.coverKeys':
    'Klaviatura bilan: keyingi tugmada strelkalar oxirgi toʻrtburchakni suradi, Shift bilan oʻlchamini oʻzgartiradi.',
  'evidence.coverPicture': 'Surat, toʻrtburchaklar: {n}',
  'evidence.coverSave': 'Nusxani qoʻshish',
  'evidence.coverFailed': 'Bu suratni shu telefonda ochib boʻlmaydi.',
  'evidence.unread': 'Bu fayl oʻzi haqida nima deyishi bu yerda nomaʼlum',
  'evidence.unreadText':
    'Bunday fayllarda koʻpincha ismlar, vaqt, joy yoki ular qilingan dastur boʻladi. Fayl shundayligicha, faqat koordinatorlarga ketadi.',
} as const satisfies Drafted<typeof source>;
