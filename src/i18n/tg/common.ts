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
  'action.save': 'Нигоҳ доштан',
  'action.copy': 'Нусха бардоштан',
  'action.copied': 'Нусха бардошта шуд',
  'action.retry': 'Такрор кардан',
  'action.undo': 'Баргардонидан',
  'action.delete': 'Нест кардан',
  'action.change': 'Иваз кардан',
  'action.open': 'Кушодан',
  'action.print': 'Чоп кардан',
  'action.hide': 'Пинҳон кардан',
  'action.clear': 'Тоза кардан',
  'action.reload': 'Саҳифаро аз нав бор кардан',
  'action.add': 'Илова кардан',
  'action.remove': 'Бардоштан',
  'action.more': 'Муфассал',

  'answer.yes': 'Ҳа',
  'answer.no': 'Не',
  'answer.dontKnow': 'Намедонам',
  'answer.none': 'Нест',

  'field.optional': 'ҳатмӣ нест',
  'field.counter': '{used} аз {limit}',
  'field.over': { other: '{n} аломат зиёд аст' },
  'field.empty': 'Пур нашудааст',
  'field.choose': 'Интихоб кунед…',

  'step.at': 'Қадами {at} аз {of}',
  'step.done': 'тайёр',
  'step.now': 'ҳоло',
  'step.later': 'ҳанӯз не',
  'step.trouble': 'таваҷҷуҳ лозим',

  'work.loading': 'Кушода мешавад…',
  'work.percent': '{percent} %',
  'work.amount': '{done} аз {all}',

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

  'look.label': 'Намуд',
  'look.auto': 'Мисли дастгоҳ',
  'look.light': 'Равшан',
  'look.dark': 'Торик',

  'error.code': 'Рамзи {code}',
  'error.title': 'Чизе нодуруст шуд',

  'inert.note': 'Аломатҳои ноаёни ин матн бо номашон нишон дода шудаанд.',
} as const satisfies Drafted<typeof source>;
