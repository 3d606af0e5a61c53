/** Owns the Russian words both apps share. */
import type { common as source } from '../en/common.ts';
import type { Translation } from '../message.ts';

export const common = {
  'action.back': 'Назад',
  'action.next': 'Дальше',
  'action.continue': 'Продолжить',
  'action.cancel': 'Отмена',
  'action.close': 'Закрыть',
  'action.done': 'Готово',
  'action.copied': 'Скопировано',
  'action.retry': 'Повторить',
  'action.undo': 'Вернуть',
  'action.delete': 'Удалить',
  'action.change': 'Изменить',
  'action.reload': 'Обновить страницу',
  'action.add': 'Добавить',
  'action.remove': 'Убрать',
  'action.more': 'Подробнее',

  'answer.dontKnow': 'Не знаю',

  'field.optional': 'необязательно',
  'field.counter': '{used} из {limit}',
  'field.empty': 'Не заполнено',
  'field.choose': 'Выберите…',

  'step.at': 'Шаг {at} из {of}',
  'step.done': 'готово',
  'step.now': 'сейчас',
  'step.later': 'ещё нет',
  'step.trouble': 'нужно внимание',

  'work.loading': 'Открывается…',
  'work.percent': '{percent} %',

  'size.b': '{n} Б',
  'size.kb': '{n} КБ',
  'size.mb': '{n} МБ',
  'size.gb': '{n} ГБ',

  'count.files': { one: '{n} файл', few: '{n} файла', many: '{n} файлов', other: '{n} файла' },
  'count.days': { one: '{n} день', few: '{n} дня', many: '{n} дней', other: '{n} дня' },
  'count.hours': { one: '{n} час', few: '{n} часа', many: '{n} часов', other: '{n} часа' },
  'count.minutes': { one: '{n} минута', few: '{n} минуты', many: '{n} минут', other: '{n} минуты' },
  'count.reports': {
    one: '{n} сообщение',
    few: '{n} сообщения',
    many: '{n} сообщений',
    other: '{n} сообщения',
  },
  'count.people': { one: '{n} человек', few: '{n} человека', many: '{n} человек', other: '{n} человека' },

  'day.yesterday': 'Вчера',

  'lang.label': 'Язык',
  'lang.unreviewed': 'перевод не проверен',

  'error.code': 'Код {code}',
} as const satisfies Translation<typeof source>;
