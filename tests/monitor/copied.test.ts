/** Proves that a phone which is a copy of another one, as after a restored backup, sends although both hold the same tokens. */
import { expect, it } from 'vitest';
import { createInvite } from '../../src/inbox/invites.ts';
import { createSession } from '../../src/inbox/session.ts';
import { must, seededRng } from '../crypto/setup.ts';
import { VirtualClock } from '../fakes/clock.ts';
import { createDesk } from '../inbox/desk.ts';
import { createDevice, save } from '../vault/device.ts';
import { becomes, createPostPhone, finishPost, joinPost, type Line, parcelsOf } from './post.ts';

const REPORTS = ['8f14e45f-ceea-467f-a0e6-b5d1c3d2a901', '9f14e45f-ceea-467f-a0e6-b5d1c3d2a902'];

it('S6 [TOK4] what the other one has spent is noticed, and another token pays', async () => {
  const doors = new Map<string, Line['at'] extends Map<string, infer Door> ? Door : never>();
  const desk = await createDesk((own) => {
    doors.set('http://localhost:8787', own);
    return own;
  });
  const member = await desk.box.read();
  const { invite } = must(await createInvite(desk.deps, createSession(desk.deps, member), member));
  const first = await createPostPhone({ at: doors, sent: [] });
  await joinPost(first, invite);
  const hello = first.start();
  await becomes(async () =>
    expect((await first.device.rows.outbox()).map(({ state }) => state)).toEqual(['stored']),
  );
  await hello.stop();
  const image = save(first.device);

  const refused: number[] = [];
  for (const report of REPORTS) {
    let count = 0;
    const door = doors.get('http://localhost:8787');
    const heard = async (request: Request): Promise<Response> => {
      const reply = await door?.(request);
      if (reply?.status === 403) count += 1;
      return reply ?? Response.error();
    };
    // The same dice: both draw the same tokens.
    const device = createDevice(image, new VirtualClock(), seededRng('copy'));
    const line = { at: new Map([['http://localhost:8787', heard]]), sent: [] };
    const phone = await createPostPhone(line, device, false);
    await finishPost(phone, report);
    const sending = phone.start();
    await becomes(async () =>
      expect((await parcelsOf(phone, report)).map(({ state }) => state)).toEqual(['stored']),
    );
    await sending.stop();
    refused.push(count);
  }
  expect(refused).toEqual([0, 1]);
});
