/** Owns the Kyrgyz draft of the words of evidence. Not reviewed by a native reader. */
import type { evidence as source } from '../en/evidence.ts';
import type { Drafted } from '../message.ts';

export const evidence = {
  'evidence.film': 'Видео тартуу',
  'evidence.voice': 'Үн жаздыруу',
  'evidence.begin': 'Баштоо',
  'evidence.starting': 'Башталууда…',
  'evidence.taping': 'Жазылууда, {time} · {size} мөөрлөндү',
  'evidence.tapingText':
    'Жазуу жазылып жатканда мөөрлөнөт. Телефон өчүп калса, ага чейин жазылганы сакталат.',
  'evidence.stop': 'Токтотуу',
  'evidence.partial': 'Үзүлүп калды: бул жерде ага чейин жазылганы',
  'evidence.tells': 'Бул файл көрсөткөнүнөн көптү айтат',
  'evidence.long': 'Бул файл чоң',
  'evidence.taken': 'Качан: {time}',
  'evidence.place': 'Кайда: {lat}, {lon}',
  'evidence.device': 'Түзмөк: {device}',
  'evidence.program': 'Программа: {program}',
  'evidence.author': 'Автору: {author}',
  'evidence.more': 'Жана түзмөктүн же программанын башка белгилери',
  'evidence.why':
    'Муну координаторлор гана көрөт. Бул файлдын чын экенин далилдөөгө жардам берет. Бирөөнү таанытып коюшу мүмкүн болсо, алып салыңыз.',
  'evidence.cannot': 'Бул маалыматты сүрөттүн өзүн өзгөртпөй туруп бул жерде алып салууга болбойт.',
  'evidence.keep': 'Ошол бойдон кошуу',
  'evidence.strip': 'Бул маалыматсыз кошуу',
  'evidence.leaveOut': 'Кошпоо',
  'evidence.keepAll': 'Баарын ошол бойдон кошуу',
  'evidence.takes': 'Ушул байланыш менен жөнөтүү болжол менен {time} алышы мүмкүн.',
  'evidence.takesBetween':
    'Жөнөтүү убактысы: жакшы байланышта болжол менен {good}, начар байланышта {weak}. Адегенде сөздөр жана кичинекей файлдар кетет.',
  'evidence.smallerFirst': 'Адегенде кичине көчүрмөсүн жөнөтүү',
  'evidence.stillsFirst': 'Адегенде тогуз кадр жөнөтүү',
  'evidence.working': 'Даярдалууда',
  'evidence.copy.stripped': 'Жашыруун маалыматсыз',
  'evidence.copy.redacted': 'Айрым жерлери жабылган көчүрмө',
  'evidence.copy.smaller': 'Кичине көчүрмө, биринчи кетет',
  'evidence.cover': 'Жүздөрдү жабуу',
  'evidence.coverTitle': 'Жүздөрдү же башка жерлерди жабуу',
  'evidence.coverText':
    'Көрүнбөшү керек жерди манжа менен сүрүп өтүңүз. Кара төрт бурчтуктары бар көчүрмө кошулат; түп нуска калат жана координаторлорго гана кетет.',
  'evidence.coverAdd': 'Төрт бурчтук кошуу',
  'evidence.coverUndo': 'Акыркысын алып салуу',
  'evidence.coverKeys':
    'Баскычтоп менен: кийинки баскычта жебелер акыркы төрт бурчтукту жылдырат, Shift кошо басылса, көлөмүн өзгөртөт.',
  'evidence.coverPicture': 'Сүрөт, төрт бурчтуктар: {n}',
  'evidence.coverSave': 'Көчүрмөнү кошуу',
  'evidence.coverFailed': 'Бул сүрөттү ушул телефондо ачууга болбойт.',
  'evidence.unread': 'Бул файл өзү тууралуу эмне айтары бул жерде белгисиз',
  'evidence.unreadText':
    'Мындай файлдарда көп учурда аттар, убакыт, жер же алар жасалган программа болот. Файл ошол бойдон, координаторлорго гана кетет.',
} as const satisfies Drafted<typeof source>;
