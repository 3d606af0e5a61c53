/** Owns the Tajik draft of the words of evidence. Not reviewed by a native reader. */
import type { evidence as source } from '../en/evidence.ts';
import type { Drafted } from '../message.ts';

export const evidence = {
  'evidence.film': 'Гирифтани видео',
  'evidence.voice': 'Сабти овоз',
  'evidence.begin': 'Оғоз',
  'evidence.starting': 'Оғоз мешавад…',
  'evidence.taping': 'Сабт мешавад, {time} · {size} мӯҳр шуд',
  'evidence.tapingText':
    'Сабт ҳангоми навишта шуданаш мӯҳр мешавад. Агар телефон хомӯш шавад, он чи то он вақт сабт шуд, мемонад.',
  'evidence.stop': 'Бас кардан',
  'evidence.partial': 'Қатъ шуд: дар ин ҷо он чи то он вақт сабт шуд',
  'evidence.tells': 'Ин файл аз он чи нишон медиҳад, бештар мегӯяд',
  'evidence.long': 'Ин файл калон аст',
  'evidence.taken': 'Кай: {time}',
  'evidence.place': 'Дар куҷо: {lat}, {lon}',
  'evidence.device': 'Дастгоҳ: {device}',
  'evidence.program': 'Барнома: {program}',
  'evidence.author': 'Муаллиф: {author}',
  'evidence.more': 'Ва қайдҳои дигари дастгоҳ ё барнома',
  'evidence.why':
    'Инро танҳо ҳамоҳангсозон мебинанд. Ин барои исботи ҳақиқӣ будани файл ёрӣ медиҳад. Агар касеро ошкор карда тавонад, бардоред.',
  'evidence.cannot': 'Ин маълумотро дар ин ҷо бе тағйири худи тасвир бардоштан мумкин нест.',
  'evidence.keep': 'Ҳамин тавр илова кардан',
  'evidence.strip': 'Бе ин маълумот илова кардан',
  'evidence.leaveOut': 'Илова накардан',
  'evidence.keepAll': 'Ҳамаро ҳамин тавр илова кардан',
  'evidence.takes': 'Бо ин алоқа фиристодан тақрибан {time} вақт гирифта метавонад.',
  'evidence.takesBetween':
    'Вақти фиристодан: дар алоқаи хуб тақрибан {good}, дар алоқаи суст {weak}. Аввал калимаҳо ва файлҳои хурд мераванд.',
  'evidence.smallerFirst': 'Аввал нусхаи хурдро фиристодан',
  'evidence.stillsFirst': 'Аввал нуҳ кадрро фиристодан',
  'evidence.working': 'Тайёр карда мешавад',
  'evidence.copy.stripped': 'Бе маълумоти пинҳон',
  'evidence.copy.redacted': 'Нусхае, ки баъзе ҷойҳояш пӯшида шудааст',
  'evidence.copy.smaller': 'Нусхаи хурд, аввал меравад',
  'evidence.cover': 'Пӯшонидани рӯйҳо',
  'evidence.coverTitle': 'Пӯшонидани рӯйҳо ё ҷойҳои дигар',
  'evidence.coverText':
    'Он чиро, ки набояд дида шавад, бо ангушт кашида пӯшонед. Нусхае бо росткунҷаҳои сиёҳ илова мешавад; асл мемонад ва танҳо ба ҳамоҳангсозон меравад.',
  'evidence.coverAdd': 'Илова кардани росткунҷа',
  'evidence.coverUndo': 'Бардоштани охиринаш',
  'evidence.coverKeys':
    'Бо клавиатура: дар тугмаи навбатӣ тирчаҳо росткунҷаи охиринро меҷунбонанд, бо Shift андозаашро тағйир медиҳанд.',
  'evidence.coverPicture': 'Тасвир, росткунҷаҳо: {n}',
  'evidence.coverSave': 'Илова кардани нусха',
  'evidence.coverFailed': 'Ин тасвирро дар ин телефон кушодан мумкин нест.',
  'evidence.unread': 'Ин файл дар бораи худ чӣ мегӯяд, дар ин ҷо маълум нест',
  'evidence.unreadText':
    'Дар чунин файлҳо аксар вақт номҳо, вақт, ҷой ё барномаи созандаи онҳо ҳаст. Файл ҳамин тавр, танҳо ба ҳамоҳангсозон меравад.',
} as const satisfies Drafted<typeof source>;
