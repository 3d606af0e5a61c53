/** Owns what a page may know of the vault at any time, also while it is locked. Must never tell which words opened it. */
import type { VaultStatus } from './api.ts';
import { markerOf } from './capture/captureTrace.ts';
import { isWaiting } from './recover.ts';
import { type Room, ready } from './room.ts';

async function waitingIn({ rows, rowsBroken, ledger }: Room): Promise<number> {
  if (!rowsBroken) return (await rows.outbox()).filter(isWaiting).length;
  return ledger?.entries().filter(({ what }) => what !== 'past').length ?? 0;
}

export async function statusOf(room: Room): Promise<VaultStatus> {
  const { opened, kit } = room;
  const files = ready(room);
  const join = opened?.join ?? null;
  const entered = join === null ? 'no' : join.enrolled ? 'enrolled' : 'invited';
  const closed = files.ok ? 'locked' : files.code === 'noVault' ? 'none' : 'damaged';
  return {
    state: opened === null ? closed : 'unlocked',
    erasure: room.disk.erasure,
    incidents: [...room.incidents],
    joined: opened === null ? null : entered,
    waiting: await waitingIn(room),
    wipeKeeps: kit?.wipeKeeps === true,
    canCapture: files.ok && kit?.capture?.vault === markerOf(files.value),
    workspace: opened === null ? null : opened.keyring.choices().workspace,
  };
}
