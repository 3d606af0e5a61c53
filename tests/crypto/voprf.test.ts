/** Proves the blind evaluation: the RFC's own vectors, what it refuses, and that blinding hides and verifies. */
import { ed25519, ristretto255 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyMark, redeemToken, signTokenRequest } from '../../src/crypto/token.ts';
import { blindBatch, finishBatch } from '../../src/crypto/tokenBatch.ts';
import {
  blindInput,
  deriveIssuerKey,
  evaluateBlinded,
  evaluateInput,
  finalizeBlinded,
} from '../../src/crypto/voprf.ts';
import { type Bytes, concat, toHex, utf8 } from '../../src/wire/bytes.ts';
import { parseTokenTicket } from '../../src/wire/tokens.ts';
import { codeOf, must, seededRng, unhex, vectorFile } from './setup.ts';

type Vector = {
  Batch: number;
  Input: string;
  Blind: string;
  BlindedElement: string;
  EvaluationElement: string;
  Output: string;
  Proof: { proof: string; r: string };
};
type Suite = {
  identifier: string;
  mode: number;
  seed: string;
  keyInfo: string;
  skSm: string;
  pkSm: string;
  vectors: Vector[];
};
const suite = vectorFile<Suite[]>('voprf').find(
  ({ identifier, mode }) => identifier === 'ristretto255-SHA512' && mode === 1,
)!;
const ORDER = ed25519.Point.Fn.ORDER;
const numberOf = (bytes: Bytes): bigint => BigInt(`0x${toHex(bytes.slice().reverse())}`);
const scalarBytes = (value: bigint): Bytes => unhex(value.toString(16).padStart(64, '0')).reverse() as Bytes;

/** Chance that makes the library draw exactly this scalar: it takes the number modulo (order − 1) and adds 1. */
const drawing = (scalar: string) => (n: number) => {
  const out = new Uint8Array(n);
  out.set(scalarBytes(numberOf(unhex(scalar)) - 1n));
  return out;
};
const list = (text: string): Bytes[] => text.split(',').map(unhex);

it('[TOK1] RFC 9497 ristretto255-SHA512, mode 1: 3 of 3 vectors, key pair, blind, evaluate, proof, finalize', () => {
  const key = deriveIssuerKey(unhex(suite.seed), unhex(suite.keyInfo));
  expect(toHex(key.secret)).toBe(suite.skSm);
  expect(toHex(key.publicKey)).toBe(suite.pkSm);
  for (const vector of suite.vectors) {
    const inputs = list(vector.Input);
    const asked = inputs.map((input, i) => ({
      input,
      ...blindInput(input, drawing(vector.Blind.split(',')[i]!)),
    }));
    expect(asked.map(({ blind }) => toHex(blind)).join(',')).toBe(vector.Blind);
    expect(asked.map(({ blinded }) => toHex(blinded)).join(',')).toBe(vector.BlindedElement);
    const answer = must(evaluateBlinded(key, list(vector.BlindedElement), drawing(vector.Proof.r)));
    expect(answer.evaluated.map(toHex).join(',')).toBe(vector.EvaluationElement);
    expect(toHex(answer.proof)).toBe(vector.Proof.proof);
    const outputs = must(finalizeBlinded(key.publicKey, asked, answer));
    expect(outputs.map(toHex).join(',')).toBe(vector.Output);
    expect(inputs.map((input) => toHex(evaluateInput(key, input))).join(',')).toBe(vector.Output);
  }
  expect(suite.vectors).toHaveLength(3);
});

const rng = seededRng('voprf');
const key = deriveIssuerKey(rng(32), utf8('test'));
const other = deriveIssuerKey(rng(32), utf8('test'));
const made = (count: number) =>
  Array.from({ length: count }, () => {
    const input = rng(40);
    return { input, ...blindInput(input, rng) };
  });

it('[TOK1] [TOK3] the asker gets what the key gives, for any input and any number of them', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { minLength: 1, maxLength: 4 }), (inputs) => {
      const asked = inputs.map((text) => {
        const input = concat(text);
        return { input, ...blindInput(input, rng) };
      });
      const answer = must(
        evaluateBlinded(
          key,
          asked.map(({ blinded }) => blinded),
          rng,
        ),
      );
      const outputs = must(finalizeBlinded(key.publicKey, asked, answer));
      expect(outputs.map(toHex)).toEqual(asked.map(({ input }) => toHex(evaluateInput(key, input))));
    }),
    { numRuns: 20, seed: 9497 },
  );
});

it('[TOK3] refuses as a value what is no element: the identity, a wrong length, a number too large, a negative one', () => {
  const good = made(2).map(({ blinded }) => blinded);
  const p = (1n << 255n) - 19n;
  const bad: Bytes[] = [
    new Uint8Array(32), // the identity
    new Uint8Array(0),
    good[0]!.slice(1),
    concat(good[0]!, new Uint8Array(1)),
    new Uint8Array(32).fill(255),
    scalarBytes(p), // zero, spelt as the field's size
    scalarBytes(1n), // odd: the negative of an element
    scalarBytes(2n), // even, but on no point
  ];
  for (const element of bad) {
    expect(codeOf(evaluateBlinded(key, [good[0]!, element], rng)), toHex(element)).toBe('malformed');
  }
  expect(codeOf(evaluateBlinded(key, good, rng))).toBe('ok');
});

it('[TOK3] refuses an answer under another key, a changed element, a changed, moved or missing proof, another count', () => {
  const asked = made(3);
  const blinded = asked.map((one) => one.blinded);
  const answer = must(evaluateBlinded(key, blinded, rng));
  const marked = must(evaluateBlinded(other, blinded, rng));
  const wrong = (evaluated: readonly Bytes[], proof: Bytes): string =>
    codeOf(finalizeBlinded(key.publicKey, asked, { evaluated, proof }));
  expect(wrong(answer.evaluated, answer.proof)).toBe('ok');
  expect(wrong(marked.evaluated, marked.proof)).toBe('proofWrong');
  // One token alone under a key of its own would mark the person.
  const [first, second, third] = answer.evaluated;
  expect(wrong([first!, second!, marked.evaluated[2]!], answer.proof)).toBe('proofWrong');
  expect(wrong([second!, first!, third!], answer.proof)).toBe('proofWrong');
  expect(wrong([first!, second!], answer.proof)).toBe('proofWrong');
  expect(wrong([first!, second!, new Uint8Array(32)], answer.proof)).toBe('proofWrong');
  expect(wrong(answer.evaluated, new Uint8Array(64))).toBe('proofWrong');
  expect(wrong(answer.evaluated, answer.proof.slice(0, 63))).toBe('proofWrong');
  for (let bit = 0; bit < 512; bit += 31) {
    const proof = answer.proof.slice();
    proof[bit >> 3]! ^= 1 << (bit & 7);
    expect(wrong(answer.evaluated, proof), String(bit)).toBe('proofWrong');
  }
  // The same proof with its scalar written one order larger is another text, so it is refused too.
  const s = numberOf(answer.proof.slice(32)) + ORDER;
  expect(wrong(answer.evaluated, concat(answer.proof.slice(0, 32), scalarBytes(s)))).toBe('proofWrong');
  for (const publicKey of [new Uint8Array(32), new Uint8Array(31), other.publicKey]) {
    expect(codeOf(finalizeBlinded(publicKey, asked, answer))).toBe('proofWrong');
  }
});

it('[TOK1] a blinded element can belong to any input: for each there is a blind that makes it', () => {
  // What an issuer saw, and two inputs of which one was asked for. With the discrete logarithms in hand, which nobody has, a
  // fitting blind is found for both, so the element itself tells nothing.
  const scalar = (n: number) => numberOf(seededRng(`log${n}`)(32)) % ORDER;
  const [a, b, r] = [scalar(1), scalar(2), scalar(3)];
  const G = ristretto255.Point.BASE;
  const [A, B] = [G.multiply(a), G.multiply(b)];
  const seen = A.multiply(r);
  const Fn = ed25519.Point.Fn;
  const otherBlind = Fn.mul(Fn.mul(r, a), Fn.inv(b));
  expect(B.multiply(otherBlind).equals(seen)).toBe(true);
});

const org = 'ab'.repeat(16);
const seed = seededRng('batch')(32);

it('[TOK3] a batch comes from its seed alone, and its tokens make tickets bound to organisation, parcel and key', async () => {
  const asked = await blindBatch(org, seed);
  expect((await blindBatch(org, seed)).map(({ blinded }) => toHex(blinded))).toEqual(
    asked.map(({ blinded }) => toHex(blinded)),
  );
  expect(new Set(asked.map(({ nonce }) => nonce)).size).toBe(32);
  expect(new Set(asked.map(({ blind }) => toHex(blind))).size).toBe(32);
  const answer = must(
    evaluateBlinded(
      key,
      asked.map(({ blinded }) => blinded),
      rng,
    ),
  );
  expect(codeOf(finishBatch(other.publicKey, asked, answer))).toBe('proofWrong');
  const tokens = must(finishBatch(key.publicKey, asked, answer));
  const [token] = tokens;
  expect(toHex(token!.secret)).toBe(toHex(evaluateInput(key, asked[0]!.input).slice(0, 32)));
  const publicKey = toHex(key.publicKey);
  const ticket = await redeemToken(token!, org, '11'.repeat(32), publicKey);
  const parts = parseTokenTicket(ticket)!;
  expect(parts.mark).toBe(await keyMark(publicKey));
  expect(parts.nonce).toBe(token!.nonce);
  const others = [
    await redeemToken(token!, org, '12'.repeat(32), publicKey),
    await redeemToken(token!, 'ac'.repeat(16), '11'.repeat(32), publicKey),
    await redeemToken(token!, org, '11'.repeat(32), toHex(other.publicKey)),
    await redeemToken(tokens[1]!, org, '11'.repeat(32), publicKey),
  ].map((text) => parseTokenTicket(text)!.mac);
  expect(new Set([parts.mac, ...others]).size).toBe(5);
});

it('[TOK3] a request is bound to every part of it', async () => {
  const ask = { key: '01'.repeat(32), epoch: 690, batch: 3, blinded: ['02'.repeat(32), '03'.repeat(32)] };
  const macs = await Promise.all(
    [
      ask,
      { ...ask, key: '04'.repeat(32) },
      { ...ask, epoch: 691 },
      { ...ask, batch: 4 },
      { ...ask, blinded: [...ask.blinded].reverse() },
    ].map(async (one) => (await signTokenRequest('05'.repeat(32), org, one)).mac),
  );
  const [elsewhere, stranger] = [
    await signTokenRequest('05'.repeat(32), 'ac'.repeat(16), ask),
    await signTokenRequest('06'.repeat(32), org, ask),
  ];
  expect(new Set([...macs, elsewhere.mac, stranger.mac]).size).toBe(7);
  expect(stranger.holder).not.toBe(elsewhere.holder);
});
