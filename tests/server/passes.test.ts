/** Owns the proof that nonces and session tokens are good only where, when and for whom they were made. */
import { expect, it } from 'vitest';
import { createPasses } from '../../src/server/passes.ts';
import { realRng } from '../fakes/endpoint.ts';

const [org, other] = ['ab'.repeat(16), 'cd'.repeat(16)];
const member = 'RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3';
const key = realRng(32);

it('[EP4] holds for its organisation, its member and its time, under its key', () => {
  let now = 1_000_000;
  const passes = createPasses(key, () => now);
  const twin = createPasses(key, () => now);
  const stranger = createPasses(realRng(32), () => now);
  const nonce = passes.nonce(org, realRng(12), 300);
  const token = passes.token(org, member, 600);
  expect(nonce).toMatch(/^[0-9a-f]{64}$/);
  expect([passes.isNonce(org, nonce), twin.isNonce(org, nonce)]).toEqual([true, true]);
  expect([passes.memberOf(org, token), twin.memberOf(org, token)]).toEqual([member, member]);
  expect([passes.isNonce(other, nonce), stranger.isNonce(org, nonce)]).toEqual([false, false]);
  expect([passes.memberOf(other, token), stranger.memberOf(org, token)]).toEqual([undefined, undefined]);
  now += 300;
  expect([passes.isNonce(org, nonce), passes.memberOf(org, token)]).toEqual([false, member]);
  now += 300;
  expect(passes.memberOf(org, token)).toBeUndefined();
});

it('[EP4] no change of a nonce or a token is good', () => {
  const passes = createPasses(key, () => 1_000_000);
  const nonce = passes.nonce(org, realRng(12), 300);
  for (let at = 0; at < nonce.length; at += 1) {
    const digit = nonce[at] === '0' ? '1' : '0';
    expect(passes.isNonce(org, nonce.slice(0, at) + digit + nonce.slice(at + 1))).toBe(false);
  }
  const token = passes.token(org, member, 600);
  const [end = '', name = '', proof = ''] = token.split('.');
  const forged = Buffer.from(member.replace('R', 'S')).toString('base64url');
  for (const wrong of [
    `${Number(end) + 1}.${name}.${proof}`,
    `${end}.${forged}.${proof}`,
    `${end}.${name}.${proof.slice(1)}`,
    `${end}.${name}`,
    `${token}.x`,
    '',
    '..',
  ])
    expect(passes.memberOf(org, wrong), wrong).toBeUndefined();
});
