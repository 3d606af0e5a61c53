/** Owns walking an XML file of a workbook; refuses document types, so that no entity can be declared. Must never build a tree. */
import { SaxesParser } from 'saxes';

export type Attributes = { readonly [name: string]: string };
export type Handlers = {
  /** Names without their prefix: writers differ in which one they use. */
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text?(text: string): void;
};

class Foreign extends Error {}
const MAX_DEPTH = 64;
const SLICE = 64 * 1024;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** False: not well-formed, or with a document type. */
export function walkXml(bytes: Uint8Array, handlers: Handlers): boolean {
  const parser = new SaxesParser();
  let depth = 0;
  const refuse = (): never => {
    throw new Foreign();
  };
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', (tag) => {
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
    for (let at = 0; at < whole.length; at += SLICE) parser.write(whole.slice(at, at + SLICE));
    parser.close();
    return true;
  } catch (error) {
    if (error instanceof Foreign || error instanceof TypeError || error instanceof RangeError) return false;
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
