/** Owns the proof of the desk's life: founding that can be cut off, damage that is repaired and told, locking. */
import { describe, expect, it } from 'vitest';
import { readKeyFile } from '../../src/desk/entering/keyFile.ts';
import { encodeMember } from '../../src/inbox/member.ts';
import { codeOf, must } from '../crypto/setup.ts';
import { createDevice, save } from '../vault/device.ts';
import { idle, opened, opening, WORDS } from './atDesk.ts';
import { createParty, type Party } from './party.ts';

const founding = (party: Party) => {
  const life = party.session.life.get();
  if (life.at !== 'founding' || life.made === null) throw new Error(`not founding: ${JSON.stringify(life)}`);
  return life;
};
const plan = (party: Party, code = party.endpoint.setupCode()) => ({
  code,
  name: 'Steppe Watch',
  pseudonym: 'Saiga',
  endpoint: party.endpoint.url,
});

describe('set-up', () => {
  it('[EP2] [MAN1] keys are kept, the recovery file is read back and works, the organisation is published, the recovery key leaves', async () => {
    const party = await createParty();
    expect(party.session.life.get()).toMatchObject({ at: 'fresh' });
    await party.session.setUp(WORDS, plan(party));
    const { made } = founding(party);
    expect(made?.checked).toBe(false);
    await party.session.checkRecovery('{}');
    expect(party.session.life.get()).toMatchObject({ at: 'founding', trouble: 'recoveryMalformed' });
    const other = await createParty();
    await other.session.setUp(WORDS, plan(other));
    await party.session.checkRecovery(encodeMember(founding(other).made!.recovery));
    expect(party.session.life.get()).toMatchObject({ trouble: 'recoveryForeign' });
    const file = encodeMember(made!.recovery);
    await party.session.checkRecovery(file.replace(/"secret": "./, '"secret": "!'));
    expect(party.session.life.get()).toMatchObject({ trouble: 'recoveryMalformed' });
    await party.session.checkRecovery(file);
    await opened(party);
    expect(party.session.notes.get().recoveryChecked).not.toBeNull();
    expect(party.mailbox.team.get()).toMatchObject({ name: 'Steppe Watch', pseudonym: 'Saiga' });
    await idle(party);
    await party.session.lock();
    const again = await createParty({ device: createDevice(save(party.device)), endpoint: party.endpoint });
    await again.session.unlock(WORDS);
    await opened(again);
  });

  it('[EP2] a wrong set-up code can be put right after everything else; a cut-off founding goes on after a restart', async () => {
    const party = await createParty();
    await party.session.setUp(WORDS, plan(party, 'WRONG-CODE'));
    const file = encodeMember(founding(party).made!.recovery);
    const again = await createParty({ device: createDevice(save(party.device)), endpoint: party.endpoint });
    expect(again.session.life.get()).toMatchObject({ at: 'locked' });
    await again.session.unlock(WORDS);
    expect(founding(again).made?.member.org).toBe(founding(party).made?.member.org);
    await again.session.checkRecovery(file);
    expect(again.session.life.get()).toMatchObject({ at: 'founding', trouble: 'setupCodeWrong' });
    const { send } = again.line;
    again.line.send = () => Promise.reject(new TypeError('cut'));
    await again.session.publish(again.endpoint.setupCode());
    expect(again.session.life.get()).toMatchObject({ at: 'founding', trouble: 'offline' });
    again.line.send = send;
    await again.session.publish();
    await opened(again);
  });

  it('without an endpoint nothing is made, and the form can be sent again', async () => {
    const party = await createParty();
    const { send } = party.line;
    party.line.send = async () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } });
    await party.session.setUp(WORDS, plan(party));
    expect(party.session.life.get()).toMatchObject({ at: 'founding', made: null, trouble: 'notOurEndpoint' });
    party.line.send = send;
    await party.session.makeKeys(plan(party));
    expect(founding(party).made).not.toBeNull();
  });

  it('tells a recovery file from a key file and from anything else', async () => {
    const party = await createParty();
    await party.session.setUp(WORDS, plan(party));
    const { member, recovery } = founding(party).made!;
    expect(readKeyFile(encodeMember(member))).toMatchObject({ ok: true });
    expect(readKeyFile(encodeMember(recovery))).toMatchObject({ ok: false, code: 'recoveryGiven' });
    expect(readKeyFile('{"kind":"tumar-recovery"}')).toMatchObject({ ok: false, code: 'memberMalformed' });
  });

  it('refuses a key file that is none and keeps nothing', async () => {
    const party = await createParty();
    await party.session.openKeyFile('{"kind":"tumar-recovery"}', WORDS);
    expect(party.session.life.get()).toMatchObject({ at: 'fresh', trouble: 'memberMalformed' });
    expect((await createParty({ device: createDevice(save(party.device)) })).session.life.get().at).toBe(
      'fresh',
    );
  });
});

describe('damage', () => {
  it('one damaged keystore copy is repaired and told; after a lost database the desk opens and fetches its list again', async () => {
    const { party } = await opening();
    await party.session.lock();
    const device = createDevice(save(party.device));
    const [path] = [...device.disk.dump().keys()].filter((name) => name.endsWith('a'));
    device.disk.corrupt(path ?? '', (bytes) => bytes.map((byte) => byte ^ 1));
    const repaired = await createParty({ device, endpoint: party.endpoint });
    await repaired.session.unlock(WORDS);
    await opened(repaired);
    expect(repaired.session.incidents.get()).toContain('keystoreRepaired');

    const held = save(party.device);
    const empty = createDevice({ files: held.files, rows: save(createDevice()).rows });
    const before = party.mailbox.all().map(({ parcel }) => parcel);
    const lost = await createParty({ device: empty, endpoint: party.endpoint });
    await lost.session.unlock(WORDS);
    await opened(lost);
    expect(lost.session.incidents.get()).toContain('databaseRebuilt');
    await idle(lost);
    expect(
      lost.mailbox
        .all()
        .map(({ parcel }) => parcel)
        .sort(),
    ).toEqual(before.sort());
  });
});

describe('locking', () => {
  it('wrong words open nothing; new words replace the old ones', async () => {
    const { party } = await opening();
    expect(codeOf(await party.session.changeWords('not these', 'new words of mine'))).toBe('wrongWords');
    must(await party.session.changeWords(WORDS, 'new words of mine'));
    await party.session.lock();
    await party.session.unlock(WORDS);
    expect(party.session.life.get()).toMatchObject({ at: 'locked', trouble: 'wrongWords' });
    await party.session.unlock('new words of mine');
    await opened(party);
  });
});
