/** Owns the Kyrgyz draft of the words of the notebook in front, of locked notes, and of the entry page. Not reviewed by a native reader. */
import type { front as source } from '../en/front.ts';
import type { Drafted } from '../message.ts';

export const front = {
  'front.search': 'Жазуулардан издөө',
  'front.searching': 'Изделүүдө…',
  'front.clear': 'Издөөнү тазалоо',
  'front.list': 'Жазуулар',
  'front.new': 'Жаңы жазуу',
  'front.empty.title': 'Азырынча жазуу жок',
  'front.empty.text': '«Жаңы жазуу» дегенди басып, жаза бериңиз. Баары жазган сайын сакталып турат.',
  'front.none.title': 'Жазуу табылган жок',
  'front.none.text': 'Азыраак сөз же башка сөз менен издеп көрүңүз.',
  'front.found': { one: '{n} жазуу табылды', other: '{n} жазуу табылды' },
  'front.count': { one: '{n} жазуу', other: '{n} жазуу' },
  'front.back': 'Бардык жазуулар',
  'front.edit': 'Жазуу',
  'front.note.title': 'Аталышы',
  'front.note.text': 'Бир нерсе жазыңыз…',
  'front.note.untitled': 'Аталышы жок',
  'front.changed': 'Өзгөртүлдү: {when}',
  'front.delete': 'Өчүрүү',
  'front.deleted': 'Жазуу өчүрүлдү',
  'front.notSaved': 'Жазуу сакталган жок. Түзмөктө орун бошотуңуз же текстти башка жакка көчүрүп алыңыз.',
  'front.settings': 'Жөндөөлөр',
  'front.about': 'Жазууларыңыз ушул түзмөктө сакталат, эч жакка жөнөтүлбөйт.',

  'locked.title': 'Кулпуланган жазуулар',
  'locked.lock': 'Кулпулоо',
  'locked.empty.text': 'Бул жерде жазылгандар сырсөзүңүз менен кулпуланат.',
  'locked.how': 'Аларды ачуу үчүн сырсөздү издөө сабына жазып, киргизүү баскычын басыңыз.',
  'locked.password': 'Сырсөздү өзгөртүү',
  'locked.password.old': 'Азыркы сырсөз',
  'locked.password.next': 'Жаңы сырсөз',
  'locked.password.hint': 'Кеминде төрт сөз.',
  'locked.password.again': 'Жаңы сырсөз дагы бир жолу',
  'locked.password.wrong': 'Азыркы сырсөз туура эмес.',
  'locked.password.short': 'Кеминде төрт сөз керек.',
  'locked.password.differ': 'Жаңы сырсөздөр бирдей эмес.',
  'locked.password.failed': 'Сырсөз өзгөргөн жок. Мурункусу иштейт.',
  'locked.password.done': 'Сырсөз өзгөртүлдү',
  'locked.deleteAll': 'Баарын өчүрүү',
  'locked.deleteAll.title': 'Бардык жазуулар өчүрүлсүнбү?',
  'locked.deleteAll.text': 'Бул түзмөктөгү бардык жазуулар өчүрүлөт. Аларды кайтарууга болбойт.',

  'entry.capture.hint': 'Жазууларды ачпай туруп: сүрөт, видео, үн же бир нече сөз',
  'entry.forgot.hint': 'Эмне жоголот, эмне калат жана кантип кайра баштоо керек',
  'entry.invite.joined':
    'Бул телефон буга чейин кошулган, ошондуктан чакыруу колдонулган жок. Ачуу үчүн өз сөздөрүңүздү киргизиңиз. Кайра кошулуу үчүн «Сөздөр унутулдубу?» дегенди басыңыз.',
  'entry.what': 'Бул кандай колдонмо жана эмнеге жарабайт',
  'entry.what.text':
    'Кадимки дептердин артындагы кулпуланган дептер. Бул жерде бүткөрүлгөнү мөөрлөнөт, аны уюмуңуздун координаторлору гана ача алат.',
  'entry.front':
    'Кийинки жолу сөздөрдү биринчи көрүнгөн дептердин издөө сабына түз жазып, киргизүү баскычын басыңыз.',
  'entry.front.joined':
    'Эми колдонмо адегенде кадимки дептерди көрсөтөт. Өз жазууларыңызды ачуу үчүн сөздөрдү анын издөө сабына жазып, киргизүү баскычын басыңыз. Биринчи көрүнгөн дептерге билдирүүлөр тууралуу эч качан эч нерсе жазбаңыз: ал кулпуланбайт.',
} as const satisfies Drafted<typeof source>;
