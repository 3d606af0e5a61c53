/** Owns cutting libsodium down, at build time, to the functions that our code names. Must never change one that stays. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * The package brings some 320 functions and its WebAssembly as base64; we name about twenty. What nothing of ours can reach
 * becomes an empty function that traps, so no number inside the module changes. Anything that is not as in the pinned
 * version stops the build.
 */
const LIBRARY = /\/libsodium\/dist\/modules-esm\/libsodium\.mjs$/;
const WRAPPERS = /\/libsodium-wrappers\/dist\/modules-esm\/libsodium-wrappers\.mjs$/;
/** Stands for the WebAssembly until everything else is written: a minifier would spell out every byte of it. */
const PLACE = '@@libsodium@@';
/** What the package itself calls while it starts; its self-test is kept. */
const AT_START = [
  'crypto_secretbox_easy',
  'crypto_secretbox_open_easy',
  'crypto_secretbox_KEYBYTES',
  'crypto_secretbox_NONCEBYTES',
  'randombytes_buf',
];

function must<T>(found: T | null | undefined, what: string): T {
  if (found === null || found === undefined) throw new Error(`libsodium is not as it was: ${what}`);
  return found;
}

/** Every function and constant of libsodium that a source file below `folder` names. */
export function namesIn(folder: string): string[] {
  const names = new Set(AT_START);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    for (const [, found] of readFileSync(join(folder, name), 'utf8').matchAll(/_?\b_?(crypto_\w+)/g))
      names.add(must(found, 'name'));
  }
  return [...names];
}

/** The wrappers with only the named functions in their lists: the bundler drops the others. And what those call below. */
export function leanWrappers(code: string, names: readonly string[]): { code: string; below: Set<string> } {
  const lists = must(/for\(var (\w)=\[([^\]]*)\],(\w)=\[([^\]]*)\],/.exec(code), 'list of functions');
  const [whole, a, quoted = '', b, plain = ''] = lists;
  const [said, made] = [quoted.split(',').map((text) => JSON.parse(text) as string), plain.split(',')];
  const kept = said.flatMap((name, index) =>
    names.includes(name) ? [{ name, made: must(made[index], name) }] : [],
  );
  const constants = must(/var \w=(\["SODIUM_LIBRARY[^\]]*\])/.exec(code)?.[1], 'list of constants');
  const keptConstants = (JSON.parse(constants) as string[]).filter((name) => names.includes(name));
  // Named past the wrappers, on the module itself.
  const below = new Set([
    'sodium_init',
    'malloc',
    'free',
    ...names,
    ...keptConstants.map((name) => name.toLowerCase()),
  ]);
  for (const { made: name } of kept) {
    const from = code.indexOf(`function ${name}(`);
    const to = code.indexOf('}function ', from);
    if (from < 0 || to < 0) throw new Error(`libsodium is not as it was: ${name}`);
    for (const [, called] of code.slice(from, to).matchAll(/\._(\w+)/g)) below.add(must(called, name));
  }
  const list = JSON.stringify(kept.map(({ name }) => name));
  return {
    code: code
      .replace(whole, () => `for(var ${a}=${list},${b}=[${kept.map(({ made: name }) => name).join()}],`)
      .replace(constants, () => JSON.stringify(keptConstants)),
    below,
  };
}

/** The library without its WebAssembly, and that cut down to what is named. */
export function leanLibrary(code: string, below: ReadonlySet<string>): { code: string; wasm: Uint8Array } {
  const packed = must(/"(AGFzbQ[^"]*)"/.exec(code), 'WebAssembly');
  const decode = must(
    /\(F\?\?=\(A=>\{for\(var .*return E\}\)\($/.exec(code.slice(0, packed.index)),
    'decoder',
  );
  const exported = new Set(['memory', '__indirect_function_table']);
  const named = code.replace(/g\._(\w+)=A\.([\w$]+),/g, (text, name: string, short: string) => {
    if (!below.has(name)) return '';
    exported.add(short);
    return text;
  });
  const memory = must(/,(\w)=A\.(\w),A\.__indirect_function_table/.exec(named)?.[2], 'memory');
  exported.add(memory);
  const wasm = cutWasm(Uint8Array.from(Buffer.from(must(packed[1], 'base64'), 'base64')), exported);
  // The length is written out: a minifier would take that of the place holder for it.
  const unpack = `(F??=(A=>{for(var I=0,E=new Uint8Array(${wasm.length});I<${wasm.length};I++)E[I]=A.charCodeAt(I);return E})(`;
  return { code: named.replace(decode[0], () => unpack).replace(packed[0], () => `"${PLACE}"`), wasm };
}

/** Bytes as a JavaScript text with one character a byte: compressed it is a quarter smaller than base64. */
export function literalOf(bytes: Uint8Array): string {
  const escaped: Record<number, string> = { 10: '\\n', 13: '\\r', 34: '\\"', 92: '\\\\' };
  return `"${Array.from(bytes, (byte) => escaped[byte] ?? String.fromCharCode(byte)).join('')}"`;
}

const SECTION = { import: 2, export: 7, element: 9, code: 10 } as const;
const leb = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];

/** Reads forward through bytes; WebAssembly core specification 2.0, chapter 5. */
class Reader {
  at = 0;
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  byte(): number {
    const value = this.bytes[this.at];
    this.at += 1;
    return must(value, 'end of section');
  }
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = this.byte();
      value += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) return value;
    }
  }
  take(length: number): Uint8Array {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  list<T>(one: () => T): T[] {
    return Array.from({ length: this.number() }, one);
  }
}

/** Numbers of the functions that a function's body calls by name. */
function callsIn(body: Uint8Array): number[] {
  const reader = new Reader(body);
  const calls: number[] = [];
  reader.list(() => [reader.number(), reader.byte()]);
  while (reader.at < body.length) {
    const op = reader.byte();
    if (op === 0x10) calls.push(reader.number());
    else if (op === 0x0e) reader.list(() => reader.number()).push(reader.number());
    else if (op === 0x11 || (op >= 0x28 && op <= 0x3e)) reader.take(0 * reader.number() * reader.number());
    else if ((op >= 0x02 && op <= 0x04) || op === 0x0c || op === 0x0d || (op >= 0x20 && op <= 0x26))
      reader.number();
    else if (op >= 0x3f && op <= 0x42) reader.number();
    else if (op === 0x44 || op === 0x43) reader.take(op === 0x44 ? 8 : 4);
    else if (op === 0xfc) {
      const kind = reader.number();
      if (kind === 10 || kind === 11) reader.take(kind === 10 ? 2 : 1);
      else if (kind > 7) throw new Error(`libsodium is not as it was: instruction fc ${kind}`);
    } else if (op > 0xc4 || (op > 0x11 && op < 0x1a) || (op > 0x1b && op < 0x20) || (op > 0x05 && op < 0x0b))
      throw new Error(`libsodium is not as it was: instruction ${op.toString(16)}`);
  }
  return calls;
}

/** The same module with only these exports; functions that nothing reaches from them or from the table only trap. */
export function cutWasm(wasm: Uint8Array, exported: ReadonlySet<string>): Uint8Array {
  const whole = new Reader(wasm);
  const head = whole.take(8);
  const sections: { id: number; bytes: Uint8Array }[] = [];
  while (whole.at < wasm.length) {
    const id = whole.byte();
    sections.push({ id, bytes: whole.take(whole.number()) });
  }
  const read = (id: number): Reader =>
    new Reader(must(sections.find((one) => one.id === id)?.bytes, `section ${id}`));

  const imports = read(SECTION.import);
  const imported = imports.list(() => {
    imports.take(imports.number());
    imports.take(imports.number());
    if (imports.byte() !== 0) throw new Error('libsodium is not as it was: imports');
    return imports.number();
  }).length;
  const roots: number[] = [];
  const elements = read(SECTION.element);
  elements.list(() => {
    if (elements.number() !== 0 || elements.byte() !== 0x41)
      throw new Error('libsodium is not as it was: table');
    elements.number();
    elements.byte();
    roots.push(...elements.list(() => elements.number()));
  });
  const exports = read(SECTION.export);
  const keptExports = exports
    .list(() => {
      const from = exports.at;
      const name = new TextDecoder().decode(exports.take(exports.number()));
      const kind = exports.byte();
      const index = exports.number();
      return { name, kind, index, bytes: exports.bytes.subarray(from, exports.at) };
    })
    .filter(({ name }) => exported.has(name));
  for (const { kind, index } of keptExports) if (kind === 0) roots.push(index);

  const code = read(SECTION.code);
  const bodies = code.list(() => code.take(code.number()));
  const reached = new Set<number>();
  for (let next = roots.pop(); next !== undefined; next = roots.pop()) {
    const body = bodies[next - imported];
    if (reached.has(next) || body === undefined) continue;
    reached.add(next);
    roots.push(...callsIn(body));
  }
  /** No locals, `unreachable`, `end`. */
  const trap = Uint8Array.of(0x00, 0x00, 0x0b);
  const listOf = (parts: readonly (readonly Uint8Array[])[]): Uint8Array =>
    Buffer.concat([Uint8Array.from(leb(parts.length)), ...parts.flat()]);
  const sized = (bytes: Uint8Array): Uint8Array[] => [Uint8Array.from(leb(bytes.length)), bytes];
  const changed: Record<number, Uint8Array> = {
    [SECTION.export]: listOf(keptExports.map(({ bytes }) => [bytes])),
    [SECTION.code]: listOf(bodies.map((body, index) => sized(reached.has(index + imported) ? body : trap))),
  };
  return Buffer.concat([
    head,
    ...sections.flatMap(({ id, bytes }) => [Uint8Array.of(id), ...sized(changed[id] ?? bytes)]),
  ]);
}

/** For each build of a worker or page that uses libsodium. `sources`: the folder whose names count. */
export function leanSodium(sources: string): Plugin {
  const names = namesIn(sources);
  let below: ReadonlySet<string> | null = null;
  let wasm: Uint8Array | null = null;
  return {
    name: 'lean-sodium',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (WRAPPERS.test(id)) {
        const lean = leanWrappers(code, names);
        return { code: lean.code, map: null };
      }
      if (!LIBRARY.test(id)) return undefined;
      const wrappers = join(id, '../../../../libsodium-wrappers/dist/modules-esm/libsodium-wrappers.mjs');
      below ??= leanWrappers(readFileSync(wrappers, 'utf8'), names).below;
      const lean = leanLibrary(code, below);
      wasm = lean.wasm;
      return { code: lean.code, map: null };
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.code.includes(PLACE)) continue;
        const literal = literalOf(must(wasm, 'WebAssembly'));
        chunk.code = chunk.code.replace(new RegExp(`(["'\`])${PLACE}\\1`), () => literal);
      }
    },
  };
}
