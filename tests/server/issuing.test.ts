/** Proves that giving tokens does not hold up whoever else is served, and gives what it gave before. */
import { expect, it } from 'vitest';
import { blindBatch, finishBatch } from '../../src/crypto/tokenBatch.ts';
import { deriveIssuerKey } from '../../src/crypto/voprf.ts';
import { createIssuing } from '../../src/server/tokens/issuing.ts';
import { utf8 } from '../../src/wire/bytes.ts';
import { codeOf, must, seededRng } from '../crypto/setup.ts';

const key = deriveIssuerKey(seededRng('issuing')(32), utf8('tumar/issuer/1'));

it('[TOK3] batches are evaluated beside the thread that answers: timers of that thread go on meanwhile', async () => {
  const issuing = createIssuing();
  const asked = await blindBatch('ab'.repeat(16), seededRng('batch')(32));
  const blinded = asked.map((one) => one.blinded);
  must(await issuing(key, blinded));
  let turns = 0;
  let done = false;
  const turning = (async () => {
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
  })();
  const answer = must(await issuing(key, blinded));
  done = true;
  await turning;
  // On this thread there would have been two turns at most: before, and after.
  expect(turns).toBeGreaterThan(20);
  expect(must(finishBatch(key.publicKey, asked, answer))).toHaveLength(32);
  const [one, other] = await Promise.all([issuing(key, blinded), issuing(key, [new Uint8Array(32)])]);
  expect(must(one).evaluated).toEqual(answer.evaluated);
  expect(codeOf(other)).toBe('malformed');
});
