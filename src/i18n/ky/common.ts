/** Owns the Kyrgyz draft of the words both apps share. Not reviewed by a native reader. */
import type { common as source } from '../en/common.ts';
import type { Drafted } from '../message.ts';

export const common = {
  'action.back': 'Артка',
  'action.next': 'Кийинки',
  'action.continue': 'Улантуу',
  'action.cancel': 'Жокко чыгаруу',
  'action.close': 'Жабуу',
  'action.done': 'Даяр',
  'action.copied': 'Көчүрүлдү',
  'action.retry': 'Кайталоо',
  'action.undo': 'Кайтаруу',
  'action.delete': 'Өчүрүү',
  'action.change': 'Өзгөртүү',
  'action.reload': 'Баракты жаңыртуу',
  'action.add': 'Кошуу',
  'action.remove': 'Алып салуу',
  'action.more': 'Кененирээк',

  'answer.dontKnow': 'Билбейм',

  'field.optional': 'милдеттүү эмес',
  'field.counter': '{used} / {limit}',
  'field.empty': 'Толтурулган эмес',
  'field.choose': 'Тандаңыз…',

  'step.at': '{at}-кадам, баары {of}',
  'step.done': 'даяр',
  'step.now': 'азыр',
  'step.later': 'али жок',
  'step.trouble': 'көңүл буруу керек',

  'work.loading': 'Ачылууда…',
  'work.percent': '{percent} %',

  'size.b': '{n} Б',
  'size.kb': '{n} КБ',
  'size.mb': '{n} МБ',
  'size.gb': '{n} ГБ',

  'count.files': { one: '{n} файл', other: '{n} файл' },
  'count.days': { one: '{n} күн', other: '{n} күн' },
  'count.hours': { one: '{n} саат', other: '{n} саат' },
  'count.minutes': { one: '{n} мүнөт', other: '{n} мүнөт' },
  'count.reports': { one: '{n} билдирүү', other: '{n} билдирүү' },
  'count.people': { one: '{n} адам', other: '{n} адам' },

  'day.yesterday': 'Кечээ',

  'lang.label': 'Тил',
  'lang.unreviewed': 'котормо текшерилген эмес',

  'error.code': 'Код {code}',
} as const satisfies Drafted<typeof source>;
