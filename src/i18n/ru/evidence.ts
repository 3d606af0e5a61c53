/** Owns the Russian words of evidence on the phone. */
import type { evidence as source } from '../en/evidence.ts';
import { fitting } from '../message.ts';

export const evidence = fitting<typeof source>()({
  'evidence.film': 'Снять видео',
  'evidence.voice': 'Записать голос',
  'evidence.begin': 'Начать',
  'evidence.starting': 'Запускается…',
  'evidence.taping': 'Идёт запись, {time} · запечатано {size}',
  'evidence.tapingText':
    'Запись запечатывается по ходу. Если телефон выключится, записанное до этого сохранится.',
  'evidence.stop': 'Остановить',
  'evidence.partial': 'Запись оборвалась: здесь то, что успело записаться',

  'evidence.tells': 'Файл рассказывает больше, чем показывает',
  'evidence.unread': 'Что этот файл рассказывает о себе, здесь не узнать',
  'evidence.unreadText':
    'В таких файлах часто есть имена, время, место или программа, в которой они сделаны. Файл уйдёт как есть, только координаторам.',
  'evidence.long': 'Это большой файл',
  'evidence.taken': 'Когда: {time}',
  'evidence.place': 'Где: {lat}, {lon}',
  'evidence.device': 'Устройство: {device}',
  'evidence.program': 'Программа: {program}',
  'evidence.author': 'Автор: {author}',
  'evidence.more': 'И другие пометки устройства или программы',
  'evidence.why':
    'Это увидят только координаторы. Так легче доказать, что файл подлинный. Уберите, если это может кого-то выдать.',
  'evidence.cannot': 'Убрать эти сведения здесь нельзя, не меняя само изображение.',
  'evidence.keep': 'Добавить как есть',
  'evidence.strip': 'Добавить без этих сведений',
  'evidence.leaveOut': 'Не добавлять',
  'evidence.keepAll': 'Добавить все как есть',
  'evidence.takes': 'Отправка по этой связи может занять примерно {time}.',
  'evidence.takesBetween':
    'Время отправки: примерно {good} при хорошей связи, {weak} при слабой. Сначала уходят слова и небольшие файлы.',
  'evidence.smallerFirst': 'Сначала отправить маленькую копию',
  'evidence.stillsFirst': 'Сначала отправить девять кадров',
  'evidence.working': 'Подготовка',

  'evidence.copy.stripped': 'Без скрытых сведений',
  'evidence.copy.redacted': 'Копия с закрытыми местами',
  'evidence.copy.smaller': 'Маленькая копия, уходит первой',

  'evidence.cover': 'Закрыть лица',
  'evidence.coverTitle': 'Закрыть лица или другие места',
  'evidence.coverText':
    'Проведите пальцем по тому, что не должно быть видно. Добавится копия с чёрными прямоугольниками; оригинал остаётся и уходит только координаторам.',
  'evidence.coverAdd': 'Добавить прямоугольник',
  'evidence.coverUndo': 'Убрать последний',
  'evidence.coverKeys':
    'С клавиатуры: на следующей кнопке стрелки двигают последний прямоугольник, Shift со стрелками меняет его размер.',
  'evidence.coverPicture': 'Изображение, прямоугольников: {n}',
  'evidence.coverSave': 'Добавить копию',
  'evidence.coverFailed': 'На этом телефоне такое изображение не открыть.',
});
