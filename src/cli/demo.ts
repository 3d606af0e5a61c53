/** Owns `npm run demo`: an organisation with two monitors and all sample reports, through the real commands. Must never be run for real work. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import {
  entriesAt,
  objectAt,
  objectsAt,
  parseFieldsText,
  type ReportFields,
  textAt,
} from '../domain/report.ts';
import { utf8 } from '../wire/bytes.ts';
import { type DemoFile, jpeg, pdf, png, wav } from './demoFiles.ts';
import { type CliIo, EXIT, guarded, say, Unusable } from './io.ts';
import { runTumar } from './main.ts';

const HELP = `npm run demo -- --url URL --out DIR [--code CODE]

Against a running system: founds a further organisation, lets two monitors join, sends every sample report with
generated attachments, and leaves DIR/member.json: open the desk and choose "Open from key file".

  --url URL    the endpoint, as "npm start" printed it
  --out DIR    a new folder; all people in it are invented
  --code CODE  a set-up code (default: the one in $TUMAR_DATA/setup-code, or ./data/setup-code)
`;

const NAME = 'Steppe Watch (demo)';

/** A command that must succeed; what it printed as JSON. */
async function run(io: CliIo, args: string[]): Promise<{ readonly [key: string]: unknown }> {
  const pieces: Uint8Array[] = [];
  const stdout = new Writable({
    write(piece: Uint8Array, _encoding, done) {
      pieces.push(piece);
      done();
    },
  });
  const code = await runTumar([...args, '--json'], { ...io, stdout });
  const text = Buffer.concat(pieces).toString('utf8');
  if (code !== EXIT.done) throw new Unusable(`"${args[0]} ${args[1]}" ended with ${code}: ${text.trim()}`);
  return JSON.parse(text) as { readonly [key: string]: unknown };
}

/** A real file of a kind that fits the evidence. */
function fileFor(type: string, name: string, seed: number, title: string): DemoFile {
  const stem = name.replace(/\.[^.]*$/, '');
  if (type.startsWith('document')) {
    const lines = ['DEMO - invented document', title, 'No such case exists.'];
    return { name: `${stem}.pdf`, type: 'application/pdf', bytes: pdf(lines) };
  }
  if (type === 'message' || type === 'audio')
    return { name: `${stem}.wav`, type: 'audio/wav', bytes: wav(seed) };
  // No video is made in code: a still stands for it.
  if (type === 'video') return { name: `${stem}-still.png`, type: 'image/png', bytes: png(seed) };
  return { name: `${stem}.jpeg`, type: 'image/jpeg', bytes: jpeg(seed) };
}

/** The report with its evidence pointing to the files that were made for it. */
function withFiles(
  fields: ReportFields,
  index: number,
): { readonly fields: ReportFields; readonly files: readonly DemoFile[] } {
  const files: DemoFile[] = [];
  const evidence = entriesAt(fields, 'evidence').map(([i, entry]) => {
    const name = textAt(objectAt(entry, 'file'), 'name');
    if (name === null) return entry;
    const made = fileFor(textAt(entry, 'type') ?? '', name, index * 10 + i, textAt(entry, 'title') ?? '');
    files.push(made);
    const sha256 = createHash('sha256').update(made.bytes).digest('hex');
    const former = textAt(objectAt(entry, 'file'), 'sha256');
    // The chain of custody names the file by its hash too.
    const custody = objectsAt(entry, 'custody').map((step) =>
      former !== null && textAt(step, 'hash') === former ? { ...step, hash: sha256 } : step,
    );
    return {
      ...entry,
      custody,
      file: { name: made.name, mime: made.type, bytes: made.bytes.length, sha256 },
    };
  });
  if (files.length === 0) {
    files.push({
      name: `note-${index + 1}.txt`,
      type: 'text/plain',
      bytes: utf8('Demo note. Пример. Mysal. Misol. Мисол.\n'),
    });
  }
  return { fields: evidence.length === 0 ? fields : { ...fields, evidence }, files };
}

async function readSamples(): Promise<readonly { readonly key: string; readonly fields: ReportFields }[]> {
  const text = await readFile(new URL('./samples/sampleReports.json', import.meta.url), 'utf8');
  const { samples } = JSON.parse(text) as { samples: { key: string; report: unknown }[] };
  return samples.map(({ key, report }) => {
    const fields = parseFieldsText(JSON.stringify(report));
    if (!fields.ok) throw new Error(`${key}: ${fields.code}`);
    return { key, fields: fields.value };
  });
}

export function runDemo(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values } = parseArgs({
      args,
      options: {
        url: { type: 'string' },
        out: { type: 'string' },
        code: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    const { url, out } = values;
    if (url === undefined || out === undefined)
      throw new Unusable('demo needs --url URL and --out DIR (see --help)');
    // The endpoint's data folder is relative to the project, as "npm start" has it.
    const codeFile = resolve(process.env['TUMAR_DATA'] ?? './data', 'setup-code');
    const code = values.code ?? (await readFile(codeFile, 'utf8')).trim();
    const folder = resolve(io.cwd, out);
    const tell = (line: string): Promise<void> => say(io.stdout, `${line}\n`);

    await mkdir(folder, { recursive: true });
    await tell(`1/4  Founding "${NAME}" at ${url} …`);
    await run(io, ['org', 'setup', '--url', url, '--code', code, '--name', NAME, '--out', folder]);
    const member = join(folder, 'member.json');

    await tell('2/4  Two monitors join …');
    const phones: { state: string; hello: string }[] = [];
    for (const name of ['monitor-1', 'monitor-2']) {
      const { invite } = await run(io, ['org', 'invite', '--member', member]);
      const state = join(folder, name);
      const joined = await run(io, ['join', '--invite', String(invite), '--state', state]);
      phones.push({ state, hello: String(joined['hello']) });
    }
    const [first, second] = phones;
    if (first === undefined || second === undefined) throw new Error('two monitors joined');
    await run(io, ['inbox', '--member', member, '--out', join(folder, 'inbox')]);
    await run(io, ['org', 'confirm', '--member', member, ...first.hello.split(' ')]);

    const samples = await readSamples();
    for (const [index, { key, fields }] of samples.entries()) {
      const work = join(folder, 'sent', key);
      await mkdir(work, { recursive: true });
      const made = withFiles(fields, index);
      await writeFile(join(work, 'report.json'), `${JSON.stringify(made.fields, null, 2)}\n`);
      for (const file of made.files) await writeFile(join(work, file.name), file.bytes);
      const phone = index % 2 === 0 ? first : second;
      const paths = ['report.json', ...made.files.map(({ name }) => name)].map((name) => join(work, name));
      const { reports } = await run(io, ['send', '--state', phone.state, ...paths]);
      const [sent] = reports as { code: string; state: string }[];
      await tell(
        `3/4  ${index + 1} of ${samples.length}  ${sent?.code}  ${sent?.state}  ${made.files.length} file(s)  ${key}`,
      );
    }
    await tell(`4/4  Done. Open the desk, choose "Open from key file" and take ${member}`);
    await tell(`     Monitor 1 is confirmed. To confirm monitor 2, type its four words: ${second.hello}`);
    return EXIT.done;
  });
}

if (import.meta.main) {
  const { stdin, stdout, stderr, env } = process;
  const cwd = resolve(env['INIT_CWD'] ?? process.cwd());
  process.exitCode = await runDemo(process.argv.slice(2), { stdin, stdout, stderr, cwd });
}
