/** Proves what a phone on the command line remembers of endpoints that lose bytes, or come back from an older backup. */
import { expect, it } from 'vitest';
import { type PhoneParcel, type PhoneState, parsePhone } from '../../src/cli/phone/phone.ts';
import { afterChange, offerToStore } from '../../src/cli/phone/phoneOutbox.ts';
import { must } from '../crypto/setup.ts';

const ONE = 'https://one.example';
const TWO = 'https://two.example';
const DAY = 86_400_000;
const at = 1_795_000_000_000;

const parcelWith = (stage: PhoneParcel['stage'], handle = 'a'): PhoneParcel => ({
  handle: handle.repeat(32),
  parcel: 'b'.repeat(64),
  secret: 'c'.repeat(32),
  size: 16_384,
  order: 2,
  ticket: 'd'.repeat(64),
  stage,
});
const stateWith = (parcels: readonly PhoneParcel[], received = false): PhoneState => ({
  v: 1,
  kind: 'tumar-monitor',
  org: 'e'.repeat(32),
  endpoints: [ONE, TWO],
  readKey: 'f'.repeat(64),
  pin: '1'.repeat(64),
  credential: '2'.repeat(64),
  secret: null,
  chain: { id: '3'.repeat(32), n: 1, key: '4'.repeat(64) },
  signed: null,
  hello: null,
  reports: [
    {
      id: '5'.repeat(36),
      code: 'ABC23',
      expected: { read: '6'.repeat(64), complete: '7'.repeat(64) },
      read: false,
      received,
      parcels,
    },
  ],
});
const stored = (endpoint: string, store: string | null): PhoneParcel['stage'] => ({
  name: 'stored',
  day: '2026-11-22',
  sequence: 1,
  endpoint,
  store,
});
const stagesOf = ({ reports }: PhoneState) => reports[0]?.parcels.map(({ stage }) => stage.name);
/** Through the text on the disk, as between two commands. */
const again = (state: PhoneState): PhoneState => must(parsePhone(JSON.stringify(state)));

it('[UP6] bytes that were acknowledged and lost are added up, from command to command', () => {
  const sending = (bytes: number, when: number) =>
    ({ name: 'sending', endpoint: ONE, bytes, at: when }) as const;
  let parcel = afterChange(parcelWith({ name: 'queued' }), sending(8_192, at));
  expect(parcel.lost).toBeUndefined();
  parcel = afterChange(parcel, sending(2_000, at + 1));
  expect(parcel.lost).toEqual({ bytes: 6_192, at: at + 1 });
  parcel = afterChange(parcel, { name: 'sent', endpoint: ONE });
  parcel = afterChange(parcel, sending(0, at + 2));
  expect(parcel.lost).toEqual({ bytes: 6_192 + 16_384, at: at + 2 });
  expect(again(stateWith([parcel])).reports[0]?.parcels[0]).toEqual(parcel);
  const odd = { ...parcel, lost: { bytes: -1, at } };
  expect(parsePhone(JSON.stringify(stateWith([odd])))).toMatchObject({ code: 'stateMalformed' });
});

it('[EP1] [UP7] what another store had proved is due again, once a day, and not what was received', () => {
  const parcels = [
    parcelWith(stored(ONE, '1'.repeat(16)), 'a'),
    parcelWith(stored(TWO, '2'.repeat(16)), 'b'),
    parcelWith({ name: 'stored', day: '2026-11-22', sequence: 2 }, 'c'),
  ];
  const state = stateWith(parcels);
  // The store that proved it: nothing to do.
  expect(offerToStore(state, ONE, '1'.repeat(16), at)).toBe(state);
  expect(offerToStore(stateWith(parcels, true), ONE, '9'.repeat(16), at)).toEqual(stateWith(parcels, true));
  const offered = again(offerToStore(state, ONE, '9'.repeat(16), at));
  expect(stagesOf(offered)).toEqual(['sending', 'stored', 'stored']);
  expect(offered.reports[0]?.parcels[0]?.stage).toEqual({ name: 'sending', endpoint: ONE, bytes: 0 });

  // An endpoint that names a new store in each answer costs one try a day.
  const back = again(stateWith([parcelWith(stored(ONE, '9'.repeat(16)))]));
  const tried = { ...back, stores: { [ONE]: at } };
  expect(offerToStore(tried, ONE, '8'.repeat(16), at + DAY - 1)).toBe(tried);
  expect(stagesOf(offerToStore(tried, ONE, '8'.repeat(16), at + DAY))).toEqual(['sending']);
  expect(stagesOf(offerToStore(tried, ONE, '8'.repeat(16), at - 5))).toEqual(['sending']);
});
