/** Proves what becomes of an invite and a device that were taken back, at the endpoint and on the phone. */
import { expect, it } from 'vitest';
import { createInvite, markRevoked, revokeInvite } from '../../src/inbox/invites.ts';
import { createSession } from '../../src/inbox/session.ts';
import { enrolPhone } from '../../src/monitor/enrolling.ts';
import { encodeInvite } from '../../src/wire/invite.ts';
import { codeOf, must } from '../crypto/setup.ts';
import { becomes, createPostPhone, finishPost, joinPost, parcelsOf, stateOf } from '../monitor/post.ts';
import { createDesk, type Desk, readAll } from './desk.ts';

const FIRST = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a901';
const SECOND = '8f14e45f-ceea-467f-a0e6-b5d1c3d2a902';
/** Larger than what an endpoint takes without a ticket. */
const VIDEO = new Blob([new Uint8Array(6 * 1024 * 1024)]);

async function invited(desk: Desk) {
  const member = await desk.box.read();
  const made = must(await createInvite(desk.deps, createSession(desk.deps, member), member));
  await desk.box.write(made.member);
  return made;
}

const lineTo = (desk: Desk) => ({
  at: new Map([[new URL(desk.endpoint.url).origin, desk.endpoint.fetch]]),
  sent: [] as string[],
});

it('[EP9] an invite that was taken back before anybody came is good for nobody, and the phone is told so', async () => {
  const desk = await createDesk();
  const made = await invited(desk);
  expect(must(await revokeInvite(desk.deps, await desk.box.read(), made.id))).toEqual({ devices: 0 });
  // Said twice, it is the same.
  expect(must(await revokeInvite(desk.deps, await desk.box.read(), made.id))).toEqual({ devices: 0 });
  await desk.box.write(markRevoked(await desk.box.read(), made.id, '2026-11-22'));
  expect((await desk.box.read()).invites).toMatchObject([{ id: made.id, revoked: '2026-11-22' }]);
  const phone = await createPostPhone(lineTo(desk));
  must(await phone.vault.putInvite(encodeInvite(made.invite)));
  expect(codeOf(await enrolPhone(phone.vault, phone.doors))).toBe('inviteRevoked');
  expect(codeOf(await revokeInvite(desk.deps, await desk.box.read(), 'ab'.repeat(8)))).toBe('inviteForeign');
});

it('[EP9] S6 a device that was taken back gets no ticket and no tokens; what it sent stays, and others go on', async () => {
  const desk = await createDesk();
  const [turned, loyal] = [await invited(desk), await invited(desk)];
  const line = lineTo(desk);
  const [phone, other] = [await createPostPhone(line), await createPostPhone(line)];
  await joinPost(phone, turned.invite);
  await joinPost(other, loyal.invite);
  await finishPost(phone, FIRST);
  const sending = phone.start({ resting: () => true });
  await becomes(async () => expect(await stateOf(phone, FIRST)).toBe('stored'));
  expect(must(await revokeInvite(desk.deps, await desk.box.read(), turned.id))).toEqual({ devices: 1 });

  // The tokens that it holds cannot be told from others, so what a small pool would take goes on; no more come.
  phone.clock.move(40 * 86_400_000);
  sending.wake();
  await becomes(() => expect(sending.asked.get().trouble).toBe('notAllowed'));
  // Without a token a large file needs its credential, which is gone.
  const wallet = phone.vault.ticketFor;
  for (let i = 0; i < 64; i += 1) must(await wallet('ab'.repeat(32)));
  await finishPost(phone, SECOND, VIDEO);
  sending.wake();
  await becomes(async () =>
    expect((await parcelsOf(phone, SECOND)).find(({ what }) => what === 'attachment')).toMatchObject({
      state: 'refused',
      code: 'ticketRefused',
    }),
  );
  await sending.stop();

  await finishPost(other, FIRST, VIDEO);
  const others = other.start();
  await becomes(async () => expect(await stateOf(other, FIRST)).toBe('stored'));
  await others.stop();
  expect((await readAll(desk)).length).toBeGreaterThanOrEqual(2);
}, 60_000);
