/** Owns the Russian words of the notebook that stands in front, of locked notes, and of the entry page behind it. */
import type { front as source } from '../en/front.ts';
import type { Translation } from '../message.ts';

export const front = {
  'front.search': 'Поиск в заметках',
  'front.searching': 'Поиск…',
  'front.clear': 'Очистить поиск',
  'front.list': 'Заметки',
  'front.new': 'Новая заметка',
  'front.empty.title': 'Пока нет заметок',
  'front.empty.text': 'Нажмите «Новая заметка» и начните писать. Всё сохраняется по мере набора.',
  'front.none.title': 'Заметок не найдено',
  'front.none.text': 'Попробуйте меньше слов или другие слова.',
  'front.found': {
    one: 'Найдена {n} заметка',
    few: 'Найдены {n} заметки',
    many: 'Найдено {n} заметок',
    other: 'Найдено {n} заметки',
  },
  'front.count': { one: '{n} заметка', few: '{n} заметки', many: '{n} заметок', other: '{n} заметки' },
  'front.back': 'Все заметки',
  'front.edit': 'Заметка',
  'front.note.title': 'Заголовок',
  'front.note.text': 'Напишите что-нибудь…',
  'front.note.untitled': 'Без заголовка',
  'front.changed': 'Изменено: {when}',
  'front.delete': 'Удалить',
  'front.deleted': 'Заметка удалена',
  'front.notSaved':
    'Заметку не удалось сохранить. Освободите место на устройстве или скопируйте текст в другое место.',
  'front.settings': 'Настройки',
  'front.about': 'Заметки хранятся на этом устройстве и никуда не отправляются.',

  'locked.title': 'Под замком',
  'locked.lock': 'Закрыть',
  'locked.empty.text': 'Заметки, написанные здесь, закрыты вашим паролем.',
  'locked.how': 'Чтобы открыть их, введите пароль в строку поиска и нажмите клавишу ввода.',
  'locked.password': 'Сменить пароль',
  'locked.password.old': 'Нынешний пароль',
  'locked.password.next': 'Новый пароль',
  'locked.password.hint': 'Не меньше четырёх слов.',
  'locked.password.again': 'Новый пароль ещё раз',
  'locked.password.wrong': 'Нынешний пароль введён неверно.',
  'locked.password.short': 'Нужно не меньше четырёх слов.',
  'locked.password.differ': 'Новые пароли не совпадают.',
  'locked.password.failed': 'Сменить пароль не удалось. Действует прежний.',
  'locked.password.done': 'Пароль изменён',
  'locked.deleteAll': 'Удалить всё',
  'locked.deleteAll.title': 'Удалить все заметки?',
  'locked.deleteAll.text': 'Все заметки на этом устройстве будут удалены. Вернуть их будет нельзя.',

  'entry.capture.hint': 'Снимок, видео, голос или несколько слов, не открывая записей',
  'entry.forgot.hint': 'Что пропадёт, что останется и как начать заново',
  'entry.invite.joined':
    'Этот телефон уже присоединён, поэтому приглашение не использовано. Введите свои слова, чтобы открыть. Чтобы присоединиться заново, выберите «Забыли слова?».',
  'entry.what': 'Что это за приложение и чего оно не может',
  'entry.what.text':
    'Закрытая записная книжка за обычной. Завершённое здесь запечатывается, и открыть его могут только координаторы вашей организации.',
  'entry.front':
    'В следующий раз вводите слова прямо в строку поиска той записной книжки, которую видно сначала, и нажимайте клавишу ввода.',
  'entry.front.joined':
    'Теперь приложение сначала показывает обычную записную книжку. Чтобы открыть свои записи, введите слова в её строку поиска и нажмите клавишу ввода. Никогда не пишите ничего о сообщениях в той книжке, которую видно сначала: она не закрыта.',
} as const satisfies Translation<typeof source>;
