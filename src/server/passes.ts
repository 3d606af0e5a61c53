/** Owns nonces and session tokens that carry their own proof, so that nothing of a session is written down. Must never be kept. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export type Passes = {
  /** 32 bytes, hex: end (4), `random` (12), tag (16). */
  nonce(org: string, random: Uint8Array, seconds: number): string;
  isNonce(org: string, nonce: string): boolean;
  /** For a member's signing key, as a text that goes into a header. */
  token(org: string, member: string, seconds: number): string;
  /** The member whose token this is, in this organisation and in time. */
  memberOf(org: string, token: string): string | undefined;
};

const NONCE_TAG = 16;

/** Processes with the same key know each other's. `now`: seconds since 1970. [EP4] */
export function createPasses(key: Uint8Array, now: () => number): Passes {
  const tag = (...parts: readonly string[]): Buffer =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest();
  const same = (due: Buffer, given: Buffer): boolean =>
    due.length === given.length && timingSafeEqual(due, given);
  const nonceTag = (org: string, head: Buffer): Buffer =>
    tag('nonce', org, head.toString('hex')).subarray(0, NONCE_TAG);

  return {
    nonce(org, random, seconds) {
      const head = Buffer.alloc(4 + random.length);
      head.writeUInt32BE(now() + seconds);
      head.set(random, 4);
      return Buffer.concat([head, nonceTag(org, head)]).toString('hex');
    },
    isNonce(org, nonce) {
      const bytes = Buffer.from(nonce, 'hex');
      if (bytes.length !== 32) return false;
      const head = bytes.subarray(0, -NONCE_TAG);
      return head.readUInt32BE() > now() && same(nonceTag(org, head), bytes.subarray(-NONCE_TAG));
    },
    token(org, member, seconds) {
      const end = String(now() + seconds);
      const name = Buffer.from(member, 'utf8').toString('base64url');
      return `${end}.${name}.${tag('token', org, member, end).toString('base64url')}`;
    },
    memberOf(org, token) {
      const [end = '', name = '', proof = '', more] = token.split('.');
      if (!/^\d{1,12}$/.test(end) || more !== undefined) return undefined;
      const member = Buffer.from(name, 'base64url').toString('utf8');
      if (!same(tag('token', org, member, end), Buffer.from(proof, 'base64url'))) return undefined;
      return Number(end) > now() ? member : undefined;
    },
  };
}
