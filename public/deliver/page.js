/** Owns the page's few elements and sentences. Must never store or send anything but the files that were chosen. */
import { deliver } from './deliver.js';

const TEXTS = {
  en: {
    title: 'Deliver a sealed file',
    what: 'Somebody gave you a sealed file (it ends in .age). You cannot read it, and nobody on the way can. This page carries it to the people it is for.',
    where: 'Number of the organisation (32 letters and digits), from whoever gave you the file',
    files: 'Sealed files',
    send: 'Deliver',
    waiting: 'Waiting for a connection. Leave this page open: it goes on by itself.',
    sending: (percent) => `Sending: ${percent} %`,
    stored: 'The server has it whole. If the same report came by another way too, it is still one report.',
    notSealed: 'This is not a sealed file. It was not sent.',
    ticketRefused: 'This server takes files only from members’ phones. Give the file to somebody who has the app.',
    orgUnknown: 'This server does not know that organisation. Check the number.',
    tooLarge: 'The file is larger than this server takes.',
    refused: 'The server refused it',
    wrongNumber: 'The number has 32 characters: digits and the letters a to f.',
    keep: 'Keep the file until the sender says that it arrived.',
  },
  ru: {
    title: 'Передать запечатанный файл',
    what: 'Вам передали запечатанный файл (его имя кончается на .age). Прочитать его не можете ни вы, ни кто-либо по дороге. Эта страница доставит его тем, кому он предназначен.',
    where: 'Номер организации (32 буквы и цифры): его знает тот, кто дал вам файл',
    files: 'Запечатанные файлы',
    send: 'Передать',
    waiting: 'Ждём связи. Не закрывайте страницу: отправка продолжится сама.',
    sending: (percent) => `Отправлено: ${percent} %`,
    stored: 'Файл целиком на сервере. Если это же сообщение придёт и другим путём, оно останется одним.',
    notSealed: 'Это не запечатанный файл. Он не отправлен.',
    ticketRefused: 'Этот сервер принимает файлы только с телефонов участников. Передайте файл тому, у кого есть приложение.',
    orgUnknown: 'Этот сервер не знает такой организации. Проверьте номер.',
    tooLarge: 'Файл больше, чем принимает этот сервер.',
    refused: 'Сервер отказался принять файл',
    wrongNumber: 'В номере 32 знака: цифры и буквы от a до f.',
    keep: 'Храните файл, пока отправитель не скажет, что он дошёл.',
  },
};

const say = TEXTS[navigator.language.startsWith('ru') ? 'ru' : 'en'];
document.documentElement.lang = navigator.language.startsWith('ru') ? 'ru' : 'en';
document.title = say.title;
const find = (id) => document.getElementById(id);
for (const id of ['title', 'what', 'where', 'files', 'send', 'keep']) find(id).textContent = say[id];

// What stands after the # never leaves the browser.
const org = find('org');
org.value = /^#[0-9a-f]{32}$/.test(location.hash) ? location.hash.slice(1) : '';

find('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const number = org.value.trim().toLowerCase();
  const list = find('list');
  list.replaceChildren();
  if (!/^[0-9a-f]{32}$/.test(number)) return line('').show(say.wrongNumber);
  find('send').disabled = true;
  for (const file of find('file').files) {
    const shown = line(file.name);
    shown.show(say.waiting);
    const outcome = await deliver({
      file,
      org: number,
      onProgress: (bytes, total) => shown.show(say.sending(Math.floor((100 * bytes) / total))),
    });
    const known = Object.hasOwn(say, outcome) && typeof say[outcome] === 'string';
    shown.show(known ? say[outcome] : `${say.refused} (${outcome})`);
  }
  find('send').disabled = false;

  function line(name) {
    const item = document.createElement('li');
    const [title, text] = [document.createElement('bdi'), document.createElement('p')];
    title.textContent = name;
    item.append(title, text);
    list.append(item);
    return {
      show: (words) => {
        text.textContent = words;
      },
    };
  }
});
