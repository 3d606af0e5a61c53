/** Owns the one run that prints every figure: ours beside named peers and beside what the machine can do. */
import { cpus } from 'node:os';
import { firstVisit, phoneStarts, sealInBrowser } from './browser.ts';
import { run as sealInNode } from './seal.ts';

const median = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
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

heading('The phone');
const visit = firstVisit();
line('first visit, brotli, with crypto', `${(visit.bytes / 1000).toFixed(1)} kB`, '≤ 300 kB');
for (const [name, size] of visit.files.slice(0, 6))
  line(`&nbsp; ${name.replace(/-[\w-]{8}\./, '.')}`, `${(size / 1000).toFixed(1)} kB`);
const starts = await phoneStarts();
line('offline start to usable, CPU ÷ 4, median', `${median(starts.offlineStart).toFixed(0)} ms`, '≤ 1000 ms');
line('unlock with words (Argon2id), median', `${median(starts.unlock).toFixed(0)} ms`);
