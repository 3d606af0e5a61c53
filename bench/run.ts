/** Owns the one run that prints every figure: ours beside named peers and beside what the machine can do. */
import { cpus } from 'node:os';
import { firstVisit, sealInBrowser } from './browser.ts';
import { run as deliver, linesOf } from './delivery.ts';
import { smallReports } from './endpoint.ts';
import { guesses } from './guesses.ts';
import { largeUpload, memoryOfMany } from './large.ts';
import { phoneFigures, type Rounds, wipeFigures } from './phone.ts';
import { largeFile, photo } from './phoneFiles.ts';
import { formFigures } from './phoneForm.ts';
import { restart } from './restart.ts';
import { run as sealInNode } from './seal.ts';

const line = (name: string, value: string, aim = ''): void => console.log(`| ${name} | ${value} | ${aim} |`);
const heading = (text: string): void =>
  console.log(`\n### ${text}\n\n| figure | value | aim |\n|---|---|---|`);

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`);

const share = (list: readonly number[], part: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))] ?? Number.NaN;
const ms = (value: number): string => `${value.toFixed(0)} ms`;
const both = (name: string, { full, quarter }: Rounds, aim = '', part = 0.5): void =>
  console.log(`| ${name} | ${ms(share(full, part))} | ${ms(share(quarter, part))} | ${aim} |`);

async function sealPart(): Promise<void> {
  const node = await sealInNode();
  heading('Sealing 256 MiB, Node');
  for (const [name, speed] of Object.entries(node.speeds)) line(name, `${speed.toFixed(0)} MB/s`);
  for (const [name, { value, aim }] of Object.entries(node.ratios)) line(name, value.toFixed(2), `≥ ${aim}`);
  for (const [name, { value, aim }] of Object.entries(node.memory)) line(name, value.toFixed(0), `≤ ${aim}`);
}

async function sealInBrowserPart(): Promise<void> {
  const browser = await sealInBrowser();
  heading('Sealing 256 MiB, Chromium worker');
  for (const [name, speed] of Object.entries(browser)) line(name, `${speed.toFixed(0)} MB/s`);
  const of = (name: string): number => browser[name] ?? Number.NaN;
  line('seal / libsodium', (of('ours seal') / of('libsodium seal')).toFixed(2), '≥ 0.9');
  line('seal + content / libsodium', (of('ours seal + content') / of('libsodium seal')).toFixed(2), '≥ 0.7');
  line('seal / typage', (of('ours seal') / of('typage seal')).toFixed(2), '≥ 3');
}

async function visitPart(): Promise<void> {
  heading('The phone’s first visit');
  const visit = firstVisit();
  line('first visit in Russian, brotli, with crypto', `${(visit.bytes / 1000).toFixed(1)} kB`, '≤ 300 kB');
  line('the rest, in the background after it', `${(visit.rest / 1000).toFixed(1)} kB`);
  for (const [name, size] of visit.files.slice(0, 6))
    line(`&nbsp; ${name.replace(/-[\w-]{8}\./, '.')}`, `${(size / 1000).toFixed(1)} kB`);
}

async function phonePart(): Promise<void> {
  console.log(
    '\n### The phone in use\n\n| figure | full speed | CPU ÷ 4 | aim, CPU ÷ 4 |\n|---|---|---|---|',
  );
  const phone = await phoneFigures();
  both('offline start to usable, median', phone.start, '≤ 1000 ms');
  both('unlock with words (Argon2id), median', phone.unlock, '≤ 2000 ms');
  both('a key pressed to *Saved*, median', phone.saved, '≤ 300 ms');
  both('a key pressed to *Saved*, 99th percentile', phone.saved, '≤ 300 ms', 0.99);
  both('a press to the next part of the full form, median', phone.turned, '≤ 100 ms');
  both('Hide to the worker with the keys gone, median', phone.lock, '≤ 100 ms');
  console.log(`| a computing worker, by the brake | 1 | ${phone.slower.toFixed(1)} times as long | 4 |`);
  const wipe = await wipeFigures();
  both('wipe, both keystores overwritten, worst', wipe.keystores, '≤ 50 ms', 1);
  both('wipe, all, with 200 sealed files, worst', wipe.all, '≤ 1000 ms', 1);
}

async function phoneFormPart(): Promise<void> {
  console.log(
    '\n### A report of 40 people and 140,000 letters\n\n| figure | full speed | CPU ÷ 4 | aim, CPU ÷ 4 |\n|---|---|---|---|',
  );
  const form = await formFigures();
  both('a press to the next part, until something new is painted, median', form.next, '≤ 100 ms');
  both('an answer tapped, median', form.tap, '≤ 100 ms');
  both('a letter typed into the account, median', form.letter, '≤ 100 ms');
  both('the list of people opened, median', form.list, '≤ 100 ms');
  heading('Its memory');
  const mib = (value: number): string => `${value.toFixed(0)} MiB`;
  line('objects of the page, at home', mib(form.before));
  line('the same, with the report open', mib(form.open));
  line('the process, at home', mib(form.processBefore));
  line('the same, with the report open', mib(form.processOpen));
}

async function phoneFilesPart(): Promise<void> {
  heading('Files on the phone');
  const large = await largeFile();
  line('1 GiB picked, sealed, stored and proved', `${large.sealed.toFixed(0)} MB/s`);
  line('the same bytes written to OPFS as they are', `${large.written.toFixed(0)} MB/s`);
  line('sealed / written', large.ratio.toFixed(2), '≥ 0.5');
  line('growth of the page and its workers in MiB', large.growth.toFixed(0), '≤ 64');
  const taken = await photo();
  const size = `a photo of 12 megapixels, ${(taken.bytes / 1e6).toFixed(1)} MB`;
  console.log('\n| figure | full speed | CPU ÷ 4 | aim |\n|---|---|---|---|');
  both(`${size}: what it tells read, median`, taken.read);
  both('the same: taken out, median', taken.strip);
}

async function guessesPart(): Promise<void> {
  heading('Guessing the words, one core of this machine');
  const guessed = await guesses();
  line('Argon2id, 64 MiB, 3 passes, WebAssembly as in the app', `${guessed.ours.toFixed(2)} a second`);
  line('the same, OpenSSL, native', `${guessed.native.toFixed(2)} a second`);
  const years = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 }).format(guessed.years);
  line('half of all five words of 7,776, native', `${years} years`);
}

async function endpointPart(): Promise<void> {
  for (const mode of [5, 0] as const) {
    heading(`Small sealed reports (16 KiB), 32 connections, ${mode} ms added to each sync`);
    const all = await smallReports(mode);
    for (const [name, { perSecond, middle, slow }] of Object.entries(all))
      line(name, `${perSecond.toFixed(0)} a second, ${middle.toFixed(0)} ms, 99 %: ${slow.toFixed(0)} ms`);
    const against = (peer: string): string =>
      ((all['ours']?.perSecond ?? Number.NaN) / (all[peer]?.perSecond ?? Number.NaN)).toFixed(2);
    line('ours / group log', against('group log'), '≥ 0.5');
    line('ours / one sync each', against('one sync each'), mode === 5 ? '≥ 10' : '');
    line('ours / @tus/server', against('@tus/server'), '≥ 3');
    line('ours / nginx PUT', against('nginx PUT'));
  }
}

async function largePart(): Promise<void> {
  heading('One upload of 256 MiB, hashed and synced');
  const speeds = await largeUpload();
  for (const [name, speed] of Object.entries(speeds)) line(name, `${speed.toFixed(0)} MB/s`);
  const against = (peer: string): string =>
    ((speeds['ours'] ?? Number.NaN) / (speeds[peer] ?? Number.NaN)).toFixed(2);
  line('ours / discard', against('discard'), '≥ 0.5');
  line('ours / writing and syncing alone, what the disk allows', against('synced'));
  line('ours / @tus/server', against('tus'), '≥ 1.2');
  line('memory, 100 uploads of 1 GiB open', `${(await memoryOfMany()).toFixed(0)} MiB`, '≤ 64 MiB');
}

async function restartPart(): Promise<void> {
  heading('From the start of the process to the first receipt');
  line('nothing stored', `${(await restart(0)).toFixed(2)} s`);
  line('1,000,000 reports stored', `${(await restart(1_000_000)).toFixed(2)} s`, '≤ 2 s');
}

async function deliveryPart(): Promise<void> {
  console.log('\n### 1 MiB at 256 kbit/s, a reset every 4 s\n');
  for (const text of linesOf(await deliver())) console.log(`    ${text}`);
}

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  seal: sealPart,
  sealInBrowser: sealInBrowserPart,
  visit: visitPart,
  phone: phonePart,
  phoneForm: phoneFormPart,
  phoneFiles: phoneFilesPart,
  guesses: guessesPart,
  endpoint: endpointPart,
  large: largePart,
  restart: restartPart,
  delivery: deliveryPart,
};

/** `npm run bench -- endpoint large`: only these. */
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0)
  throw new Error(`no part is called ${unknown.join(', ')}: ${Object.keys(PARTS).join(', ')}`);
for (const [name, part] of Object.entries(PARTS))
  if (asked.length === 0 || asked.includes(name)) await part();
