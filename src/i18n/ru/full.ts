/** Owns the Russian words of the full form, which are fetched only when it is opened. */
import type { full as source } from '../en/full.ts';
import type { Translation } from '../message.ts';

export const full = {
  'full.title': 'Полная форма',
  'full.lead': 'Пишите то, что знаете. Заполнять всё не нужно, а при выходе всё сохраняется.',
  'full.parts': 'Разделы формы',
  'full.answers': { one: '{n} ответ', few: '{n} ответа', many: '{n} ответов', other: '{n} ответа' },
  'full.nothing': 'Здесь пока пусто',
  'full.look': {
    one: '{n} место для проверки',
    few: '{n} места для проверки',
    many: '{n} мест для проверки',
    other: '{n} места для проверки',
  },
  'full.partOf': 'Раздел {at} из {of}',
  'full.toParts': 'Все разделы',
  'full.finish': 'Посмотреть ещё раз',

  'full.uses': 'Для чего это пригодится',
  'full.uses.lead':
    'Недостающие ответы не мешают отправить. Они показывают, о чём координатору пришлось бы спрашивать.',
  'full.uses.missing': 'Не хватает {missing} из {of}',
  'full.uses.none': 'Всё есть',
  'full.uses.title': 'Чего не хватает: {output}',

  'full.entry': '{name} {n}',
  'full.entries.none': 'Пока нет',
  'full.entries.full': 'Больше сюда не помещается.',
  'full.removed': 'Убрано',
  'full.clear': 'Снять ответ',
  'full.chosen': 'Выбрано',
  'full.chosenNone': 'Ничего не выбрано',
  'full.find': 'Поиск',
  'full.findNothing': 'Ничего не найдено. Попробуйте другое слово.',
  'full.gone': 'Этого больше нет в списке',
  'full.least': 'Точно или не меньше',
  'full.most': 'Не больше',

  'full.date.how': 'Насколько точно это известно?',
  'full.date.day': 'День',
  'full.date.first': 'С',
  'full.date.last': 'По',
  'full.date.month': 'Месяц',
  'full.date.year': 'Год',
  'full.date.season': 'Время года',
  'full.date.spring': 'Весна',
  'full.date.summer': 'Лето',
  'full.date.autumn': 'Осень',
  'full.date.winter': 'Зима, с декабря',
  'full.date.words': 'Словами самого человека',
  'full.date.wordsHint': 'Например: «в дни Наурыза» или «за два дня до Курбан-айта».',
  'full.date.time': 'Время',
  'full.date.kept': 'Понято так: {date}',
  'full.moment.day': 'День',
  'full.moment.time': 'Время',

  'full.point.take': 'Взять место этого телефона сейчас',
  'full.point.hint':
    'Только если это никому не повредит. Место берётся один раз, при нажатии, и округляется до выбранной точности. Телефон может спросить об этом у своего производителя.',
  'full.point.taking': 'Определяется место…',
  'full.point.failed': 'Телефон не сообщил место. Впишите числа или оставьте поля пустыми.',
  'full.point.lat': 'Широта',
  'full.point.lon': 'Долгота',

  'full.wrong.missing': 'Ответа пока нет',
  'full.wrong.constraint': 'Это не подходит форме',
  'full.wrong.tooLong': 'Длиннее, чем сюда помещается',
  'full.wrong.outOfRange': 'Так здесь не бывает',
  'full.wrong.wrongKind': 'Не закончено или невозможно',
  'full.wrong.notOffered': 'Часть выбранного больше не входит в список',
  'full.wrong.tooFew': 'Слишком мало записей',
  'full.wrong.tooMany': 'Слишком много записей',

  'full.errors': 'Ещё нужно',
  'full.errors.lead': 'Без этого с сообщением нельзя будет работать.',
  'full.warnings': 'Стоит проверить',
  'full.warnings.lead': 'Отправить это не мешает.',
  'full.summary': 'Что будет отправлено',
  'full.whole': 'Сообщение в целом',

  'full.own.title': 'Вопросы вашей организации',
  'full.own.lead': 'Отвечать не обязательно. Ответы уйдут вместе с этой записью.',
  'full.own.gone': 'Этой формы организации больше нет в списке: {name}. Ваши ответы уйдут как есть.',
  'full.own.goneAside':
    'Этой формы организации больше нет в списке: {name}. Ответы на неё не отправятся: она не выбрана.',
  'full.own.refused': {
    one: '{n} форма организации требует более новой версии приложения и пропущена.',
    few: '{n} формы организации требуют более новой версии приложения и пропущены.',
    many: '{n} форм организации требуют более новой версии приложения и пропущены.',
    other: '{n} формы организации требуют более новой версии приложения и пропущены.',
  },

  'full.later.correct': 'Исправление',
  'full.later.correct.lead':
    'К сообщению {code}. Отправленное здесь уже не открыть. Ответьте только на то, что было неверно; остальное останется как было.',
  'full.later.add': 'Дополнение',
  'full.later.add.lead':
    'К сообщению {code}. Отправленное здесь уже не открыть. Напишите только новое: оно встанет рядом с прежним.',
  'full.later.consent': 'Другое согласие',
  'full.later.consent.lead':
    'К сообщению {code}. Новое согласие заменит прежнее, даже если разрешает меньше.',
  'full.later.withdraw': 'Отзыв',
  'full.later.withdraw.lead':
    'К сообщению {code}. После этого координаторы не могут ничего из него использовать и увидят, что нужно отозвать. Само сообщение у них остаётся.',
  'full.later.empty': 'Пока не написано ничего, что можно отправить.',
  'consent.letter.title': 'Что это значит',
  'consent.letter.withdraw': 'Сообщение {code} отозвано целиком: ничего из него больше нельзя использовать.',
  'consent.letter.everybody': 'Для всех в {code} это согласие заменяет прежнее.',
  'consent.letter.some': 'В {code} это согласие заменяет прежнее для: {names}.',
  'consent.letter.from': 'Действует с {day}.',
  'consent.letter.allowed': 'Что с этого дня разрешено',
  'consent.letter.ended': 'Что не разрешено, даже если было можно',
  'consent.letter.nothing': 'Ничего',
  'consent.letter.recall':
    'Координаторы увидят, что нужно отозвать и где это использовано, если это записано. То, что уже опубликовано, у всех не отозвать: скажите об этом человеку.',

  'full.guide': 'Памятка: {title}',
  'full.guide.ask': 'О чём спросить',
  'full.guide.avoid': 'Чего не спрашивать и не делать',
  'full.guide.stop': 'Когда остановиться и куда направить человека',
  'full.guide.back': 'Назад к форме',
} as const satisfies Translation<typeof source>;
