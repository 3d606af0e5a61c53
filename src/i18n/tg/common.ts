/** Owns the Tajik draft of the words both apps share. Not reviewed by a native reader. */
import type { common as source } from '../en/common.ts';
import type { Drafted } from '../message.ts';

export const common = {
  'action.back': 'Ба қафо',
  'action.next': 'Минбаъда',
  'action.continue': 'Идома додан',
  'action.cancel': 'Бекор кардан',
  'action.close': 'Пӯшидан',
  'action.done': 'Тайёр',
  'action.copied': 'Нусха бардошта шуд',
  'action.retry': 'Такрор кардан',
  'action.undo': 'Баргардонидан',
  'action.delete': 'Нест кардан',
  'action.change': 'Иваз кардан',
  'action.reload': 'Саҳифаро аз нав бор кардан',
  'action.add': 'Илова кардан',
  'action.remove': 'Бардоштан',
  'action.more': 'Муфассал',

  'answer.dontKnow': 'Намедонам',

  'field.optional': 'ҳатмӣ нест',
  'field.counter': '{used} аз {limit}',
  'field.empty': 'Пур нашудааст',
  'field.choose': 'Интихоб кунед…',

  'step.at': 'Қадами {at} аз {of}',
  'step.done': 'тайёр',
  'step.now': 'ҳоло',
  'step.later': 'ҳанӯз не',
  'step.trouble': 'таваҷҷуҳ лозим',

  'work.loading': 'Кушода мешавад…',
  'work.percent': '{percent} %',

  'size.b': '{n} Б',
  'size.kb': '{n} КБ',
  'size.mb': '{n} МБ',
  'size.gb': '{n} ГБ',

  'count.files': { other: '{n} файл' },
  'count.days': { other: '{n} рӯз' },
  'count.hours': { other: '{n} соат' },
  'count.minutes': { other: '{n} дақиқа' },
  'count.reports': { other: '{n} гузориш' },
  'count.people': { other: '{n} нафар' },

  'day.yesterday': 'Дирӯз',

  'lang.label': 'Забон',
  'lang.unreviewed': 'тарҷума санҷида нашудааст',

  'error.code': 'Рамзи {code}',
} as const satisfies Drafted<typeof source>;
