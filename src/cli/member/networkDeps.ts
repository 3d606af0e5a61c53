/** Owns what a member's command needs to speak with an endpoint. Must never hold a key. */
import { createSodium } from '../../crypto/sodium.ts';
import type { InboxDeps } from '../../inbox/ports.ts';
import { nodeClock, nodeRng, nodeSend } from '../platform.ts';

export const networkDeps = async (): Promise<InboxDeps> => ({
  sodium: await createSodium(),
  rng: nodeRng,
  clock: nodeClock,
  send: nodeSend,
});
