/** Owns the proof that no state of delivery promises more than was proved (S5) or forgets what was (S6, S7). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Delivery,
  type DeliveryEvent,
  mayPurge,
  rank,
  step,
  together,
} from '../../src/domain/delivery.ts';

const event: fc.Arbitrary<DeliveryEvent> = fc.oneof(
  fc.constant<DeliveryEvent>({ type: 'finished' }),
  fc.record({
    type: fc.constant('progress' as const),
    sent: fc.integer({ min: -5, max: 120 }),
    total: fc.constant(100),
  }),
  fc.constant<DeliveryEvent>({ type: 'sentWhole' }),
  fc.record({
    type: fc.constant('receiptVerified' as const),
    day: fc.constant('2026-11-22'),
    sequence: fc.nat({ max: 9 }),
  }),
  fc.constant<DeliveryEvent>({ type: 'completeVerified' }),
  fc.constant<DeliveryEvent>({ type: 'refused', code: 'ticketRefused' }),
  fc.constant<DeliveryEvent>({ type: 'retried' }),
  fc.constant<DeliveryEvent>({ type: 'storeForgot' }),
);
const events = fc.array(event, { maxLength: 40 });
const DRAFT: Delivery = { at: 'draft' };

/** All states of one life, the first being the draft. */
function life(sequence: readonly DeliveryEvent[]): Delivery[] {
  const states = [DRAFT];
  for (const one of sequence) states.push(step(states.at(-1) ?? DRAFT, one));
  return states;
}
const afterEvents = (...sequence: DeliveryEvent[]): Delivery => life(sequence).at(-1) ?? DRAFT;

describe('delivery', () => {
  it('S5 an ordinary life', () => {
    const states = life([
      { type: 'finished' },
      { type: 'progress', sent: 40, total: 100 },
      { type: 'progress', sent: 100, total: 100 },
      { type: 'sentWhole' },
      { type: 'receiptVerified', day: '2026-11-22', sequence: 7 },
      { type: 'completeVerified' },
    ]);
    expect(states.map((state) => state.at)).toEqual([
      'draft',
      'queued',
      'sending',
      'sending',
      'sent',
      'stored',
      'received',
    ]);
  });

  it('S5 every byte sent is still not stored', () => {
    expect(afterEvents({ type: 'finished' }, { type: 'progress', sent: 100, total: 100 }).at).toBe('sending');
    expect(afterEvents({ type: 'finished' }, { type: 'sentWhole' })).toEqual({ at: 'sent' });
  });

  it('S6 another person delivered it: the acknowledgement alone is enough', () => {
    expect(afterEvents({ type: 'finished' }, { type: 'completeVerified' }).at).toBe('received');
    expect(
      afterEvents({ type: 'finished' }, { type: 'refused', code: 'x' }, { type: 'completeVerified' }).at,
    ).toBe('received');
  });

  it('S5 stored only with a verified receipt since the store last forgot, received only with an acknowledgement', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        let finished = false;
        let receipt = false;
        let complete = false;
        const states = life(sequence);
        for (const [index, one] of sequence.entries()) {
          const state = states[index + 1] ?? DRAFT;
          finished ||= one.type === 'finished';
          if (one.type === 'storeForgot') receipt = false;
          if (finished && one.type === 'receiptVerified') receipt = true;
          if (finished && one.type === 'completeVerified') complete = true;
          expect(state.at === 'received').toBe(complete);
          expect(mayPurge(state)).toBe(complete);
          expect(state.at === 'stored').toBe(receipt && !complete);
          expect(state.at === 'draft').toBe(!finished);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('S7 never goes back, unless the endpoint refused or forgot', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        const states = life(sequence);
        for (const [index, one] of sequence.entries()) {
          const [before = DRAFT, now = DRAFT] = [states[index], states[index + 1]];
          if (one.type !== 'refused' && one.type !== 'storeForgot')
            expect(rank(now)).toBeGreaterThanOrEqual(rank(before));
          if (before.at === 'sending' && now.at === 'sending')
            expect(now.sent).toBeGreaterThanOrEqual(before.sent);
          if (now.at === 'sending') expect(now.sent >= 0 && now.sent <= now.total).toBe(true);
          if (before.at === 'received') expect(now).toBe(before);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('S6 the same event again changes nothing', () => {
    fc.assert(
      fc.property(events, event, (sequence, again) => {
        const once = step(afterEvents(...sequence), again);
        expect(step(once, again)).toEqual(once);
      }),
    );
  });
});

describe('a report of several parcels', () => {
  const stored: Delivery = { at: 'stored', day: '2026-11-22', sequence: 1 };

  it('S5 is as far as its weakest part', () => {
    expect(together([])).toEqual({ at: 'draft' });
    expect(
      together([
        { state: stored, bytes: 10 },
        { state: { at: 'sent' }, bytes: 90 },
      ]),
    ).toEqual({ at: 'sent' });
    expect(
      together([
        { state: { at: 'received' }, bytes: 10 },
        { state: stored, bytes: 90 },
      ]),
    ).toEqual(stored);
    expect(
      together([
        { state: { at: 'refused', code: 'x' }, bytes: 1 },
        { state: stored, bytes: 1 },
      ]),
    ).toEqual({ at: 'refused', code: 'x' });
  });

  it('S7 counts the bytes of all parts while one is on its way', () => {
    expect(
      together([
        { state: stored, bytes: 10 },
        { state: { at: 'queued' }, bytes: 90 },
      ]),
    ).toEqual({ at: 'sending', sent: 10, total: 100 });
    expect(
      together([
        { state: { at: 'sending', sent: 45, total: 90 }, bytes: 90 },
        { state: stored, bytes: 10 },
      ]),
    ).toEqual({ at: 'sending', sent: 55, total: 100 });
    expect(
      together([
        { state: { at: 'queued' }, bytes: 10 },
        { state: { at: 'queued' }, bytes: 90 },
      ]),
    ).toEqual({ at: 'queued' });
  });
});
