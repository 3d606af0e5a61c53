/** Owns the Russian words of a file's way, as the desk shows it. */
import type { custody as source } from '../en/custody.ts';
import { fitting } from '../message.ts';

export const custody = fitting<typeof source>()({
  'custody.title': 'Путь этого файла',
  'custody.by': '{time} · {who} · {action}',
  'custody.monitor': 'наблюдатель',
  'custody.device': 'телефон',
  'custody.coordinator': 'координатор',
  'custody.captured': 'сделано этим приложением',
  'custody.received': 'выбрано среди файлов на телефоне',
  'custody.hash': 'SHA-256 {hash}',
  'custody.of': 'сделано из {hash}',
  'custody.stored': '{day} или позже · сервер · сохранено',
  'custody.opened': 'этот рабочий стол · открыто, SHA-256 совпадает',
  'custody.desk': 'этот рабочий стол',
  'custody.reportOpened': 'сообщение открыто',
  'custody.compared': 'открыто, SHA-256 совпадает',
  'custody.shown': 'показано',
  'custody.saved': 'сохранена копия',
  'custody.madeFrom': 'файл, из которого сделан этот',
  'custody.notOpened': 'этот рабочий стол · ещё не открыто',
  'custody.partial': 'Запись оборвалась раньше, чем её остановили',
  'custody.copy.stripped': 'Без скрытых сведений; оригинал остался у наблюдателя',
  'custody.copy.redacted': 'Копия «{title}» с закрытыми местами',
  'custody.copy.smaller': 'Маленькая копия «{title}»',
  'custody.copy.away': 'файла, которого нет в этом сообщении',
});
