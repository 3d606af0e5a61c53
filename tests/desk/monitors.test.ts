/** Owns the proof that the list of monitors says what needs somebody first, and never hides an alarm. */
import { describe, expect, it } from 'vitest';
import { authorOf, monitorName } from '../../src/desk/labels.ts';
import type { MonitorView, TeamView } from '../../src/desk/openerMessages.ts';
import { monitorRows } from '../../src/desk/team/monitors.ts';
import { NO_LISTS } from '../../src/domain/ownLists.ts';
import { loadDeskWords } from '../../src/i18n/deskMessages.ts';

const t = await loadDeskWords('en');
const monitor = (letter: string, change: Partial<MonitorView> = {}): MonitorView => ({
  chain: letter.repeat(32),
  invite: letter.repeat(16),
  confirmed: true,
  alarm: 'none',
  since: '2026-11-20',
  came: 2,
  gaps: 0,
  ...change,
});
const team = (monitors: readonly MonitorView[]): TeamView => ({
  org: '0'.repeat(32),
  name: 'Steppe Watch',
  pseudonym: 'Saiga',
  endpoint: 'http://localhost:8787',
  manifest: { version: 1, sha256: '', pin: '', issued: '2026-11-01', expires: '2027-11-01', readers: 3 },
  members: [],
  endpoints: ['http://localhost:8787'],
  keysTill: '2027-01-30',
  signs: true,
  pending: false,
  tokens: true,
  ownForms: [],
  ownLists: NO_LISTS,
  invites: [
    { id: 'a'.repeat(16), lastDay: '2026-11-29' },
    { id: 'd'.repeat(16), lastDay: '2026-11-29' },
    { id: 'e'.repeat(16), lastDay: '2026-11-21' },
  ],
  monitors,
});
const notes = {
  codenames: [{ invite: 'a'.repeat(16), name: 'Juniper', made: '2026-11-19' }],
  recoveryChecked: null,
};

describe('the list of monitors', () => {
  it('[REP6] puts alarms first, then what waits, then confirmed ones; a used invite is not listed beside its phone', () => {
    const all = team([
      monitor('a'),
      monitor('b', { confirmed: false }),
      monitor('c', { alarm: 'secondHello', confirmed: true }),
    ]);
    const rows = monitorRows(all, notes, '2026-11-22', t);
    expect(rows.map(({ name, state }) => [name, state])).toEqual([
      ['Monitor cccc', 'alarm'],
      ['Monitor bbbb', 'notConfirmed'],
      ['Monitor dddd', 'invited'],
      ['Juniper', 'confirmed'],
      ['Monitor eeee', 'expired'],
    ]);
  });

  it('[EP9] what was taken back comes last and says when, whether a phone came or not', () => {
    const all = team([monitor('a', { confirmed: false })]);
    const taken = { ...all, invites: all.invites.map((one) => ({ ...one, revoked: '2026-11-22' })) };
    const rows = monitorRows(taken, notes, '2026-11-22', t);
    expect(rows.map(({ state, day, joined }) => [state, day, joined])).toEqual([
      ['revoked', '2026-11-22', true],
      ['revoked', '2026-11-22', false],
      ['revoked', '2026-11-22', false],
    ]);
  });

  it('[REP3] [REP4] a mark in the list is never better than what was proved', () => {
    const all = team([
      monitor('a'),
      monitor('b', { confirmed: false }),
      monitor('c', { confirmed: false, alarm: 'unknownInvite' }),
    ]);
    const mark = (
      letter: string,
      verdict: 'author' | 'fork' | 'badTag' | 'tooFar' | 'unknownChain' | 'replayed',
    ) => authorOf({ verdict, chain: letter.repeat(32), n: 0 }, all);
    expect(mark('a', 'author')).toBe('confirmed');
    expect(mark('a', 'replayed')).toBe('confirmed');
    expect(mark('b', 'author')).toBe('notConfirmed');
    expect(mark('c', 'author')).toBe('alarm');
    expect(mark('a', 'fork')).toBe('wrong');
    expect(mark('a', 'badTag')).toBe('wrong');
    expect(mark('a', 'tooFar')).toBe('unknown');
    expect(mark('f', 'author')).toBe('unknown');
    expect(authorOf({ verdict: 'anonymous' }, all)).toBe('anonymous');
    expect(monitorName({ verdict: 'anonymous' }, all, notes, t)).toBe('Anonymous');
    expect(monitorName({ verdict: 'author', chain: 'a'.repeat(32), n: 0 }, all, notes, t)).toBe('Juniper');
  });
});
