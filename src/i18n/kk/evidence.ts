/** Owns the Kazakh draft of the words of evidence. Not reviewed by a native reader. */
import type { evidence as source } from '../en/evidence.ts';
import type { Drafted } from '../message.ts';

export const evidence = {
  'evidence.film': 'Бейне түсіру',
  'evidence.voice': 'Дауыс жазу',
  'evidence.begin': 'Бастау',
  'evidence.starting': 'Іске қосылуда…',
  'evidence.taping': 'Жазылуда, {time} · {size} мөрленді',
  'evidence.tapingText':
    'Жазба жазылып жатқанда мөрленеді. Телефон өшіп қалса, оған дейін жазылғаны сақталады.',
  'evidence.stop': 'Тоқтату',
  'evidence.partial': 'Үзіліп қалды: мұнда оған дейін жазылғаны',
  'evidence.tells': 'Бұл файл көрсеткенінен көбін айтады',
  'evidence.long': 'Бұл файл үлкен',
  'evidence.taken': 'Қашан: {time}',
  'evidence.place': 'Қайда: {lat}, {lon}',
  'evidence.device': 'Құрылғы: {device}',
  'evidence.program': 'Бағдарлама: {program}',
  'evidence.author': 'Авторы: {author}',
  'evidence.more': 'Және құрылғының немесе бағдарламаның басқа белгілері',
  'evidence.why':
    'Мұны тек үйлестірушілер көреді. Бұл файлдың шын екенін дәлелдеуге көмектеседі. Біреуді танытып қоюы мүмкін болса, алып тастаңыз.',
  'evidence.cannot': 'Бұл деректерді суреттің өзін өзгертпей мұнда алып тастау мүмкін емес.',
  'evidence.keep': 'Сол күйінде қосу',
  'evidence.strip': 'Бұл деректерсіз қосу',
  'evidence.leaveOut': 'Қоспау',
  'evidence.keepAll': 'Бәрін сол күйінде қосу',
  'evidence.takes': 'Осы байланыспен жіберу шамамен {time} алуы мүмкін.',
  'evidence.takesBetween':
    'Жіберу уақыты: жақсы байланыста шамамен {good}, нашар байланыста {weak}. Алдымен сөздер мен шағын файлдар кетеді.',
  'evidence.smallerFirst': 'Алдымен шағын көшірмесін жіберу',
  'evidence.stillsFirst': 'Алдымен тоғыз кадр жіберу',
  'evidence.working': 'Дайындалуда',
  'evidence.copy.stripped': 'Жасырын деректерсіз',
  'evidence.copy.redacted': 'Кейбір жері жабылған көшірме',
  'evidence.copy.smaller': 'Шағын көшірме, бірінші кетеді',
  'evidence.cover': 'Беттерді жабу',
  'evidence.coverTitle': 'Беттерді немесе басқа жерлерді жабу',
  'evidence.coverText':
    'Көрінбеуі керек жерді саусақпен сызып өтіңіз. Қара тіктөртбұрыштары бар көшірме қосылады; түпнұсқа қалады және тек үйлестірушілерге кетеді.',
  'evidence.coverAdd': 'Тіктөртбұрыш қосу',
  'evidence.coverUndo': 'Соңғысын алып тастау',
  'evidence.coverKeys':
    'Пернетақтамен: келесі түймеде бағыт пернелері соңғы тіктөртбұрышты жылжытады, Shift қоса басылса, көлемін өзгертеді.',
  'evidence.coverPicture': 'Сурет, тіктөртбұрыштар: {n}',
  'evidence.coverSave': 'Көшірмені қосу',
  'evidence.coverFailed': 'Бұл суретті осы телефонда ашу мүмкін емес.',
  'evidence.unread': 'Бұл файлдың өзі туралы не айтатыны мұнда белгісіз',
  'evidence.unreadText':
    'Мұндай файлдарда жиі аттар, уақыт, орын немесе олар жасалған бағдарлама болады. Файл сол күйінде, тек үйлестірушілерге кетеді.',
} as const satisfies Drafted<typeof source>;
