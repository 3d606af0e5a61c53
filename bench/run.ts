/** Owns the one run that prints every figure: ours beside named peers and beside what the machine can do. */
import { cpus } from 'node:os';
import { firstVisit, sealInBrowser } from './browser.ts';
import { guesses } from './guesses.ts';
import { phoneFigures, type Rounds, wipeFigures } from './phone.ts';
import { run as sealInNode } from './seal.ts';

const line = (name: string, value: string, aim = ''): void => console.log(`| ${name} | ${value} | ${aim} |`);
const heading = (text: string): void =>
  console.log(`\n### ${text}\n\n| figure | value | aim |\n|---|---|---|`);

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`);

const node = await sealInNode();
heading('Sealing 256 MiB, Node');
for (const [name, speed] of Object.entries(node.speeds)) line(name, `${speed.toFixed(0)} MB/s`);
for (const [name, { value, aim }] of Object.entries(node.ratios)) line(name, value.toFixed(2), `≥ ${aim}`);
for (const [name, { value, aim }] of Object.entries(node.memory)) line(name, value.toFixed(0), `≤ ${aim}`);

const browser = await sealInBrowser();
heading('Sealing 256 MiB, Chromium worker');
for (const [name, speed] of Object.entries(browser)) line(name, `${speed.toFixed(0)} MB/s`);
const of = (name: string): number => browser[name] ?? Number.NaN;
line('seal / libsodium', (of('ours seal') / of('libsodium seal')).toFixed(2), '≥ 0.9');
line('seal + content / libsodium', (of('ours seal + content') / of('libsodium seal')).toFixed(2), '≥ 0.7');
line('seal / typage', (of('ours seal') / of('typage seal')).toFixed(2), '≥ 3');

heading('The phone’s first visit');
const visit = firstVisit();
line('first visit, brotli, with crypto', `${(visit.bytes / 1000).toFixed(1)} kB`, '≤ 300 kB');
for (const [name, size] of visit.files.slice(0, 6))
  line(`&nbsp; ${name.replace(/-[\w-]{8}\./, '.')}`, `${(size / 1000).toFixed(1)} kB`);

const share = (list: readonly number[], part: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))] ?? Number.NaN;
const ms = (value: number): string => `${value.toFixed(0)} ms`;
const both = (name: string, { full, quarter }: Rounds, aim = '', part = 0.5): void =>
  console.log(`| ${name} | ${ms(share(full, part))} | ${ms(share(quarter, part))} | ${aim} |`);

console.log('\n### The phone in use\n\n| figure | full speed | CPU ÷ 4 | aim, CPU ÷ 4 |\n|---|---|---|---|');
const phone = await phoneFigures();
both('offline start to usable, median', phone.start, '≤ 1000 ms');
both('unlock with words (Argon2id), median', phone.unlock, '≤ 2000 ms');
both('a key pressed to *Saved*, median', phone.saved, '≤ 300 ms');
both('a key pressed to *Saved*, 99th percentile', phone.saved, '≤ 300 ms', 0.99);
both('Hide to the worker with the keys gone, median', phone.lock, '≤ 100 ms');
const wipe = await wipeFigures();
both('wipe, both keystores overwritten, worst', wipe.keystores, '≤ 50 ms', 1);
both('wipe, all, with 200 sealed files, worst', wipe.all, '≤ 1000 ms', 1);

heading('Guessing the words, one core of this machine');
const guessed = await guesses();
line('Argon2id, 64 MiB, 3 passes, WebAssembly as in the app', `${guessed.ours.toFixed(2)} a second`);
line('the same, OpenSSL, native', `${guessed.native.toFixed(2)} a second`);
const years = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 }).format(guessed.years);
line('half of all five words of 7,776, native', `${years} years`);
