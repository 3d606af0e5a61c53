/** Owns `tumar form`: an XLSForm converted, or what stands in its way. Must never change the file or publish anything. */
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Definition, encodeDefinition, type QuestionDef } from '../../domain/form/definition.ts';
import type { FormFinding } from '../../domain/form/definitionFinding.ts';
import { showInert } from '../../domain/text.ts';
import { type FindingWords, findingCell, findingText, loadFindingWords } from '../../i18n/formFindingText.ts';
import { isLang, type Lang } from '../../i18n/plural.ts';
import { convertForm } from '../../xlsform/convert.ts';
import { type CliIo, EXIT, guarded, say, Unusable } from '../io.ts';

const HELP = `tumar form FILE.xlsx [--lang en|ru] [--json]

Converts a form written as XLSForm and prints it, with everything that is not supported or is asked otherwise: severity,
cell, heading, name of the question, code, why. What is covered stands in docs/XLSFORM.md.

  error     the form cannot be used before this is mended
  left out  this is not asked
  note      this is asked a little otherwise

  --lang LANG   language of the sentences (default en)
  --json        print {"form", "findings"} as JSON; "form" is what a manifest carries, or null
  --help        this text

Exit code: 0 converted (left out and note allowed), 1 errors, 2 wrong arguments or a file cannot be read.
`;

const MAX_READ = 64 * 1024 * 1024;

/** Nothing hidden in an author's words reaches the terminal; new lines become spaces. */
const visible = (text: string): string =>
  showInert(text)
    .map((segment) => (segment.kind === 'plain' ? segment.text : `<${segment.code}>`))
    .join('')
    .replace(/\s+/g, ' ');

const SEVERITY = { error: 'error', leftOut: 'left out', note: 'note' } as const;

function findingLine(finding: FormFinding, words: FindingWords, lang: Lang): string {
  const place = [findingCell(finding), finding.header === '' ? '' : `(${finding.header})`, finding.name];
  const where = place.filter((part) => part !== '').join(' ');
  const start = [SEVERITY[finding.severity], where, finding.code].filter((part) => part !== '').join(' ');
  return visible(`${start}: ${findingText(words, finding, lang)}`);
}

function questionLines(questions: readonly QuestionDef[], indent: string): readonly string[] {
  return questions.flatMap((question) => {
    const [label = ''] = Object.values(question.label);
    const marks = [
      ...(question.required === undefined ? [] : ['required']),
      ...(question.relevant === undefined ? [] : [`if ${question.relevant}`]),
      ...(question.constraint === undefined ? [] : [`holds ${question.constraint}`]),
      ...('list' in question ? [`from ${question.list}`] : []),
      ...(question.kind === 'calculated' ? [`= ${question.value}`] : []),
    ];
    const said = [question.kind, question.name, label === '' ? '' : JSON.stringify(label), ...marks];
    const own = `${indent}${visible(said.filter((part) => part !== '').join(' '))}`;
    return 'questions' in question ? [own, ...questionLines(question.questions, `${indent}  `)] : [own];
  });
}

function formLines(form: Definition): readonly string[] {
  const lists = Object.entries(form.lists).map(
    ([name, list]) => `  ${visible(`${name}: ${list.length} choices`)}`,
  );
  const [title = form.id] = Object.values(form.title);
  return [
    visible(
      `form ${form.id} version ${form.version === '' ? '(none)' : form.version} ${JSON.stringify(title)}`,
    ),
    ...questionLines(form.questions, '  '),
    ...(lists.length === 0 ? [] : ['lists', ...lists]),
    `${new TextEncoder().encode(encodeDefinition(form)).length} bytes in the manifest`,
  ];
}

export function runForm(args: string[], io: CliIo): Promise<number> {
  return guarded(io, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        lang: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      await say(io.stdout, HELP);
      return EXIT.done;
    }
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Unusable(`one file is needed\n\n${HELP}`);
    const lang = values.lang ?? 'en';
    if (!isLang(lang)) throw new Unusable('--lang is en or ru');
    const path = resolve(io.cwd, file);
    // More than this is refused anyway, and is not read into memory to be told so.
    if ((await stat(path)).size > MAX_READ) throw new Unusable(`${file} is larger than any form`);
    const bytes = await readFile(path);
    const { definition, findings } = convertForm(bytes, basename(path).replace(/\.[^.]*$/, ''));
    if (values.json === true) await say(io.stdout, `${JSON.stringify({ form: definition, findings })}\n`);
    else {
      const words = await loadFindingWords(lang);
      const lines = findings.map((finding) => findingLine(finding, words, lang));
      await say(
        io.stdout,
        [...lines, ...(definition === null ? [] : formLines(definition))].map((line) => `${line}\n`).join(''),
      );
    }
    return definition === null ? EXIT.refused : EXIT.done;
  });
}
