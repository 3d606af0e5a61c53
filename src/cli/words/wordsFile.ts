/** Owns the file that reviewers of a language work in: gettext PO, one entry a sentence or label. Must never change a word. */
import PO from 'pofile';
import type { DraftLabels } from '../../i18n/draftLabels.ts';
import { holesOf, type Message } from '../../i18n/message.ts';
import { pluralCategories, type SpokenLang } from '../../i18n/plural.ts';

/** One sentence or label: `name` is its key, or "list/code" of a label. */
export type Entry = {
  readonly name: string;
  readonly english: Message;
  readonly russian: Message;
  /** What the draft says; undefined = not translated yet. */
  readonly draft: Message | undefined;
};
export type Flaw = {
  readonly name: string;
  readonly code: 'unknown' | 'sourceChanged' | 'holes' | 'plural' | 'lines' | 'padded';
};

const texts = (message: Message): readonly string[] =>
  typeof message === 'string' ? [message] : Object.values(message);
/** PO carries the two English forms; a language with one form takes the second. */
const english = (message: Message): readonly [string, string | undefined] =>
  typeof message === 'string' ? [message, undefined] : [message.one ?? message.other, message.other];

/** Mini-guides are lists: a line each. */
const linesOf = (message: Message): number => (typeof message === 'string' ? message.split('\n').length : 1);

/** The forms of a language in the order that PO numbers them. */
const formsOf = (lang: SpokenLang) =>
  pluralCategories[lang].filter((form) => lang === 'ru' || form !== 'few');

const PLURAL_RULE: Readonly<Record<number, string>> = {
  1: 'nplurals=1; plural=0;',
  2: 'nplurals=2; plural=(n != 1);',
};

/** The PO file of a language: English as source, Russian as a comment, every draft marked fuzzy = not reviewed. */
export function encodeWords(lang: SpokenLang, entries: readonly Entry[]): string {
  const forms = formsOf(lang);
  const po = new PO();
  po.comments = [
    `Notes: words in ${lang}.`,
    'Fuzzy means that no native reader has signed it.',
    'Words in {braces} must stay.',
  ];
  po.headers = {
    Language: lang,
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Transfer-Encoding': '8bit',
    'Plural-Forms': PLURAL_RULE[forms.length] ?? '',
  };
  po.items = entries.map((entry) => {
    const item = new PO.Item();
    const [one, other] = english(entry.english);
    item.msgctxt = entry.name;
    item.msgid = one;
    if (other !== undefined) item.msgid_plural = other;
    item.extractedComments = texts(entry.russian).map((text) => `ru: ${text}`);
    const { draft } = entry;
    if (draft !== undefined) {
      item.flags = { fuzzy: true };
      item.msgstr = typeof draft === 'string' ? [draft] : forms.map((form) => draft[form] ?? draft.other);
    }
    return item;
  });
  return `${po.toString().trimEnd()}\n`;
}

/** What a reviewer's file says, by name; what is left empty is left out. A flaw leaves its entry out. */
export function parseWords(
  lang: SpokenLang,
  text: string,
  entries: readonly Entry[],
): { readonly words: ReadonlyMap<string, Message>; readonly flaws: readonly Flaw[] } {
  const known = new Map(entries.map((entry) => [entry.name, entry]));
  const forms = formsOf(lang);
  const words = new Map<string, Message>();
  const flaws: Flaw[] = [];
  for (const item of PO.parse(text).items) {
    const name = item.msgctxt ?? item.msgid;
    const entry = known.get(name);
    if (item.msgstr.every((said) => said === '')) continue;
    const message = readMessage(item.msgstr, entry?.english, forms);
    const flaw = flawOf(item, entry, message);
    if (flaw !== undefined) flaws.push({ name, code: flaw });
    else if (message !== undefined) words.set(name, message);
  }
  return { words, flaws };
}

function readMessage(
  said: readonly string[],
  source: Message | undefined,
  forms: readonly string[],
): Message | undefined {
  if (source === undefined) return undefined;
  if (typeof source === 'string') return said.length === 1 ? said[0] : undefined;
  if (said.length !== forms.length) return undefined;
  return Object.fromEntries(forms.map((form, at) => [form, said[at] ?? ''])) as Message;
}

function flawOf(
  item: { readonly msgid: string; readonly msgid_plural?: string },
  entry: Entry | undefined,
  message: Message | undefined,
): Flaw['code'] | undefined {
  if (entry === undefined) return 'unknown';
  const [one, other] = english(entry.english);
  if (item.msgid !== one || (item.msgid_plural ?? undefined) !== other) return 'sourceChanged';
  if (message === undefined) return 'plural';
  if (holesOf(message).join() !== holesOf(entry.english).join()) return 'holes';
  if (linesOf(message) !== linesOf(entry.english)) return 'lines';
  return texts(message).some((text) => text === '' || text !== text.trim()) ? 'padded' : undefined;
}

/** What the name of a label or hint of the full form begins with; its key follows, and may hold anything. */
export const TERM = 'term/';

/** The labels among the words, by list and code. */
export function labelsOf(words: ReadonlyMap<string, Message>): DraftLabels {
  const labels: Record<string, Record<string, string>> = {};
  for (const [name, message] of words) {
    if (name.startsWith(TERM)) continue;
    const [list, code] = name.split('/');
    if (list === undefined || code === undefined || typeof message !== 'string') continue;
    labels[list] = { ...labels[list], [code]: message };
  }
  return labels;
}
