/** Owns the one hot function of Argon2id as WebAssembly, written out instruction by instruction. Must never know words or a salt. */

/**
 * `compress(x, y, old, out)`: addresses of blocks of 1,024 bytes in the module's memory. out = G(x, y) XOR old, where G
 * is the compression function of RFC 9106, section 3.5. `out` may be `old`; neither may be `x` or `y`.
 */
export type Compress = (x: number, y: number, old: number, out: number) => void;

/** The first block of the memory is the kernel's own scratch. */
export const SCRATCH_BYTES = 1_024;

type Code = readonly number[];
/** A local variable of the function. */
type Local = number;
type Four = readonly [Local, Local, Local, Local];
type Eight = readonly [...Four, ...Four];

// Opcodes: WebAssembly core specification 2.0, section 5.4.
const [I32, I64, V128] = [0x7f, 0x7e, 0x7b] as const;
const END: Code = [0x0b];
const [LOOP, BRANCH_IF] = [
  [0x03, 0x40],
  [0x0d, 0],
];
const [I32_ADD, I32_NE] = [[0x6a], [0x47]];
const [I64_ADD, I64_MUL, I64_XOR, I64_SHL, I64_ROTR] = [[0x7c], [0x7e], [0x85], [0x86], [0x8a]];
/** i32.wrap_i64, i64.extend_i32_u. */
const LOW_HALF: Code = [0xa7, 0xad];
const simd = (op: number): Code => [0xfd, ...leb(op)];
const I64X2_SHL = simd(0xcb);
const I64X2_SHR_U = simd(0xcd);
const I64X2_ADD = simd(0xce);
const I64X2_EXTMUL_LOW_U = simd(0xde);

/** Unsigned LEB128. */
function leb(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}
/** Signed LEB128. */
function signed(value: number): Code {
  const low = value & 0x7f;
  const rest = value >> 7;
  return (rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40) ? [low] : [low | 0x80, ...signed(rest)];
}
const i32 = (value: number): Code => [0x41, ...signed(value)];
const i64 = (value: number): Code => [0x42, ...signed(value)];
const get = (local: Local): Code => [0x20, ...leb(local)];
const set = (local: Local): Code => [0x21, ...leb(local)];
const tee = (local: Local): Code => [0x22, ...leb(local)];
const shuffle = (...bytes: readonly number[]): Code => [...simd(0x0d), ...bytes];

/** How one kind of value is calculated with: two 64-bit words side by side, or one. Operands are on the stack. */
type Kind = {
  readonly type: number;
  readonly bytes: number;
  readonly load: Code;
  readonly store: Code;
  readonly xor: Code;
  /** a + b + 2 · (low half of a) · (low half of b), word by word (RFC 9106, section 3.6). */
  readonly mix: (a: Local, b: Local) => Code;
  /** Right, by 32, 24, 16 or 63; `spare` may be used. */
  readonly rotate: (bits: number, spare: Local) => Code;
  /** Locals of one round, in the order in which they lie in memory. */
  readonly locals: number;
  readonly round: (kind: Kind, all: readonly Local[], spare: Local) => Code;
};

const LOW_HALVES = shuffle(0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11);
/** Rotations by whole bytes: where each byte of a pair of words comes from. */
const rotated = (bytes: number): Code =>
  shuffle(...Array.from({ length: 16 }, (_, at) => (at & 8) | ((at + bytes) & 7)));

/** The upper word of `high`, then the lower word of `low`. */
const across = (high: Local, low: Local): Code => [
  ...[...get(high), ...get(low)],
  ...shuffle(8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23),
];
const setBoth = (first: Local, second: Local): Code => [...set(second), ...set(first)];

const PAIRS: Kind = {
  type: V128,
  bytes: 16,
  load: [...simd(0x00), 4],
  store: [...simd(0x0b), 4],
  xor: simd(0x51),
  mix: (a, b) => [
    ...[...get(a), ...get(b), ...I64X2_ADD],
    ...[...get(a), ...get(a), ...LOW_HALVES, ...get(b), ...get(b), ...LOW_HALVES, ...I64X2_EXTMUL_LOW_U],
    ...[...i32(1), ...I64X2_SHL, ...I64X2_ADD],
  ],
  rotate: (bits, spare) =>
    bits === 63
      ? [
          ...[...tee(spare), ...i32(63), ...I64X2_SHR_U],
          ...[...get(spare), ...get(spare), ...I64X2_ADD, ...simd(0x51)],
        ]
      : [...tee(spare), ...get(spare), ...rotated(bits / 8)],
  locals: 8,
  round(kind, all, spare) {
    const [a0, a1, b0, b1, c0, c1, d0, d1] = all as Eight;
    return [
      ...quarters(
        kind,
        [
          [a0, b0, c0, d0],
          [a1, b1, c1, d1],
        ],
        spare,
      ),
      // To the diagonals: row b turns by one word, c by two (its registers change names), d by three.
      ...[...across(b0, b1), ...across(b1, b0), ...setBoth(b0, b1)],
      ...[...across(d1, d0), ...across(d0, d1), ...setBoth(d0, d1)],
      ...quarters(
        kind,
        [
          [a0, b0, c1, d0],
          [a1, b1, c0, d1],
        ],
        spare,
      ),
      ...[...across(b1, b0), ...across(b0, b1), ...setBoth(b0, b1)],
      ...[...across(d0, d1), ...across(d1, d0), ...setBoth(d0, d1)],
    ];
  },
};

const WORDS: Kind = {
  type: I64,
  bytes: 8,
  load: [0x29, 3],
  store: [0x37, 3],
  xor: I64_XOR,
  mix: (a, b) => [
    ...[...get(a), ...get(b), ...I64_ADD],
    ...[...get(a), ...LOW_HALF, ...get(b), ...LOW_HALF, ...I64_MUL],
    ...[...i64(1), ...I64_SHL, ...I64_ADD],
  ],
  rotate: (bits) => [...i64(bits), ...I64_ROTR],
  locals: 16,
  round(kind, all, spare) {
    const four = (...at: Four): Four => at.map((index) => all[index]) as unknown as Four;
    const columns = [four(0, 4, 8, 12), four(1, 5, 9, 13), four(2, 6, 10, 14), four(3, 7, 11, 15)];
    const diagonals = [four(0, 5, 10, 15), four(1, 6, 11, 12), four(2, 7, 8, 13), four(3, 4, 9, 14)];
    return [...quarters(kind, columns, spare), ...quarters(kind, diagonals, spare)];
  },
};

/** BLAKE2b's quarter round with `mix` in place of the addition, on several quadruples step by step. */
function quarters(kind: Kind, all: readonly Four[], spare: Local): Code {
  const step = ([to, by, turned]: readonly [Local, Local, Local], bits: number): Code => [
    ...[...kind.mix(to, by), ...set(to)],
    ...[...get(turned), ...get(to), ...kind.xor, ...kind.rotate(bits, spare), ...set(turned)],
  ];
  return [
    ...all.flatMap(([a, b, , d]) => step([a, b, d], 32)),
    ...all.flatMap(([, b, c, d]) => step([c, d, b], 24)),
    ...all.flatMap(([a, b, , d]) => step([a, b, d], 16)),
    ...all.flatMap(([, b, c, d]) => step([c, d, b], 63)),
  ];
}

/** Parameters 0 … 3 are the addresses; 4 counts the eight rounds. */
const [X, Y, OLD, OUT, AT] = [0, 1, 2, 3, 4] as const;
const FIRST = 5;

function body(kind: Kind): Code {
  const all = Array.from({ length: kind.locals }, (_, index) => FIRST + index);
  const spare = FIRST + kind.locals;
  const load = (address: Local, offset: number): Code => [
    ...[...get(address), ...get(AT), ...I32_ADD],
    ...[...kind.load, ...leb(offset)],
  ];
  const scratch = (offset: number): Code => [...get(AT), ...kind.load, ...leb(offset)];
  const eight = (step: number, once: Code): Code => [
    ...[...i32(0), ...set(AT), ...LOOP, ...once],
    ...[...get(AT), ...i32(step), ...I32_ADD, ...tee(AT), ...i32(step * 8), ...I32_NE, ...BRANCH_IF, ...END],
  ];
  /** Where the locals of a column lie: 16 bytes of each of the eight rows. */
  const column = (index: number): number => {
    const each = 16 / kind.bytes;
    return Math.floor(index / each) * 128 + (index % each) * kind.bytes;
  };
  const rows = eight(128, [
    ...all.flatMap((one, index) => {
      const offset = index * kind.bytes;
      return [...load(X, offset), ...load(Y, offset), ...kind.xor, ...set(one)];
    }),
    ...kind.round(kind, all, spare),
    ...all.flatMap((one, index) => [...get(AT), ...get(one), ...kind.store, ...leb(index * kind.bytes)]),
  ]);
  const columns = eight(16, [
    ...all.flatMap((one, index) => [...scratch(column(index)), ...set(one)]),
    ...kind.round(kind, all, spare),
    ...all.flatMap((one, index) => {
      const offset = column(index);
      return [
        ...[...get(OUT), ...get(AT), ...I32_ADD],
        ...[...get(one), ...load(X, offset), ...kind.xor, ...load(Y, offset), ...kind.xor],
        ...[...load(OLD, offset), ...kind.xor, ...kind.store, ...leb(offset)],
      ];
    }),
  ]);
  const locals = [2, 1, I32, ...leb(kind.locals + 1), kind.type];
  return [...locals, ...rows, ...columns, ...END];
}

/** The module's bytes: with pairs of words in one register, or for browsers that cannot do that, word by word. */
export function kernelBytes(withPairs: boolean): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Code): Code => [id, ...leb(content.length), ...content];
  const name = (text: string): Code => [text.length, ...[...text].map((letter) => letter.charCodeAt(0))];
  const code = body(withPairs ? PAIRS : WORDS);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 4, I32, I32, I32, I32, 0]),
    ...section(2, [1, ...name('a'), ...name('m'), 0x02, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('c'), 0x00, 0]),
    ...section(10, [1, ...leb(code.length), ...code]),
  ]);
}
