/** Owns the proof that a member's file survives its way to disk, and that a damaged or foreign one is refused. */
import { expect, it } from 'vitest';
import { encodeMember, memberIdentities, parseMember, parseRecovery } from '../../src/inbox/member.ts';
import { createCharter } from '../../src/inbox/organisation.ts';
import { must, sodium } from '../crypto/setup.ts';
import { createDesk, createPhone, readAll, seal, upload } from './desk.ts';

it('S10 member.json survives the way there and back, chains included', async () => {
  const desk = await createDesk();
  const phone = await createPhone(desk);
  await phone.hello();
  const sealed = await seal(desk, { chain: phone.chain });
  await upload(desk, phone.monitor, sealed.parcel, sealed.sealed);
  await readAll(desk);
  const state = await desk.box.read();
  expect(state.monitors[0]?.chain.seen).toHaveLength(1);
  expect(must(parseMember(encodeMember(state)))).toEqual(state);
  expect(must(parseMember(JSON.stringify({ ...state, colour: 'blue' })))).toMatchObject({ org: state.org });
});

it('a file that is not a member is refused, each missing member too', async () => {
  const { founded } = await createDesk();
  for (const text of ['', '{}', '[]', 'not json', '{"v":1,"kind":"tumar-recovery"}']) {
    expect(parseMember(text)).toMatchObject({ ok: false, code: 'memberMalformed' });
  }
  for (const key of Object.keys(founded)) {
    expect(parseMember(JSON.stringify({ ...founded, [key]: undefined })).ok, key).toBe(false);
  }
  const broken = { ...founded, identities: [{ epoch: 1, identity: 'AGE-SECRET-KEY-1QQQ' }] };
  expect(memberIdentities(sodium, broken)).toMatchObject({ ok: false, code: 'memberMalformed' });
});

it('[MAN2] the recovery file holds the offline root and the recovery identity, and neither is in member.json', async () => {
  const desk = await createDesk();
  const ask = { code: 'unused', name: 'Another', pseudonym: 'C2', endpoint: desk.endpoint.url };
  const { member, recovery } = must(await createCharter(desk.deps, ask));
  expect(must(parseRecovery(encodeMember(recovery)))).toEqual(recovery);
  const kept = encodeMember(member);
  expect(kept).not.toContain(recovery.identity);
  expect(kept).not.toContain(recovery.root.secret);
  expect(parseRecovery('{}')).toMatchObject({ ok: false, code: 'recoveryMalformed' });
});
