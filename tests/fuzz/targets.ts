/** Owns what is fuzzed, with what, and what must hold whatever comes in. Must never repair an input. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form refers to its questions so.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { readMetadata, stripMetadata } from '../../src/domain/evidence/evidenceMetadata.ts';
import { isTelling } from '../../src/domain/evidence/evidenceTraits.ts';
import { type Definition, parseDefinition } from '../../src/domain/form/definition.ts';
import { planOf } from '../../src/domain/form/definitionPlan.ts';
import { beginAnswers, compile } from '../../src/domain/form/definitionSections.ts';
import { parseExpression } from '../../src/domain/form/expression.ts';
import { functions } from '../../src/domain/form/expressionFunctions.ts';
import { evaluate } from '../../src/domain/form/expressionRun.ts';
import type { Question, Scope } from '../../src/domain/form/question.ts';
import { encodeFields, headline, type JsonObject, parseFieldsText } from '../../src/domain/report.ts';
import { check } from '../../src/domain/rules/check.ts';
import { parsePayload } from '../../src/wire/payload.ts';
import { convertForm } from '../../src/xlsform/convert.ts';
import {
  appleFilm,
  joined,
  phoneFilm,
  phonePicture,
  phoneStill,
  phoneWebp,
  toldDrawing,
} from '../domain/evidenceFiles.ts';
import { createDice, mutate } from './mutate.ts';

export type Target = {
  readonly name: string;
  /** Spoils an input by this number and puts it in; throws when something does not hold. Gives the input back. */
  run(seed: number): Uint8Array | Promise<Uint8Array>;
  /** The same with an input that is there already. */
  put(input: Uint8Array): void | Promise<void>;
};

const vectors = join(import.meta.dirname, '../vectors');
const read = (name: string): Uint8Array => readFileSync(join(vectors, name));
const TODAY = '2026-11-22';
const words = (...texts: readonly string[]): readonly Uint8Array[] => texts.map((text) => strToU8(text));

function mustHold(condition: boolean, what: string): void {
  if (!condition) throw new Error(`does not hold: ${what}`);
}

type Sample = { readonly report: JsonObject };
const samples = JSON.parse(new TextDecoder().decode(read('sample-reports.json'))) as {
  readonly samples?: readonly Sample[];
};
const reports = (Array.isArray(samples) ? (samples as readonly Sample[]) : (samples.samples ?? [])).map(
  ({ report }) => strToU8(JSON.stringify(report)),
);

const jsonWords = words(
  'null',
  'true',
  '-0',
  '1e308',
  '1e999',
  '""',
  '{}',
  '[]',
  '"__proto__":1,',
  '"\\ud800"',
  '{"a":',
  '[[[[',
  ',',
  ':',
  '"2026-02-30"',
  '"edtf":"[..]"',
  '\u202e',
);

function putFields(input: Uint8Array): void {
  const parsed = parseFieldsText(new TextDecoder().decode(input));
  if (!parsed.ok) return;
  const fields = parsed.value;
  check(fields, TODAY);
  headline(fields);
  const again = parseFieldsText(encodeFields(fields));
  mustHold(again.ok && encodeFields(again.value) === encodeFields(fields), 'fields survive JSON');
}

const payloads = reports.map((report) => {
  const hex = (bytes: number) => '0a'.repeat(bytes);
  const fields = JSON.parse(new TextDecoder().decode(report)) as JsonObject;
  const line = {
    ...{
      v: 1,
      kind: 'report',
      id: fields['id'] ?? '',
      org: hex(16),
      manifest: { version: 1, sha256: hex(32) },
    },
    ...{ form: 'short', ack: hex(32), reply: hex(32), fields, attachments: [], void: [] },
  };
  return strToU8(`${JSON.stringify(line)}\n{"auth":null}\n`);
});

const files = readdirSync(join(vectors, 'xlsforms')).filter(
  (name) => name.endsWith('.xlsx') || name.endsWith('.xls'),
);
const workbooks = files.map((name) => read(`xlsforms/${name}`));
/** Small ones, whose parts can be spoiled and packed again a hundred times a second. */
const opened = workbooks
  .filter((bytes) => bytes[0] === 0x50 && bytes.length < 12_000)
  .map((bytes) => unzipSync(bytes));

function scopesOf(answers: JsonObject): readonly Scope[] {
  return [
    { root: answers, here: answers, path: [], today: TODAY },
    { root: answers, here: {}, path: ['a', 0, 'b', 1], today: TODAY },
  ];
}

function askEverything(questions: readonly Question[], scope: Scope): void {
  for (const question of questions) {
    question.relevant?.(scope);
    question.required?.(scope);
    question.readOnly?.(scope);
    question.constraint?.holds(scope);
    question.initial?.(scope);
    question.fill?.(Object.values(question.label)[0] ?? '', scope);
    if (question.kind === 'choice') question.choices(scope);
    if (question.kind === 'calculated') question.value(scope);
    if (question.kind === 'repeat') {
      question.count?.(scope);
      question.fresh(scope, () => 'id');
    }
    if (question.kind === 'group' || question.kind === 'repeat') askEverything(question.questions, scope);
  }
}

function answer(definition: Definition): void {
  const sections = compile(definition);
  for (const scope of scopesOf(beginAnswers(sections, TODAY))) {
    for (const { questions } of sections) askEverything(questions, scope);
  }
}

function putForm(input: Uint8Array): void {
  const { definition, findings } = convertForm(input, 'form');
  mustHold(
    (definition === null) === findings.some(({ severity }) => severity === 'error'),
    'no form means an error',
  );
  if (definition === null) return;
  const again = parseDefinition(JSON.parse(JSON.stringify(definition)));
  mustHold(again.ok, 'what was imported is read on the phone');
  answer(definition);
}

const formWords = words(
  ...[
    'select_one ',
    'select_multiple ',
    'begin repeat',
    'end repeat',
    'begin group',
    'end group',
    'calculate',
    'range',
  ],
  ...[
    '${a}',
    '${',
    'type',
    'name',
    'label',
    'relevant',
    'constraint',
    'calculation',
    'choice_filter',
    'repeat_count',
  ],
  ...[
    "regex(., '(a*)*b')",
    "selected(${a}, 'b')",
    '<c t="s"><v>',
    '</v></c>',
    '<row>',
    '</row>',
    '<t>',
    '</t>',
    '&amp;',
    '&#0;',
    '<!DOCTYPE a>',
  ],
);

/** A part of a real workbook spoiled, and packed again. */
function spoiltWorkbook(seed: number): Uint8Array {
  const dice = createDice(seed);
  const book = dice.one(opened);
  const parts: { [name: string]: Uint8Array } = { ...book };
  const inner = Object.keys(parts).filter((name) =>
    /sheet\d*\.xml$|sharedStrings|workbook|styles/.test(name),
  );
  for (let times = 1 + dice.below(2); times > 0; times -= 1) {
    const name = dice.one(inner);
    const others = opened
      .flatMap((other) => Object.values(other).slice(0, 8))
      .filter((part) => part.length > 0);
    parts[name] = mutate(parts[name] ?? new Uint8Array(), dice, formWords, others);
  }
  return zipSync(parts, { level: 1 });
}

const definitions = workbooks.flatMap((bytes) => {
  const { definition } = convertForm(bytes, 'form');
  return definition === null ? [] : [strToU8(JSON.stringify(definition))];
});

function putDefinition(input: Uint8Array): void {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(input));
  } catch {
    return;
  }
  const parsed = parseDefinition(value);
  if (parsed.ok) answer(parsed.value);
}

const expressionWords = words(
  ...Object.keys(functions).map((name) => `${name}(`),
  ...[
    '${n1}',
    '${n2}',
    '${people}',
    '${who}',
    ')',
    ',',
    '(',
    '[',
    ']',
    '/',
    '..',
    '.',
    '*',
    ' and ',
    ' or ',
    ' div ',
    '=',
    '<',
    "'x'",
    '1',
    '|',
    '-',
  ],
);
const expressionSeeds = words(
  "regex(., '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,4}')",
  "not(selected(., 'yes') and selected (., 'no'))",
  'sum(${who}) + count(${people}[who > 2]) * indexed-repeat(${who}, ${people}, 2)',
  "instance('l')/root/item[name = current()/../n1]/label",
  "if(${n1} = '', today(), format-date(date(${n2}), '%Y-%m-%d'))",
);
const expressionForm: Definition = {
  ...{ v: 1, id: 'f', version: '', title: {}, absent: [] },
  lists: { l: [{ name: 'a', label: { en: 'A' }, columns: { c: '1' } }] },
  questions: [
    { kind: 'text', lines: 'one', name: 'n1', label: {} },
    { kind: 'many', list: 'l', name: 'n2', label: {}, relevant: "${n1} != ''" },
    { kind: 'repeat', name: 'people', label: {}, questions: [{ kind: 'whole', name: 'who', label: {} }] },
  ],
};
const expressionPlan = planOf(expressionForm);
const expressionAnswers: JsonObject = { n1: 'x', n2: ['a'], people: [{ who: 1 }, { who: 2 }, {}] };

function putExpression(input: Uint8Array): void {
  const text = new TextDecoder().decode(input);
  if (!parseExpression(text).ok) return;
  for (const place of expressionPlan.places) {
    for (const path of [[], ['people', 1]]) {
      evaluate(planOf(expressionForm), place, text, {
        root: expressionAnswers,
        here: {},
        path,
        today: TODAY,
      });
    }
  }
}

const target = (name: string, put: Target['put'], make: (seed: number) => Uint8Array): Target => ({
  name,
  put,
  run(seed) {
    const input = make(seed);
    const held = put(input);
    return held === undefined ? input : held.then(() => input);
  },
});

const spoilt =
  (seeds: readonly Uint8Array[], pieces: readonly Uint8Array[]) =>
  (seed: number): Uint8Array => {
    const dice = createDice(seed);
    return mutate(dice.one(seeds), dice, pieces, seeds);
  };

const readable = (bytes: Uint8Array) => ({
  size: bytes.length,
  slice: async (from: number, to: number) => bytes.subarray(from, to),
});

async function putMedia(input: Uint8Array): Promise<void> {
  await readMetadata(readable(input));
  const parts = await stripMetadata(readable(input));
  if (parts === null) return;
  const bytes = joined(
    ...parts.map((part) => ('bytes' in part ? part.bytes : input.subarray(part.from, part.to))),
  );
  mustHold(!isTelling(await readMetadata(readable(bytes))), 'what was left out is not there');
}

const tellingMedia = [
  phonePicture(),
  phonePicture(false),
  toldDrawing(),
  phoneFilm(),
  appleFilm(),
  phoneStill({}),
  phoneWebp(),
];
const mediaWords = words(
  ...['Exif\0\0', 'II*\0', 'MM\0*', '\xff\xe1\xff\xff', '\xff\xd9', '\xff\xda\0\x02', 'eXIf', 'tEXt', 'IEND'],
  ...[
    'moov',
    'udta',
    'meta',
    'keys',
    'ilst',
    'data',
    'loci',
    '\u00a9xyz',
    'uuid',
    'ftypheic',
    'iinf',
    'infe',
    'iloc',
    'idat',
    'VP8X',
    'RIFF',
    'WEBP',
  ],
  ...[
    'hdlr',
    'stsd',
    'dref',
    'stsc',
    'stsz',
    'stco',
    'tfhd',
    'trun',
    'ipco',
    'ipma',
    'udes',
    'ANMF',
    'ICCP',
    'acsp',
  ],
  ...[
    '\xff\xe0\0\x10JFIF\0',
    '\xff\xe2\0\x20ICC_PROFILE\0',
    '\xff\xc4',
    '\xff\xdb',
    'iCCP',
    'fdAT',
    'free',
    'mdat',
  ],
  ...['\0\0\0\0', '\0\0\0\x01', '\0\0\0\x08', '\xff\xff\xff\xff', '\x7f\xff\xff\xff'],
);

export const targets: readonly Target[] = [
  target('what a picture or a film tells', putMedia, spoilt(tellingMedia, mediaWords)),
  target('the fields of a report', putFields, spoilt(reports, jsonWords)),
  target('the payload of a report', (input) => void parsePayload(input), spoilt(payloads, jsonWords)),
  target('a workbook', putForm, spoilt(workbooks, formWords)),
  target('the parts of a workbook', putForm, spoiltWorkbook),
  target('a form in a manifest', putDefinition, spoilt(definitions, [...jsonWords, ...formWords])),
  target('an expression', putExpression, spoilt(expressionSeeds, expressionWords)),
];
