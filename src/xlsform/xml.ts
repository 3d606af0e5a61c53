/** Owns walking an XML file of a workbook; refuses document types, so that no entity can be declared. Must never build a tree. */
import { SaxesParser } from 'saxes';

export type Attributes = { readonly [name: string]: string };
export type Handlers = {
  /** Names without their prefix: writers differ in which one they use. */
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text?(text: string): void;
};

/** What all parts of a workbook may take together; `late` says that it took too long already. */
export type XmlBudget = { tags: number; readonly late: () => boolean };

class Foreign extends Error {}
class Costly extends Error {}
const MAX_DEPTH = 64;
const SLICE = 64 * 1024;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Tags and attributes between two looks at the clock. */
const LOOK_EVERY = 4_096;

/** `foreign`: not well-formed, or with a document type; `costly`: more tags and attributes, or longer, than the budget has. */
export function walkXml(
  bytes: Uint8Array,
  handlers: Handlers,
  budget: XmlBudget,
): 'whole' | 'foreign' | 'costly' {
  const parser = new SaxesParser();
  let depth = 0;
  const spend = (): void => {
    budget.tags -= 1;
    if (budget.tags < 0 || (budget.tags % LOOK_EVERY === 0 && budget.late())) throw new Costly();
  };
  const refuse = (): never => {
    throw new Foreign();
  };
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('attribute', spend);
  parser.on('opentag', (tag) => {
    spend();
    depth += 1;
    if (depth > MAX_DEPTH) refuse();
    const attributes: { [name: string]: string } = Object.create(null);
    for (const [name, value] of Object.entries(tag.attributes as Attributes)) attributes[local(name)] = value;
    handlers.open(local(tag.name), attributes);
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    handlers.close(local(tag.name));
  });
  const { text } = handlers;
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  try {
    const whole = decode(bytes);
    for (let at = 0; at < whole.length; at += SLICE) {
      if (budget.late()) return 'costly';
      parser.write(whole.slice(at, at + SLICE));
    }
    parser.close();
    return 'whole';
  } catch (error) {
    if (error instanceof Costly) return 'costly';
    if (error instanceof Foreign || error instanceof TypeError || error instanceof RangeError)
      return 'foreign';
    throw error;
  }
}

function decode(bytes: Uint8Array): string {
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(wide, { fatal: true }).decode(bytes);
}
